#include "lead_writer.h"

#include "protocol/csv.h"
#include "protocol/lead_json.h"

#include <QJsonDocument>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace leadline::leadctl {

using domain::ContactKind;
using domain::ContactPoint;
using domain::ErrorCode;
using domain::failure;
using domain::Lead;
using domain::Result;

namespace {

const QStringList csvHeader { QStringLiteral("seed"), QStringLiteral("name"), QStringLiteral("category"),
    QStringLiteral("website"), QStringLiteral("email"), QStringLiteral("phone"), QStringLiteral("street"),
    QStringLiteral("postal_code"), QStringLiteral("city"), QStringLiteral("region"), QStringLiteral("country"),
    QStringLiteral("score"), QStringLiteral("status"), QStringLiteral("emails"), QStringLiteral("phones"),
    QStringLiteral("social"), QStringLiteral("evidence"), QStringLiteral("opening_hours"), QStringLiteral("found_at"),
    QStringLiteral("id") };

QString hostKey(const QUrl &url)
{
    QString host = url.host().toLower();
    if (host.startsWith(u"www."))
        host.remove(0, 4);
    const int port = url.port(-1);
    return port < 0 ? host : host + u':' + QString::number(port);
}

QUrl addressOf(const QString &seed)
{
    return QUrl(seed.contains(u"://") ? seed : QStringLiteral("https://") + seed);
}

/// `/shop/index.html` → `/shop/`
QString folderOf(const QUrl &url)
{
    const QString path = url.path();
    return path.left(path.lastIndexOf(u'/') + 1);
}

QString joined(const Lead &lead, ContactKind kind)
{
    QStringList values;
    for (const ContactPoint &contact : lead.found.contacts) {
        if (contact.kind == kind && !contact.junk)
            values.append(contact.value);
    }
    return values.join(QStringLiteral("; "));
}

/// `info@x.de: https://x.de/impressum (mailto 90)`
QString evidenceText(const Lead &lead)
{
    QStringList parts;
    for (const ContactPoint &contact : lead.found.contacts) {
        if (contact.junk || contact.evidence.empty())
            continue;
        const auto &best = contact.evidence.front();
        parts.append(QStringLiteral("%1: %2 (%3 %4)")
                         .arg(contact.value, best.pageUrl, domain::extractionLayerSlug(best.layer))
                         .arg(best.confidence));
    }
    return parts.join(QStringLiteral(" | "));
}

QStringList csvCells(const Lead &lead, const QString &seed)
{
    const auto &address = lead.found.address;
    return { seed, lead.name(), lead.category(), lead.found.website, lead.email(), lead.phone(), address.street,
        address.postalCode, lead.city(), address.region, address.country, QString::number(lead.found.score),
        domain::reviewStatusSlug(lead.review.status).toString(), joined(lead, ContactKind::Email),
        joined(lead, ContactKind::Phone), joined(lead, ContactKind::Social), evidenceText(lead), lead.found.openingHours,
        domain::toRfc3339(lead.createdAt), lead.id.toString() };
}

} // namespace

std::optional<OutputFormat> outputFormatOf(const QString &path)
{
    const QString name = path.toLower();
    if (name.endsWith(u".csv"))
        return OutputFormat::Csv;
    if (name.endsWith(u".json"))
        return OutputFormat::Json;
    if (name.endsWith(u".jsonl") || name.endsWith(u".ndjson"))
        return OutputFormat::JsonLines;
    return std::nullopt;
}

SeedMatcher::SeedMatcher(const QStringList &seeds)
{
    for (const QString &seed : seeds) {
        const QUrl url = addressOf(seed);
        m_sites[hostKey(url)].push_back({ folderOf(url), seed });
    }
    for (auto &sites : m_sites) {
        std::ranges::stable_sort(sites, [](const Site &a, const Site &b) { return a.folder.size() > b.folder.size(); });
    }
    if (seeds.size() == 1)
        m_only = seeds.first();
}

QString SeedMatcher::match(const QString &address) const
{
    const QUrl url(address);
    const auto sites = m_sites.constFind(hostKey(url));
    if (sites == m_sites.cend())
        return {};
    const QString path = url.path().isEmpty() ? QStringLiteral("/") : url.path();
    for (const Site &site : *sites) {
        if (path.startsWith(site.folder))
            return site.seed;
    }
    return sites->size() == 1 ? sites->front().seed : QString();
}

QString SeedMatcher::seedOf(const Lead &lead) const
{
    if (!m_only.isEmpty())
        return m_only;
    for (const ContactPoint &contact : lead.found.contacts) {
        for (const auto &evidence : contact.evidence) {
            if (const QString seed = match(evidence.pageUrl); !seed.isEmpty())
                return seed;
        }
    }
    return match(lead.found.website);
}

LeadWriter::LeadWriter(const QString &path, OutputFormat format)
    : m_file(path)
    , m_format(format)
{ }

Result<void> LeadWriter::open()
{
    if (!m_file.open(QIODevice::WriteOnly))
        return failure(
            ErrorCode::Io, QStringLiteral("%1 cannot be written: %2").arg(m_file.fileName(), m_file.errorString()));
    if (m_format == OutputFormat::Csv)
        m_file.write(protocol::csvLine(csvHeader));
    else if (m_format == OutputFormat::Json)
        m_file.write("[\n");
    return {};
}

void LeadWriter::write(const Lead &lead, const QString &seed)
{
    if (m_format == OutputFormat::Csv) {
        m_file.write(protocol::csvLine(csvCells(lead, seed)));
        return;
    }
    QJsonObject object = protocol::toJson(lead, protocol::LeadDetail::Full);
    object.insert(QStringLiteral("seed"), seed);
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (m_format == OutputFormat::JsonLines)
        m_file.write(text + '\n');
    else
        m_file.write((std::exchange(m_first, false) ? QByteArray() : QByteArray(",\n")) + text);
}

Result<void> LeadWriter::commit()
{
    if (m_format == OutputFormat::Json)
        m_file.write("\n]\n");
    if (m_file.commit())
        return {};
    return failure(ErrorCode::Io, QStringLiteral("%1 cannot be written: %2").arg(m_file.fileName(), m_file.errorString()));
}

} // namespace leadline::leadctl
