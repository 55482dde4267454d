#pragma once

#include "crawl/address_policy.h"
#include "crawl/ip_address.h"
#include "domain/remark.h"
#include "domain/result.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::crawl {

/// Decides which addresses the crawler may connect to: globally routable ones (also inside IPv4-mapped, NAT64, 6to4 and
/// Teredo addresses) on allowed ports, and what the policy opens by name. Immutable after make(), so usable from any thread.
/// It is asked three times per hop: before DNS for what the operator has mapped, after DNS for every answer, and when curl
/// opens the socket.
class AddressGuard
{
public:
    struct Mapped
    {
        IpAddress address;
        int port = 0;
    };

    /// Fails with InvalidArgument on a malformed network, mapping or port.
    [[nodiscard]] static domain::Result<AddressGuard> make(const AddressPolicy &policy);

    /// The fixed address of a host, when there is one.
    [[nodiscard]] std::optional<Mapped> mapped(std::string_view host) const;

    [[nodiscard]] bool allows(const IpAddress &address, int port) const;
    /// As allows(), and also what a mapping leads to.
    [[nodiscard]] bool allowsConnection(const IpAddress &address, int port) const;

    /// Judges all answers of a name. One forbidden answer refuses the host: which of them is used must not be a matter of
    /// luck. Empty when allowed, otherwise a remark that wants its subject, the host, as Remark::about().
    [[nodiscard]] domain::Remark refusal(std::span<const IpAddress> answers, int port) const;

private:
    struct HostRule
    {
        std::string name; ///< exact host, or the suffix with its leading dot
        bool suffix = false;
        Mapped target;
    };

    std::vector<IpNetwork> m_allowed;
    std::vector<int> m_ports;
    std::vector<HostRule> m_hosts;
};

} // namespace leadline::crawl
