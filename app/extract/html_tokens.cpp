#include "extract/html_tokens.h"

#include "extract/html_entities.h"
#include "extract/text_tools.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace leadline::extract {

namespace {

constexpr size_t kMaxAttributes = 64;
constexpr size_t kMaxReferenceName = 32;

constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

constexpr std::array<bool, 256> nameEnds()
{
    std::array<bool, 256> table {};
    for (const char c : std::string_view(" \n\t\r\f/>"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr std::array<bool, 256> kNameEnds = nameEnds();

/// What the content of an element is read as (HTML standard 13.2.6.2).
enum class Content { Markup, Raw, Escapable, Plain };

Content contentOf(std::string_view name)
{
    switch (name.size()) {
    case 3:
        return name == "xmp" ? Content::Raw : Content::Markup;
    case 5:
        return name == "style" ? Content::Raw : name == "title" ? Content::Escapable : Content::Markup;
    case 6:
        return name == "script" || name == "iframe" ? Content::Raw : Content::Markup;
    case 7:
        return name == "noembed" ? Content::Raw : Content::Markup;
    case 8:
        return name == "noframes" ? Content::Raw : name == "textarea" ? Content::Escapable : Content::Markup;
    case 9:
        return name == "plaintext" ? Content::Plain : Content::Markup;
    default:
        return Content::Markup;
    }
}

/// Code point of a numeric reference (13.2.5.80): Windows 1252 for C1, U+FFFD for what is no character, a space for C0.
char32_t numericReference(char32_t code)
{
    static constexpr char16_t kWindows[32] = { 0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030,
        0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
        0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178 };
    if (code >= 0x80 && code < 0xA0)
        return kWindows[code - 0x80];
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return 0xFFFD;
    return (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7F ? U' ' : code;
}

/// A tokenizer after the HTML standard, section 13.2.5, reduced to what a reader of visible text and links can observe: no
/// parse errors, no doctype and no comment tokens. One pass, views into the page wherever it needs no decoding.
class Tokenizer
{
public:
    Tokenizer(std::string_view html, HtmlTokenSink &sink)
        : m_html(html)
        , m_sink(sink)
    { }

    void run()
    {
        while (m_at < m_html.size()) {
            const size_t open = m_html.find('<', m_at);
            const size_t end = open == std::string_view::npos ? m_html.size() : open;
            if (end > m_at)
                emitText(m_html.substr(m_at, end - m_at));
            m_at = end;
            if (m_at < m_html.size())
                readMarkup();
        }
    }

private:
    [[nodiscard]] char peek(size_t offset) const { return m_at + offset < m_html.size() ? m_html[m_at + offset] : '\0'; }

    /// At a '<' (13.2.5.6, tag open state).
    void readMarkup()
    {
        const char next = peek(1);
        if (isAlpha(next)) {
            ++m_at;
            readStartTag();
        } else if (next == '/') {
            if (isAlpha(peek(2))) {
                m_at += 2;
                readEndTag();
            } else if (peek(2) == '>') {
                m_at += 3;
            } else if (m_at + 2 >= m_html.size()) {
                literal(2);
            } else {
                skipPast('>');
            }
        } else if (next == '!') {
            readDeclaration();
        } else if (next == '?') {
            skipPast('>');
        } else {
            literal(1);
        }
    }

    void literal(size_t length)
    {
        m_sink.text(m_html.substr(m_at, length));
        m_at = std::min(m_at + length, m_html.size());
    }

    void skipPast(char c)
    {
        const size_t found = m_html.find(c, m_at);
        m_at = found == std::string_view::npos ? m_html.size() : found + 1;
    }

    /// At "<!": a comment, a doctype, or something that counts as a comment.
    void readDeclaration()
    {
        if (m_html.compare(m_at, 4, "<!--") != 0) {
            if (m_foreign > 0 && m_html.compare(m_at, 9, "<![CDATA[") == 0) {
                const size_t end = std::min(m_html.find("]]>", m_at), m_html.size());
                m_sink.text(m_html.substr(std::min(m_at + 9, end), end - std::min(m_at + 9, end)));
                m_at = std::min(end + 3, m_html.size());
                return;
            }
            skipPast('>');
            return;
        }
        m_at += 4;
        if (peek(0) == '>') {
            ++m_at;
            return;
        }
        if (peek(0) == '-' && peek(1) == '>') {
            m_at += 2;
            return;
        }
        for (;;) {
            const size_t dashes = m_html.find("--", m_at);
            if (dashes == std::string_view::npos) {
                m_at = m_html.size();
                return;
            }
            const char after = dashes + 2 < m_html.size() ? m_html[dashes + 2] : '\0';
            if (after == '>') {
                m_at = dashes + 3;
                return;
            }
            if (after == '!' && dashes + 3 < m_html.size() && m_html[dashes + 3] == '>') {
                m_at = dashes + 4;
                return;
            }
            m_at = dashes + 1;
        }
    }

    /// Name from m_at up to white space, '/' or '>', in lower case.
    std::string_view readName(std::string &storage)
    {
        const size_t start = m_at;
        bool upper = false;
        while (m_at < m_html.size() && !kNameEnds[static_cast<unsigned char>(m_html[m_at])]) {
            upper = upper || (m_html[m_at] >= 'A' && m_html[m_at] <= 'Z');
            ++m_at;
        }
        return lowerView(m_html.substr(start, m_at - start), upper, storage);
    }

    static std::string_view lowerView(std::string_view name, bool upper, std::string &storage)
    {
        if (!upper)
            return name;
        storage.assign(name);
        for (char &c : storage)
            c = lower(c);
        return storage;
    }

    void readStartTag()
    {
        const std::string_view name = readName(m_name);
        if (!readAttributes())
            return; // the page ends within the tag: it is dropped
        m_sink.startTag(name, { m_attributes.data(), m_attributeCount });
        if (name == "svg" || name == "math")
            ++m_foreign;
        if (m_selfClosing && m_foreign > 0) {
            if (name == "svg" || name == "math")
                --m_foreign;
            m_sink.endTag(name);
            return;
        }
        const Content content = contentOf(name);
        if (content != Content::Markup && m_foreign == 0)
            readContent(name, content);
    }

    void readEndTag()
    {
        const std::string_view name = readName(m_name);
        if (!readAttributes())
            return;
        if (m_foreign > 0 && (name == "svg" || name == "math"))
            --m_foreign;
        m_sink.endTag(name);
    }

    /// Attributes up to and with '>' (13.2.5.32–40). False when the page ends before.
    bool readAttributes()
    {
        m_attributeCount = 0;
        m_decodedCount = 0;
        m_selfClosing = false;
        for (;;) {
            while (m_at < m_html.size() && isBlank(m_html[m_at]))
                ++m_at;
            if (m_at >= m_html.size())
                return false;
            const char c = m_html[m_at];
            if (c == '>') {
                ++m_at;
                return true;
            }
            if (c == '/') {
                ++m_at;
                m_selfClosing = peek(0) == '>';
                continue;
            }
            readAttribute();
        }
    }

    void readAttribute()
    {
        const size_t start = m_at;
        bool upper = false;
        do { // a leading '=' belongs to the name
            upper = upper || (m_html[m_at] >= 'A' && m_html[m_at] <= 'Z');
            ++m_at;
        } while (m_at < m_html.size() && m_html[m_at] != '=' && !kNameEnds[static_cast<unsigned char>(m_html[m_at])]);
        const std::string_view rawName = m_html.substr(start, m_at - start);
        while (m_at < m_html.size() && isBlank(m_html[m_at]))
            ++m_at;
        std::string_view value;
        if (m_at < m_html.size() && m_html[m_at] == '=') {
            ++m_at;
            value = readValue();
        }
        if (m_attributeCount >= kMaxAttributes)
            return;
        HtmlAttribute &attribute = m_attributes[m_attributeCount];
        attribute.name = upper ? lowerView(rawName, true, m_decoded[m_decodedCount++]) : rawName;
        attribute.value
            = value.find('&') == std::string_view::npos ? value : decoded(value, true, m_decoded[m_decodedCount++]);
        ++m_attributeCount;
    }

    std::string_view readValue()
    {
        while (m_at < m_html.size() && isBlank(m_html[m_at]))
            ++m_at;
        if (m_at >= m_html.size() || m_html[m_at] == '>')
            return {};
        const char quote = m_html[m_at];
        if (quote == '"' || quote == '\'') {
            const size_t start = ++m_at;
            const size_t end = std::min(m_html.find(quote, start), m_html.size());
            m_at = std::min(end + 1, m_html.size());
            return m_html.substr(start, end - start);
        }
        const size_t start = m_at;
        while (m_at < m_html.size() && !isBlank(m_html[m_at]) && m_html[m_at] != '>')
            ++m_at;
        return m_html.substr(start, m_at - start);
    }

    /// Offset of "</name" followed by white space, '/' or '>', from `from` on; the page's end when there is none.
    size_t findEnd(std::string_view name, size_t from) const
    {
        for (size_t at = m_html.find("</", from); at != std::string_view::npos; at = m_html.find("</", at + 2)) {
            const size_t after = at + 2 + name.size();
            if (after < m_html.size() && kNameEnds[static_cast<unsigned char>(m_html[after])]
                && equalsNoCase(m_html.substr(at + 2, name.size()), name))
                return at;
        }
        return m_html.size();
    }

    [[nodiscard]] bool isTagAt(size_t at, std::string_view opening) const
    {
        const size_t after = at + opening.size();
        return after < m_html.size() && kNameEnds[static_cast<unsigned char>(m_html[after])]
            && equalsNoCase(m_html.substr(at, opening.size()), opening);
    }

    /// A script that holds "<!-- … <script" is not ended by the next "</script>" (13.2.5.18–31, escaped and double escaped).
    size_t findScriptEnd() const
    {
        enum class State { Plain, Escaped, DoubleEscaped } state = State::Plain;
        size_t at = m_at;
        size_t close = 0; // next "-->" at or behind `at`, looked for only when needed
        for (;;) {
            const size_t open = m_html.find('<', at);
            if (state != State::Plain) {
                if (close < at)
                    close = m_html.find("-->", at);
                if (close < open) {
                    state = State::Plain;
                    at = close + 3;
                    continue;
                }
            }
            if (open == std::string_view::npos)
                return m_html.size();
            at = open + 1;
            if (isTagAt(open, "</script")) {
                if (state != State::DoubleEscaped)
                    return open;
                state = State::Escaped;
            } else if (state == State::Plain && m_html.compare(open, 4, "<!--") == 0) {
                state = State::Escaped;
                at = open + 2; // "<!-->" opens and closes
                close = 0;
            } else if (state == State::Escaped && isTagAt(open, "<script")) {
                state = State::DoubleEscaped;
            }
        }
    }

    void readContent(std::string_view name, Content content)
    {
        const bool script = name == "script";
        const size_t end = content == Content::Plain ? m_html.size() : script ? findScriptEnd() : findEnd(name, m_at);
        const std::string_view inside = m_html.substr(m_at, end - m_at);
        m_at = end;
        if (inside.empty())
            return;
        if (content == Content::Raw)
            m_sink.rawText(inside);
        else if (content == Content::Escapable)
            emitText(inside);
        else
            m_sink.text(inside);
    }

    void emitText(std::string_view text)
    {
        if (std::memchr(text.data(), '&', text.size()) == nullptr)
            m_sink.text(text);
        else
            m_sink.text(decoded(text, false, m_text));
    }

    /// Character references replaced (13.2.5.72–80).
    static std::string_view decoded(std::string_view text, bool inAttribute, std::string &out)
    {
        out.clear();
        size_t at = 0;
        for (size_t ampersand = text.find('&'); ampersand != std::string_view::npos; ampersand = text.find('&', at)) {
            out.append(text, at, ampersand - at);
            at = ampersand;
            const size_t used = text.substr(at + 1).starts_with('#') ? number(text.substr(at), out)
                                                                     : name(text.substr(at), inAttribute, out);
            if (used == 0)
                out.push_back('&');
            at += used == 0 ? 1 : used;
        }
        out.append(text, at);
        return out;
    }

    static size_t number(std::string_view text, std::string &out)
    {
        size_t at = 2;
        const bool hex = at < text.size() && (text[at] == 'x' || text[at] == 'X');
        at += hex ? 1 : 0;
        const size_t first = at;
        char32_t code = 0;
        while (at < text.size() && (hex ? hexValue(text[at]) >= 0 : isDigit(text[at]))) {
            if (code < 0x110000)
                code = code * (hex ? 16 : 10) + static_cast<char32_t>(hexValue(text[at]));
            ++at;
        }
        if (at == first)
            return 0;
        appendUtf8(out, numericReference(code));
        return at < text.size() && text[at] == ';' ? at + 1 : at;
    }

    static size_t name(std::string_view text, bool inAttribute, std::string &out)
    {
        size_t end = 1;
        while (end < text.size() && end <= kMaxReferenceName && isAlnum(text[end]))
            ++end;
        if (end == 1)
            return 0;
        if (end < text.size() && text[end] == ';') {
            if (const char32_t code = namedReference(text.substr(1, end - 1))) {
                appendUtf8(out, code);
                return end + 1;
            }
        }
        for (size_t length = std::min<size_t>(end, 7); length > 2; --length) {
            const char32_t code = legacyReference(text.substr(1, length - 1));
            if (code == 0)
                continue;
            const char after = length < text.size() ? text[length] : '\0';
            if (inAttribute && (after == '=' || isAlnum(after)))
                return 0; // "?a=1&copy=2" is an address, not a copyright sign
            appendUtf8(out, code);
            return length;
        }
        return 0;
    }

    std::string_view m_html;
    HtmlTokenSink &m_sink;
    size_t m_at = 0;
    int m_foreign = 0; ///< open svg and math elements
    bool m_selfClosing = false;
    std::string m_name;
    std::string m_text;
    std::array<HtmlAttribute, kMaxAttributes> m_attributes;
    size_t m_attributeCount = 0;
    std::array<std::string, 2 * kMaxAttributes> m_decoded;
    size_t m_decodedCount = 0;
};

} // namespace

void readHtmlTokens(std::string_view html, HtmlTokenSink &sink)
{
    Tokenizer(html, sink).run();
}

} // namespace leadline::extract
