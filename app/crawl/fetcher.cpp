#include "crawl/fetcher.h"

#include <curl/curl.h>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <mutex>

namespace leadline::crawl {

using Clock = std::chrono::steady_clock;
using domain::Remark;
using domain::RemarkCode;
using std::chrono::milliseconds;

namespace {

/// With the bound that was crossed as its fact.
Remark remark(RemarkCode code, qint64 bound)
{
    return { code, { QString::number(bound) } };
}

constexpr milliseconds kSweep { 100 };
constexpr size_t kFirstBuffer = 48 * 1024;
constexpr size_t kLargestBuffer = 512 * 1024;
constexpr size_t kMaxBuffers = 64;

void initialiseCurl()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

bool headerIs(std::string_view line, std::string_view name)
{
    return line.size() > name.size() && line[name.size()] == ':'
        && std::equal(name.begin(), name.end(), line.begin(),
            [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

std::string headerValue(std::string_view line)
{
    line.remove_prefix(line.find(':') + 1);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
        line.remove_prefix(1);
    while (!line.empty() && static_cast<unsigned char>(line.back()) <= ' ')
        line.remove_suffix(1);
    return std::string(line);
}

bool isReadable(std::string_view contentType)
{
    if (contentType.empty())
        return true;
    std::string type(contentType.substr(0, contentType.find(';')));
    std::transform(
        type.begin(), type.end(), type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    while (!type.empty() && type.back() == ' ')
        type.pop_back();
    return type == "text/html" || type == "application/xhtml+xml" || type == "text/plain" || type == "application/xml"
        || type == "text/xml";
}

} // namespace

struct Fetcher::Curl
{
    CURLM *multi = nullptr;
};

struct Fetcher::Transfer
{
    CURL *easy = nullptr;
    const Fetcher *owner = nullptr;
    curl_slist *connectTo = nullptr;
    std::string connectText; ///< what connectTo was built from, to keep it for the next request to the same host
    FetchRequest request;
    FetchResult result;
    Clock::time_point begun;
    Clock::time_point firstByteAt;
    size_t headerBytes = 0;
    int headerFields = 0;
    bool running = false;
    bool headersDone = false;
    bool cutShort = false; ///< ended by us, with as much as was wanted

    ~Transfer()
    {
        curl_easy_cleanup(easy);
        curl_slist_free_all(connectTo);
    }

    /// Remembers why a callback is about to abort.
    size_t refuse(FetchError error, domain::Remark detail)
    {
        result.error = error;
        result.detail = std::move(detail);
        return 0;
    }
};

Fetcher::Fetcher(const AddressGuard &guard, std::string userAgent, FetchCaps caps, int maxConnections)
    : m_guard(guard)
    , m_userAgent(std::move(userAgent))
    , m_caps(caps)
    , m_curl(std::make_unique<Curl>())
{
    initialiseCurl();
    m_curl->multi = curl_multi_init();
    curl_multi_setopt(m_curl->multi, CURLMOPT_MAXCONNECTS, static_cast<long>(maxConnections));
    curl_multi_setopt(m_curl->multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
}

Fetcher::~Fetcher()
{
    for (void *context : abortAll())
        (void)context;
    m_transfers.clear();
    curl_multi_cleanup(m_curl->multi);
}

Fetcher::Transfer *Fetcher::acquire()
{
    if (!m_idle.empty()) {
        Transfer *transfer = m_idle.back();
        m_idle.pop_back();
        return transfer;
    }
    auto transfer = std::make_unique<Transfer>();
    transfer->easy = curl_easy_init();
    transfer->owner = this;
    configure(*transfer);
    m_transfers.push_back(std::move(transfer));
    return m_transfers.back().get();
}

/// Options that are the same for every request.
void Fetcher::configure(Transfer &transfer) const
{
    CURL *easy = transfer.easy;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate, br");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, m_userAgent.c_str());
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 64L * 1024);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(m_caps.total.count()));
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_caps.connect.count()));
    curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(
        easy, CURLOPT_XFERINFOFUNCTION,
        +[](void *user, curl_off_t total, curl_off_t now, curl_off_t uploadTotal, curl_off_t uploaded) {
            return onProgress(user, total, now, uploadTotal, uploaded);
        });
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Fetcher::onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Fetcher::onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(
        easy, CURLOPT_OPENSOCKETFUNCTION, +[](void *user, curlsocktype purpose, curl_sockaddr *address) {
            return static_cast<curl_socket_t>(onOpenSocket(user, static_cast<int>(purpose), address));
        });
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
}

void Fetcher::start(FetchRequest request)
{
    Transfer &transfer = *acquire();
    transfer.request = std::move(request);
    transfer.result = {};
    transfer.result.context = transfer.request.context;
    if (!m_buffers.empty()) {
        transfer.result.body = std::move(m_buffers.back());
        m_buffers.pop_back();
    }
    transfer.headerBytes = 0;
    transfer.headerFields = 0;
    transfer.headersDone = false;
    transfer.cutShort = false;
    transfer.begun = Clock::now();
    transfer.firstByteAt = {};
    transfer.running = true;

    // The connection goes to the judged address; curl never resolves a name.
    const FetchRequest &wanted = transfer.request;
    std::string connect = wanted.hostHeaderPort + ':';
    connect += wanted.address.isV4() ? wanted.address.toText() : '[' + wanted.address.toText() + ']';
    connect += ':' + std::to_string(wanted.port);
    if (connect != transfer.connectText) {
        curl_slist *list = curl_slist_append(nullptr, connect.c_str());
        curl_easy_setopt(transfer.easy, CURLOPT_CONNECT_TO, list);
        curl_slist_free_all(transfer.connectTo);
        transfer.connectTo = list;
        transfer.connectText = std::move(connect);
    }
    curl_easy_setopt(transfer.easy, CURLOPT_URL, wanted.url.c_str());
    // Where the beginning is enough, the length announced does not matter.
    curl_easy_setopt(transfer.easy, CURLOPT_MAXFILESIZE_LARGE,
        wanted.enough > 0 ? curl_off_t { 0 } : static_cast<curl_off_t>(m_caps.wireBytes));
    curl_multi_add_handle(m_curl->multi, transfer.easy);
    ++m_active;
}

int Fetcher::onOpenSocket(void *user, int purpose, void *opaque)
{
    auto &transfer = *static_cast<Transfer *>(user);
    const auto *address = static_cast<curl_sockaddr *>(opaque);
    const auto target = IpAddress::fromSockaddr(&address->addr);
    const FetchRequest &request = transfer.request;
    const bool expected = purpose == CURLSOCKTYPE_IPCXN && target && *target == request.address;
    // A mapped host is allowed on its own address and port only; the caller vouches for it by handing it in.
    if (!expected || !transfer.owner->m_guard.allowsConnection(*target, request.port)) {
        transfer.refuse(FetchError::Refused, RemarkCode::AddressNotAllowed);
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

size_t Fetcher::onHeader(char *data, size_t size, size_t count, void *user)
{
    auto &transfer = *static_cast<Transfer *>(user);
    const size_t length = size * count;
    const std::string_view line(data, length);
    const FetchCaps &caps = transfer.owner->m_caps;
    if (transfer.firstByteAt == Clock::time_point {})
        transfer.firstByteAt = Clock::now();
    transfer.headerBytes += length;
    if (transfer.headerBytes > caps.headerBytes)
        return transfer.refuse(FetchError::Limit, remark(RemarkCode::HeadersTooLarge, caps.headerBytes / 1024));
    if (line.starts_with("HTTP/")) {
        transfer.result.location.clear();
        transfer.result.contentType.clear();
        return length;
    }
    if (line == "\r\n" || line == "\n") {
        long status = 0;
        curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
        if (status < 200 || transfer.headersDone)
            return length;
        transfer.headersDone = true;
        if (status < 300 && !transfer.request.anyType && !isReadable(transfer.result.contentType))
            return transfer.refuse(FetchError::NotAPage,
                Remark(RemarkCode::NotAPage, { QString::fromStdString(transfer.result.contentType.substr(0, 100)) }));
        return length;
    }
    if (++transfer.headerFields > caps.headerFields)
        return transfer.refuse(FetchError::Limit, remark(RemarkCode::TooManyHeaders, caps.headerFields));
    switch (line.empty() ? '\0' : line.front() | 0x20) {
    case 'c':
        if (headerIs(line, "content-type"))
            transfer.result.contentType = headerValue(line);
        else if (headerIs(line, "cf-mitigated"))
            transfer.result.challenged = true;
        break;
    case 'l':
        if (transfer.result.location.empty() && headerIs(line, "location"))
            transfer.result.location = headerValue(line);
        break;
    default:
        break;
    }
    return length;
}

size_t Fetcher::onBody(char *data, size_t size, size_t count, void *user)
{
    auto &transfer = *static_cast<Transfer *>(user);
    const size_t length = size * count;
    const FetchCaps &caps = transfer.owner->m_caps;
    std::string &body = transfer.result.body;
    if (const size_t enough = transfer.request.enough; enough > 0 && body.size() + length >= enough) {
        body.append(data, enough - body.size());
        transfer.cutShort = true;
        return CURL_WRITEFUNC_ERROR;
    }
    if (body.size() + length > caps.bodyBytes)
        return transfer.refuse(FetchError::Limit, remark(RemarkCode::PageTooLarge, caps.bodyBytes / (1024 * 1024)));
    if (body.size() + length > caps.ratioFree) {
        curl_off_t wire = 0;
        curl_easy_getinfo(transfer.easy, CURLINFO_SIZE_DOWNLOAD_T, &wire);
        if (static_cast<int64_t>(body.size() + length) > caps.ratio * std::max<int64_t>(wire, 1))
            return transfer.refuse(FetchError::Limit, remark(RemarkCode::PageBomb, caps.ratio));
    }
    if (body.capacity() < kFirstBuffer)
        body.reserve(std::max(kFirstBuffer, length));
    body.append(data, length);
    return length;
}

void Fetcher::recycle(std::string buffer)
{
    if (m_buffers.size() >= kMaxBuffers || buffer.capacity() < kFirstBuffer || buffer.capacity() > kLargestBuffer)
        return;
    buffer.clear();
    m_buffers.push_back(std::move(buffer));
}

int Fetcher::onProgress(void *user, int64_t, int64_t now, int64_t, int64_t)
{
    auto &transfer = *static_cast<Transfer *>(user);
    const FetchCaps &caps = transfer.owner->m_caps;
    if (now <= caps.wireBytes)
        return 0;
    transfer.refuse(FetchError::Limit, remark(RemarkCode::DownloadTooLarge, caps.wireBytes / (1024 * 1024)));
    return 1;
}

namespace {

FetchError classify(CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return FetchError::None;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
        return FetchError::Connect;
    case CURLE_OPERATION_TIMEDOUT:
        return FetchError::Timeout;
    case CURLE_FILESIZE_EXCEEDED:
        return FetchError::Limit;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return FetchError::Tls;
    default:
        return FetchError::Protocol;
    }
}

} // namespace

void Fetcher::finish(Transfer &transfer, int code, std::vector<FetchResult> &results)
{
    FetchResult &result = transfer.result;
    long status = 0;
    curl_off_t wire = 0;
    curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(transfer.easy, CURLINFO_SIZE_DOWNLOAD_T, &wire);
    result.status = static_cast<int>(status);
    result.wireBytes = wire;
    result.elapsed = std::chrono::duration_cast<milliseconds>(Clock::now() - transfer.begun);
    if (status == 429 || status == 503) {
        curl_off_t seconds = 0;
        curl_easy_getinfo(transfer.easy, CURLINFO_RETRY_AFTER, &seconds);
        result.retryAfter = milliseconds(std::clamp<curl_off_t>(seconds, 0, 86'400 * 30) * 1000);
    }
    if (code != CURLE_OK && result.error == FetchError::None && !transfer.cutShort) {
        result.error = classify(static_cast<CURLcode>(code));
        if (result.error == FetchError::Timeout) {
            if (transfer.firstByteAt == Clock::time_point {} && result.elapsed < m_caps.total) {
                result.error = FetchError::Connect;
                result.detail = remark(RemarkCode::ConnectTimeout, m_caps.connect.count() / 1000);
            } else {
                result.detail = remark(RemarkCode::TooSlow, m_caps.total.count() / 1000);
            }
        } else if (result.error == FetchError::Limit) {
            result.detail = remark(RemarkCode::DownloadTooLarge, m_caps.wireBytes / (1024 * 1024));
        } else {
            std::string text = curl_easy_strerror(static_cast<CURLcode>(code));
            if (!text.empty() && text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])))
                text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
            result.detail = { RemarkCode::FetchFailed, { QString::fromStdString(text) } };
        }
    }
    if (result.error != FetchError::None)
        result.body = {};
    curl_multi_remove_handle(m_curl->multi, transfer.easy);
    transfer.running = false;
    results.push_back(std::move(result));
    result = {};
    m_idle.push_back(&transfer);
    --m_active;
}

void Fetcher::enforceTimes(std::vector<FetchResult> &results)
{
    const auto now = Clock::now();
    if (now - m_lastSweep < kSweep && m_caps.firstByte > kSweep * 5)
        return;
    m_lastSweep = now;
    for (const auto &owned : m_transfers) {
        Transfer &transfer = *owned;
        if (!transfer.running)
            continue;
        if (transfer.firstByteAt == Clock::time_point {}) {
            if (now - transfer.begun < m_caps.firstByte)
                continue;
            transfer.refuse(
                FetchError::Timeout, remark(RemarkCode::Silent, std::max<int64_t>(m_caps.firstByte.count() / 1000, 1)));
            finish(transfer, CURLE_OPERATION_TIMEDOUT, results);
            continue;
        }
        const auto reading = std::chrono::duration_cast<milliseconds>(now - transfer.firstByteAt);
        if (reading < m_caps.speedGrace)
            continue;
        curl_off_t wire = 0;
        curl_easy_getinfo(transfer.easy, CURLINFO_SIZE_DOWNLOAD_T, &wire);
        const auto received = static_cast<int64_t>(wire) + static_cast<int64_t>(transfer.headerBytes);
        if (received * 1000 < m_caps.bytesPerSecond * reading.count()) {
            transfer.refuse(FetchError::Timeout, remark(RemarkCode::Trickling, m_caps.bytesPerSecond));
            finish(transfer, CURLE_OPERATION_TIMEDOUT, results);
        }
    }
}

std::vector<FetchResult> Fetcher::perform()
{
    std::vector<FetchResult> results;
    int running = 0;
    curl_multi_perform(m_curl->multi, &running);
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_curl->multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        Transfer *transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        finish(*transfer, static_cast<int>(message->data.result), results);
    }
    enforceTimes(results);
    return results;
}

void Fetcher::wait(milliseconds atMost)
{
    if (m_active > 0)
        atMost = std::min(atMost, kSweep);
    curl_multi_poll(m_curl->multi, nullptr, 0, static_cast<int>(std::max<int64_t>(atMost.count(), 0)), nullptr);
}

void Fetcher::wake()
{
    curl_multi_wakeup(m_curl->multi);
}

std::vector<void *> Fetcher::abortAll()
{
    std::vector<void *> contexts;
    for (const auto &owned : m_transfers) {
        if (!owned->running)
            continue;
        curl_multi_remove_handle(m_curl->multi, owned->easy);
        contexts.push_back(owned->request.context);
        owned->running = false;
        owned->result = {};
        m_idle.push_back(owned.get());
        --m_active;
    }
    return contexts;
}

} // namespace leadline::crawl
