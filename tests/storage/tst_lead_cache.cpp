#include "cache/lead_cache.h"
#include "domain/lead_filter.h"
#include "support/lead_factory.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace leadline;
using namespace leadline::domain;
using leadline::cache::Feed;
using leadline::cache::LeadCache;
using leadline::tests::await;
using leadline::tests::makeLead;
using leadline::tests::ManualClock;

namespace {

const QString kEpoch = QStringLiteral("6f6b7a3e-0000-4000-8000-000000000001");
const QString kEpoch2 = QStringLiteral("6f6b7a3e-0000-4000-8000-000000000002");

/// A store in a folder of its own, with the feed pages a server would send.
struct Store
{
    QTemporaryDir dir;
    ManualClock clock;
    std::unique_ptr<LeadCache> cache;
    qint64 head = 0;
    QString epoch = kEpoch;

    Store() { open(); }
    void open()
    {
        cache.reset();
        auto opened = LeadCache::open(dir.filePath(QStringLiteral("cache.sqlite")), clock);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail()));
        cache = std::move(*opened);
        cache->setOperator(QStringLiteral("ada"));
    }
    ChangePage pageOf(std::vector<Lead> leads)
    {
        ChangePage page;
        page.epoch = epoch;
        for (Lead &lead : leads)
            lead.seq = ++head;
        page.changes = std::move(leads);
        page.to = page.head = head;
        return page;
    }
    Result<cache::PageOutcome> apply(const ChangePage &page)
    {
        const auto state = await(cache->state());
        return await(cache->apply(page, state->cursor, state->client));
    }
    void feed(std::vector<Lead> leads)
    {
        const auto outcome = apply(pageOf(std::move(leads)));
        QVERIFY(outcome && !outcome->ignored);
    }
    Lead lead(const LeadId &id) { return *await(cache->lead(id)); }
    void edit(const LeadId &id, const LeadEdit &edit)
    {
        const auto done = await(cache->edit(std::vector { id }, edit));
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail()));
    }
    QStringList names(const QString &filter, LeadSort sort = LeadSort::Name, SortOrder order = SortOrder::Ascending)
    {
        LeadQuery query { *parseLeadFilter(filter), sort, order, {}, 500 };
        const auto rows = await(cache->rows(*await(cache->order(query))));
        QStringList names;
        for (const LeadRow &row : *rows)
            names << row.name;
        return names;
    }
};

MutationOutcome applied(qint64 mid, qint64 rev)
{
    MutationOutcome outcome;
    outcome.mid = mid;
    outcome.leadRev = rev;
    return outcome;
}

} // namespace

class LeadCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void apply_page_storesWholeLeadsAndCursorTogether()
    {
        Store store;
        Lead lead = makeLead(7);
        lead.review.tags = { QStringLiteral("chain"), QStringLiteral("lyon") };
        lead.review.notes.push_back({ NoteId::create(), QStringLiteral("bob"), QStringLiteral("called"), lead.createdAt });
        lead.review.corrections.email = QString();
        lead.found.latitude = 45.7;
        lead.found.scoreTerms.push_back({ QStringLiteral("email"), 30 });
        lead.tasks.push_back(TaskId::create());
        lead.seeds = { QStringLiteral("https://start.example/") };
        store.feed({ lead, makeLead(8) });
        lead.seq = 1;
        store.open();
        QCOMPARE(store.lead(lead.id), lead);
        const auto state = await(store.cache->state());
        QCOMPARE(state->cursor, 2);
        QCOMPARE(state->epoch, kEpoch);
        QVERIFY(!state->client.isNull());
    }

    void apply_failingPage_leavesNeitherRowsNorCursor()
    {
        Store store;
        store.feed({ makeLead(1) });
        ChangePage page = store.pageOf({ makeLead(2), makeLead(3) });
        page.changes[1].found.name = QStringLiteral("a\0b");
        page.changes[1].found.name[1] = QChar(u'\0'); // refused by the store rules
        QVERIFY(!store.apply(page));
        QCOMPARE(await(store.cache->state())->cursor, 1);
        QCOMPARE(*await(store.cache->count({})), 1);
    }

    void apply_answerToAnotherQuestion_isIgnored()
    {
        Store store;
        store.feed({ makeLead(1) });
        const auto client = await(store.cache->state())->client;
        const ChangePage page = store.pageOf({ makeLead(2) });
        QVERIFY(await(store.cache->apply(page, 0, client))->ignored);
        QVERIFY(await(store.cache->apply(page, 1, ClientId::create()))->ignored);
        QVERIFY(!await(store.cache->apply(page, 1, client))->ignored);
        QVERIFY(await(store.cache->apply(page, 1, client))->ignored); // delivered twice
        QCOMPARE(await(store.cache->state())->cursor, 2);
    }

    void apply_olderRow_neverGoesBack()
    {
        Store store;
        Lead lead = makeLead(1);
        lead.rev = 5;
        store.feed({ lead });
        ChangePage page = store.pageOf({ makeLead(1) });
        page.changes[0].rev = 4;
        QVERIFY(store.apply(page));
        QCOMPARE(store.lead(lead.id).rev, 5);
    }

    void edit_oneField_isShownSavedAndSurvivesReopening()
    {
        Store store;
        const Lead lead = makeLead(1);
        store.feed({ lead });
        QSignalSpy changed(store.cache.get(), &LeadCache::changed);
        store.edit(lead.id, LeadEdit::setStatus(ReviewStatus::Accepted));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(store.cache->waitingCount(), 1);
        store.open();
        QCOMPARE(store.cache->waitingCount(), 1);
        QCOMPARE(store.lead(lead.id).review.status, ReviewStatus::Accepted);
        QCOMPARE(store.names(QStringLiteral("status:accepted")), QStringList { lead.name() });
        QVERIFY(store.names(QStringLiteral("status:new")).isEmpty());
    }

    void edit_sameFieldAgain_inheritsOldestBaseAlsoUnderAnArrivedChange()
    {
        Store store;
        Lead lead = makeLead(1);
        store.feed({ lead });
        store.edit(lead.id, LeadEdit::setAssignee(QStringLiteral("ada")));
        // A colleague's value arrives underneath; the screen still shows ada.
        lead.rev = 2;
        lead.review.assignee = QStringLiteral("bob");
        store.feed({ lead });
        QCOMPARE(store.lead(lead.id).review.assignee, QStringLiteral("ada"));
        store.edit(lead.id, LeadEdit::setAssignee(QStringLiteral("eve")));
        const auto request = await(store.cache->seal());
        QCOMPARE(request->mutations.size(), size_t(1)); // merged
        QCOMPARE(request->mutations[0].value, QStringLiteral("eve"));
        QCOMPARE(request->mutations[0].baseRev, 1); // so the server sees the conflict
    }

    void edit_sealedField_isNeverChangedAndTheNewOneInheritsItsBase()
    {
        Store store;
        Lead lead = makeLead(1);
        store.feed({ lead });
        store.edit(lead.id, LeadEdit::setRating(3));
        const auto first = await(store.cache->seal());
        QCOMPARE(first->mutations.size(), size_t(1));
        lead.rev = 9;
        store.feed({ lead });
        store.edit(lead.id, LeadEdit::setRating(5));
        store.open(); // numbers were persisted before anything was sent
        const auto both = await(store.cache->seal());
        QCOMPARE(both->mutations.size(), size_t(2));
        QCOMPARE(both->mutations[0], first->mutations[0]);
        QCOMPARE(both->mutations[1].mid, 2);
        QCOMPARE(both->mutations[1].baseRev, 1);
        QCOMPARE(store.lead(lead.id).review.rating, 5);
    }

    void edit_backToTheOldValueBeforeSending_leavesNothingToSend()
    {
        Store store;
        const Lead lead = makeLead(1);
        store.feed({ lead });
        store.edit(lead.id, LeadEdit::addTag(QStringLiteral("Chain ")));
        store.edit(lead.id, LeadEdit::removeTag(QStringLiteral("chain")));
        store.edit(lead.id, LeadEdit::remove());
        store.edit(lead.id, LeadEdit::restore());
        store.edit(lead.id, LeadEdit::setStatus(ReviewStatus::Rejected));
        store.edit(lead.id, LeadEdit::setStatus(ReviewStatus::New));
        QCOMPARE(store.cache->waitingCount(), 0);
        QVERIFY(await(store.cache->seal())->mutations.empty());
    }

    void settle_applied_staysOverTheOldBaseUntilTheFeedBringsIt()
    {
        Store store;
        Lead lead = makeLead(1);
        store.feed({ lead });
        store.edit(lead.id, LeadEdit::setStatus(ReviewStatus::Contacted));
        const auto request = await(store.cache->seal());
        const PushAnswer answer { kEpoch, 1, { applied(1, 2) } };
        QCOMPARE(await(store.cache->settle(*request, answer))->count, 1);
        QCOMPARE(await(store.cache->settle(*request, answer))->count, 0); // a repeated answer
        QCOMPARE(store.cache->waitingCount(), 0);
        QCOMPARE(store.lead(lead.id).review.status, ReviewStatus::Contacted);
        lead.rev = 2;
        lead.review.status = ReviewStatus::Contacted;
        ChangePage page = store.pageOf({ lead });
        page.lastMid = 1;
        QVERIFY(!store.apply(page)->clientLost);
        lead.rev = 3;
        lead.review.status = ReviewStatus::Rejected; // someone else, later: nothing of mine may hide it
        page = store.pageOf({ lead });
        page.lastMid = 1;
        store.apply(page);
        QCOMPARE(store.lead(lead.id).review.status, ReviewStatus::Rejected);
    }

    void settle_conflict_keepsBothValuesUntilAPersonDecides()
    {
        Store store;
        Lead lead = makeLead(1);
        store.feed({ lead });
        store.edit(lead.id, LeadEdit::correct(QStringLiteral("email"), QStringLiteral("mine@x.example")));
        const auto request = await(store.cache->seal());
        MutationOutcome outcome = applied(1, 2);
        outcome.result = MutationResult::Conflict;
        outcome.field = QStringLiteral("email");
        outcome.theirs = QStringLiteral("theirs@x.example");
        outcome.theirsBy = QStringLiteral("bob");
        QVERIFY(await(store.cache->settle(*request, { kEpoch, 1, { outcome } })));
        lead.rev = 2;
        lead.review.corrections.email = QStringLiteral("theirs@x.example");
        ChangePage page = store.pageOf({ lead });
        page.lastMid = 1;
        store.apply(page);
        store.open();
        const auto conflicts = await(store.cache->conflicts());
        QCOMPARE(conflicts->size(), size_t(1));
        QCOMPARE(conflicts->front().mine.value, QStringLiteral("mine@x.example"));
        QCOMPARE(conflicts->front().theirs, QStringLiteral("theirs@x.example"));
        QCOMPARE(store.lead(lead.id).email(), QStringLiteral("theirs@x.example"));
        QCOMPARE(await(store.cache->resolve({ conflicts->front().n }, ConflictChoice::KeepMine))->changed.size(), 1);
        QCOMPARE(store.lead(lead.id).email(), QStringLiteral("mine@x.example"));
        QCOMPARE(await(store.cache->seal())->mutations.front().baseRev, 2);
        QCOMPARE(store.cache->conflictCount(), 0);
    }

    void resolve_leadIsGone_keepsMineAsAConflictUntilItIsDiscarded()
    {
        Store store;
        const Lead lead = makeLead(1);
        store.feed({ lead, makeLead(2) });
        store.edit(lead.id, LeadEdit::correct(QStringLiteral("email"), QStringLiteral("mine@x.example")));
        const auto request = await(store.cache->seal());
        MutationOutcome outcome = applied(1, 2);
        outcome.result = MutationResult::Conflict;
        outcome.field = QStringLiteral("email");
        outcome.theirs = QStringLiteral("theirs@x.example");
        outcome.theirsBy = QStringLiteral("bob");
        QVERIFY(await(store.cache->settle(*request, { kEpoch, 1, { outcome } })));
        ChangePage page = store.pageOf({});
        page.tombstones.push_back({ ++store.head, lead.id, TombstoneKind::HardDelete });
        page.to = store.head;
        page.lastMid = 1;
        QVERIFY(store.apply(page));
        auto conflicts = await(store.cache->conflicts());
        QCOMPARE(conflicts->size(), size_t(1));
        // The choice that was offered before is no longer there, and the card says so before anybody chooses.
        QCOMPARE(conflicts->front().reason, ConflictReason::Gone);
        QCOMPARE(conflicts->front().leadName, lead.name());
        QVERIFY(!conflicts->front().theirs);
        const auto kept = await(store.cache->resolve({ conflicts->front().n }, ConflictChoice::KeepMine));
        QCOMPARE(kept->gone, 1);
        QVERIFY(kept->changed.isEmpty());
        QCOMPARE(store.cache->conflictCount(), 1);
        conflicts = await(store.cache->conflicts());
        QCOMPARE(conflicts->front().mine.value, QStringLiteral("mine@x.example"));
        QCOMPARE(await(store.cache->resolve({ conflicts->front().n }, ConflictChoice::KeepTheirs))->gone, 0);
        QCOMPARE(store.cache->conflictCount(), 0);
    }

    void revert_waitingChange_unlessItIsSealed()
    {
        Store store;
        const Lead lead = makeLead(1);
        store.feed({ lead });
        store.edit(lead.id, LeadEdit::setRating(4));
        auto waiting = await(store.cache->waiting(10));
        QCOMPARE(waiting->size(), size_t(1));
        QCOMPARE(waiting->front().leadName, lead.name());
        QCOMPARE(*await(store.cache->revert({ waiting->front().n })), 1);
        QCOMPARE(store.lead(lead.id).review.rating, 0);
        store.edit(lead.id, LeadEdit::setRating(4));
        QVERIFY(await(store.cache->seal()));
        waiting = await(store.cache->waiting(10));
        QVERIFY(waiting->front().sealed);
        QCOMPARE(*await(store.cache->revert({ waiting->front().n })), 0);
        QCOMPARE(store.lead(lead.id).review.rating, 4);
    }

    void tombstone_erase_leavesNoByteAndKeepsTheSealedNumber()
    {
        Store store;
        Lead lead = makeLead(1);
        lead.found.name = QStringLiteral("Zanzibarcanary GmbH");
        store.feed({ lead, makeLead(2) });
        store.edit(lead.id, LeadEdit::addNote(QStringLiteral("zanzibarcanary secret")));
        QCOMPARE(await(store.cache->seal())->mutations.size(), size_t(1));
        store.edit(lead.id, LeadEdit::setAssignee(QStringLiteral("zanzibarcanary")));
        QVERIFY(await(store.cache->putHistory(
            lead.id, { AuditEntry { 1, {}, QStringLiteral("zanzibarcanary"), {}, {}, {}, {}, {}, {} } })));
        ChangePage page = store.pageOf({});
        page.tombstones.push_back({ ++store.head, lead.id, TombstoneKind::Erase });
        page.to = store.head;
        QCOMPARE(store.apply(page)->changes.removed.size(), 1);
        QVERIFY(*await(store.cache->scrub()));
        const auto request = await(store.cache->seal());
        QCOMPARE(request->mutations.size(), size_t(1));
        QCOMPARE(request->mutations[0].op, MutationOp::Void);
        QCOMPARE(request->mutations[0].mid, 1);
        QVERIFY(!request->mutations[0].value);
        store.cache.reset();
        for (const QString &name : QDir(store.dir.path()).entryList(QDir::Files)) {
            QFile file(store.dir.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().toLower().contains("zanzibarcanary"), qPrintable(name));
        }
    }

    void restart_epochChanged_judgesEditsByValue()
    {
        Store store;
        const Lead same = makeLead(1);
        const Lead settled = makeLead(2);
        const Lead different = makeLead(3);
        const Lead gone = makeLead(4);
        const Lead lost = makeLead(5);
        store.feed({ same, settled, different, gone, lost });
        // The server had accepted this one and says so in the feed, then it is put back to a time before.
        store.edit(lost.id, LeadEdit::setRating(2));
        QVERIFY(await(store.cache->settle(*await(store.cache->seal()), { kEpoch, 1, { applied(1, 2) } })));
        Lead withRating = lost;
        withRating.rev = 2;
        withRating.review.rating = 2;
        ChangePage later = store.pageOf({ withRating });
        later.lastMid = 1;
        store.apply(later);
        for (const Lead &lead : { same, settled, different, gone })
            store.edit(lead.id, LeadEdit::setAssignee(QStringLiteral("ada")));
        QCOMPARE(await(store.cache->seal())->mutations.size(), size_t(4));
        const ClientId old = await(store.cache->state())->client;

        QVERIFY(await(store.cache->restart(Feed::Restart::EpochChanged)));
        store.epoch = kEpoch2;
        store.head = 0;
        Lead a = same, b = settled, c = different;
        b.review.assignee = QStringLiteral("ada");
        c.review.assignee = QStringLiteral("bob");
        a.rev = 41;
        store.feed({ a, b, c, lost });

        const auto request = await(store.cache->seal());
        QVERIFY(request->client != old);
        QCOMPARE(request->retiredClients, std::vector<ClientId> { old });
        QCOMPARE(request->mutations.size(), size_t(1));
        QCOMPARE(request->mutations[0].lead, same.id);
        QCOMPARE(request->mutations[0].mid, 1);
        QCOMPARE(request->mutations[0].baseRev, 41);
        QMap<int, ConflictReason> reasons;
        const auto conflicts = await(store.cache->conflicts());
        for (const FieldConflict &conflict : *conflicts) {
            for (const Lead &lead : { different, gone, lost }) {
                if (lead.id == conflict.lead)
                    reasons[lead.found.score] = conflict.reason;
            }
        }
        QCOMPARE(reasons.value(different.found.score), ConflictReason::Changed);
        QCOMPARE(reasons.value(gone.found.score), ConflictReason::Gone);
        QCOMPARE(reasons.value(lost.found.score), ConflictReason::Lost);
        QVERIFY(!await(store.cache->lead(gone.id)));
    }

    void restart_cursorTooOld_removesOnlyWhatTheFinishedResyncDidNotSee()
    {
        Store store;
        std::vector<Lead> leads;
        for (int i = 0; i < 20; ++i)
            leads.push_back(makeLead(i));
        store.feed(leads);
        const auto before = await(store.cache->state());
        QVERIFY(await(store.cache->restart(Feed::Restart::CursorTooOld)));
        ChangePage half;
        half.epoch = kEpoch;
        half.more = true;
        half.to = half.head = 10;
        for (int i = 0; i < 10; ++i) {
            half.changes.push_back(leads[size_t(i)]);
            half.changes.back().seq = i + 1;
        }
        QVERIFY(store.apply(half)->more);
        QCOMPARE(*await(store.cache->count({})), 20);
        store.open(); // crash in the middle
        ChangePage rest = half;
        rest.more = false;
        rest.changes.clear();
        rest.to = 30;
        QCOMPARE(store.apply(rest)->changes.removed.size(), 10);
        QCOMPARE(*await(store.cache->count({})), 10);
        QCOMPARE(await(store.cache->state())->client, before->client);
    }

    void apply_serverKnowsLaterNumbers_saysThatTheFilesAreAnOldCopy()
    {
        Store store;
        ChangePage page = store.pageOf({ makeLead(1) });
        page.lastMid = 3;
        QVERIFY(store.apply(page)->clientLost);
        QCOMPARE(await(store.cache->state())->cursor, 0);
    }

    void query_filterSortSearchAndPages_agree()
    {
        Store store;
        std::vector<Lead> leads;
        for (int i = 0; i < 300; ++i)
            leads.push_back(makeLead(i));
        store.feed(leads);
        store.edit(leads[10].id, LeadEdit::correct(QStringLiteral("name"), QStringLiteral("Étoile du Nord")));
        store.edit(leads[11].id, LeadEdit::addTag(QStringLiteral("chain")));
        store.edit(leads[12].id, LeadEdit::addNote(QStringLiteral("speaks Quenya")));
        store.edit(leads[13].id, LeadEdit::remove());
        QCOMPARE(store.names(QStringLiteral("etoi")), QStringList { QStringLiteral("Étoile du Nord") });
        QCOMPARE(store.names(QStringLiteral("quenya")), QStringList { leads[12].name() });
        QCOMPARE(store.names(QStringLiteral("tag:chain")), QStringList { leads[11].name() });
        QCOMPARE(store.names(QStringLiteral("is:deleted")), QStringList { leads[13].name() });
        for (const QString &filter :
            { QString(), QStringLiteral("status:new has:email score>60 city:saint-etienne -tag:chain"),
                QStringLiteral("boulangerie"), QStringLiteral("country:FR has:phone") }) {
            for (const LeadSort sort : { LeadSort::Name, LeadSort::City, LeadSort::Email, LeadSort::Phone, LeadSort::Score,
                     LeadSort::Status, LeadSort::Rating, LeadSort::Found, LeadSort::Modified }) {
                for (const SortOrder order : { SortOrder::Ascending, SortOrder::Descending }) {
                    LeadQuery query { *parseLeadFilter(filter), sort, order, {}, 7 };
                    const QList<RowId> whole = *await(store.cache->order(query));
                    QList<RowId> paged;
                    do {
                        const auto page = await(store.cache->page(query));
                        QVERIFY(page);
                        for (const LeadRow &row : page->rows)
                            paged << row.row;
                        query.after = page->next;
                    } while (!query.after.isEmpty());
                    QCOMPARE(paged, whole);
                    QCOMPARE(*await(store.cache->count(query.filter)), whole.size());
                }
            }
        }
        const auto facets = await(store.cache->facets(*parseLeadFilter(QStringLiteral("has:email"))));
        QCOMPARE(facets->total, 299);
        QCOMPARE(facets->deleted, 1);
        QCOMPARE(facets->matching, *await(store.cache->count(*parseLeadFilter(QStringLiteral("has:email")))));
    }

    void place_changedRows_givesTheOrderAWholeQueryWouldGive()
    {
        Store store;
        std::vector<Lead> leads;
        for (int i = 0; i < 200; ++i)
            leads.push_back(makeLead(i));
        store.feed(leads);
        const LeadQuery query { *parseLeadFilter(QStringLiteral("status:new score>20")), LeadSort::Score,
            SortOrder::Descending, {}, 100 };
        const QList<RowId> before = *await(store.cache->order(query));
        for (int i = 0; i < 30; ++i)
            store.edit(leads[size_t(i) * 5].id, LeadEdit::setStatus(ReviewStatus::Rejected));
        for (int i = 0; i < 30; ++i) {
            leads[size_t(i) * 6].rev = 2;
            leads[size_t(i) * 6].found.score = i * 3;
        }
        QSignalSpy changed(store.cache.get(), &LeadCache::changed);
        store.feed(leads);
        const auto changes = changed.front().front().value<LeadChanges>();
        QList<RowId> all = changes.updated;
        const auto rejected = await(store.cache->page(
            { *parseLeadFilter(QStringLiteral("status:rejected")), LeadSort::Name, SortOrder::Ascending, {}, 500 }));
        for (const LeadRow &row : rejected->rows)
            all.append(row.row);
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        const auto placed = await(store.cache->place(query, before, all));
        QList<RowId> order;
        for (const RowId row : before) {
            if (!all.contains(row))
                order.append(row);
        }
        qsizetype inserted = 0;
        for (const PlacedRow &row : *placed)
            order.insert(row.index + inserted++, row.row);
        QCOMPARE(order, *await(store.cache->order(query)));
    }

    void saveView_andHistory_areKept()
    {
        Store store;
        const Lead lead = makeLead(1);
        store.feed({ lead });
        SavedView view { 0, QStringLiteral("Lyon"), QStringLiteral("city:Lyon"), LeadSort::Name, SortOrder::Ascending, "x" };
        view = *await(store.cache->saveView(view));
        QVERIFY(view.n > 0);
        view.name = QStringLiteral("Lyon, all");
        QVERIFY(await(store.cache->saveView(view)));
        store.edit(lead.id, LeadEdit::setRating(1));
        AuditEntry found;
        found.n = 3;
        found.action = QStringLiteral("found");
        QVERIFY(await(store.cache->putHistory(lead.id, { found })));
        store.open();
        QCOMPARE(await(store.cache->views())->size(), size_t(1));
        QCOMPARE(await(store.cache->views())->front().name, QStringLiteral("Lyon, all"));
        const auto history = await(store.cache->history(lead.id));
        QCOMPARE(history->size(), size_t(2));
        QCOMPARE(history->front().field, QStringLiteral("rating"));
        QCOMPARE(history->back(), found);
    }
};

QTEST_GUILESS_MAIN(LeadCacheTest)
#include "tst_lead_cache.moc"
