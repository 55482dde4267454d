#pragma once

#include "domain/lead.h"
#include "domain/mutation.h"
#include "domain/result.h"
#include "domain/task.h"
#include "services/task_service.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <deque>
#include <vector>

namespace leadline::client {
class ApiClient;
}

namespace leadline::services {

class Connectivity;
class ReviewService;
class SyncService;

/// What the operator sees the demo's tasks called.
struct DemoTaskNames
{
    QString food;
    QString offices;
    QString directories;
    QString workshops;
};

/// Fills a demo workspace, all of it real: four tasks crawl the bundled site (three are through in seconds, the fourth is
/// polite enough to be watched), then a colleague who works from another client reviews some of what they found: accepted
/// and rejected leads, notes, tags, a pair of duplicates, and one lead that the operator decided otherwise at the same
/// moment, which leaves a conflict.
///
/// Each step is done only where its result is missing, so a program that was closed in between, or is started again, goes
/// on. What people changed meanwhile is never touched. Owned by whoever composes the window; the services must outlive it.
class DemoWorkspace : public QObject
{
    Q_OBJECT

public:
    DemoWorkspace(client::ApiClient &api, TaskService &tasks, ReviewService &review, SyncService &sync,
        Connectivity &connectivity, DemoTaskNames names, QObject *parent = nullptr);
    ~DemoWorkspace() override;

    /// Begins as soon as the tasks are known.
    void fill();

Q_SIGNALS:
    /// A task of the demo was made; `slow` is the one to watch.
    void taskMade(const leadline::domain::TaskId &id, bool slow);
    /// Nothing is left to do, or an error (told in the log) ended it.
    void finished();

private:
    struct Review;

    void makeTasks();
    void makeNext();
    void look();
    void readLeads(const QString &after);
    void decideOtherwise();
    void collectRevisions();
    void pushAsColleague(const QString &epoch);
    void resumeSync();
    void fail(const domain::Error &error);
    void end();
    [[nodiscard]] std::vector<domain::Mutation> mutationsOf(const Review &review, qint64 rev) const;

    static const std::vector<Review> &reviews();

    client::ApiClient &m_api;
    TaskService &m_tasks;
    ReviewService &m_review;
    SyncService &m_sync;
    Connectivity &m_connectivity;
    const DemoTaskNames m_names;
    const domain::ClientId m_colleague = domain::ClientId::create(); ///< her client
    std::deque<domain::TaskSpec> m_toMake;
    QHash<QString, domain::LeadId> m_leads; ///< by the host of their website
    std::deque<const Review *> m_toReview;
    std::vector<domain::Mutation> m_mutations;
    bool m_begun = false; ///< reviewing, or found to be done
    bool m_pausedSync = false;
};

} // namespace leadline::services
