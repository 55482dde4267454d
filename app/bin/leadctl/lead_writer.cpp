#include "lead_writer.h"

#include "protocol/csv.h"
#include "protocol/lead_json.h"

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

LeadWriter::LeadWriter(const QString &path, OutputFormat format)
    : m_file(path)
    , m_format(format)
{ }

domain::Unexpected LeadWriter::unwritable() const
{
    return failure(ErrorCode::Io, QStringLiteral("%1 cannot be written: %2").arg(m_file.fileName(), m_file.errorString()));
}

Result<void> LeadWriter::open()
{
    // Behind a buffer Qt does not know why a file took only a part of it.
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return unwritable();
    return m_format == OutputFormat::Csv ? append(protocol::csvLine(csvHeader)) : Result<void>();
}

Result<void> LeadWriter::write(const Lead &lead, const QString &seed)
{
    return append(protocol::csvLine(csvCells(lead, seed)));
}

Result<void> LeadWriter::append(const QByteArray &formatted)
{
    // A write that only went in part has no reason yet; the next one has.
    for (qint64 done = 0; done < formatted.size();) {
        const qint64 written = m_file.write(formatted.constData() + done, formatted.size() - done);
        if (written <= 0)
            return unwritable();
        done += written;
    }
    return {};
}

Result<void> LeadWriter::commit()
{
    if (!m_file.commit())
        return unwritable();
    return {};
}

} // namespace leadline::leadctl
