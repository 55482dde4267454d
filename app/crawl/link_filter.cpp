#include "crawl/link_filter.h"

#include <algorithm>
#include <array>

namespace leadline::crawl {

namespace {

constexpr size_t kMaxUrl = 2000;
constexpr int kMaxSegments = 20;
constexpr int kMaxRepeats = 2;
constexpr int kCalendarPages = 3;
constexpr size_t kMaxRemembered = 65536;

/// Endings of files that are not pages. Sorted.
constexpr std::array<std::string_view, 71> kFileEndings { "7z", "aac", "apk", "atom", "avi", "avif", "bin", "bmp", "bz2",
    "class", "css", "csv", "deb", "dmg", "doc", "docx", "eot", "eps", "epub", "exe", "flac", "flv", "gif", "gpx", "gz",
    "ico", "ics", "iso", "jar", "jpeg", "jpg", "js", "json", "kml", "m4a", "m4v", "map", "mjs", "mkv", "mov", "mp3", "mp4",
    "mpeg", "mpg", "msi", "odp", "ods", "odt", "ogg", "otf", "pdf", "png", "pps", "ppt", "pptx", "psd", "rar", "rss", "rtf",
    "svg", "swf", "tar", "tgz", "tif", "tiff", "ttf", "txt", "vcf", "wav", "webm", "webp" };
constexpr std::array<std::string_view, 12> kMoreEndings { "wma", "wmv", "woff", "woff2", "xls", "xlsx", "xml", "xpi", "xsd",
    "xsl", "xz", "zip" };

/// Parts of addresses that do something instead of saying something.
constexpr std::array<std::string_view, 14> kActions { "add-to-cart", "add_to_cart", "addtocart", "logout", "log-out",
    "signout", "sign-out", "/wp-json", "/wp-admin", "/wp-login", "/xmlrpc.php", "/cdn-cgi/", "action=edit", "/feed/" };

constexpr std::array<std::string_view, 16> kDateParameters { "date", "month", "year", "day", "week", "calendar", "cal",
    "tribe-bar-date", "eventdate", "event-date", "start", "start_date", "startdate", "from", "ical", "outlook-ical" };

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(
        out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

template<typename F> void forEachSegment(std::string_view path, F visit)
{
    size_t at = 1;
    while (at <= path.size()) {
        size_t end = path.find('/', at);
        if (end == std::string_view::npos)
            end = path.size();
        visit(path.substr(at, end - at));
        at = end + 1;
    }
}

bool endsLikeFile(std::string_view path)
{
    const size_t slash = path.rfind('/');
    const size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || dot < slash || path.size() - dot > 6)
        return false;
    const std::string ending = lowered(path.substr(dot + 1));
    return std::binary_search(kFileEndings.begin(), kFileEndings.end(), ending)
        || std::binary_search(kMoreEndings.begin(), kMoreEndings.end(), ending);
}

bool isYear(std::string_view segment)
{
    return segment.size() == 4 && std::all_of(segment.begin(), segment.end(), isDigit)
        && (segment.starts_with("19") || segment.starts_with("20") || segment.starts_with("21"));
}

bool isMonth(std::string_view segment)
{
    if (segment.empty() || segment.size() > 2 || !std::all_of(segment.begin(), segment.end(), isDigit))
        return false;
    const int value = segment.size() == 2 ? (segment[0] - '0') * 10 + segment[1] - '0' : segment[0] - '0';
    return value >= 1 && value <= 12;
}

/// `2026-11`, `2026-11-23`, `202611`
bool isDate(std::string_view segment)
{
    if (segment.size() < 6 || segment.size() > 10 || !isYear(segment.substr(0, 4)))
        return false;
    return std::all_of(segment.begin(), segment.end(), [](char c) { return isDigit(c) || c == '-'; });
}

template<typename F> void forEachParameter(std::string_view query, F visit)
{
    if (query.empty())
        return;
    query.remove_prefix(1);
    while (true) {
        const size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        const size_t equals = pair.find('=');
        visit(pair.substr(0, equals), equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
        if (end == std::string_view::npos)
            return;
        query.remove_prefix(end + 1);
    }
}

} // namespace

std::string folderOf(std::string_view path)
{
    const size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? "/" : std::string(path.substr(0, slash + 1));
}

bool isWantedShape(const Url &url)
{
    const std::string &path = url.path();
    if (url.host().size() + path.size() + url.query().size() + 14 > kMaxUrl || endsLikeFile(path))
        return false;
    std::array<std::string_view, kMaxSegments> segments;
    size_t count = 0;
    bool repeated = false;
    bool tooMany = false;
    forEachSegment(path, [&](std::string_view segment) {
        if (segment.empty())
            return;
        if (count == segments.size()) {
            tooMany = true;
            return;
        }
        segments[count++] = segment;
        repeated = repeated
            || std::count(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(count), segment) > kMaxRepeats;
    });
    if (repeated || tooMany)
        return false;
    const std::string target = lowered(url.target());
    return std::none_of(
        kActions.begin(), kActions.end(), [&](std::string_view action) { return target.find(action) != std::string::npos; });
}

bool isCalendar(const Url &url)
{
    bool found = false;
    std::string_view before;
    forEachSegment(url.path(), [&](std::string_view segment) {
        found = found || isDate(segment) || (isYear(before) && isMonth(segment));
        before = segment;
    });
    forEachParameter(url.query(), [&](std::string_view name, std::string_view value) {
        const bool numeric = !value.empty() && isDigit(value.front());
        found = found || isDate(value)
            || (numeric
                && std::find(kDateParameters.begin(), kDateParameters.end(), lowered(name)) != kDateParameters.end());
    });
    return found;
}

uint64_t shapeOf(const Url &url)
{
    std::string shape;
    shape.reserve(url.path().size());
    for (const char c : url.path()) {
        if (!isDigit(c))
            shape += c;
        else if (shape.empty() || shape.back() != '0')
            shape += '0';
    }
    forEachParameter(url.query(), [&](std::string_view name, std::string_view) {
        shape += '?';
        shape += name;
    });
    return hashOf(shape);
}

LinkFilter::LinkFilter(SiteScope scope, int maxDepth, int maxPages)
    : m_scope(std::move(scope))
    , m_maxDepth(maxDepth)
    , m_maxPages(maxPages)
{ }

bool LinkFilter::inScope(const Url &url) const
{
    return withoutWww(url.hostAndPort()) == m_scope.host && std::string_view(url.path()).starts_with(m_scope.folder);
}

void LinkFilter::moveTo(const Url &url)
{
    m_scope.host = withoutWww(url.hostAndPort());
    m_scope.folder = "/";
}

void LinkFilter::preferOrigin(const Url &url)
{
    m_preferred = url;
}

bool LinkFilter::markSeen(std::string_view canonicalUrl)
{
    return m_seen.insert(hashOf(canonicalUrl)).second;
}

void LinkFilter::recall(const FrontierUrl &known)
{
    if (!markSeen(known.url))
        return;
    m_admitted = std::max(m_admitted, static_cast<size_t>(std::max(known.place, 0)));
    if (const auto url = Url::parse(known.url))
        static_cast<void>(admitShape(*url, known.priority));
}

std::optional<std::string> LinkFilter::admit(std::string_view link, LinkPriority priority, int depth)
{
    if (depth > m_maxDepth || link.size() > kMaxUrl)
        return std::nullopt;
    if (m_raw.size() > kMaxRemembered)
        m_raw.clear();
    if (!m_raw.insert(hashOf(link)).second)
        return std::nullopt;
    auto url = Url::parse(link);
    if (!url || !inScope(*url))
        return std::nullopt;
    if (m_preferred)
        url->setOriginOf(*m_preferred);
    canonicaliseForCrawl(*url);
    if (!isWantedShape(*url))
        return std::nullopt;
    std::string text = url->text();
    const uint64_t key = hashOf(text);
    if (m_seen.contains(key) || !admitShape(*url, priority))
        return std::nullopt;
    // What can never be read within the budget need not be remembered; hinted pages always find a place.
    const auto budget = static_cast<size_t>(m_maxPages);
    const size_t capacity = priority == LinkPriority::Plain ? budget * 4 + 64 : budget * 8 + 256;
    if (m_admitted >= capacity) {
        ++m_dropped;
        return std::nullopt;
    }
    ++m_admitted;
    m_seen.insert(key);
    return text;
}

bool LinkFilter::admitShape(const Url &url, LinkPriority priority)
{
    const bool calendar = isCalendar(url);
    if (!calendar && (url.query().empty() || priority != LinkPriority::Plain))
        return true;
    const int bound = calendar ? kCalendarPages : m_maxPages / 2 + 10;
    return m_shapes[shapeOf(url)]++ < bound;
}

} // namespace leadline::crawl
