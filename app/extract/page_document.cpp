#include "extract/page_document.h"

#include "extract/html_attributes.h"
#include "extract/html_tags.h"
#include "extract/text_tools.h"

#include <algorithm>

namespace leadline::extract {

namespace {

constexpr size_t kMaxNesting = 512;
constexpr size_t kMaxAnchors = 5000;
constexpr size_t kMaxHiddenMails = 500;
/// Longest text of a property, heading, title or reversed run: nested elements must not multiply a large page.
constexpr size_t kMaxValue = 4096;

uint32_t nameHash(std::string_view name)
{
    uint32_t hash = 2166136261u;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash ^ (hash >> 15);
}

/// 0 plain, 1 white space or control, 2 first byte of a sequence that may need folding.
constexpr std::array<uint8_t, 256> textClasses()
{
    std::array<uint8_t, 256> table {};
    for (size_t i = 0; i <= 0x20; ++i)
        table[i] = 1;
    table[0x7F] = 1;
    table[0xC2] = table[0xE2] = table[0xE3] = table[0xEF] = 2;
    return table;
}
constexpr std::array<uint8_t, 256> kTextClass = textClasses();

/// Folds characters that only look different: spaces of all widths to one space, hyphens to '-', full-width forms to ASCII.
/// Returns 0 for characters that vanish (soft hyphen, zero width) and the code point itself when nothing is to be done.
char32_t folded(char32_t c)
{
    if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0x2028 || c == 0x2029)
        return ' ';
    if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064)
        || c == 0xFEFF || (c >= 0x80 && c < 0xA0))
        return 0;
    if (c >= 0x2010 && c <= 0x2012)
        return '-';
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFF01 + 0x21;
    return c;
}

void reverseUtf8(std::string &text, size_t start)
{
    std::string reversed;
    for (size_t end = text.size(); end > start;) {
        const size_t begin = utf8Floor(text, end - 1);
        reversed.append(text, begin, end - begin);
        end = begin;
    }
    text.replace(start, std::string::npos, reversed);
}

} // namespace

void PageDocument::clear()
{
    for (std::string *field : { &title, &siteName, &ogTitle, &heading, &description, &language, &locale, &robots, &baseHref,
             &canonical, &refresh, &geoRegion, &m_text, &m_strings })
        field->clear();
    m_anchors.clear();
    m_hiddenMails.clear();
    m_scripts.clear();
    m_data.clear();
    m_item = DataGraph::kNone;
    m_open.clear();
    m_openCount.fill(0);
    m_hidden = 0;
    m_keepsLines = 0;
    m_inTitle = false;
    m_inJsonLd = false;
}

std::string_view PageDocument::text(Span span) const
{
    // Trailing separators may have been taken back since the offsets were noted: they must not cut a character.
    const size_t end = utf8Floor(m_text, span.end);
    const size_t start = utf8Floor(m_text, std::min<size_t>(span.start, end));
    return trimmed(std::string_view(m_text).substr(start, end - start));
}

PageDocument::Span PageDocument::keep(std::string_view text)
{
    const auto start = static_cast<uint32_t>(m_strings.size());
    m_strings.append(text);
    return { start, static_cast<uint32_t>(m_strings.size()) };
}

std::string_view PageDocument::valueFrom(size_t start) const
{
    const std::string_view value = std::string_view(m_text).substr(utf8Floor(m_text, start));
    return value.substr(0, utf8Floor(value, kMaxValue));
}

void PageDocument::finish()
{
    while (!m_open.empty())
        pop();
    for (const std::string &script : m_scripts)
        m_data.addJson(script);
}

void PageDocument::appendText(std::string_view piece)
{
    const char *p = piece.data();
    const char *end = p + piece.size();
    while (p < end) {
        const char *run = p;
        while (p < end && kTextClass[static_cast<unsigned char>(*p)] == 0)
            ++p;
        m_text.append(run, p);
        if (p == end)
            return;
        char32_t c = ' ';
        if (kTextClass[static_cast<unsigned char>(*p)] == 1) {
            ++p;
        } else {
            const std::string_view rest(p, static_cast<size_t>(end - p));
            size_t used = 0;
            const char32_t original = nextCodePoint(rest, used);
            c = folded(original);
            used = std::min(used, rest.size());
            if (c == original) {
                m_text.append(p, used);
                p += used;
                continue;
            }
            p += used;
        }
        if (c == ' ') {
            if (!m_text.empty() && m_text.back() != ' ' && m_text.back() != '\n' && m_text.back() != '\t')
                m_text.push_back(' ');
        } else if (c != 0) {
            m_text.push_back(static_cast<char>(c));
        }
    }
}

