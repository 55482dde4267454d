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

Result<EventBatch> readResults(Connection &db, const EventQuery &query)
{
    if (const auto journal = TaskJournal::open(db, query.task); !journal)
        return failure(journal.error());
    const auto head = LeadRepository::taskResultsHead(db, query.task);
    if (!head)
        return failure(head.error());
    EventBatch batch;
    batch.head = *head;
    batch.oldest = *head > 0 ? 1 : 0;
    if (query.since >= *head)
        return batch;
    auto results = LeadRepository::taskResults(db, query.task, query.since, query.limit, LeadDetail::Row);
    if (!results)
        return failure(results.error());
    // A purged lead leaves a hole. The reader gets what comes before it, and then hears where the numbers go on.
    qint64 next = results->empty() ? *head + 1 : results->front().n;
    if (next > query.since + 1)
        batch.oldest = next;
    for (TaskResult &result : *results) {
        if (result.n != next++)
            break;
        if (const auto hidden = hideForeignTasks(db, query.reach, std::span(&result.lead, 1)); !hidden)
            return failure(hidden.error());
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

Result<EventBatch> readStream(Connection &db, const EventQuery &query, const PendingEnds *pending)
{
    switch (query.stream) {
    case protocol::Stream::Logs:
        return readLogs(db, query.task, query.since, query.limit);
    case protocol::Stream::Results:
        return readResults(db, query);
    case protocol::Stream::Progress:
        break;
    }
    return readProgress(db, query.task, query.since, pending);
}

} // namespace

EventReader makeEventReader(storage::Database &database, std::shared_ptr<const PendingEnds> pending)
{
    return [&database, pending](const EventQuery &query) {
        return database.read([query, pending](Connection &db) -> Result<EventBatch> {
            if (const auto reached = TaskRepository::checkReach(db, query.task, query.reach); !reached)
                return failure(reached.error());
            auto batch = readStream(db, query, pending.get());
            LEADLINE_TRY(batch);
            auto epoch = LeadRepository::epoch(db);
            LEADLINE_TRY(epoch);
            batch->epoch = std::move(*epoch);
            return batch;
        });
    };
}

} // namespace leadline::backend
