#include "extract/page_reader.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <map>
#include <set>

using namespace leadline;
using namespace leadline::extract;
using domain::ContactKind;

namespace {

const QString kRoot = QStringLiteral(LEADLINE_SOURCE_DIR "/resources/demo-site/");

QJsonObject load(const QString &name)
{
    QFile file(kRoot + name);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// Paths robots.txt forbids, by plain prefix: enough for a site we wrote.
QStringList forbidden(const QString &folder)
{
    QStringList out;
    QFile file(folder + QStringLiteral("/robots.txt"));
    if (!file.open(QIODevice::ReadOnly))
        return out;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (line.startsWith(QStringLiteral("Disallow:")) && line.trimmed().size() > 9)
            out.append(line.mid(9).trimmed());
    }
    return out;
}

/// Profiles are compared without the differences that mean nothing.
QString comparable(const QString &kind, QString value)
{
    if (kind != QStringLiteral("social"))
        return value;
    value.replace(QStringLiteral("//www."), QStringLiteral("//"));
    value.replace(QStringLiteral("//twitter.com/"), QStringLiteral("//x.com/"));
    while (value.endsWith(QLatin1Char('/')))
        value.chop(1);
    return value;
}

struct Tally
{
    int right = 0;
    int wrong = 0;
    int missed = 0;

    [[nodiscard]] double precision() const { return right + wrong == 0 ? 1 : double(right) / (right + wrong); }
    [[nodiscard]] double recall() const { return right + missed == 0 ? 1 : double(right) / (right + missed); }
};

struct SiteReading
{
    std::vector<PageReading> pages;
    std::map<QString, const PageReading *> byPath; ///< as the truth names pages
};

/// Every page of the site a polite visitor may read, as its server would send it.
SiteReading readSite(const QJsonObject &site, const QJsonObject &entry)
{
    const QString host = site[u"host"].toString();
    const QString folder = kRoot + entry[u"folder"].toString();
    // RFC 9309 2.3.1.4: a robots.txt that cannot be had forbids everything.
    const bool unreachable = entry[u"status"].toObject()[u"/robots.txt"].toInt() >= 500;
    const QStringList closed = unreachable ? QStringList { QStringLiteral("/") } : forbidden(folder);
    std::map<QString, QString> rewritten;
    const QJsonObject rewrites = entry[u"rewrites"].toObject();
    for (auto it = rewrites.begin(); it != rewrites.end(); ++it)
        rewritten[it.value().toString()] = it.key();
    std::vector<std::pair<QString, QByteArray>> bodies;
    QDirIterator files(
        folder, { QStringLiteral("*.html"), QStringLiteral("*.htm") }, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString relative = files.next().mid(folder.size() + 1);
        if (relative.contains(QStringLiteral(".template.")))
            continue;
        QString path = rewritten.contains(relative) ? rewritten[relative] : QLatin1Char('/') + relative;
        if (path.endsWith(QStringLiteral("/index.html")))
            path.chop(10);
        const bool mayRead
            = std::none_of(closed.begin(), closed.end(), [&](const QString &prefix) { return path.startsWith(prefix); });
        const QString inside = site[u"folder"].toString();
        if (!mayRead || (!inside.isEmpty() && !path.startsWith(QLatin1Char('/') + inside)))
            continue;
        QFile file(folder + QLatin1Char('/') + relative);
        if (file.open(QIODevice::ReadOnly))
            bodies.emplace_back(path, file.readAll());
    }
    SiteReading reading;
    reading.pages.reserve(bodies.size());
    for (const auto &[path, body] : bodies) {
        const std::string url = QStringLiteral("http://%1%2").arg(host, path).toStdString();
        const QString charset = entry[u"charset"].toString(QStringLiteral("utf-8"));
        const std::string type = "text/html" + (charset.isEmpty() ? std::string() : "; charset=" + charset.toStdString());
        PageInput page;
        page.body = std::string_view(body.constData(), static_cast<size_t>(body.size()));
        page.url = url;
        page.contentType = type;
        reading.pages.push_back(readPage(page));
        reading.byPath[path] = &reading.pages.back();
        if (path.endsWith(QStringLiteral(".html")))
            reading.byPath[path.chopped(5)] = &reading.pages.back();
    }
    return reading;
}

} // namespace

