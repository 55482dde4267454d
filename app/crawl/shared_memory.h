#pragma once

#include "domain/result.h"

#include <cstddef>
#include <memory>

namespace leadline::crawl {

/// Memory that the daemon shares with its crawl workers: anonymous, zeroed at first, of a size that is fixed for good, so
/// that a worker cannot pull it away from under the daemon. What a worker writes there is not to be trusted.
class SharedMemory
{
public:
    /// Io when the kernel has none to give.
    [[nodiscard]] static domain::Result<std::unique_ptr<SharedMemory>> create(const char *name, size_t bytes);
    /// What create() of another process made; closes the descriptor. Protocol when it is not such memory of that size.
    [[nodiscard]] static domain::Result<std::unique_ptr<SharedMemory>> attach(int descriptor, size_t bytes);
    ~SharedMemory();
    SharedMemory(const SharedMemory &) = delete;
    SharedMemory &operator=(const SharedMemory &) = delete;

    [[nodiscard]] void *data() const { return m_data; }
    /// To hand to a child process, which has to clear its FD_CLOEXEC; -1 after attach().
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    SharedMemory(int descriptor, void *data, size_t bytes)
        : m_descriptor(descriptor)
        , m_data(data)
        , m_bytes(bytes)
    { }
    [[nodiscard]] static domain::Result<std::unique_ptr<SharedMemory>> map(int descriptor, size_t bytes);

    int m_descriptor;
    void *m_data;
    size_t m_bytes;
};

} // namespace leadline::crawl
