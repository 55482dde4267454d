#include "crawl/url.h"

#include "crawl/ip_address.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <algorithm>
#include <charconv>
#include <vector>

namespace leadline::crawl {

namespace {

constexpr bool isAlpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr char toLower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = toLower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

constexpr bool isSlash(char c)
{
    return c == '/' || c == '\\';
}

void appendEscaped(std::string &out, char c)
{
    constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

/// C0 control and space to be stripped, tab and newline anywhere (URL Standard §4.4, steps 1 to 3).
std::string_view stripped(std::string_view text, std::string &storage)
{
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20)
        text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20)
        text.remove_suffix(1);
    if (text.find_first_of("\t\n\r") == std::string_view::npos)
        return text;
    storage.reserve(text.size());
    std::copy_if(
        text.begin(), text.end(), std::back_inserter(storage), [](char c) { return c != '\t' && c != '\n' && c != '\r'; });
    return storage;
}

constexpr bool inPathSet(unsigned char c)
{
    return c <= 0x20 || c >= 0x7f || c == '"' || c == '#' || c == '<' || c == '>' || c == '?' || c == '`' || c == '{'
        || c == '}';
}

constexpr bool inQuerySet(unsigned char c)
{
    return c <= 0x20 || c >= 0x7f || c == '"' || c == '#' || c == '<' || c == '>' || c == '\'';
}

/// `.` and `..` also in their percent-encoded spellings.
int dotCount(std::string_view segment)
{
    int dots = 0;
    while (!segment.empty()) {
        if (segment.front() == '.') {
            segment.remove_prefix(1);
        } else if (segment.size() >= 3 && segment[0] == '%' && segment[1] == '2' && toLower(segment[2]) == 'e') {
            segment.remove_prefix(3);
        } else {
            return 0;
        }
        if (++dots > 2)
            return 0;
    }
    return dots;
}

/// Appends the segments of `path` to the directory in `out` (which is empty or ends before a slash).
void appendPath(std::string &out, std::string_view path)
{
    size_t at = 0;
    while (true) {
        size_t end = at;
        while (end < path.size() && !isSlash(path[end]))
            ++end;
        const std::string_view segment = path.substr(at, end - at);
        const bool last = end == path.size();
        const int dots = dotCount(segment);
        if (dots == 2) {
            const size_t cut = out.rfind('/');
            out.resize(cut == std::string::npos ? 0 : cut);
        }
        if (dots == 0) {
            out += '/';
            for (const char c : segment) {
                if (inPathSet(static_cast<unsigned char>(c)))
                    appendEscaped(out, c);
                else
                    out += c;
            }
        } else if (last) {
            out += '/';
        }
        if (last)
            return;
        at = end + 1;
    }
}

std::string encodeQuery(std::string_view query)
{
    std::string out;
    out.reserve(query.size() + 1);
    out += '?';
    for (const char c : query) {
        if (inQuerySet(static_cast<unsigned char>(c)))
            appendEscaped(out, c);
        else
            out += c;
    }
    return out;
}

/// IPv4 number parser of the URL Standard: decimal, 0x hexadecimal, 0 octal. -1 when it is not a number.
int64_t ipv4Number(std::string_view part)
{
    if (part.empty())
        return -1;
    int base = 10;
    if (part.size() >= 2 && part[0] == '0' && toLower(part[1]) == 'x') {
        part.remove_prefix(2);
        base = 16;
    } else if (part.size() >= 2 && part[0] == '0') {
        part.remove_prefix(1);
        base = 8;
    }
    if (part.empty())
        return 0;
    uint64_t value = 0;
    for (const char c : part) {
        const int digit = hexValue(c);
        if (digit < 0 || digit >= base)
            return -1;
        value = std::min<uint64_t>(value * static_cast<uint64_t>(base) + static_cast<uint64_t>(digit), uint64_t { 1 } << 40);
    }
    return static_cast<int64_t>(value);
}

std::vector<std::string_view> splitLabels(std::string_view host)
{
    std::vector<std::string_view> parts;
    size_t at = 0;
    while (true) {
        const size_t dot = host.find('.', at);
        parts.push_back(host.substr(at, dot - at));
        if (dot == std::string_view::npos)
            return parts;
        at = dot + 1;
    }
}

/// "Ends in a number" checker: such a host is an IPv4 address or nothing.
bool endsInNumber(std::string_view host)
{
    auto parts = splitLabels(host);
    if (parts.size() > 1 && parts.back().empty())
        parts.pop_back();
    const std::string_view last = parts.back();
    if (!last.empty() && std::all_of(last.begin(), last.end(), isDigit))
        return true;
    return last.size() >= 2 && last[0] == '0' && toLower(last[1]) == 'x' && ipv4Number(last) >= 0;
}

std::optional<std::string> parseV4(std::string_view host)
{
    auto parts = splitLabels(host);
    if (parts.size() > 1 && parts.back().empty())
        parts.pop_back();
    if (parts.size() > 4)
        return std::nullopt;
    uint64_t address = 0;
    for (size_t i = 0; i < parts.size(); ++i) {
        const int64_t number = ipv4Number(parts[i]);
        if (number < 0)
            return std::nullopt;
        const auto value = static_cast<uint64_t>(number);
        if (i + 1 < parts.size()) {
            if (value > 255)
                return std::nullopt;
            address |= value << (8 * (3 - i));
        } else {
            if (value >= uint64_t { 1 } << (8 * (5 - parts.size())))
                return std::nullopt;
            address |= value;
        }
    }
    return IpAddress::fromV4(static_cast<uint32_t>(address)).toText();
}

bool forbiddenInDomain(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || std::string_view("#/:<>?@[\\]^|%").find(c) != std::string_view::npos;
}

/// `host[:port]` of an authority. False when there are credentials or either part is invalid.
bool readAuthority(std::string_view authority, bool https, std::string &host, int &port)
{
    if (authority.find('@') != std::string_view::npos)
        return false;
    size_t colon = std::string_view::npos;
    if (!authority.empty() && authority.front() == '[') {
        const size_t close = authority.find(']');
        if (close == std::string_view::npos)
            return false;
        if (close + 1 < authority.size()) {
            if (authority[close + 1] != ':')
                return false;
            colon = close + 1;
        }
    } else {
        colon = authority.find(':');
    }
    const auto canonical = canonicalHost(authority.substr(0, colon));
    if (!canonical)
        return false;
    host = *canonical;
    port = 0;
    if (colon != std::string_view::npos && colon + 1 < authority.size()) {
        const std::string_view digits = authority.substr(colon + 1);
        if (!std::all_of(digits.begin(), digits.end(), isDigit))
            return false;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (error != std::errc() || port > 65535 || port == 0)
            return false;
        if (port == (https ? 443 : 80))
            port = 0;
    }
    return true;
}

/// Length of the scheme in front of a colon, 0 when there is none.
size_t schemeLength(std::string_view text)
{
    if (text.empty() || !isAlpha(text.front()))
        return 0;
    const auto end = std::find_if_not(
        text.begin(), text.end(), [](char c) { return isAlpha(c) || isDigit(c) || c == '+' || c == '-' || c == '.'; });
    return end != text.end() && *end == ':' ? static_cast<size_t>(end - text.begin()) : 0;
}

bool hasTwoSlashes(std::string_view text)
{
    return text.size() >= 2 && isSlash(text[0]) && isSlash(text[1]);
}

} // namespace

