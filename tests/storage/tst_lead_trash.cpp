#include "backend/leads/lead_trash.h"
#include "backend/live/event_reader.h"
#include "backend/store/store_check.h"
#include "backend/tasks/task_repository.h"
#include "support/lead_samples.h"
#include "support/store_maker.h"

#include <QTest>

using namespace leadline;
using backend::Actor;
using backend::LeadRepository;
using backend::LeadTrash;
using backend::Reach;
using backend::TrashOutcome;
using domain::LeadId;
using domain::Result;
using leadline::tests::sampleLead;
using leadline::tests::sampleLeads;
using storage::Connection;

namespace {

const domain::Timestamp kNow = domain::fromMilliseconds(1'790'000'000'000);
const Actor kAnn = Actor::unlimited(QStringLiteral("ann"), QStringLiteral("10.0.0.1"), QStringLiteral("req-1"));

} // namespace

/// Trash of leads on both engines.
class TestLeadTrash : public QObject
{
    Q_OBJECT

public:
    explicit TestLeadTrash(leadline::tests::StoreMaker &stores)
        : m_stores(stores)
    { }

private:
    leadline::tests::StoreMaker &m_stores;
    std::unique_ptr<storage::Database> m_db;
    domain::TaskId m_task;
    std::vector<LeadId> m_ids;

    template<typename F> TrashOutcome change(F &&call, const std::vector<LeadId> &ids)
    {
        const auto done = m_db->write([&](Connection &c) { return call(c, ids, kAnn, kNow); }).result();
        if (!done)
            qFatal("%s", qPrintable(done.error().detail()));
        return *done;
    }
    qint64 count(const char *filter)
    {
        return m_db
            ->read([&](Connection &c) {
                return LeadRepository::count(c, *domain::parseLeadFilter(QString::fromLatin1(filter)), Reach::everything());
            })
            .result()
            .value_or(-1);
    }
    qint64 number(const QString &sql)
    {
        const auto value = m_db->read([&](Connection &c) { return c.single(sql); }).result();
        return value ? value->toLongLong() : -1;
    }

private Q_SLOTS:
    void init()
    {
        auto opened = storage::Database::open({ m_stores.create(), 2, false });
        QVERIFY(opened);
        m_db = std::move(*opened);
        const auto stored = m_db->write([&](Connection &c) -> Result<std::vector<backend::IngestOutcome>> {
                                    domain::TaskSpec spec;
                                    spec.name = QStringLiteral("t");
                                    spec.seeds = { QStringLiteral("https://a.example/") };
                                    const auto task = backend::TaskRepository::create(c, spec, false, {}, kAnn, kNow);
                                    LEADLINE_TRY(task);
                                    m_task = task->id;
                                    return LeadRepository::ingest(c, m_task, sampleLeads(0, 6), kNow);
                                })
                                .result();
        QVERIFY(stored);
        m_ids.clear();
        for (const auto &outcome : *stored)
            m_ids.push_back(outcome.id);
    }
    void cleanup()
    {
        QVERIFY(m_db->close());
        m_stores.remove(m_db->address());
        m_db.reset();
    }

    void softDelete_several_countsWhatItChanged()
    {
        const LeadId unknown = LeadId::create();
        const auto first = change(LeadTrash::softDelete, { m_ids[0], m_ids[1] });
        QCOMPARE(first.changed, 2);
        const auto again = change(LeadTrash::softDelete, { m_ids[1], m_ids[2], unknown });
        QCOMPARE(again.changed, 1);
        QCOMPARE(again.unchanged, 1);
        QCOMPARE(again.missing, QStringList { unknown.toString() });
        QCOMPARE(count(""), 3);
        QCOMPARE(count("is:deleted"), 3);
        QCOMPARE(change(LeadTrash::restore, { m_ids[0], m_ids[5] }).changed, 1);
        QCOMPARE(count(""), 4);
    }

