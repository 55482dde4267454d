#include "crawl/ip_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace leadline::crawl {

namespace {

struct V4Block
{
    uint32_t base;
    int prefix;
};

/// IANA IPv4 Special-Purpose Address Registry: blocks that are not globally reachable, and multicast.
constexpr V4Block kSpecialV4[] = {
    { 0x00000000, 8 }, // "this network", RFC 791
    { 0x0a000000, 8 }, // private, RFC 1918
    { 0x64400000, 10 }, // shared address space, RFC 6598
    { 0x7f000000, 8 }, // loopback, RFC 1122
    { 0xa9fe0000, 16 }, // link local, RFC 3927
    { 0xac100000, 12 }, // private, RFC 1918
    { 0xc0000000, 24 }, // IETF protocol assignments, RFC 6890
    { 0xc0000200, 24 }, // documentation, RFC 5737
    { 0xc0586300, 24 }, // deprecated 6to4 relay, RFC 7526
    { 0xc0a80000, 16 }, // private, RFC 1918
    { 0xc6120000, 15 }, // benchmarking, RFC 2544
    { 0xc6336400, 24 }, // documentation, RFC 5737
    { 0xcb007100, 24 }, // documentation, RFC 5737
    { 0xe0000000, 4 }, // multicast, RFC 5771
    { 0xf0000000, 4 }, // reserved and limited broadcast, RFC 1112
};

bool isGlobalV4(uint32_t address)
{
    return std::none_of(std::begin(kSpecialV4), std::end(kSpecialV4),
        [address](const V4Block &block) { return ((address ^ block.base) >> (32 - block.prefix)) == 0; });
}

bool hasPrefix(const std::array<uint8_t, 16> &bytes, std::initializer_list<uint8_t> prefix, int bits)
{
    const int whole = bits / 8;
    const auto *wanted = prefix.begin();
    for (int i = 0; i < whole; ++i) {
        if (bytes[static_cast<size_t>(i)] != wanted[i])
            return false;
    }
    const int rest = bits % 8;
    return rest == 0 || ((bytes[static_cast<size_t>(whole)] ^ wanted[whole]) >> (8 - rest)) == 0;
}

uint32_t readV4(const std::array<uint8_t, 16> &bytes, size_t at)
{
    return uint32_t { bytes[at] } << 24 | uint32_t { bytes[at + 1] } << 16 | uint32_t { bytes[at + 2] } << 8 | bytes[at + 3];
}

bool isGlobalV6(const std::array<uint8_t, 16> &b)
{
    // NAT64 well-known prefix, RFC 6052; the local-use 64:ff9b:1::/48 (RFC 8215) is not global and falls through.
    if (hasPrefix(b, { 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0 }, 96))
        return isGlobalV4(readV4(b, 12));
    // Only 2000::/3 is delegated for global unicast; loopback, unique local, link local, multicast and the rest are not.
    if (!hasPrefix(b, { 0x20 }, 3))
        return false;
    if (hasPrefix(b, { 0x20, 0x02 }, 16)) // 6to4, RFC 3056
        return isGlobalV4(readV4(b, 2));
    if (hasPrefix(b, { 0x20, 0x01, 0, 0 }, 32)) // Teredo, RFC 4380: server in the clear, client inverted
        return isGlobalV4(readV4(b, 4)) && isGlobalV4(~readV4(b, 12));
    if (hasPrefix(b, { 0x20, 0x01, 0x00 }, 23)) // IETF protocol assignments, RFC 2928
        return false;
    if (hasPrefix(b, { 0x20, 0x01, 0x0d, 0xb8 }, 32)) // documentation, RFC 3849
        return false;
    return !hasPrefix(b, { 0x3f, 0xff, 0x00 }, 20); // documentation, RFC 9637
}

} // namespace

IpAddress IpAddress::fromV4(uint32_t hostOrder)
{
    IpAddress address;
    address.m_bytes = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, static_cast<uint8_t>(hostOrder >> 24),
        static_cast<uint8_t>(hostOrder >> 16), static_cast<uint8_t>(hostOrder >> 8), static_cast<uint8_t>(hostOrder) };
    return address;
}

IpAddress IpAddress::fromV6(const std::array<uint8_t, 16> &bytes)
{
    IpAddress address;
    address.m_bytes = bytes;
    return address;
}

std::optional<IpAddress> IpAddress::fromText(std::string_view text)
{
    char buffer[INET6_ADDRSTRLEN] {};
    if (text.empty() || text.size() >= sizeof buffer || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    text.copy(buffer, text.size());
    in_addr v4 {};
    if (inet_pton(AF_INET, buffer, &v4) == 1)
        return fromV4(ntohl(v4.s_addr));
    std::array<uint8_t, 16> v6 {};
    if (inet_pton(AF_INET6, buffer, v6.data()) == 1)
        return fromV6(v6);
    return std::nullopt;
}

std::optional<IpAddress> IpAddress::fromSockaddr(const sockaddr *address)
{
    if (!address)
        return std::nullopt;
    if (address->sa_family == AF_INET) {
        sockaddr_in in {};
        std::memcpy(&in, address, sizeof in);
        return fromV4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 in {};
        std::memcpy(&in, address, sizeof in);
        std::array<uint8_t, 16> bytes {};
        std::memcpy(bytes.data(), in.sin6_addr.s6_addr, bytes.size());
        return fromV6(bytes);
    }
    return std::nullopt;
}

bool IpAddress::isV4() const
{
    return hasPrefix(m_bytes, { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96);
}

uint32_t IpAddress::v4() const
{
    return readV4(m_bytes, 12);
}

std::string IpAddress::toText() const
{
    char buffer[INET6_ADDRSTRLEN] {};
    if (isV4())
        inet_ntop(AF_INET, m_bytes.data() + 12, buffer, sizeof buffer);
    else
        inet_ntop(AF_INET6, m_bytes.data(), buffer, sizeof buffer);
    return buffer;
}

std::optional<IpNetwork> IpNetwork::fromText(std::string_view text)
{
    const size_t slash = text.find('/');
    const auto base = IpAddress::fromText(text.substr(0, slash));
    if (!base)
        return std::nullopt;
    IpNetwork network;
    network.m_base = *base;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        int prefix = -1;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
        const int width = base->isV4() ? 32 : 128;
        if (error != std::errc() || end != digits.data() + digits.size() || prefix < 0 || prefix > width)
            return std::nullopt;
        network.m_prefix = base->isV4() ? prefix + 96 : prefix;
    }
    return network;
}

bool IpNetwork::contains(const IpAddress &address) const
{
    const auto &a = m_base.bytes();
    const auto &b = address.bytes();
    const auto whole = static_cast<size_t>(m_prefix / 8);
    if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin()))
        return false;
    const int rest = m_prefix % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

bool isGloballyRoutable(const IpAddress &address)
{
    return address.isV4() ? isGlobalV4(address.v4()) : isGlobalV6(address.bytes());
}

} // namespace leadline::crawl
