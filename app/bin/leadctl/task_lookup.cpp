#include "task_lookup.h"

#include <memory>

namespace leadline::leadctl {

using domain::ErrorCode;
using domain::failure;

void whenLoaded(services::TaskService &tasks, QObject *context, const std::function<void()> &ready,
    const std::function<void(const domain::Error &)> &failed)
{
    if (tasks.loaded())
        return ready();
    auto *once = new QObject(context);
    QObject::connect(&tasks, &services::TaskService::loadedChanged, once, [once, ready] {
        once->deleteLater();
        ready();
    });
    QObject::connect(&tasks, &services::TaskService::refreshFailed, once, [once, failed](const domain::Error &error) {
        once->deleteLater();
        failed(error);
    });
}

void findTask(services::TaskService &tasks, const QString &prefix, QObject *context,
    const std::function<void(const domain::Result<domain::TaskId> &)> &done)
{
    if (const auto id = domain::TaskId::fromString(prefix))
        return done(*id);
    const auto search = [&tasks, prefix, done] {
        std::vector<domain::TaskId> found;
        for (const domain::Task &task : tasks.tasks()) {
            if (task.id.toString().startsWith(prefix, Qt::CaseInsensitive))
                found.push_back(task.id);
        }
        if (found.size() == 1)
            return done(found.front());
        if (found.empty())
            return done(failure(ErrorCode::NotFound, QStringLiteral("no task begins with \"%1\"").arg(prefix)));
        done(
            failure(ErrorCode::InvalidArgument, QStringLiteral("%1 tasks begin with \"%2\"").arg(found.size()).arg(prefix)));
    };
    whenLoaded(tasks, context, search, [done](const domain::Error &error) { done(failure(error)); });
}

} // namespace leadline::leadctl