void PageDocument::breakText(char separator)
{
    if (!m_text.empty() && m_text.back() == ' ')
        m_text.pop_back();
    if (m_text.empty() || m_text.back() == '\n')
        return;
    if (separator == '\t') {
        m_text.push_back('\t'); // also behind an empty cell: columns are counted by their tabs
        return;
    }
    while (!m_text.empty() && m_text.back() == '\t')
        m_text.pop_back();
    if (!m_text.empty() && m_text.back() != '\n')
        m_text.push_back('\n');
}

void PageDocument::push(uint8_t tag, uint32_t hash, uint16_t flags)
{
    Open open;
    open.tag = tag;
    open.hash = hash;
    open.flags = flags;
    open.textStart = static_cast<uint32_t>(m_text.size());
    ++m_openCount[hash & 255];
    if (flags & Hides)
        ++m_hidden;
    if (flags & KeepsLines)
        ++m_keepsLines;
    m_open.push_back(open);
}

void PageDocument::pop()
{
    const Open open = m_open.back();
    m_open.pop_back();
    --m_openCount[open.hash & 255];
    if (open.flags & Hides)
        --m_hidden;
    if (open.flags & KeepsLines)
        --m_keepsLines;
    const size_t start = utf8Floor(m_text, open.textStart);
    const auto end = static_cast<uint32_t>(m_text.size());
    if ((open.flags & Reverses) && end - start <= kMaxValue)
        reverseUtf8(m_text, start);
    if (open.flags & IsAnchor)
        m_anchors[open.anchor].text.end = end;
    if ((open.flags & IsHeading) && heading.empty())
        heading = singleLine(valueFrom(start));
    if (open.flags & OpensItem)
        m_item = open.outerItem;
    if ((open.flags & IsProperty) && m_item != DataGraph::kNone)
        addProperty(open.property, DataGraph::Kind::String, m_data.keep(singleLine(valueFrom(start))));
    switch (static_cast<HtmlTag>(open.tag)) {
    case HtmlTag::Title:
        m_inTitle = false;
        break;
    case HtmlTag::Script:
        m_inJsonLd = false;
        break;
    default:
        if (open.flags & Breaks)
            breakText('\n');
    }
}

/// End tags authors may leave out (HTML standard, 13.1.2.4), so that lists do not nest without end.
void PageDocument::closeImplied(uint8_t tag)
{
    if (m_open.empty())
        return;
    const auto top = static_cast<HtmlTag>(m_open.back().tag);
    switch (static_cast<HtmlTag>(tag)) {
    case HtmlTag::A:
        // A link within a link ends the outer one.
        for (size_t up = 0; up < 8 && up < m_open.size(); ++up) {
            if ((m_open[m_open.size() - 1 - up].flags & IsAnchor) == 0)
                continue;
            for (size_t i = 0; i <= up; ++i)
                pop();
            return;
        }
        break;
    case HtmlTag::Li:
    case HtmlTag::Option:
        if (static_cast<uint8_t>(top) == tag)
            pop();
        break;
    case HtmlTag::Dd:
    case HtmlTag::Dt:
        if (top == HtmlTag::Dd || top == HtmlTag::Dt)
            pop();
        break;
    case HtmlTag::TableRow:
        if (top == HtmlTag::TableCell) {
            pop();
            if (!m_open.empty() && static_cast<HtmlTag>(m_open.back().tag) == HtmlTag::TableRow)
                pop();
        } else if (top == HtmlTag::TableRow) {
            pop();
        }
        break;
    case HtmlTag::TableCell:
        if (top == HtmlTag::TableCell)
            pop();
        break;
    default:
        break;
    }
    if (!m_open.empty() && static_cast<HtmlTag>(m_open.back().tag) == HtmlTag::P && isBlock(static_cast<HtmlTag>(tag))
        && static_cast<HtmlTag>(tag) != HtmlTag::Br)
        pop();
}

