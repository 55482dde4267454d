#pragma once

#include "crawl/site_job.h"
#include "domain/found_lead.h"
#include "extract/page_reader.h"

#include <QHash>
#include <QSet>
#include <QString>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace leadline::sources {

/// Which leads of a site are wanted at all.
struct LeadWishes
{
    bool phoneOnly = false;
    bool emailOnly = false;
};

/// Puts the readings of one site's pages together to leads: one for the site itself, one for each further business its
/// structured data names, and one for each page that is the card of somebody else, as in directories without such data.
/// Every page costs what the page holds, however much is known already: increments are made from what changed and a short
/// list of the strongest contacts. Used by one thread at a time.
class SiteLeads
{
public:
    SiteLeads(const crawl::SiteScope &scope, std::string startUrl, LeadWishes wishes);

    /// The start address moved to another host before anything was read.
    void moveTo(const crawl::SiteScope &scope, std::string startUrl);

    /// Takes a page in and appends the increments it gives. `priority` says how the page was found.
    void add(extract::PageReading &&reading, const std::string &pageUrl, crawl::LinkPriority priority,
        std::vector<domain::FoundLead> &increments);

    /// Takes up where an earlier run ended: all it gave through takeLearnt(), in any order. Before the first add(). What
    /// another version of the program wrote is passed over.
    void recall(const std::vector<crawl::SiteMemo> &memory);
    /// What the add() calls since the last one have taught.
    [[nodiscard]] std::vector<crawl::SiteMemo> takeLearnt() { return std::exchange(m_learnt, {}); }

    [[nodiscard]] int leadCount() const { return m_leadCount; }
    [[nodiscard]] int emails() const { return m_emails; } ///< distinct usable ones
    [[nodiscard]] int phones() const { return m_phones; }
    [[nodiscard]] int profiles() const { return m_profiles; } ///< social profiles
    [[nodiscard]] int junk() const { return m_junk; }

private:
    static constexpr size_t kStrongest = 48; ///< contacts an increment is judged by
    static constexpr size_t kNamingPages = 8;
    static constexpr size_t kMaxBusinesses = 5000;

    struct Known
    {
        domain::ContactPoint contact;
        bool fresh = false; ///< changed by the page being added
        bool unsent = false; ///< not emitted in this state
    };
    struct Lead
    {
        domain::FoundLead reading; ///< its contacts are the strongest ones only
        QHash<QString, Known> contacts; ///< kind and value → everything known
        std::vector<QString> fresh; ///< keys with Known::fresh
        std::vector<QString> unsent; ///< keys with Known::unsent
        bool dirty = false; ///< other fields changed
        bool emitted = false;
        bool isSite = false;
        bool isCard = false; ///< of a page that shows somebody else's contacts
        size_t number = 0; ///< place among the businesses, from 1; 0 is the site
        QString identity; ///< in structured data, empty for the site and for cards
    };

    void addContact(Lead &lead, domain::ContactPoint contact);
    void refresh(Lead &lead);
    void emitIfChanged(Lead &lead, std::vector<domain::FoundLead> &increments);
    void emitLead(Lead &lead, std::vector<domain::FoundLead> &increments);
    [[nodiscard]] bool isWanted(const Lead &lead) const;
    void describeSite(extract::PageReading &reading, crawl::LinkPriority priority);
    void applyBusiness(Lead &lead, const extract::Business &business);
    [[nodiscard]] bool isPrimary(const extract::Business &business, bool aloneOnPage, crawl::LinkPriority priority) const;
    [[nodiscard]] Lead *leadFor(const extract::Business &business);
    [[nodiscard]] Lead *newLead(const QString &slug);
    [[nodiscard]] Lead *cardOf(const extract::PageReading &reading, const std::string &pageUrl, crawl::LinkPriority priority,
        const QSet<QString> &elsewhere);
    [[nodiscard]] bool isOwnMailbox(const QString &email) const;
    void count(const domain::ContactPoint &contact, bool wasJunk, bool isNew);

    void rememberSite();
    void rememberLead(const Lead &lead, const std::vector<QString> &changed);
    void rememberPage(const extract::PageReading &reading);
    [[nodiscard]] bool recallSite(const std::string &value);
    void recallLead(size_t number, const std::string &value);
    void recallPage(size_t number, const std::string &value);
    void recallContact(size_t number, const std::string &value);
    [[nodiscard]] Lead *leadAt(size_t number);

    crawl::SiteScope m_scope;
    std::string m_startUrl;
    std::string m_host; ///< without port, for judging which mailbox is the site's own
    LeadWishes m_wishes;
    Lead m_site;
    bool m_hasPrimary = false;
    QString m_primaryKey;
    int m_addressRank = 100; ///< how good the page was the address came from; smaller is better
    std::vector<extract::PageReading> m_named; ///< readings that may name the site, without their contacts and links
    std::vector<std::unique_ptr<Lead>> m_businesses;
    QHash<QString, size_t> m_businessByIdentity;
    QHash<QString, Lead *> m_cardByContact; ///< whose card a contact point was read from
    QSet<QString> m_siteDomains; ///< of the mailboxes in the site's own lead
    QSet<QString> m_slugs;
    int m_leadCount = 0;
    int m_emails = 0;
    int m_phones = 0;
    int m_profiles = 0;
    int m_junk = 0;
    std::vector<crawl::SiteMemo> m_learnt;
    std::string m_siteMemo; ///< as learnt last
};

/// What makes two readings of contact points the same one: kind and value.
[[nodiscard]] QString contactKey(const domain::ContactPoint &contact);

/// `web:example.com`, `web:example.com:8080/berlin`
[[nodiscard]] QString profileKeyOf(const crawl::SiteScope &scope);

} // namespace leadline::sources
