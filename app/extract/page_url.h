#pragma once

#include <string>
#include <string_view>

namespace leadline::extract {

/// The address links of a page are resolved against (RFC 3986 section 5), split once.
class BaseUrl
{
public:
    BaseUrl() = default;
    explicit BaseUrl(std::string_view absolute);

    /// Absolute http or https address without fragment; empty for other schemes and for text that is no address.
    [[nodiscard]] std::string resolve(std::string_view reference) const;

    [[nodiscard]] bool isValid() const { return !m_scheme.empty(); }
    [[nodiscard]] std::string_view host() const { return m_host; }

private:
    void appendRelative(std::string &out, std::string_view reference) const;

    std::string m_scheme; ///< "http" or "https"
    std::string m_authority; ///< host with port
    std::string m_host;
    std::string m_path; ///< starts with a slash
    std::string m_query; ///< with its question mark
};

/// Host of an absolute address, lower case, without port; empty when there is none.
[[nodiscard]] std::string hostOf(std::string_view url);
/// Path of an absolute address without query and fragment; empty when there is none.
[[nodiscard]] std::string_view pathOf(std::string_view url);
/// Host without a leading "www.".
[[nodiscard]] std::string_view withoutWww(std::string_view host);

} // namespace leadline::extract
