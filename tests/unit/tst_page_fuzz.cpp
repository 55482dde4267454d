#include "extract/page_reader.h"

#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>
#include <QStringDecoder>
#include <QTest>

#include <string>
#include <thread>

using namespace leadline;
using namespace leadline::extract;

namespace {

PageReading read(std::string_view body)
{
    PageInput page;
    page.body = body;
    page.url = "http://fuzz.example/a/b.html";
    page.defaultCountry = "DE";
    return readPage(page);
}

bool isClean(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.unicode() < 0x20 || c.unicode() == 0x7F)
            return false;
        if (c.isHighSurrogate() && (i + 1 == text.size() || !text.at(i + 1).isLowSurrogate()))
            return false;
        if (c.isLowSurrogate() && (i == 0 || !text.at(i - 1).isHighSurrogate()))
            return false;
    }
    return true;
}

bool isClean(const std::string &text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    return !decoder.hasError() && isClean(decoded);
}

/// Empty when everything the reading holds is valid text within its bounds, otherwise what is not.
QString faultIn(const PageReading &reading)
{
    if (!isClean(reading.title) || !isClean(reading.siteName) || !isClean(reading.heading) || !isClean(reading.description))
        return QStringLiteral("head");
    for (const Link &link : reading.links) {
        if (!isClean(link.url) || !isClean(link.text)
            || !(link.url.starts_with("http://") || link.url.starts_with("https://")))
            return QStringLiteral("link ") + QString::fromStdString(link.url);
        if (link.text.size() > 120 || link.url.size() > 2000)
            return QStringLiteral("link length");
    }
    for (const domain::ContactPoint &contact : reading.contacts) {
        if (contact.value.isEmpty() || !isClean(contact.value) || !isClean(contact.display) || !isClean(contact.label))
            return QStringLiteral("contact ") + contact.value;
        if (contact.evidence.empty() || contact.evidence.size() > 5 || contact.junk != !contact.junkReason.isEmpty())
            return QStringLiteral("evidence of ") + contact.value;
        for (const domain::Evidence &evidence : contact.evidence) {
            if (!isClean(evidence.snippet) || evidence.snippet.size() > 160 || evidence.confidence < 1
                || evidence.confidence > 100)
                return QStringLiteral("snippet ") + evidence.snippet;
        }
    }
    for (const Business &business : reading.businesses) {
        if (!isClean(business.name) || !isClean(business.category) || !isClean(business.openingHours)
            || !isClean(business.address.street) || !isClean(business.address.city) || !isClean(business.url)
            || !isClean(business.id))
            return QStringLiteral("business ") + business.name;
    }
    for (const domain::PostalAddress &address : reading.addresses) {
        if (!isClean(address.street) || !isClean(address.city))
            return QStringLiteral("address");
    }
    return {};
}

std::vector<std::string> corpus()
{
    std::vector<std::string> pages;
    QDirIterator files(QStringLiteral(LEADLINE_SOURCE_DIR "/resources/demo-site/hosts"), { QStringLiteral("*.html") },
        QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext() && pages.size() < 120) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            pages.push_back(file.readAll().toStdString());
    }
    return pages;
}

const std::vector<std::string> kTokens = { "<", ">", "</", "<!--", "-->", "<script>", "</script>",
    "<script type=application/ld+json>", "{\"@type\":\"Bakery\",", "\"\\u0000\\ud800", "<title>",
    "<a href=\"mailto:", "<a href='tel:", "%00", "%ff@", "&#0;", "&#x1f4de;", "&#7;", "\xff", "\xc3", "\xe2\x80",
    std::string(1, '\0'), "[at]", "@", "data-cfemail=", "itemscope itemtype=x ", "itemprop=\"telephone\"", "<svg>",
    "<table><td>", "\t", "\n", "+49 30", "0123456789012345678901234567890", "<base href=//", "<meta charset=utf-16>",
    "<meta charset=shift_jis>", "style=\"direction:rtl;unicode-bidi:bidi-override\"", "class=\"vcard\"", "\xef\xbb\xbf", "'",
    "\"", "10115 Berlin\n", "<plaintext>", "]]>", "/../", "?#" };

std::string mutated(const std::vector<std::string> &pages, QRandomGenerator &random)
{
    const auto below
        = [&](size_t n) { return n == 0 ? size_t(0) : static_cast<size_t>(random.bounded(static_cast<quint32>(n))); };
    std::string page = pages[below(pages.size())];
    const size_t edits = 1 + below(12);
    for (size_t i = 0; i < edits; ++i) {
        const size_t at = below(page.size() + 1);
        switch (below(6)) {
        case 0:
            page.insert(at, kTokens[below(kTokens.size())]);
            break;
        case 1:
            page.erase(at, below(60));
            break;
        case 2:
            if (at < page.size())
                page[at] = static_cast<char>(below(256));
            break;
        case 3: {
            const std::string &other = pages[below(pages.size())];
            page.insert(at, other.substr(below(other.size()), below(400)));
            break;
        }
        case 4:
            page.resize(at);
            break;
        default: {
            const std::string piece = page.substr(at, 1 + below(30));
            for (size_t n = below(40); n > 0; --n)
                page.insert(at, piece);
        }
        }
    }
    return page;
}

