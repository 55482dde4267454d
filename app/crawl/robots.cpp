#include "crawl/robots.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace leadline::crawl {

namespace {

constexpr size_t kMaxRules = 20000;

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

/// §2.2.1: a product token is letters, `_` and `-`; what follows ("/1.0") is not part of it.
std::string_view productToken(std::string_view value)
{
    size_t end = 0;
    while (end < value.size()
        && (std::isalpha(static_cast<unsigned char>(value[end])) || value[end] == '_' || value[end] == '-'))
        ++end;
    return value.substr(0, end);
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// §2.2.2: octets outside ASCII and reserved characters are compared percent-encoded, unreserved ones decoded.
std::string normalised(std::string_view text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            const int value = hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]);
            if (value < 0x80 && (std::isalnum(value) || value == '-' || value == '.' || value == '_' || value == '~')) {
                out += static_cast<char>(value);
            } else {
                out += '%';
                out += digits[value >> 4];
                out += digits[value & 15];
            }
            i += 2;
        } else if (static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) <= 0x20) {
            out += '%';
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[static_cast<unsigned char>(c) & 15];
        } else {
            out += c;
        }
    }
    return out;
}

/// §2.2.3: `*` is any run of octets, a final `$` the end of the path; otherwise the pattern matches a prefix.
bool matches(std::string_view pattern, std::string_view path)
{
    const bool anchored = !pattern.empty() && pattern.back() == '$';
    if (anchored)
        pattern.remove_suffix(1);
    size_t p = 0;
    size_t s = 0;
    size_t star = std::string_view::npos;
    size_t resume = 0;
    while (true) {
        if (p == pattern.size()) {
            if (!anchored || s == path.size())
                return true;
        } else if (pattern[p] == '*') {
            star = p++;
            resume = s;
            continue;
        } else if (s < path.size() && pattern[p] == path[s]) {
            ++p;
            ++s;
            continue;
        }
        if (star == std::string_view::npos || resume >= path.size())
            return false;
        p = star + 1;
        s = ++resume;
    }
}

struct Line
{
    std::string_view key;
    std::string_view value;
};

/// Takes the next line off `rest`: CR, LF or both (§2.2), without comment. The key is empty on a line without a colon.
Line nextLine(std::string_view &rest)
{
    const size_t end = rest.find_first_of("\r\n");
    std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    line = line.substr(0, line.find('#'));
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos)
        return {};
    return { trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)) };
}

std::optional<std::chrono::milliseconds> readDelay(std::string_view value)
{
    double seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds, std::chars_format::fixed);
    if (error != std::errc() || end == value.data() || !(seconds >= 0) || seconds > 1e6)
        return std::nullopt;
    return std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000));
}

} // namespace

RobotsRules RobotsRules::parse(std::string_view body, std::string_view token)
{
    if (body.size() > maxBytes) {
        // A line cut in two could forbid more than it says.
        const size_t lastEnd = body.find_last_of("\r\n", maxBytes - 1);
        body = body.substr(0, lastEnd == std::string_view::npos ? 0 : lastEnd);
    }
    if (body.starts_with("\xEF\xBB\xBF"))
        body.remove_prefix(3);

    RobotsRules mine;
    RobotsRules anyone;
    bool sawMine = false;
    bool forMine = false;
    bool forAnyone = false;
    bool inRules = true; // the next user-agent line begins a group
    while (!body.empty()) {
        const Line line = nextLine(body);
        if (line.key.empty())
            continue;
        if (equalsIgnoringCase(line.key, "user-agent")) {
            if (inRules)
                forMine = forAnyone = inRules = false;
            if (line.value == "*")
                forAnyone = true;
            else if (equalsIgnoringCase(productToken(line.value), token))
                forMine = sawMine = true;
            continue;
        }
        const bool allow = equalsIgnoringCase(line.key, "allow");
        if (allow || equalsIgnoringCase(line.key, "disallow")) {
            inRules = true;
            if (line.value.empty()) // an empty pattern matches nothing
                continue;
            const Rule rule { normalised(line.value), allow };
            if (forMine && mine.m_rules.size() < kMaxRules)
                mine.m_rules.push_back(rule);
            if (forAnyone && anyone.m_rules.size() < kMaxRules)
                anyone.m_rules.push_back(rule);
        } else if (equalsIgnoringCase(line.key, "crawl-delay")) {
            inRules = true;
            const auto delay = readDelay(line.value);
            if (delay && forMine)
                mine.m_crawlDelay = delay;
            if (delay && forAnyone)
                anyone.m_crawlDelay = delay;
        }
        // Other records (sitemap, host …) do not end a group, §2.2.4.
    }
    return sawMine ? mine : anyone;
}

RobotsRules RobotsRules::allowAll()
{
    return {};
}

RobotsRules RobotsRules::disallowAll()
{
    RobotsRules rules;
    rules.m_rules.push_back({ "/", false });
    return rules;
}

RobotsRules::Verdict RobotsRules::check(std::string_view target) const
{
    if (m_rules.empty() || target == "/robots.txt")
        return {};
    const std::string path = normalised(target);
    const Rule *best = nullptr;
    for (const Rule &rule : m_rules) {
        // §2.2.2: the longest match wins, allow wins between equals.
        const bool better = !best || rule.pattern.size() > best->pattern.size()
            || (rule.pattern.size() == best->pattern.size() && rule.allow && !best->allow);
        if (better && matches(rule.pattern, path))
            best = &rule;
    }
    if (!best)
        return {};
    return { best->allow, (best->allow ? "Allow: " : "Disallow: ") + best->pattern };
}

} // namespace leadline::crawl
