#include "crawl/shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace leadline::crawl {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

constexpr int kSeals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

} // namespace

Result<std::unique_ptr<SharedMemory>> SharedMemory::create(const char *name, size_t bytes)
{
    const int descriptor = ::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor < 0)
        return failure(ErrorCode::Io, QStringLiteral("no memory can be shared with the crawl worker"));
    if (::ftruncate(descriptor, static_cast<off_t>(bytes)) != 0 || ::fcntl(descriptor, F_ADD_SEALS, kSeals) != 0) {
        ::close(descriptor);
        return failure(ErrorCode::Io, QStringLiteral("no memory can be shared with the crawl worker"));
    }
    return map(descriptor, bytes);
}

Result<std::unique_ptr<SharedMemory>> SharedMemory::attach(int descriptor, size_t bytes)
{
    struct stat facts
    { };
    const bool fits = ::fstat(descriptor, &facts) == 0 && facts.st_size == static_cast<off_t>(bytes)
        && (::fcntl(descriptor, F_GET_SEALS) & kSeals) == kSeals;
    if (!fits)
        return failure(ErrorCode::Protocol, QStringLiteral("the descriptor is not the daemon's shared memory"));
    auto mapped = map(descriptor, bytes);
    if (mapped)
        ::close(std::exchange((*mapped)->m_descriptor, -1));
    return mapped;
}

Result<std::unique_ptr<SharedMemory>> SharedMemory::map(int descriptor, size_t bytes)
{
    void *data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (data == MAP_FAILED) {
        ::close(descriptor);
        return failure(ErrorCode::Io, QStringLiteral("the shared memory of the crawl worker cannot be mapped"));
    }
    return std::unique_ptr<SharedMemory>(new SharedMemory(descriptor, data, bytes));
}

SharedMemory::~SharedMemory()
{
    ::munmap(m_data, m_bytes);
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace leadline::crawl
