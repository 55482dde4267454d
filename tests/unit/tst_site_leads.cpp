#include "sources/site_leads.h"

#include <QtTest>

#include <map>
#include <set>

using namespace leadline;
using crawl::LinkPriority;
using domain::ContactKind;
using domain::ContactPoint;
using domain::FoundLead;
using sources::SiteLeads;

class TestSiteLeads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pages_ofOneBusiness_giveOneLead();
    void increments_holdOnlyWhatIsNew();
    void structuredBusiness_alone_describesTheSite();
    void structuredBusinesses_several_giveLeadsOfTheirOwn();
    void directoryWithoutStructure_givesALeadPerCard_andLosesNothing();
    void card_seenAgain_getsMoreEvidence();
    void hundredsOfOwnMailboxes_stayWithTheSite();
    void interruption_atAnyPage_changesNothing_data();
    void interruption_atAnyPage_changesNothing();
    void memory_ofAnotherVersion_isPassedOver();
    void wishForPhone_holdsTheLeadBackUntilThereIsOne();
    void junkOnly_givesNoLead();
    void twoThousandPages_areNotQuadratic();
};

namespace {

ContactPoint contact(ContactKind kind, const QString &value, const QString &page, int confidence = 80)
{
    ContactPoint point;
    point.kind = kind;
    point.value = value;
    point.evidence.push_back({ page, domain::ExtractionLayer::Text, confidence, domain::fromMilliseconds(1), value });
    return point;
}

extract::PageReading page(const QString &url, const QStringList &emails, const QStringList &phones)
{
    extract::PageReading reading;
    reading.heading = QStringLiteral("Heading of ") + url.section(u'/', -1);
    for (const QString &email : emails)
        reading.contacts.push_back(contact(ContactKind::Email, email, url));
    for (const QString &phone : phones)
        reading.contacts.push_back(contact(ContactKind::Phone, phone, url));
    return reading;
}

/// A site being read, and every increment it gave.
struct Site
{
    explicit Site(sources::LeadWishes wishes = {})
        : leads({ "werkstatt.de", "/" }, "https://werkstatt.de/", wishes)
    { }

    int read(const QString &path, extract::PageReading reading, LinkPriority priority = LinkPriority::Plain)
    {
        const size_t before = increments.size();
        leads.add(std::move(reading), "https://werkstatt.de" + path.toStdString(), priority, increments);
        return static_cast<int>(increments.size() - before);
    }
    int read(const QString &path, const QStringList &emails, const QStringList &phones,
        LinkPriority priority = LinkPriority::Plain)
    {
        return read(path, page(QStringLiteral("https://werkstatt.de") + path, emails, phones), priority);
    }
    [[nodiscard]] std::map<QString, std::set<QString>> byLead() const
    {
        std::map<QString, std::set<QString>> all;
        for (const FoundLead &lead : increments) {
            auto &values = all[lead.profileKey];
            for (const ContactPoint &point : lead.found.contacts)
                values.insert(point.value);
        }
        return all;
    }

    SiteLeads leads;
    std::vector<FoundLead> increments;
};

/// One page of a site that a test reads.
struct Step
{
    QString path;
    extract::PageReading reading;
    LinkPriority priority = LinkPriority::Plain;
};

extract::Business business(const QString &name, const QString &street, const std::vector<ContactPoint> &contacts = {})
{
    extract::Business found;
    found.name = name;
    found.address.street = street;
    found.contacts = contacts;
    return found;
}

QString number(int n)
{
    return QStringLiteral("+4930%1").arg(9000000 + n);
}

} // namespace

