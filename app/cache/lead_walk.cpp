#include "cache/lead_walk.h"

#include "cache/lead_columns.h"
#include "cache/row_bits.h"
#include "cache/text_match.h"

#include <QElapsedTimer>

#include <sqlite3.h>

#include <algorithm>
#include <functional>

namespace leadline::cache {

using namespace domain;

namespace {

constexpr qint64 kTryMs = 10; ///< for the walk that may turn out to be the wrong way
constexpr int kTextCandidates = 2'500; ///< leads read for words before the full-text index is asked
constexpr int kTextSample = 150; ///< of them, after which the share that passes tells whether it is worth going on
constexpr size_t kFewMatches = 3'000; ///< matches looked up one by one
constexpr int kManyMatches = 20'000; ///< from here a walk over everything beats a sort

/// Ends a statement of the connection that takes too long. For one scope.
class Deadline
{
public:
    Deadline(Connection &connection, qint64 ms)
        : m_handle(connection.handle())
        , m_ms(ms)
    {
        m_timer.start();
        sqlite3_progress_handler(m_handle, 2'000, &Deadline::isOver, this);
    }
    ~Deadline() { sqlite3_progress_handler(m_handle, 0, nullptr, nullptr); }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

private:
    static int isOver(void *self)
    {
        const auto *deadline = static_cast<const Deadline *>(self);
        return deadline->m_timer.hasExpired(deadline->m_ms);
    }

    sqlite3 *m_handle;
    qint64 m_ms;
    QElapsedTimer m_timer;
};

/// The words of a filter and the rest of it.
struct SplitFilter
{
    QStringList texts;
    LeadFilter rest;
    bool deleted = false;

    explicit SplitFilter(const LeadFilter &filter)
    {
        for (const FilterTerm &term : filter.terms) {
            if (term.field == FilterField::Text && !term.negated)
                texts += term.values;
            else
                rest.terms.push_back(term);
            deleted = deleted || (term.field == FilterField::Deleted && !term.negated);
        }
    }
};

enum class Way { AsPlanned, SortIndex, WholeTable };

/// What to do when the sort index is not the way. A term that looks inside text has no index, and the planner, which does
/// not know how few pass, would fetch a million leads one by one.
Way otherWay(const LeadFilter &filter)
{
    bool inside = false;
    for (const FilterTerm &term : filter.terms) {
        switch (term.field) {
        case FilterField::Name:
        case FilterField::Email:
        case FilterField::Phone:
        case FilterField::Website:
            inside = true;
            break;
        case FilterField::City:
        case FilterField::Category:
        case FilterField::Assignee:
        case FilterField::Tag:
        case FilterField::Task:
        case FilterField::Deleted:
            if (!term.negated)
                return Way::AsPlanned;
            break;
        default:
            break;
        }
    }
    return inside ? Way::WholeTable : Way::AsPlanned;
}

/// What decides whether a row of a walk counts, and when the walk may stop early.
struct WalkRules
{
    Way way = Way::AsPlanned;
    std::function<bool(RowId)> accepts; ///< empty = every row
    int candidates = -1; ///< rows looked at at most, −1 = all; given up when too few pass
    int wanted = 0; ///< rows that must pass, with `candidates`
};

class Walker
{
public:
    Walker(Connection &connection, const LeadQuery &query)
        : m_connection(connection)
        , m_key(sortExpression(query.sort))
        , m_index(sortIndex(query.sort))
        , m_descending(query.order == SortOrder::Descending)
    { }