void PageDocument::readMeta(std::span<const HtmlAttribute> attributes)
{
    const std::string_view content = trimmed(attribute(attributes, "content"));
    if (content.empty())
        return;
    std::string_view name = attribute(attributes, "property");
    if (name.empty())
        name = attribute(attributes, "name");
    const auto set = [&](std::string &field) {
        if (field.empty())
            field = singleLine(content);
    };
    if (equalsNoCase(name, "og:site_name") || equalsNoCase(name, "application-name"))
        set(siteName);
    else if (equalsNoCase(name, "og:title"))
        set(ogTitle);
    else if (equalsNoCase(name, "description") || equalsNoCase(name, "og:description"))
        set(description);
    else if (equalsNoCase(name, "og:locale"))
        set(locale);
    else if (equalsNoCase(name, "robots") || equalsNoCase(name, "leadline"))
        robots.append(robots.empty() ? "" : ",").append(content);
    else if (equalsNoCase(name, "geo.region"))
        set(geoRegion);
    const std::string_view equivalent = attribute(attributes, "http-equiv");
    if (equalsNoCase(equivalent, "content-language") && language.empty())
        language = lowered(content.substr(0, content.find(',')));
    if (equalsNoCase(equivalent, "refresh") && refresh.empty()) {
        const size_t at = findNoCase(content, "url=");
        if (at != std::string_view::npos) {
            std::string_view target = trimmed(content.substr(at + 4));
            while (!target.empty() && (target.front() == '"' || target.front() == '\''))
                target.remove_prefix(1);
            refresh = target.substr(0, target.find_first_of("\"'"));
        }
    }
}

void PageDocument::readLink(std::span<const HtmlAttribute> attributes)
{
    if (canonical.empty() && hasWord(attribute(attributes, "rel"), "canonical"))
        canonical = trimmed(attribute(attributes, "href"));
}

uint16_t PageDocument::readAnchor(std::span<const HtmlAttribute> attributes)
{
    const std::string_view href = trimmed(attribute(attributes, "href"));
    if (href.empty() || href == "#" || m_anchors.size() >= kMaxAnchors)
        return 0;
    Anchor anchor;
    anchor.href = keep(href);
    anchor.text.start = anchor.text.end = static_cast<uint32_t>(m_text.size());
    anchor.nofollow = hasWord(attribute(attributes, "rel"), "nofollow");
    m_anchors.push_back(anchor);
    return IsAnchor;
}

/// One look at every attribute for what may stand on any element.
uint16_t PageDocument::readAttributes(uint8_t tag, std::span<const HtmlAttribute> attributes, std::string_view &property)
{
    uint16_t flags = 0;
    bool data = false;
    for (const HtmlAttribute &a : attributes) {
        if (a.name.size() < 5 || a.value.size() < 2) {
            data = data || a.name == "itemid";
            continue;
        }
        const char first = a.name.front();
        if (first == 'c' && a.name == "class") {
            const bool inCard = m_item != DataGraph::kNone && m_data.at(m_item).origin == DataGraph::Origin::HCard;
            if ((inCard || a.value.find("card") != std::string_view::npos) && a.value.size() < 400)
                flags |= readCard(a.value, attributes, property);
        } else if (first == 'd' && a.name.starts_with("data-")) {
            const bool cloudflare = a.name == "data-cfemail";
            if (m_hiddenMails.size() < kMaxHiddenMails && a.value.size() < kMaxValue
                && (cloudflare || a.value.find('@') != std::string_view::npos))
                m_hiddenMails.push_back({ keep(a.value), static_cast<uint32_t>(m_text.size()), cloudflare });
        } else if (first == 's' && a.name == "style") {
            const bool inlineTag = tag == static_cast<uint8_t>(HtmlTag::Inline);
            if (inlineTag && findNoCase(a.value, "display") != std::string_view::npos
                && findNoCase(a.value, "none") != std::string_view::npos)
                flags |= Hides;
            if (findNoCase(a.value, "bidi-override") != std::string_view::npos
                && findNoCase(a.value, "rtl") != std::string_view::npos)
                flags |= Reverses;
        }
    }
    for (const HtmlAttribute &a : attributes)
        data = data || a.name == "itemprop" || a.name == "itemtype" || a.name == "itemscope" || a.name == "typeof"
            || a.name == "property";
    if (data && (flags & (OpensItem | IsProperty)) == 0)
        flags |= readItem(tag, attributes, property);
    return flags;
}

