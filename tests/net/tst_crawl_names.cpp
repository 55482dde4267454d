#include "support/crawl_record.h"
#include "support/script_server.h"

#include <QtTest>

#include <netdb.h>

using namespace leadline;
using domain::SourceOutcome;
using tests::CrawlRecord;
using tests::kContacts;
using tests::ScriptServer;
using tests::workshopPage;

/// What a crawl makes of name servers that do not answer.
class TestCrawlNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failure_temporary_isAskedAgainUntilItIsAnswered();
    void failure_temporaryThatStays_isAnOutcomeOfItsOwn();
    void failure_temporary_doesNotHoldUpPauseNorStop();
    void code_ofTheSystem_tellsWhatIsTemporary();
};

namespace {

/// Says some times that nobody answered, then that the name is this machine.
class TiredResolver final : public crawl::Resolver
{
public:
    struct Script
    {
        std::atomic<int> failures { 0 }; ///< before the answer
        std::atomic<int> asked { 0 };
    };
    explicit TiredResolver(std::shared_ptr<Script> script)
        : m_script(std::move(script))
    { }
    void resolve(const std::string &, std::function<void(crawl::Resolution)> done) override
    {
        if (m_script->asked++ < m_script->failures)
            done({ {}, "Temporary failure in name resolution", true });
        else
            done({ { *crawl::IpAddress::fromText("127.0.0.1") }, {}, false });
    }

private:
    std::shared_ptr<Script> m_script;
};

const crawl::NameBackOff kSoon { { std::chrono::milliseconds(1), std::chrono::milliseconds(3),
    std::chrono::milliseconds(9) } };

} // namespace

void TestCrawlNames::failure_temporary_isAskedAgainUntilItIsAnswered()
{
    ScriptServer server;
    server.page("/", workshopPage(kContacts));
    const auto script = std::make_shared<TiredResolver::Script>();
    script->failures = 3;
    CrawlRecord record;
    record.nameBackOff = kSoon;
    record.resolver = std::make_unique<TiredResolver>(script);
    record.start(QStringList { QStringLiteral("http://tired.example:%1/").arg(server.port()) });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Ok);
    QCOMPARE(script->asked.load(), 4);
}

/// Which is another outcome than a host that does not exist: nothing is known about it.
void TestCrawlNames::failure_temporaryThatStays_isAnOutcomeOfItsOwn()
{
    const auto script = std::make_shared<TiredResolver::Script>();
    script->failures = 1000;
    CrawlRecord record;
    record.nameBackOff = kSoon;
    record.resolver = std::make_unique<TiredResolver>(script);
    record.start(QStringList { QStringLiteral("tired.example") });
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.firstEnd().outcome, SourceOutcome::Unresolved);
    QCOMPARE(record.firstEnd().evidence.english(),
        QStringLiteral("no name server answered for tired.example (Temporary failure in name resolution), asked 4 times"));
    // Once ahead of its turn, and then as often as that says; the other scheme has no other name.
    QVERIFY(script->asked >= 4 && script->asked <= 5);
}

void TestCrawlNames::failure_temporary_doesNotHoldUpPauseNorStop()
{
    const auto script = std::make_shared<TiredResolver::Script>();
    script->failures = 1000;
    CrawlRecord record;
    record.nameBackOff.longest = { std::chrono::hours(1) };
    record.resolver = std::make_unique<TiredResolver>(script);
    record.start(QStringList { QStringLiteral("tired.example") });
    QTRY_VERIFY(script->asked >= 1);
    record.session->pause();
    QTRY_COMPARE(record.paused.load(), 1);
    record.session->resume();
    record.session->stop();
    QTRY_VERIFY(record.finished);
    QCOMPARE(record.end.load(), sources::CrawlEnd::Stopped);
    QVERIFY(record.ends.empty());
}

void TestCrawlNames::code_ofTheSystem_tellsWhatIsTemporary()
{
    QVERIFY(crawl::resolutionOf(EAI_AGAIN, nullptr).temporary);
    QVERIFY(!crawl::resolutionOf(EAI_NONAME, nullptr).temporary);
    QVERIFY(!crawl::resolutionOf(EAI_FAIL, nullptr).temporary);
    QVERIFY(!crawl::resolutionOf(EAI_NONAME, nullptr).error.empty());
    QVERIFY(crawl::resolutionOf(0, nullptr).addresses.empty());
}

QTEST_GUILESS_MAIN(TestCrawlNames)
#include "tst_crawl_names.moc"