    /// Calls `found(row statement)` until it answers false. False = stopped by a rule or the deadline before the end.
    Result<bool> walk(const storage::SqlCondition &condition, const std::optional<SortKey> &after, const WalkRules &rules,
        const std::function<bool(const RowStatement &)> &found)
    {
        if (!after)
            return phase(condition.where, condition.values, rules, found);
        // The rest of the rows with the same key, then those beyond: both are one stretch of the index.
        const QString beyond = m_descending ? QStringLiteral("<") : QStringLiteral(">");
        std::vector<QVariant> values = condition.values;
        values.push_back(after->value());
        auto done
            = phase(condition.where + QStringLiteral(" AND %1 = ? AND lead.row %2 %3").arg(m_key, beyond).arg(after->row),
                values, rules, found);
        if (!done || !*done || m_enough)
            return done;
        return phase(condition.where + QStringLiteral(" AND %1 %2 ?").arg(m_key, beyond), values, rules, found);
    }

private:
    Result<bool> phase(const QString &where, const std::vector<QVariant> &values, const WalkRules &rules,
        const std::function<bool(const RowStatement &)> &found)
    {
        const QString direction = m_descending ? QStringLiteral(" DESC") : QString();
        auto statement = RowStatement::prepare(m_connection,
            QStringLiteral("SELECT lead.row, %1 FROM lead%2 WHERE %3 ORDER BY %1%4, lead.row%4")
                .arg(m_key, hint(rules.way), where, direction),
            values);
        if (!statement)
            return failure(statement.error());
        while (statement->next()) {
            if (rules.candidates >= 0 && isHopeless(rules))
                return false;
            if (rules.accepts && !rules.accepts(RowId(statement->integer(0))))
                continue;
            ++m_passed;
            if (!found(*statement)) {
                m_enough = true;
                return true;
            }
        }
        if (statement->wasInterrupted())
            return false;
        return statement->finish().map([] { return true; });
    }

    [[nodiscard]] QString hint(Way way) const
    {
        switch (way) {
        case Way::SortIndex:
            return QStringLiteral(" INDEXED BY ") + m_index;
        case Way::WholeTable:
            return QStringLiteral(" NOT INDEXED");
        case Way::AsPlanned:
            break;
        }
        return {};
    }

    bool isHopeless(const WalkRules &rules)
    {
        ++m_looked;
        return m_looked > kTextSample && qint64(m_passed) * rules.candidates < qint64(rules.wanted) * m_looked;
    }

