#pragma once

#include "domain/contact_point.h"
#include "domain/lead.h"
#include "domain/lead_edit.h"
#include "ui/models/tone.h"

#include <QString>

#include <optional>

namespace leadline::ui {

// Words of leads for operators, translated. Slugs this version does not know are shown as they are.

[[nodiscard]] QString statusWord(domain::ReviewStatus status);
[[nodiscard]] Tone statusTone(domain::ReviewStatus status);
/// "mailto link", "JSON-LD", "labelled text" …
[[nodiscard]] QString layerWord(domain::ExtractionLayer layer);
/// Success from 80, Info from 60, Warning below.
[[nodiscard]] Tone confidenceTone(int confidence);
[[nodiscard]] QString junkWord(const QString &reason);
[[nodiscard]] QString sourceWord(const QString &source);
[[nodiscard]] QString scoreTermWord(const QString &term);

/// "12 rue de l'Exemple, 69002 Lyon, France", without the parts that are missing.
[[nodiscard]] QString addressLine(const domain::PostalAddress &address);
/// Name of a country in the operator's language, the code itself when it is none.
[[nodiscard]] QString countryWord(const QString &isoCode);
/// "bakery.example/contact" of a full address: what fits a line.
[[nodiscard]] QString shortAddress(const QString &url);

/// What an edit did: "Rejected “Studio Ombre”", "Tagged 120 leads with bakery".
[[nodiscard]] QString editSentence(const domain::LeadEdit &edit, qint64 leads, const QString &leadName);
/// Name of a field a person can edit: "E-mail" for email.
[[nodiscard]] QString fieldLabel(const QString &field);
/// A value of that field for reading; a dash for none.
[[nodiscard]] QString fieldValueWord(const QString &field, const std::optional<QString> &value);
/// What a waiting change does: "Status: New → Accepted".
[[nodiscard]] QString changeSentence(const domain::WaitingChange &change);
/// Why a change needs a person: "Changed by anna meanwhile".
[[nodiscard]] QString conflictSentence(const domain::FieldConflict &conflict);
/// One line of a lead's history: "Status: New → Accepted". `actor` and time are shown apart.
[[nodiscard]] QString historySentence(const domain::AuditEntry &entry);
/// Who did it: the operator's name, or "task" for a crawl.
[[nodiscard]] QString actorWord(const QString &actor);

} // namespace leadline::ui
