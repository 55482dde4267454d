#include "sources/site_leads.h"
#include "sources/value_codec.h"

#include <algorithm>
#include <charconv>
#include <optional>

// How SiteLeads outlives an interruption. A key is a letter and mostly a number:
//   S            the site as a whole, with the version of everything
//   L<lead>      a lead without its contacts; 0 is the site's own
//   C<lead>:…    a contact point of a lead
//   N<page>      what a page says about the site's name

namespace leadline::sources {

using crawl::SiteMemo;
using domain::ContactPoint;

namespace {

constexpr int kVersion = 1;
constexpr std::string_view kSiteKey = "S";

/// A lead as it is remembered.
struct LeadMemo
{
    domain::FoundLead reading; ///< without contacts
    QString identity;
    bool isCard = false;
    bool emitted = false;
};

template<typename Archive> void describe(Archive &a, LeadMemo &m)
{
    a(m.reading), a(m.identity), a(m.isCard), a(m.emitted);
}

struct SiteState
{
    int version = kVersion;
    bool hasPrimary = false;
    QString primaryKey;
    int addressRank = 0;
};

template<typename Archive> void describe(Archive &a, SiteState &s)
{
    a(s.version), a(s.hasPrimary), a(s.primaryKey), a(s.addressRank);
}

/// Of a page, what guessSiteName() looks at.
struct PageMemo
{
    QString title;
    QString siteName;
    QString heading;
    std::vector<QString> businesses;
};

template<typename Archive> void describe(Archive &a, PageMemo &p)
{
    a(p.title), a(p.siteName), a(p.heading), a(p.businesses);
}

template<typename T> std::string written(const T &value)
{
    QByteArray bytes;
    {
        ValueWriter writer(bytes);
        writer(value);
    }
    return bytes.toStdString();
}

template<typename T> std::optional<T> read(const std::string &bytes)
{
    ValueReader reader(bytes.data(), static_cast<qsizetype>(bytes.size()));
    T value;
    reader(value);
    return reader.ok() ? std::optional(std::move(value)) : std::nullopt;
}

std::optional<size_t> numberOf(const std::string &key)
{
    size_t number = 0;
    const auto parsed = std::from_chars(key.data() + 1, key.data() + key.size(), number);
    return parsed.ec == std::errc() ? std::optional(number) : std::nullopt;
}

} // namespace

void SiteLeads::rememberSite()
{
    std::string memo = written(SiteState { kVersion, m_hasPrimary, m_primaryKey, m_addressRank });
    if (memo == m_siteMemo)
        return;
    m_siteMemo = memo;
    m_learnt.push_back({ std::string(kSiteKey), std::move(memo) });
}

void SiteLeads::rememberLead(const Lead &lead, const std::vector<QString> &changed)
{
    const std::string number = std::to_string(lead.number);
    LeadMemo memo { lead.reading, lead.identity, lead.isCard, lead.emitted };
    memo.reading.found.contacts.clear();
    m_learnt.push_back({ 'L' + number, written(memo) });
    for (const QString &key : changed)
        m_learnt.push_back({ 'C' + number + ':' + key.toStdString(), written(lead.contacts.constFind(key)->contact) });
}

void SiteLeads::rememberPage(const extract::PageReading &reading)
{
    PageMemo memo { reading.title, reading.siteName, reading.heading, {} };
    for (const extract::Business &business : reading.businesses)
        memo.businesses.push_back(business.name);
    m_learnt.push_back({ 'N' + std::to_string(m_named.size() - 1), written(memo) });
}

void SiteLeads::recall(const std::vector<SiteMemo> &memory)
{
    const auto site = std::ranges::find(memory, kSiteKey, &SiteMemo::key);
    if (site == memory.end() || !recallSite(site->value))
        return;
    const auto forEach = [&memory](char letter, const auto &take) {
        for (const SiteMemo &memo : memory) {
            const auto number = memo.key.starts_with(letter) ? numberOf(memo.key) : std::nullopt;
            if (number)
                take(*number, memo.value);
        }
    };
    forEach('L', [this](size_t number, const std::string &value) { recallLead(number, value); });
    forEach('N', [this](size_t number, const std::string &value) { recallPage(number, value); });
    forEach('C', [this](size_t number, const std::string &value) { recallContact(number, value); });
    for (size_t number = 0; number <= m_businesses.size(); ++number) {
        auto &contacts = leadAt(number)->reading.found.contacts;
        std::ranges::stable_sort(contacts, [](const ContactPoint &a, const ContactPoint &b) {
            return a.junk != b.junk ? b.junk : a.confidence() > b.confidence();
        });
        contacts.resize(std::min(contacts.size(), kStrongest));
    }
}

bool SiteLeads::recallSite(const std::string &value)
{
    const auto state = read<SiteState>(value);
    if (!state || state->version != kVersion)
        return false;
    m_hasPrimary = state->hasPrimary;
    m_primaryKey = state->primaryKey;
    m_addressRank = state->addressRank;
    m_siteMemo = value;
    return true;
}

/// The lead of a number, with empty ones before it until their own memos are read.
SiteLeads::Lead *SiteLeads::leadAt(size_t number)
{
    if (number == 0)
        return &m_site;
    if (number > kMaxBusinesses)
        return nullptr;
    while (m_businesses.size() < number) {
        m_businesses.push_back(std::make_unique<Lead>());
        m_businesses.back()->number = m_businesses.size();
    }
    return m_businesses[number - 1].get();
}

void SiteLeads::recallLead(size_t number, const std::string &value)
{
    auto memo = read<LeadMemo>(value);
    Lead *lead = memo ? leadAt(number) : nullptr;
    if (!lead)
        return;
    lead->reading = std::move(memo->reading);
    lead->identity = std::move(memo->identity);
    lead->isCard = memo->isCard;
    lead->emitted = memo->emitted;
    lead->dirty = !lead->emitted;
    m_leadCount += lead->emitted ? 1 : 0;
    if (lead->isSite)
        return;
    m_slugs.insert(lead->reading.profileKey.section(u'#', 1));
    if (!lead->isCard)
        m_businessByIdentity.insert(lead->identity, number - 1);
}

void SiteLeads::recallPage(size_t number, const std::string &value)
{
    auto memo = read<PageMemo>(value);
    if (!memo || number >= kNamingPages)
        return;
    m_named.resize(std::max(m_named.size(), number + 1));
    extract::PageReading &page = m_named[number];
    page.title = std::move(memo->title);
    page.siteName = std::move(memo->siteName);
    page.heading = std::move(memo->heading);
    for (QString &name : memo->businesses)
        page.businesses.emplace_back().name = std::move(name);
}

void SiteLeads::recallContact(size_t number, const std::string &value)
{
    auto contact = read<ContactPoint>(value);
    Lead *lead = contact ? leadAt(number) : nullptr;
    if (!lead)
        return;
    const QString key = contactKey(*contact);
    count(*contact, false, true);
    if (lead->isSite && contact->kind == domain::ContactKind::Email && !contact->junk)
        m_siteDomains.insert(contact->value.mid(contact->value.lastIndexOf(u'@') + 1));
    if (lead->isCard)
        m_cardByContact.insert(key, lead);
    if (!lead->emitted)
        lead->unsent.push_back(key);
    lead->reading.found.contacts.push_back(*contact);
    lead->contacts.insert(key, { std::move(*contact), false, !lead->emitted });
}

} // namespace leadline::sources