    void purge_leadInTheTrash_leavesHistoryAndTombstoneOnly()
    {
        QCOMPARE(change(LeadTrash::softDelete, { m_ids[2] }).changed, 1);
        const auto purged = change(LeadTrash::purge, { m_ids[2], m_ids[3] });
        QCOMPARE(purged.changed, 1);
        QCOMPARE(purged.unchanged, 1); // not in the trash, so it stays
        QCOMPARE(count("is:deleted"), 0);
        QCOMPARE(count(""), 5);
        for (const char *table : { "contact", "evidence", "lead_tag", "note", "task_lead" })
            QCOMPARE(number(QStringLiteral("SELECT count(*) FROM %1 WHERE lead_pk = 3").arg(QString::fromLatin1(table))), 0);
        QCOMPARE(number(QStringLiteral("SELECT count(*) FROM audit WHERE lead_pk = 3")), 3); // found, delete, purge
        const auto page
            = m_db->read([](Connection &c) { return LeadRepository::changes(c, 0, {}, 100, {}, Reach::everything()); })
                  .result();
        QVERIFY(page);
        QCOMPARE(page->changes.size(), 5u);
        QCOMPARE(page->tombstones.size(), 1u);
        QVERIFY(page->tombstones.front().lead == m_ids[2]);
        QCOMPARE(page->tombstones.front().seq, page->head);
        QCOMPARE(backend::checkServerStore(m_db->address())->problems, QStringList());
    }

    void purge_thenReadAgain_isANewLead()
    {
        change(LeadTrash::softDelete, { m_ids[2] });
        change(LeadTrash::purge, { m_ids[2] });
        const auto found = sampleLead(2);
        const auto again
            = m_db->write([&](Connection &c) { return LeadRepository::ingest(c, m_task, std::span(&found, 1), kNow); })
                  .result();
        QVERIFY(again && again->front().inserted);
        QVERIFY(again->front().id != m_ids[2]);
    }

    void purge_resultOfATask_isAGapToReaders()
    {
        change(LeadTrash::softDelete, { m_ids[2], m_ids[3] });
        change(LeadTrash::purge, { m_ids[2], m_ids[3] });
        const auto reader = backend::makeEventReader(*m_db);
        const auto before = reader({ m_task, protocol::Stream::Results, 0, 100, Reach::everything() }).result();
        QVERIFY(before);
        QCOMPARE(before->oldest, 1);
        QCOMPARE(before->results.size(), 2u); // up to the gap
        const auto after = reader({ m_task, protocol::Stream::Results, 2, 100, Reach::everything() }).result();
        QVERIFY(after);
        QCOMPARE(after->oldest, 5); // 3 and 4 are no more: the reader is told and goes on
        QCOMPARE(after->results.size(), 2u);
        QCOMPARE(after->results.front().seq, 5);
        QCOMPARE(after->head, 6);
    }

    void purge_newestResult_itsNumberIsNotGivenAgain()
    {
        QVERIFY(m_db->write([&](Connection &c) -> Result<void> { // as the engine counts with every batch
                        const auto count = c.prepare(QStringLiteral("UPDATE task SET new_leads = 6 WHERE id = ?"));
                        LEADLINE_TRY(count);
                        return (*count)->bindAll(m_task).exec();
                    })
                    .result());
        change(LeadTrash::softDelete, { m_ids[5] });
        change(LeadTrash::purge, { m_ids[5] });
        const auto reader = backend::makeEventReader(*m_db);
        const auto end = reader({ m_task, protocol::Stream::Results, 5, 100, Reach::everything() }).result();
        QVERIFY(end);
        QCOMPARE(end->head, 6);
        QCOMPARE(end->oldest, 7);
        QVERIFY(end->results.empty());
        const auto more
            = m_db->write([&](Connection &c) { return LeadRepository::ingest(c, m_task, sampleLeads(6, 1), kNow); })
                  .result();
        QVERIFY(more);
        QCOMPARE(more->front().n, 7);
    }

    void purge_tooMany_isRefused()
    {
        const std::vector<LeadId> many(LeadTrash::kMostAtOnce + 1, LeadId::create());
        const auto done = m_db->write([&](Connection &c) { return LeadTrash::purge(c, many, kAnn, kNow); }).result();
        QCOMPARE(done.error().code(), domain::ErrorCode::TooLarge);
    }
};

LEADLINE_STORE_TEST_MAIN(TestLeadTrash)
#include "tst_lead_trash.moc"