uint16_t PageDocument::readTag(HtmlTag tag, std::span<const HtmlAttribute> attributes)
{
    switch (tag) {
    case HtmlTag::A:
    case HtmlTag::Area:
        return readAnchor(attributes);
    case HtmlTag::Base:
        if (baseHref.empty())
            baseHref = trimmed(attribute(attributes, "href"));
        return 0;
    case HtmlTag::H1:
        return IsHeading;
    case HtmlTag::Html:
        if (const std::string_view lang = attribute(attributes, "lang"); !lang.empty())
            language = lowered(trimmed(lang));
        else if (const std::string_view xmlLang = attribute(attributes, "xml:lang"); !xmlLang.empty())
            language = lowered(trimmed(xmlLang));
        return 0;
    case HtmlTag::Link:
        readLink(attributes);
        return 0;
    case HtmlTag::Meta:
        readMeta(attributes);
        return 0;
    case HtmlTag::Script:
        m_inJsonLd = findNoCase(attribute(attributes, "type"), "ld+json") != std::string_view::npos;
        if (m_inJsonLd)
            m_scripts.emplace_back();
        return Hides;
    case HtmlTag::Style:
    case HtmlTag::Svg:
    case HtmlTag::Template:
        return Hides;
    case HtmlTag::Title:
        m_inTitle = m_hidden == 0 && title.empty() && m_open.size() < kMaxNesting;
        return Hides;
    default:
        return 0;
    }
}

void PageDocument::startTag(std::string_view name, std::span<const HtmlAttribute> attributes)
{
    const HtmlTag tag = htmlTag(name);
    const auto code = static_cast<uint8_t>(tag);
    closeImplied(code);
    uint16_t flags = 0;
    std::string_view property;
    const DataGraph::Index outerItem = m_item;
    if (isBlock(tag)) {
        breakText('\n');
        flags |= Breaks;
    } else if (tag == HtmlTag::TableCell) {
        breakText('\t');
    }
    if (tag == HtmlTag::Pre)
        flags |= KeepsLines;
    if (!attributes.empty())
        flags |= readAttributes(code, attributes, property);
    flags |= readTag(tag, attributes);
    if (isVoid(tag) || m_open.size() >= kMaxNesting) {
        if (flags & OpensItem)
            m_item = outerItem;
        return;
    }
    push(code, nameHash(name), flags);
    if (flags & IsAnchor)
        m_open.back().anchor = static_cast<uint32_t>(m_anchors.size() - 1);
    m_open.back().outerItem = outerItem;
    m_open.back().property = property;
}

void PageDocument::endTag(std::string_view name)
{
    const uint32_t hash = nameHash(name);
    if (m_openCount[hash & 255] == 0)
        return;
    size_t depth = m_open.size();
    while (depth > 0 && m_open[depth - 1].hash != hash)
        --depth;
    while (depth > 0 && m_open.size() >= depth)
        pop();
}

void PageDocument::text(std::string_view piece)
{
    if (m_inTitle)
        title.append(piece.substr(0, utf8Floor(piece, kMaxValue)));
    else if (m_hidden == 0 && m_keepsLines == 0)
        appendText(piece);
    else if (m_hidden == 0)
        appendLines(piece);
}

void PageDocument::appendLines(std::string_view piece)
{
    for (size_t end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
        appendText(piece.substr(0, end));
        breakText('\n');
        piece.remove_prefix(end + 1);
    }
    appendText(piece);
}

void PageDocument::rawText(std::string_view piece)
{
    if (m_inJsonLd)
        m_scripts.back().append(piece);
}

} // namespace leadline::extract
