#include "cache/lead_cache.h"
#include "domain/lead_filter.h"
#include "support/crashed_store.h"

#include <QtEndian>

#include <csignal>
#include <sqlite3.h>
#include <sys/resource.h>

using namespace leadline;
using namespace leadline::domain;
using leadline::cache::LeadCache;
using namespace leadline::tests;

/// A damaged file is put aside, the operator's work is carried over, everything else is fetched
/// again; a newer schema and a full disk change nothing.
class StoreDamageTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Original> m_original;

    /// The repaired store fetches everything again and sends every edit exactly once.
    void syncsEverything(LeadCache &cache, const QStringList &expected)
    {
        const auto before = await(cache.state());
        QVERIFY(before->resync);
        QCOMPARE(before->cursor, 0);
        const auto outcome = await(cache.apply(m_original->server.all(), 0, before->client));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail()));
        QVERIFY(outcome->resynced);
        QCOMPARE(*await(cache.count({})), kLeads);
        QCOMPARE(waitingOf(cache), expected);
        QCOMPARE(await(cache.order({ *parseLeadFilter(QStringLiteral("garage")), LeadSort::Name, {}, {}, 10 }))->size(),
            kLeads / 5);
        const auto request = await(cache.seal(500));
        QCOMPARE(qsizetype(request->mutations.size()), expected.size());
        QStringList sent;
        for (const Mutation &mutation : request->mutations)
            sent << describe(mutation.lead, { mutation.op, mutation.field, mutation.value });
        QCOMPARE(sent, expected);
        QCOMPARE(request->mutations.front().mid, 1);
        for (const WaitingChange &change : changesIn(cache))
            QVERIFY(!change.leadName.isEmpty());
    }

