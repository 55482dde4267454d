#pragma once

#include "domain/result.h"
#include "sources/crawl_batch.h"

#include <QByteArray>

#include <optional>
#include <variant>
#include <vector>

namespace leadline::sources {

/// What is said between the daemon and its crawl worker: frames of a 32-bit big-endian length, a type byte and a
/// QDataStream payload (Qt 6.4). Either side treats the other's frames as hostile: lengths and counts are checked against
/// what is there before anything is allocated.
namespace frames {

struct Setup
{
    CrawlSetup setup;
};
struct Jobs
{
    std::vector<crawl::SiteJob> jobs;
};
struct CloseJobs
{ };
struct Pause
{ };
struct Resume
{ };
struct Stop
{ };
struct Acknowledge
{
    quint64 batch = 0;
};
struct Batch
{
    CrawlBatch batch;
};
struct Paused
{ };
struct Finished
{
    CrawlEnd end = CrawlEnd::Completed;
    QString detail;
};

} // namespace frames

using Frame = std::variant<frames::Setup, frames::Jobs, frames::CloseJobs, frames::Pause, frames::Resume, frames::Stop,
    frames::Acknowledge, frames::Batch, frames::Paused, frames::Finished>;

constexpr quint32 maxFrameBytes = 64 * 1024 * 1024;

/// A whole frame, length included.
[[nodiscard]] QByteArray encodeFrame(const Frame &frame);

/// Cuts a stream of bytes into frames.
class FrameReader
{
public:
    void append(const char *data, qsizetype size) { m_buffer.append(data, size); }
    void append(const QByteArray &data) { m_buffer.append(data); }
    /// The next whole frame; empty when more bytes are needed. Fails with Protocol on a frame that is too long, unknown or
    /// malformed; the stream is of no use after that.
    [[nodiscard]] domain::Result<std::optional<Frame>> next();

private:
    QByteArray m_buffer;
    qsizetype m_at = 0;
};

} // namespace leadline::sources
