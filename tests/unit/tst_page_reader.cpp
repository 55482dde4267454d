#include "extract/page_reader.h"
#include "unit/page_reader_pages.h"

#include <QTest>

#include <string>

using namespace leadline;
using namespace leadline::extract;
using namespace leadline::extract::pages;
using domain::ContactKind;
using domain::ContactPoint;
using domain::ExtractionLayer;

namespace {

PageReading read(const std::string &html, std::string_view country = {}, bool linked = false)
{
    PageInput page;
    page.body = html;
    page.url = "https://www.bakery.example/en/index.html";
    page.contentType = "text/html; charset=utf-8";
    page.defaultCountry = country;
    page.isLinkedContactPage = linked;
    page.fetchedAt = domain::fromMilliseconds(1'764'000'000'000);
    return readPage(page);
}

/// The page's usable values of a kind, sorted, joined by a space.
QString values(const PageReading &reading, ContactKind kind, bool junk = false)
{
    QStringList list;
    for (const ContactPoint &contact : reading.contacts) {
        if (contact.kind == kind && contact.junk == junk)
            list.append(contact.value);
    }
    list.sort();
    return list.join(QLatin1Char(' '));
}

const ContactPoint *find(const PageReading &reading, const QString &value)
{
    for (const ContactPoint &contact : reading.contacts) {
        if (contact.value == value)
            return &contact;
    }
    return nullptr;
}

} // namespace

class PageReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void email_everySpelling_isRead_data()
    {
        QTest::addColumn<QByteArray>("html");
        QTest::addColumn<QString>("expected");
        const QString info = QStringLiteral("info@bakery.example");
        QTest::newRow("mailto") << QByteArray("<a href='mailto:info@bakery.example'>Write</a>") << info;
        QTest::newRow("mailto upper case") << QByteArray("<a href='MAILTO:Info@Bakery.Example'>Write</a>") << info;
        QTest::newRow("mailto with subject")
            << QByteArray("<a href='mailto:info@bakery.example?subject=Hi%20there'>x</a>") << info;
        QTest::newRow("mailto percent-encoded") << QByteArray("<a href='mailto:%69nfo%40bakery.example'>x</a>") << info;
        QTest::newRow("mailto with slashes") << QByteArray("<a href='mailto://info@bakery.example'>x</a>") << info;
        QTest::newRow("mailto with name") << QByteArray("<a href='mailto:The%20Bakery%20%3Cinfo@bakery.example%3E'>x</a>")
                                          << info;
        QTest::newRow("mailto entities") << QByteArray("<a href='&#109;ailto:info&#64;bakery&#46;example'>x</a>") << info;
        QTest::newRow("mailto two recipients")
            << QByteArray("<a href='mailto:info@bakery.example,sales@bakery.example?cc=ceo@bakery.example'>x</a>")
            << QStringLiteral("ceo@bakery.example info@bakery.example sales@bakery.example");
        QTest::newRow("text") << QByteArray("<p>Mail: info@bakery.example.</p>") << info;
        QTest::newRow("text in brackets") << QByteArray("<p>(info@bakery.example)</p>") << info;
        QTest::newRow("entities") << QByteArray("<p>info&#64;bakery&#x2e;example</p>") << info;
        QTest::newRow("markup inside") << QByteArray("<p>info<b>@</b><span>bakery</span>.example</p>") << info;
        QTest::newRow("comment inside") << QByteArray("<p>info<!-- no spam -->@bakery.<!-- x -->example</p>") << info;
        QTest::newRow("hidden filler") << QByteArray("<p>info<span style='display:none'>REMOVE</span>@bakery.example</p>")
                                       << info;
        QTest::newRow("reversed") << QByteArray(
            "<p><span style='unicode-bidi:bidi-override;direction:rtl'>elpmaxe.yrekab@ofni</span></p>")
                                  << info;
        QTest::newRow("soft hyphen") << QByteArray("<p>info@bak&shy;ery.example</p>") << info;
        QTest::newRow("brackets") << QByteArray("<p>info [at] bakery [dot] example</p>") << info;
        QTest::newRow("parentheses tight") << QByteArray("<p>info(at)bakery(dot)example</p>") << info;
        QTest::newRow("only at disguised") << QByteArray("<p>info (at) bakery.example</p>") << info;
        QTest::newRow("bare words") << QByteArray("<p>info at bakery dot example</p>") << info;
        QTest::newRow("bare capitals") << QByteArray("<p>info AT bakery DOT example</p>") << info;
        QTest::newRow("German") << QByteArray("<p>info [\xc3\xa4t] bakery [punkt] example</p>") << info;
        QTest::newRow("French") << QByteArray("<p>info [arobase] bakery [point] example</p>") << info;
        QTest::newRow("Spanish") << QByteArray("<p>info (arroba) bakery (punto) example</p>") << info;
        QTest::newRow("Italian") << QByteArray("<p>info chiocciola bakery punto example</p>") << info;
        QTest::newRow("Polish") << QByteArray("<p>info (ma\xc5\x82pa) bakery (kropka) example</p>") << info;
        QTest::newRow("Czech") << QByteArray("<p>info (zavin\xc3\xa1\xc4\x8d) bakery (te\xc4\x8dka) example</p>") << info;
        QTest::newRow("Dutch") << QByteArray("<p>info [apenstaartje] bakery [punt] example</p>") << info;
        QTest::newRow("at sign in brackets") << QByteArray("<p>info[@]bakery.example</p>") << info;
        QTest::newRow("spaces around") << QByteArray("<p>info @ bakery.example</p>") << info;
        QTest::newRow("full width") << QByteArray("<p>info\xef\xbc\xa0"
                                                  "bakery.example</p>")
                                    << info;
        QTest::newRow("local with dot words")
            << QByteArray("<p>anna [dot] berg [at] bakery [dot] example</p>") << QStringLiteral("anna.berg@bakery.example");
        QTest::newRow("data attribute") << QByteArray("<a href='#' data-mail='info@bakery.example'>x</a>") << info;
        QTest::newRow("international host") << QByteArray("<p>info@b\xc3\xa4"
                                                          "ckerei.example</p>")
                                            << QStringLiteral("info@xn--bckerei-5wa.example");
        QTest::newRow("script is not text")
            << QByteArray("<script>var a = 'info@bakery.example'</script><style>info@bakery.example</style>") << QString();
        QTest::newRow("English sentence") << QByteArray("<p>Meet us at bakery.example or at work dot com</p>") << QString();
        QTest::newRow("at that point") << QByteArray(
            "<p>Since at that point all is done. The stack at the point it stopped.</p>")
                                       << QString();
        QTest::newRow("credentials in an address")
            << QByteArray("<p>https://user:pass@bakery.example/x http://me@bakery.example/</p>") << QString();
        QTest::newRow("country with second level only")
            << QByteArray("<p>info@bakery.co.za</p>") << QStringLiteral("info@bakery.co.za");
        QTest::newRow("handle") << QByteArray("<p>@bakery and @me@social.example</p>") << QString();
        QTest::newRow("package version") << QByteArray("<p>react@18.2.0</p>") << QString();
    }

    void email_everySpelling_isRead()
    {
        QFETCH(QByteArray, html);
        QFETCH(QString, expected);
        QCOMPARE(values(read(html.toStdString()), ContactKind::Email), expected);
    }

    void email_cloudflare_isDecoded()
    {
        // Key 0x42, then each byte of the address xor the key.
        std::string hex = "42";
        for (const char c : std::string("info@bakery.example")) {
            char pair[3];
            snprintf(pair, sizeof pair, "%02x", static_cast<unsigned char>(c) ^ 0x42);
            hex += pair;
        }
        const PageReading first = read("<a class='__cf_email__' data-cfemail='" + hex + "'>[email&#160;protected]</a>");
        QCOMPARE(values(first, ContactKind::Email), QStringLiteral("info@bakery.example"));
        const PageReading second = read("<a href='/cdn-cgi/l/email-protection#" + hex + "'>Write</a>");
        QCOMPARE(values(second, ContactKind::Email), QStringLiteral("info@bakery.example"));
        QCOMPARE(second.contacts.front().evidence.front().layer, ExtractionLayer::Cloudflare);
    }

    void email_junk_isKeptWithReason_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("reason");
        QTest::newRow("image") << QByteArray("logo@2x.png") << QStringLiteral("image-name");
        QTest::newRow("you") << QByteArray("you@bakery.example") << QStringLiteral("placeholder");
        QTest::newRow("example.com") << QByteArray("anna@example.com") << QStringLiteral("placeholder");
        QTest::newRow("German placeholder") << QByteArray("max.mustermann@firma.de") << QStringLiteral("placeholder");
        QTest::newRow("sentry") << QByteArray("a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6@o12345.ingest.sentry.io")
                                << QStringLiteral("machine-address");
        QTest::newRow("unknown suffix") << QByteArray("info@bakery.notatld") << QStringLiteral("unknown-suffix");
        QTest::newRow("git") << QByteArray("git@github.com") << QStringLiteral("machine-address");
    }

    void email_junk_isKeptWithReason()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, reason);
        const PageReading reading = read("<p>" + text.toStdString() + "</p>");
        QCOMPARE(reading.contacts.size(), size_t(1));
        QVERIFY(reading.contacts.front().junk);
        QCOMPARE(reading.contacts.front().junkReason, reason);
    }

    void phone_everySpelling_isRead_data()
    {
        QTest::addColumn<QByteArray>("html");
        QTest::addColumn<QByteArray>("country");
        QTest::addColumn<QString>("expected");
        const QString paris = QStringLiteral("+33142685300");
        const QString berlin = QStringLiteral("+493023125100");
        QTest::newRow("tel") << QByteArray("<a href='tel:+33-1-42-68-53-00'>Call</a>") << QByteArray() << paris;
        QTest::newRow("tel national") << QByteArray("<a href='tel:0142685300'>Call</a>") << QByteArray("FR") << paris;
        QTest::newRow("tel encoded") << QByteArray("<a href='tel:%2B33%201%2042%2068%2053%2000'>Call</a>") << QByteArray()
                                     << paris;
        QTest::newRow("tel 00") << QByteArray("<a href='tel:0033142685300'>Call</a>") << QByteArray("FR") << paris;
        QTest::newRow("callto") << QByteArray("<a href='callto:+33142685300'>Call</a>") << QByteArray() << paris;
        QTest::newRow("whatsapp") << QByteArray("<a href='https://wa.me/33142685300?text=Hi'>Chat</a>") << QByteArray()
                                  << paris;
        QTest::newRow("whatsapp api") << QByteArray("<a href='https://api.whatsapp.com/send?phone=33142685300'>x</a>")
                                      << QByteArray() << paris;
        QTest::newRow("international text") << QByteArray("<p>+33 1 42 68 53 00</p>") << QByteArray() << paris;
        QTest::newRow("labelled dots") << QByteArray("<p>T\xc3\xa9l. : 01.42.68.53.00</p>") << QByteArray("FR") << paris;
        QTest::newRow("labelled solid") << QByteArray("<p>T\xc3\xa9l 0142685300</p>") << QByteArray("FR") << paris;
        QTest::newRow("unlabelled blanks") << QByteArray("<p>01 42 68 53 00</p>") << QByteArray("FR") << paris;
        QTest::newRow("no-break blanks") << QByteArray("<p>01&nbsp;42&nbsp;68&#8239;53&#8201;00</p>") << QByteArray("FR")
                                         << paris;
        QTest::newRow("no-break hyphens") << QByteArray("<p>Fon 030&#8209;23125&#8209;100</p>") << QByteArray("DE")
                                          << berlin;
        QTest::newRow("split by markup") << QByteArray("<p>T\xc3\xa9l <b>01</b> <span>42 68</span> <i>53 00</i></p>")
                                         << QByteArray("FR") << paris;
        QTest::newRow("trunk zero in brackets") << QByteArray("<p>+49 (0)30 23125-100</p>") << QByteArray() << berlin;
        QTest::newRow("slash") << QByteArray("<p>Telefon 030/23125-100</p>") << QByteArray("DE") << berlin;
        QTest::newRow("label in cell before")
            << QByteArray("<table><tr><td>Telefon</td><td>030 23125 100</td></tr></table>") << QByteArray("DE") << berlin;
        QTest::newRow("label in dt") << QByteArray("<dl><dt>Telefon:</dt><dd>03023125100</dd></dl>") << QByteArray("DE")
                                     << berlin;
        QTest::newRow("two with slash") << QByteArray("<p>T\xc3\xa9l. 01 42 68 53 00 / 01 42 68 53 01</p>")
                                        << QByteArray("FR") << QStringLiteral("+33142685300 +33142685301");
        QTest::newRow("full width digits")
            << QByteArray("<p>T\xc3\xa9l \xef\xbc\x90\xef\xbc\x91 42 68 53 00</p>") << QByteArray("FR") << paris;
        QTest::newRow("US brackets") << QByteArray("<p>(212) 555-0142</p>") << QByteArray("US")
                                     << QStringLiteral("+12125550142");
        QTest::newRow("American on a page of another country")
            << QByteArray("<p>Carnegie Mellon, Pittsburgh, PA 15213-3890 (412) 268-4387, fax: (412) 268-7395</p>")
            << QByteArray("GB") << QStringLiteral("+14122684387 +14122687395");
        // A page of many countries has none of its own: national numbers need more than a likely one.
        QTest::newRow("many countries") << QByteArray(
            "<html lang=en><p>Germany: phone +49 531 512038</p><p>UK: phone 020 8943 6333</p>"
            "<p>Italy: phone 011 39 19 263</p><p>Sweden: phone +46 33 415783</p></html>")
                                        << QByteArray() << QStringLiteral("+442089436333 +4633415783 +49531512038");
        QTest::newRow("Spain") << QByteArray("<p>912 34 56 78</p>") << QByteArray("ES") << QStringLiteral("+34912345678");
        QTest::newRow("letter label with a full stop")
            << QByteArray("<p>T. 030 23125 100</p>") << QByteArray("DE") << berlin;
        QTest::newRow("letter label") << QByteArray("<p>T: 030 23125 100</p>") << QByteArray("DE") << berlin;
        QTest::newRow("reserved range labelled")
            << QByteArray("<p>Phone: 01632 960123</p>") << QByteArray("GB") << QStringLiteral("+441632960123");
    }

    void phone_everySpelling_isRead()
    {
        QFETCH(QByteArray, html);
        QFETCH(QByteArray, country);
        QFETCH(QString, expected);
        QCOMPARE(values(read(html.toStdString(), country.toStdString()), ContactKind::Phone), expected);
    }

    /// False phones are what ruins every other reader: each line here must give none.
    void phone_otherNumbers_areNotPhones_data()
    {
        QTest::addColumn<QByteArray>("html");
        QTest::addColumn<QByteArray>("country");
        const auto row = [](const char *name, const char *text, const char *country) {
            QTest::newRow(name) << QByteArray("<p>") + text + "</p>" << QByteArray(country);
        };
        row("EAN", "EAN 4006381333931", "DE");
        row("EAN alone", "4006381333931", "DE");
        row("ISBN", "ISBN 978-3-16-148410-0", "DE");
        row("SKU", "SKU 0302-3125-100", "DE");
        row("article", "Art.-Nr. 030 23125 100", "DE");
        row("order", "Bestellnummer: 0302 3125100", "DE");
        row("VAT", "USt-IdNr.: DE302312510", "DE");
        row("VAT France", "TVA FR 40 303 265 045", "FR");
        row("SIRET", "SIRET 732 829 320 00074", "FR");
        row("SIREN", "RCS Paris 732 829 320", "FR");
        row("IBAN", "IBAN DE89 3704 0044 0532 0130 00", "DE");
        row("IBAN unlabelled", "DE89 3704 0044 0532 0130 00", "DE");
        row("P. IVA", "P. IVA 01234567890", "IT");
        row("NIP", "NIP 525-000-12-34", "PL");
        row("REGON", "REGON 012345678", "PL");
        row("ICO", "I\xc4\x8cO: 27082440", "CZ");
        row("KvK", "KvK 01234567", "NL");
        row("company number", "Company No. 01234567", "GB");
        row("register", "Handelsregister HRB 0123456", "DE");
        row("register with a date", "Matriculada na Conservat\xc3\xb3ria sob o n.\xc2\xba 00390/20150101", "PT");
        row("register with a date, not told", "sob o n.\xc2\xba 00390/20150101", "PT");
        row("NIPC", "NIPC 212 397 000", "PT");
        row("file number", "Az. 030/20260131", "DE");
        row("date", "24.12.2026", "DE");
        row("date dashes", "2026-11-23", "DE");
        row("date range", "01.05.2026 - 30.09.2026", "DE");
        row("years", "1998-2026", "DE");
        row("opening hours", "08.00-12.00 13.00-17.00", "FR");
        row("opening hours colons", "09:00-12:30, 14:00-18:30", "FR");
        row("price", "1.299.000 \xe2\x82\xac", "DE");
        row("thousands", "12.345.678", "DE");
        row("coordinates", "48.856614, 2.352222", "FR");
        row("coordinates labelled", "GPS 52.520008 13.404954", "DE");
        row("IP address", "192.168.100.200", "DE");
        row("card", "4111 1111 1111 1111", "US");
        row("plain digits", "0302312510", "DE");
        row("identifier", "A0302312510", "DE");
        row("hash mark", "#030 23125 100", "DE");
        row("customer number", "Kundennummer 030 23125 100", "DE");
        row("tax number", "Steuernummer 30/231/25100", "DE");
        row("path", "<a href='/p/03023125100/x'>product/030-23125-100</a>", "DE");
        row("decimal", "Phone runtime 0.000114", "DE");
        row("section number", "Tel 1.2.3.4.5.6.7", "DE");
        row("hexadecimal dump", "c7 45 ec 01 00 00 00 05 movl", "FR");
        row("cell with a letter", "f | 0.001967", "DE");
        row("call in prose", "call on ARM 269144", "IT");
        row("standard", "GM/T 0004-2012", "DE");
        row("pages of a book", "Springer, p. 550-551", "DE");
        row("ZIP+4", "Boston, MA 02110-1301", "DE");
        row("program text", "VALUES('Alice','098-765-4321')", "FR");
        row("weight", "030 23125 100 kg", "DE");
    }

    void phone_otherNumbers_areNotPhones()
    {
        QFETCH(QByteArray, html);
        QFETCH(QByteArray, country);
        QCOMPARE(values(read(html.toStdString(), country.toStdString()), ContactKind::Phone), QString());
    }

    void phone_layers_haveTheirConfidence()
    {
        const auto confidence = [](const std::string &html, bool linked = false) {
            const PageReading reading = read(html, "FR", linked);
            return reading.contacts.empty() ? -1 : reading.contacts.front().confidence();
        };
        QCOMPARE(confidence("<a href='tel:+33142685300'>x</a>"), 95);
        QCOMPARE(confidence("<script type='application/ld+json'>{\"@type\":\"Bakery\",\"name\":\"B\",\"telephone\":\"01 42 "
                            "68 53 00\"}</script>"),
            90);
        QCOMPARE(confidence("<div itemscope itemtype='https://schema.org/Bakery'><span itemprop='telephone'>01 42 68 53 "
                            "00</span></div>"),
            90);
        QCOMPARE(confidence("<p>T\xc3\xa9l 01 42 68 53 00</p>"), 75);
        QCOMPARE(confidence("<p>01 42 68 53 00</p>"), 70);
        QCOMPARE(confidence("<p>01 42 68 53 00</p>", true), 60);
    }

    void phone_fax_isLabelled()
    {
        const PageReading reading = read("<p>Tel. 030 23125 100<br>Fax 030 23125 101</p>", "DE");
        QVERIFY(find(reading, QStringLiteral("+493023125101")));
        QCOMPARE(find(reading, QStringLiteral("+493023125101"))->label, QStringLiteral("Fax"));
        QCOMPARE(find(reading, QStringLiteral("+493023125100"))->label, QString());
        domain::FoundData found;
        found.contacts = reading.contacts;
        chooseBestContacts(found, "bakery.example");
        QCOMPARE(found.phone, QStringLiteral("+493023125100"));
    }

    void evidence_saysWhereAndHow()
    {
        const PageReading reading
            = read("<p>Write to the owner at <a href='mailto:info@bakery.example'>our mailbox</a>\n now</p>");
        QCOMPARE(reading.contacts.size(), size_t(1));
        const domain::Evidence &evidence = reading.contacts.front().evidence.front();
        QCOMPARE(evidence.pageUrl, QStringLiteral("https://www.bakery.example/en/index.html"));
        QCOMPARE(evidence.layer, ExtractionLayer::Mailto);
        QCOMPARE(evidence.confidence, 95);
        QVERIFY(evidence.snippet.contains(QStringLiteral("info@bakery.example")));
        QVERIFY(evidence.snippet.contains(QStringLiteral("our mailbox")));
        QVERIFY(evidence.snippet.size() <= 160);
        QVERIFY(!evidence.snippet.contains(QLatin1Char('\n')));
        QCOMPARE(evidence.foundAt, domain::fromMilliseconds(1'764'000'000'000));
    }

    void jsonLd_graph_givesTheBusiness()
    {
        const PageReading reading = read(kJsonLdPage);
        QCOMPARE(reading.businesses.size(), size_t(1));
        const Business &business = reading.businesses.front();
        QCOMPARE(business.name, QStringLiteral("Bakery Lumi\u00e8re & Co"));
        QCOMPARE(business.category, QStringLiteral("Bakery"));
        QCOMPARE(business.address.city, QStringLiteral("Paris"));
        QCOMPARE(business.address.country, QStringLiteral("FR"));
        QCOMPARE(business.latitude, std::optional<double>(48.85));
        QCOMPARE(business.openingHours, QStringLiteral("Mo,Tu 07:00-19:30"));
        QCOMPARE(business.url, QStringLiteral("https://www.bakery.example/"));
        QCOMPARE(values(reading, ContactKind::Email), QStringLiteral("info@bakery.example"));
        QCOMPARE(values(reading, ContactKind::Phone), QStringLiteral("+33142685300 +33142685305 +33142685309"));
        QCOMPARE(values(reading, ContactKind::Social), QStringLiteral("https://www.facebook.com/lumiere"));
        QCOMPARE(find(reading, QStringLiteral("+33142685309"))->label, QStringLiteral("Fax"));
        QCOMPARE(find(reading, QStringLiteral("+33142685305"))->label, QStringLiteral("Sales"));
        QCOMPARE(reading.siteName, QStringLiteral("Lumi\u00e8re online"));
    }

    void microdata_nested_givesTheBusiness()
    {
        const PageReading reading = read(kMicrodataPage);
        QCOMPARE(reading.businesses.size(), size_t(1));
        const Business &business = reading.businesses.front();
        QCOMPARE(business.name, QStringLiteral("Garage Nord"));
        QCOMPARE(business.type, QStringLiteral("AutoRepair"));
        QCOMPARE(business.category, QStringLiteral("Auto repair"));
        QCOMPARE(business.address.street, QStringLiteral("Weg 1"));
        QCOMPARE(business.address.country, QStringLiteral("DE"));
        QCOMPARE(business.openingHours, QStringLiteral("Mo-Fr 08:00-17:00"));
        QCOMPARE(business.contacts.size(), size_t(2));
        QCOMPARE(values(reading, ContactKind::Phone), QStringLiteral("+493023125100"));
    }

    void social_onlyProfiles_areKept()
    {
        const PageReading reading = read(kSocialPage);
        QCOMPARE(values(reading, ContactKind::Social),
            QStringLiteral("https://www.facebook.com/bakery.lumiere https://www.instagram.com/lumiere "
                           "https://www.linkedin.com/company/lumiere https://www.tiktok.com/@lumiere "
                           "https://www.xing.com/pages/lumiere https://www.youtube.com/@lumiere https://x.com/lumiere"));
    }

    void links_areAbsoluteAndHinted()
    {
        const PageReading reading = read(kLinksPage);
        QStringList got;
        for (const Link &link : reading.links)
            got.append(QString::fromStdString(link.url) + QLatin1Char(' ') + QString::number(int(link.hint))
                + (link.nofollow ? QStringLiteral(" n") : QString()));
        QCOMPARE(got.join(QLatin1Char('\n')),
            QStringLiteral(
                "https://www.bakery.example/shop/contact.html 0\nhttps://www.bakery.example/impressum "
                "1\nhttps://other.example/x 4\n"
                "https://www.bakery.example/shop/?page=2 4 n\nhttps://www.bakery.example/shop/mentions-legales 1\n"
                "https://www.bakery.example/%C3%BCber-uns/ 2\nhttps://www.bakery.example/o-nas 2\n"
                "https://www.bakery.example/contact-lenses/blue/product-1 4"));
    }

    void head_isRead()
    {
        const PageReading reading = read(kHeadPage);
        QCOMPARE(reading.title, QStringLiteral("Kontakt \u2013 B\u00e4ckerei"));
        QCOMPARE(reading.siteName, QStringLiteral("B\u00e4ckerei Berg"));
        QCOMPARE(reading.heading, QStringLiteral("Ihr B\u00e4cker"));
        QCOMPARE(reading.language, std::string("de-at"));
        QCOMPARE(reading.canonical, std::string("https://www.bakery.example/kontakt"));
        QVERIFY(reading.noindex);
        QVERIFY(!reading.nofollow);
        QCOMPARE(reading.country, std::string("AT"));
        QCOMPARE(guessSiteName({ &reading }, "www.baeckerei-berg.example"), QStringLiteral("B\u00e4ckerei Berg"));
    }

    void address_inPreformattedLines_isNotRunTogether()
    {
        PageInput page;
        page.body = "<pre>\nB\u00e4ckerei Berg\nWeg 12\n10115 Berlin\n\nTelefon 0049 30 23125 123\nFax     0049 30 23125 "
                    "124\n</pre>";
        page.url = "https://a.example/";
        const PageReading reading = readPage(page);
        QCOMPARE(reading.addresses.size(), size_t(1));
        QCOMPARE(reading.addresses[0].street, QStringLiteral("Weg 12"));
        QCOMPARE(reading.addresses[0].city, QStringLiteral("Berlin"));
        // No country anywhere: the dialled prefix says it.
        QCOMPARE(reading.contacts.size(), size_t(2));
        QCOMPARE(reading.contacts[0].value, QStringLiteral("+493023125123"));
        QCOMPARE(reading.contacts[1].value, QStringLiteral("+493023125124"));
    }

    void address_inOneStringOfStructuredData_isTakenApart()
    {
        PageInput page;
        page.body = "<html lang=nl><script type=\"application/ld+json\">{\"@type\":\"Dentist\",\"name\":\"Schijnbaar\","
                    "\"@context\":\"https://schema.org\",\"address\":\"Schijnbaarsingel 18, 3012 KL Rotterdam\"}</script>";
        page.url = "https://a.example/";
        const PageReading reading = readPage(page);
        QCOMPARE(reading.businesses.size(), size_t(1));
        const domain::PostalAddress &address = reading.businesses[0].address;
        QCOMPARE(address.street, QStringLiteral("Schijnbaarsingel 18"));
        QCOMPARE(address.postalCode, QStringLiteral("3012 KL"));
        QCOMPARE(address.city, QStringLiteral("Rotterdam"));
    }

    void country_onlyTheAddressTells_readsNationalPhones()
    {
        PageInput page;
        page.body = "<p>600 Pretend Plaza<br>Pittsburgh, PA 15222</p><p>Call (412) 555-0112</p>";
        page.url = "https://a.example/";
        const PageReading reading = readPage(page);
        QCOMPARE(reading.country, std::string("US"));
        QCOMPARE(reading.contacts.size(), size_t(1));
        QCOMPARE(reading.contacts[0].value, QStringLiteral("+14125550112"));
    }

    void address_streetRunsIntoTheCode_isCutThere()
    {
        PageInput page;
        page.body = "<html lang=de-AT><p>Konditorei, Exempelgasse 14 8010 Graz</p>";
        page.url = "https://a.example/";
        const PageReading reading = readPage(page);
        QCOMPARE(reading.addresses.size(), size_t(1));
        QCOMPARE(reading.addresses[0].street, QStringLiteral("Exempelgasse 14"));
        QCOMPARE(reading.addresses[0].postalCode, QStringLiteral("8010"));
    }

    void charset_isFoundInOrder_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("mark") << QByteArray("\xef\xbb\xbf<title>B\xc3\xa4r</title>")
                              << QByteArray("text/html; charset=iso-8859-1");
        QTest::newRow("header") << QByteArray("<title>B\xe4r</title>") << QByteArray("text/html; charset=ISO-8859-1");
        QTest::newRow("meta") << QByteArray("<meta charset=windows-1252><title>B\xe4r</title>") << QByteArray("text/html");
        QTest::newRow("http-equiv") << QByteArray(
            "<meta http-equiv=Content-Type content='text/html; charset=latin1'><title>B\xe4r</title>")
                                    << QByteArray();
        QTest::newRow("utf-8 by looking") << QByteArray("<title>B\xc3\xa4r</title>") << QByteArray();
        QTest::newRow("1252 by looking") << QByteArray("<title>B\xe4r</title>") << QByteArray();
        QTest::newRow("wrong header") << QByteArray("<title>B\xc3\xa4r</title>")
                                      << QByteArray("text/html; charset=iso-8859-1");
        QTest::newRow("utf-16") << QByteArray("\xff\xfe<\0t\0i\0t\0l\0e\0>\0B\0\xe4\0r\0<\0/\0t\0i\0t\0l\0e\0>\0", 38)
                                << QByteArray();
    }

    void charset_isFoundInOrder()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, header);
        PageInput page;
        page.body = std::string_view(body.constData(), static_cast<size_t>(body.size()));
        page.url = "https://a.example/";
        page.contentType = std::string_view(header.constData(), static_cast<size_t>(header.size()));
        QCOMPARE(readPage(page).title, QStringLiteral("B\u00e4r"));
    }
};

QTEST_APPLESS_MAIN(PageReaderTest)
#include "tst_page_reader.moc"
