#include "backend/http/peer.h"

#include <algorithm>

namespace leadline::backend {

namespace {

/// As nginx, Apache and HAProxy write it; some add a port or brackets.
std::optional<crawl::IpAddress> readHop(QByteArray text)
{
    text = text.trimmed();
    if (text.startsWith('[')) {
        text = text.mid(1, text.indexOf(']') - 1);
    } else if (text.count(':') == 1) {
        text.truncate(text.indexOf(':'));
    }
    return crawl::IpAddress::fromText(text.toStdString());
}

bool contains(std::span<const crawl::IpNetwork> networks, const crawl::IpAddress &address)
{
    return std::any_of(
        networks.begin(), networks.end(), [&](const crawl::IpNetwork &network) { return network.contains(address); });
}

} // namespace

bool isProxy(const QString &peer, std::span<const crawl::IpNetwork> proxies)
{
    const auto address = crawl::IpAddress::fromText(peer.toStdString());
    return address && contains(proxies, *address);
}

QString clientAddress(const QString &peer, const QList<QByteArray> &forwarded, std::span<const crawl::IpNetwork> proxies)
{
    auto address = crawl::IpAddress::fromText(peer.toStdString());
    if (!address)
        return peer;
    QList<QByteArray> hops;
    for (const QByteArray &field : forwarded)
        hops += field.split(',');
    while (!hops.isEmpty() && contains(proxies, *address)) {
        const auto next = readHop(hops.takeLast());
        if (!next)
            break;
        address = next;
    }
    return QString::fromStdString(address->toText());
}

} // namespace leadline::backend
