#include "protocol/task_json.h"

#include "protocol/remark_json.h"

#include <limits>

namespace leadline::protocol {

using namespace domain;

namespace {

constexpr qsizetype kMaxSeeds = 100'000;
constexpr qsizetype kRowSeeds = 20;
constexpr qint64 kMost = std::numeric_limits<qint64>::max();

/// Counters by wire name, in one place for both directions.
struct CounterMember
{
    const char16_t *name;
    qint64 TaskCounters::*member;
};
constexpr CounterMember kCounters[] {
    { u"new_leads", &TaskCounters::newLeads },
    { u"duplicates", &TaskCounters::duplicates },
    { u"pages", &TaskCounters::pages },
    { u"failed", &TaskCounters::failed },
    { u"blocked", &TaskCounters::blocked },
    { u"bytes", &TaskCounters::bytes },
    { u"sites_total", &TaskCounters::sitesTotal },
    { u"sites_done", &TaskCounters::sitesDone },
    { u"active_ms", &TaskCounters::activeMs },
};

void writeSpec(QJsonObject &out, const TaskSpec &spec, qsizetype seeds)
{
    out.insert(QStringLiteral("name"), spec.name);
    out.insert(QStringLiteral("source"), sourceKindSlug(spec.source).toString());
    out.insert(QStringLiteral("seeds"), QJsonArray::fromStringList(spec.seeds.mid(0, seeds)));
    out.insert(QStringLiteral("limits"), toJson(spec.limits));
    out.insert(QStringLiteral("phone_only"), spec.phoneOnly);
    out.insert(QStringLiteral("email_only"), spec.emailOnly);
    out.insert(QStringLiteral("default_country"), spec.defaultCountry);
}

enum class Unknown { Ignore, Refuse };

Result<CrawlLimits> readLimits(const QJsonObject &object, const QString &path, Unknown unknown)
{
    ObjectReader in(object, path);
    CrawlLimits limits;
    limits.maxPagesPerSite = in.smallOr(u"max_pages_per_site", limits.maxPagesPerSite, 1, 2'000);
    limits.maxDepth = in.smallOr(u"max_depth", limits.maxDepth, 0, 8);
    limits.concurrentSites = in.smallOr(u"concurrent_sites", limits.concurrentSites, 1, 256);
    limits.delayMs = in.smallOr(u"delay_ms", limits.delayMs, 0, 60'000);
    limits.maxLeads = in.integerOr(u"max_leads", limits.maxLeads);
    if (unknown == Unknown::Refuse)
        in.refuseUnknown();
    return in.finish(limits);
}

TaskSpec readSpec(ObjectReader &in, Unknown unknown)
{
    TaskSpec spec;
    spec.name = in.text(u"name", 200);
    if (in.has(u"source"))
        in.slug(u"source", sourceKindFromSlug, spec.source);
    spec.seeds = in.texts(u"seeds", kMaxSeeds, 2'000);
    spec.limits = in.take(readLimits(in.object(u"limits"), in.pointer(u"limits"), unknown));
    spec.phoneOnly = in.booleanOr(u"phone_only", false);
    spec.emailOnly = in.booleanOr(u"email_only", false);
    spec.defaultCountry = in.textOr(u"default_country", {}, 2);
    return spec;
}

template<typename T, typename... Extra> QJsonArray arrayOf(const std::vector<T> &items, Extra... extra)
{
    QJsonArray out;
    for (const T &item : items)
        out.append(toJson(item, extra...));
    return out;
}

QJsonValue integerOrNull(const std::optional<qint64> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

} // namespace

QJsonObject toJson(const CrawlLimits &limits)
{
    return {
        { QStringLiteral("max_pages_per_site"), limits.maxPagesPerSite },
        { QStringLiteral("max_depth"), limits.maxDepth },
        { QStringLiteral("concurrent_sites"), limits.concurrentSites },
        { QStringLiteral("delay_ms"), limits.delayMs },
        { QStringLiteral("max_leads"), limits.maxLeads },
    };
}

QJsonObject toJson(const TaskCreate &create)
{
    QJsonObject out;
    writeSpec(out, create.spec, kMaxSeeds);
    out.insert(QStringLiteral("start"), create.start);
    return out;
}

Result<TaskCreate> taskCreateFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    TaskCreate create;
    create.spec = readSpec(in, Unknown::Refuse);
    create.start = in.booleanOr(u"start", true);
    if (create.spec.name.trimmed().isEmpty())
        in.fail(u"name", QStringLiteral("is empty"));
    if (create.spec.seeds.isEmpty())
        in.fail(u"seeds", QStringLiteral("is empty"));
    if (!create.spec.defaultCountry.isEmpty() && create.spec.defaultCountry.size() != 2)
        in.fail(u"default_country", QStringLiteral("must be two letters"));
    in.refuseUnknown();
    return in.finish(std::move(create));
}

QJsonObject toJson(const TaskCounters &counters)
{
    QJsonObject out;
    for (const auto &[name, member] : kCounters)
        out.insert(QStringView(name), counters.*member);
    return out;
}

Result<TaskCounters> taskCountersFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    TaskCounters counters;
    for (const auto &[name, member] : kCounters)
        counters.*member = in.integerOr(name, 0);
    return in.finish(counters);
}

QJsonObject toJson(const Task &task, TaskDetail detail)
{
    QJsonObject out;
    writeSpec(out, task.spec, detail == TaskDetail::Full ? kMaxSeeds : kRowSeeds);
    out.insert(QStringLiteral("id"), task.id.toString());
    out.insert(QStringLiteral("state"), taskStateSlug(task.state).toString());
    writeRemark(out, u"state_reason", task.stateReason);
    out.insert(QStringLiteral("rev"), task.rev);
    out.insert(QStringLiteral("counters"), toJson(task.counters));
    out.insert(QStringLiteral("created_by"), task.createdBy);
    out.insert(QStringLiteral("created_at"), toRfc3339(task.createdAt));
    out.insert(QStringLiteral("started_at"), timeOrNull(task.startedAt));
    out.insert(QStringLiteral("finished_at"), timeOrNull(task.finishedAt));
    out.insert(QStringLiteral("last_activity_at"), timeOrNull(task.lastActivityAt));
    return out;
}

Result<Task> taskFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    Task task;
    in.id(u"id", task.id);
    task.spec = readSpec(in, Unknown::Ignore);
    in.slug(u"state", taskStateFromSlug, task.state);
    task.stateReason = readRemark(in, u"state_reason");
    task.rev = in.integerOr(u"rev", 0);
    task.counters = in.take(taskCountersFromJson(in.object(u"counters"), in.pointer(u"counters")));
    task.createdBy = in.textOr(u"created_by", {}, 200);
    task.createdAt = in.time(u"created_at");
    task.startedAt = in.optionalTime(u"started_at");
    task.finishedAt = in.optionalTime(u"finished_at");
    task.lastActivityAt = in.optionalTime(u"last_activity_at");
    return in.finish(std::move(task));
}

QJsonObject toJson(const TaskPage &page)
{
    return {
        { QStringLiteral("items"), arrayOf(page.items, TaskDetail::Row) },
        { QStringLiteral("total"), page.total },
    };
}

Result<TaskPage> taskPageFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    TaskPage page;
    page.items = in.list<Task>(u"items", 1'000, taskFromJson);
    page.total = in.integerOr(u"total", static_cast<qint64>(page.items.size()));
    return in.finish(std::move(page));
}

QJsonObject toJson(const SiteReport &report)
{
    QJsonObject out {
        { QStringLiteral("index"), report.index },
        { QStringLiteral("seed"), report.seed },
        { QStringLiteral("host"), report.host },
        { QStringLiteral("outcome"), sourceOutcomeSlug(report.outcome).toString() },
        { QStringLiteral("pages"), report.pages },
        { QStringLiteral("failed"), report.failed },
        { QStringLiteral("blocked"), report.blocked },
        { QStringLiteral("new_leads"), report.newLeads },
        { QStringLiteral("duplicates"), report.duplicates },
        { QStringLiteral("bytes"), report.bytes },
    };
    writeRemark(out, u"evidence", report.evidence);
    return out;
}

Result<SiteReport> siteReportFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    SiteReport report;
    report.index = in.smallOr(u"index", 0);
    report.seed = in.text(u"seed", 4'000);
    report.host = in.textOr(u"host", {}, 1'000);
    in.slug(u"outcome", sourceOutcomeFromSlug, report.outcome);
    report.evidence = readRemark(in, u"evidence");
    report.pages = in.integerOr(u"pages", 0);
    report.failed = in.integerOr(u"failed", 0);
    report.blocked = in.integerOr(u"blocked", 0);
    report.newLeads = in.integerOr(u"new_leads", 0);
    report.duplicates = in.integerOr(u"duplicates", 0);
    report.bytes = in.integerOr(u"bytes", 0);
    return in.finish(std::move(report));
}

QJsonObject toJson(const SitePage &page)
{
    return {
        { QStringLiteral("items"), arrayOf(page.items) },
        { QStringLiteral("total"), page.total },
    };
}

Result<SitePage> sitePageFromJson(const QJsonObject &object)
{
    ObjectReader in(object);
    SitePage page;
    page.items = in.list<SiteReport>(u"items", 10'000, siteReportFromJson);
    page.total = in.integerOr(u"total", static_cast<qint64>(page.items.size()));
    return in.finish(std::move(page));
}

QJsonObject toJson(const LogLine &line)
{
    QJsonObject out {
        { QStringLiteral("seq"), line.seq },
        { QStringLiteral("timestamp"), toRfc3339(line.at) },
        { QStringLiteral("level"), logLevelSlug(line.level).toString() },
        { QStringLiteral("host"), line.host },
    };
    writeRemark(out, u"message", line.message);
    return out;
}

Result<LogLine> logLineFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    LogLine line;
    line.seq = in.integer(u"seq");
    line.at = in.time(u"timestamp");
    in.slug(u"level", logLevelFromSlug, line.level);
    line.host = in.textOr(u"host", {}, 1'000);
    line.message = readRemark(in, u"message", kMaxText);
    return in.finish(std::move(line));
}

QJsonObject toJson(const TaskProgress &progress)
{
    QJsonObject out {
        { QStringLiteral("seq"), progress.seq },
        { QStringLiteral("state"), taskStateSlug(progress.state).toString() },
        { QStringLiteral("counters"), toJson(progress.counters) },
        { QStringLiteral("pages_per_second"), progress.pagesPerSecond },
        { QStringLiteral("eta_low_ms"), integerOrNull(progress.etaLowMs) },
        { QStringLiteral("eta_high_ms"), integerOrNull(progress.etaHighMs) },
        { QStringLiteral("last_activity_at"), timeOrNull(progress.lastActivityAt) },
        { QStringLiteral("current_host"), progress.currentHost },
    };
    writeRemark(out, u"state_reason", progress.stateReason);
    return out;
}

Result<TaskProgress> taskProgressFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    TaskProgress progress;
    progress.seq = in.integerOr(u"seq", 0);
    in.slug(u"state", taskStateFromSlug, progress.state);
    progress.stateReason = readRemark(in, u"state_reason");
    progress.counters = in.take(taskCountersFromJson(in.object(u"counters"), in.pointer(u"counters")));
    progress.pagesPerSecond = in.optionalNumber(u"pages_per_second", 0, 1e9).value_or(0);
    progress.etaLowMs = in.optionalInteger(u"eta_low_ms", 0, kMost);
    progress.etaHighMs = in.optionalInteger(u"eta_high_ms", 0, kMost);
    progress.lastActivityAt = in.optionalTime(u"last_activity_at");
    progress.currentHost = in.textOr(u"current_host", {}, 1'000);
    return in.finish(std::move(progress));
}

} // namespace leadline::protocol