    Connection &m_connection;
    QString m_key;
    QString m_index;
    bool m_descending;
    int m_looked = 0;
    int m_passed = 0;
    bool m_enough = false;
};

/// Collects at most `limit` keys.
Result<bool> collect(Connection &connection, const LeadQuery &query, const storage::SqlCondition &condition,
    const std::optional<SortKey> &after, int limit, const WalkRules &rules, std::vector<SortKey> &keys)
{
    keys.clear();
    return Walker(connection, query).walk(condition, after, rules, [&](const RowStatement &row) {
        keys.push_back(SortKey::read(row, 1, RowId(row.integer(0))));
        return int(keys.size()) < limit;
    });
}

Result<std::vector<RowId>> textMatches(Connection &connection, const QStringList &texts)
{
    auto statement = RowStatement::prepare(connection, QStringLiteral("SELECT rowid FROM lead_fts WHERE lead_fts MATCH ?"),
        { storage::matchExpression(texts) });
    if (!statement)
        return failure(statement.error());
    std::vector<RowId> rows;
    while (statement->next())
        rows.push_back(RowId(statement->integer(0)));
    return statement->finish().map([&rows] { return std::move(rows); });
}

Result<int> countUpTo(Connection &connection, const storage::SqlCondition &condition, int limit)
{
    auto statement = RowStatement::prepare(connection,
        QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM lead WHERE %1 LIMIT %2)").arg(condition.where).arg(limit),
        condition.values);
    if (!statement)
        return failure(statement.error());
    const int count = statement->next() ? int(statement->integer(0)) : 0;
    return statement->finish().map([count] { return count; });
}

/// Keys of those of the rows that pass the filter, in order.
Result<std::vector<SortKey>> sortedKeys(
    Connection &connection, const LeadQuery &query, const LeadFilter &filter, const std::vector<RowId> &rows)
{
    const auto condition = walkCondition(filter);
    std::vector<QVariant> values = condition.values;
    values.emplace_back(0);
    auto test = RowStatement::prepare(connection,
        QStringLiteral("SELECT %1 FROM lead WHERE %2 AND lead.row = ?").arg(sortExpression(query.sort), condition.where),
        values);
    if (!test)
        return failure(test.error());
    std::vector<SortKey> keys;
    for (const RowId row : rows) {
        test->rewind();
        test->bind(int(values.size()) - 1, row);
        if (test->next())
            keys.push_back(SortKey::read(*test, 0, row));
        if (auto finished = test->finish(); !finished)
            return failure(finished.error());
    }
    if (query.order == SortOrder::Descending)
        std::sort(keys.begin(), keys.end(), [](const SortKey &a, const SortKey &b) { return b < a; });
    else
        std::sort(keys.begin(), keys.end());
    return keys;
}

Result<std::vector<SortKey>> firstWithText(Connection &connection, const LeadQuery &query, const SplitFilter &filter,
    const std::optional<SortKey> &after, int limit)
{
    const TextMatch words(filter.texts);
    std::vector<SortKey> keys;
    WalkRules rules;
    rules.way = Way::SortIndex;
    if (!filter.deleted) {
        auto text = RowStatement::prepare(connection, QStringLiteral("SELECT c0 FROM lead_fts_content WHERE id = ?"));
        if (!text)
            return failure(text.error());
        rules.candidates = kTextCandidates;
        rules.wanted = limit;
        bool cutShort = false; // the deadline may end the reading of a text: that lead was not judged
        rules.accepts = [&](RowId row) {
            text->rewind();
            text->bind(0, row);
            const bool read = text->next();
            cutShort = cutShort || text->wasInterrupted();
            return read && words.matches(text->text(0));
        };
        const Deadline deadline(connection, kTryMs);
        const auto done = collect(connection, query, walkCondition(filter.rest), after, limit, rules, keys);
        if (!done || (*done && !cutShort))
            return done.map([&keys](bool) { return std::move(keys); });
    }
    const auto matches = textMatches(connection, filter.texts);
    if (!matches)
        return failure(matches.error());
    if (matches->size() > kFewMatches && !filter.deleted) {
        const RowBits bits(*matches);
        rules.candidates = -1;
        rules.accepts = [&bits](RowId row) { return bits[row]; };
        const Deadline deadline(connection, kTryMs * 10);
        const auto done = collect(connection, query, walkCondition(filter.rest), after, limit, rules, keys);
        if (!done || *done)
            return done.map([&keys](bool) { return std::move(keys); });
    }
    auto all = sortedKeys(connection, query, filter.rest, *matches);
    if (!all)
        return all;
    if (after) {
        const auto begin = query.order == SortOrder::Descending
            ? std::upper_bound(all->begin(), all->end(), *after, [](const SortKey &a, const SortKey &b) { return b < a; })
            : std::upper_bound(all->begin(), all->end(), *after);
        all->erase(all->begin(), begin);
    }
    if (all->size() > size_t(limit))
        all->resize(size_t(limit));
    return all;
}

} // namespace

Result<std::vector<SortKey>> LeadWalk::first(
    Connection &connection, const LeadQuery &query, const std::optional<SortKey> &after, int limit)
{
    const SplitFilter filter(query.filter);
    if (!TextMatch(filter.texts).isEmpty())
        return firstWithText(connection, query, filter, after, limit);
    std::vector<SortKey> keys;
    if (!filter.deleted) {
        WalkRules along;
        along.way = Way::SortIndex;
        const Deadline deadline(connection, kTryMs);
        const auto done = collect(connection, query, walkCondition(filter.rest), after, limit, along, keys);
        if (!done || *done)
            return done.map([&keys](bool) { return std::move(keys); });
    }
    WalkRules rules;
    rules.way = otherWay(filter.rest);
    const auto done = collect(connection, query, leadCondition(filter.rest), after, limit, rules, keys);
    return done.map([&keys](bool) { return std::move(keys); });
}

Result<QList<RowId>> LeadWalk::all(Connection &connection, const LeadQuery &query)
{
    const SplitFilter filter(query.filter);
    QList<RowId> order;
    const auto append = [&order](const RowStatement &row) {
        order.append(RowId(row.integer(0)));
        return true;
    };
    WalkRules rules;
    if (TextMatch(filter.texts).isEmpty()) {
        const auto condition = leadCondition(filter.rest);
        const auto many = countUpTo(connection, condition, kManyMatches);
        if (!many)
            return failure(many.error());
        rules.way = !filter.deleted && *many == kManyMatches ? Way::SortIndex : otherWay(filter.rest);
        return Walker(connection, query).walk(condition, std::nullopt, rules, append).map([&order](bool) { return order; });
    }
    const auto matches = textMatches(connection, filter.texts);
    if (!matches)
        return failure(matches.error());
    if (matches->size() < kManyMatches || filter.deleted) {
        const auto keys = sortedKeys(connection, query, filter.rest, *matches);
        if (!keys)
            return failure(keys.error());
        for (const SortKey &key : *keys)
            order.append(key.row);
        return order;
    }
    const RowBits bits(*matches);
    rules.way = Way::SortIndex;
    rules.accepts = [&bits](RowId row) { return bits[row]; };
    return Walker(connection, query).walk(leadCondition(filter.rest), std::nullopt, rules, append).map([&order](bool) {
        return order;
    });
}

} // namespace leadline::cache