std::optional<std::string> canonicalHost(std::string_view host)
{
    if (host.empty())
        return std::nullopt;
    if (host.front() == '[') {
        if (host.back() != ']')
            return std::nullopt;
        const auto address = IpAddress::fromText(host.substr(1, host.size() - 2));
        if (!address || host.find(':') == std::string_view::npos)
            return std::nullopt;
        // A mapped address written as IPv6 stays IPv6 text here; the guard unwraps it.
        std::string text = address->toText();
        return address->isV4() ? "[::ffff:" + text + "]" : "[" + text + "]";
    }
    std::string decoded;
    decoded.reserve(host.size());
    bool ascii = true;
    for (size_t i = 0; i < host.size(); ++i) {
        char c = host[i];
        if (c == '%' && i + 2 < host.size() && hexValue(host[i + 1]) >= 0 && hexValue(host[i + 2]) >= 0) {
            c = static_cast<char>(hexValue(host[i + 1]) * 16 + hexValue(host[i + 2]));
            i += 2;
        }
        ascii = ascii && static_cast<unsigned char>(c) < 0x80;
        decoded += toLower(c);
    }
    if (!ascii || decoded.find("xn--") != std::string::npos) {
        const QByteArray ace = QUrl::toAce(QString::fromUtf8(decoded.data(), static_cast<qsizetype>(decoded.size())));
        if (ace.isEmpty())
            return std::nullopt;
        decoded = ace.toStdString();
    }
    if (decoded.empty() || decoded.size() > 254 || std::any_of(decoded.begin(), decoded.end(), forbiddenInDomain))
        return std::nullopt;
    if (endsInNumber(decoded))
        return parseV4(decoded);
    if (decoded.back() == '.')
        decoded.pop_back(); // the root label names the same host
    if (decoded.empty())
        return std::nullopt;
    for (const std::string_view label : splitLabels(decoded)) {
        if (label.empty() || label.size() > 63)
            return std::nullopt;
    }
    return decoded;
}

