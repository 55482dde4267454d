#include "services/sync_service.h"

#include "cache/lead_cache.h"
#include "services/sync_transport.h"

#include <QLoggingCategory>
#include <QRandomGenerator>

#include <algorithm>
#include <functional>
#include <utility>

Q_LOGGING_CATEGORY(lcSync, "leadline.sync")

namespace leadline::services {

using namespace domain;
using cache::Feed;

namespace {
constexpr int kPageLimit = 500;
constexpr int kPushLimit = 100;
constexpr int kMostRestarts = 3; ///< full resyncs begun in one round
constexpr std::chrono::milliseconds kSoon { 200 };
constexpr std::chrono::milliseconds kPeriod { 30'000 };
constexpr std::chrono::milliseconds kLongestWait { 60'000 };
} // namespace

/// One round: pull to the end, push what waits, pull once more when anything was pushed. Strictly one step at a time, so
/// an answer always belongs to the question before it. Ends exactly once with `done`; destroying it abandons the answers.
class SyncService::Round : public QObject
{
public:
    Round(SyncService &service, std::function<void(Result<SyncReport>)> done)
        : m_service(service)
        , m_done(std::move(done))
    { }

    void start() { pull(); }
    /// What still arrives is no longer told.
    void abandon() { m_done = nullptr; }

private:
    void pull()
    {
        whenDone(m_service.m_cache.state(), this, [this](Result<cache::SyncState> state) {
            if (!state)
                return finish(failure(state.error()));
            m_service.update(state->resync ? SyncStatus::State::Resyncing : SyncStatus::State::Pulling);
            ask(*state);
        });
    }

    void ask(const cache::SyncState &state)
    {
        const auto answer = m_service.m_transport.changes(state.cursor, state.epoch, state.client, kPageLimit);
        whenDone(answer, this, [this, since = state.cursor, client = state.client](Result<ChangePage> page) {
            if (!page)
                return refused(page.error());
            m_service.m_status.expected = std::max(m_service.m_status.expected, page->head - m_firstSince.value_or(since));
            if (!m_firstSince)
                m_firstSince = since;
            whenDone(m_service.m_cache.apply(*page, since, client), this,
                [this](Result<cache::PageOutcome> outcome) { applied(outcome); });
        });
    }

    void applied(const Result<cache::PageOutcome> &outcome)
    {
        if (!outcome)
            return finish(failure(outcome.error()));
        if (outcome->clientLost)
            return restart(Feed::Restart::ClientLost);
        m_report.pulled += outcome->applied;
        m_service.m_status.received += outcome->applied;
        if (outcome->more || outcome->ignored)
            return pull();
        m_restarts = 0;
        if (m_pushed)
            return scrub();
        push();
    }

    void push()
    {
        whenDone(m_service.m_cache.seal(kPushLimit), this, [this](Result<PushRequest> request) {
            if (!request)
                return finish(failure(request.error()));
            if (request->mutations.empty() && request->retiredClients.empty())
                return m_sent ? pullAgain() : scrub();
            m_service.update(SyncStatus::State::Pushing);
            m_sent = true;
            whenDone(m_service.m_transport.push(*request), this, [this, request = *request](Result<PushAnswer> answer) {
                if (!answer)
                    return refused(answer.error());
                settle(request, *answer);
            });
        });
    }

    void settle(const PushRequest &request, const PushAnswer &answer)
    {
        whenDone(m_service.m_cache.settle(request, answer), this,
            [this, asked = request.mutations.size()](Result<cache::Settling::Settled> settled) {
                if (!settled)
                    return finish(failure(settled.error()));
                m_report.pushed += settled->count;
                m_report.conflicts += settled->conflicts;
                // An answer that settles nothing would be asked for again at once, for ever.
                if (asked > 0 && settled->count == 0 && ++m_idlePushes > 2)
                    return finish(failure(ErrorCode::Protocol, QStringLiteral("the backend settles no edits")));
                push();
            });
    }

    void pullAgain()
    {
        m_pushed = true;
        pull();
    }

    /// The backend said no; some of its reasons mean to start over.
    void refused(const Error &error)
    {
        switch (error.code()) {
        case ErrorCode::EpochChanged:
            return restart(Feed::Restart::EpochChanged);
        case ErrorCode::Gone:
            return restart(m_service.m_status.state == SyncStatus::State::Pushing ? Feed::Restart::ClientLost
                                                                                  : Feed::Restart::CursorTooOld);
        case ErrorCode::MutationGap:
        case ErrorCode::MutationReused:
            return restart(Feed::Restart::ClientLost);
        default:
            return finish(failure(error));
        }
    }

    void restart(Feed::Restart why)
    {
        if (++m_restarts > kMostRestarts)
            return finish(failure(ErrorCode::Protocol, QStringLiteral("the backend keeps asking to start over")));
        qCInfo(lcSync) << "full resync, reason" << int(why);
        m_pushed = false;
        m_firstSince.reset();
        m_service.m_status.received = 0;
        m_service.m_status.expected = 0;
        whenDone(m_service.m_cache.restart(why), this, [this](Result<cache::SyncState> state) {
            if (!state)
                return finish(failure(state.error()));
            pull();
        });
    }

    void scrub()
    {
        whenDone(m_service.m_cache.scrub(), this, [this](Result<bool> scrubbed) {
            if (!scrubbed)
                return finish(failure(scrubbed.error()));
            finish(m_report);
        });
    }

    void finish(const Result<SyncReport> &result)
    {
        // The service gives this object up from here; nothing may follow.
        if (const auto done = std::exchange(m_done, nullptr))
            done(result);
    }

    SyncService &m_service;
    std::function<void(Result<SyncReport>)> m_done;
    SyncReport m_report;
    std::optional<qint64> m_firstSince;
    bool m_sent = false;
    bool m_pushed = false;
    int m_restarts = 0;
    int m_idlePushes = 0;
};

SyncService::SyncService(cache::LeadCache &cache, SyncTransport &transport, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_cache(cache)
    , m_transport(transport)
    , m_clock(clock)
{
    m_status.waiting = cache.waitingCount();
    m_status.conflicts = cache.conflictCount();
    m_soon.setSingleShot(true);
    m_periodic.setInterval(kPeriod);
    connect(&m_soon, &QTimer::timeout, this, &SyncService::startRound);
    connect(&m_periodic, &QTimer::timeout, this, &SyncService::startRound);
    connect(&cache, &cache::LeadCache::countsChanged, this, &SyncService::countsChanged);
    whenDone(cache.state(), this, [this](Result<cache::SyncState> state) {
        if (!state || !state->lastSync)
            return;
        m_status.lastSync = fromMilliseconds(state->lastSync);
        Q_EMIT statusChanged(m_status);
    });
}

SyncService::~SyncService() = default;

void SyncService::setOnline(bool online)
{
    if (m_online == online)
        return;
    m_online = online;
    m_failures = 0;
    if (online) {
        m_periodic.start();
        startRound();
        return;
    }
    m_periodic.stop();
    m_soon.stop();
    if (m_round)
        finishRound(failure(ErrorCode::Unavailable, QStringLiteral("went offline")));
    else
        update(SyncStatus::State::Offline);
}

QFuture<Result<SyncReport>> SyncService::syncNow()
{
    if (!m_online)
        return ready<Result<SyncReport>>(failure(ErrorCode::Unavailable, QStringLiteral("there is no backend")));
    QPromise<Result<SyncReport>> promise;
    promise.start();
    auto future = promise.future();
    m_nextRound.push_back(std::move(promise));
    if (m_round)
        m_again = true;
    else
        startRound();
    return future;
}

void SyncService::ring()
{
    if (m_round)
        m_again = true;
    else if (m_online && !m_soon.isActive())
        m_soon.start(kSoon);
}

QFuture<Result<void>> SyncService::refreshHistory(const LeadId &lead)
{
    return chainDone(
        m_transport.history(lead), this, [this, lead](Result<std::vector<AuditEntry>> entries) -> QFuture<Result<void>> {
            if (!entries)
                return ready<Result<void>>(failure(entries.error()));
            return m_cache.putHistory(lead, *entries);
        });
}

void SyncService::startRound()
{
    if (!m_online || m_round)
        return;
    m_soon.stop();
    m_again = false;
    m_thisRound = std::exchange(m_nextRound, {});
    m_status.received = 0;
    m_status.expected = 0;
    m_round = std::make_unique<Round>(*this, [this](const Result<SyncReport> &result) { finishRound(result); });
    m_round->start();
}

void SyncService::finishRound(const Result<SyncReport> &result)
{
    // Possibly still on the stack of one of the round's callbacks.
    m_round->abandon();
    m_round.release()->deleteLater();
    m_status.error.reset();
    if (result) {
        m_failures = 0;
        m_status.lastSync = m_clock.now();
        update(m_online ? SyncStatus::State::Idle : SyncStatus::State::Offline);
        Q_EMIT roundFinished(*result);
    } else if (m_online) {
        m_status.error = result.error();
        update(SyncStatus::State::Failed);
        const auto longest = std::min<qint64>(kLongestWait.count(), 1000LL << std::min(m_failures, 10));
        ++m_failures;
        m_soon.start(int(QRandomGenerator::global()->bounded(longest) + 1));
    } else {
        update(SyncStatus::State::Offline);
    }
    auto told = std::exchange(m_thisRound, {});
    if (!m_online) { // there will be no next round to wait for
        std::move(m_nextRound.begin(), m_nextRound.end(), std::back_inserter(told));
        m_nextRound.clear();
    }
    for (QPromise<Result<SyncReport>> &promise : told) {
        promise.addResult(result);
        promise.finish();
    }
    if (m_online && ((result && m_again) || !m_nextRound.empty()))
        m_soon.start(0);
}

void SyncService::update(SyncStatus::State state)
{
    m_status.state = state;
    Q_EMIT statusChanged(m_status);
}

void SyncService::countsChanged(int waiting, int conflicts)
{
    const bool more = waiting > m_status.waiting;
    m_status.waiting = waiting;
    m_status.conflicts = conflicts;
    Q_EMIT statusChanged(m_status);
    if (more)
        ring();
}

} // namespace leadline::services
