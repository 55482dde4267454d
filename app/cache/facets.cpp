#include "cache/facets.h"

#include "cache/lead_columns.h"
#include "domain/row_set.h"
#include "storage/row_statement.h"

#include <QHash>
#include <QUuid>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace leadline::cache {

using storage::RowStatement;

using namespace domain;

namespace {

constexpr size_t kMostValues = 50; ///< of one group

/// Groups counted from the columns of `lead`, in the order they are shown.
constexpr std::array kColumnGroups { FilterField::Status, FilterField::Has, FilterField::Source, FilterField::Country,
    FilterField::Rating, FilterField::Assignee };

using Counts = QHash<QString, qint64>;
using GroupCounts = std::map<FilterField, Counts>;

LeadFilter without(const LeadFilter &filter, FilterField field)
{
    LeadFilter rest;
    std::copy_if(filter.terms.begin(), filter.terms.end(), std::back_inserter(rest.terms),
        [field](const FilterTerm &term) { return term.field != field; });
    return rest;
}

constexpr qsizetype kFewRows = 20'000; ///< looked up one by one; above it a scan of the facet index is faster

/// The leads of a filter, in the form that counts fastest.
struct Selection
{
    bool all = false; ///< no filter
    std::optional<storage::SqlCondition> covered; ///< the filter is on columns of the facet index alone
    QList<RowId> rows;
    std::optional<RowSet> bits; ///< when there are many
};

bool isCovered(const LeadFilter &filter)
{
    return std::all_of(filter.terms.begin(), filter.terms.end(), [](const FilterTerm &term) {
        if (term.field == FilterField::Has)
            return std::all_of(term.values.begin(), term.values.end(),
                [](const QString &value) { return value == u"email" || value == u"phone"; });
        return std::find(kColumnGroups.begin(), kColumnGroups.end(), term.field) != kColumnGroups.end();
    });
}

Result<Selection> select(Connection &connection, const LeadFilter &filter)
{
    Selection selection;
    selection.all = filter.terms.empty();
    if (isCovered(filter))
        selection.covered = leadCondition(filter);
    if (selection.all)
        return selection;
    const auto condition = leadCondition(filter);
    auto statement = RowStatement::prepare(
        connection, QStringLiteral("SELECT lead.row FROM lead WHERE ") + condition.where, condition.values);
    if (!statement)
        return failure(statement.error());
    while (statement->next())
        selection.rows.append(RowId(statement->integer(0)));
    if (auto finished = statement->finish(); !finished)
        return failure(finished.error());
    const bool deleted = std::any_of(filter.terms.begin(), filter.terms.end(),
        [](const FilterTerm &term) { return term.field == FilterField::Deleted && !term.negated; });
    if (selection.rows.size() > kFewRows && !deleted)
        selection.bits.emplace(selection.rows);
    return selection;
}

/// Adds up rows of `source, country, assignee, status, rating, has_email, has_phone`. Rows of an index come in runs of the
/// same values, so the counters are looked up once a run.
class ColumnCounter
{
public:
    explicit ColumnCounter(GroupCounts &counts)
        : m_counts(counts)
    { }
    ~ColumnCounter() { flush(); }
    ColumnCounter(const ColumnCounter &) = delete;
    ColumnCounter &operator=(const ColumnCounter &) = delete;

    void add(const RowStatement &row, qint64 n)
    {
        m_total += n;
        bool same = m_pending > 0;
        for (int i = 0; i < 3 && same; ++i)
            same = row.sameBytes(i, m_texts[size_t(i)]);
        for (int i = 0; i < 4 && same; ++i)
            same = row.integer(3 + i) == m_numbers[size_t(i)];
        if (same) {
            m_pending += n;
            return;
        }
        flush();
        for (int i = 0; i < 3; ++i)
            m_texts[size_t(i)] = row.bytes(i);
        for (int i = 0; i < 4; ++i)
            m_numbers[size_t(i)] = row.integer(3 + i);
        m_pending = n;
    }
    [[nodiscard]] qint64 total() const { return m_total; }

private:
    void flush()
    {
        if (m_pending == 0)
            return;
        m_counts[FilterField::Source][QString::fromUtf8(m_texts[0])] += m_pending;
        m_counts[FilterField::Country][QString::fromUtf8(m_texts[1])] += m_pending;
        m_counts[FilterField::Assignee][QString::fromUtf8(m_texts[2])] += m_pending;
        m_counts[FilterField::Status][reviewStatusSlug(ReviewStatus(m_numbers[0])).toString()] += m_pending;
        m_counts[FilterField::Rating][QString::number(m_numbers[1])] += m_pending;
        if (m_numbers[2])
            m_counts[FilterField::Has][QStringLiteral("email")] += m_pending;
        if (m_numbers[3])
            m_counts[FilterField::Has][QStringLiteral("phone")] += m_pending;
        m_pending = 0;
    }

