#include "extract/html_attributes.h"
#include "extract/html_tags.h"
#include "extract/page_document.h"
#include "extract/text_tools.h"

#include <algorithm>

// Microdata, RDFa Lite and h-card: items and properties that attributes declare.

namespace leadline::extract {

namespace {

constexpr size_t kMaxNodes = 100'000;

} // namespace

uint16_t PageDocument::readItem(uint8_t tag, std::span<const HtmlAttribute> attributes, std::string_view &property)
{
    if (m_data.size() > kMaxNodes)
        return 0;
    std::string_view names;
    std::string_view type;
    std::string_view id;
    std::string_view content;
    std::string_view address;
    bool scope = false;
    bool hasContent = false;
    DataGraph::Origin origin = DataGraph::Origin::Microdata;
    for (const HtmlAttribute &a : attributes) {
        if (a.name == "itemprop" || (a.name == "property" && names.empty())) {
            names = a.value;
        } else if (a.name == "itemscope") {
            scope = true;
        } else if (a.name == "itemtype" || a.name == "typeof") {
            type = a.value;
            if (a.name == "typeof") {
                scope = true;
                origin = DataGraph::Origin::Rdfa;
            }
        } else if (a.name == "itemid" || a.name == "resource") {
            id = a.value;
        } else if (a.name == "content") {
            content = a.value;
            hasContent = true;
        } else if (a.name == "href" || a.name == "src" || a.name == "datetime" || a.name == "data") {
            address = a.value;
        } else if (a.name == "value" && tag == static_cast<uint8_t>(HtmlTag::Other)) {
            content = a.value;
            hasContent = true;
        }
    }
    if (scope) {
        const DataGraph::Index outer = m_item;
        const std::string_view key = outer == DataGraph::kNone ? std::string_view() : m_data.keep(trimmed(names));
        openItem(key.substr(0, key.find(' ')), m_data.keep(type), origin);
        if (!id.empty())
            m_data.add(m_item, "@id", DataGraph::Kind::String, m_data.keep(id), origin);
        return OpensItem;
    }
    if (names.empty() || m_item == DataGraph::kNone)
        return 0;
    if (hasContent || !address.empty()) {
        addProperty(names, DataGraph::Kind::String, m_data.keep(trimmed(hasContent ? content : address)));
        return 0;
    }
    property = m_data.keep(names);
    return IsProperty;
}

/// Opens an item: a member of the item around it when it has a name, a thing of its own otherwise.
uint16_t PageDocument::openItem(std::string_view key, std::string_view type, DataGraph::Origin origin)
{
    m_item = m_data.add(key.empty() ? DataGraph::kNone : m_item, key, DataGraph::Kind::Object, {}, origin);
    if (!type.empty())
        m_data.add(m_item, "@type", DataGraph::Kind::String, type, origin);
    return OpensItem;
}

/// h-card and its forerunner vCard: classes name the properties (microformats.org/wiki/h-card).
uint16_t PageDocument::readCard(
    std::string_view classes, std::span<const HtmlAttribute> attributes, std::string_view &property)
{
    static constexpr std::pair<std::string_view, std::string_view> kProperties[] = { { "p-name", "name" }, { "fn", "name" },
        { "p-org", "legalName" }, { "org", "legalName" }, { "p-tel", "telephone" }, { "tel", "telephone" },
        { "u-email", "email" }, { "email", "email" }, { "p-street-address", "streetAddress" },
        { "street-address", "streetAddress" }, { "p-postal-code", "postalCode" }, { "postal-code", "postalCode" },
        { "p-locality", "addressLocality" }, { "locality", "addressLocality" }, { "p-region", "addressRegion" },
        { "region", "addressRegion" }, { "p-country-name", "addressCountry" }, { "country-name", "addressCountry" },
        { "p-latitude", "latitude" }, { "p-longitude", "longitude" }, { "p-category", "category" } };
    if (m_data.size() > kMaxNodes)
        return 0;
    const bool inCard = m_item != DataGraph::kNone && m_data.at(m_item).origin == DataGraph::Origin::HCard;
    if (hasWord(classes, "h-card") || hasWord(classes, "vcard"))
        return openItem({}, "HCard", DataGraph::Origin::HCard);
    if (!inCard)
        return 0;
    if (hasWord(classes, "p-adr") || hasWord(classes, "h-adr") || hasWord(classes, "adr"))
        return openItem("address", "PostalAddress", DataGraph::Origin::HCard);
    std::string names;
    for (const auto &[word, name] : kProperties) {
        if (hasWord(classes, word) && names.find(name) == std::string::npos)
            names.append(names.empty() ? "" : " ").append(name);
    }
    if (names.empty())
        return 0;
    const std::string_view href = attribute(attributes, "href");
    if ((names == "email" || names == "telephone") && href.find(':') != std::string_view::npos) {
        addProperty(names, DataGraph::Kind::String, m_data.keep(href));
        return 0;
    }
    property = m_data.keep(names);
    return IsProperty;
}

void PageDocument::addProperty(std::string_view names, DataGraph::Kind kind, std::string_view value)
{
    names = trimmed(names);
    while (!names.empty()) {
        const size_t end = std::min(names.find(' '), names.size());
        std::string_view name = names.substr(0, end);
        names = trimmed(names.substr(end));
        if (name.starts_with("schema:"))
            name.remove_prefix(7);
        m_data.add(m_item, m_data.keep(name), kind, value, m_data.at(m_item).origin);
    }
}

} // namespace leadline::extract
