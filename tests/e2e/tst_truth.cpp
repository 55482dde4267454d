#include "backend/demo/demo_site_server.h"
#include "e2e/truth_score.h"
#include "extract/page_reader.h"
#include "sources/crawl_session.h"
#include "sources/site_plan.h"

#include <QElapsedTimer>
#include <QTest>

using namespace leadline;
using namespace Qt::StringLiterals;

namespace {

constexpr int kDeadlineMs = 100000;
constexpr int kPageBudget = 20;

/// Puts increments together as the store does.
void merge(domain::FoundData &into, const domain::FoundData &found)
{
    const auto take = [](QString &field, const QString &value) {
        if (!value.isEmpty())
            field = value;
    };
    take(into.name, found.name);
    take(into.email, found.email);
    take(into.phone, found.phone);
    if (!found.address.isEmpty())
        into.address = found.address;
    for (const domain::ContactPoint &contact : found.contacts)
        extract::mergeContact(into.contacts, contact);
}

} // namespace

/// Crawls the whole demo site through the real crawl and extraction and compares what is found with truth.json.
class TruthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        auto started = backend::DemoSiteServer::start();
        QVERIFY(started);
        const auto server = std::move(*started);
        sources::CrawlSetup setup;
        setup.limits.delayMs = 0;
        setup.limits.maxPagesPerSite = kPageBudget;
        setup.addresses.hostMap = server->hostMap();
        seeds = server->seeds();
        const sources::SitePlan plan = sources::planSites(seeds, setup.limits, setup.addresses);
        QVERIFY(plan.refused.empty());
        QCOMPARE(int(plan.jobs.size()), int(seeds.size()));

        bool over = false;
        sources::CrawlEnd end = sources::CrawlEnd::Failed;
        std::unique_ptr<sources::CrawlSession> crawl;
        // Events come from the crawl's thread.
        sources::CrawlSession::Events events;
        events.batch = [&](sources::CrawlBatch &&arrived) {
            QMetaObject::invokeMethod(this, [&, batch = std::make_shared<sources::CrawlBatch>(std::move(arrived))] {
                take(*batch);
                crawl->acknowledge(batch->number);
            });
        };
        events.finished = [&](sources::CrawlEnd how, const QString &) {
            QMetaObject::invokeMethod(this, [&, how] {
                end = how;
                over = true;
            });
        };
        QElapsedTimer clock;
        clock.start();
        auto session = sources::CrawlSession::start(setup, std::move(events), {});
        QVERIFY(session);
        crawl = std::move(*session);
        crawl->addJobs(plan.jobs);
        crawl->closeJobs();
        QTRY_VERIFY_WITH_TIMEOUT(over, kDeadlineMs);
        QVERIFY(end == sources::CrawlEnd::Completed);
        qInfo().noquote() << pagesRead << "pages of" << ends.size() << "sites," << leads.size() << "leads in"
                          << clock.elapsed() << "ms";
    }

    void score_everyKind_reachesItsThreshold()
    {
        e2e::TruthScore truth(QStringLiteral(LEADLINE_SOURCE_DIR "/resources/demo-site/truth.json"));
        QVERIFY(truth.sites().size() > 80);
        truth.score(leads);
        const QString report = truth.table() + truth.misses().join(u'\n');
        qInfo().noquote().nospace() << '\n' << report;
        struct Threshold
        {
            const char16_t *kind;
            double precision;
            double recall;
        };
        for (const Threshold &least : { Threshold { u"email", 0.99, 0.98 }, { u"phone", 0.99, 0.98 },
                 { u"social", 0.99, 0.98 }, { u"name", 0.97, 0.97 }, { u"address", 0.97, 0.95 },
                 { u"chosen email", 0.98, 0.98 }, { u"chosen phone", 0.98, 0.98 }, { u"listed", 1, 1 } }) {
            const e2e::Tally tally = truth.tally(QString::fromUtf16(least.kind));
            QVERIFY(tally.right > 0);
            QVERIFY2(tally.precision() >= least.precision && tally.recall() >= least.recall, qPrintable(report));
        }
    }

    void contacts_evidence_namesAPageOfItsSite()
    {
        for (auto lead = leads.begin(); lead != leads.end(); ++lead) {
            const QString host = lead.key().mid(4).section(u'/', 0, 0).section(u'#', 0, 0);
            for (const domain::ContactPoint &contact : lead->contacts) {
                QVERIFY(!contact.evidence.empty());
                QVERIFY(contact.evidence.size() <= 5);
                for (const domain::Evidence &evidence : contact.evidence) {
                    QVERIFY2(evidence.pageUrl.startsWith(u"http://"_s + host + u'/'), qPrintable(evidence.pageUrl));
                    QVERIFY(evidence.confidence > 0 && evidence.confidence <= 100);
                    QVERIFY(evidence.snippet.size() <= 160);
                }
            }
        }
    }

    void crawl_forbiddenPages_areNeverRead()
    {
        int blocked = 0;
        for (const crawl::PageReport &page : pages) {
            const bool forbidden = page.url.find("/intern/") != std::string::npos
                || page.url.find("closed-doors.example") != std::string::npos
                || page.url.find("robots-unwell.example") != std::string::npos;
            if (forbidden) {
                QVERIFY2(page.state == crawl::UrlState::Blocked, page.url.c_str());
                QVERIFY(page.reason == domain::SourceOutcome::Robots);
                ++blocked;
            }
        }
        QVERIFY(blocked >= 5);
        QVERIFY(outcome(u"http://closed-doors.example/"_s) == domain::SourceOutcome::Robots);
        QVERIFY(outcome(u"http://robots-unwell.example/"_s) == domain::SourceOutcome::Robots);
        QVERIFY(!leads.contains(u"web:closed-doors.example"_s));
        QVERIFY(!leads.contains(u"web:robots-unwell.example"_s));
    }

    void crawl_siteWithNothing_isEmpty()
    {
        QVERIFY(outcome(u"http://silent-garden.example/"_s) == domain::SourceOutcome::Empty);
        QVERIFY(!leads.contains(u"web:silent-garden.example"_s));
    }

    void crawl_otherSites_end()
    {
        QCOMPARE(ends.size(), seeds.size());
        for (int index = 0; index < seeds.size(); ++index) {
            const QString &seed = seeds.at(index);
            if (!seed.contains(u"closed-doors") && !seed.contains(u"robots-unwell") && !seed.contains(u"silent-garden"))
                QVERIFY2(ends.value(index).outcome == domain::SourceOutcome::Ok,
                    qPrintable(seed + u' ' + ends.value(index).evidence.english()));
            QVERIFY(!ends.value(index).evidence.isEmpty());
        }
    }

    void crawl_calendars_stayWithinThePageBudget()
    {
        for (const char *host : { "notional-gallery.example", "gasthof-zum-platzhalter.example" }) {
            int read = 0;
            for (const crawl::PageReport &page : pages)
                read += page.url.find(host) != std::string::npos && page.state == crawl::UrlState::Done;
            QVERIFY(read <= kPageBudget);
            QVERIFY(read > 3);
        }
    }

    void crawl_noAddress_isReportedTwice()
    {
        QSet<std::pair<int, QByteArray>> seen;
        for (const crawl::PageReport &page : pages) {
            const std::pair<int, QByteArray> key(page.site, QByteArray::fromStdString(page.url));
            QVERIFY2(!seen.contains(key), page.url.c_str());
            seen.insert(key);
        }
    }

private:
    void take(const sources::CrawlBatch &batch)
    {
        for (const sources::SiteLead &lead : batch.leads)
            merge(leads[lead.lead.profileKey], lead.lead.found);
        for (const crawl::PageReport &page : batch.pages) {
            pages.push_back(page);
            pagesRead += page.state == crawl::UrlState::Done;
        }
        for (const crawl::SiteEnd &siteEnd : batch.ends)
            ends.insert(siteEnd.site, siteEnd);
    }

    [[nodiscard]] domain::SourceOutcome outcome(const QString &seed) const
    {
        return ends.value(int(seeds.indexOf(seed))).outcome;
    }

    QStringList seeds;
    e2e::Leads leads;
    std::vector<crawl::PageReport> pages;
    QMap<int, crawl::SiteEnd> ends;
    int pagesRead = 0;
};

QTEST_GUILESS_MAIN(TruthTest)
#include "tst_truth.moc"
