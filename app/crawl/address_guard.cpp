#include "crawl/address_guard.h"

#include <algorithm>

namespace leadline::crawl {

using domain::ErrorCode;
using domain::RemarkCode;

domain::Result<AddressGuard> AddressGuard::make(const AddressPolicy &policy)
{
    AddressGuard guard;
    for (const std::string &text : policy.allowedNetworks) {
        const auto network = IpNetwork::fromText(text);
        if (!network)
            return domain::failure(
                ErrorCode::InvalidArgument, QStringLiteral("not a network: %1").arg(QString::fromStdString(text)));
        guard.m_allowed.push_back(*network);
    }
    for (const int port : policy.ports) {
        if (port < 1 || port > 65535)
            return domain::failure(ErrorCode::InvalidArgument, QStringLiteral("not a port: %1").arg(port));
        guard.m_ports.push_back(port);
    }
    for (const HostMapping &mapping : policy.hostMap) {
        const auto address = IpAddress::fromText(mapping.address);
        const bool suffix = mapping.pattern.starts_with("*.");
        if (!address || mapping.port < 1 || mapping.port > 65535 || mapping.pattern.size() < (suffix ? 3U : 1U))
            return domain::failure(ErrorCode::InvalidArgument,
                QStringLiteral("not a host mapping: %1").arg(QString::fromStdString(mapping.pattern)));
        guard.m_hosts.push_back(
            { suffix ? mapping.pattern.substr(1) : mapping.pattern, suffix, { *address, mapping.port } });
    }
    return guard;
}

std::optional<AddressGuard::Mapped> AddressGuard::mapped(std::string_view host) const
{
    for (const HostRule &rule : m_hosts) {
        if (rule.suffix ? host.size() > rule.name.size() && host.ends_with(rule.name) : host == rule.name)
            return rule.target;
    }
    return std::nullopt;
}

bool AddressGuard::allows(const IpAddress &address, int port) const
{
    if (std::any_of(m_allowed.begin(), m_allowed.end(), [&](const IpNetwork &network) { return network.contains(address); }))
        return true;
    return std::find(m_ports.begin(), m_ports.end(), port) != m_ports.end() && isGloballyRoutable(address);
}

bool AddressGuard::allowsConnection(const IpAddress &address, int port) const
{
    return allows(address, port) || std::any_of(m_hosts.begin(), m_hosts.end(), [&](const HostRule &rule) {
        return rule.target.port == port && rule.target.address == address;
    });
}

domain::Remark AddressGuard::refusal(std::span<const IpAddress> answers, int port) const
{
    for (const IpAddress &address : answers) {
        if (allows(address, port))
            continue;
        if (isGloballyRoutable(address))
            return { RemarkCode::PortNotAllowed, { QString::number(port) } };
        const QString text = QString::fromStdString(address.toText());
        const QString network = text + (text.contains(u':') ? QStringLiteral("/128") : QStringLiteral("/32"));
        return { RemarkCode::AddressNotPublic, { text, network } };
    }
    return {};
}

} // namespace leadline::crawl
