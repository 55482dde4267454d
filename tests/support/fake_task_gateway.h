#pragma once

#include "ui/models/task_gateway.h"

#include <QHash>
#include <QPointer>

#include <algorithm>
#include <deque>

namespace leadline::tests {

/// A live stream the test speaks into.
class FakeLiveFeed : public ui::LiveFeed
{
public:
    [[nodiscard]] services::LiveState state() const override { return liveState; }

    void say(const domain::TaskProgress &progress) { Q_EMIT progressChanged(progress); }

    services::LiveState liveState = services::LiveState::Live;
};

/// Tasks a test makes up; commands are recorded and answered at once, or refused with `refuseWith`.
class FakeTaskGateway : public ui::TaskGateway
{
public:
    [[nodiscard]] const std::vector<domain::Task> &tasks() const override { return list; }
    [[nodiscard]] bool loaded() const override { return isLoaded; }
    [[nodiscard]] bool isOnline() const override { return online; }

    QFuture<domain::Result<domain::Task>> create(const domain::TaskSpec &spec) override
    {
        created.push_back(spec);
        if (refuseWith)
            return ready(domain::Result<domain::Task>(domain::failure(*refuseWith)));
        domain::Task task = make(spec.name, domain::TaskState::Running);
        task.spec = spec;
        put(task);
        return ready(domain::Result<domain::Task>(task));
    }

    QFuture<domain::Result<domain::Task>> control(const domain::TaskId &id, services::TaskCommand command) override
    {
        commands.emplace_back(id, command);
        if (refuseWith)
            return ready(domain::Result<domain::Task>(domain::failure(*refuseWith)));
        domain::Task task = *find(id);
        using services::TaskCommand;
        task.state = command == TaskCommand::Pause ? domain::TaskState::Paused
            : command == TaskCommand::Stop         ? domain::TaskState::Stopped
                                                   : domain::TaskState::Running;
        put(task);
        return ready(domain::Result<domain::Task>(task));
    }

    QFuture<domain::Result<void>> remove(const domain::TaskId &id) override
    {
        const auto at = std::find_if(list.begin(), list.end(), [&](const domain::Task &t) { return t.id == id; });
        trash.push_back(*at);
        list.erase(at);
        Q_EMIT tasksChanged({}, { id });
        return ready(domain::Result<void>());
    }

    QFuture<domain::Result<domain::Task>> restore(const domain::TaskId &id) override
    {
        const auto at = std::find_if(trash.begin(), trash.end(), [&](const domain::Task &t) { return t.id == id; });
        const domain::Task task = *at;
        trash.erase(at);
        put(task);
        return ready(domain::Result<domain::Task>(task));
    }

    QFuture<domain::Result<services::SitePage>> sites(const domain::TaskId &id, int after, int limit) override
    {
        services::SitePage page;
        const auto &all = siteReports[id];
        for (size_t i = static_cast<size_t>(after + 1); i < all.size() && page.items.size() < static_cast<size_t>(limit);
             ++i)
            page.items.push_back(all.at(i));
        const int last = page.items.empty() ? after : page.items.back().index;
        page.next = last + 1 < static_cast<int>(all.size()) ? last : -1;
        return ready(domain::Result<services::SitePage>(page));
    }

    [[nodiscard]] std::unique_ptr<ui::LiveFeed> watch(const domain::TaskId &id) override
    {
        auto feed = std::make_unique<FakeLiveFeed>();
        feeds[id] = feed.get();
        return feed;
    }

    /// Adds or replaces and tells.
    void put(const domain::Task &task)
    {
        const auto at = std::find_if(list.begin(), list.end(), [&](const domain::Task &t) { return t.id == task.id; });
        if (at == list.end())
            list.insert(list.begin(), task);
        else
            *at = task;
        Q_EMIT tasksChanged({ task.id }, {});
    }

    void setOnline(bool value)
    {
        online = value;
        Q_EMIT onlineChanged(value);
    }

    [[nodiscard]] const domain::Task *find(const domain::TaskId &id) const
    {
        const auto at = std::find_if(list.begin(), list.end(), [&](const domain::Task &t) { return t.id == id; });
        return at == list.end() ? nullptr : &*at;
    }

    [[nodiscard]] static domain::Task make(const QString &name, domain::TaskState state, int minutesAgo = 0)
    {
        domain::Task task;
        task.id = domain::TaskId::create();
        task.spec.name = name;
        task.spec.seeds = { QStringLiteral("https://a.example") };
        task.state = state;
        task.createdAt = domain::SystemClock().now() - std::chrono::minutes(minutesAgo);
        if (state != domain::TaskState::Queued)
            task.startedAt = task.createdAt;
        task.lastActivityAt = domain::SystemClock().now();
        return task;
    }

    std::vector<domain::Task> list;
    std::vector<domain::Task> trash;
    std::vector<domain::TaskSpec> created;
    std::vector<std::pair<domain::TaskId, services::TaskCommand>> commands;
    QHash<domain::TaskId, std::vector<domain::SiteReport>> siteReports;
    QHash<domain::TaskId, QPointer<FakeLiveFeed>> feeds;
    std::optional<domain::Error> refuseWith;
    bool online = true;
    bool isLoaded = true;

private:
    template<typename T> static QFuture<T> ready(T value)
    {
        QPromise<T> promise;
        promise.start();
        promise.addResult(std::move(value));
        promise.finish();
        return promise.future();
    }
};

} // namespace leadline::tests
