#include "services/live_task.h"

#include "client/api_client.h"
#include "client/live_stream.h"
#include "domain/async.h"
#include "services/connectivity.h"
#include "services/task_service.h"

#include <QTimer>

#include <algorithm>
#include <array>

namespace leadline::services {

using client::LiveStream;
using domain::Result;
using domain::TaskCounters;
using domain::TaskProgress;
using protocol::Stream;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kFlushEvery { 50 };
constexpr milliseconds kPollEvery { 2'000 };
constexpr size_t kBatchLimit = 5'000;
constexpr int kLogTail = 500;
constexpr int kLeadTail = 200;

/// Takes up to kBatchLimit items from the front.
template<typename T> std::vector<T> takeBatch(std::vector<T> &items)
{
    if (items.size() <= kBatchLimit)
        return std::exchange(items, {});
    const auto end = items.begin() + ptrdiff_t(kBatchLimit);
    std::vector<T> batch(std::make_move_iterator(items.begin()), std::make_move_iterator(end));
    items.erase(items.begin(), end);
    return batch;
}

TaskCounters largerOf(const TaskCounters &a, const TaskCounters &b)
{
    TaskCounters out;
    for (const auto member : { &TaskCounters::newLeads, &TaskCounters::duplicates, &TaskCounters::pages,
             &TaskCounters::failed, &TaskCounters::blocked, &TaskCounters::bytes, &TaskCounters::sitesTotal,
             &TaskCounters::sitesDone, &TaskCounters::activeMs })
        out.*member = std::max(a.*member, b.*member);
    return out;
}

client::LiveStreamOptions withTail(int tail)
{
    client::LiveStreamOptions options;
    options.tail = tail;
    return options;
}

} // namespace

class LiveTask::Private
{
public:
    Private(LiveTask &owner, client::ApiClient &client, Connectivity &link, const domain::TaskId &task)
        : q(owner)
        , api(client)
        , connectivity(link)
        , id(task)
        , logs(client, task, Stream::Logs, withTail(kLogTail))
        , results(client, task, Stream::Results, withTail(kLeadTail))
        , progress(client, task, Stream::Progress)
    {
        flush.setInterval(kFlushEvery);
        flush.setSingleShot(true);
        poll.setInterval(kPollEvery);
    }

    std::array<LiveStream *, 3> streams() { return { &logs, &results, &progress }; }

    void online()
    {
        for (LiveStream *stream : streams())
            stream->start();
        pollNow();
        poll.start();
        judgeState();
    }

    void offline()
    {
        for (LiveStream *stream : streams()) {
            if (stream->state() != LiveStream::State::Closed)
                stream->stop();
        }
        poll.stop();
        judgeState();
    }

    void judgeState()
    {
        LiveState next = LiveState::Connecting;
        const auto all = streams();
        const auto any = [&](LiveStream::State wanted) {
            return std::ranges::any_of(all, [wanted](const LiveStream *stream) { return stream->state() == wanted; });
        };
        if (any(LiveStream::State::Closed))
            next = LiveState::Closed;
        else if (!connectivity.isOnline())
            next = LiveState::Offline;
        else if (any(LiveStream::State::Waiting))
            next = LiveState::Polling;
        else if (!any(LiveStream::State::Connecting) && !any(LiveStream::State::Idle))
            next = LiveState::Live;
        if (next == state)
            return;
        state = next;
        Q_EMIT q.stateChanged(state);
    }

    /// REST as the truth below the sockets: the state of the task always, events of a stream whose socket is down.
    void pollNow()
    {
        logs.poll();
        results.poll();
        if (progress.state() == LiveStream::State::Live || asking)
            return;
        asking = true;
        domain::whenDone(api.task(id), &q, [this](const Result<domain::Task> &task) {
            asking = false;
            if (task && progress.state() != LiveStream::State::Live)
                takeProgress(progressOf(*task));
        });
    }

    void takeProgress(TaskProgress next)
    {
        next.counters = largerOf(newest.counters, next.counters);
        if (next.seq == 0) {
            next.seq = newest.seq;
            next.pagesPerSecond = 0;
        }
        newest = std::move(next);
        progressPending = true;
        scheduleFlush();
    }

