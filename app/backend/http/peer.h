#pragma once

#include "crawl/ip_address.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <span>

namespace leadline::backend {

/// Who really asks: the peer of the connection or, when that is one of our own proxies, whom it names in X-Forwarded-For,
/// from the right and only as far as every hop is ours. What anybody else writes into that field is ignored.
[[nodiscard]] QString clientAddress(
    const QString &peer, const QList<QByteArray> &forwarded, std::span<const crawl::IpNetwork> proxies);
[[nodiscard]] bool isProxy(const QString &peer, std::span<const crawl::IpNetwork> proxies);

} // namespace leadline::backend