void TestSiteLeads::pages_ofOneBusiness_giveOneLead()
{
    Site site;
    QCOMPARE(site.read(QStringLiteral("/"), {}, {}, LinkPriority::Start), 0);
    QCOMPARE(
        site.read(QStringLiteral("/kontakt"), { QStringLiteral("info@werkstatt.de") }, { number(1) }, LinkPriority::Contact),
        1);
    QCOMPARE(site.read(QStringLiteral("/team"), { QStringLiteral("anna@werkstatt.de"), QStringLiteral("b@werkstatt.de") },
                 { number(2) }),
        1);
    QCOMPARE(
        site.read(QStringLiteral("/impressum"), { QStringLiteral("web@agentur.com") }, { number(3) }, LinkPriority::Imprint),
        1);
    QCOMPARE(site.byLead().size(), size_t { 1 });
    QCOMPARE(site.byLead()[QStringLiteral("web:werkstatt.de")].size(), size_t { 7 });
    QCOMPARE(site.increments.back().found.email.section(u'@', 1), QStringLiteral("werkstatt.de"));
    QCOMPARE(site.leads.leadCount(), 1);
}

void TestSiteLeads::increments_holdOnlyWhatIsNew()
{
    Site site;
    site.read(QStringLiteral("/a"), { QStringLiteral("info@werkstatt.de") }, { number(1) });
    QCOMPARE(site.increments.back().found.contacts.size(), size_t { 2 });
    site.read(QStringLiteral("/b"), { QStringLiteral("b@werkstatt.de") }, {});
    QCOMPARE(site.increments.back().found.contacts.size(), size_t { 1 });
    QVERIFY(!site.increments.back().found.phone.isEmpty()); // what is known by now
    // The footer of every page: five places are evidence enough, then there is nothing new to tell.
    int told = 0;
    for (int i = 0; i < 100; ++i)
        told += site.read(QStringLiteral("/p%1").arg(i), { QStringLiteral("info@werkstatt.de") }, {});
    QVERIFY2(told <= 5, qPrintable(QString::number(told)));
}

void TestSiteLeads::structuredBusiness_alone_describesTheSite()
{
    Site site;
    extract::PageReading reading
        = page(QStringLiteral("https://werkstatt.de/"), { QStringLiteral("info@werkstatt.de") }, {});
    extract::Business business;
    business.name = QStringLiteral("Werkstatt Nord");
    business.category = QStringLiteral("Auto repair");
    business.address.city = QStringLiteral("Kiel");
    reading.businesses.push_back(business);
    site.read(QStringLiteral("/"), reading, LinkPriority::Start);
    site.read(QStringLiteral("/b"), reading);
    QCOMPARE(site.byLead().size(), size_t { 1 });
    const domain::FoundData &found = site.increments.back().found;
    QCOMPARE(found.name, QStringLiteral("Werkstatt Nord"));
    QCOMPARE(found.category, QStringLiteral("Auto repair"));
    QCOMPARE(found.address.city, QStringLiteral("Kiel"));
}

void TestSiteLeads::structuredBusinesses_several_giveLeadsOfTheirOwn()
{
    Site site;
    extract::PageReading reading;
    for (int i = 0; i < 3; ++i) {
        extract::Business business;
        business.name = QStringLiteral("Filiale");
        business.address.city = i == 0 ? QStringLiteral("Köln") : QStringLiteral("Bonn");
        business.address.street = QStringLiteral("Weg %1").arg(i);
        business.contacts.push_back(contact(ContactKind::Phone, number(i), QStringLiteral("https://werkstatt.de/filialen")));
        reading.contacts.push_back(business.contacts.front());
        reading.businesses.push_back(business);
    }
    reading.contacts.push_back(
        contact(ContactKind::Email, QStringLiteral("info@werkstatt.de"), QStringLiteral("https://werkstatt.de/filialen")));
    site.read(QStringLiteral("/filialen"), std::move(reading));
    const auto leads = site.byLead();
    QCOMPARE(leads.size(), size_t { 4 });
    QCOMPARE(leads.at(QStringLiteral("web:werkstatt.de")), (std::set<QString> { QStringLiteral("info@werkstatt.de") }));
    QCOMPARE(leads.at(QStringLiteral("biz:werkstatt.de#filiale")), (std::set<QString> { number(0) }));
    QCOMPARE(leads.at(QStringLiteral("biz:werkstatt.de#filiale-bonn")), (std::set<QString> { number(1) }));
    QCOMPARE(leads.at(QStringLiteral("biz:werkstatt.de#filiale-bonn-weg-2")), (std::set<QString> { number(2) }));
}