std::string repeated(std::string_view unit, size_t bytes)
{
    std::string out;
    out.reserve(bytes + unit.size());
    while (out.size() < bytes)
        out.append(unit);
    return out;
}

} // namespace

class PageFuzzTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// LEADLINE_FUZZ_SEED repeats a run, LEADLINE_FUZZ_PAGES makes it longer.
    void readPage_mutatedPages_giveCleanText()
    {
        bool given = false;
        const quint32 chosen = static_cast<quint32>(qEnvironmentVariableIntValue("LEADLINE_FUZZ_SEED", &given));
        const quint32 seed = given ? chosen : QRandomGenerator::global()->generate() & 0x7FFFFFFF;
        bool longer = false;
        const int asked = qEnvironmentVariableIntValue("LEADLINE_FUZZ_PAGES", &longer);
        const int rounds = longer ? asked : 4000;
        qInfo("seed %u, %d pages", seed, rounds);
        QRandomGenerator random(seed);
        const std::vector<std::string> pages = corpus();
        QVERIFY(pages.size() > 50);
        for (int i = 0; i < rounds; ++i) {
            const std::string page = mutated(pages, random);
            const QString fault = faultIn(read(page));
            if (!fault.isEmpty())
                QFAIL(qPrintable(QStringLiteral("seed %1, page %2: %3").arg(seed).arg(i).arg(fault)));
        }
    }

    void readPage_bombs_endInTime_data()
    {
        QTest::addColumn<QByteArray>("page");
        const auto row
            = [](const char *name, const std::string &page) { QTest::newRow(name) << QByteArray::fromStdString(page); };
        constexpr size_t size = 4'000'000;
        row("nested elements", repeated("<div>", size));
        row("nested and closed", repeated("<b>", size / 2) + repeated("</p>", size / 2));
        row("nested properties", "<div itemscope>" + repeated("<p itemprop=a>", 8000) + repeated("x ", size));
        row("nested items", repeated("<div itemscope itemprop=a itemtype=https://schema.org/Bakery>", size));
        row("nested links", repeated("<a href=x>", size));
        row("nested right to left", repeated("<span style='unicode-bidi:bidi-override;direction:rtl'>x", size));
        row("huge attribute", "<a href='mailto:" + repeated("a", size) + "@b.example'>x</a>");
        row("many attributes", "<a " + repeated("b=c ", size) + ">");
        row("one text", repeated("a", size));
        row("at signs", repeated("@", size));
        row("addresses", repeated("a@b.example ", size));
        row("brackets", repeated("[at]", size));
        row("open brackets", repeated("[", size));
        row("digits", repeated("0", size));
        row("numbers", repeated("030 123456 / ", size));
        row("numbers in cells", "<table><tr>" + repeated("<td>030 1234567", size));
        row("table rows", "<table>" + repeated("<tr><td>Fon<td>030 1234567", size));
        row("comments in a script", "<script>" + repeated("<!-- -->", size));
        row("scripts in a comment", "<script>" + repeated("<!--<script>", size));
        row("open comment", repeated("<!--", size));
        row("unclosed styles", repeated("<style>", size));
        row("ampersands", repeated("&", size));
        row("JSON depth", "<script type=application/ld+json>" + repeated("[", size));
        row("JSON width", "<script type=application/ld+json>[" + repeated("{\"@type\":\"Bakery\",\"name\":\"a\"},", size));
        row(
            "JSON names", "<script type=application/ld+json>[" + [] {
                std::string out;
                for (int i = 0; i < 60'000; ++i)
                    out += "{\"@type\":\"Bakery\",\"name\":\"n" + std::to_string(i) + "\",\"telephone\":\"030 "
                        + std::to_string(1'000'000 + i) + "\"},";
                return out;
            }());
        row("line feeds", repeated("\n", size));
        row("broken UTF-8", repeated("\xff", size));
        row("postal codes", repeated("10115 Berlin, ", size));
        row("cards", repeated("<p class=vcard><p class=adr>", size));
    }

    void readPage_bombs_endInTime()
    {
        QFETCH(QByteArray, page);
        const auto begun = tests::cpuTime();
        const PageReading reading = read(std::string_view(page.constData(), static_cast<size_t>(page.size())));
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(tests::cpuTime() - begun).count();
        QCOMPARE(faultIn(reading), QString());
        // 4 MB of the worst. A page is allowed two seconds of computing.
        QVERIFY2(took < 2'000 * tests::kSlowness, qPrintable(QStringLiteral("%1 ms").arg(took)));
        if (took > 400)
            qInfo("%lld ms", static_cast<long long>(took));
    }

    void readPage_fromSeveralThreads_givesTheSame()
    {
        const std::vector<std::string> pages = corpus();
        std::vector<std::vector<QString>> seen(4);
        std::vector<std::thread> threads;
        for (auto &mine : seen) {
            threads.emplace_back([&mine, &pages] {
                for (const std::string &page : pages) {
                    const PageReading reading = read(page);
                    QString line = reading.title;
                    for (const domain::ContactPoint &contact : reading.contacts)
                        line += QLatin1Char(' ') + contact.value;
                    mine.push_back(line);
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        for (const auto &mine : seen)
            QVERIFY(mine == seen.front());
    }
};

QTEST_APPLESS_MAIN(PageFuzzTest)
#include "tst_page_fuzz.moc"
