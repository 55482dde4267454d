#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leadline::crawl {

/// An http or https address in the form the WHATWG URL Standard serialises it: lower-case ASCII host (IDNA, IPv4 in any
/// spelling, IPv6 compressed), default port dropped, dot segments removed, percent-encoded. The fragment is dropped, since
/// it never leaves the crawler.
class Url
{
public:
    /// Reads `text` as a browser would, relative to `base` when given. Empty for another scheme, an invalid host or port,
    /// or an address with credentials, which the crawler never sends.
    [[nodiscard]] static std::optional<Url> parse(std::string_view text, const Url *base = nullptr);

    [[nodiscard]] bool isHttps() const { return m_https; }
    [[nodiscard]] const std::string &host() const { return m_host; } ///< IPv6 with brackets
    [[nodiscard]] int port() const { return m_port ? m_port : (m_https ? 443 : 80); }
    [[nodiscard]] const std::string &path() const { return m_path; } ///< begins with a slash
    [[nodiscard]] const std::string &query() const { return m_query; } ///< with its `?`, or empty

    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string origin() const; ///< scheme, host and port without a trailing slash
    [[nodiscard]] std::string target() const { return m_path + m_query; } ///< what robots.txt rules are matched against
    [[nodiscard]] std::string hostAndPort() const; ///< port only when it is not the default of the scheme
    [[nodiscard]] Url atRoot() const; ///< same origin, path `/`
    [[nodiscard]] Url withScheme(bool https) const;

    void setOriginOf(const Url &other);
    void setPath(std::string path) { m_path = std::move(path); } ///< must already be encoded
    void setQuery(std::string query) { m_query = std::move(query); } ///< with its `?`, already encoded

private:
    [[nodiscard]] bool readHostAndPath(std::string_view path); ///< an address with an authority, after the slashes
    void continueFrom(const Url &base, std::string_view path, bool hasQuery); ///< a relative one

    std::string m_host;
    std::string m_path = "/";
    std::string m_query;
    int m_port = 0; ///< 0 = default of the scheme
    bool m_https = false;
};

/// Reads a host as the WHATWG host parser does for special schemes. Empty when it is not one.
[[nodiscard]] std::optional<std::string> canonicalHost(std::string_view host);

/// The form an address is compared and asked for in by the crawler: percent escapes normalised (RFC 3986 §6.2.2), session
/// and tracking parameters and an empty query removed.
void canonicaliseForCrawl(Url &url);

/// Host without a leading `www.` label.
[[nodiscard]] std::string_view withoutWww(std::string_view host);

[[nodiscard]] uint64_t hashOf(std::string_view text);

} // namespace leadline::crawl
