#include "extract/page_url.h"

#include "extract/text_tools.h"

#include <algorithm>
#include <array>

namespace leadline::extract {

namespace {

constexpr size_t kMaxUrl = 2000;

/// Length of a scheme with its colon at the start, 0 when the text has none.
size_t schemeLength(std::string_view text)
{
    if (text.empty() || !isAlpha(text.front()))
        return 0;
    for (size_t i = 1; i < text.size() && i < 32; ++i) {
        if (text[i] == ':')
            return i + 1;
        if (!isAlnum(text[i]) && text[i] != '+' && text[i] != '-' && text[i] != '.')
            return 0;
    }
    return 0;
}

/// RFC 3986 section 5.2.4.
void appendWithoutDots(std::string &out, std::string_view path)
{
    const size_t root = out.size();
    size_t at = 0;
    while (at < path.size()) {
        const size_t end = std::min(path.find('/', at + 1), path.size());
        const std::string_view segment = path.substr(at, end - at);
        const bool last = end == path.size();
        if (segment == "/." || segment == "/..") {
            if (segment == "/..") {
                const size_t cut = out.rfind('/');
                out.resize(cut == std::string::npos || cut < root ? root : cut);
            }
            if (last)
                out.push_back('/');
        } else {
            out.append(segment);
        }
        at = end;
    }
    if (out.size() == root)
        out.push_back('/');
}

/// Bytes that may not stand in an address are escaped, tabs and line ends vanish as in browsers.
void appendEscaped(std::string &out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7F && c != '"' && c != '<' && c != '>' && c != '`' && c != '{' && c != '}'
            && c != '\\') {
            out.push_back(c);
        } else if (c == '\\') {
            out.push_back('/');
        } else if (c != '\t' && c != '\n' && c != '\r') {
            out.push_back('%');
            out.push_back(digits[byte >> 4]);
            out.push_back(digits[byte & 15]);
        }
    }
}

constexpr std::array<bool, 256> plainBytes()
{
    std::array<bool, 256> table {};
    for (int c = 0x21; c < 0x7F; ++c)
        table[static_cast<size_t>(c)] = true;
    for (const char c : std::string_view("\"<>`{}\\"))
        table[static_cast<unsigned char>(c)] = false;
    return table;
}
constexpr std::array<bool, 256> kPlain = plainBytes();

/// Nothing to escape and no segment of dots.
bool isPlain(std::string_view path)
{
    for (size_t i = 0; i < path.size(); ++i) {
        if (!kPlain[static_cast<unsigned char>(path[i])] || (path[i] == '.' && path[i - 1] == '/'))
            return false;
    }
    return true;
}

bool isHostText(std::string_view host)
{
    if (host.empty())
        return false;
    for (const char c : host) {
        if (!isAlnum(c) && c != '.' && c != '-' && c != '_' && c != ':' && c != '[' && c != ']' && !isHigh(c))
            return false;
    }
    return true;
}

/// Path and query of an address.
void appendTarget(std::string &out, std::string_view target)
{
    const size_t query = std::min(target.find('?'), target.size());
    std::string path;
    appendEscaped(path, target.substr(0, query));
    if (path.find("/.") == std::string::npos)
        out.append(path);
    else
        appendWithoutDots(out, path);
    appendEscaped(out, target.substr(query));
}

} // namespace

BaseUrl::BaseUrl(std::string_view absolute)
{
    const size_t scheme = schemeLength(absolute);
    const std::string name = lowered(absolute.substr(0, scheme > 0 ? scheme - 1 : 0));
    if ((name != "http" && name != "https") || absolute.substr(scheme, 2) != "//")
        return;
    std::string_view rest = absolute.substr(scheme + 2);
    rest = rest.substr(0, rest.find('#'));
    const size_t end = std::min(rest.find_first_of("/?"), rest.size());
    m_authority = lowered(rest.substr(0, end));
    if (const size_t user = m_authority.rfind('@'); user != std::string::npos)
        m_authority.erase(0, user + 1);
    m_host = m_authority.substr(0, m_authority.front() == '[' ? m_authority.find(']') + 1 : m_authority.find(':'));
    if (!isHostText(m_authority))
        return;
    rest.remove_prefix(end);
    const size_t query = std::min(rest.find('?'), rest.size());
    m_path = rest.substr(0, query);
    m_query = rest.substr(query);
    if (m_path.empty())
        m_path = "/";
    m_scheme = name;
}

std::string BaseUrl::resolve(std::string_view reference) const
{
    reference = trimmed(reference);
    reference = reference.substr(0, reference.find('#'));
    if (reference.size() > kMaxUrl)
        return {};
    if (isValid() && reference.size() > 1 && reference[0] == '/' && isAlnum(reference[1]) && isPlain(reference)) {
        std::string out; // what nearly all links of a site look like
        out.reserve(m_scheme.size() + 3 + m_authority.size() + reference.size());
        return out.append(m_scheme).append("://").append(m_authority).append(reference);
    }
    const size_t scheme = schemeLength(reference);
    if (scheme > 0) {
        const std::string_view name = reference.substr(0, scheme);
        if ((!equalsNoCase(name, "http:") && !equalsNoCase(name, "https:")) || reference.substr(scheme, 2) != "//")
            return {};
    } else if (!isValid()) {
        return {};
    }

    std::string out;
    out.reserve(m_scheme.size() + 3 + m_authority.size() + m_path.size() + reference.size() + 8);
    if (scheme == 0 && !reference.starts_with("//")) {
        out.append(m_scheme).append("://").append(m_authority);
        appendRelative(out, reference);
        return out.size() > kMaxUrl ? std::string() : out;
    }
    const std::string_view rest = reference.substr(scheme + 2);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
    if (!isHostText(authority))
        return {};
    out.append(scheme > 0 ? lowered(reference.substr(0, scheme - 1)) : m_scheme)
        .append("://")
        .append(loweredUtf8(authority));
    const std::string_view target = rest.substr(authority.size());
    if (!target.starts_with('/'))
        out.push_back('/');
    appendTarget(out, target);
    return out.size() > kMaxUrl ? std::string() : out;
}

void BaseUrl::appendRelative(std::string &out, std::string_view reference) const
{
    if (reference.empty()) {
        out.append(m_path).append(m_query);
        return;
    }
    std::string target;
    if (reference.front() == '?')
        target = m_path;
    else if (reference.front() != '/' && reference.front() != '\\')
        target = m_path.substr(0, m_path.rfind('/') + 1);
    appendTarget(out, target.append(reference));
}

std::string hostOf(std::string_view url)
{
    const size_t start = url.find("://");
    if (start == std::string_view::npos)
        return {};
    std::string_view rest = url.substr(start + 3);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    if (const size_t user = rest.rfind('@'); user != std::string_view::npos)
        rest.remove_prefix(user + 1);
    if (!rest.starts_with("["))
        rest = rest.substr(0, rest.find(':'));
    return lowered(rest);
}

std::string_view pathOf(std::string_view url)
{
    const size_t start = url.find("://");
    const size_t slash = start == std::string_view::npos ? start : url.find('/', start + 3);
    if (slash == std::string_view::npos)
        return {};
    return url.substr(slash, url.find_first_of("?#", slash) - slash);
}

std::string_view withoutWww(std::string_view host)
{
    return host.starts_with("www.") ? host.substr(4) : host;
}

} // namespace leadline::extract
