#include "backend/leads/lead_repository.h"
#include "backend/tasks/task_repository.h"
#include "support/lead_samples.h"
#include "support/store_maker.h"

#include <QTest>

using namespace leadline;
using backend::Actor;
using backend::FoundLead;
using backend::IngestOutcome;
using backend::LeadDetail;
using backend::LeadRepository;
using backend::Reach;
using domain::ErrorCode;
using domain::Lead;
using domain::LeadQuery;
using domain::Result;
using storage::Connection;
using tests::sampleLead;
using tests::sampleLeads;

namespace {

const domain::Timestamp kNow = domain::fromMilliseconds(1'790'000'000'000);

domain::LeadFilter filterOf(const QString &text)
{
    const auto filter = domain::parseLeadFilter(text);
    return filter.value_or(domain::LeadFilter {});
}

} // namespace

/// LeadRepository over a real store file, ingest and reading. Review is in tst_lead_review.
class TestLeadRepository : public QObject
{
    Q_OBJECT

public:
    explicit TestLeadRepository(tests::StoreMaker &stores)
        : m_stores(stores)
    { }

private:
    tests::StoreMaker &m_stores;
    std::unique_ptr<storage::Database> m_db;

    std::vector<IngestOutcome> ingest(const domain::TaskId &task, const std::vector<FoundLead> &leads)
    {
        auto result = m_db->write([&](Connection &c) { return LeadRepository::ingest(c, task, leads, kNow); }).result();
        return result.value_or(std::vector<IngestOutcome> {});
    }
    Lead get(const domain::LeadId &id)
    {
        return m_db->read([&](Connection &c) { return LeadRepository::get(c, id, Reach::everything()); })
            .result()
            .value_or(Lead {});
    }
    qint64 count(const QString &filter)
    {
        return m_db->read([&](Connection &c) { return LeadRepository::count(c, filterOf(filter), Reach::everything()); })
            .result()
            .value_or(-1);
    }
    Result<domain::LeadPage> list(const LeadQuery &query)
    {
        return m_db->read([&](Connection &c) { return LeadRepository::list(c, query, Reach::everything()); }).result();
    }
    domain::ChangePage changes(qint64 since, int limit = 500)
    {
        return m_db
            ->read([&](Connection &c) { return LeadRepository::changes(c, since, {}, limit, {}, Reach::everything()); })
            .result()
            .value_or(domain::ChangePage {});
    }

private Q_SLOTS:
    void init()
    {
        auto opened = storage::Database::open({ m_stores.create(), 2, false });
        QVERIFY(opened);
        m_db = std::move(*opened);
    }
    void cleanup()
    {
        QVERIFY(m_db->close());
        m_stores.remove(m_db->address());
        m_db.reset();
    }

    void ingest_newLead_isReadBackWhole()
    {
        const auto task = domain::TaskId::create();
        const FoundLead found = sampleLead(1);
        const auto outcomes = ingest(task, { found });
        QCOMPARE(outcomes.size(), 1u);
        QVERIFY(outcomes[0].inserted && outcomes[0].newForTask);
        const Lead lead = get(outcomes[0].id);
        QVERIFY(lead.found == found.found);
        QCOMPARE(lead.rev, 1);
        QCOMPARE(lead.tasks.size(), 1u);
        QVERIFY(lead.tasks[0] == task);
        QCOMPARE(lead.createdBy, QStringLiteral("task:") + task.toString());
        QCOMPARE(lead.createdAt, kNow);
    }

