#pragma once

#include "storage/connection.h"

#include <chrono>

namespace leadline::storage {

/// Ends statements of a SQLite connection with Cancelled once they have used so much processor time of the thread: for a way
/// to an answer that may turn out to be the wrong one. For one scope, on the connection's thread, one at a time. On
/// PostgreSQL it is never spent.
class StatementBudget
{
public:
    StatementBudget(Connection &connection, std::chrono::nanoseconds limit);
    ~StatementBudget();
    StatementBudget(const StatementBudget &) = delete;
    StatementBudget &operator=(const StatementBudget &) = delete;

    /// True when a statement was ended.
    [[nodiscard]] bool isSpent() const { return m_isSpent; }

private:
    static int check(void *self);

    sqlite3 *m_handle;
    std::chrono::nanoseconds m_end;
    bool m_isSpent = false;
};

} // namespace leadline::storage
