#include "backend/tasks/pending_ends.h"

namespace leadline::backend {

using domain::Remark;
using domain::TaskState;

void PendingEnds::set(const domain::TaskId &id, const Remark &reason)
{
    const std::lock_guard lock(m_mutex);
    m_reasons.insert(id, reason);
}

void PendingEnds::clear(const domain::TaskId &id)
{
    const std::lock_guard lock(m_mutex);
    m_reasons.remove(id);
}

/// Empty when the store is right.
Remark PendingEnds::reasonOf(const domain::TaskId &id, TaskState stored) const
{
    if (stored != TaskState::Running && stored != TaskState::Stopping)
        return {};
    const std::lock_guard lock(m_mutex);
    return m_reasons.value(id);
}

void PendingEnds::apply(domain::Task &task) const
{
    if (const Remark reason = reasonOf(task.id, task.state); !reason.isEmpty()) {
        task.state = TaskState::Paused;
        task.stateReason = reason;
    }
}

void PendingEnds::apply(const domain::TaskId &id, domain::TaskProgress &progress) const
{
    if (const Remark reason = reasonOf(id, progress.state); !reason.isEmpty()) {
        progress.state = TaskState::Paused;
        progress.stateReason = reason;
        ++progress.seq; // a stored change of state takes two numbers
    }
}

} // namespace leadline::backend
