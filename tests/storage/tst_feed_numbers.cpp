#include "backend/leads/lead_repository.h"
#include "backend/leads/lead_trash.h"
#include "backend/store/store_check.h"
#include "support/lead_samples.h"
#include "support/store_maker.h"

#include <QRandomGenerator>
#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace leadline;
using backend::Actor;
using backend::LeadRepository;
using backend::Reach;
using domain::ChangePage;
using domain::Result;
using leadline::tests::sampleLeads;
using leadline::tests::StoreMaker;
using storage::Connection;
using storage::Database;
using storage::Engine;
using storage::Lane;

namespace {

const domain::Timestamp kNow = domain::fromMilliseconds(1'790'000'000'000);

/// What a client of the feed has seen, and whether it ever missed something.
struct FeedReader
{
    qint64 cursor = 0;
    std::set<qint64> seen; ///< every number of a lead or a tombstone
    QString fault;

    void take(const ChangePage &page)
    {
        for (const domain::Lead &lead : page.changes)
            note(lead.seq);
        for (const domain::Tombstone &tombstone : page.tombstones)
            note(tombstone.seq);
        if (page.to < cursor)
            fault = QStringLiteral("the cursor went back from %1 to %2").arg(cursor).arg(page.to);
        cursor = page.to;
    }
    void note(qint64 seq)
    {
        if (seq <= cursor)
            fault = QStringLiteral("number %1 came after the cursor stood at %2").arg(seq).arg(cursor);
        seen.insert(seq);
    }
};

} // namespace

/// Several connections write at the same time, as several daemons on one PostgreSQL do: who has read up to a number has seen
/// every number below it, and nobody's write is lost.
class TestFeedNumbers : public QObject
{
    Q_OBJECT

private:
    StoreMaker m_stores { Engine::Postgres };
    std::unique_ptr<Database> m_one; ///< two programs
    std::unique_ptr<Database> m_two;

    static std::unique_ptr<Database> open(const storage::StoreAddress &address)
    {
        storage::DatabaseConfig config;
        config.address = address;
        config.writers = 4;
        auto opened = Database::open(config);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail()));
        return std::move(*opened);
    }

    /// A writer of its own lane: inserts, merges, reviews, deletes and purges.
    void work(Database &database, int number, std::atomic<int> &failures)
    {
        QRandomGenerator random(static_cast<quint32>(number));
        const Lane lane = Lane::of(domain::TaskId::create());
        const auto task = domain::TaskId::create();
        const Actor actor = Actor::unlimited(QStringLiteral("writer%1").arg(number));
        for (int round = 0; round < 40; ++round) {
            const int first = random.bounded(200);
            const auto stored = database
                                    .write(
                                        [&](Connection &c) {
                                            auto leads = sampleLeads(first, random.bounded(1, 12));
                                            leads.front().found.openingHours = QString::number(round);
                                            return LeadRepository::ingest(c, task, leads, kNow);
                                        },
                                        lane)
                                    .result();
            if (!stored) {
                ++failures;
                continue;
            }
            const domain::LeadId id = stored->front().id;
            const auto changed = database
                                     .write(
                                         [&](Connection &c) -> Result<void> {
                                             const int what = random.bounded(4);
                                             if (what == 0)
                                                 LEADLINE_TRY(LeadRepository::softDelete(c, id, actor, kNow));
                                             else if (what == 1)
                                                 LEADLINE_TRY(LeadRepository::restore(c, id, actor, kNow));
                                             else if (what == 2)
                                                 LEADLINE_TRY(backend::LeadTrash::purge(c, std::span(&id, 1), actor, kNow));
                                             return {};
                                         },
                                         lane)
                                     .result();
            if (!changed && changed.error().code() != domain::ErrorCode::NotFound) // purged by another writer
                ++failures;
        }
    }