    void ingest_secondTask_leadKnowsTheStartAddressOfEach()
    {
        const QStringList seeds { QStringLiteral("one.example"), QStringLiteral("https://two.example/shops") };
        domain::TaskSpec spec;
        spec.name = QStringLiteral("towns");
        spec.seeds = seeds;
        const auto made = m_db->write([&](Connection &c) {
                                  return backend::TaskRepository::create(
                                      c, spec, false, {}, Actor::unlimited(QStringLiteral("ada")), kNow);
                              })
                              .result();
        QVERIFY(made);
        const auto forgotten = domain::TaskId::create(); // its addresses are not there any more
        FoundLead found = sampleLead(1);
        found.site = 1;
        ingest(made->id, { found });
        const auto id = ingest(forgotten, { found })[0].id;
        const Lead lead = get(id);
        QCOMPARE(lead.tasks.size(), 2u);
        QCOMPARE(lead.seeds.size(), 2);
        QCOMPARE(lead.seedOf(made->id), seeds[1]);
        QCOMPARE(lead.seedOf(forgotten), QString());
        QCOMPARE(lead.knownSeeds(), QStringList { seeds[1] });
        const auto page = list({});
        QVERIFY(page && page->items.size() == 1);
        QVERIFY(page->items[0].tasks == lead.tasks);
        QCOMPARE(page->items[0].seeds, QStringList());
    }

    void ingest_sameReadingTwice_changesNothing()
    {
        const auto task = domain::TaskId::create();
        const auto first = ingest(task, { sampleLead(1) });
        const qint64 head = changes(0).head;
        const auto second = ingest(task, { sampleLead(1) });
        QVERIFY(second[0].id == first[0].id);
        QVERIFY(!second[0].inserted && !second[0].newForTask);
        QCOMPARE(second[0].seq, 0);
        QCOMPARE(changes(0).head, head);
        QCOMPARE(get(first[0].id).rev, 1);
    }

    void ingest_knownLeadByOtherTask_isItsDuplicateWithNumber()
    {
        const auto one = domain::TaskId::create();
        const auto two = domain::TaskId::create();
        ingest(one, sampleLeads(0, 3));
        const auto outcomes = ingest(two, sampleLeads(2, 2));
        QVERIFY(!outcomes[0].inserted && outcomes[0].newForTask);
        QCOMPARE(outcomes[0].n, 1);
        QVERIFY(outcomes[1].inserted);
        QCOMPARE(outcomes[1].n, 2);
        QCOMPARE(get(outcomes[0].id).tasks.size(), 2u);
        QCOMPARE(count(QStringLiteral("task:") + two.toString()), 2);
        QCOMPARE(count({}), 4);
    }

    void ingest_newContactOfKnownLead_isMergedAudited()
    {
        const auto task = domain::TaskId::create();
        const auto first = ingest(task, { sampleLead(3) });
        FoundLead again = sampleLead(3);
        again.found.openingHours.clear(); // what a later page does not say is not lost
        again.found.contacts = { { domain::ContactKind::Email, QStringLiteral("press@shop3.example"),
            QStringLiteral("press@shop3.example"), {}, false, {},
            { { QStringLiteral("https://shop3.example/press"), domain::ExtractionLayer::Text, 70, kNow, {} } } } };
        const auto second = ingest(task, { again, again }); // twice in one batch: the second is no change
        QVERIFY(second[0].seq > first[0].seq);
        QCOMPARE(second[1].seq, 0);
        const Lead lead = get(first[0].id);
        QCOMPARE(lead.found.contacts.size(), 3u);
        QCOMPARE(lead.found.contacts[2].value, QStringLiteral("press@shop3.example"));
        QCOMPARE(lead.found.email, sampleLead(3).found.email);
        QCOMPARE(lead.found.openingHours, sampleLead(3).found.openingHours);
        QCOMPARE(lead.rev, 2);
        QCOMPARE(count(QStringLiteral("press")), 1);
        const auto history = m_db->read([&](Connection &c) { return LeadRepository::history(c, lead.id); }).result();
        QVERIFY(history);
        QCOMPARE(history->size(), 2u);
        QCOMPARE(history->front().newValue, QStringLiteral("email:press@shop3.example"));
    }

