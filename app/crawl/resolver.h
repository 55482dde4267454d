#pragma once

#include "crawl/ip_address.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

struct addrinfo;

namespace leadline::crawl {

struct Resolution
{
    std::vector<IpAddress> addresses; ///< every answer, in the order to try; empty when the name does not resolve
    std::string error; ///< "Name or service not known"
    bool temporary = false; ///< nobody answered the question, which says nothing about the name; it may be asked again
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

/// What getaddrinfo() returned: its code and, when that is 0, its list.
[[nodiscard]] Resolution resolutionOf(int code, const addrinfo *answers);

/// The system's resolver, in a few threads because getaddrinfo blocks. More of them at once make a small name server drop
/// questions, which then take their time to be asked again. Destruction does not wait for a name server.
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
