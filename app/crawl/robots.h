#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::crawl {

/// The rules of one robots.txt for one crawler (RFC 9309). Value; matching is linear in pattern times path and never
/// backtracks further than the last wildcard.
class RobotsRules
{
public:
    static constexpr size_t maxBytes = 500 * 1024; ///< §2.5: of a longer file the whole lines within are read

    struct Verdict
    {
        bool allowed = true;
        std::string rule; ///< the line that decided, "Disallow: /contact"; empty when none matched
    };

    [[nodiscard]] static RobotsRules parse(std::string_view body, std::string_view productToken);
    /// §2.3.1.3: unavailable (4xx), everything may be read.
    [[nodiscard]] static RobotsRules allowAll();
    /// §2.3.1.4: unreachable (5xx, network), nothing may be read.
    [[nodiscard]] static RobotsRules disallowAll();

    /// `target` is path and query as requested. /robots.txt itself is always allowed (§2.2.2).
    [[nodiscard]] Verdict check(std::string_view target) const;

    /// Crawl-delay, which is not part of the RFC but widely meant seriously. Not clamped.
    [[nodiscard]] std::optional<std::chrono::milliseconds> crawlDelay() const { return m_crawlDelay; }

private:
    struct Rule
    {
        std::string pattern; ///< percent-escapes normalised; `*` and a final `$` are special
        bool allow = false;
    };

    std::vector<Rule> m_rules;
    std::optional<std::chrono::milliseconds> m_crawlDelay;
};

} // namespace leadline::crawl
