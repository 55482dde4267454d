#include "backend/leads/lead_condition.h"

namespace leadline::backend::rows {

const storage::LeadColumns &columnsOf(const storage::Connection &connection)
{
    static const storage::LeadColumns sqlite;
    static const storage::LeadColumns postgres = [] {
        storage::LeadColumns own;
        own.textTable = QStringLiteral("lead_text");
        return own;
    }();
    return connection.engine() == storage::Engine::Sqlite ? sqlite : postgres;
}

storage::SqlCondition conditionOf(const storage::Connection &connection, const domain::LeadFilter &filter)
{
    return storage::leadCondition(filter, columnsOf(connection), connection.dialect());
}

void bind(storage::Statement &statement, int &position, const std::vector<QVariant> &values)
{
    for (const QVariant &value : values)
        statement.bind(position++, value);
}

} // namespace leadline::backend::rows
