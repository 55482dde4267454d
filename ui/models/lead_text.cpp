#include "ui/models/lead_text.h"

#include "ui/models/format.h"
#include "ui/models/remark_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <QUrl>

#include <utility>

namespace leadline::ui {

using domain::ExtractionLayer;
using domain::LeadEdit;
using domain::MutationOp;
using domain::ReviewStatus;

namespace {

/// Translation context of this file's free functions.
QString words(const char *text)
{
    return QCoreApplication::translate("LeadText", text);
}

QString countedLeads(qint64 leads, const QString &name)
{
    if (leads == 1 && !name.isEmpty())
        return QStringLiteral("“%1”").arg(name);
    return QCoreApplication::translate("LeadText", "%1 lead(s)", nullptr, plural(leads)).arg(formatCount(leads));
}

QString fieldWord(const QString &field)
{
    const std::pair<const char *, const char *> fields[] = {
        { "status", QT_TRANSLATE_NOOP("LeadText", "Status") },
        { "rating", QT_TRANSLATE_NOOP("LeadText", "Rating") },
        { "assignee", QT_TRANSLATE_NOOP("LeadText", "Assignee") },
        { "name", QT_TRANSLATE_NOOP("LeadText", "Name") },
        { "email", QT_TRANSLATE_NOOP("LeadText", "E-mail") },
        { "phone", QT_TRANSLATE_NOOP("LeadText", "Phone") },
        { "city", QT_TRANSLATE_NOOP("LeadText", "City") },
        { "category", QT_TRANSLATE_NOOP("LeadText", "Category") },
        { "website", QT_TRANSLATE_NOOP("LeadText", "Website") },
        { "address", QT_TRANSLATE_NOOP("LeadText", "Address") },
        { "score", QT_TRANSLATE_NOOP("LeadText", "Score") },
        { "contact", QT_TRANSLATE_NOOP("LeadText", "Contact point") },
        { "contacts", QT_TRANSLATE_NOOP("LeadText", "Contact points") },
        { "deleted", QT_TRANSLATE_NOOP("LeadText", "Trash") },
    };
    for (const auto &[slug, word] : fields) {
        if (field == QLatin1String(slug))
            return words(word);
    }
    return field;
}

/// The backend refuses by the rules this program knows too, and can say in the operator's language.
QString refusal(const domain::FieldConflict &conflict)
{
    const auto known = domain::invalid(conflict.mine);
    return known && !known->reason.isEmpty() ? remarkText(known->reason) : conflict.detail;
}

QString statusValue(const QString &value)
{
    const auto status = domain::reviewStatusFromSlug(value);
    return status ? statusWord(*status) : value;
}

QString setSentence(const LeadEdit &edit, const QString &leads)
{
    const QString value = edit.value.value_or(QString());
    if (edit.field == QStringLiteral("status")) {
        switch (domain::reviewStatusFromSlug(value).value_or(ReviewStatus::New)) {
        case ReviewStatus::New:
            return words(QT_TRANSLATE_NOOP("LeadText", "Set back to new: %1")).arg(leads);
        case ReviewStatus::Accepted:
            return words(QT_TRANSLATE_NOOP("LeadText", "Accepted %1")).arg(leads);
        case ReviewStatus::Rejected:
            return words(QT_TRANSLATE_NOOP("LeadText", "Rejected %1")).arg(leads);
        case ReviewStatus::Contacted:
            return words(QT_TRANSLATE_NOOP("LeadText", "Marked as contacted: %1")).arg(leads);
        }
    }
    if (edit.field == QStringLiteral("rating")) {
        if (value == QStringLiteral("0"))
            return words(QT_TRANSLATE_NOOP("LeadText", "Removed the rating of %1")).arg(leads);
        return words(QT_TRANSLATE_NOOP("LeadText", "Rated %1 with %2 of 5")).arg(leads, value);
    }
    return words(QT_TRANSLATE_NOOP("LeadText", "Changed %1 of %2")).arg(fieldWord(edit.field), leads);
}

} // namespace

QString statusWord(ReviewStatus status)
{
    switch (status) {
    case ReviewStatus::New:
        return words(QT_TRANSLATE_NOOP("LeadText", "New"));
    case ReviewStatus::Accepted:
        return words(QT_TRANSLATE_NOOP("LeadText", "Accepted"));
    case ReviewStatus::Rejected:
        return words(QT_TRANSLATE_NOOP("LeadText", "Rejected"));
    case ReviewStatus::Contacted:
        return words(QT_TRANSLATE_NOOP("LeadText", "Contacted"));
    }
    return {};
}

Tone statusTone(ReviewStatus status)
{
    switch (status) {
    case ReviewStatus::New:
        return Tone::Info;
    case ReviewStatus::Accepted:
        return Tone::Success;
    case ReviewStatus::Rejected:
        return Tone::Neutral;
    case ReviewStatus::Contacted:
        return Tone::Active;
    }
    return Tone::Neutral;
}

QString layerWord(ExtractionLayer layer)
{
    switch (layer) {
    case ExtractionLayer::TelLink:
        return words(QT_TRANSLATE_NOOP("LeadText", "phone link"));
    case ExtractionLayer::Mailto:
        return words(QT_TRANSLATE_NOOP("LeadText", "mailto link"));
    case ExtractionLayer::JsonLd:
        return words(QT_TRANSLATE_NOOP("LeadText", "JSON-LD"));
    case ExtractionLayer::Microdata:
        return words(QT_TRANSLATE_NOOP("LeadText", "microdata"));
    case ExtractionLayer::Rdfa:
        return words(QT_TRANSLATE_NOOP("LeadText", "RDFa"));
    case ExtractionLayer::HCard:
        return words(QT_TRANSLATE_NOOP("LeadText", "h-card"));
    case ExtractionLayer::OpenGraph:
        return words(QT_TRANSLATE_NOOP("LeadText", "Open Graph"));
    case ExtractionLayer::Link:
        return words(QT_TRANSLATE_NOOP("LeadText", "link"));
    case ExtractionLayer::LabelledText:
        return words(QT_TRANSLATE_NOOP("LeadText", "labelled text"));
    case ExtractionLayer::Text:
        return words(QT_TRANSLATE_NOOP("LeadText", "text"));
    case ExtractionLayer::Obfuscated:
        return words(QT_TRANSLATE_NOOP("LeadText", "disguised text"));
    case ExtractionLayer::Cloudflare:
        return words(QT_TRANSLATE_NOOP("LeadText", "Cloudflare-protected"));
    case ExtractionLayer::LinkedPage:
        return words(QT_TRANSLATE_NOOP("LeadText", "contact page"));
    case ExtractionLayer::Ocr:
        return words(QT_TRANSLATE_NOOP("LeadText", "image"));
    case ExtractionLayer::Import:
        return words(QT_TRANSLATE_NOOP("LeadText", "imported"));
    case ExtractionLayer::Operator:
        return words(QT_TRANSLATE_NOOP("LeadText", "typed in"));
    }
    return {};
}

Tone confidenceTone(int confidence)
{
    return confidence >= 80 ? Tone::Success : confidence >= 60 ? Tone::Info : Tone::Warning;
}

QString junkWord(const QString &reason)
{
    const std::pair<const char *, const char *> reasons[] = {
        { "placeholder", QT_TRANSLATE_NOOP("LeadText", "a placeholder") },
        { "image-name", QT_TRANSLATE_NOOP("LeadText", "the name of an image") },
        { "unknown-suffix", QT_TRANSLATE_NOOP("LeadText", "no such domain ending") },
        { "invalid-number", QT_TRANSLATE_NOOP("LeadText", "not a phone number") },
    };
    for (const auto &[slug, word] : reasons) {
        if (reason == QLatin1String(slug))
            return words(word);
    }
    return reason;
}

QString sourceWord(const QString &source)
{
    return source == QStringLiteral("website") ? words(QT_TRANSLATE_NOOP("LeadText", "Website")) : source;
}

QString fieldLabel(const QString &field)
{
    return fieldWord(field);
}

QString changeSentence(const domain::WaitingChange &change)
{
    const LeadEdit &edit = change.edit;
    const bool status = edit.field == QStringLiteral("status");
    const QString none = QStringLiteral("–");
    const auto shown = [&](const std::optional<QString> &value) {
        if (!value || value->isEmpty())
            return none;
        return status ? statusValue(*value) : *value;
    };
    const QString value = edit.value.value_or(QString());
    switch (edit.op) {
    case MutationOp::Set:
        return QStringLiteral("%1: %2 → %3").arg(fieldWord(edit.field), shown(change.before), shown(edit.value));
    case MutationOp::TagAdd:
        return words(QT_TRANSLATE_NOOP("LeadText", "Tag %1 added")).arg(value);
    case MutationOp::TagRemove:
        return words(QT_TRANSLATE_NOOP("LeadText", "Tag %1 removed")).arg(value);
    case MutationOp::NoteAdd:
        return words(QT_TRANSLATE_NOOP("LeadText", "Note: %1")).arg(value.simplified());
    case MutationOp::Delete:
        return words(QT_TRANSLATE_NOOP("LeadText", "Moved to the trash"));
    case MutationOp::Restore:
        return words(QT_TRANSLATE_NOOP("LeadText", "Restored"));
    case MutationOp::Void:
        break;
    }
    return {};
}

QString conflictSentence(const domain::FieldConflict &conflict)
{
    switch (conflict.reason) {
    case domain::ConflictReason::Changed:
        return conflict.theirsBy.isEmpty()
            ? words(QT_TRANSLATE_NOOP("LeadText", "Changed by someone else meanwhile"))
            : words(QT_TRANSLATE_NOOP("LeadText", "Changed by %1 meanwhile")).arg(conflict.theirsBy);
    case domain::ConflictReason::Deleted:
        return words(QT_TRANSLATE_NOOP("LeadText", "Moved to the trash by someone else meanwhile"));
    case domain::ConflictReason::Gone:
        return words(QT_TRANSLATE_NOOP("LeadText", "The lead no longer exists at the backend"));
    case domain::ConflictReason::Rejected:
        return words(QT_TRANSLATE_NOOP("LeadText", "Refused by the backend: %1")).arg(refusal(conflict));
    case domain::ConflictReason::Lost:
        return words(QT_TRANSLATE_NOOP("LeadText", "Lost by the backend, which was put back to an older state"));
    }
    return {};
}

QString fieldValueWord(const QString &field, const std::optional<QString> &value)
{
    if (!value || value->isEmpty())
        return QStringLiteral("–");
    return field == QStringLiteral("status") ? statusValue(*value) : *value;
}

QString scoreTermWord(const QString &term)
{
    const std::pair<const char *, const char *> terms[] = {
        { "email", QT_TRANSLATE_NOOP("LeadText", "E-mail, by its confidence") },
        { "phone", QT_TRANSLATE_NOOP("LeadText", "Phone, by its confidence") },
        { "name", QT_TRANSLATE_NOOP("LeadText", "Name") },
        { "address", QT_TRANSLATE_NOOP("LeadText", "Postal address") },
        { "category", QT_TRANSLATE_NOOP("LeadText", "Category") },
        { "social", QT_TRANSLATE_NOOP("LeadText", "Social profiles") },
        { "opening-hours", QT_TRANSLATE_NOOP("LeadText", "Opening hours") },
        { "coordinates", QT_TRANSLATE_NOOP("LeadText", "Map position") },
        { "named-person", QT_TRANSLATE_NOOP("LeadText", "E-mail of a person") },
        { "confirmed", QT_TRANSLATE_NOOP("LeadText", "Confirmed on several pages") },
    };
    for (const auto &[slug, word] : terms) {
        if (term == QLatin1String(slug))
            return words(word);
    }
    QString spaced = term;
    spaced.replace(u'-', u' ');
    return spaced;
}

QString addressLine(const domain::PostalAddress &address)
{
    const QString town = QStringList({ address.postalCode, address.city }).join(u' ').trimmed();
    QStringList parts { address.street, town, address.region, countryWord(address.country) };
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString countryWord(const QString &isoCode)
{
    const auto territory = QLocale::codeToTerritory(isoCode);
    if (territory == QLocale::AnyTerritory)
        return isoCode;
    return QLocale::territoryToString(territory);
}

QString shortAddress(const QString &url)
{
    const QUrl parsed(url);
    QString host = parsed.host();
    if (host.startsWith(QStringLiteral("www.")))
        host.remove(0, 4);
    if (parsed.port() > 0)
        host += u':' + QString::number(parsed.port());
    const QString path = parsed.path();
    return host.isEmpty() ? url : path == QStringLiteral("/") ? host : host + path;
}

QString editSentence(const LeadEdit &edit, qint64 leads, const QString &leadName)
{
    const QString who = countedLeads(leads, leadName);
    const QString value = edit.value.value_or(QString());
    switch (edit.op) {
    case MutationOp::Set:
        return setSentence(edit, who);
    case MutationOp::TagAdd:
        return words(QT_TRANSLATE_NOOP("LeadText", "Tagged %1 with %2")).arg(who, value);
    case MutationOp::TagRemove:
        return words(QT_TRANSLATE_NOOP("LeadText", "Removed tag %2 from %1")).arg(who, value);
    case MutationOp::NoteAdd:
        return words(QT_TRANSLATE_NOOP("LeadText", "Added a note to %1")).arg(who);
    case MutationOp::Delete:
        return words(QT_TRANSLATE_NOOP("LeadText", "Moved %1 to the trash")).arg(who);
    case MutationOp::Restore:
        return words(QT_TRANSLATE_NOOP("LeadText", "Restored %1")).arg(who);
    case MutationOp::Void:
        break;
    }
    return {};
}

QString historySentence(const domain::AuditEntry &entry)
{
    const bool status = entry.field == QStringLiteral("status");
    const QString before = status ? statusValue(entry.oldValue) : entry.oldValue;
    const QString after = status ? statusValue(entry.newValue) : entry.newValue;
    if (entry.action == QStringLiteral("found"))
        return words(QT_TRANSLATE_NOOP("LeadText", "Found"));
    if (entry.action == QStringLiteral("tag-add"))
        return words(QT_TRANSLATE_NOOP("LeadText", "Tag %1 added")).arg(after);
    if (entry.action == QStringLiteral("tag-remove"))
        return words(QT_TRANSLATE_NOOP("LeadText", "Tag %1 removed")).arg(before.isEmpty() ? after : before);
    if (entry.action == QStringLiteral("note-add"))
        return words(QT_TRANSLATE_NOOP("LeadText", "Note added"));
    if (entry.action == QStringLiteral("delete"))
        return words(QT_TRANSLATE_NOOP("LeadText", "Moved to the trash"));
    if (entry.action == QStringLiteral("restore"))
        return words(QT_TRANSLATE_NOOP("LeadText", "Restored"));
    const QString field = fieldWord(entry.field.isEmpty() ? entry.action : entry.field);
    const QString none = QStringLiteral("–");
    return QStringLiteral("%1: %2 → %3").arg(field, before.isEmpty() ? none : before, after.isEmpty() ? none : after);
}

QString actorWord(const QString &actor)
{
    return actor.startsWith(QStringLiteral("task:")) ? words(QT_TRANSLATE_NOOP("LeadText", "task")) : actor;
}

} // namespace leadline::ui