bool Url::readHostAndPath(std::string_view path)
{
    size_t end = 0;
    while (end < path.size() && !isSlash(path[end]))
        ++end;
    if (!readAuthority(path.substr(0, end), m_https, m_host, m_port))
        return false;
    path.remove_prefix(end);
    m_path.clear();
    if (!path.empty())
        appendPath(m_path, path.substr(1));
    return true;
}

void Url::continueFrom(const Url &base, std::string_view path, bool hasQuery)
{
    m_host = base.m_host;
    m_port = base.m_port;
    if (path.empty()) {
        m_path = base.m_path;
        if (!hasQuery)
            m_query = base.m_query;
    } else if (isSlash(path.front())) {
        m_path.clear();
        appendPath(m_path, path.substr(1));
    } else {
        m_path = base.m_path.substr(0, base.m_path.rfind('/'));
        appendPath(m_path, path);
    }
}

std::optional<Url> Url::parse(std::string_view text, const Url *base)
{
    std::string storage;
    text = stripped(text, storage);
    text = text.substr(0, text.find('#'));

    Url url;
    bool authorityFollows = true;
    if (const size_t length = schemeLength(text); length > 0) {
        std::string scheme(text.substr(0, length));
        std::transform(scheme.begin(), scheme.end(), scheme.begin(), toLower);
        if (scheme != "http" && scheme != "https")
            return std::nullopt;
        url.m_https = scheme == "https";
        text.remove_prefix(length + 1);
        // "special relative": the same scheme without slashes continues the base.
        authorityFollows = !base || base->m_https != url.m_https || hasTwoSlashes(text);
    } else if (base) {
        url.m_https = base->m_https;
        authorityFollows = hasTwoSlashes(text);
    } else {
        return std::nullopt;
    }

    while (authorityFollows && !text.empty() && isSlash(text.front()))
        text.remove_prefix(1);
    const size_t question = text.find('?');
    const bool hasQuery = question != std::string_view::npos;
    if (!authorityFollows)
        url.continueFrom(*base, text.substr(0, question), hasQuery);
    else if (!url.readHostAndPath(text.substr(0, question)))
        return std::nullopt;
    if (url.m_path.empty())
        url.m_path = "/";
    if (hasQuery)
        url.m_query = encodeQuery(text.substr(question + 1));
    return url;
}

std::string Url::hostAndPort() const
{
    return m_port ? m_host + ':' + std::to_string(m_port) : m_host;
}

std::string Url::origin() const
{
    std::string out = m_https ? "https://" : "http://";
    out += m_host;
    if (m_port) {
        out += ':';
        out += std::to_string(m_port);
    }
    return out;
}

std::string Url::text() const
{
    std::string out = origin();
    out += m_path;
    out += m_query;
    return out;
}

Url Url::withScheme(bool https) const
{
    Url other = *this;
    other.m_https = https;
    return other;
}

Url Url::atRoot() const
{
    Url root;
    root.setOriginOf(*this);
    return root;
}

void Url::setOriginOf(const Url &other)
{
    m_host = other.m_host;
    m_port = other.m_port;
    m_https = other.m_https;
}

std::string_view withoutWww(std::string_view host)
{
    return host.starts_with("www.") && host.find('.', 4) != std::string_view::npos ? host.substr(4) : host;
}

uint64_t hashOf(std::string_view text)
{
    return qHashBits(text.data(), text.size(), 0x1ead11e5U);
}

} // namespace leadline::crawl
