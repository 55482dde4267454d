#include "sources/worker_board.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstring>

namespace leadline::sources {

namespace {

constexpr size_t kMaxUrl = 2048;
constexpr size_t kSignalStack = 64 * 1024;
constexpr int kCrashSignals[] { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

/// What one reader has in hand. Its thread alone writes; while the turn is even there is nothing to read.
struct alignas(64) Hand
{
    std::atomic<uint64_t> turn;
    int32_t site;
    uint32_t length;
    char url[kMaxUrl];
};

WorkerBoard *s_crashBoard = nullptr; // a signal handler has no other way to reach it
thread_local int t_reader = -1;

void onCrash(int number)
{
    s_crashBoard->blame(t_reader);
    // Blocked until this handler returns; then it ends the process as if there had been no handler.
    std::signal(number, SIG_DFL);
    std::raise(number);
}

} // namespace

struct WorkerBoard::Layout
{
    alignas(64) std::atomic<uint64_t> beats;
    std::atomic<int32_t> blamed; ///< reader + 2, 0 = not told
    Hand hands[maxReaders];
};

static_assert(std::atomic<uint64_t>::is_always_lock_free && std::atomic<int32_t>::is_always_lock_free,
    "a lock in shared memory would be held for ever by a worker that was killed");

WorkerBoard::WorkerBoard(std::unique_ptr<crawl::SharedMemory> memory)
    : m_memory(std::move(memory))
{ }

domain::Result<std::unique_ptr<WorkerBoard>> WorkerBoard::create()
{
    auto memory = crawl::SharedMemory::create("leadline-worker-board", sizeof(Layout));
    if (!memory)
        return domain::failure(memory.error());
    return std::unique_ptr<WorkerBoard>(new WorkerBoard(std::move(*memory)));
}

domain::Result<std::unique_ptr<WorkerBoard>> WorkerBoard::attach(int descriptor)
{
    auto memory = crawl::SharedMemory::attach(descriptor, sizeof(Layout));
    if (!memory)
        return domain::failure(memory.error());
    return std::unique_ptr<WorkerBoard>(new WorkerBoard(std::move(*memory)));
}

WorkerBoard::Layout &WorkerBoard::layout() const
{
    return *static_cast<Layout *>(m_memory->data()); // zeroed memory is a board with nothing on it
}

void WorkerBoard::beat()
{
    layout().beats.fetch_add(1, std::memory_order_relaxed);
}

void WorkerBoard::begin(int reader, int site, std::string_view url)
{
    Hand &hand = layout().hands[reader];
    hand.site = site;
    hand.length = static_cast<uint32_t>(std::min(url.size(), kMaxUrl));
    std::memcpy(hand.url, url.data(), hand.length);
    hand.turn.fetch_add(1, std::memory_order_release);
}

void WorkerBoard::end(int reader)
{
    layout().hands[reader].turn.fetch_add(1, std::memory_order_release);
}

void WorkerBoard::blame(int reader)
{
    int32_t nobody = 0;
    layout().blamed.compare_exchange_strong(nobody, reader + 2); // the first crash counts
}

uint64_t WorkerBoard::beats() const
{
    return layout().beats.load(std::memory_order_relaxed);
}

std::optional<int> WorkerBoard::blamed() const
{
    const int told = layout().blamed.load();
    return told > 0 ? std::optional(told - 2) : std::nullopt;
}

std::vector<WorkerBoard::PageInHand> WorkerBoard::pagesInHand() const
{
    std::vector<PageInHand> pages;
    for (int reader = 0; reader < maxReaders; ++reader) {
        const Hand &hand = layout().hands[reader];
        PageInHand page { reader, hand.turn.load(std::memory_order_acquire), hand.site, {} };
        if (page.turn % 2 == 0)
            continue;
        page.url.assign(hand.url, std::min<size_t>(hand.length, kMaxUrl));
        std::atomic_thread_fence(std::memory_order_acquire);
        if (hand.turn.load(std::memory_order_relaxed) == page.turn)
            pages.push_back(std::move(page));
    }
    return pages;
}

ReaderSeat::ReaderSeat(WorkerBoard *board, int reader)
{
    if (!board)
        return;
    t_reader = reader;
    m_signalStack = std::make_unique<char[]>(kSignalStack);
    const stack_t stack { m_signalStack.get(), 0, kSignalStack };
    ::sigaltstack(&stack, nullptr);
}

ReaderSeat::~ReaderSeat()
{
    if (!m_signalStack)
        return;
    t_reader = -1;
    const stack_t none { nullptr, SS_DISABLE, 0 };
    ::sigaltstack(&none, nullptr);
}

void markCrashesOn(WorkerBoard &board)
{
// A sanitizer has handlers of its own, whose report is worth more.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    s_crashBoard = &board;
    struct sigaction action
    { };
    action.sa_handler = onCrash;
    action.sa_flags = SA_ONSTACK;
    for (const int number : kCrashSignals)
        ::sigaction(number, &action, nullptr);
#else
    (void)board;
#endif
}

} // namespace leadline::sources
