#include "sources/frame_codec.h"

#include <QtTest>

using namespace leadline;
using namespace leadline::sources;

class TestFrameCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void batch_roundTrip_keepsEverything();
    void setupAndJobs_roundTrip_keepEverything();
    void reader_bytesOneByOne_findsEveryFrame();
    void reader_lengthBeyondTheLimit_fails();
    void reader_countBeyondTheFrame_failsWithoutAllocating();
    void reader_unknownEnumValue_fails();
    void reader_anyDamage_neverCrashes();
};

namespace {

CrawlBatch sampleBatch()
{
    domain::ContactPoint contact;
    contact.kind = domain::ContactKind::Phone;
    contact.value = QStringLiteral("+4930123");
    contact.display = QStringLiteral("030 123");
    contact.label = QStringLiteral("Büro");
    contact.evidence.push_back({ QStringLiteral("https://e.com/k"), domain::ExtractionLayer::TelLink, 95,
        domain::fromMilliseconds(1), QStringLiteral("Tel. 030 123 – 日本") });
    SiteLead lead;
    lead.site = 3;
    lead.lead.profileKey = QStringLiteral("web:e.com");
    lead.lead.source = QStringLiteral("website");
    lead.lead.found.name = QStringLiteral("Bäckerei");
    lead.lead.found.latitude = 52.5;
    lead.lead.found.address.city = QStringLiteral("Berlin");
    lead.lead.found.scoreTerms.push_back({ QStringLiteral("phone"), 30 });
    lead.lead.found.contacts.push_back(contact);
    contact.junk = true;
    contact.junkReason = QStringLiteral("placeholder");
    lead.lead.found.contacts.push_back(contact);

    crawl::PageReport page;
    page.site = 3;
    page.url = "https://e.com/";
    page.finalUrl = "https://www.e.com/";
    page.depth = 2;
    page.state = crawl::UrlState::Failed;
    page.status = 503;
    page.reason = domain::SourceOutcome::RateLimited;
    page.note = QStringLiteral("busy");
    page.bytes = 1LL << 40;
    page.milliseconds = 12;
    page.discovered.push_back({ "https://e.com/k", 3, crawl::LinkPriority::Contact, crawl::UrlState::Pending });

    CrawlBatch batch;
    batch.number = 7;
    batch.pages.push_back(page);
    batch.leads.push_back(lead);
    batch.logs.push_back(
        { 3, domain::fromMilliseconds(99), domain::LogLevel::Warning, QStringLiteral("e.com"), QStringLiteral("slow") });
    batch.ends.push_back({ 3, domain::SourceOutcome::Empty, QStringLiteral("nothing") });
    return batch;
}

Frame decoded(const QByteArray &bytes)
{
    FrameReader reader;
    reader.append(bytes);
    auto frame = reader.next();
    return frame && *frame ? **frame : Frame(frames::Finished { CrawlEnd::Failed, QStringLiteral("not decoded") });
}

} // namespace

void TestFrameCodec::batch_roundTrip_keepsEverything()
{
    const CrawlBatch sent = sampleBatch();
    const Frame frame = decoded(encodeFrame(frames::Batch { sent }));
    QVERIFY(std::holds_alternative<frames::Batch>(frame));
    const CrawlBatch &got = std::get<frames::Batch>(frame).batch;
    QCOMPARE(got.number, sent.number);
    QCOMPARE(got.leads.size(), size_t { 1 });
    QCOMPARE(got.leads[0].site, 3);
    QVERIFY(got.leads[0].lead == sent.leads[0].lead);
    QCOMPARE(got.pages.size(), size_t { 1 });
    const crawl::PageReport &a = got.pages[0];
    const crawl::PageReport &b = sent.pages[0];
    QVERIFY(a.site == b.site && a.url == b.url && a.finalUrl == b.finalUrl && a.depth == b.depth && a.state == b.state
        && a.status == b.status && a.reason == b.reason && a.note == b.note && a.bytes == b.bytes
        && a.milliseconds == b.milliseconds && a.discovered == b.discovered);
    QCOMPARE(got.logs[0].message, sent.logs[0].message);
    QCOMPARE(got.logs[0].at, sent.logs[0].at);
    QCOMPARE(got.ends[0].evidence, sent.ends[0].evidence);
    QCOMPARE(got.ends[0].outcome, sent.ends[0].outcome);
}

