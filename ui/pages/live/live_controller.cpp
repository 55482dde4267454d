#include "ui/pages/live/live_controller.h"

#include "domain/async.h"
#include "ui/models/format.h"

#include <algorithm>
#include <iterator>

namespace leadline::ui {

namespace {

constexpr int kSitesPerRequest = 200;

bool isActive(domain::TaskState state)
{
    using domain::TaskState;
    return state == TaskState::Running || state == TaskState::Stopping || state == TaskState::Queued;
}

} // namespace

LiveController::LiveController(TaskGateway &gateway, const domain::Task &task, QObject *parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_task(task)
    , m_feed(gateway.watch(task.id))
{
    m_flush.setSingleShot(true);
    m_flush.setInterval(kFlushMs);
    connect(&m_flush, &QTimer::timeout, this, &LiveController::flush);
    connect(&m_second, &QTimer::timeout, this, &LiveController::sample);
    m_second.start(1000);
    connect(&gateway, &TaskGateway::tasksChanged, this, [this](const QList<domain::TaskId> &changed) {
        if (!changed.contains(m_task.id))
            return;
        const auto &tasks = m_gateway.tasks();
        const auto found
            = std::find_if(tasks.begin(), tasks.end(), [this](const domain::Task &t) { return t.id == m_task.id; });
        if (found != tasks.end())
            takeTask(*found);
    });
    connect(&m_sites, &SiteTableModel::fetchRequested, this, &LiveController::fetchSites);
    if (m_feed) {
        connect(m_feed.get(), &LiveFeed::progressChanged, this, &LiveController::takeProgress);
        connect(m_feed.get(), &LiveFeed::logsAdded, this, [this](const std::vector<domain::LogLine> &lines) {
            m_pendingLines.insert(m_pendingLines.end(), lines.begin(), lines.end());
            gather();
        });
        connect(m_feed.get(), &LiveFeed::leadsAdded, this, [this](const std::vector<domain::Lead> &leads) {
            // The pane shows the newest few; a copy of every lead would cost more than a frame at full speed.
            const auto newest = leads.end() - std::min(std::ssize(leads), std::ptrdiff_t(FoundLeadModel::kCapacity));
            m_pendingLeads.insert(m_pendingLeads.end(), newest, leads.end());
            const auto older = std::ssize(m_pendingLeads) - FoundLeadModel::kCapacity;
            if (older > 0)
                m_pendingLeads.erase(m_pendingLeads.begin(), m_pendingLeads.begin() + older);
            gather();
        });
        connect(m_feed.get(), &LiveFeed::logGap, this, [this](qint64 from, qint64 to) {
            flush();
            m_log.appendGap(from, to);
        });
        connect(m_feed.get(), &LiveFeed::historyReset, this, [this] {
            m_pendingLines.clear();
            m_pendingLeads.clear();
            m_log.clear();
            m_leads.clear();
        });
    }
    fetchSites(-1);
}

LiveController::~LiveController() = default;

services::LiveState LiveController::liveState() const
{
    return m_feed ? m_feed->state() : services::LiveState::Offline;
}

void LiveController::takeTask(const domain::Task &task)
{
    const domain::TaskCounters counters = latest(m_task.counters, task.counters);
    m_task = task;
    m_task.counters = counters;
    if (isActive(m_task.state))
        m_sitesComplete = false;
    m_pendingChange = true;
    gather();
}

void LiveController::takeProgress(const domain::TaskProgress &progress)
{
    m_task.state = progress.state;
    m_task.stateReason = progress.stateReason;
    if (progress.lastActivityAt)
        m_task.lastActivityAt = progress.lastActivityAt;
    m_task.counters = latest(m_task.counters, progress.counters);
    m_rate = progress.pagesPerSecond;
    m_etaLow = progress.etaLowMs;
    m_etaHigh = progress.etaHighMs;
    m_pendingChange = true;
    gather();
}

void LiveController::gather()
{
    if (!m_flush.isActive())
        m_flush.start();
}

void LiveController::flush()
{
    m_flush.stop();
    if (!m_pendingLines.empty())
        m_log.append(std::exchange(m_pendingLines, {}));
    if (!m_pendingLeads.empty())
        m_leads.add(std::exchange(m_pendingLeads, {}));
    if (std::exchange(m_pendingChange, false))
        Q_EMIT changed();
}

void LiveController::sample()
{
    if (!isActive(m_task.state)) {
        m_rate = 0;
        if (!m_sitesComplete)
            fetchSites(m_sites.firstOpen() - 1);
        return;
    }
    m_pace.add(m_task.counters, domain::SystemClock().now());
    if (liveState() != services::LiveState::Live)
        m_rate = m_pace.pagesPerSecond();
    Q_EMIT rateSampled(m_rate);
    Q_EMIT changed();
    fetchSites(m_sites.firstOpen() - 1);
}

void LiveController::fetchSites(int after)
{
    if (m_fetching || !m_gateway.isOnline())
        return;
    m_fetching = true;
    domain::whenDone(
        m_gateway.sites(m_task.id, after, kSitesPerRequest), this, [this](const domain::Result<services::SitePage> &page) {
            m_fetching = false;
            if (!page)
                return;
            m_sites.merge(page->items);
            m_sites.setMore(page->next >= 0 && page->next >= m_sites.rowCount() - 1);
            m_sitesComplete = page->next < 0 && !isActive(m_task.state);
        });
}

QString LiveController::remainingText() const
{
    if (m_task.state != domain::TaskState::Running)
        return {};
    if (m_etaLow && m_etaHigh)
        return formatRange(m_etaLow, m_etaHigh);
    const auto range = TaskPace::remaining(m_task.counters);
    return range ? formatRange(range->lowMs, range->highMs) : tr("unknown");
}

QString LiveController::activityText(domain::Timestamp now) const
{
    if (liveState() == services::LiveState::Offline)
        return tr("not connected");
    if (m_task.isFinal() && m_task.finishedAt)
        return tr("ended %1").arg(formatMoment(*m_task.finishedAt, now));
    return m_task.lastActivityAt ? tr("active %1").arg(formatAge(*m_task.lastActivityAt, now)) : QString();
}

void LiveController::control(services::TaskCommand command)
{
    domain::whenDone(m_gateway.control(m_task.id, command), this, [this](const domain::Result<domain::Task> &answer) {
        if (answer)
            takeTask(*answer);
        else
            Q_EMIT failed(answer.error());
    });
}

} // namespace leadline::ui
