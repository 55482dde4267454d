#pragma once

#include "crawl/ip_address.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace leadline::crawl {

struct Resolution
{
    std::vector<IpAddress> addresses; ///< every answer, in the order to try; empty when the name does not resolve
    std::string error; ///< "Name or service not known"
};

/// Names to addresses. An interface because a test must script DNS.
class Resolver
{
public:
    virtual ~Resolver() = default;
    /// `host` is a name, never a numeric address. Calls `done` exactly once, from any thread, also before this call returns.
    /// After the resolver is gone it is not called any more.
    virtual void resolve(const std::string &host, std::function<void(Resolution)> done) = 0;
};

/// The system's resolver, in a few threads because getaddrinfo blocks. More of them at once make a small name server drop
/// questions, and then live names count as not found. Destruction does not wait for a name server.
class SystemResolver final : public Resolver
{
public:
    explicit SystemResolver(int threads = 8);
    ~SystemResolver() override;

    void resolve(const std::string &host, std::function<void(Resolution)> done) override;

private:
    struct Shared;
    static void work(const std::shared_ptr<Shared> &shared);

    std::shared_ptr<Shared> m_shared;
    int m_maxThreads;
};

} // namespace leadline::crawl