    void ingest_oneBusinessTwiceInBatch_isOneLead()
    {
        const auto task = domain::TaskId::create();
        FoundLead second = sampleLead(1);
        second.found.name = QStringLiteral("Zebrano");
        const auto outcomes = ingest(task, { sampleLead(1), sampleLead(2), second });
        QVERIFY(outcomes[0].id == outcomes[2].id);
        QVERIFY(!outcomes[2].inserted && !outcomes[2].newForTask);
        QCOMPARE(count(QStringLiteral("zebrano")), 1);
        QCOMPARE(count({}), 2);
    }

    void ingest_deletedLead_staysDeleted()
    {
        const auto task = domain::TaskId::create();
        const auto first = ingest(task, { sampleLead(1) });
        const auto deleted
            = m_db->write([&](Connection &c) {
                      return LeadRepository::softDelete(c, first[0].id, Actor::unlimited(QStringLiteral("ann")), kNow);
                  })
                  .result();
        QVERIFY(deleted);
        const auto again = ingest(domain::TaskId::create(), { sampleLead(1) });
        QVERIFY(!again[0].inserted && !again[0].newForTask);
        QVERIFY(get(first[0].id).isDeleted());
        QCOMPARE(count({}), 0);
        QCOMPARE(count(QStringLiteral("is:deleted")), 1);
    }

    void ingest_nulInText_isRefusedWhole()
    {
        FoundLead bad = sampleLead(2);
        bad.found.name = QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
        const std::vector<FoundLead> leads { sampleLead(1), bad };
        const auto result
            = m_db->write([&](Connection &c) { return LeadRepository::ingest(c, domain::TaskId::create(), leads, kNow); })
                  .result();
        QVERIFY(!result);
        QCOMPARE(result.error().code(), ErrorCode::InvalidArgument);
        QCOMPARE(count({}), 0);
        QCOMPARE(changes(0).head, 0);
    }

    void taskResults_numbers_areContiguousOverBatches()
    {
        const auto task = domain::TaskId::create();
        for (int batch = 0; batch < 5; ++batch)
            ingest(task, sampleLeads(batch * 7, 10)); // three of ten are known
        const auto rows = m_db->read([&](Connection &c) { return LeadRepository::taskResults(c, task, 0, 100); }).result();
        QVERIFY(rows);
        QCOMPARE(rows->size(), 38u);
        for (size_t i = 0; i < rows->size(); ++i)
            QCOMPARE((*rows)[i].n, qint64(i) + 1);
        QCOMPARE((*rows)[37].site, 37);
        const auto rest = m_db->read([&](Connection &c) { return LeadRepository::taskResults(c, task, 36, 100); }).result();
        QCOMPARE(rest->size(), 2u);
    }

    void taskResults_deletedLead_keepsItsNumber() // a hole would stop a live reader
    {
        const auto task = domain::TaskId::create();
        const auto outcomes = ingest(task, sampleLeads(0, 3));
        const Actor ann = Actor::unlimited(QStringLiteral("ann"));
        QVERIFY(
            m_db->write([&](Connection &c) { return LeadRepository::softDelete(c, outcomes[1].id, ann, kNow); }).result());
        const auto rows = m_db->read([&](Connection &c) { return LeadRepository::taskResults(c, task, 0, 10); }).result();
        QVERIFY(rows);
        QCOMPARE(rows->size(), 3u);
        QCOMPARE((*rows)[1].n, 2);
        QVERIFY((*rows)[1].lead.isDeleted());
    }

    void changes_pagesFromZero_holdEachLeadOnceInCommitOrder()
    {
        const auto outcomes = ingest(domain::TaskId::create(), sampleLeads(0, 25));
        ingest(domain::TaskId::create(), sampleLeads(3, 1)); // moves one ahead
        qint64 cursor = 0;
        std::vector<qint64> numbers;
        QSet<QString> ids;
        domain::ChangePage page;
        do {
            page = changes(cursor, 10);
            for (const Lead &lead : page.changes) {
                numbers.push_back(lead.seq);
                ids.insert(lead.id.toString());
            }
            cursor = page.to;
        } while (page.more);
        QCOMPARE(ids.size(), 25);
        QCOMPARE(numbers.size(), 25u);
        QVERIFY(std::is_sorted(numbers.begin(), numbers.end()));
        QCOMPARE(numbers.back(), page.head);
        QCOMPARE(cursor, page.head);
        QVERIFY(changes(cursor).changes.empty());
    }

