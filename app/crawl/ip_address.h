#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

namespace leadline::crawl {

/// An IPv4 or IPv6 address. IPv4 is kept in its mapped form, so equal addresses compare equal however they were written.
class IpAddress
{
public:
    IpAddress() = default;

    [[nodiscard]] static IpAddress fromV4(uint32_t hostOrder);
    [[nodiscard]] static IpAddress fromV6(const std::array<uint8_t, 16> &bytes);
    /// Strict numeric form, as inet_pton reads it: dotted quad or RFC 4291 text without zone and brackets.
    [[nodiscard]] static std::optional<IpAddress> fromText(std::string_view text);
    /// Empty for families other than AF_INET and AF_INET6.
    [[nodiscard]] static std::optional<IpAddress> fromSockaddr(const sockaddr *address);

    [[nodiscard]] bool isV4() const;
    [[nodiscard]] uint32_t v4() const; ///< host byte order; only when isV4()
    [[nodiscard]] const std::array<uint8_t, 16> &bytes() const { return m_bytes; }

    /// RFC 5952 text.
    [[nodiscard]] std::string toText() const;

    [[nodiscard]] bool operator==(const IpAddress &) const = default;

private:
    std::array<uint8_t, 16> m_bytes {};
};

/// A CIDR block. IPv4 blocks match IPv4 addresses and their mapped form.
class IpNetwork
{
public:
    /// `10.0.0.0/8`, `fd00::/8` or a single address.
    [[nodiscard]] static std::optional<IpNetwork> fromText(std::string_view text);
    [[nodiscard]] bool contains(const IpAddress &address) const;

private:
    IpAddress m_base;
    int m_prefix = 128; ///< over the 128-bit form
};

/// Whether the address is reachable over the public Internet, by the IANA special-purpose registries (RFC 6890 and its
/// updates). Addresses that carry another one (IPv4-mapped, NAT64 64:ff9b::/96, 6to4, Teredo) are global only when the one
/// inside is.
[[nodiscard]] bool isGloballyRoutable(const IpAddress &address);

} // namespace leadline::crawl
