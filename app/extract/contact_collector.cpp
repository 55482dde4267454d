#include "extract/contact_collector.h"

#include "extract/country.h"
#include "extract/email_text.h"
#include "extract/page_url.h"
#include "extract/phone_check.h"
#include "extract/postal_text.h"
#include "extract/social_profiles.h"
#include "extract/text_tools.h"

#include <algorithm>

namespace leadline::extract {

namespace {

using domain::ContactKind;
using domain::ContactPoint;
using domain::ExtractionLayer;

constexpr qsizetype kSnippetChars = 160;
constexpr size_t kMaxContacts = 400;
/// What a number loses that has the right length but lies in no assigned range.
constexpr int kUnassignedPenalty = 20;

QString labelText(NumberLabel label)
{
    switch (label) {
    case NumberLabel::Fax:
        return QStringLiteral("Fax");
    case NumberLabel::Mobile:
        return QStringLiteral("Mobile");
    case NumberLabel::WhatsApp:
        return QStringLiteral("WhatsApp");
    default:
        return {};
    }
}

int structuredConfidence(ExtractionLayer)
{
    return 90;
}

/// Number in a tel:, callto:, sms: or WhatsApp link; empty for other links.
std::string numberOfLink(std::string_view href, bool &whatsApp)
{
    whatsApp = false;
    const size_t colon = href.find(':');
    if (colon == std::string_view::npos)
        return {};
    const std::string_view scheme = href.substr(0, colon);
    std::string_view rest = href.substr(colon + 1);
    for (const std::string_view known : { "tel", "callto", "sms", "fax", "phone", "call" }) {
        if (equalsNoCase(scheme, known)) {
            while (rest.starts_with('/'))
                rest.remove_prefix(1);
            std::string number = percentDecoded(rest);
            return number.substr(0, number.find_first_of("?;,"));
        }
    }
    std::string_view number;
    if (equalsNoCase(scheme, "whatsapp") || findNoCase(href, "api.whatsapp.com/send") != std::string_view::npos
        || findNoCase(href, "web.whatsapp.com/send") != std::string_view::npos) {
        const size_t phone = findNoCase(href, "phone=");
        if (phone == std::string_view::npos)
            return {};
        number = href.substr(phone + 6);
    } else if (const size_t host = findNoCase(href.substr(0, 24), "://wa.me/"); host != std::string_view::npos) {
        number = href.substr(host + 9);
    } else {
        return {};
    }
    std::string decoded = percentDecoded(number.substr(0, number.find_first_of("?&/")));
    std::erase_if(decoded, [](char c) { return !isDigit(c); });
    if (decoded.size() < 7)
        return {};
    if (decoded.starts_with("00"))
        decoded.erase(0, 2);
    whatsApp = true;
    return "+" + decoded;
}

/// The one country that all international numbers of a text belong to; empty when there is none, or several.
std::string countryOfNumbers(std::string_view text)
{
    std::string country;
    for (size_t at = text.find('+'); at != std::string_view::npos; at = text.find('+', at + 1)) {
        if (at + 1 >= text.size() || !isDigit(text[at + 1]) || text[at + 1] == '0')
            continue;
        const size_t end = std::min(text.find_first_not_of("0123456789 -()./", at + 1), std::min(text.size(), at + 24));
        const PhoneVerdict &verdict = checkPhone(text.substr(at, end - at), {});
        if (verdict.quality != PhoneQuality::Valid || verdict.region.empty())
            continue;
        if (!country.empty() && country != verdict.region)
            return {};
        country = verdict.region;
    }
    return country;
}

} // namespace

ContactCollector::ContactCollector(const PageInput &page, const PageDocument &document, PageReading &reading)
    : m_page(page)
    , m_document(document)
    , m_reading(reading)
    , m_url(toQString(page.url))
{ }

void ContactCollector::collect(const StructuredData &data)
{
    readLinks();
    readHiddenMails();
    readTextEmails();
    m_country = decideCountry(data);
    m_reading.country = m_country;
    readStructured(data);
    readPhoneLinks();
    readTextPhones();
    doubtCrowds();
    m_reading.addresses = findAddresses(m_document.text(), m_country);
    for (Business &business : m_reading.businesses) {
        std::stable_sort(business.contacts.begin(), business.contacts.end(),
            [](const ContactPoint &a, const ContactPoint &b) { return a.confidence() > b.confidence(); });
    }
    std::stable_sort(m_reading.contacts.begin(), m_reading.contacts.end(), [](const ContactPoint &a, const ContactPoint &b) {
        return a.junk != b.junk ? b.junk : a.confidence() > b.confidence();
    });
}

void ContactCollector::readLinks()
{
    for (const PageDocument::Anchor &anchor : m_document.anchors()) {
        const std::string_view href = m_document.string(anchor.href);
        if (startsWithNoCase(href, "mailto")) {
            for (const std::string &address : mailtoAddresses(href))
                addEmail(address, ExtractionLayer::Mailto, 95, snippetOfLink(anchor, address));
            continue;
        }
        if (const size_t code = href.find("/cdn-cgi/l/email-protection#"); code != std::string_view::npos) {
            const std::string address = cloudflareAddress(href.substr(code + 28));
            if (!address.empty())
                addEmail(address, ExtractionLayer::Cloudflare, 90, snippetOfLink(anchor, address));
            continue;
        }
        bool whatsApp = false;
        std::string number = numberOfLink(href, whatsApp);
        if (!number.empty()) {
            NumberLabel label
                = whatsApp ? NumberLabel::WhatsApp : labelAround(m_document.text(), anchor.text.start, anchor.text.end);
            const std::string_view own = m_document.text(anchor.text);
            if (findNoCase(own.substr(0, 40), "fax") != std::string_view::npos || startsWithNoCase(href, "fax:"))
                label = NumberLabel::Fax;
            m_phoneLinks.push_back({ number, label, snippetOfLink(anchor, number) });
            continue;
        }
        readWebLink(anchor, href);
    }
}

void ContactCollector::readWebLink(const PageDocument::Anchor &anchor, std::string_view href)
{
    if (!href.starts_with("http") && !href.starts_with("//") && !href.starts_with("HTTP"))
        return;
    const std::string absolute = href.starts_with("//") ? std::string("https:").append(href) : std::string(href);
    const SocialProfile profile = socialProfile(absolute);
    if (!profile.network.empty())
        addSocial(absolute, ExtractionLayer::Link, 80, snippetOfLink(anchor, profile.url));
}

void ContactCollector::readHiddenMails()
{
    for (const PageDocument::HiddenMail &hidden : m_document.hiddenMails()) {
        const std::string_view value = m_document.string(hidden.value);
        if (hidden.cloudflare) {
            const std::string address = cloudflareAddress(value);
            if (!address.empty())
                addEmail(address, ExtractionLayer::Cloudflare, 90,
                    shortLine("data-cfemail " + std::string(value.substr(0, 40)) + " = " + address, kSnippetChars));
            continue;
        }
        if (value.size() > 200)
            continue;
        for (const std::string &address : mailtoAddresses(value))
            addEmail(address, ExtractionLayer::Obfuscated, 70, shortLine(value, kSnippetChars));
    }
}

void ContactCollector::readTextEmails()
{
    std::vector<EmailMatch> matches;
    findEmails(m_document.text(), matches);
    for (const EmailMatch &match : matches) {
        QString snippet = snippetAround(match.start, match.end);
        if (match.disguised) {
            const QString plain = QStringLiteral(" = ") + toQString(match.address);
            const qsizetype room = std::max<qsizetype>(kSnippetChars - plain.size(), 20);
            snippet = shortLine((shortLine(snippet.toStdString(), room) + plain).toStdString(), kSnippetChars);
        }
        addEmail(match.address, match.disguised ? ExtractionLayer::Obfuscated : ExtractionLayer::Text,
            match.disguised ? 75 : 85, snippet);
    }
}

void ContactCollector::readStructured(const StructuredData &data)
{
    for (const DataContact &contact : data.contacts) {
        const QString label = toQString(contact.label);
        const int confidence = structuredConfidence(contact.layer);
        std::string lead = contact.business >= 0 ? data.businesses[static_cast<size_t>(contact.business)].name.toStdString()
                                                 : std::string();
        if (!lead.empty())
            lead.append(": ");
        const QString snippet = shortLine(lead + contact.value, kSnippetChars);
        switch (contact.type) {
        case DataContact::Type::Email:
            for (const std::string &address : mailtoAddresses(contact.value))
                addEmail(address, contact.layer, confidence, snippet, label, contact.business);
            break;
        case DataContact::Type::Phone:
        case DataContact::Type::Fax: {
            bool whatsApp = false;
            std::string number = numberOfLink(contact.value, whatsApp);
            if (number.empty())
                number = contact.value;
            const NumberLabel kind
                = contact.type == DataContact::Type::Fax || findNoCase(contact.label, "fax") != std::string::npos
                ? NumberLabel::Fax
                : NumberLabel::None;
            const std::string &country = contact.country.empty() ? m_country : contact.country;
            bool read = addPhone(number, country, kind, contact.layer, confidence, snippet, false, label, contact.business);
            for (size_t at = 0; !read && at < number.size();) { // "030 123, 030 456"
                const size_t end = std::min(number.find_first_of(",;|", at), number.size());
                addPhone(std::string_view(number).substr(at, end - at), country, kind, contact.layer, confidence, snippet,
                    at == 0 && end == number.size(), label, contact.business);
                at = end + 1;
            }
            break;
        }
        case DataContact::Type::Profile:
            addSocial(contact.value, contact.layer, confidence, snippet, contact.business);
            break;
        }
    }
}

std::string ContactCollector::decideCountry(const StructuredData &data) const
{
    for (const Business &business : data.businesses) {
        if (!business.address.country.isEmpty())
            return business.address.country.toStdString();
    }
    if (std::string country = countryOfHost(hostOf(m_page.url)); !country.empty())
        return country;
    if (std::string country = countryOfLocale("x-" + m_document.geoRegion.substr(0, 2));
        m_document.geoRegion.size() >= 2 && !country.empty())
        return country;
    if (std::string country = countryInText(m_document.text()); !country.empty())
        return country;
    for (const PhoneLink &link : m_phoneLinks) {
        if (link.number.starts_with('+') || link.number.starts_with("00")) {
            const PhoneVerdict &verdict
                = checkPhone(link.number.starts_with('+') ? link.number : "+" + link.number.substr(2), {});
            if (verdict.quality != PhoneQuality::Impossible && !verdict.region.empty())
                return verdict.region;
        }
    }
    const std::string locale = countryOfLocale(m_document.language);
    const bool commonDefault = m_document.language == "en-us";
    if (!locale.empty() && !commonDefault)
        return locale;
    if (!m_page.defaultCountry.empty())
        return std::string(m_page.defaultCountry);
    const std::string_view text = m_document.text();
    if (std::string country = countryOfNumbers(text); !country.empty())
        return country;
    if (std::string country = countryOfLanguage(m_document.language); !country.empty())
        return country;
    if (!locale.empty())
        return locale;
    // Some addresses are written as they are in one country only.
    for (const domain::PostalAddress &address : findAddresses(text, {})) {
        if (!address.country.isEmpty())
            return address.country.toStdString();
    }
    return {};
}

void ContactCollector::readPhoneLinks()
{
    for (const PhoneLink &link : m_phoneLinks)
        addPhone(link.number, m_country, link.label, ExtractionLayer::TelLink, 95, link.snippet, true);
}

void ContactCollector::readTextPhones()
{
    std::vector<PhoneMatch> matches;
    const std::string_view text = m_document.text();
    findPhones(text, matches);
    for (const PhoneMatch &match : matches)
        readTextPhone(match, text.substr(match.start, match.end - match.start));
}

void ContactCollector::readTextPhone(const PhoneMatch &match, std::string_view number)
{
    const bool labelled = match.label != NumberLabel::None;
    const bool linked = m_page.isLinkedContactPage;
    const ExtractionLayer layer = labelled ? ExtractionLayer::LabelledText
        : linked                           ? ExtractionLayer::LinkedPage
                                           : ExtractionLayer::Text;
    const int confidence = labelled ? 75 : linked ? 60 : 70;
    const auto tryNumber = [&](std::string_view candidate, bool accept) {
        const bool international = candidate.starts_with('+') || candidate.starts_with("(+");
        std::string region = m_country;
        const bool guessed = region.empty() && m_document.language.starts_with("en") && !international;
        if (guessed)
            region = candidate.find('0') <= 1 ? "GB" : looksNational(candidate, "US") ? "US" : "";
        else if (!international && isNorthAmerican(candidate, region))
            region = "US";
        if (!international && region.empty() && !candidate.starts_with("00"))
            return false;
        if (!labelled && !international && !looksNational(candidate, region))
            return false;
        const PhoneVerdict &verdict = checkPhone(candidate, region);
        // Outside the assigned ranges a number must have a label and be written like one. Without its trunk prefix a short
        // number is local: which one it is, nobody can tell from here.
        const auto digits = std::count_if(candidate.begin(), candidate.end(), isDigit);
        const bool national = looksNational(candidate, region);
        const bool local = !international && digits < 8 && hasTrunkZero(region) && candidate.find('0') > 1;
        const bool written = international || digits >= 9 || national;
        const bool good = !local
            && (verdict.quality == PhoneQuality::Valid
                || (labelled && written && !guessed && verdict.quality == PhoneQuality::Possible));
        if (!good || !accept)
            return good;
        return addPhone(candidate, region, match.label, layer, confidence, snippetAround(match.start, match.end), false);
    };
    if (tryNumber(number, true))
        return;
    const std::vector<std::string_view> parts = alternatives(number);
    if (parts.size() < 2)
        return;
    for (const std::string_view part : parts) {
        if (part.size() >= 6)
            tryNumber(part, true);
    }
}

/// A page that links to many profiles of one network lists other people: contributors, members, customers.
void ContactCollector::doubtCrowds()
{
    constexpr std::ptrdiff_t kOwnProfiles = 3;
    constexpr int kDoubtful = 30;
    for (ContactPoint &contact : m_reading.contacts) {
        if (contact.kind != ContactKind::Social || contact.evidence.front().layer != ExtractionLayer::Link)
            continue;
        const auto same = std::count_if(m_reading.contacts.begin(), m_reading.contacts.end(),
            [&](const ContactPoint &other) { return other.kind == ContactKind::Social && other.label == contact.label; });
        if (same > kOwnProfiles)
            contact.evidence.front().confidence = kDoubtful;
    }
}

void ContactCollector::addEmail(
    std::string_view address, ExtractionLayer layer, int confidence, QString snippet, const QString &label, int business)
{
    const EmailVerdict verdict = judgeEmail(address, hostOf(m_page.url));
    if (verdict.value.empty())
        return;
    add(ContactKind::Email, toQString(verdict.value), toQString(address), label, verdict.junkReason, layer, confidence,
        std::move(snippet), business);
}

bool ContactCollector::addPhone(std::string_view number, std::string_view region, NumberLabel label, ExtractionLayer layer,
    int confidence, QString snippet, bool keepInvalid, const QString &ownLabel, int business)
{
    const PhoneVerdict &verdict = checkPhone(number, region);
    QString text = ownLabel.isEmpty() || label == NumberLabel::Fax ? labelText(label) : ownLabel;
    if (verdict.quality != PhoneQuality::Impossible) {
        const int lost = verdict.quality == PhoneQuality::Possible ? kUnassignedPenalty : 0;
        add(ContactKind::Phone, toQString(verdict.e164), toQString(verdict.national), text, {}, layer, confidence - lost,
            std::move(snippet), business);
        return true;
    }
    const auto digits = std::count_if(number.begin(), number.end(), isDigit);
    if (keepInvalid && digits >= 3 && digits <= 20)
        add(ContactKind::Phone, toQString(singleLine(number)), toQString(singleLine(number)), text, "invalid-number", layer,
            confidence, std::move(snippet), business);
    return false;
}

void ContactCollector::addSocial(std::string_view url, ExtractionLayer layer, int confidence, QString snippet, int business)
{
    const std::string clean = BaseUrl().resolve(url);
    const SocialProfile profile = socialProfile(clean);
    if (profile.network.empty())
        return;
    add(ContactKind::Social, toQString(profile.url), toQString(clean), toQString(profile.network), {}, layer, confidence,
        std::move(snippet), business);
}

void ContactCollector::add(ContactKind kind, QString value, QString display, QString label, std::string_view junkReason,
    ExtractionLayer layer, int confidence, QString snippet, int business)
{
    ContactPoint contact;
    contact.kind = kind;
    contact.value = std::move(value);
    contact.display = std::move(display);
    contact.label = std::move(label);
    contact.junk = !junkReason.empty();
    contact.junkReason = toQString(junkReason);
    contact.evidence.push_back({ m_url, layer, confidence, m_page.fetchedAt, std::move(snippet) });
    if (business >= 0 && static_cast<size_t>(business) < m_reading.businesses.size())
        mergeContact(m_reading.businesses[static_cast<size_t>(business)].contacts, contact);
    if (m_reading.contacts.size() < kMaxContacts)
        mergeContact(m_reading.contacts, std::move(contact));
}

QString ContactCollector::snippetAround(size_t start, size_t end) const
{
    const std::string_view text = m_document.text();
    const size_t from = utf8Floor(text, start > 60 ? start - 60 : 0);
    size_t begin = from;
    // Start at a word, not within one.
    if (from > 0) {
        const size_t blank = text.find_first_of(" \n\t", from);
        if (blank < start)
            begin = blank + 1;
    }
    return shortLine(text.substr(begin, utf8Floor(text, end + 50) - begin), kSnippetChars);
}

QString ContactCollector::snippetOfLink(const PageDocument::Anchor &anchor, std::string_view value) const
{
    const QString shown = toQString(singleLine(value));
    const QString around = snippetAround(anchor.text.start, std::min<size_t>(anchor.text.end, m_document.text().size()));
    if (around.contains(shown))
        return around;
    if (around.isEmpty())
        return shortLine(shown.toStdString(), kSnippetChars);
    const QString tail = QStringLiteral(" <") + shown.left(100) + QLatin1Char('>');
    return shortLine(around.toStdString(), kSnippetChars - tail.size()) + tail;
}

} // namespace leadline::extract
