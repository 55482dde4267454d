#include "backend/leads/lead_condition.h"
#include "backend/leads/lead_repository.h"
#include "domain/task.h"
#include "storage/row_statement.h"

#include <QHash>
#include <QUuid>

#include <algorithm>
#include <array>

namespace leadline::backend {

using storage::Connection;
using storage::Statement;

namespace {

constexpr size_t kMostValues = 50;

/// How often each value of a column occurs. Values come in runs.
class ValueCounter
{
public:
    void add(QByteArrayView value, qint64 times = 1)
    {
        if (m_run == 0 || value != QByteArrayView(m_value)) {
            flush();
            m_value.assign(value.begin(), value.end());
        }
        m_run += times;
    }

    /// The most frequent, without the empty one; `textOf` gives a value as it is shown.
    template<typename F> [[nodiscard]] std::vector<domain::FacetCount> list(F &&textOf)
    {
        flush();
        std::vector<domain::FacetCount> list;
        for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it) {
            if (!it.key().isEmpty())
                list.push_back({ textOf(it.key()), it.value() });
        }
        std::sort(list.begin(), list.end(), [](const domain::FacetCount &a, const domain::FacetCount &b) {
            return a.count != b.count ? a.count > b.count : a.value < b.value;
        });
        if (list.size() > kMostValues)
            list.resize(kMostValues);
        return list;
    }
    [[nodiscard]] std::vector<domain::FacetCount> list()
    {
        return list([](const QByteArray &value) { return QString::fromUtf8(value); });
    }

private:
    void flush()
    {
        if (m_run == 0)
            return;
        const auto size = static_cast<qsizetype>(m_value.size());
        if (const auto known = m_counts.find(QByteArray::fromRawData(m_value.data(), size)); known != m_counts.end())
            *known += m_run;
        else
            m_counts.insert(QByteArray(m_value.data(), size), m_run);
        m_run = 0;
    }

    QHash<QByteArray, qint64> m_counts;
    std::vector<char> m_value;
    qint64 m_run = 0;
};

constexpr qint64 kFewLeads = 20'000; ///< whose rows in a side table are looked up; for more of them the table is scanned

/// Leads by their key, one bit each.
class Selection
{
public:
    void add(qint64 pk)
    {
        const auto i = static_cast<size_t>(pk);
        if (i >= m_bits.size())
            m_bits.resize(std::max(i + 1, m_bits.size() * 2));
        m_bits[i] = true;
    }
    [[nodiscard]] bool operator[](qint64 pk) const
    {
        const auto i = static_cast<size_t>(pk);
        return i < m_bits.size() && m_bits[i];
    }

private:
    std::vector<bool> m_bits;
};

/// The groups that are columns of the lead, all from one pass: a pass reads every lead of the filter, a group only adds a
/// number.
class ColumnCounter
{
public:
    static QString columns()
    {
        return QStringLiteral("lead.status, lead.source, lead.country, coalesce(lead.fix_city, lead.found_city), "
                              "coalesce(lead.fix_category, lead.found_category), lead.email <> '', lead.phone <> '', "
                              "lead.pk");
    }

    void add(const storage::RowStatement &row)
    {
        for (size_t i = 0; i < m_texts.size(); ++i)
            m_texts[i].add(row.view(static_cast<int>(i) + 1));
        addNumbers(row);
    }
    void add(const Statement &row)
    {
        for (size_t i = 0; i < m_texts.size(); ++i)
            m_texts[i].add(row.text(static_cast<int>(i) + 1).toUtf8());
        addNumbers(row);
    }

    [[nodiscard]] const Selection &selection() const { return m_selection; }

    void moveTo(domain::LeadFacets &facets)
    {
        facets.total = m_total;
        facets.withEmail = m_withEmail;
        facets.withPhone = m_withPhone;
        ValueCounter status;
        for (size_t i = 0; i < m_status.size(); ++i)
            status.add(domain::reviewStatusSlug(static_cast<domain::ReviewStatus>(i)).toUtf8(), m_status[i]);
        facets.status = status.list();
        facets.source = m_texts[0].list();
        facets.country = m_texts[1].list();
        facets.city = m_texts[2].list();
        facets.category = m_texts[3].list();
    }

private:
    template<typename Row> void addNumbers(const Row &row)
    {
        m_total += 1;
        m_status[static_cast<size_t>(row.integer(0)) % m_status.size()] += 1;
        m_withEmail += row.integer(5);
        m_withPhone += row.integer(6);
        m_selection.add(row.integer(7));
    }

