#include "crawl/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace leadline::crawl {

struct SystemResolver::Shared
{
    struct Question
    {
        std::string host;
        std::function<void(Resolution)> done;
    };

    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Question> questions;
    int threads = 0;
    int idle = 0;
    bool closed = false;
};

namespace {

Resolution lookUp(const std::string &host)
{
    addrinfo hints {};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo *answers = nullptr;
    const int code = getaddrinfo(host.c_str(), nullptr, &hints, &answers);
    Resolution resolution = resolutionOf(code, code == 0 ? answers : nullptr);
    if (code == 0)
        freeaddrinfo(answers);
    return resolution;
}

} // namespace

Resolution resolutionOf(int code, const addrinfo *answers)
{
    Resolution resolution;
    if (code != 0) {
        resolution.error = gai_strerror(code);
        // No answer, or this machine had no memory or descriptor left to ask.
        resolution.temporary = code == EAI_AGAIN || code == EAI_MEMORY || code == EAI_SYSTEM;
        return resolution;
    }
    for (const addrinfo *answer = answers; answer; answer = answer->ai_next) {
        const auto address = IpAddress::fromSockaddr(answer->ai_addr);
        if (address
            && std::find(resolution.addresses.begin(), resolution.addresses.end(), *address) == resolution.addresses.end())
            resolution.addresses.push_back(*address);
    }
    if (resolution.addresses.empty())
        resolution.error = "no address";
    return resolution;
}

SystemResolver::SystemResolver(int threads)
    : m_shared(std::make_shared<Shared>())
    , m_maxThreads(threads)
{ }

SystemResolver::~SystemResolver()
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->closed = true;
    m_shared->questions.clear();
    m_shared->wake.notify_all();
}

void SystemResolver::resolve(const std::string &host, std::function<void(Resolution)> done)
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->questions.push_back({ host, std::move(done) });
    if (m_shared->idle == 0 && m_shared->threads < m_maxThreads) {
        ++m_shared->threads;
        // Detached, because a thread inside getaddrinfo cannot be told to stop; what it touches it owns.
        std::thread([shared = m_shared] { work(shared); }).detach();
    }
    m_shared->wake.notify_one();
}

void SystemResolver::work(const std::shared_ptr<Shared> &shared)
{
    std::unique_lock lock(shared->mutex);
    while (true) {
        ++shared->idle;
        shared->wake.wait(lock, [&] { return shared->closed || !shared->questions.empty(); });
        --shared->idle;
        if (shared->closed)
            return;
        Shared::Question question = std::move(shared->questions.front());
        shared->questions.pop_front();
        lock.unlock();
        Resolution resolution = lookUp(question.host);
        lock.lock();
        // Under the lock, so that the destructor returns only when no callback runs or will run.
        if (!shared->closed)
            question.done(std::move(resolution));
    }
}

} // namespace leadline::crawl