    void takeLifecycle(const protocol::Lifecycle &event)
    {
        newest.seq = event.seq;
        newest.state = event.state;
        newest.stateReason = event.reason;
        newest.counters = largerOf(newest.counters, event.counters);
        progressPending = true;
        scheduleFlush();
    }

    void scheduleFlush()
    {
        if (!flush.isActive())
            flush.start();
    }

    void deliver()
    {
        if (const auto lines = takeBatch(pendingLogs); !lines.empty())
            Q_EMIT q.logsAdded(lines);
        if (const auto leads = takeBatch(pendingLeads); !leads.empty())
            Q_EMIT q.leadsAdded(leads);
        if (std::exchange(progressPending, false))
            Q_EMIT q.progressChanged(newest);
        if (!pendingLogs.empty() || !pendingLeads.empty())
            scheduleFlush();
    }

    LiveTask &q;
    client::ApiClient &api;
    Connectivity &connectivity;
    domain::TaskId id;
    LiveStream logs;
    LiveStream results;
    LiveStream progress;
    LiveState state = LiveState::Offline;
    TaskProgress newest;
    std::vector<domain::LogLine> pendingLogs;
    std::vector<domain::Lead> pendingLeads;
    QTimer flush;
    QTimer poll;
    bool progressPending = false;
    bool asking = false;
};

LiveTask::LiveTask(client::ApiClient &api, Connectivity &connectivity, const domain::TaskId &id, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, api, connectivity, id))
{
    for (LiveStream *stream : d->streams()) {
        connect(stream, &LiveStream::stateChanged, this, [this] { d->judgeState(); });
        connect(stream, &LiveStream::closed, this, [this] { d->offline(); });
    }
    connect(&d->logs, &LiveStream::logs, this, [this](const std::vector<domain::LogLine> &lines) {
        d->pendingLogs.insert(d->pendingLogs.end(), lines.begin(), lines.end());
        d->scheduleFlush();
    });
    connect(&d->results, &LiveStream::results, this, [this](const std::vector<protocol::ResultEvent> &events) {
        for (const auto &event : events)
            d->pendingLeads.push_back(event.lead);
        d->scheduleFlush();
    });
    connect(&d->progress, &LiveStream::progress, this, [this](const TaskProgress &progress) { d->takeProgress(progress); });
    connect(
        &d->progress, &LiveStream::lifecycle, this, [this](const protocol::Lifecycle &event) { d->takeLifecycle(event); });
    connect(&d->logs, &LiveStream::gap, this, [this](qint64 from, qint64 to) {
        d->deliver();
        Q_EMIT logGap(from, to);
    });
    const auto forget = [this] {
        d->pendingLogs.clear();
        d->pendingLeads.clear();
        Q_EMIT historyReset();
    };
    // One epoch for all streams: the first to notice takes the other along.
    connect(&d->logs, &LiveStream::reset, this, [this, forget] {
        d->results.beginAnew();
        forget();
    });
    connect(&d->results, &LiveStream::reset, this, [this, forget] {
        d->logs.beginAnew();
        forget();
    });
    connect(&d->flush, &QTimer::timeout, this, [this] { d->deliver(); });
    connect(&d->poll, &QTimer::timeout, this, [this] { d->pollNow(); });
    connect(&connectivity, &Connectivity::wentOnline, this, [this] { d->online(); });
    connect(&connectivity, &Connectivity::wentOffline, this, [this] { d->offline(); });
    if (connectivity.isOnline())
        QTimer::singleShot(0, this, [this] { d->online(); });
}

LiveTask::~LiveTask()
{
    for (LiveStream *stream : d->streams())
        stream->disconnect(this);
}

const domain::TaskId &LiveTask::id() const
{
    return d->id;
}

LiveState LiveTask::state() const
{
    return d->state;
}

const TaskProgress &LiveTask::progress() const
{
    return d->newest;
}

} // namespace leadline::services
