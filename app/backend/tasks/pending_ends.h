#pragma once

#include "domain/task.h"

#include <QHash>

#include <mutex>

namespace leadline::backend {

/// Tasks that have ended while the store could not be written (its disk is full): there they still run. Whoever shows a task
/// asks here first, so that it is seen as it is. Thread-safe; the engine writes, readers of tasks apply it to what they
/// read.
class PendingEnds
{
public:
    void set(const domain::TaskId &id, const domain::Remark &reason);
    void clear(const domain::TaskId &id);

    /// Shows such a task as paused with the reason. Others are left alone.
    void apply(domain::Task &task) const;
    /// The same for its progress, under a number that the next stored change of state exceeds.
    void apply(const domain::TaskId &id, domain::TaskProgress &progress) const;

private:
    [[nodiscard]] domain::Remark reasonOf(const domain::TaskId &id, domain::TaskState stored) const;

    mutable std::mutex m_mutex;
    QHash<domain::TaskId, domain::Remark> m_reasons;
};

} // namespace leadline::backend
