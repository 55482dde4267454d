#pragma once

#include "backend/demo/demo_site.h"
#include "crawl/address_policy.h"
#include "domain/result.h"

#include <QStringList>

#include <memory>

namespace leadline::backend {

/// Serves the demo site on 127.0.0.1, on a port the system chooses, from one thread of its own. Which site is meant is
/// said by the Host header, so a crawler reaches it by hostMap(), without DNS. Answers GET and HEAD with keep-alive; heads
/// are limited to 16 KiB, idle connections to 30 seconds, connections to 512.
///
/// start() binds before it returns; the destructor closes every connection and joins the thread. Thread-safe.
class DemoSiteServer
{
public:
    [[nodiscard]] static domain::Result<std::unique_ptr<DemoSiteServer>> start();
    [[nodiscard]] static domain::Result<std::unique_ptr<DemoSiteServer>> start(DemoSite site);
    ~DemoSiteServer();
    DemoSiteServer(const DemoSiteServer &) = delete;
    DemoSiteServer &operator=(const DemoSiteServer &) = delete;

    [[nodiscard]] quint16 port() const;
    /// Start addresses of all sites; they name their hosts, not this port.
    [[nodiscard]] QStringList seeds() const;
    [[nodiscard]] const std::vector<protocol::DemoGroup> &groups() const;
    /// What a crawler's address policy needs so that the seeds lead here.
    [[nodiscard]] std::vector<crawl::HostMapping> hostMap() const;
    /// Requests answered so far.
    [[nodiscard]] quint64 requests() const;

private:
    class Private;
    explicit DemoSiteServer(std::unique_ptr<Private> p);
    std::unique_ptr<Private> d;
};

} // namespace leadline::backend
