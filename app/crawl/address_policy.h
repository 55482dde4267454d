#pragma once

#include <string>
#include <vector>

namespace leadline::crawl {

/// A name the operator of the daemon has bound to a fixed address, for sites served on this machine.
struct HostMapping
{
    std::string pattern; ///< exact host or `*.suffix`, lower case
    std::string address; ///< numeric IPv4 or IPv6
    int port = 0; ///< the port that is really connected to; the address in the URL keeps its own

    [[nodiscard]] bool operator==(const HostMapping &) const = default;
};

/// Where a crawler may connect to. Without any configuration: globally routable addresses on ports 80 and 443.
struct AddressPolicy
{
    /// CIDR blocks that are allowed although they are not globally routable; inside them every port is allowed.
    std::vector<std::string> allowedNetworks;
    std::vector<int> ports { 80, 443 };
    /// Hosts that skip DNS and are allowed on every port. Explicit configuration only, never from a task.
    std::vector<HostMapping> hostMap;

    [[nodiscard]] bool operator==(const AddressPolicy &) const = default;
};

} // namespace leadline::crawl