    qint64 m_total = 0;
    std::array<qint64, 4> m_status {};
    std::array<ValueCounter, 4> m_texts;
    qint64 m_withEmail = 0;
    qint64 m_withPhone = 0;
    Selection m_selection;
};

Result<void> countColumns(Connection &connection, const storage::SqlCondition &condition, ColumnCounter &counter)
{
    const QString sql = QStringLiteral("SELECT %1 FROM lead WHERE %2").arg(ColumnCounter::columns(), condition.where);
    if (connection.engine() == storage::Engine::Sqlite) {
        auto statement = storage::RowStatement::prepare(connection, sql, condition.values);
        if (!statement)
            return domain::failure(statement.error());
        while (statement->next())
            counter.add(*statement);
        LEADLINE_TRY(statement->finish());
    } else {
        const auto statement = connection.prepare(sql);
        LEADLINE_TRY(statement);
        int position = 0;
        rows::bind(**statement, position, condition.values);
        LEADLINE_TRY((*statement)->each([&](const Statement &row) { counter.add(row); }));
    }
    return {};
}

/// A table beside the leads, whose values are a facet.
struct Side
{
    QString table;
    QString column;
    QString (*textOf)(const QByteArray &stored); ///< SQLite's value
};

const Side &tagSide()
{
    static const Side side { QStringLiteral("lead_tag"), QStringLiteral("tag"),
        [](const QByteArray &stored) { return QString::fromUtf8(stored); } };
    return side;
}

const Side &taskSide()
{
    static const Side side { QStringLiteral("task_lead"), QStringLiteral("task_id"),
        [](const QByteArray &stored) { return domain::TaskId(QUuid::fromRfc4122(stored)).toString(); } };
    return side;
}

/// Counts per value of a side table, for many leads. SQLite.
Result<std::vector<domain::FacetCount>> scanSide(Connection &connection, const Selection &selection, const Side &side)
{
    auto statement = storage::RowStatement::prepare(
        connection, QStringLiteral("SELECT %2, lead_pk FROM %1 ORDER BY %2").arg(side.table, side.column));
    if (!statement)
        return domain::failure(statement.error());
    ValueCounter counter;
    while (statement->next()) {
        if (selection[statement->integer(1)])
            counter.add(statement->view(0));
    }
    LEADLINE_TRY(statement->finish());
    return counter.list(side.textOf);
}

/// Counts per value of a side table.
template<typename F>
Result<std::vector<domain::FacetCount>> joinSide(
    Connection &connection, const storage::SqlCondition &condition, const Side &side, F &&textOf)
{
    const auto statement = connection.prepare(
        QStringLiteral("SELECT %1.%2, count(*) AS n FROM lead JOIN %1 ON %1.lead_pk = lead.pk WHERE %3 GROUP BY 1 "
                       "ORDER BY n DESC, 1 LIMIT %4")
            .arg(side.table, side.column, condition.where)
            .arg(kMostValues));
    LEADLINE_TRY(statement);
    int position = 0;
    rows::bind(**statement, position, condition.values);
    std::vector<domain::FacetCount> counts;
    LEADLINE_TRY((*statement)->each([&](const Statement &row) { counts.push_back({ textOf(row), row.integer(1) }); }));
    return counts;
}

} // namespace

Result<domain::LeadFacets> LeadRepository::facets(
    Connection &connection, const domain::LeadFilter &filter, const Reach &reach)
{
    const auto condition = within(rows::conditionOf(connection, filter), reach);
    domain::LeadFacets facets;
    ColumnCounter columns;
    LEADLINE_TRY(countColumns(connection, condition, columns));
    columns.moveTo(facets);
    const bool scans = connection.engine() == storage::Engine::Sqlite && facets.total > kFewLeads;
    auto tags = scans ? scanSide(connection, columns.selection(), tagSide())
                      : joinSide(connection, condition, tagSide(), [](const Statement &row) { return row.text(0); });
    LEADLINE_TRY(tags);
    facets.tag = std::move(*tags);
    auto tasks = scans ? scanSide(connection, columns.selection(), taskSide())
                       : joinSide(connection, condition, taskSide(),
                           [](const Statement &row) { return row.id<domain::TaskId>(0).toString(); });
    LEADLINE_TRY(tasks);
    facets.task = std::move(*tasks);
    const auto own = reachableTasks(connection, reach);
    LEADLINE_TRY(own);
    if (*own) {
        std::erase_if(facets.task, [&](const domain::FacetCount &count) {
            const auto task = domain::TaskId::fromString(count.value);
            return !task || !(*own)->contains(*task);
        });
    }
    return facets;
}

} // namespace leadline::backend
