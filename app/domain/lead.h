#pragma once

#include "domain/clock.h"
#include "domain/contact_point.h"
#include "domain/id.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace leadline::domain {

enum class ReviewStatus { New, Accepted, Rejected, Contacted };

struct PostalAddress
{
    QString street;
    QString postalCode;
    QString city;
    QString region;
    QString country; ///< ISO 3166-1 alpha-2, upper case, when known

    [[nodiscard]] bool isEmpty() const
    {
        return street.isEmpty() && postalCode.isEmpty() && city.isEmpty() && region.isEmpty() && country.isEmpty();
    }
    [[nodiscard]] bool operator==(const PostalAddress &) const = default;
};

/// One term of a lead's score, so that every score can be explained.
struct ScoreTerm
{
    QString term; ///< stable slug: email, phone, address, named-person, role-address …
    int points = 0;

    [[nodiscard]] bool operator==(const ScoreTerm &) const = default;
};

/// What was found: written only by sources, never by people. A new reading of a site replaces this part and leaves
/// ReviewData alone.
struct FoundData
{
    QString name;
    QString category;
    QString website; ///< canonical start address of the business
    PostalAddress address;
    std::optional<double> latitude; ///< WGS 84 degrees
    std::optional<double> longitude;
    QString openingHours; ///< schema.org openingHours text, `; ` between parts
    QString email; ///< best contact point of its kind, empty when none
    QString phone; ///< E.164
    int score = 0; ///< 0–100
    std::vector<ScoreTerm> scoreTerms;
    std::vector<ContactPoint> contacts; ///< all of them, junk included, strongest first

    [[nodiscard]] bool operator==(const FoundData &) const = default;
};

struct Note
{
    NoteId id;
    QString author;
    QString text;
    Timestamp createdAt {};

    [[nodiscard]] bool operator==(const Note &) const = default;
};

/// Corrections a person made; an empty optional means "as found", an empty string means "deliberately none".
struct Corrections
{
    std::optional<QString> name;
    std::optional<QString> email;
    std::optional<QString> phone;
    std::optional<QString> city;
    std::optional<QString> category;

    [[nodiscard]] bool operator==(const Corrections &) const = default;
};

/// What people decided: written only by review, never by sources.
struct ReviewData
{
    ReviewStatus status = ReviewStatus::New;
    int rating = 0; ///< 0 = none, 1–5
    QString assignee;
    Corrections corrections;
    QStringList tags; ///< sorted, unique, lower case
    std::vector<Note> notes; ///< oldest first
    std::optional<Timestamp> deletedAt;
    QString deletedBy;

    [[nodiscard]] bool operator==(const ReviewData &) const = default;
};

struct Lead
{
    LeadId id;
    qint64 rev = 0; ///< raised by one with each accepted write
    qint64 seq = 0; ///< position in the change feed (commit order)
    QString source; ///< sourceKindSlug() of the source that first found it
    std::vector<TaskId> tasks; ///< tasks that found it, first finder first
    QStringList seeds; ///< the start address each of them came from, as typed; one for one with `tasks`, empty in rows
    FoundData found;
    ReviewData review;
    Timestamp createdAt {};
    Timestamp modifiedAt {};
    QString createdBy;
    QString modifiedBy;

    /// What operators see: the correction where there is one, otherwise what was found.
    [[nodiscard]] const QString &name() const { return review.corrections.name ? *review.corrections.name : found.name; }
    [[nodiscard]] const QString &email() const { return review.corrections.email ? *review.corrections.email : found.email; }
    [[nodiscard]] const QString &phone() const { return review.corrections.phone ? *review.corrections.phone : found.phone; }
    [[nodiscard]] const QString &city() const
    {
        return review.corrections.city ? *review.corrections.city : found.address.city;
    }
    [[nodiscard]] const QString &category() const
    {
        return review.corrections.category ? *review.corrections.category : found.category;
    }
    /// The start address that led this task here; empty when it is not known.
    [[nodiscard]] QString seedOf(const TaskId &task) const;
    /// All start addresses that are known, each once.
    [[nodiscard]] QStringList knownSeeds() const;
    [[nodiscard]] bool isDeleted() const { return review.deletedAt.has_value(); }

    [[nodiscard]] bool operator==(const Lead &) const = default;
};

/// One entry of a record's history.
struct AuditEntry
{
    qint64 n = 0; ///< position in the audit log
    Timestamp at {};
    QString actor; ///< user name, or `task:<id>`
    QString origin; ///< client id or peer address
    QString action; ///< found, set, tag-add, tag-remove, note-add, delete, restore …
    QString field;
    QString oldValue;
    QString newValue;
    QString requestId;

    [[nodiscard]] bool operator==(const AuditEntry &) const = default;
};

[[nodiscard]] QStringView reviewStatusSlug(ReviewStatus status);
[[nodiscard]] std::optional<ReviewStatus> reviewStatusFromSlug(QStringView slug);

} // namespace leadline::domain
