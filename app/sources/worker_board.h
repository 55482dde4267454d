#pragma once

#include "crawl/shared_memory.h"
#include "domain/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::sources {

/// What a crawl worker shows of itself in memory it shares with the daemon: that its network thread moves, and which page
/// each of its reading threads has in hand. The memory outlives the process that wrote it, so a worker that crashed, was
/// killed or hangs still tells over what. Writing costs no system call. The daemon takes nothing in it on trust.
class WorkerBoard
{
public:
    static constexpr int maxReaders = 64;

    /// A page a reading thread has begun and not ended.
    struct PageInHand
    {
        int reader = 0;
        uint64_t turn = 0; ///< another one for every page of a reader
        int site = 0; ///< SiteJob::index
        std::string url; ///< as it stood in the frontier
    };

    /// For the daemon, which hands the descriptor to the worker.
    [[nodiscard]] static domain::Result<std::unique_ptr<WorkerBoard>> create();
    /// For the worker; takes the descriptor.
    [[nodiscard]] static domain::Result<std::unique_ptr<WorkerBoard>> attach(int descriptor);

    [[nodiscard]] int descriptor() const { return m_memory->descriptor(); }

    // Of the worker. beat() belongs to the network thread; begin() and end() to the reader's own.
    void beat();
    void begin(int reader, int site, std::string_view url);
    void end(int reader);
    /// Tells which reader the process is about to die in, -1 = in none of them. Safe in a signal handler.
    void blame(int reader);

    // Of the daemon.
    [[nodiscard]] uint64_t beats() const;
    [[nodiscard]] std::vector<PageInHand> pagesInHand() const;
    /// What blame() was told; empty when it was not called, as when the worker was killed from outside.
    [[nodiscard]] std::optional<int> blamed() const;

private:
    struct Layout;
    explicit WorkerBoard(std::unique_ptr<crawl::SharedMemory> memory);
    [[nodiscard]] Layout &layout() const;

    std::unique_ptr<crawl::SharedMemory> m_memory;
};

/// Makes a crash of this thread blame its reader on the board, also when the stack has run over. For the lifetime of a
/// reading thread; does nothing without a board.
class ReaderSeat
{
public:
    ReaderSeat(WorkerBoard *board, int reader);
    ~ReaderSeat();
    ReaderSeat(const ReaderSeat &) = delete;
    ReaderSeat &operator=(const ReaderSeat &) = delete;

private:
    std::unique_ptr<char[]> m_signalStack;
};

/// Makes crashes of this process leave their mark on the board before they end it. Once per process, before it has threads.
void markCrashesOn(WorkerBoard &board);

} // namespace leadline::sources
