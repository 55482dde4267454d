#pragma once

#include "extract/page_document.h"
#include "extract/page_reader.h"
#include "extract/phone_text.h"
#include "extract/structured_data.h"

#include <string>
#include <string_view>
#include <vector>

namespace leadline::extract {

/// Judges every candidate of one page and turns it into contact points with evidence. Lives for one page.
class ContactCollector
{
public:
    ContactCollector(const PageInput &page, const PageDocument &document, PageReading &reading);

    void collect(const StructuredData &data);

private:
    void readLinks();
    void readWebLink(const PageDocument::Anchor &anchor, std::string_view href);
    void readHiddenMails();
    void readTextEmails();
    void readStructured(const StructuredData &data);
    void readPhoneLinks();
    void readTextPhones();
    void doubtCrowds();
    void readTextPhone(const PhoneMatch &match, std::string_view number);
    [[nodiscard]] std::string decideCountry(const StructuredData &data) const;

    void addEmail(std::string_view address, domain::ExtractionLayer layer, int confidence, QString snippet,
        const QString &label = {}, int business = -1);
    bool addPhone(std::string_view number, std::string_view region, NumberLabel label, domain::ExtractionLayer layer,
        int confidence, QString snippet, bool keepInvalid, const QString &labelText = {}, int business = -1);
    void addSocial(std::string_view url, domain::ExtractionLayer layer, int confidence, QString snippet, int business = -1);
    void add(domain::ContactKind kind, QString value, QString display, QString label, std::string_view junkReason,
        domain::ExtractionLayer layer, int confidence, QString snippet, int business);

    [[nodiscard]] QString snippetAround(size_t start, size_t end) const;
    [[nodiscard]] QString snippetOfLink(const PageDocument::Anchor &anchor, std::string_view href) const;

    struct PhoneLink
    {
        std::string number;
        NumberLabel label = NumberLabel::None;
        QString snippet;
    };

    const PageInput &m_page;
    const PageDocument &m_document;
    PageReading &m_reading;
    const QString m_url;
    std::vector<PhoneLink> m_phoneLinks;
    std::string m_country;
};

} // namespace leadline::extract
