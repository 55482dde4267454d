#include "cache/lead_walk.h"

#include "cache/lead_columns.h"
#include "cache/row_sink.h"
#include "cache/text_match.h"
#include "storage/statement_budget.h"

#include <QUuid>

#include <algorithm>
#include <chrono>
#include <functional>

namespace leadline::cache {

using namespace domain;

namespace {

constexpr std::chrono::milliseconds kTry { 10 }; ///< for the walk that may turn out to be the wrong way
constexpr int kTextCandidates = 2'500; ///< leads read for words before the full-text index is asked
constexpr int kTextSample = 150; ///< of them, after which the share that passes tells whether it is worth going on
constexpr qsizetype kFewMatches = 3'000; ///< matches looked up one by one for a page
constexpr int kManyMatches = 20'000; ///< from here a sweep over the whole order beats a sort
constexpr qsizetype kFewTexts = 500; ///< leads of a rare word, read for the other words
const QString kAlive = QStringLiteral("lead.deleted_at IS NULL"); ///< how every condition on living leads begins

/// The words of a filter and the rest of it.
struct SplitFilter
{
    QStringList texts;
    LeadFilter rest;
    std::optional<FilterTerm> side; ///< a tag or task of the rest
    LeadFilter withoutSide; ///< the rest without it
    bool deleted = false;

