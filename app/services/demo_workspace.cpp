#include "services/demo_workspace.h"

#include "client/api_client.h"
#include "domain/async.h"
#include "domain/lead_edit.h"
#include "services/connectivity.h"
#include "services/review_service.h"
#include "services/sync_service.h"

#include <QLoggingCategory>
#include <QUrl>

#include <algorithm>

namespace leadline::services {

using domain::LeadEdit;
using domain::Mutation;
using domain::MutationOp;
using domain::Result;
using domain::ReviewStatus;
using domain::Task;

namespace {

Q_LOGGING_CATEGORY(lcDemo, "leadline.demo")

constexpr int kPage = 500;
constexpr size_t kQuickTasks = 3;
/// Long enough to be seen at work for some minutes: seconds between pages, few sites at a time.
constexpr int kSlowDelayMs = 2'500;
constexpr int kSlowSites = 4;
constexpr int kQuickDelayMs = 20; // our own server; nobody has to be spared
const QString kContested = QStringLiteral("invented-tea-rooms.example");

domain::TaskSpec specOf(const QString &name, const QStringList &seeds, int delayMs)
{
    domain::TaskSpec spec;
    spec.name = name;
    spec.seeds = seeds;
    spec.limits.delayMs = delayMs;
    return spec;
}

} // namespace

/// What the colleague says about the business of one host.
struct DemoWorkspace::Review
{
    QString host;
    ReviewStatus status = ReviewStatus::New;
    int rating = 0;
    QString tag;
    QString note;
};

const std::vector<DemoWorkspace::Review> &DemoWorkspace::reviews()
{
    static const std::vector<Review> all {
        { kContested, ReviewStatus::Rejected, 2, {}, QStringLiteral("They only want walk-in customers.") },
        { QStringLiteral("boulangerie-exemple.example"), ReviewStatus::Accepted, 5, QStringLiteral("paris"),
            QStringLiteral("Two shops, asked for an offer by Friday.") },
        { QStringLiteral("gelateria-illusione.example"), ReviewStatus::Contacted, 4, QStringLiteral("season"),
            QStringLiteral("Left a message. Call again after the season.") },
        { QStringLiteral("pizzeria-fantasma.example"), ReviewStatus::Rejected, 1, {},
            QStringLiteral("Closed on weekdays, no use for us.") },
        { QStringLiteral("bakkerij-voorbeeld.example"), ReviewStatus::Accepted, 4, {}, {} },
        { QStringLiteral("sample-coffee-roasters.example"), ReviewStatus::Accepted, 5, QStringLiteral("roaster"), {} },
        { QStringLiteral("madeup-law.example"), ReviewStatus::Contacted, 3, QStringLiteral("law"),
            QStringLiteral("Wrote to the office, they answer within a week.") },
        { QStringLiteral("kancelaria-wzorcowa.example"), ReviewStatus::Accepted, 4, QStringLiteral("law"), {} },
        { QStringLiteral("clinica-muestra.example"), ReviewStatus::New, 3, QStringLiteral("dental"), {} },
        { QStringLiteral("imaginary-dental.example"), ReviewStatus::New, 4, QStringLiteral("dental"), {} },
        { QStringLiteral("baeckerei-muster.example"), ReviewStatus::Accepted, 4, QStringLiteral("duplicate"), {} },
        { QStringLiteral("musters-backwaren.example"), ReviewStatus::New, 0, QStringLiteral("duplicate"),
            QStringLiteral("The same bakery as baeckerei-muster.example: same name, address and telephone.") },
    };
    return all;
}

DemoWorkspace::DemoWorkspace(client::ApiClient &api, TaskService &tasks, ReviewService &review, SyncService &sync,
    Connectivity &connectivity, DemoTaskNames names, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_tasks(tasks)
    , m_review(review)
    , m_sync(sync)
    , m_connectivity(connectivity)
    , m_names(std::move(names))
{ }

DemoWorkspace::~DemoWorkspace() = default;

void DemoWorkspace::fill()
{
    connect(&m_tasks, &TaskService::tasksChanged, this, &DemoWorkspace::look);
    if (m_tasks.loaded())
        return makeTasks();
    connect(&m_tasks, &TaskService::loadedChanged, this, &DemoWorkspace::makeTasks);
}

void DemoWorkspace::makeTasks()
{
    if (!m_tasks.tasks().empty())
        return look();
    domain::whenDone(m_tasks.demo(), this, [this](const Result<DemoInfo> &demo) {
        if (!demo || !demo->available)
            return end();
        const auto seeds = [&demo](const char *group) { return demo->groups.value(QLatin1String(group)); };
        domain::TaskSpec offices = specOf(m_names.offices, seeds("offices"), kQuickDelayMs);
        offices.emailOnly = true;
        offices.limits.maxDepth = 2;
        offices.limits.maxPagesPerSite = 10;
        domain::TaskSpec workshops = specOf(m_names.workshops, seeds("workshops"), kSlowDelayMs);
        workshops.limits.concurrentSites = kSlowSites;
        m_toMake = { specOf(m_names.food, seeds("food"), kQuickDelayMs), std::move(offices),
            specOf(m_names.directories, seeds("directories"), kQuickDelayMs), std::move(workshops) };
        makeNext();
    });
}

void DemoWorkspace::makeNext()
{
    if (m_toMake.empty())
        return look();
    const domain::TaskSpec spec = m_toMake.front();
    m_toMake.pop_front();
    const bool slow = m_toMake.empty();
    domain::whenDone(m_tasks.create(spec), this, [this, slow](const Result<Task> &task) {
        if (!task)
            return fail(task.error());
        Q_EMIT taskMade(task->id, slow);
        makeNext();
    });
}

/// The colleague comes when the quick tasks are through, unless somebody was here already.
void DemoWorkspace::look()
{
    const auto completed = std::ranges::count(m_tasks.tasks(), domain::TaskState::Completed, &Task::state);
    if (m_begun || !m_toMake.empty() || completed < std::ptrdiff_t(kQuickTasks))
        return;
    m_begun = true;
    domain::whenDone(m_sync.syncNow(), this, [this](const Result<SyncReport> &synced) {
        if (!synced)
            return fail(synced.error());
        auto untouched = domain::parseLeadFilter(QStringLiteral("-status:new"));
        if (!untouched)
            return fail(untouched.error());
        domain::whenDone(m_review.count(*untouched), this, [this](const Result<qint64> &reviewed) {
            if (!reviewed)
                return fail(reviewed.error());
            if (*reviewed > 0 || m_review.waitingCount() > 0 || m_review.conflictCount() > 0)
                return end();
            readLeads({});
        });
    });
}

void DemoWorkspace::readLeads(const QString &after)
{
    domain::LeadQuery query;
    query.sort = domain::LeadSort::Name;
    query.limit = kPage;
    query.after = after;
    domain::whenDone(m_review.page(query), this, [this](const Result<domain::LeadRowPage> &page) {
        if (!page)
            return fail(page.error());
        for (const domain::LeadRow &row : page->rows)
            m_leads.insert(QUrl(row.website).host(), row.id);
        if (!page->next.isEmpty())
            return readLeads(page->next);
        for (const Review &review : reviews()) {
            if (m_leads.contains(review.host))
                m_toReview.push_back(&review);
        }
        decideOtherwise();
    });
}

/// Two people decide on the same lead without knowing of each other: ours is made before the colleague's arrives and sent
/// after it.
void DemoWorkspace::decideOtherwise()
{
    m_sync.setOnline(false);
    m_pausedSync = true;
    if (!m_leads.contains(kContested))
        return collectRevisions();
    domain::whenDone(m_review.edit(m_leads.value(kContested), LeadEdit::setStatus(ReviewStatus::Accepted)), this,
        [this](const Result<domain::EditReceipt> &edited) {
            if (!edited)
                return fail(edited.error());
            collectRevisions();
        });
}

/// The colleague has seen each lead as the backend has it.
void DemoWorkspace::collectRevisions()
{
    if (m_toReview.empty()) {
        domain::whenDone(m_api.changes(0, {}, m_colleague, 1), this, [this](const Result<domain::ChangePage> &page) {
            if (!page)
                return fail(page.error());
            pushAsColleague(page->epoch);
        });
        return;
    }
    const Review *review = m_toReview.front();
    m_toReview.pop_front();
    domain::whenDone(
        m_api.lead(m_leads.value(review->host)), this, [this, review](const Result<client::VersionedLead> &lead) {
            if (!lead)
                return fail(lead.error());
            for (Mutation &mutation : mutationsOf(*review, lead->lead.rev)) {
                mutation.lead = lead->lead.id;
                mutation.mid = qint64(m_mutations.size()) + 1;
                m_mutations.push_back(std::move(mutation));
            }
            collectRevisions();
        });
}

std::vector<Mutation> DemoWorkspace::mutationsOf(const Review &review, qint64 rev) const
{
    std::vector<LeadEdit> edits;
    if (review.status != ReviewStatus::New)
        edits.push_back(LeadEdit::setStatus(review.status));
    if (review.rating > 0)
        edits.push_back(LeadEdit::setRating(review.rating));
    if (!review.tag.isEmpty())
        edits.push_back(LeadEdit::addTag(review.tag));
    if (!review.note.isEmpty())
        edits.push_back(LeadEdit::addNote(review.note));
    std::vector<Mutation> mutations;
    for (const LeadEdit &edit : edits) {
        Mutation &mutation = mutations.emplace_back();
        mutation.op = edit.op;
        mutation.field = edit.field;
        mutation.value = edit.value;
        mutation.baseRev = rev;
        mutation.at = m_api.transport().clock().now();
        if (edit.op == MutationOp::NoteAdd)
            mutation.note = domain::NoteId::create();
    }
    return mutations;
}

void DemoWorkspace::pushAsColleague(const QString &epoch)
{
    domain::PushRequest request;
    request.epoch = epoch;
    request.client = m_colleague;
    request.mutations = std::move(m_mutations);
    domain::whenDone(m_api.pushAsDemoColleague(request), this, [this](const Result<domain::PushAnswer> &pushed) {
        if (!pushed)
            return fail(pushed.error());
        resumeSync();
        end();
    });
}

void DemoWorkspace::resumeSync()
{
    if (std::exchange(m_pausedSync, false))
        m_sync.setOnline(m_connectivity.isOnline());
}

void DemoWorkspace::fail(const domain::Error &error)
{
    qCWarning(lcDemo, "the demo workspace is not complete: %s", qUtf8Printable(error.detail()));
    resumeSync();
    end();
}

void DemoWorkspace::end()
{
    disconnect(&m_tasks, nullptr, this, nullptr);
    m_begun = true;
    Q_EMIT finished();
}

} // namespace leadline::services