    GroupCounts &m_counts;
    std::array<QByteArray, 3> m_texts;
    std::array<qint64, 4> m_numbers {};
    qint64 m_pending = 0;
    qint64 m_total = 0;
};

Result<qint64> countColumns(Connection &connection, const Selection &selection, GroupCounts &counts)
{
    const QString columns = QStringLiteral("source, country, assignee, status, rating, has_email, has_phone");
    QString sql
        = QStringLiteral("SELECT %1, lead.row FROM lead INDEXED BY lead_by_facet WHERE deleted_at IS NULL").arg(columns);
    if (selection.covered)
        sql = QStringLiteral("SELECT %1, count(*) FROM lead INDEXED BY lead_by_facet WHERE %2 GROUP BY %1")
                  .arg(columns, selection.covered->where);
    else if (!selection.bits)
        sql = QStringLiteral("SELECT %1 FROM lead WHERE lead.row = ?").arg(columns);
    auto statement
        = RowStatement::prepare(connection, sql, selection.covered ? selection.covered->values : std::vector<QVariant>());
    if (!statement)
        return failure(statement.error());
    ColumnCounter counter(counts);
    if (selection.covered || selection.bits) {
        while (statement->next()) {
            const qint64 last = statement->integer(7);
            if (selection.covered || selection.bits->contains(RowId(last)))
                counter.add(*statement, selection.covered ? last : 1);
        }
        return statement->finish().map([&counter] { return counter.total(); });
    }
    for (const RowId row : selection.rows) {
        statement->rewind();
        statement->bind(0, row);
        if (statement->next())
            counter.add(*statement, 1);
    }
    return counter.total();
}

QString sideValue(const RowStatement &statement)
{
    return statement.isText(0) ? statement.text(0) : QUuid::fromRfc4122(statement.bytes(0)).toString(QUuid::WithoutBraces);
}

/// Tags or tasks of the leads of a filter.
Result<Counts> countSide(Connection &connection, const Selection &selection, const QString &table, const QString &column)
{
    Counts counts;
    const auto addUp = [&](const QString &sql, int sign) -> Result<void> {
        auto statement = RowStatement::prepare(connection, sql.arg(column, table));
        if (!statement)
            return failure(statement.error());
        while (statement->next())
            counts[sideValue(*statement)] += sign * statement->integer(1);
        return statement->finish();
    };
    if (selection.all) {
        if (auto added = addUp(QStringLiteral("SELECT %1, count(*) FROM %2 GROUP BY %1"), 1); !added)
            return failure(added.error());
        const auto deleted = addUp(QStringLiteral("SELECT side.%1, count(*) FROM lead JOIN %2 AS side ON side.row = lead.row"
                                                  " WHERE lead.deleted_at IS NOT NULL GROUP BY side.%1"),
            -1);
        return deleted.map([&counts] { return counts; });
    }
    const QString sql
        = selection.bits ? QStringLiteral("SELECT %1, row FROM %2") : QStringLiteral("SELECT %1 FROM %2 WHERE row = ?");
    auto statement = RowStatement::prepare(connection, sql.arg(column, table));
    if (!statement)
        return failure(statement.error());
    if (selection.bits) {
        QByteArray last;
        qint64 *counter = nullptr;
        while (statement->next()) {
            if (!selection.bits->contains(RowId(statement->integer(1))))
                continue;
            if (!counter || !statement->sameBytes(0, last)) {
                last = statement->bytes(0);
                counter = &counts[sideValue(*statement)];
            }
            ++*counter;
        }
        return statement->finish().map([&counts] { return counts; });
    }
    for (const RowId row : selection.rows) {
        statement->rewind();
        statement->bind(0, row);
        while (statement->next())
            ++counts[sideValue(*statement)];
    }
    return counts;
}

Facet makeFacet(FilterField field, const Counts &counts)
{
    Facet facet;
    facet.field = field;
    if (field == FilterField::Status) {
        for (const auto status :
            { ReviewStatus::New, ReviewStatus::Accepted, ReviewStatus::Contacted, ReviewStatus::Rejected }) {
            const QString slug = reviewStatusSlug(status).toString();
            facet.values.push_back({ slug, counts.value(slug) });
        }
        return facet;
    }
    if (field == FilterField::Has) {
        for (const QString &value : { QStringLiteral("email"), QStringLiteral("phone") })
            facet.values.push_back({ value, counts.value(value) });
        return facet;
    }
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        if (!it.key().isEmpty() && it.key() != u"0")
            facet.values.push_back({ it.key(), it.value() });
    }
    std::sort(facet.values.begin(), facet.values.end(),
        [](const FacetCount &a, const FacetCount &b) { return a.count != b.count ? a.count > b.count : a.value < b.value; });
    if (facet.values.size() > kMostValues)
        facet.values.resize(kMostValues);
    return facet;
}

} // namespace