void TestSiteLeads::directoryWithoutStructure_givesALeadPerCard_andLosesNothing()
{
    Site site;
    std::set<QString> wanted;
    site.read(QStringLiteral("/"), { QStringLiteral("redaktion@werkstatt.de") }, { number(0) }, LinkPriority::Start);
    wanted.insert({ QStringLiteral("redaktion@werkstatt.de"), number(0) });
    for (int i = 1; i <= 500; ++i) {
        const QString email = QStringLiteral("office@firm%1.de").arg(i);
        site.read(QStringLiteral("/firma/%1.html").arg(i), { email, QStringLiteral("redaktion@werkstatt.de") },
            { number(i), number(0) });
        wanted.insert({ email, number(i) });
    }
    const auto leads = site.byLead();
    QCOMPARE(leads.size(), size_t { 501 });
    std::set<QString> got;
    for (const auto &[key, values] : leads)
        got.insert(values.begin(), values.end());
    QVERIFY(got == wanted);
    QCOMPARE(leads.at(QStringLiteral("biz:werkstatt.de#firma-7-html")).size(), size_t { 2 });
    const auto card = std::find_if(site.increments.begin(), site.increments.end(),
        [](const FoundLead &lead) { return lead.profileKey == u"biz:werkstatt.de#firma-7-html"; });
    QCOMPARE(card->found.name, QStringLiteral("Heading of 7.html"));
    QCOMPARE(card->found.email, QStringLiteral("office@firm7.de"));
}

void TestSiteLeads::card_seenAgain_getsMoreEvidence()
{
    Site site;
    site.read(QStringLiteral("/"), { QStringLiteral("redaktion@werkstatt.de") }, {}, LinkPriority::Start);
    site.read(QStringLiteral("/a"), { QStringLiteral("x@a.de") }, { number(1) });
    site.read(QStringLiteral("/liste"), { QStringLiteral("x@a.de") }, { number(1) });
    QCOMPARE(site.byLead().size(), size_t { 2 });
    QCOMPARE(site.increments.back().profileKey, QStringLiteral("biz:werkstatt.de#a"));
    QCOMPARE(site.increments.back().found.contacts.at(0).evidence.size(), size_t { 2 });
}

void TestSiteLeads::hundredsOfOwnMailboxes_stayWithTheSite()
{
    Site site;
    for (int i = 0; i < 300; ++i)
        site.read(QStringLiteral("/team/%1").arg(i), { QStringLiteral("person%1@werkstatt.de").arg(i) }, {});
    QCOMPARE(site.byLead().size(), size_t { 1 });
    QCOMPARE(site.byLead()[QStringLiteral("web:werkstatt.de")].size(), size_t { 300 });
}

void TestSiteLeads::interruption_atAnyPage_changesNothing_data()
{
    QTest::addColumn<int>("wish");
    QTest::addColumn<QString>("site");
    for (const char *site :
        { "business on every page", "directory with structure", "directory of cards", "names and places" })
        QTest::newRow(site) << 0 << QString::fromLatin1(site);
    QTest::newRow("phone comes last") << 1 << QStringLiteral("names and places");
}

