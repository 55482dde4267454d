#pragma once

#include "extract/data_graph.h"
#include "extract/html_tokens.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::extract {

enum class HtmlTag : uint8_t;

/// What one pass over a page's tokens leaves for the scanners: the visible text in one buffer, the links with the text they
/// enclose, the head's facts, and structured data. Reused from page to page by its thread.
class PageDocument final : public HtmlTokenSink
{
public:
    struct Span
    {
        uint32_t start = 0;
        uint32_t end = 0;
    };
    struct Anchor
    {
        Span href; ///< within strings()
        Span text; ///< within text()
        bool nofollow = false;
    };
    /// An attribute that hides an e-mail address: data-cfemail and the like.
    struct HiddenMail
    {
        Span value; ///< within strings()
        uint32_t at = 0; ///< offset in text()
        bool cloudflare = false;
    };

    void clear();

    /// White space collapsed; '\n' between blocks, '\t' between cells of a row.
    [[nodiscard]] std::string_view text() const { return m_text; }
    [[nodiscard]] std::string_view string(Span span) const
    {
        return std::string_view(m_strings).substr(span.start, span.end - span.start);
    }
    [[nodiscard]] std::string_view text(Span span) const;
    [[nodiscard]] const std::vector<Anchor> &anchors() const { return m_anchors; }
    [[nodiscard]] const std::vector<HiddenMail> &hiddenMails() const { return m_hiddenMails; }
    [[nodiscard]] const DataGraph &data() const { return m_data; }
    /// Parses the collected JSON-LD scripts into data(). Called once, after the tokens.
    void finish();

    std::string title;
    std::string siteName;
    std::string ogTitle;
    std::string heading;
    std::string description;
    std::string language;
    std::string locale; ///< og:locale
    std::string robots;
    std::string baseHref;
    std::string canonical;
    std::string refresh;
    std::string geoRegion; ///< meta geo.region: "DE-BE"

    void startTag(std::string_view name, std::span<const HtmlAttribute> attributes) override;
    void endTag(std::string_view name) override;
    void text(std::string_view piece) override;
    void rawText(std::string_view piece) override;

private:
    enum Flag : uint16_t {
        Hides = 1, ///< content is not visible text
        Reverses = 2, ///< right-to-left override: the text reads backwards in the source
        IsAnchor = 4,
        IsHeading = 8,
        OpensItem = 16,
        IsProperty = 32,
        Breaks = 64,
        KeepsLines = 128, ///< line breaks in the source are line breaks of the text
    };
    struct Open
    {
        uint32_t hash = 0; ///< of the name, what end tags are matched by
        uint8_t tag = 0;
        uint16_t flags = 0;
        uint32_t textStart = 0;
        uint32_t anchor = 0;
        DataGraph::Index outerItem = DataGraph::kNone;
        std::string_view property; ///< kept names of a microdata property whose value is the text
    };

    [[nodiscard]] std::string_view valueFrom(size_t start) const;
    void appendText(std::string_view piece);
    void appendLines(std::string_view piece);
    void breakText(char separator);
    void push(uint8_t tag, uint32_t hash, uint16_t flags);
    void pop();
    void closeImplied(uint8_t tag);
    uint16_t readTag(HtmlTag tag, std::span<const HtmlAttribute> attributes);
    void readMeta(std::span<const HtmlAttribute> attributes);
    void readLink(std::span<const HtmlAttribute> attributes);
    uint16_t readAnchor(std::span<const HtmlAttribute> attributes);
    uint16_t readAttributes(uint8_t tag, std::span<const HtmlAttribute> attributes, std::string_view &property);
    uint16_t readItem(uint8_t tag, std::span<const HtmlAttribute> attributes, std::string_view &property);
    uint16_t readCard(std::string_view classes, std::span<const HtmlAttribute> attributes, std::string_view &property);
    uint16_t openItem(std::string_view key, std::string_view type, DataGraph::Origin origin);
    void addProperty(std::string_view names, DataGraph::Kind kind, std::string_view value);
    Span keep(std::string_view text);

    std::string m_text;
    std::string m_strings;
    std::vector<Anchor> m_anchors;
    std::vector<HiddenMail> m_hiddenMails;
    std::vector<std::string> m_scripts;
    DataGraph m_data;
    DataGraph::Index m_item = DataGraph::kNone;
    std::vector<Open> m_open;
    std::array<uint16_t, 256> m_openCount {}; ///< by the low bits of the hash: most stray end tags stop here
    int m_hidden = 0; ///< open elements whose text is not visible
    int m_keepsLines = 0; ///< open elements whose line breaks count
    bool m_inTitle = false;
    bool m_inJsonLd = false;
};

} // namespace leadline::extract
