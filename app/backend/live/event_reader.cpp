#include "backend/live/event_reader.h"

#include "backend/leads/lead_repository.h"
#include "backend/tasks/task_journal.h"
#include "backend/tasks/task_repository.h"

namespace leadline::backend {

using domain::failure;
using storage::Connection;

namespace {

Result<EventBatch> readLogs(Connection &db, const domain::TaskId &task, qint64 since, int limit)
{
    const auto journal = TaskJournal::open(db, task);
    if (!journal)
        return failure(journal.error());
    auto page = journal->log(since, limit);
    if (!page)
        return failure(page.error());
    EventBatch batch;
    batch.head = page->head;
    batch.oldest = page->oldest;
    batch.logs = std::move(page->items);
    return batch;
}

Result<EventBatch> readResults(Connection &db, const domain::TaskId &task, qint64 since, int limit)
{
    if (const auto journal = TaskJournal::open(db, task); !journal)
        return failure(journal.error());
    const auto head = LeadRepository::taskResultsHead(db, task);
    if (!head)
        return failure(head.error());
    EventBatch batch;
    batch.head = *head;
    batch.oldest = *head > 0 ? 1 : 0;
    if (since >= *head)
        return batch;
    auto results = LeadRepository::taskResults(db, task, since, limit, LeadDetail::Row);
    if (!results)
        return failure(results.error());
    // A purged lead leaves a hole. The reader gets what comes before it, and then hears where the numbers go on.
    qint64 next = results->empty() ? *head + 1 : results->front().n;
    if (next > since + 1)
        batch.oldest = next;
    for (TaskResult &result : *results) {
        if (result.n != next++)
            break;
        batch.results.push_back({ result.n, std::move(result.lead) });
    }
    return batch;
}

Result<EventBatch> readProgress(Connection &db, const domain::TaskId &task, qint64 since, const PendingEnds *pending)
{
    auto progress = TaskRepository::progress(db, task);
    if (!progress)
        return failure(progress.error());
    if (pending)
        pending->apply(task, *progress);
    EventBatch batch;
    batch.head = progress->seq;
    batch.oldest = progress->seq;
    if (progress->seq > since)
        batch.progress = std::move(*progress);
    return batch;
}

} // namespace

EventReader makeEventReader(storage::Database &database, std::shared_ptr<const PendingEnds> pending)
{
    return [&database, pending](const domain::TaskId &task, protocol::Stream stream, qint64 since, int limit) {
        return database.read([task, stream, since, limit, pending](Connection &db) -> Result<EventBatch> {
            switch (stream) {
            case protocol::Stream::Logs:
                return readLogs(db, task, since, limit);
            case protocol::Stream::Results:
                return readResults(db, task, since, limit);
            case protocol::Stream::Progress:
                break;
            }
            return readProgress(db, task, since, pending.get());
        });
    };
}

} // namespace leadline::backend
