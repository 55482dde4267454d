#include "extract/social_profiles.h"

#include "extract/page_url.h"
#include "extract/text_tools.h"

#include <algorithm>
#include <array>
#include <vector>

namespace leadline::extract {

namespace {

struct Network
{
    std::string_view domain; ///< the address's host is this or ends in it
    std::string_view name;
    std::string_view host; ///< host of the canonical address; empty keeps the host as it is
};

constexpr Network kNetworks[] = {
    { "facebook.com", "facebook", "www.facebook.com" },
    { "fb.com", "facebook", "www.facebook.com" },
    { "instagram.com", "instagram", "www.instagram.com" },
    { "linkedin.com", "linkedin", "www.linkedin.com" },
    { "twitter.com", "x", "x.com" },
    { "x.com", "x", "x.com" },
    { "youtube.com", "youtube", "www.youtube.com" },
    { "tiktok.com", "tiktok", "www.tiktok.com" },
    { "pinterest.com", "pinterest", "www.pinterest.com" },
    { "pinterest.de", "pinterest", "www.pinterest.com" },
    { "pinterest.fr", "pinterest", "www.pinterest.com" },
    { "pinterest.es", "pinterest", "www.pinterest.com" },
    { "pinterest.it", "pinterest", "www.pinterest.com" },
    { "pinterest.co.uk", "pinterest", "www.pinterest.com" },
    { "xing.com", "xing", "www.xing.com" },
    { "threads.net", "threads", "www.threads.net" },
    { "threads.com", "threads", "www.threads.net" },
    { "t.me", "telegram", "t.me" },
    { "telegram.me", "telegram", "t.me" },
    { "vimeo.com", "vimeo", "vimeo.com" },
    { "github.com", "github", "github.com" },
    { "behance.net", "behance", "www.behance.net" },
    { "yelp.com", "yelp", "www.yelp.com" },
    { "snapchat.com", "snapchat", "www.snapchat.com" },
    { "bsky.app", "bluesky", "bsky.app" },
    { "vk.com", "vk", "vk.com" },
    { "kununu.com", "kununu", "www.kununu.com" },
};

/// First path segments that never name a profile.
constexpr WordTable<256>::Entry kReserved[] = {
    { "share", 1 },
    { "sharer", 1 },
    { "sharer.php", 1 },
    { "share.php", 1 },
    { "sharing", 1 },
    { "sharearticle", 1 },
    { "dialog", 1 },
    { "plugins", 1 },
    { "intent", 1 },
    { "home", 1 },
    { "login", 1 },
    { "login.php", 1 },
    { "signup", 1 },
    { "register", 1 },
    { "search", 1 },
    { "hashtag", 1 },
    { "explore", 1 },
    { "i", 1 },
    { "settings", 1 },
    { "privacy", 1 },
    { "policy", 1 },
    { "policies", 1 },
    { "policy.php", 1 },
    { "terms", 1 },
    { "legal", 1 },
    { "tos", 1 },
    { "about", 1 },
    { "help", 1 },
    { "business", 1 },
    { "ads", 1 },
    { "watch", 1 },
    { "embed", 1 },
    { "playlist", 1 },
    { "results", 1 },
    { "shorts", 1 },
    { "feed", 1 },
    { "p", 1 },
    { "reel", 1 },
    { "reels", 1 },
    { "stories", 1 },
    { "tv", 1 },
    { "accounts", 1 },
    { "developers", 1 },
    { "tr", 1 },
    { "photo", 1 },
    { "photo.php", 1 },
    { "story.php", 1 },
    { "permalink.php", 1 },
    { "events", 1 },
    { "marketplace", 1 },
    { "pin", 1 },
    { "spi", 1 },
    { "app", 1 },
    { "cws", 1 },
    { "shareopengraph", 1 },
    { "statuses", 1 },
    { "tag", 1 },
    { "tags", 1 },
    { "discover", 1 },
    { "music", 1 },
    { "jobs", 1 },
    { "learning", 1 },
    { "pulse", 1 },
    { "posts", 1 },
    { "feeds", 1 },
    { "live", 1 },
    { "channels", 1 },
    { "biz", 0 },
    { "features", 1 },
    { "pricing", 1 },
    { "video", 1 },
    { "videos", 1 },
    { "v", 1 },
    { "groups", 1 },
    { "iframe_api", 1 },
    { "player", 1 },
    { "sponsors", 1 },
    { "topics", 1 },
    { "orgs", 1 },
    { "widgets", 1 },
    { "widgets.js", 1 },
    { "messages", 1 },
    { "joinchat", 1 },
    { "away.php", 1 },
    { "share_channel", 1 },
    { "ajax", 1 },
    { "assets", 1 },
    { "api", 1 },
    { "cookies", 1 },
    { "legal-center", 1 },
    { "oauth", 1 },
    { "checkpoint", 1 },
    { "uas", 1 },
    { "security", 1 },
    { "support", 1 },
};
constexpr WordTable<256> kReservedTable(kReserved);

/// First segments that only introduce the name: linkedin.com/company/NAME.
constexpr std::string_view kPrefixes[] = { "company", "in", "school", "showcase", "pub", "organization", "channel", "c",
    "user", "pages", "profile", "profiles", "companies", "people", "pg", "biz", "add", "de", "s" };

std::vector<std::string_view> segmentsOf(std::string_view path)
{
    std::vector<std::string_view> segments;
    while (!path.empty() && segments.size() < 5) {
        const size_t start = std::min(path.find_first_not_of('/'), path.size());
        const size_t end = std::min(path.find('/', start), path.size());
        if (end > start)
            segments.push_back(path.substr(start, end - start));
        path.remove_prefix(end);
    }
    return segments;
}

const Network *networkOf(std::string_view host)
{
    for (const Network &network : kNetworks) {
        if (host == network.domain
            || (host.ends_with(network.domain) && host[host.size() - network.domain.size() - 1] == '.'))
            return &network;
    }
    return nullptr;
}

bool isServiceHost(std::string_view host)
{
    for (const std::string_view prefix : { "developers.", "help.", "support.", "business.", "about.", "ads.", "api.",
             "apis.", "docs.", "gist.", "raw.", "platform.", "connect.", "static.", "i.", "img.", "player.", "careers.",
             "blog.", "policies.", "legal.", "assets.", "l.", "publish.", "music.", "studio.", "upload." }) {
        if (host.starts_with(prefix))
            return true;
    }
    return false;
}

} // namespace

SocialProfile socialProfile(std::string_view url)
{
    SocialProfile profile;
    const std::string host = hostOf(url);
    const Network *network = networkOf(host);
    if (!network || isServiceHost(host))
        return profile;
    std::vector<std::string_view> segments = segmentsOf(pathOf(url));
    if (segments.empty())
        return profile;
    std::string canonical = std::string("https://").append(network->host);

    if (network->name == "facebook" && (equalsNoCase(segments[0], "profile.php") || equalsNoCase(segments[0], "people"))) {
        const size_t id = url.find("id=");
        if (equalsNoCase(segments[0], "profile.php")) {
            if (id == std::string_view::npos)
                return profile;
            std::string_view digits = url.substr(id + 3);
            digits = digits.substr(0, digits.find_first_not_of("0123456789"));
            if (digits.empty())
                return profile;
            profile.url = canonical.append("/profile.php?id=").append(digits);
            profile.network = network->name;
            return profile;
        }
    }
    const std::string first = lowered(segments[0]);
    if (kReservedTable.find(first) == 1)
        return profile;
    const bool prefixed
        = std::find(std::begin(kPrefixes), std::end(kPrefixes), first) != std::end(kPrefixes) && segments.size() > 1;
    const bool bareName = !prefixed && std::find(std::begin(kPrefixes), std::end(kPrefixes), first) == std::end(kPrefixes);
    if (network->name == "linkedin" && !prefixed)
        return profile;
    if (network->name == "xing" && !prefixed)
        return profile;
    if (network->name == "youtube" && !prefixed && !first.starts_with("@") && segments.size() > 1)
        return profile;
    if (network->name == "tiktok" && !first.starts_with("@"))
        return profile;
    if (network->name == "x" && segments.size() > 1)
        return profile;
    if (network->name == "github" && segments.size() > 1)
        return profile; // a project, not who stands behind it
    if (!prefixed && !bareName)
        return profile;
    size_t keep = prefixed ? 2 : 1;
    if (network->name == "facebook" && (first == "pages" || first == "people"))
        keep = std::min<size_t>(segments.size(), 3);
    if (network->name == "vimeo" && std::all_of(first.begin(), first.end(), isDigit))
        return profile;
    for (size_t i = 0; i < keep && i < segments.size(); ++i)
        canonical.append("/").append(segments[i]);
    profile.network = network->name;
    profile.url = std::move(canonical);
    return profile;
}

} // namespace leadline::extract
