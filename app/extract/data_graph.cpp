#include "extract/data_graph.h"

#include "extract/text_tools.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace leadline::extract {

namespace {

constexpr int kMaxDepth = 64;
constexpr size_t kMaxNodes = 100'000;

/// Reads one JSON text into the graph.
class JsonReader
{
public:
    JsonReader(DataGraph &graph, std::string_view text)
        : m_graph(graph)
        , m_text(text)
    { }

    bool value(DataGraph::Index parent, std::string_view key, int depth)
    {
        skipBlank();
        if (m_at >= m_text.size() || depth > kMaxDepth || ++m_count > kMaxNodes)
            return false;
        switch (m_text[m_at]) {
        case '{':
            return container(parent, key, DataGraph::Kind::Object, '}', depth);
        case '[':
            return container(parent, key, DataGraph::Kind::Array, ']', depth);
        case '"': {
            std::string_view text;
            if (!string(text))
                return false;
            m_graph.add(parent, key, DataGraph::Kind::String, text, DataGraph::Origin::JsonLd);
            return true;
        }
        default:
            return literal(parent, key);
        }
    }

    void skipBlank()
    {
        while (m_at < m_text.size()) {
            const std::string_view rest = m_text.substr(m_at);
            if (isSpace(rest.front()) || rest.front() == ';') {
                ++m_at;
            } else if (rest.starts_with("/*")) {
                const size_t end = rest.find("*/");
                m_at = end == std::string_view::npos ? m_text.size() : m_at + end + 2;
            } else if (rest.starts_with("//")) {
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            } else if (rest.starts_with("<!--") || rest.starts_with("-->")) {
                m_at += rest.front() == '<' ? 4 : 3;
            } else if (rest.starts_with("<![CDATA[")) {
                m_at += 9;
            } else if (rest.starts_with("]]>")) {
                m_at += 3;
            } else if (rest.starts_with("\xEF\xBB\xBF")) {
                m_at += 3;
            } else {
                return;
            }
        }
    }

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }

private:
    bool container(DataGraph::Index parent, std::string_view key, DataGraph::Kind kind, char close, int depth)
    {
        const DataGraph::Index self = m_graph.add(parent, key, kind, {}, DataGraph::Origin::JsonLd);
        ++m_at;
        for (;;) {
            skipBlank();
            if (m_at >= m_text.size())
                return false;
            if (m_text[m_at] == close) {
                ++m_at;
                return true;
            }
            if (m_text[m_at] == ',') {
                ++m_at;
                continue;
            }
            std::string_view name;
            if (kind == DataGraph::Kind::Object) {
                if (m_text[m_at] != '"' || !string(name))
                    return false;
                skipBlank();
                if (m_at >= m_text.size() || m_text[m_at] != ':')
                    return false;
                ++m_at;
            }
            if (!value(self, name, depth + 1))
                return false;
        }
    }

    bool literal(DataGraph::Index parent, std::string_view key)
    {
        const size_t start = m_at;
        while (m_at < m_text.size()
            && (isAlnum(m_text[m_at]) || m_text[m_at] == '.' || m_text[m_at] == '-' || m_text[m_at] == '+'))
            ++m_at;
        const std::string_view text = m_text.substr(start, m_at - start);
        if (text.empty())
            return false;
        const bool number = isDigit(text.front()) || text.front() == '-' || text.front() == '+' || text.front() == '.';
        if (!number && text != "true" && text != "false" && text != "null")
            return false;
        const auto kind = number ? DataGraph::Kind::Number : text == "null" ? DataGraph::Kind::Null : DataGraph::Kind::Bool;
        m_graph.add(parent, key, kind, text, DataGraph::Origin::JsonLd);
        return true;
    }

    bool string(std::string_view &out)
    {
        const size_t start = ++m_at;
        bool plain = true;
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            if (m_text[m_at] == '\\') {
                plain = false;
                ++m_at;
            }
            ++m_at;
        }
        if (m_at >= m_text.size())
            return false;
        out = m_text.substr(start, m_at - start);
        ++m_at;
        if (!plain)
            out = unescaped(out);
        return true;
    }

    std::string_view unescaped(std::string_view text)
    {
        std::string out;
        out.reserve(text.size());
        for (size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '\\' || i + 1 >= text.size()) {
                out.push_back(text[i]);
                continue;
            }
            const char c = text[++i];
            if (c != 'u') {
                out.push_back(c == 'n' || c == 'r' || c == 't' || c == 'b' || c == 'f' ? ' ' : c);
                continue;
            }
            char32_t code = fourHex(text, i);
            if (code >= 0xD800 && code < 0xDC00 && text.substr(i + 1).starts_with("\\u")) {
                size_t second = i + 2;
                const char32_t low = fourHex(text, second);
                if (low >= 0xDC00 && low < 0xE000) {
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                    i = second;
                }
            }
            const bool surrogate = code >= 0xD800 && code < 0xE000;
            appendUtf8(out, code < 0x20 || code == 0x7F ? U' ' : surrogate ? U'\uFFFD' : code);
        }
        return m_graph.keep(out);
    }

    /// Four digits behind the u at `i`; leaves `i` at the last of them.
    static char32_t fourHex(std::string_view text, size_t &i)
    {
        char32_t code = 0;
        for (int n = 0; n < 4 && i + 1 < text.size() && hexValue(text[i + 1]) >= 0; ++n)
            code = code * 16 + static_cast<char32_t>(hexValue(text[++i]));
        return code;
    }

    DataGraph &m_graph;
    std::string_view m_text;
    size_t m_at = 0;
    size_t m_count = 0;
};

} // namespace

void DataGraph::clear()
{
    m_nodes.clear();
    m_roots.clear();
    m_arena.release();
}

DataGraph::Index DataGraph::add(Index parent, std::string_view key, Kind kind, std::string_view text, Origin origin)
{
    const auto self = static_cast<Index>(m_nodes.size());
    Node node;
    node.key = key;
    node.text = text;
    node.kind = kind;
    node.origin = origin;
    m_nodes.push_back(node);
    if (parent == kNone) {
        m_roots.push_back(self);
        return self;
    }
    Node &above = m_nodes[parent];
    if (above.lastChild == kNone)
        above.firstChild = self;
    else
        m_nodes[above.lastChild].next = self;
    above.lastChild = self;
    return self;
}

std::string_view DataGraph::keep(std::string_view text)
{
    if (text.empty())
        return {};
    auto *copy = static_cast<char *>(m_arena.allocate(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return { copy, text.size() };
}

DataGraph::Index DataGraph::member(Index object, std::string_view key) const
{
    for (Index child = m_nodes[object].firstChild; child != kNone; child = m_nodes[child].next) {
        if (m_nodes[child].key == key)
            return child;
    }
    return kNone;
}

void DataGraph::addJson(std::string_view json)
{
    JsonReader reader(*this, json);
    for (reader.skipBlank(); !reader.atEnd(); reader.skipBlank()) {
        if (!reader.value(kNone, {}, 0))
            return;
    }
}

} // namespace leadline::extract
