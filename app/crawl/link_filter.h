#pragma once

#include "crawl/site_job.h"
#include "crawl/url.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace leadline::crawl {

/// Decides which links of one site enter its frontier: inside the scope, not seen before, and not one of the shapes that
/// never end. Used by one thread at a time. Memory grows with distinct admitted addresses and a bounded number of
/// rejected ones.
class LinkFilter
{
public:
    LinkFilter(SiteScope scope, int maxDepth, int maxPages);

    /// The canonical address to ask for, when the link is new and wanted. `link` is an absolute address. Each address is
    /// answered once; the raw text is remembered too, so that the navigation repeated on every page costs one lookup.
    [[nodiscard]] std::optional<std::string> admit(std::string_view link, LinkPriority priority, int depth);

    /// Marks a canonical address as known: start address, target of a redirect. False when it was.
    bool markSeen(std::string_view canonicalUrl);
    /// Takes an address of an earlier run for admitted, with what it costs of the bounds.
    void recall(const FrontierUrl &known);

    [[nodiscard]] bool inScope(const Url &url) const;
    [[nodiscard]] const SiteScope &scope() const { return m_scope; }
    /// The start address moved to another host: that one is the site.
    void moveTo(const Url &url);
    /// The site answers here. Links to its other spellings (http, without www) are taken as links to this one, so that
    /// nothing is read twice and one connection serves the site.
    void preferOrigin(const Url &url);

    [[nodiscard]] int admitted() const { return static_cast<int>(m_admitted); }
    /// Links of a wanted kind that were left out because the frontier of the site is full.
    [[nodiscard]] qint64 dropped() const { return m_dropped; }

private:
    [[nodiscard]] bool admitShape(const Url &url, LinkPriority priority);

    SiteScope m_scope;
    std::optional<Url> m_preferred;
    int m_maxDepth;
    int m_maxPages;
    size_t m_admitted = 0;
    qint64 m_dropped = 0;
    std::unordered_set<uint64_t> m_seen; ///< canonical addresses
    std::unordered_set<uint64_t> m_raw; ///< texts of links already decided, cleared when large
    std::unordered_map<uint64_t, int> m_shapes;
};

/// The folder an address is in, `/` at least: `/berlin/index.html` → `/berlin/`.
[[nodiscard]] std::string folderOf(std::string_view path);

/// Bounds against traps: 2 000 characters, 20 path segments, a segment at most twice. Also refuses what is not a page
/// by its ending, and actions (log-out, basket, …).
[[nodiscard]] bool isWantedShape(const Url &url);

/// Whether an address looks like one page of a calendar: a year and a month in the path, or date parameters.
[[nodiscard]] bool isCalendar(const Url &url);

/// Hash of an address with its numbers and parameter values taken out.
[[nodiscard]] uint64_t shapeOf(const Url &url);

} // namespace leadline::crawl