/// Scores the reader against the demo site's ground truth, which nobody derived from what the reader finds.
class ExtractionTruthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QJsonObject hosts = load(QStringLiteral("site.json"))[u"hosts"].toObject();
        const QJsonArray sites = load(QStringLiteral("truth.json"))[u"sites"].toArray();
        QVERIFY(sites.size() >= 60);
        for (const QJsonValue &value : sites)
            score(value.toObject(), hosts[value[u"host"].toString()].toObject());
    }

    void contacts_precisionAndRecall_holdPerKind_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("precision");
        QTest::addColumn<double>("recall");
        QTest::newRow("email") << QStringLiteral("email") << 0.99 << 0.97;
        QTest::newRow("phone") << QStringLiteral("phone") << 0.98 << 0.95;
        QTest::newRow("fax") << QStringLiteral("fax") << 0.98 << 0.95;
        QTest::newRow("social") << QStringLiteral("social") << 0.98 << 0.95;
        QTest::newRow("name") << QStringLiteral("name") << 0.95 << 0.95;
        QTest::newRow("address") << QStringLiteral("address") << 0.95 << 0.90;
        QTest::newRow("spelling") << QStringLiteral("spelling") << 0.0 << 0.95;
    }

    void contacts_precisionAndRecall_holdPerKind()
    {
        QFETCH(QString, kind);
        QFETCH(double, precision);
        QFETCH(double, recall);
        const Tally &tally = m_tally[kind];
        qInfo().noquote() << QStringLiteral("%1: precision %2 (%3 right, %4 wrong), recall %5 (%6 missed)")
                                 .arg(kind)
                                 .arg(tally.precision(), 0, 'f', 3)
                                 .arg(tally.right)
                                 .arg(tally.wrong)
                                 .arg(tally.recall(), 0, 'f', 3)
                                 .arg(tally.missed);
        for (const QString &line : m_faults[kind])
            qInfo().noquote() << line;
        QVERIFY(tally.right > 0);
        QVERIFY(tally.precision() >= precision);
        QVERIFY(tally.recall() >= recall);
    }