private Q_SLOTS:
    void initTestCase() { m_original = std::make_unique<Original>(); }
    void cleanupTestCase() { m_original.reset(); }

    void open_afterACleanOrUncleanEnd_repairsNothing()
    {
        CrashedStore store;
        m_original->crashInto(store);
        for (int start = 0; start < 2; ++start) {
            const auto cache = store.open();
            QVERIFY(cache);
            QVERIFY(!(*cache)->repair());
            QCOMPARE(waitingOf(**cache), store.waiting);
            QCOMPARE((*cache)->conflictCount(), 1);
        }
        QCOMPARE(store.asideFiles(), QStringList());
    }

    void open_damagedPlace_putsTheFileAsideAndKeepsTheWork_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<bool>("inLog"); ///< the newest pages are in the log, not in the file
        for (const char *place : { "magic", "header", "first page", "schema", "lead", "base", "lead_by_name",
                 "lead_fts_data", "lead_fts_content", "outbox_row", "sqlite_sequence", "sent_log" }) {
            QTest::addRow("%s", place) << QString::fromLatin1(place) << false;
            QTest::addRow("%s, with a log", place) << QString::fromLatin1(place) << true;
        }
    }
    /// Damage anywhere but in the operator's own pages costs nothing of theirs.
    void open_damagedPlace_putsTheFileAsideAndKeepsTheWork()
    {
        QFETCH(QString, place);
        QFETCH(bool, inLog);
        CrashedStore store;
        m_original->crashInto(store);
        const qint64 root = rootOf(store.path, place.toLatin1().constData());
        if (!inLog)
            checkpoint(store.path);
        QRandomGenerator random(7);
        if (place == u"magic")
            store.overwrite(0, "not a store");
        else if (place == u"header")
            store.overwrite(0, noise(random, 100));
        else if (place == u"first page")
            store.overwrite(0, QByteArray(kPage, '\0'));
        else if (place == u"schema")
            store.overwrite(100, noise(random, kPage - 100));
        else
            store.overwrite((root - 1) * kPage, noise(random, kPage));
        if (inLog && store.bytes(QStringLiteral("-wal")).size() > 0 && place != u"magic" && place != u"header") {
            // The log's copy of the page is the one that counts.
            const QByteArray log = store.bytes(QStringLiteral("-wal"));
            const bool logged = pageIsInLog(log, place == u"first page" || place == u"schema" ? 1 : root);
            if (logged)
                return; // SQLite never looks at the damaged place
        }
        const QByteArray damaged = store.bytes();
        auto cache = store.open();
        QVERIFY2(cache, cache ? "" : qPrintable(cache.error().detail()));
        QVERIFY((*cache)->repair());
        const StoreRepair repair = *(*cache)->repair();
        QCOMPARE(repair.cause, StoreRepair::Cause::Damaged);
        QCOMPARE(repair.waiting, int(store.waiting.size()));
        QCOMPARE(repair.conflicts, 1);
        QCOMPARE(repair.views, 1);
        QCOMPARE(repair.unreadable, 0);
        QCOMPARE(waitingOf(**cache), store.waiting);
        QCOMPARE((*cache)->conflictCount(), 1);
        QCOMPARE(await((*cache)->views())->front().columns, QByteArray("\1\2"));
        // The damaged file is still there, byte for byte.
        QFile kept(repair.keptAs);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY(kept.readAll() == damaged);
        syncsEverything(**cache, store.waiting);
    }

    static bool pageIsInLog(const QByteArray &log, qint64 page)
    {
        for (qint64 at = 32; at + 24 + kPage <= log.size(); at += 24 + kPage) {
            if (qFromBigEndian<quint32>(log.constData() + at) == page)
                return true;
        }
        return false;
    }

    void open_damagedPageOfTheOutbox_keepsTheOtherEditsAndSaysSo()
    {
        CrashedStore store;
        m_original->crashInto(store);
        const qint64 root = rootOf(store.path, "outbox");
        checkpoint(store.path);
        // The root of a table this size is an inner page: its leaves can still be read.
        store.overwrite((root - 1) * kPage, QByteArray(kPage, '\x5a'));
        {
            auto cache = store.open();
            QVERIFY(cache && (*cache)->repair());
            QCOMPARE(waitingOf(**cache), store.waiting);
            QVERIFY(!(*cache)->repair()->complete);
        }
        // One leaf of it: its edits are gone, the others stay.
        CrashedStore other;
        m_original->crashInto(other);
        checkpoint(other.path);
        const qsizetype leaf = other.bytes().indexOf(mutationOpSlug(MutationOp::NoteAdd).toUtf8() + "nnnn") / kPage;
        QVERIFY(leaf > 0);
        other.overwrite(leaf * kPage, QByteArray(kPage, '\x5a'));
        auto cache = other.open();
        QVERIFY(cache && (*cache)->repair());
        const QStringList left = waitingOf(**cache);
        QVERIFY(!left.isEmpty() && left.size() < other.waiting.size());
        for (const QString &edit : left)
            QVERIFY(other.waiting.contains(edit));
        QVERIFY(!(*cache)->repair()->complete);
        QCOMPARE((*cache)->repair()->waiting, int(left.size()));
        syncsEverything(**cache, left);
    }

    void open_truncated_keepsWhatIsLeft_data()
    {
        QTest::addColumn<double>("share");
        QTest::newRow("half") << 0.5;
        QTest::newRow("not a whole page") << 0.7313;
        QTest::newRow("one page") << 0.0;
        QTest::newRow("50 bytes") << -50.0;
        QTest::newRow("nothing") << -0.0001;
    }
    void open_truncated_keepsWhatIsLeft()
    {
        QFETCH(double, share);
        for (const bool withLog : { true, false }) {
            CrashedStore store;
            m_original->crashInto(store);
            if (!withLog)
                checkpoint(store.path);
            const auto size = double(store.bytes().size());
            store.truncate(share > 0 ? qint64(size * share) : share == 0 ? kPage : qint64(-share));
            auto cache = store.open();
            QVERIFY2(cache, cache ? "" : qPrintable(cache.error().detail()));
            QVERIFY((*cache)->repair());
            const QStringList left = waitingOf(**cache);
            QCOMPARE((*cache)->repair()->waiting, int(left.size()));
            QVERIFY(!(*cache)->repair()->complete || left == store.waiting);
            if (withLog) // everything the test wrote is still in the log
                QCOMPARE(left, store.waiting);
            QCOMPARE(store.asideFiles().size(), withLog ? 2 : 1);
        }
    }

    void open_logMissing_isToldAndJudgedByValue()
    {
        CrashedStore store;
        m_original->crashInto(store);
        checkpoint(store.path);
        QVERIFY(QFile::remove(store.path + QStringLiteral("-wal")));
        auto cache = store.open();
        QVERIFY(cache && (*cache)->repair());
        QCOMPARE((*cache)->repair()->cause, StoreRepair::Cause::LogMissing);
        QVERIFY(!(*cache)->repair()->complete);
        QCOMPARE(store.asideFiles(), QStringList()); // the file is sound
        QCOMPARE(waitingOf(**cache), store.waiting);
        syncsEverything(**cache, store.waiting);
    }

    void open_damagedLog_losesOnlyTheDamagedPart_data()
    {
        QTest::addColumn<double>("at");
        QTest::newRow("its header") << 0.0;
        QTest::newRow("early") << 0.2;
        QTest::newRow("in the middle") << 0.5;
        QTest::newRow("late") << 0.9;
    }
    void open_damagedLog_losesOnlyTheDamagedPart()
    {
        QFETCH(double, at);
        CrashedStore store;
        m_original->crashInto(store);
        const QString log = QStringLiteral("-wal");
        const qint64 frames = (store.bytes(log).size() - 32) / (kPage + 24);
        QVERIFY(frames > 40);
        // In the page of a frame, not in its header.
        store.overwrite(at == 0 ? 4 : 32 + qint64(double(frames) * at) * (kPage + 24) + 1'000, QByteArray(16, '\x5a'), log);
        auto cache = store.open();
        QVERIFY(cache);
        QVERIFY((*cache)->repair()); // SQLite alone would have gone back without a word
        QVERIFY(!(*cache)->repair()->complete);
        const QStringList left = waitingOf(**cache);
        if (at == 0)
            QCOMPARE(left, store.waiting);
        QVERIFY2(left.size() >= store.waiting.size() - 8, qPrintable(QString::number(left.size())));
    }

    void open_tornLastTransaction_isNoDamage()
    {
        CrashedStore store;
        m_original->crashInto(store);
        const QString log = QStringLiteral("-wal");
        store.truncate(store.bytes(log).size() - 2'000, log); // the last commit did not reach the disk
        const auto cache = store.open();
        QVERIFY(cache);
        QVERIFY(!(*cache)->repair());
    }

    void open_damagedAnywhere_neverLosesReadableEditsNorFails()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 25; ++round) {
            CrashedStore store;
            m_original->crashInto(store);
            if (round % 2)
                checkpoint(store.path);
            const qint64 pages = store.bytes().size() / kPage;
            const int hits = 1 + int(random.bounded(6));
            for (int hit = 0; hit < hits; ++hit) {
                const qint64 page = random.bounded(int(pages));
                const int from = int(random.bounded(kPage));
                store.overwrite(page * kPage + from, noise(random, 1 + int(random.bounded(kPage - from))));
            }
            auto cache = store.open();
            QVERIFY2(cache, cache ? "" : qPrintable(cache.error().detail()));
            const QStringList left = waitingOf(**cache);
            for (const QString &edit : left)
                QVERIFY2(store.waiting.contains(edit) || edit.contains(u'='), qPrintable(edit));
            if (!(*cache)->repair())
                continue; // nothing a store needs was hit
            QCOMPARE((*cache)->repair()->waiting, int(left.size()));
            if ((*cache)->repair()->complete)
                QCOMPARE(left.size(), store.waiting.size());
            const auto outcome = await((*cache)->apply(m_original->server.all(), 0, await((*cache)->state())->client));
            QVERIFY(outcome && outcome->resynced);
            QCOMPARE(*await((*cache)->count({})), kLeads);
        }
    }

    void repair_isToldUntilItIsConfirmed()
    {
        CrashedStore store;
        m_original->crashInto(store);
        store.overwrite(0, "not a store");
        StoreRepair first;
        {
            auto cache = store.open();
            QVERIFY(cache && (*cache)->repair());
            first = *(*cache)->repair();
            QCOMPARE(first.at, store.clock.now());
        }
        store.clock.advance(std::chrono::hours(1));
        {
            auto cache = store.open();
            QVERIFY(cache && (*cache)->repair());
            QCOMPARE(*(*cache)->repair(), first);
            QVERIFY(await((*cache)->confirmRepair()));
        }
        QVERIFY(!(*store.open())->repair());
        QCOMPARE(store.asideFiles().size(), 2); // the file and its log stay
    }

    /// Each step of the move is the last before a crash once.
    void repair_interruptedMove_isFinishedAtTheNextStart_data()
    {
        QTest::addColumn<int>("steps");
        for (int steps = 0; steps < 4; ++steps)
            QTest::addRow("%d steps done", steps) << steps;
    }
    void repair_interruptedMove_isFinishedAtTheNextStart()
    {
        QFETCH(int, steps);
        CrashedStore store;
        m_original->crashInto(store);
        store.overwrite(0, "not a store");
        const QByteArray damaged = store.bytes();
        CrashedStore done; // the same repair in another folder gives the salvaged store
        m_original->crashInto(done);
        done.overwrite(0, "not a store");
        QString aside;
        {
            auto cache = done.open();
            QVERIFY(cache);
            aside = (*cache)->repair()->keptAs;
        }
        QVERIFY(QFile::copy(done.path, store.path + QStringLiteral(".salvaged")));
        if (steps > 0)
            QVERIFY(QFile::rename(store.path, aside + QStringLiteral("2")));
        if (steps > 1)
            QVERIFY(QFile::rename(store.path + QStringLiteral("-wal"), aside + QStringLiteral("2-wal")));
        if (steps > 2)
            QVERIFY(QFile::remove(store.path + QStringLiteral(".open")));
        QFile::remove(aside);
        QFile::remove(aside + QStringLiteral("-wal"));
        auto cache = store.open();
        QVERIFY2(cache, cache ? "" : qPrintable(cache.error().detail()));
        QCOMPARE(waitingOf(**cache), store.waiting);
        QVERIFY(!QFile::exists(store.path + QStringLiteral(".salvaged")));
        QFile kept(steps > 0 ? aside + QStringLiteral("2") : aside);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY(kept.readAll() == damaged);
    }

    void repair_leadGoneAtTheServer_becomesAConflict()
    {
        CrashedStore store;
        m_original->crashInto(store);
        checkpoint(store.path);
        store.overwrite((rootOf(store.path, "base") - 1) * kPage, QByteArray(kPage, '\0'));
        auto cache = store.open();
        QVERIFY(cache && (*cache)->repair());
        ChangePage page = m_original->server.all();
        const LeadId gone = makeLead(30).id;
        std::erase_if(page.changes, [&](const Lead &lead) { return lead.id == gone; });
        QVERIFY(await((*cache)->apply(page, 0, await((*cache)->state())->client))->resynced);
        int told = 0;
        const auto conflicts = await((*cache)->conflicts());
        for (const FieldConflict &conflict : *conflicts)
            told += conflict.lead == gone && conflict.reason == ConflictReason::Gone;
        QCOMPARE(told, 2);
        for (const WaitingChange &change : changesIn(**cache))
            QVERIFY(change.lead != gone);
    }

    void repair_editTheServerAlreadyHas_isNotSentAgain()
    {
        CrashedStore store;
        m_original->crashInto(store);
        store.overwrite(0, QByteArray(kPage, '\0'));
        auto cache = store.open();
        QVERIFY(cache && (*cache)->repair());
        Server server = m_original->server;
        Lead &lead = server.leads[makeLead(60).id];
        const auto waiting = await((*cache)->waiting(1'000));
        for (const WaitingChange &change : *waiting) {
            if (change.lead == lead.id && change.edit.op == MutationOp::Set)
                apply(change.edit, lead.review, QStringLiteral("ada"), change.at);
        }
        lead.rev = 2;
        QVERIFY(await((*cache)->apply(server.all(), 0, await((*cache)->state())->client))->resynced);
        int left = 0;
        for (const WaitingChange &change : changesIn(**cache))
            left += change.lead == lead.id;
        QCOMPARE(left, 1); // the note, which the server does not have
    }

    void revert_editWhoseLeadIsStillMissing_takesItOut()
    {
        CrashedStore store;
        m_original->crashInto(store);
        store.overwrite(0, QByteArray(3 * kPage, '\0')); // the state of the synchronisation too
        auto cache = store.open();
        QVERIFY(cache && (*cache)->repair());
        const auto waiting = await((*cache)->waiting(1'000));
        QVERIFY(!waiting->empty());
        QVERIFY(await((*cache)->revert({ waiting->front().n })));
        QCOMPARE((*cache)->waitingCount(), int(waiting->size()) - 1);
    }

    void read_damageMetInUse_isRepairedAtTheNextStart()
    {
        CrashedStore store;
        m_original->crashInto(store);
        checkpoint(store.path);
        QVERIFY(QFile::remove(store.path + QStringLiteral(".open"))); // closed cleanly, damaged on the disk later
        const qint64 index = rootOf(store.path, "lead_by_name");
        QVERIFY(QFile::remove(store.path + QStringLiteral("-wal")));
        store.overwrite((index - 1) * kPage, QByteArray(kPage, '\x5a'));
        {
            auto cache = store.open();
            QVERIFY(cache);
            QVERIFY(!(*cache)->repair());
            const auto order = await((*cache)->order({ {}, LeadSort::Name, SortOrder::Ascending, {}, 10 }));
            QCOMPARE(order.error().code(), ErrorCode::Corrupt);
        }
        auto cache = store.open();
        QVERIFY(cache && (*cache)->repair());
        QCOMPARE(waitingOf(**cache), store.waiting);
        QVERIFY((*cache)->repair()->complete);
        syncsEverything(**cache, store.waiting);
    }

    void scrub_afterAnErasure_removesTheFilesPutAsideToo()
    {
        CrashedStore store;
        m_original->crashInto(store);
        store.overwrite(0, "not a store");
        auto cache = store.open();
        QVERIFY(cache && !store.asideFiles().isEmpty());
        ChangePage page = m_original->server.all();
        page.tombstones.push_back({ ++page.to, makeLead(3).id, TombstoneKind::Erase });
        QVERIFY(await((*cache)->apply(page, 0, await((*cache)->state())->client)));
        QVERIFY(*await((*cache)->scrub()));
        QCOMPARE(store.asideFiles(), QStringList());
    }

    void open_newerSchema_isRefusedBytesUnchanged()
    {
        for (const bool inLog : { true, false }) {
            CrashedStore store;
            m_original->crashInto(store);
            if (!inLog) {
                checkpoint(store.path);
                store.overwrite(60, QByteArray::fromHex("00000007"));
            } else {
                sqlite3 *handle = nullptr;
                QCOMPARE(sqlite3_open(store.path.toUtf8().constData(), &handle), SQLITE_OK);
                sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
                QCOMPARE(sqlite3_exec(handle, "PRAGMA user_version=7", nullptr, nullptr, nullptr), SQLITE_OK);
                sqlite3_close(handle);
            }
            const QByteArray before = store.bytes() + store.bytes(QStringLiteral("-wal"));
            const auto cache = store.open();
            QVERIFY(!cache);
            QCOMPARE(cache.error().code(), ErrorCode::SchemaTooNew);
            QVERIFY(store.bytes() + store.bytes(QStringLiteral("-wal")) == before);
            QCOMPARE(store.asideFiles(), QStringList());
        }
    }

    void open_fileOfAnotherProgram_isRefusedBytesUnchanged()
    {
        CrashedStore store;
        m_original->crashInto(store);
        checkpoint(store.path);
        store.overwrite(68, "GIMP");
        const QByteArray before = store.bytes();
        const auto cache = store.open();
        QCOMPARE(cache.error().code(), ErrorCode::Unsupported);
        QVERIFY(store.bytes() == before);
        QCOMPARE(store.asideFiles(), QStringList());
    }

    void repair_diskFull_failsAndChangesNothing()
    {
        CrashedStore store;
        m_original->crashInto(store);
        checkpoint(store.path);
        store.overwrite(0, "not a store");
        const QByteArray before = store.bytes();
        {
            const FullDisk full(20 * 1024);
            const auto cache = store.open();
            QVERIFY(!cache);
            QCOMPARE(cache.error().code(), ErrorCode::DiskFull);
        }
        QVERIFY(store.bytes() == before);
        QCOMPARE(store.asideFiles(), QStringList());
        const auto cache = store.open(); // room again
        QVERIFY(cache && (*cache)->repair());
        QCOMPARE(waitingOf(**cache), store.waiting);
    }

    void open_diskFull_failsAndLosesNothing()
    {
        CrashedStore store;
        m_original->crashInto(store);
        for (const int room : { 0, 1'000, 20'000 }) {
            const FullDisk full(room);
            const auto cache = store.open();
            if (cache)
                QCOMPARE(waitingOf(**cache), store.waiting); // nothing had to be written
            else
                QCOMPARE(cache.error().code(), ErrorCode::DiskFull);
        }
        const auto cache = store.open();
        QVERIFY(cache);
        QVERIFY(!(*cache)->repair());
        QCOMPARE(waitingOf(**cache), store.waiting);
    }

    void edit_diskFull_isAnErrorAndNotShown()
    {
        CrashedStore store;
        m_original->crashInto(store);
        auto cache = store.open();
        QVERIFY(cache);
        const LeadId id = makeLead(7).id;
        {
            const FullDisk full(store.bytes(QStringLiteral("-wal")).size());
            const auto outcome = await((*cache)->edit(std::vector { id }, LeadEdit::setRating(4)));
            QVERIFY(!outcome);
            QCOMPARE(outcome.error().code(), ErrorCode::DiskFull);
        }
        QCOMPARE(await((*cache)->lead(id))->review.rating, makeLead(7).review.rating);
        QCOMPARE(waitingOf(**cache), store.waiting);
        QVERIFY(await((*cache)->edit(std::vector { id }, LeadEdit::setRating(4))));
        QCOMPARE((*cache)->waitingCount(), int(store.waiting.size()) + 1);
    }

private:
    /// No file of this process grows beyond `bytes` while it lives.
    class FullDisk
    {
    public:
        explicit FullDisk(qint64 bytes)
        {
            m_handler = std::signal(SIGXFSZ, SIG_IGN);
            getrlimit(RLIMIT_FSIZE, &m_before);
            rlimit limit = m_before;
            limit.rlim_cur = rlim_t(bytes);
            setrlimit(RLIMIT_FSIZE, &limit);
        }
        ~FullDisk()
        {
            setrlimit(RLIMIT_FSIZE, &m_before);
            std::signal(SIGXFSZ, m_handler);
        }
        FullDisk(const FullDisk &) = delete;
        FullDisk &operator=(const FullDisk &) = delete;

    private:
        rlimit m_before {};
        void (*m_handler)(int) = nullptr;
    };
};

QTEST_GUILESS_MAIN(StoreDamageTest)
#include "tst_store_damage.moc"