Result<FacetCounts> countFacets(Connection &connection, const LeadFilter &filter)
{
    FacetCounts result;
    const auto total = integer(connection, QStringLiteral("SELECT count(*) FROM lead WHERE deleted_at IS NULL"), 0);
    const auto deleted = integer(connection, QStringLiteral("SELECT count(*) FROM lead WHERE deleted_at IS NOT NULL"), 0);
    if (!total || !deleted)
        return failure(total ? deleted.error() : total.error());
    result.total = *total;
    result.deleted = *deleted;
    std::vector<std::pair<LeadFilter, Selection>> known; // most groups share one selection
    known.reserve(kColumnGroups.size() + 3); // pointers into it stay
    const auto selectionOf = [&](const LeadFilter &rest) -> Result<const Selection *> {
        for (const auto &[of, selection] : known) {
            if (of == rest)
                return &selection;
        }
        auto selection = select(connection, rest);
        if (!selection)
            return failure(selection.error());
        return &known.emplace_back(rest, std::move(*selection)).second;
    };
    GroupCounts whole;
    const auto selection = selectionOf(filter);
    if (!selection)
        return failure(selection.error());
    const auto matching = countColumns(connection, **selection, whole);
    if (!matching)
        return failure(matching.error());
    result.matching = *matching;
    for (const FilterField field : kColumnGroups) {
        const LeadFilter rest = without(filter, field);
        if (rest == filter) {
            result.facets.push_back(makeFacet(field, whole[field]));
            continue;
        }
        GroupCounts wider;
        const auto widerSelection = selectionOf(rest);
        if (!widerSelection)
            return failure(widerSelection.error());
        if (auto counted = countColumns(connection, **widerSelection, wider); !counted)
            return failure(counted.error());
        result.facets.push_back(makeFacet(field, wider[field]));
    }
    const auto ofTags = selectionOf(without(filter, FilterField::Tag));
    const auto ofTasks = selectionOf(without(filter, FilterField::Task));
    if (!ofTags || !ofTasks)
        return failure(ofTags ? ofTasks.error() : ofTags.error());
    const auto tags = countSide(connection, **ofTags, QStringLiteral("lead_tag"), QStringLiteral("tag"));
    const auto tasks = countSide(connection, **ofTasks, QStringLiteral("lead_task"), QStringLiteral("task_id"));
    if (!tags || !tasks)
        return failure(tags ? tasks.error() : tags.error());
    result.facets.push_back(makeFacet(FilterField::Tag, *tags));
    result.facets.push_back(makeFacet(FilterField::Task, *tasks));
    return result;
}

} // namespace leadline::cache
