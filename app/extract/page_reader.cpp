#include "extract/page_reader.h"

#include "extract/charset.h"
#include "extract/contact_collector.h"
#include "extract/html_tokens.h"
#include "extract/link_hints.h"
#include "extract/page_document.h"
#include "extract/page_url.h"
#include "extract/postal_text.h"
#include "extract/structured_data.h"
#include "extract/text_tools.h"

#include <algorithm>
#include <functional>

namespace leadline::extract {

namespace {

constexpr size_t kMaxLinkText = 120;

/// Remembers which links are there already: an open hash of their positions, no allocation per link.
class KnownUrls
{
public:
    explicit KnownUrls(size_t most)
    {
        size_t slots = 16;
        while (slots < most * 2)
            slots *= 2;
        m_slots.assign(slots, 0);
    }

    /// True when `url` is new; the caller then appends it to `links`.
    bool add(const std::string &url, const std::vector<Link> &links)
    {
        size_t slot = std::hash<std::string_view>()(url) & (m_slots.size() - 1);
        while (m_slots[slot] != 0) {
            if (links[m_slots[slot] - 1].url == url)
                return false;
            slot = (slot + 1) & (m_slots.size() - 1);
        }
        m_slots[slot] = static_cast<uint32_t>(links.size() + 1);
        return true;
    }

private:
    std::vector<uint32_t> m_slots;
};

void readHead(const PageDocument &document, const BaseUrl &base, PageReading &reading)
{
    reading.title = shortLine(document.title.empty() ? document.ogTitle : document.title, 300);
    reading.siteName = shortLine(document.siteName, 200);
    reading.heading = shortLine(document.heading, 200);
    reading.description = shortLine(document.description, 500);
    const std::string &language = document.language;
    const size_t end = std::min(language.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_"), language.size());
    reading.language = language.substr(0, std::min<size_t>(end, 35));
    reading.canonical = document.canonical.empty() ? std::string() : base.resolve(document.canonical);
    reading.refresh = document.refresh.empty() ? std::string() : base.resolve(document.refresh);
    reading.noindex = findNoCase(document.robots, "noindex") != std::string::npos
        || findNoCase(document.robots, "none") != std::string::npos;
    reading.nofollow = findNoCase(document.robots, "nofollow") != std::string::npos
        || findNoCase(document.robots, "none") != std::string::npos;
}

void readLinks(const PageDocument &document, const BaseUrl &base, PageReading &reading)
{
    KnownUrls known(document.anchors().size());
    reading.links.reserve(document.anchors().size());
    for (const PageDocument::Anchor &anchor : document.anchors()) {
        std::string url = base.resolve(document.string(anchor.href));
        if (url.empty() || !known.add(url, reading.links))
            continue;
        std::string_view text = document.text(anchor.text);
        text = text.substr(0, utf8Floor(text, kMaxLinkText));
        Link link;
        link.hint = linkHint(url, text);
        link.text = singleLine(text);
        link.nofollow = anchor.nofollow;
        link.url = std::move(url);
        reading.links.push_back(std::move(link));
    }
}

/// Takes apart addresses that structured data gives in one string.
void splitAddresses(PageReading &reading)
{
    for (Business &business : reading.businesses) {
        domain::PostalAddress &address = business.address;
        if (address.street.isEmpty() || !address.city.isEmpty() || !address.postalCode.isEmpty())
            continue;
        const std::string country = address.country.isEmpty() ? reading.country : address.country.toStdString();
        if (auto found = findAddresses(address.street.toStdString(), country); found.size() == 1)
            address = std::move(found.front());
    }
}

} // namespace

PageReading readPage(const PageInput &page)
{
    thread_local PageDocument document;
    thread_local DecodedBody body;
    PageReading reading;
    document.clear();
    decodeBody(page.body, page.contentType, body);
    readHtmlTokens(body.text, document);
    document.finish();
    reading.charset = body.charset;

    BaseUrl base(page.url);
    if (!document.baseHref.empty()) {
        if (const std::string absolute = base.resolve(document.baseHref); !absolute.empty())
            base = BaseUrl(absolute);
    }
    readHead(document, base, reading);
    readLinks(document, base, reading);

    StructuredData data = readStructuredData(document.data());
    for (Business &business : data.businesses) {
        if (!business.url.isEmpty())
            business.url = toQString(base.resolve(business.url.toStdString()));
    }
    if (reading.siteName.isEmpty())
        reading.siteName = shortLine(data.siteName, 200);
    reading.businesses = data.businesses;
    ContactCollector(page, document, reading).collect(data);
    splitAddresses(reading);
    return reading;
}

} // namespace leadline::extract
