#pragma once

#include "domain/id.h"
#include "domain/result.h"
#include "services/task_service.h"

#include <QObject>
#include <QString>

#include <functional>

namespace leadline::leadctl {

/// Waits for the task list and finds the task whose id begins with `prefix`. Fails with NotFound, or InvalidArgument when
/// several do.
void findTask(services::TaskService &tasks, const QString &prefix, QObject *context,
    const std::function<void(const domain::Result<domain::TaskId> &)> &done);

/// Calls `ready` once the task list has been read, or `failed`.
void whenLoaded(services::TaskService &tasks, QObject *context, const std::function<void()> &ready,
    const std::function<void(const domain::Error &)> &failed);

} // namespace leadline::leadctl
