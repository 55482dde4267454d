#pragma once

#include "crawl/address_guard.h"
#include "crawl/ip_address.h"
#include "domain/remark.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace leadline::crawl {

/// Bounds of one response: a hostile server costs so much and no more. Tests tighten the times.
struct FetchCaps
{
    size_t headerBytes = 64 * 1024;
    int headerFields = 200;
    int64_t wireBytes = 8 * 1024 * 1024;
    size_t bodyBytes = 16 * 1024 * 1024;
    size_t ratioFree = 1024 * 1024; ///< the compression ratio is judged after that many decompressed bytes
    int64_t ratio = 100;
    std::chrono::milliseconds total { 30'000 };
    std::chrono::milliseconds connect { 10'000 };
    std::chrono::milliseconds firstByte { 10'000 };
    std::chrono::milliseconds speedGrace { 5'000 }; ///< the minimum speed is judged after that time
    int64_t bytesPerSecond = 1024;
};

enum class FetchError {
    None,
    Connect, ///< no connection; the next address may be tried
    Refused, ///< the guard refused the socket
    Tls,
    Timeout, ///< total time, first byte or minimum speed
    Limit, ///< too large, too many headers, decompression bomb
    NotAPage, ///< answered with something that is not text to read
    Protocol, ///< not HTTP, bad encoding, closed early
};

struct FetchRequest
{
    std::string url;
    IpAddress address; ///< connected to, whatever the URL's host is called
    int port = 0; ///< of the connection
    std::string hostHeaderPort; ///< `host:port` as in the URL, port always present
    bool anyType = false; ///< robots.txt: do not insist on HTML
    size_t enough = 0; ///< so many bytes are a whole answer, the rest of a longer one is not read; 0 = read to the end
    void *context = nullptr; ///< handed back
};

struct FetchResult
{
    void *context = nullptr;
    FetchError error = FetchError::None;
    domain::Remark detail; ///< when there is an error; still without its subject, the address or host
    int status = 0;
    std::string body;
    std::string contentType;
    std::string location; ///< raw, first one
    std::chrono::milliseconds retryAfter { 0 };
    bool challenged = false; ///< a bot check stands in front of the page
    int64_t wireBytes = 0;
    std::chrono::milliseconds elapsed { 0 };
};

/// Transfers of many hosts at once over libcurl, in the thread that calls it. Connections are kept and reused, easy handles
/// too. HTTP/1.1 only, no proxy and no credentials from the environment, no redirects followed: the caller judges every
/// hop. Every socket goes to exactly the address of its request, which the guard must allow a second time.
class Fetcher
{
public:
    Fetcher(const AddressGuard &guard, std::string userAgent, FetchCaps caps, int maxConnections);
    ~Fetcher();
    Fetcher(const Fetcher &) = delete;
    Fetcher &operator=(const Fetcher &) = delete;

    void start(FetchRequest request);
    /// Moves transfers on and returns those that ended. Never waits.
    [[nodiscard]] std::vector<FetchResult> perform();
    /// Waits for network activity, wake() or the time.
    void wait(std::chrono::milliseconds atMost);
    /// Ends wait() early. The only call allowed from other threads.
    void wake();
    /// Gives up every transfer and returns their contexts.
    [[nodiscard]] std::vector<void *> abortAll();

    [[nodiscard]] int active() const { return m_active; }

    /// Gives the memory of a body back for the next one.
    void recycle(std::string buffer);

private:
    struct Transfer;
    struct Curl;

    static size_t onHeader(char *data, size_t size, size_t count, void *user);
    static size_t onBody(char *data, size_t size, size_t count, void *user);
    static int onOpenSocket(void *user, int purpose, void *address);
    static int onProgress(void *user, int64_t total, int64_t now, int64_t uploadTotal, int64_t uploaded);

    [[nodiscard]] Transfer *acquire();
    void configure(Transfer &transfer) const;
    void finish(Transfer &transfer, int code, std::vector<FetchResult> &results);
    void enforceTimes(std::vector<FetchResult> &results);

    const AddressGuard &m_guard;
    std::string m_userAgent;
    FetchCaps m_caps;
    std::unique_ptr<Curl> m_curl;
    std::vector<std::unique_ptr<Transfer>> m_transfers;
    std::vector<Transfer *> m_idle;
    std::vector<std::string> m_buffers;
    std::chrono::steady_clock::time_point m_lastSweep {};
    int m_active = 0;
};

} // namespace leadline::crawl
