#pragma once

#include "domain/lead.h"
#include "domain/task.h"
#include "protocol/json.h"
#include "protocol/routes.h"

#include <variant>

namespace leadline::protocol {

/// The frames of live streams. A socket belongs to one (task, stream).
///
/// The database is the truth and the socket a doorbell: every event a client must not lose is a numbered row before it is
/// sent. Numbers count per (task, stream) from 1 without gaps, in the transaction that stores the event; progress is a
/// state, where the newest wins. A client connects with the last number it has and the epoch of the store, and is told by
/// Hello:
/// - ok: everything after that number follows, then what is new, with no hole between;
/// - gap: the log was trimmed; a Gap frame names the missing numbers, the rest follows;
/// - reset: another epoch, or a number this store never gave: the client drops its position.
/// A client applies `last + 1`, ignores what is not above `last`, and fetches over REST what a higher number leaves out.
/// After 20 s of silence the server sends a heartbeat with its newest number; a client that hears nothing for 45 s connects
/// anew.

inline constexpr char kStreamProtocol[] = "leadline.v1";
/// Prefix of the subprotocol that carries a ticket: `ticket.<t>`.
inline constexpr char kTicketProtocolPrefix[] = "ticket.";

/// Close codes beside those of RFC 6455.
enum class CloseCode : quint16 {
    Normal = 1000,
    GoingAway = 1001,
    Policy = 1008,
    TooBig = 1009,
    Restart = 1012,
    TryLater = 1013,
    SignInAgain = 4001,
    NotAllowed = 4003,
    NoSuchTask = 4004,
    SlowReader = 4008,
    EpochChanged = 4009,
    TooManyConnections = 4011,
};

enum class ResumeAnswer { Ok, Gap, Reset };

struct Hello
{
    QString epoch;
    qint64 head = 0; ///< newest number
    qint64 oldest = 0; ///< oldest number that is still there, 0 when there is none
    ResumeAnswer resume = ResumeAnswer::Ok;
    [[nodiscard]] bool operator==(const Hello &) const = default;
};

struct ResultEvent
{
    qint64 seq = 0; ///< per task, contiguous from 1
    domain::Lead lead;
    [[nodiscard]] bool operator==(const ResultEvent &) const = default;
};

/// Several results with consecutive numbers: one JSON document costs less than many.
struct ResultBatch
{
    std::vector<ResultEvent> items;
    [[nodiscard]] bool operator==(const ResultBatch &) const = default;
};

/// Several log lines with consecutive numbers.
struct LogBatch
{
    std::vector<domain::LogLine> items;
    [[nodiscard]] bool operator==(const LogBatch &) const = default;
};

/// The task changed its state; travels on the progress stream.
struct Lifecycle
{
    qint64 seq = 0;
    domain::TaskState state = domain::TaskState::Queued;
    domain::Remark reason;
    domain::TaskCounters counters;
    [[nodiscard]] bool operator==(const Lifecycle &) const = default;
};

/// The server no longer has these numbers.
struct Gap
{
    qint64 from = 0;
    qint64 to = 0;
    [[nodiscard]] bool operator==(const Gap &) const = default;
};

struct Heartbeat
{
    qint64 head = 0;
    [[nodiscard]] bool operator==(const Heartbeat &) const = default;
};

struct Pong
{
    [[nodiscard]] bool operator==(const Pong &) const = default;
};

/// The access token ends soon; the client sends a new one with authFrame().
struct AuthExpiring
{
    std::chrono::seconds left { 0 };
    [[nodiscard]] bool operator==(const AuthExpiring &) const = default;
};

/// A type this version does not know: ignored.
struct UnknownFrame
{
    QString type;
    [[nodiscard]] bool operator==(const UnknownFrame &) const = default;
};

using StreamFrame = std::variant<Hello, LogBatch, ResultBatch, domain::TaskProgress, Lifecycle, Gap, Heartbeat, Pong,
    AuthExpiring, UnknownFrame>;

/// Which readers a frame is for: leadline.v1 leaves out the flattened copies and sends results and logs in batches.
enum class Dialect { Legacy, V1 };

[[nodiscard]] QByteArray helloFrame(const Hello &hello);
[[nodiscard]] QByteArray progressFrame(const domain::TaskProgress &progress, Dialect dialect);
[[nodiscard]] QByteArray lifecycleFrame(const Lifecycle &event);
[[nodiscard]] QByteArray gapFrame(const Gap &gap);
[[nodiscard]] QByteArray heartbeatFrame(const Heartbeat &heartbeat);
[[nodiscard]] QByteArray pongFrame();
[[nodiscard]] QByteArray authExpiringFrame(std::chrono::seconds left);
/// One frame per event for legacy readers, one batch for leadline.v1. An event beyond 64 KiB is cut down to its identity.
[[nodiscard]] std::vector<QByteArray> logFrames(const std::vector<domain::LogLine> &lines, Dialect dialect);
[[nodiscard]] std::vector<QByteArray> resultFrames(const std::vector<ResultEvent> &events, Dialect dialect);

/// Reads any frame a server sends, single or batched. Fails with InvalidArgument or TooLarge (1 MiB).
[[nodiscard]] Result<StreamFrame> frameFromBytes(QByteArrayView text);

/// Client to server: a new access token.
[[nodiscard]] QByteArray authFrame(const QString &accessToken);
/// Empty when the frame is something else.
[[nodiscard]] std::optional<QString> tokenFromAuthFrame(QByteArrayView text);

/// Answer of GET /api/tasks/{id}/events. One of the three parts is filled, after the stream asked for.
struct EventPage
{
    QString epoch;
    qint64 head = 0;
    qint64 oldest = 0;
    std::vector<domain::LogLine> logs;
    std::vector<ResultEvent> results;
    std::optional<domain::TaskProgress> progress;
};
[[nodiscard]] QJsonObject toJson(const EventPage &page, Stream stream);
[[nodiscard]] Result<EventPage> eventPageFromJson(const QJsonObject &object, Stream stream);

} // namespace leadline::protocol