namespace {

std::vector<Step> siteCalled(const QString &name)
{
    const QString base = QStringLiteral("https://werkstatt.de");
    std::vector<Step> steps;
    const auto add = [&](const QString &path, const QStringList &emails, const QStringList &phones,
                         LinkPriority priority = LinkPriority::Plain) -> extract::PageReading & {
        steps.push_back({ path, page(base + path, emails, phones), priority });
        return steps.back().reading;
    };
    const QString own = QStringLiteral("info@werkstatt.de");
    add(QStringLiteral("/"), { own }, {}, LinkPriority::Start).title = QStringLiteral("Werkstatt Nord | Home");
    if (name == QStringLiteral("business on every page")) {
        const std::vector<extract::Business> businesses { business(
            QStringLiteral("Werkstatt Nord"), QStringLiteral("Weg 1")) };
        steps.front().reading.businesses = businesses;
        for (int i = 0; i < 4; ++i)
            add(QStringLiteral("/p%1").arg(i), { own }, { number(1) }).businesses = businesses;
    } else if (name == QStringLiteral("directory with structure")) {
        for (int i = 0; i < 6; ++i) {
            const QString path = QStringLiteral("/b%1").arg(i);
            extract::PageReading &reading = add(path, {}, { number(i) });
            const QString called = i < 4 ? QStringLiteral("Filiale") : QStringLiteral("Lager");
            reading.businesses = { business(called, QStringLiteral("Gasse %1").arg(i % 5), reading.contacts) };
            if (i == 1)
                reading.businesses.push_back(business(QStringLiteral("Lager"), QStringLiteral("Gasse 4")));
        }
    } else if (name == QStringLiteral("directory of cards")) {
        for (int i = 1; i < 5; ++i)
            add(QStringLiteral("/firma/%1").arg(i), { QStringLiteral("x@firm%1.de").arg(i % 3), own }, { number(i % 3) });
        add(QStringLiteral("/liste"), { QStringLiteral("x@firm1.de"), QStringLiteral("x@firm2.de") }, { number(1) });
    } else {
        for (int i = 0; i < 3; ++i) {
            extract::PageReading &reading = add(QStringLiteral("/k%1").arg(i), { own },
                i == 2 ? QStringList { number(1) } : QStringList(), i == 1 ? LinkPriority::Imprint : LinkPriority::Plain);
            reading.title = QStringLiteral("Page %1 | Werkstatt Nord").arg(i);
            reading.addresses
                = { { QStringLiteral("Weg %1").arg(i), QStringLiteral("24103"), QStringLiteral("Kiel"), {}, {} } };
        }
    }
    return steps;
}

/// Everything that was told of a site, as the store puts it together.
QStringList told(const std::vector<FoundLead> &increments)
{
    std::map<QString, FoundLead> leads;
    for (const FoundLead &increment : increments) {
        const auto [at, isNew] = leads.try_emplace(increment.profileKey, increment);
        if (isNew)
            continue;
        std::vector<ContactPoint> contacts = std::move(at->second.found.contacts);
        for (const ContactPoint &point : increment.found.contacts)
            extract::mergeContact(contacts, point);
        at->second = increment;
        at->second.found.contacts = std::move(contacts);
    }
    QStringList lines;
    for (const auto &[key, lead] : leads) {
        const domain::FoundData &found = lead.found;
        QStringList values;
        for (const ContactPoint &point : found.contacts)
            values.append(QStringLiteral("%1*%2").arg(point.value).arg(point.evidence.size()));
        values.sort();
        lines.append(QStringList { key, found.name, found.email, found.phone, found.address.street, values.join(u' '),
            QString::number(found.score) }
                         .join(u" | "));
    }
    return lines;
}

} // namespace