    void changes_wrongEpochOrCursorAhead_areRefused()
    {
        ingest(domain::TaskId::create(), sampleLeads(0, 2));
        const auto read = [&](qint64 since, const QString &epoch) {
            return m_db
                ->read([&](Connection &c) { return LeadRepository::changes(c, since, epoch, 10, {}, Reach::everything()); })
                .result();
        };
        const auto epoch = m_db->read([](Connection &c) { return LeadRepository::epoch(c); }).result();
        QVERIFY(epoch && !QUuid::fromString(*epoch).isNull());
        QVERIFY(read(0, *epoch));
        QCOMPARE(read(0, QStringLiteral("other")).error().code(), ErrorCode::EpochChanged);
        QCOMPARE(read(99, *epoch).error().code(), ErrorCode::EpochChanged);
    }

    void list_pagesOfEverySort_coverAllOnce_data()
    {
        QTest::addColumn<QString>("sort");
        QTest::addColumn<bool>("ascending");
        for (const char *sort : { "name", "city", "email", "phone", "score", "status", "rating", "found", "modified" }) {
            for (const bool ascending : { true, false })
                QTest::addRow("%s %s", sort, ascending ? "up" : "down") << QString::fromLatin1(sort) << ascending;
        }
    }

    void list_pagesOfEverySort_coverAllOnce()
    {
        QFETCH(QString, sort);
        QFETCH(bool, ascending);
        ingest(domain::TaskId::create(), sampleLeads(0, 60));
        LeadQuery query;
        query.sort = *domain::leadSortFromSlug(sort);
        query.order = ascending ? domain::SortOrder::Ascending : domain::SortOrder::Descending;
        query.limit = 7;
        QSet<QString> seen;
        int rows = 0;
        do {
            const auto page = list(query);
            QVERIFY(page);
            for (const Lead &lead : page->items)
                seen.insert(lead.id.toString());
            rows += static_cast<int>(page->items.size());
            query.after = page->next;
        } while (!query.after.isEmpty());
        QCOMPARE(rows, 60);
        QCOMPARE(seen.size(), 60);
    }

    void list_insertsWhilePaging_neitherRepeatNorSkip()
    {
        const auto before = ingest(domain::TaskId::create(), sampleLeads(0, 50));
        LeadQuery query;
        query.limit = 10; // by score, where many leads tie with the new ones
        QHash<QString, int> seen;
        int next = 1000;
        do {
            const auto page = list(query);
            QVERIFY(page);
            for (const Lead &lead : page->items)
                seen[lead.id.toString()] += 1;
            query.after = page->next;
            ingest(domain::TaskId::create(), sampleLeads(next, 10));
            next += 10;
        } while (!query.after.isEmpty() && next < 2000);
        for (const auto &outcome : before)
            QCOMPARE(seen.value(outcome.id.toString()), 1);
        for (const int times : std::as_const(seen))
            QCOMPARE(times, 1);
    }

    void list_cursorOfOtherSort_isRefused()
    {
        ingest(domain::TaskId::create(), sampleLeads(0, 5));
        LeadQuery query;
        query.limit = 2;
        query.after = list(query)->next;
        query.sort = domain::LeadSort::Name;
        const auto page = list(query);
        QVERIFY(!page);
        QCOMPARE(page.error().field, QStringLiteral("after"));
        query.after = QStringLiteral("%%%");
        QVERIFY(!list(query));
    }

