#pragma once

#include "domain/contact_point.h"
#include "domain/lead.h"

#include <QString>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::extract {

/// One fetched page. Nothing is copied; the views must outlive readPage().
struct PageInput
{
    std::string_view body; ///< decompressed bytes as received, any charset
    std::string_view url; ///< absolute address the body came from, after redirects
    std::string_view contentType; ///< value of the Content-Type header, may be empty
    std::string_view defaultCountry; ///< ISO 3166-1 alpha-2 for phones when the page gives no hint, may be empty
    bool isLinkedContactPage = false; ///< reached through a link with a hint: plain text phones get LinkedPage
    domain::Timestamp fetchedAt {};
};

/// Why a link deserves to be followed early. Ordered: the smaller, the earlier.
enum class LinkHint { Contact, Imprint, About, Team, None };

struct Link
{
    std::string url; ///< absolute http or https address without fragment
    std::string text; ///< visible text, single line, at most 120 bytes; empty for image links
    LinkHint hint = LinkHint::None;
    bool nofollow = false; ///< rel="nofollow"
};

/// A schema.org organisation or place in the page's structured data.
struct Business
{
    QString id; ///< @id or itemid, may be empty; the same id on several pages is one business
    QString type; ///< schema.org type without namespace: Restaurant
    QString name;
    QString category; ///< readable type ("Auto repair"), or the servesCuisine/industry text when given
    domain::PostalAddress address;
    std::optional<double> latitude;
    std::optional<double> longitude;
    QString openingHours; ///< schema.org openingHours text, `; ` between parts
    QString url; ///< absolute, may be empty
    std::vector<domain::ContactPoint> contacts; ///< its own; they are in PageReading::contacts as well
    domain::ExtractionLayer layer = domain::ExtractionLayer::JsonLd;
};

/// Everything one page says. Text is valid UTF-8 without control characters.
struct PageReading
{
    std::vector<domain::ContactPoint> contacts; ///< one per kind and value, strongest first, junk included
    std::vector<Business> businesses; ///< in document order, duplicates within the page merged
    std::vector<domain::PostalAddress> addresses; ///< read from visible text, best first
    std::vector<Link> links; ///< document order, one per address

    QString title; ///< <title>
    QString siteName; ///< og:site_name or application-name
    QString heading; ///< first <h1>
    QString description; ///< meta description or og:description
    std::string language; ///< lower-case BCP 47 tag of <html lang>, may be empty
    std::string canonical; ///< absolute address of link rel=canonical, may be empty
    std::string refresh; ///< absolute address of a meta refresh, may be empty
    std::string country; ///< ISO 3166-1 alpha-2 the phones were read with, may be empty
    std::string charset; ///< the charset the body was read as, lower case
    bool noindex = false; ///< meta robots
    bool nofollow = false; ///< meta robots
};

/// Reads a page in one pass over its tokens. Pure: no I/O, never fails, never throws; a body that is not HTML gives an empty
/// or poor reading. May be called from several threads at once; memory and time are linear in the body. Each thread keeps
/// scratch buffers and a bounded memory of validated phone numbers.
[[nodiscard]] PageReading readPage(const PageInput &page);

/// The most credible business name in the readings of one site: structured data, then site name, then what the titles and
/// headings agree on. `host` breaks ties and is the last resort.
[[nodiscard]] QString guessSiteName(const std::vector<const PageReading *> &pages, std::string_view host);

/// Adds a reading of a contact point to a list: the same kind and value becomes more evidence (at most 5, strongest first),
/// a usable reading wins over junk, and a label or display form is filled in when there was none.
void mergeContact(std::vector<domain::ContactPoint> &contacts, domain::ContactPoint contact);

/// Sorts contacts strongest first (usable before junk) and fills email and phone with the best of their kind: a mailbox of
/// the site's own domain before a foreign one, never a fax when there is another number.
void chooseBestContacts(domain::FoundData &found, std::string_view host);

/// Rates how ready a lead is to be used, 0–100, and leaves the terms it added up in `found.scoreTerms`. Sets found.score.
void scoreLead(domain::FoundData &found);

} // namespace leadline::extract