private Q_SLOTS:
    void init()
    {
        const auto address = m_stores.create();
        m_one = open(address);
        m_two = open(address);
    }
    void cleanup()
    {
        QVERIFY(m_one->close() && m_two->close());
        m_stores.remove(m_one->address());
    }

    void changes_whileManyWrite_missNoNumber()
    {
        std::atomic<int> failures { 0 };
        std::atomic<int> working { 6 };
        std::vector<std::thread> writers;
        for (int i = 0; i < 6; ++i) {
            writers.emplace_back([&, i] {
                work(i % 2 ? *m_one : *m_two, i, failures);
                --working;
            });
        }
        FeedReader reader;
        int pages = 0;
        for (bool last = false; !last && reader.fault.isEmpty();) {
            last = working == 0; // one more page after the last write
            ChangePage page;
            do {
                const auto read
                    = m_one
                          ->read([&](Connection &c) {
                              return LeadRepository::changes(c, reader.cursor, {}, 50, {}, backend::Reach::everything());
                          })
                          .result();
                QVERIFY(read);
                page = *read;
                reader.take(page);
                ++pages;
            } while (page.more && reader.fault.isEmpty());
        }
        for (std::thread &writer : writers)
            writer.join();
        QCOMPARE(reader.fault, QString());
        QCOMPARE(failures.load(), 0);
        QVERIFY2(pages > 20, qPrintable(QString::number(pages)));

        // At rest every lead and every tombstone of the store was seen at its newest number.
        const auto all = m_one
                             ->read([](Connection &c) {
                                 return LeadRepository::changes(c, 0, {}, 500, {}, backend::Reach::everything());
                             })
                             .result();
        QVERIFY(all && !all->more);
        QCOMPARE(reader.cursor, all->head);
        for (const domain::Lead &lead : all->changes)
            QVERIFY2(reader.seen.contains(lead.seq), qPrintable(QString::number(lead.seq)));
        for (const domain::Tombstone &tombstone : all->tombstones)
            QVERIFY2(reader.seen.contains(tombstone.seq), qPrintable(QString::number(tombstone.seq)));
        QCOMPARE(backend::checkServerStore(m_one->address())->problems, QStringList());
    }

    void edits_ofOneLeadAtOnce_areAllCounted() // a lost update would leave a revision out
    {
        const auto stored = m_one
                                ->write([](Connection &c) {
                                    return LeadRepository::ingest(c, domain::TaskId::create(), sampleLeads(0, 1), kNow);
                                })
                                .result();
        QVERIFY(stored);
        const domain::LeadId id = stored->front().id;
        std::vector<std::thread> people;
        std::atomic<int> applied { 0 };
        for (int person = 0; person < 6; ++person) {
            people.emplace_back([&, person] {
                Database &database = person % 2 ? *m_one : *m_two;
                const Lane lane = Lane::of(domain::UserId::create());
                for (int i = 0; i < 25; ++i) {
                    const auto done = database
                                          .write(
                                              [&](Connection &c) -> Result<bool> {
                                                  const auto lead = LeadRepository::get(c, id, backend::Reach::everything());
                                                  LEADLINE_TRY(lead);
                                                  domain::Mutation tag;
                                                  tag.lead = id;
                                                  tag.op = domain::MutationOp::TagAdd;
                                                  tag.value = QStringLiteral("tag %1 %2").arg(person).arg(i);
                                                  const auto patched = LeadRepository::patch(c, id, lead->rev,
                                                      std::span(&tag, 1), Actor::unlimited(QStringLiteral("p")), kNow);
                                                  LEADLINE_TRY(patched);
                                                  return patched->changed;
                                              },
                                              lane)
                                          .result();
                    applied += done && *done ? 1 : 0;
                }
            });
        }
        for (std::thread &person : people)
            person.join();
        const auto lead
            = m_one->read([&](Connection &c) { return LeadRepository::get(c, id, backend::Reach::everything()); }).result();
        QVERIFY(lead);
        QCOMPARE(applied.load(), 150);
        QCOMPARE(lead->rev, 151);
        QCOMPARE(lead->review.tags.size(), 150);
        QCOMPARE(backend::checkServerStore(m_one->address())->problems, QStringList());
    }
};

QTEST_GUILESS_MAIN(TestFeedNumbers)
#include "tst_feed_numbers.moc"
