#include "protocol/stream.h"

#include "domain/slug_table.h"
#include "protocol/lead_json.h"
#include "protocol/remark_json.h"
#include "protocol/task_json.h"

#include <QStringBuilder>

namespace leadline::protocol {

using namespace domain;

namespace {

constexpr qsizetype kMaxFrame = 1024 * 1024;
constexpr qsizetype kMaxEvent = 64 * 1024;
constexpr qsizetype kMaxBatch = 1'000;
constexpr qsizetype kMaxBatchBytes = 128 * 1024; ///< half of what a client must take in one frame
constexpr qsizetype kMaxToken = 4 * 1024;
const QString kLifecyclePrefix = QStringLiteral("task_");

constexpr SlugTable<ResumeAnswer, 3> kResume { { {
    { ResumeAnswer::Ok, u"ok" },
    { ResumeAnswer::Gap, u"gap" },
    { ResumeAnswer::Reset, u"reset" },
} } };

std::optional<ResumeAnswer> resumeFromSlug(QStringView slug)
{
    return kResume.value(slug);
}

QJsonObject typed(const char16_t *type)
{
    return { { QStringLiteral("type"), QStringView(type).toString() } };
}

QJsonObject eventToJson(const ResultEvent &event)
{
    return {
        { QStringLiteral("seq"), event.seq },
        { QStringLiteral("data"), toJson(event.lead, LeadDetail::Row) },
    };
}

Result<ResultEvent> eventFromJson(const QJsonObject &object, const QString &path)
{
    ObjectReader in(object, path);
    ResultEvent event;
    event.seq = in.integer(u"seq");
    event.lead = in.take(leadFromJson(in.object(u"data"), in.pointer(u"data")));
    return in.finish(std::move(event));
}

/// Longer text is cut; the whole is behind the REST twin.
LogLine bounded(LogLine line)
{
    constexpr qsizetype kMaxMessage = 16'000;
    if (const QString words = line.message.english(); words.size() > kMaxMessage)
        line.message = words.left(kMaxMessage) + u'…';
    return line;
}

QByteArray resultFrame(const ResultEvent &event)
{
    const QJsonObject data = toJson(event.lead, LeadDetail::Row);
    QJsonObject frame = data;
    frame.insert(QStringLiteral("type"), QStringLiteral("result"));
    frame.insert(QStringLiteral("data"), data);
    frame.insert(QStringLiteral("seq"), event.seq);
    QByteArray bytes = toBytes(frame);
    if (bytes.size() <= kMaxEvent)
        return bytes;
    QJsonObject pointer = typed(u"result");
    pointer.insert(QStringLiteral("seq"), event.seq);
    pointer.insert(QStringLiteral("truncated"), true);
    pointer.insert(QStringLiteral("href"), routes::lead(event.lead.id));
    return toBytes(pointer);
}

/// Frames of one type that hold as many items as fit. Items are encoded once and joined as text, so that their size is
/// known.
template<typename T, typename Encode>
std::vector<QByteArray> batched(const char *type, const std::vector<T> &items, Encode encode)
{
    const QByteArray head = QByteArray(R"({"type":")") + type + R"(","items":[)";
    std::vector<QByteArray> frames;
    QByteArray frame;
    for (const T &item : items) {
        const QByteArray bytes = encode(item);
        if (!frame.isEmpty() && frame.size() + bytes.size() > kMaxBatchBytes) {
            frames.push_back(frame + "]}");
            frame.clear();
        }
        frame += (frame.isEmpty() ? head : QByteArray(",")) + bytes;
    }
    if (!frame.isEmpty())
        frames.push_back(frame + "]}");
    return frames;
}

Result<StreamFrame> readLifecycle(ObjectReader &in, const QString &type)
{
    Lifecycle event;
    event.seq = in.integerOr(u"seq", 0);
    const auto state = taskStateFromSlug(QStringView(type).mid(kLifecyclePrefix.size()));
    if (!state)
        return StreamFrame(UnknownFrame { type });
    event.state = *state;
    ObjectReader data(in.object(u"data"), in.pointer(u"data"));
    event.reason = readRemark(data, u"reason");
    event.counters = data.take(taskCountersFromJson(data.object(u"counters"), data.pointer(u"counters")));
    (void)in.take(data.finish(0));
    return in.finish(StreamFrame(std::move(event)));
}

Result<StreamFrame> readHello(ObjectReader &in)
{
    Hello hello;
    hello.epoch = in.text(u"epoch", 64);
    hello.head = in.integer(u"head");
    hello.oldest = in.integerOr(u"oldest", 0);
    if (in.has(u"resume"))
        in.slug(u"resume", resumeFromSlug, hello.resume);
    return in.finish(StreamFrame(std::move(hello)));
}

Result<StreamFrame> readFrame(ObjectReader &in, const QJsonObject &object, const QString &type)
{
    const auto single = [](auto result, auto wrap) -> Result<StreamFrame> {
        if (!result)
            return failure(result.error());
        return StreamFrame(wrap(std::move(*result)));
    };
    if (type == u"connected")
        return readHello(in);
    if (type == u"log")
        return single(logLineFromJson(object), [](LogLine line) { return LogBatch { { std::move(line) } }; });
    if (type == u"logs")
        return in.finish(StreamFrame(LogBatch { in.list<LogLine>(u"items", kMaxBatch, logLineFromJson) }));
    if (type == u"result")
        return single(eventFromJson(object, {}), [](ResultEvent event) { return ResultBatch { { std::move(event) } }; });
    if (type == u"results")
        return in.finish(StreamFrame(ResultBatch { in.list<ResultEvent>(u"items", kMaxBatch, eventFromJson) }));
    if (type == u"progress")
        return single(taskProgressFromJson(in.object(u"data"), in.pointer(u"data")), [](TaskProgress p) { return p; });
    if (type == u"gap") {
        const qint64 from = in.integer(u"from");
        return in.finish(StreamFrame(Gap { from, in.integer(u"to") }));
    }
    if (type == u"hb")
        return in.finish(StreamFrame(Heartbeat { in.integer(u"head") }));
    if (type == u"pong")
        return StreamFrame(Pong {});
    if (type == u"auth_expiring")
        return in.finish(StreamFrame(AuthExpiring { std::chrono::seconds(in.integer(u"expires_in", 0, 86'400)) }));
    if (type.startsWith(kLifecyclePrefix))
        return readLifecycle(in, type);
    return StreamFrame(UnknownFrame { type });
}

} // namespace

QByteArray helloFrame(const Hello &hello)
{
    QJsonObject frame = typed(u"connected");
    frame.insert(QStringLiteral("message"), QStringLiteral("Connected"));
    frame.insert(QStringLiteral("epoch"), hello.epoch);
    frame.insert(QStringLiteral("head"), hello.head);
    frame.insert(QStringLiteral("oldest"), hello.oldest);
    frame.insert(QStringLiteral("resume"), kResume.slug(hello.resume).toString());
    return toBytes(frame);
}

QByteArray progressFrame(const TaskProgress &progress, Dialect dialect)
{
    QJsonObject frame = typed(u"progress");
    frame.insert(QStringLiteral("seq"), progress.seq);
    frame.insert(QStringLiteral("data"), toJson(progress));
    if (dialect == Dialect::Legacy) {
        const QString platform = sourceKindSlug(SourceKind::Website).toString();
        frame.insert(QStringLiteral("progress"), QJsonObject { { platform, progress.counters.newLeads } });
        frame.insert(QStringLiteral("platform"), platform);
        frame.insert(QStringLiteral("count"), progress.counters.newLeads);
        frame.insert(QStringLiteral("total_queries"), progress.counters.sitesTotal);
        frame.insert(QStringLiteral("current_query_index"), progress.counters.sitesDone);
        frame.insert(QStringLiteral("current_query"), progress.currentHost);
    }
    return toBytes(frame);
}

QByteArray lifecycleFrame(const Lifecycle &event)
{
    QJsonObject data { { QStringLiteral("counters"), toJson(event.counters) } };
    writeRemark(data, u"reason", event.reason);
    return toBytes({
        { QStringLiteral("type"), QString(kLifecyclePrefix % taskStateSlug(event.state)) },
        { QStringLiteral("seq"), event.seq },
        { QStringLiteral("data"), data },
    });
}

QByteArray gapFrame(const Gap &gap)
{
    QJsonObject frame = typed(u"gap");
    frame.insert(QStringLiteral("from"), gap.from);
    frame.insert(QStringLiteral("to"), gap.to);
    return toBytes(frame);
}

QByteArray heartbeatFrame(const Heartbeat &heartbeat)
{
    QJsonObject frame = typed(u"hb");
    frame.insert(QStringLiteral("head"), heartbeat.head);
    return toBytes(frame);
}

QByteArray pongFrame()
{
    return toBytes(typed(u"pong"));
}

QByteArray authExpiringFrame(std::chrono::seconds left)
{
    QJsonObject frame = typed(u"auth_expiring");
    frame.insert(QStringLiteral("expires_in"), static_cast<qint64>(left.count()));
    return toBytes(frame);
}

std::vector<QByteArray> logFrames(const std::vector<LogLine> &lines, Dialect dialect)
{
    std::vector<QByteArray> frames;
    if (dialect == Dialect::Legacy || lines.size() == 1) {
        for (const LogLine &line : lines) {
            QJsonObject frame = toJson(bounded(line));
            frame.insert(QStringLiteral("type"), QStringLiteral("log"));
            frames.push_back(toBytes(frame));
        }
        return frames;
    }
    return batched("logs", lines, [](const LogLine &line) { return toBytes(toJson(bounded(line))); });
}

std::vector<QByteArray> resultFrames(const std::vector<ResultEvent> &events, Dialect dialect)
{
    std::vector<QByteArray> frames;
    if (dialect == Dialect::Legacy) {
        for (const ResultEvent &event : events)
            frames.push_back(resultFrame(event));
        return frames;
    }
    return batched("results", events, [](const ResultEvent &event) { return toBytes(eventToJson(event)); });
}

Result<StreamFrame> frameFromBytes(QByteArrayView text)
{
    const Result<QJsonObject> object = parseObject(text, kMaxFrame);
    if (!object)
        return failure(object.error());
    ObjectReader in(*object);
    const QString type = in.text(u"type", 64);
    if (in.error())
        return failure(*in.error());
    return readFrame(in, *object, type);
}

QByteArray authFrame(const QString &accessToken)
{
    QJsonObject frame = typed(u"auth");
    frame.insert(QStringLiteral("token"), accessToken);
    return toBytes(frame);
}

std::optional<QString> tokenFromAuthFrame(QByteArrayView text)
{
    const Result<QJsonObject> object = parseObject(text, kMaxToken);
    if (!object || object->value(QStringLiteral("type")).toString() != u"auth")
        return std::nullopt;
    const QJsonValue token = object->value(QStringLiteral("token"));
    return token.isString() ? std::optional(token.toString()) : std::nullopt;
}

QJsonObject toJson(const EventPage &page, Stream stream)
{
    QJsonArray items;
    switch (stream) {
    case Stream::Logs:
        for (const LogLine &line : page.logs)
            items.append(toJson(line));
        break;
    case Stream::Results:
        for (const ResultEvent &event : page.results)
            items.append(eventToJson(event));
        break;
    case Stream::Progress:
        if (page.progress)
            items.append(toJson(*page.progress));
        break;
    }
    return {
        { QStringLiteral("epoch"), page.epoch },
        { QStringLiteral("head"), page.head },
        { QStringLiteral("oldest"), page.oldest },
        { QStringLiteral("items"), items },
    };
}

Result<EventPage> eventPageFromJson(const QJsonObject &object, Stream stream)
{
    ObjectReader in(object);
    EventPage page;
    page.epoch = in.text(u"epoch", 64);
    page.head = in.integer(u"head");
    page.oldest = in.integerOr(u"oldest", 0);
    switch (stream) {
    case Stream::Logs:
        page.logs = in.list<LogLine>(u"items", kMaxBatch, logLineFromJson);
        break;
    case Stream::Results:
        page.results = in.list<ResultEvent>(u"items", kMaxBatch, eventFromJson);
        break;
    case Stream::Progress:
        for (TaskProgress &progress : in.list<TaskProgress>(u"items", 1, taskProgressFromJson))
            page.progress = std::move(progress);
        break;
    }
    return in.finish(std::move(page));
}

} // namespace leadline::protocol
