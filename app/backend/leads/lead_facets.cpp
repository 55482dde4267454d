#include "backend/leads/lead_condition.h"
#include "backend/leads/lead_repository.h"
#include "domain/task.h"
#include "storage/row_statement.h"

#include <QHash>

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

    /// The most frequent, without the empty one.
    [[nodiscard]] std::vector<domain::FacetCount> list()
    {
        flush();
        std::vector<domain::FacetCount> list;
        for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it) {
            if (!it.key().isEmpty())
                list.push_back({ QString::fromUtf8(it.key()), it.value() });
        }
        std::sort(list.begin(), list.end(), [](const domain::FacetCount &a, const domain::FacetCount &b) {
            return a.count != b.count ? a.count > b.count : a.value < b.value;
        });
        if (list.size() > kMostValues)
            list.resize(kMostValues);
        return list;
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

/// The groups that are columns of the lead, all from one pass: a pass reads every lead of the filter, a group only adds a
/// number.
class ColumnCounter
{
public:
    static QString columns()
    {
        return QStringLiteral("lead.status, lead.source, lead.country, coalesce(lead.fix_city, lead.found_city), "
                              "coalesce(lead.fix_category, lead.found_category), lead.email <> '', lead.phone <> ''");
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
    }

    qint64 m_total = 0;
    std::array<qint64, 4> m_status {};
    std::array<ValueCounter, 4> m_texts;
    qint64 m_withEmail = 0;
    qint64 m_withPhone = 0;
};

Result<void> countColumns(Connection &connection, const storage::SqlCondition &condition, domain::LeadFacets &facets)
{
    const QString sql = QStringLiteral("SELECT %1 FROM lead WHERE %2").arg(ColumnCounter::columns(), condition.where);
    ColumnCounter counter;
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
    counter.moveTo(facets);
    return {};
}

/// Counts per value of a side table.
template<typename F>
Result<std::vector<domain::FacetCount>> countSide(
    Connection &connection, const storage::SqlCondition &condition, const QString &table, const QString &column, F &&textOf)
{
    const auto statement = connection.prepare(
        QStringLiteral("SELECT %1.%2, count(*) AS n FROM lead JOIN %1 ON %1.lead_pk = lead.pk WHERE %3 GROUP BY 1 "
                       "ORDER BY n DESC, 1 LIMIT %4")
            .arg(table, column, condition.where)
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
    LEADLINE_TRY(countColumns(connection, condition, facets));
    auto tags = countSide(connection, condition, QStringLiteral("lead_tag"), QStringLiteral("tag"),
        [](const Statement &row) { return row.text(0); });
    LEADLINE_TRY(tags);
    facets.tag = std::move(*tags);
    auto tasks = countSide(connection, condition, QStringLiteral("task_lead"), QStringLiteral("task_id"),
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
