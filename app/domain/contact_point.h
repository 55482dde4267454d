#pragma once

#include "domain/clock.h"

#include <QString>

#include <optional>
#include <vector>

namespace leadline::domain {

enum class ContactKind { Email, Phone, Social, Website };

/// How a contact point was found. Ordered from strongest to weakest; the wire uses extractionLayerSlug().
enum class ExtractionLayer {
    TelLink, ///< tel:, callto: or WhatsApp link
    Mailto, ///< mailto: link
    JsonLd, ///< schema.org in JSON-LD
    Microdata, ///< schema.org in microdata
    Rdfa,
    HCard, ///< h-card microformat
    OpenGraph,
    Link, ///< plain link (social profiles, web addresses)
    LabelledText, ///< text with a label such as "Tel." before it
    Text, ///< text without a label
    Obfuscated, ///< "name [at] host [dot] tld", entities, reversed …
    Cloudflare, ///< data-cfemail or /cdn-cgi/l/email-protection
    LinkedPage, ///< found on a page the site links to as its contact page
    Ocr,
    Import,
    Operator, ///< typed by a person
};

/// Where and how one reading of a contact point was made.
struct Evidence
{
    QString pageUrl;
    ExtractionLayer layer = ExtractionLayer::Text;
    int confidence = 0; ///< 0–100
    Timestamp foundAt {};
    QString snippet; ///< up to 160 characters of the page around the reading, single line

    [[nodiscard]] bool operator==(const Evidence &) const = default;
};

/// One way to reach a business, with every place it was read from. `value` is the normalised form and, with `kind`, the
/// identity within a lead: e-mail with lower-case domain, phone in E.164, canonical https profile or web address.
struct ContactPoint
{
    ContactKind kind = ContactKind::Email;
    QString value;
    QString display; ///< national form of a phone, otherwise as read
    QString label; ///< "Sales", "Fax", "facebook" …, may be empty
    bool junk = false; ///< kept so that an operator can see why it was not used
    QString junkReason; ///< stable slug: placeholder, image-name, unknown-suffix, invalid-number …
    std::vector<Evidence> evidence; ///< strongest first, never empty for a found contact point

    /// Confidence of the strongest evidence, 0 when there is none.
    [[nodiscard]] int confidence() const { return evidence.empty() ? 0 : evidence.front().confidence; }
    [[nodiscard]] bool operator==(const ContactPoint &) const = default;
};

[[nodiscard]] QStringView contactKindSlug(ContactKind kind);
[[nodiscard]] std::optional<ContactKind> contactKindFromSlug(QStringView slug);
[[nodiscard]] QStringView extractionLayerSlug(ExtractionLayer layer);
[[nodiscard]] std::optional<ExtractionLayer> extractionLayerFromSlug(QStringView slug);

} // namespace leadline::domain