    explicit SplitFilter(const LeadFilter &filter)
    {
        for (const FilterTerm &term : filter.terms) {
            const bool isSide = term.field == FilterField::Tag || term.field == FilterField::Task;
            if (term.field == FilterField::Text && !term.negated) {
                texts += term.values;
                continue;
            }
            rest.terms.push_back(term);
            if (isSide && !term.negated && !side)
                side = term;
            else
                withoutSide.terms.push_back(term);
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

    /// Calls `found(row statement)` until it answers false. False = stopped by a rule or the budget before the end.
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

/// Rows of the query's order by one pass over the sort index, from `after` on, into the sink. Living leads only.
Result<void> sweep(Connection &connection, const LeadQuery &query, const LeadFilter &rest,
    const std::optional<SortKey> &after, RowSink &sink)
{
    const auto condition = walkCondition(rest);
    // CASE, because only what passes the rest may be taken; outside it the planner would be free in the order.
    QString take = QStringLiteral("take(?, lead.row)");
    if (const QString others = condition.where.mid(kAlive.size()); !others.isEmpty())
        take = QStringLiteral("CASE WHEN %1 THEN %2 ELSE 0 END").arg(others.mid(QStringView(u" AND ").size()), take);
    const bool descending = query.order == SortOrder::Descending;
    const QString key = sortExpression(query.sort);
    const auto pass = [&](const QString &from, std::vector<QVariant> values) {
        values.insert(values.end(), condition.values.begin(), condition.values.end());
        return sink.run(connection,
            QStringLiteral("SELECT 1 FROM lead INDEXED BY %1 WHERE %2%3 AND %4 ORDER BY %5%6, lead.row%6")
                .arg(sortIndex(query.sort), kAlive, from, take, key, descending ? QStringLiteral(" DESC") : QString()),
            std::move(values));
    };
    if (!after)
        return pass({}, {});
    // The rest of the rows with the same key, then those beyond: both are one stretch of the index.
    const QString beyond = descending ? QStringLiteral("<") : QStringLiteral(">");
    auto passed
        = pass(QStringLiteral(" AND %1 = ? AND lead.row %2 %3").arg(key, beyond).arg(after->row), { after->value() });
    if (passed && !sink.isFull())
        passed = pass(QStringLiteral(" AND %1 %2 ?").arg(key, beyond), { after->value() });
    return passed;
}

Result<QList<RowId>> rowsOfWords(Connection &connection, const QStringList &texts, qsizetype limit = -1)
{
    RowSink sink(nullptr, limit);
    auto ran = sink.run(connection, QStringLiteral("SELECT 1 FROM lead_fts WHERE lead_fts MATCH ? AND take(?, rowid)"),
        { storage::matchExpression(texts) });
    return ran.map([&sink] { return sink.rows(); });
}

/// A word with a digit in it is rare nearly always. Asked for first and alone it spares the merging of the lists of common
/// words, which is most of the time of a search for both.
Result<std::optional<QList<RowId>>> rowsByRareWord(Connection &connection, const QStringList &texts)
{
    const auto hasDigit
        = [](const QString &text) { return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); }); };
    const auto rare = std::find_if(texts.begin(), texts.end(), hasDigit);
    if (texts.size() < 2 || rare == texts.end())
        return std::optional<QList<RowId>>();
    const auto candidates = rowsOfWords(connection, { *rare }, kFewTexts + 1);
    if (!candidates)
        return failure(candidates.error());
    if (candidates->size() > kFewTexts)
        return std::optional<QList<RowId>>();
    auto text = RowStatement::prepare(connection, QStringLiteral("SELECT c0 FROM lead_fts_content WHERE id = ?"));
    if (!text)
        return failure(text.error());
    const TextMatch words(texts);
    QList<RowId> rows;
    for (const RowId row : *candidates) {
        text->rewind();
        text->bind(0, row);
        if (text->next() && words.matches(text->text(0)))
            rows.append(row);
        if (auto finished = text->finish(); !finished)
            return failure(finished.error());
    }
    return std::optional(rows);
}

Result<QList<RowId>> textMatches(Connection &connection, const QStringList &texts)
{
    auto rare = rowsByRareWord(connection, texts);
    if (!rare)
        return failure(rare.error());
    return *rare ? Result<QList<RowId>>(std::move(**rare)) : rowsOfWords(connection, texts);
}

/// Rows that have the tag or belong to the task.
Result<QList<RowId>> sideMatches(Connection &connection, const FilterTerm &term)
{
    QStringList marks;
    std::vector<QVariant> values;
    for (const QString &value : term.values) {
        marks << QStringLiteral("?");
        values.push_back(term.field == FilterField::Tag ? QVariant(value) : QVariant(QUuid::fromString(value).toRfc4122()));
    }
    const QString table
        = term.field == FilterField::Tag ? QStringLiteral("lead_tag WHERE tag") : QStringLiteral("lead_task WHERE task_id");
    RowSink sink;
    auto ran = sink.run(connection, QStringLiteral("SELECT 1 FROM %1 IN (%2) AND take(?, row)").arg(table, marks.join(u',')),
        std::move(values));
    if (!ran)
        return failure(ran.error());
    QList<RowId> rows = sink.rows();
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
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

/// The first `limit` keys among the rows that pass the filter.
Result<std::vector<SortKey>> firstOf(Connection &connection, const LeadQuery &query, const LeadFilter &filter, bool deleted,
    const QList<RowId> &rows, const std::optional<SortKey> &after, int limit)
{
    // Many rows: a sweep meets enough of them long before all are looked up.
    if (rows.size() > kFewMatches && !deleted) {
        const RowSet bits(rows);
        RowSink sink(&bits, limit);
        if (auto swept = sweep(connection, query, filter, after, sink); !swept)
            return failure(swept.error());
        return LeadWalk::sortedKeys(connection, query, {}, sink.rows());
    }
    auto all = LeadWalk::sortedKeys(connection, query, filter, rows);
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

/// All of the rows that pass the filter, in the order of the query.
Result<QList<RowId>> orderOf(
    Connection &connection, const LeadQuery &query, const LeadFilter &filter, bool deleted, const QList<RowId> &rows)
{
    if (rows.size() >= kManyMatches && !deleted) {
        const RowSet bits(rows);
        RowSink sink(&bits);
        return sweep(connection, query, filter, std::nullopt, sink).map([&sink] { return sink.rows(); });
    }
    const auto keys = LeadWalk::sortedKeys(connection, query, filter, rows);
    if (!keys)
        return failure(keys.error());
    QList<RowId> order;
    order.reserve(qsizetype(keys->size()));
    for (const SortKey &key : *keys)
        order.append(key.row);
    return order;
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
        bool cutShort = false; // the budget may end the reading of a text: that lead was not judged
        rules.accepts = [&](RowId row) {
            text->rewind();
            text->bind(0, row);
            const bool read = text->next();
            cutShort = cutShort || text->wasInterrupted();
            return read && words.matches(text->text(0));
        };
        const storage::StatementBudget budget(connection, kTry);
        const auto done = collect(connection, query, walkCondition(filter.rest), after, limit, rules, keys);
        if (!done || (*done && !cutShort))
            return done.map([&keys](bool) { return std::move(keys); });
    }
    const auto matches = textMatches(connection, filter.texts);
    if (!matches)
        return failure(matches.error());
    return firstOf(connection, query, filter.rest, filter.deleted, *matches, after, limit);
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
        const storage::StatementBudget budget(connection, kTry);
        const auto done = collect(connection, query, walkCondition(filter.rest), after, limit, along, keys);
        if (!done || *done)
            return done.map([&keys](bool) { return std::move(keys); });
    }
    if (filter.side && !filter.deleted) {
        const auto rows = sideMatches(connection, *filter.side);
        if (!rows)
            return failure(rows.error());
        return firstOf(connection, query, filter.withoutSide, false, *rows, after, limit);
    }
    WalkRules rules;
    rules.way = otherWay(filter.rest);
    const auto done = collect(connection, query, leadCondition(filter.rest), after, limit, rules, keys);
    return done.map([&keys](bool) { return std::move(keys); });
}

Result<std::vector<SortKey>> LeadWalk::sortedKeys(
    Connection &connection, const LeadQuery &query, const LeadFilter &filter, const QList<RowId> &rows)
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

Result<QList<RowId>> LeadWalk::all(Connection &connection, const LeadQuery &query)
{
    const SplitFilter filter(query.filter);
    const bool byText = !TextMatch(filter.texts).isEmpty();
    if (byText || (filter.side && !filter.deleted)) {
        const auto rows = byText ? textMatches(connection, filter.texts) : sideMatches(connection, *filter.side);
        if (!rows)
            return failure(rows.error());
        return orderOf(connection, query, byText ? filter.rest : filter.withoutSide, filter.deleted, *rows);
    }
    const auto condition = leadCondition(filter.rest);
    const auto many = filter.rest.terms.empty() ? Result<int>(kManyMatches) : countUpTo(connection, condition, kManyMatches);
    if (!many)
        return failure(many.error());
    if (!filter.deleted && *many == kManyMatches) {
        RowSink sink;
        return sweep(connection, query, filter.rest, std::nullopt, sink).map([&sink] { return sink.rows(); });
    }
    QList<RowId> order;
    WalkRules rules;
    rules.way = otherWay(filter.rest);
    auto walked = Walker(connection, query).walk(condition, std::nullopt, rules, [&order](const RowStatement &row) {
        order.append(RowId(row.integer(0)));
        return true;
    });
    return walked.map([&order](bool) { return order; });
}

} // namespace leadline::cache
