#include "sources/crawl_worker.h"

#include "sources/crawl_session.h"
#include "sources/frame_codec.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>

namespace leadline::sources {

namespace {

constexpr rlim_t kAddressSpace = rlim_t { 4 } * 1024 * 1024 * 1024;
constexpr rlim_t kDescriptors = 4096;
constexpr unsigned kExitPatience = 3; ///< seconds

void lower(int resource, rlim_t value)
{
    rlimit limit {};
    if (getrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0)
        return;
    if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > value)
        limit.rlim_max = value;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

/// What a hostile page might gain from a flaw in a parser is a process that can do nothing but talk to
/// its pipe and to the network.
void confine()
{
    close_range(3, ~0U, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); // whoever died before this line has left our input at its end
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_NAME, "leadline-crawl", 0, 0, 0);
    lower(RLIMIT_CORE, 0);
    lower(RLIMIT_NOFILE, kDescriptors);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // those map shadows and write reports
    lower(RLIMIT_FSIZE, 0); // no file can be written
    lower(RLIMIT_AS, kAddressSpace);
#endif
    // Ctrl+C in the daemon's terminal is the daemon's business; it ends us through the pipe.
    std::signal(SIGINT, SIG_IGN);
}

/// Writes frames in a thread of its own, because the network thread must not wait for a pipe.
class FrameWriter
{
public:
    explicit FrameWriter(int descriptor)
        : m_descriptor(descriptor)
        , m_thread([this] { run(); })
    { }
    ~FrameWriter()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }

    void write(QByteArray frame)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_queue.push_back(std::move(frame));
        }
        m_wake.notify_one();
    }

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_wake.wait(lock, [this] { return m_closed || !m_queue.empty(); });
            if (m_queue.empty())
                return;
            const QByteArray frame = std::move(m_queue.front());
            m_queue.pop_front();
            lock.unlock();
            const bool written = writeAll(frame);
            lock.lock();
            if (!written) {
                m_queue.clear();
                m_closed = true;
                return;
            }
        }
    }

    bool writeAll(const QByteArray &frame) const
    {
        qsizetype at = 0;
        while (at < frame.size()) {
            const ssize_t count = ::write(m_descriptor, frame.constData() + at, static_cast<size_t>(frame.size() - at));
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return false;
            at += count;
        }
        return true;
    }

    int m_descriptor;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<QByteArray> m_queue;
    bool m_closed = false;
    std::thread m_thread;
};

/// What the daemon shares under a name. Null without one, an error when it is not what it should be.
template<typename T> domain::Result<std::unique_ptr<T>> sharedByTheDaemon(const char *variable)
{
    const char *descriptor = std::getenv(variable);
    if (!descriptor)
        return nullptr;
    return T::attach(std::atoi(descriptor));
}

class Worker
{
public:
    Worker(int out, PageReader readPage, WorkerBoard *board, crawl::SharedPace *pace)
        : m_writer(out)
        , m_readPage(std::move(readPage))
        , m_board(board)
        , m_pace(pace)
    { }

    /// False when the frame has no place here.
    bool handle(Frame &&frame)
    {
        if (auto *setup = std::get_if<frames::Setup>(&frame))
            return begin(setup->setup);
        if (!m_session)
            return false;
        if (auto *jobs = std::get_if<frames::Jobs>(&frame))
            m_session->addJobs(std::move(jobs->jobs));
        else if (std::holds_alternative<frames::CloseJobs>(frame))
            m_session->closeJobs();
        else if (std::holds_alternative<frames::Pause>(frame))
            m_session->pause();
        else if (std::holds_alternative<frames::Resume>(frame))
            m_session->resume();
        else if (std::holds_alternative<frames::Stop>(frame))
            m_session->stop();
        else if (const auto *ack = std::get_if<frames::Acknowledge>(&frame))
            m_session->acknowledge(ack->batch);
        else
            return false;
        return true;
    }

private:
    bool begin(const CrawlSetup &setup)
    {
        if (m_session)
            return false;
        CrawlSession::Events events;
        events.batch = [this](CrawlBatch &&batch) { m_writer.write(encodeFrame(frames::Batch { std::move(batch) })); };
        events.paused = [this] { m_writer.write(encodeFrame(frames::Paused {})); };
        events.finished = [this](CrawlEnd end, const QString &detail) {
            m_writer.write(encodeFrame(frames::Finished { end, detail }));
        };
        CrawlSession::Options options;
        options.readPage = m_readPage;
        options.board = m_board;
        options.pace = m_pace;
        auto session = CrawlSession::start(setup, std::move(events), std::move(options));
        if (!session) {
            m_writer.write(encodeFrame(frames::Finished { CrawlEnd::Failed, session.error().detail() }));
            return true;
        }
        m_session = std::move(*session);
        return true;
    }

    FrameWriter m_writer; // before the session, whose events use it
    PageReader m_readPage;
    WorkerBoard *m_board;
    crawl::SharedPace *m_pace;
    std::unique_ptr<CrawlSession> m_session;
};

} // namespace

int runCrawlWorker(int in, int out, PageReader readPage)
{
    const bool ownProcess = in == 0 && out == 1;
    const auto board = sharedByTheDaemon<WorkerBoard>(workerBoardVariable);
    const auto pace = sharedByTheDaemon<crawl::SharedPace>(workerPaceVariable);
    if (!board || !pace)
        return 3;
    if (*board)
        markCrashesOn(**board);
    if (ownProcess)
        confine();
    mallopt(M_ARENA_MAX, 4); // bodies wander between threads; few arenas keep what is resident near what is used
    std::signal(SIGPIPE, SIG_IGN);
    Worker worker(out, std::move(readPage), board->get(), pace->get());
    FrameReader reader;
    std::array<char, 64 * 1024> buffer {};
    while (true) {
        const ssize_t count = ::read(in, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) { // the daemon has gone, or wants us to
            if (ownProcess)
                ::alarm(kExitPatience); // for a page that does not end
            return 0;
        }
        reader.append(buffer.data(), count);
        while (true) {
            auto frame = reader.next();
            if (!frame)
                return 2;
            if (!*frame)
                break;
            if (!worker.handle(std::move(**frame)))
                return 2;
        }
    }
}

} // namespace leadline::sources
