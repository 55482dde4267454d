#include "crawl/url.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace leadline::crawl {

namespace {

/// Parameters that name a visit, not a page.
constexpr std::array<std::string_view, 22> kVisitParameters { "phpsessid", "jsessionid", "aspsessionid", "sessionid",
    "session_id", "sessid", "sid", "cfid", "cftoken", "zenid", "oscsid", "gclid", "fbclid", "msclkid", "dclid", "yclid",
    "mc_cid", "mc_eid", "igshid", "_ga", "_gl", "replytocom" };

bool isUnreserved(int c)
{
    return std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~';
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// RFC 3986 §6.2.2.1 and §6.2.2.2: upper-case escapes, unreserved characters unescaped.
void normaliseEscapes(std::string &text)
{
    if (text.find('%') == std::string::npos)
        return;
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            const int value = hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]);
            if (value < 0x80 && isUnreserved(value)) {
                out += static_cast<char>(value);
            } else {
                out += '%';
                out += static_cast<char>(std::toupper(static_cast<unsigned char>(text[i + 1])));
                out += static_cast<char>(std::toupper(static_cast<unsigned char>(text[i + 2])));
            }
            i += 2;
        } else {
            out += text[i];
        }
    }
    text = std::move(out);
}

bool isVisitParameter(std::string_view pair)
{
    std::string name(pair.substr(0, pair.find('=')));
    std::transform(
        name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name.starts_with("utm_")
        || std::find(kVisitParameters.begin(), kVisitParameters.end(), name) != kVisitParameters.end();
}

void dropVisitParameters(std::string &query)
{
    if (query.empty())
        return;
    std::string kept;
    std::string_view rest = std::string_view(query).substr(1);
    while (!rest.empty()) {
        const size_t end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        if (!pair.empty() && !isVisitParameter(pair)) {
            kept += kept.empty() ? '?' : '&';
            kept += pair;
        }
        if (end == std::string_view::npos)
            break;
        rest.remove_prefix(end + 1);
    }
    query = std::move(kept);
}

/// `/page;jsessionid=1A2B` and `/(S(abc123))/page` carry a session in the path.
void dropPathSession(std::string &path)
{
    std::string lower(path);
    std::transform(
        lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const std::string_view mark :
        { std::string_view(";jsessionid="), std::string_view(";phpsessid="), std::string_view(";sid=") }) {
        const size_t at = lower.find(mark);
        if (at == std::string::npos)
            continue;
        size_t end = lower.find_first_of(";/", at + 1);
        if (end == std::string::npos)
            end = lower.size();
        path.erase(at, end - at);
        return;
    }
    const size_t open = lower.find("/(s(");
    const size_t close = open == std::string::npos ? open : lower.find("))", open);
    if (close != std::string::npos)
        path.erase(open, close + 2 - open);
    if (path.empty())
        path = "/";
}

} // namespace

void canonicaliseForCrawl(Url &url)
{
    std::string path = url.path();
    normaliseEscapes(path);
    if (path.find(';') != std::string::npos || path.find("/(") != std::string::npos)
        dropPathSession(path);
    url.setPath(std::move(path));
    std::string query = url.query();
    normaliseEscapes(query);
    dropVisitParameters(query);
    url.setQuery(std::move(query));
}

} // namespace leadline::crawl