void TestFrameCodec::setupAndJobs_roundTrip_keepEverything()
{
    CrawlSetup setup;
    setup.limits = { 12, 3, 5, 700, 9 };
    setup.addresses.allowedNetworks = { "127.0.0.0/8" };
    setup.addresses.ports = { 8080 };
    setup.addresses.hostMap = { { "*.demo.example", "127.0.0.1", 8901 } };
    setup.userAgent = QStringLiteral("Test/1");
    setup.defaultCountry = QStringLiteral("DE");
    setup.emailOnly = true;
    setup.extractionThreads = 3;
    const Frame frame = decoded(encodeFrame(frames::Setup { setup }));
    const auto *got = std::get_if<frames::Setup>(&frame);
    QVERIFY(got && got->setup.limits == setup.limits && got->setup.addresses == setup.addresses
        && got->setup.userAgent == setup.userAgent && got->setup.defaultCountry == setup.defaultCountry
        && got->setup.emailOnly && !got->setup.phoneOnly && got->setup.extractionThreads == 3);

    crawl::SiteJob job;
    job.index = 5;
    job.seed = "https://e.com/";
    job.schemeAssumed = true;
    job.scope = { "e.com", "/x/" };
    job.maxPages = 17;
    job.maxDepth = 2;
    job.pagesDone = 4;
    job.leadsBefore = 1;
    job.setAside = QStringLiteral("one page crashed");
    job.known.push_back({ "https://e.com/x/1", 1, crawl::LinkPriority::Team, crawl::UrlState::Done, 3 });
    job.memory.push_back({ "L0", std::string("\0a", 2) });
    const Frame second = decoded(encodeFrame(frames::Jobs { { job } }));
    const auto *jobs = std::get_if<frames::Jobs>(&second);
    QVERIFY(jobs && jobs->jobs.size() == 1);
    const crawl::SiteJob &read = jobs->jobs[0];
    QVERIFY(read.index == 5 && read.seed == job.seed && read.schemeAssumed && read.scope == job.scope && read.maxPages == 17
        && read.maxDepth == 2 && read.pagesDone == 4 && read.leadsBefore == 1 && read.setAside == job.setAside
        && read.known == job.known && read.memory == job.memory);
}

void TestFrameCodec::reader_bytesOneByOne_findsEveryFrame()
{
    const QByteArray stream = encodeFrame(frames::Pause {}) + encodeFrame(frames::Acknowledge { 41 })
        + encodeFrame(frames::Batch { sampleBatch() });
    FrameReader reader;
    std::vector<size_t> types;
    for (const char byte : stream) {
        reader.append(&byte, 1);
        const auto frame = reader.next();
        QVERIFY(frame);
        if (*frame)
            types.push_back((*frame)->index());
    }
    QCOMPARE(types,
        (std::vector<size_t> {
            Frame(frames::Pause {}).index(), Frame(frames::Acknowledge {}).index(), Frame(frames::Batch {}).index() }));
}

void TestFrameCodec::reader_lengthBeyondTheLimit_fails()
{
    FrameReader reader;
    reader.append(QByteArray::fromHex("ffffffff00"));
    QVERIFY(!reader.next());
    FrameReader empty;
    empty.append(QByteArray::fromHex("0000000000"));
    QVERIFY(!empty.next());
}

void TestFrameCodec::reader_countBeyondTheFrame_failsWithoutAllocating()
{
    // A list of jobs that claims 0x7fffffff entries in four bytes.
    const auto type = static_cast<char>(Frame(frames::Jobs {}).index());
    FrameReader reader;
    reader.append(QByteArray::fromHex("00000005") + QByteArray(1, type) + QByteArray::fromHex("7fffffff"));
    QVERIFY(!reader.next());
}

void TestFrameCodec::reader_unknownEnumValue_fails()
{
    QByteArray bytes = encodeFrame(frames::Finished { CrawlEnd::Completed, {} });
    bytes[5] = 9;
    FrameReader reader;
    reader.append(bytes);
    QVERIFY(!reader.next());
}

void TestFrameCodec::reader_anyDamage_neverCrashes()
{
    const QByteArray whole = encodeFrame(frames::Batch { sampleBatch() });
    QRandomGenerator random(20261123);
    for (int round = 0; round < 20000; ++round) {
        QByteArray bytes = whole;
        const int hits = random.bounded(1, 5);
        for (int i = 0; i < hits; ++i)
            bytes[random.bounded(4, static_cast<int>(bytes.size()))] = static_cast<char>(random.bounded(256));
        FrameReader reader;
        reader.append(bytes);
        static_cast<void>(reader.next());
    }
}

QTEST_APPLESS_MAIN(TestFrameCodec)
#include "tst_frame_codec.moc"
