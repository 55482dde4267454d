#include "storage/statement_budget.h"

#include <sqlite3.h>

#include <ctime>

namespace leadline::storage {

namespace {

constexpr int kStepsBetweenChecks = 2'000; // of SQLite's machine: some ten microseconds

/// Not the clock on the wall: on a busy machine that would choose another way than on a quiet one.
std::chrono::nanoseconds threadTime()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace

StatementBudget::StatementBudget(Connection &connection, std::chrono::nanoseconds limit)
    : m_handle(connection.handle())
    , m_end(threadTime() + limit)
{
    if (m_handle != nullptr)
        sqlite3_progress_handler(m_handle, kStepsBetweenChecks, &StatementBudget::check, this);
}

StatementBudget::~StatementBudget()
{
    if (m_handle != nullptr)
        sqlite3_progress_handler(m_handle, 0, nullptr, nullptr);
}

int StatementBudget::check(void *self)
{
    auto *budget = static_cast<StatementBudget *>(self);
    budget->m_isSpent = budget->m_isSpent || threadTime() > budget->m_end;
    return budget->m_isSpent ? 1 : 0;
}

} // namespace leadline::storage