/// Cut anywhere, once or twice, a run is taken up by another as if it had been one.
void TestSiteLeads::interruption_atAnyPage_changesNothing()
{
    QFETCH(int, wish);
    QFETCH(QString, site);
    const sources::LeadWishes wishes { wish == 1, false };
    const std::vector<Step> steps = siteCalled(site);
    Site calm(wishes);
    for (const Step &step : steps)
        calm.read(step.path, step.reading, step.priority);
    QVERIFY(!calm.increments.empty());
    for (size_t first = 1; first < steps.size(); ++first) {
        for (size_t second = first; second < steps.size(); ++second) {
            std::map<std::string, std::string> kept;
            std::vector<FoundLead> increments;
            auto run = std::make_unique<Site>(wishes);
            for (size_t i = 0; i < steps.size(); ++i) {
                if (i == first || i == second) {
                    std::vector<crawl::SiteMemo> memory;
                    memory.reserve(kept.size());
                    for (const auto &[key, value] : kept)
                        memory.push_back({ key, value });
                    run = std::make_unique<Site>(wishes);
                    run->leads.recall(memory);
                }
                run->read(steps[i].path, steps[i].reading, steps[i].priority);
                std::ranges::move(std::exchange(run->increments, {}), std::back_inserter(increments));
                for (crawl::SiteMemo &memo : run->leads.takeLearnt())
                    kept[memo.key] = std::move(memo.value);
            }
            QCOMPARE(told(increments), told(calm.increments));
            QCOMPARE(run->leads.leadCount(), calm.leads.leadCount());
            QCOMPARE(run->leads.emails(), calm.leads.emails());
            QCOMPARE(run->leads.phones(), calm.leads.phones());
        }
    }
}

void TestSiteLeads::memory_ofAnotherVersion_isPassedOver()
{
    Site before;
    before.read(QStringLiteral("/"), { QStringLiteral("info@werkstatt.de") }, {}, LinkPriority::Start);
    std::vector<crawl::SiteMemo> memory = before.leads.takeLearnt();
    for (crawl::SiteMemo &memo : memory) {
        if (memo.key == "S")
            memo.value[3] = 99;
    }
    Site after;
    after.leads.recall(memory);
    QCOMPARE(after.leads.leadCount(), 0);
    after.leads.recall({ { "S", "" }, { "L7", "x" }, { "C999999:1", "" }, { "", "" } });
    QCOMPARE(after.leads.leadCount(), 0);
}

void TestSiteLeads::wishForPhone_holdsTheLeadBackUntilThereIsOne()
{
    Site site({ true, false });
    QCOMPARE(site.read(QStringLiteral("/"), { QStringLiteral("info@werkstatt.de") }, {}, LinkPriority::Start), 0);
    QCOMPARE(site.leads.leadCount(), 0);
    QCOMPARE(site.read(QStringLiteral("/kontakt"), {}, { number(1) }, LinkPriority::Contact), 1);
    QCOMPARE(site.increments.back().found.contacts.size(), size_t { 2 });
}

void TestSiteLeads::junkOnly_givesNoLead()
{
    Site site;
    extract::PageReading reading = page(QStringLiteral("https://werkstatt.de/"), { QStringLiteral("logo@2x.png") }, {});
    reading.contacts[0].junk = true;
    reading.contacts[0].junkReason = QStringLiteral("image-name");
    QCOMPARE(site.read(QStringLiteral("/"), std::move(reading), LinkPriority::Start), 0);
    QCOMPARE(site.leads.junk(), 1);
}

void TestSiteLeads::twoThousandPages_areNotQuadratic()
{
    // Ten times the pages may cost ten times the time, with room for a busy cache, not a hundred times. The best of some
    // tries counts, since other work on the machine only adds.
    const auto once = [](int pages) {
        Site site;
        const auto begun = leadline::tests::cpuTime();
        for (int i = 0; i < pages; ++i)
            site.read(QStringLiteral("/p%1").arg(i),
                { QStringLiteral("a%1@werkstatt.de").arg(i), QStringLiteral("info@werkstatt.de") }, { number(i) });
        return qint64((leadline::tests::cpuTime() - begun).count());
    };
    const auto cost = [&](int pages) {
        qint64 best = once(pages);
        for (int i = 0; i < 4; ++i)
            best = std::min(best, once(pages));
        return best;
    };
    const qint64 small = std::max<qint64>(cost(200), 1);
    const qint64 large = cost(2000);
    QVERIFY2(large < small * 40, qPrintable(QStringLiteral("%1 and %2 ms").arg(small / 1000).arg(large / 1000)));
}

QTEST_APPLESS_MAIN(TestSiteLeads)
#include "tst_site_leads.moc"