    void count_filters_matchWhatTheyName_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("expected");
        // Of sampleLead(0) … sampleLead(41): city changes every two, names every one, trades every three.
        QTest::newRow("all") << QString() << 42;
        QTest::newRow("city") << QStringLiteral("city:Lyon") << 6;
        QTest::newRow("city without accents") << QStringLiteral("city:saint-etienne") << 6;
        QTest::newRow("two cities") << QStringLiteral("city:Lyon,Köln") << 12;
        QTest::newRow("not city") << QStringLiteral("-city:Lyon") << 36;
        QTest::newRow("country") << QStringLiteral("country:fr") << 12;
        QTest::newRow("status new") << QStringLiteral("status:new") << 42;
        QTest::newRow("status accepted") << QStringLiteral("status:accepted") << 0;
        QTest::newRow("not new") << QStringLiteral("-status:new") << 0;
        QTest::newRow("has both") << QStringLiteral("has:email has:phone") << 42;
        QTest::newRow("has note") << QStringLiteral("has:note") << 0;
        QTest::newRow("name part") << QStringLiteral("name:boreal") << 6;
        QTest::newRow("email part") << QStringLiteral("email:SHOP17.example") << 1;
        QTest::newRow("phone digits") << QStringLiteral("phone:\"00 00 00 17\"") << 1;
        QTest::newRow("score over") << QStringLiteral("score>=20") << 42;
        QTest::newRow("score none") << QStringLiteral("score<20") << 0;
        QTest::newRow("found day") << QStringLiteral("found:2026-09-21") << 42;
        QTest::newRow("found after") << QStringLiteral("found>2026-09-21") << 0;
        QTest::newRow("found from") << QStringLiteral("found>=2026-09-21") << 42;
        QTest::newRow("found until") << QStringLiteral("found<=2026-09-21") << 42;
        QTest::newRow("found before") << QStringLiteral("found<2026-09-21") << 0;
        QTest::newRow("text prefix") << QStringLiteral("kestr") << 6;
        QTest::newRow("text accents") << QStringLiteral("etienne kestrel") << 3;
        QTest::newRow("text phrase") << QStringLiteral("\"book shop\"") << 6;
        QTest::newRow("text address") << QStringLiteral("info@shop17.example") << 1;
        QTest::newRow("text url") << QStringLiteral("https://social.example/shop17") << 0; // the scheme is no part of it
        QTest::newRow("text url host") << QStringLiteral("social.example/shop17") << 1;
        QTest::newRow("not text") << QStringLiteral("-kestrel") << 36;
        QTest::newRow("quote in text") << QStringLiteral("\"a \\\"b\"") << 0;
        QTest::newRow("no letters") << QStringLiteral("***") << 42;
        QTest::newRow("fts words") << QStringLiteral("NEAR OR AND") << 0;
    }

    void count_filters_matchWhatTheyName()
    {
        QFETCH(QString, filter);
        QFETCH(int, expected);
        ingest(domain::TaskId::create(), sampleLeads(0, 42));
        QCOMPARE(count(filter), expected);
    }

    void count_wordsOfDeletedLeads_areNotCounted()
    {
        const auto outcomes = ingest(domain::TaskId::create(), sampleLeads(0, 42));
        QCOMPARE(count(QStringLiteral("kestrel")), 6);
        const Actor ada = Actor::unlimited(QStringLiteral("ada"));
        for (const size_t n : { 2u, 3u }) { // the first of them is a Kestrel
            QVERIFY(m_db->write([&](Connection &c) { return LeadRepository::softDelete(c, outcomes[n].id, ada, kNow); })
                        .result());
        }
        QCOMPARE(count(QStringLiteral("kestrel")), 5);
        QCOMPARE(count(QStringLiteral("kestrel is:deleted")), 1);
        QCOMPARE(count(QStringLiteral("kestrel high")), 5);
        QCOMPARE(count(QStringLiteral("-kestrel")), 35);
    }

    /// Too many leads with a word to look each up: then the list is walked in its order.
    void list_wordOfMostLeads_isAsOrderedAsAllOfThem()
    {
        if (!m_stores.isSqlite())
            QSKIP("PostgreSQL's planner finds its way by itself");
        for (int n = 0; n < 10'400; n += 1'300)
            QCOMPARE(ingest(domain::TaskId::create(), sampleLeads(n, 1'300)).size(), 1'300u);
        const auto idsOf = [&](const QString &filter, domain::LeadSort sort) {
            QStringList ids;
            LeadQuery query { filterOf(filter), sort, domain::SortOrder::Descending, {}, 60 };
            for (int page = 0; page < 3; ++page) {
                const auto leads = list(query);
                if (!leads)
                    return QStringList();
                for (const Lead &lead : leads->items)
                    ids.append(lead.id.toString());
                query.after = leads->next;
            }
            return ids;
        };
        for (const auto sort : { domain::LeadSort::Score, domain::LeadSort::Name, domain::LeadSort::Found,
                 domain::LeadSort::Modified, domain::LeadSort::Phone }) {
            QCOMPARE(idsOf({}, sort).size(), 180);
            QCOMPARE(idsOf(QStringLiteral("high"), sort), idsOf({}, sort));
            QCOMPARE(idsOf(QStringLiteral("high street country:AT"), sort), idsOf(QStringLiteral("city:graz"), sort));
        }
    }

    void facets_countWithinTheFilter()
    {
        const auto task = domain::TaskId::create();
        ingest(task, sampleLeads(0, 42));
        const auto facets
            = m_db->read([](Connection &c) {
                      return LeadRepository::facets(c, filterOf(QStringLiteral("country:FR")), Reach::everything());
                  })
                  .result();
        QVERIFY(facets);
        QCOMPARE(facets->total, 12);
        QCOMPARE(facets->withPhone, 12);
        QCOMPARE(facets->city.size(), 2u);
        QCOMPARE(facets->status, (std::vector<domain::FacetCount> { { QStringLiteral("new"), 12 } }));
        QCOMPARE(facets->task, (std::vector<domain::FacetCount> { { task.toString(), 12 } }));
    }

    /// Too many leads to look each up in the tables beside them.
    void facets_ofVeryManyLeads_countTagsAndTasksOfTheLiving()
    {
        if (!m_stores.isSqlite())
            QSKIP("PostgreSQL's planner finds its way by itself");
        QList<domain::TaskId> tasks;
        std::vector<IngestOutcome> outcomes;
        for (int n = 0; n < 20'800; n += 1'300) {
            tasks.append(domain::TaskId::create());
            outcomes = ingest(tasks.last(), sampleLeads(n, 1'300));
            QCOMPARE(outcomes.size(), 1'300u);
        }
        const Actor ada = Actor::unlimited(QStringLiteral("ada"));
        QVERIFY(
            m_db->write([&](Connection &c) { return LeadRepository::softDelete(c, outcomes[0].id, ada, kNow); }).result());
        domain::Mutation tag;
        tag.op = domain::MutationOp::TagAdd;
        tag.value = QStringLiteral("chain");
        tag.baseRev = 1;
        tag.at = kNow;
        for (const size_t n : { 1u, 2u }) {
            tag.lead = outcomes[n].id;
            QVERIFY(m_db->write([&](Connection &c) {
                            return LeadRepository::patch(c, tag.lead, 1, std::span(&tag, 1), ada, kNow);
                        })
                        .result());
        }
        const auto facets
            = m_db->read([](Connection &c) { return LeadRepository::facets(c, {}, Reach::everything()); }).result();
        QVERIFY(facets);
        QCOMPARE(facets->total, 20'799);
        QCOMPARE(facets->tag, (std::vector<domain::FacetCount> { { QStringLiteral("chain"), 2 } }));
        QCOMPARE(facets->task.size(), 16u);
        QCOMPARE(facets->task.front().count, 1'300);
        QCOMPARE(facets->task.back(), (domain::FacetCount { tasks.last().toString(), 1'299 }));
    }
};

LEADLINE_STORE_TEST_MAIN(TestLeadRepository)
#include "tst_lead_repository.moc"