private:
    void fault(const QString &kind, const QString &what) { m_faults[kind].append(QStringLiteral("  ") + what); }

    void score(const QJsonObject &site, const QJsonObject &entry)
    {
        const QString where = site[u"seed"].toString();
        const SiteReading reading = readSite(site, entry);
        std::map<QString, std::set<QString>> truth;
        QJsonArray places = site[u"businesses"].toArray();
        places.append(site);
        for (const QJsonValue &place : places) {
            const QJsonArray contacts = place[u"contacts"].toArray();
            for (const QJsonValue &contact : contacts)
                scoreContact(where, contact.toObject(), reading, truth);
        }
        scorePrecision(where, reading, truth);
        scoreName(where, site, reading);
        scoreAddress(where, site, reading);
    }

    void scoreContact(const QString &where, const QJsonObject &contact, const SiteReading &reading,
        std::map<QString, std::set<QString>> &truth)
    {
        const QString kind = contact[u"kind"].toString();
        const QString value = comparable(kind, contact[u"value"].toString());
        const bool fax = contact[u"label"].toString() == QStringLiteral("fax");
        truth[kind].insert(value);
        bool anywhere = false;
        bool labelled = false;
        const QJsonArray spellings = contact[u"found"].toArray();
        for (const QJsonValue &spelling : spellings) {
            const QString path = spelling[u"page"].toString();
            const auto page = reading.byPath.find(path);
            const domain::ContactPoint *point = page == reading.byPath.end() ? nullptr : find(*page->second, kind, value);
            anywhere = anywhere || point;
            labelled = labelled || (point && point->label == QStringLiteral("Fax"));
            Tally &tally = m_tally[QStringLiteral("spelling")];
            ++(point ? tally.right : tally.missed);
            if (!point)
                fault(QStringLiteral("spelling"),
                    QStringLiteral("%1%2: %3 as %4").arg(where, path, value, spelling[u"as"].toString()));
        }
        ++(anywhere ? m_tally[kind].right : m_tally[kind].missed);
        if (!anywhere)
            fault(kind, where + QStringLiteral(" missed ") + value);
        if (fax) {
            ++(labelled ? m_tally[QStringLiteral("fax")].right : m_tally[QStringLiteral("fax")].missed);
            if (!labelled)
                fault(QStringLiteral("fax"), where + QStringLiteral(" not labelled ") + value);
        } else if (labelled) {
            ++m_tally[QStringLiteral("fax")].wrong;
            fault(QStringLiteral("fax"), where + QStringLiteral(" is no fax: ") + value);
        }
    }

    static const domain::ContactPoint *find(const PageReading &page, const QString &kind, const QString &value)
    {
        for (const domain::ContactPoint &point : page.contacts) {
            const QString pointKind = domain::contactKindSlug(point.kind).toString();
            if (!point.junk && pointKind == kind && comparable(kind, point.value) == value)
                return &point;
        }
        return nullptr;
    }

    void scorePrecision(const QString &where, const SiteReading &reading, std::map<QString, std::set<QString>> &truth)
    {
        std::set<QString> seen;
        for (const PageReading &page : reading.pages) {
            for (const domain::ContactPoint &point : page.contacts) {
                const QString kind = domain::contactKindSlug(point.kind).toString();
                const QString value = comparable(kind, point.value);
                if (point.junk || truth[kind].contains(value) || !seen.insert(kind + value).second)
                    continue;
                ++m_tally[kind].wrong;
                const domain::Evidence &evidence = point.evidence.front();
                fault(kind,
                    QStringLiteral("%1 wrong %2 (%3: %4)")
                        .arg(evidence.pageUrl, value, domain::extractionLayerSlug(evidence.layer).toString(),
                            evidence.snippet));
            }
        }
        Q_UNUSED(where)
    }

    void scoreName(const QString &where, const QJsonObject &site, const SiteReading &reading)
    {
        std::vector<const PageReading *> pages;
        for (const PageReading &page : reading.pages)
            pages.push_back(&page);
        if (pages.empty())
            return;
        const QString name = guessSiteName(pages, site[u"host"].toString().toStdString());
        const bool right = site[u"names"].toArray().contains(name);
        Tally &tally = m_tally[QStringLiteral("name")];
        ++(right ? tally.right : tally.wrong);
        tally.missed += right ? 0 : 1;
        if (!right)
            fault(QStringLiteral("name"), QStringLiteral("%1 named %2, not %3").arg(where, name, site[u"name"].toString()));
    }

    void scoreAddress(const QString &where, const QJsonObject &site, const SiteReading &reading)
    {
        const QJsonObject wanted = site[u"address"].toObject();
        if (wanted.isEmpty() || !site[u"businesses"].toArray().isEmpty())
            return;
        Tally &tally = m_tally[QStringLiteral("address")];
        bool found = false;
        const auto check = [&](const PageReading &page, const domain::PostalAddress &address) {
            if (address.city.isEmpty())
                return;
            const bool right = address.postalCode == wanted[u"postal_code"].toString()
                && address.city == wanted[u"city"].toString() && address.street == wanted[u"street"].toString();
            found = found || right;
            if (!right) {
                ++tally.wrong;
                fault(QStringLiteral("address"),
                    QStringLiteral("%1 %2: wrong %3 | %4 | %5")
                        .arg(where, page.title, address.street, address.postalCode, address.city));
            }
        };
        for (const PageReading &page : reading.pages) {
            for (const Business &business : page.businesses)
                check(page, business.address);
            for (const domain::PostalAddress &address : page.addresses)
                check(page, address);
        }
        ++(found ? tally.right : tally.missed);
        if (!found)
            fault(QStringLiteral("address"),
                QStringLiteral("%1: missed %2 | %3 | %4")
                    .arg(
                        where, wanted[u"street"].toString(), wanted[u"postal_code"].toString(), wanted[u"city"].toString()));
    }

    std::map<QString, Tally> m_tally;
    std::map<QString, QStringList> m_faults;
};

QTEST_APPLESS_MAIN(ExtractionTruthTest)
#include "tst_extraction_truth.moc"
