#include "client/api_client.h"

#include "domain/async.h"
#include "protocol/sync_json.h"

#include <QPromise>
#include <QThreadPool>
#include <QUuid>

#include <memory>

namespace leadline::client {

using domain::ErrorCode;
using domain::failure;
using protocol::Stream;
namespace routes = protocol::routes;

namespace {

/// Above this the answer is read on a worker thread: 32 KiB take the parser about a third of a millisecond.
constexpr qsizetype kInlineDecodeLimit = 32 * 1024;
constexpr qsizetype kLargestAnswer = 64 * 1024 * 1024;
/// One push decides up to a hundred mutations, each in its own transaction.
constexpr milliseconds kPushDeadline { 60'000 };

ApiRequest get(QString path, protocol::QueryItems query = {})
{
    ApiRequest request;
    request.path = std::move(path);
    request.query = std::move(query);
    return request;
}

ApiRequest write(QByteArray verb, QString path, const QJsonObject &body = {})
{
    ApiRequest request;
    request.verb = std::move(verb);
    request.path = std::move(path);
    request.body = body.isEmpty() ? QByteArray("{}") : protocol::toBytes(body);
    request.idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    return request;
}

std::pair<QString, QString> item(QStringView name, const QString &value)
{
    return { name.toString(), value };
}

std::pair<QString, QString> item(QStringView name, qint64 value)
{
    return { name.toString(), QString::number(value) };
}

template<typename T, typename Decode> Result<T> decodeAnswer(const HttpAnswer &answer, const Decode &decode)
{
    const auto body = protocol::parseObject(answer.body, kLargestAnswer);
    Result<T> value = body ? decode(*body, answer) : Result<T>(failure(body.error()));
    if (value)
        return value;
    // Whatever the decoder calls it: for the caller the server broke the protocol.
    domain::Error error(
        ErrorCode::Protocol, QStringLiteral("the server's answer cannot be read: ") + value.error().detail());
    error.field = value.error().field;
    error.requestId = QString::fromLatin1(answer.requestId);
    return failure(error);
}

QStringView formatSlug(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Csv:
        return u"csv";
    case ExportFormat::Json:
        return u"json";
    case ExportFormat::JsonLines:
        break;
    }
    return u"jsonl";
}

const auto asTask = [](const QJsonObject &body, const HttpAnswer &) { return protocol::taskFromJson(body); };

const auto asVersionedLead = [](const QJsonObject &body, const HttpAnswer &answer) -> Result<VersionedLead> {
    auto lead = protocol::leadFromJson(body);
    if (!lead)
        return failure(lead.error());
    return VersionedLead { std::move(*lead), answer.etag };
};

} // namespace

ApiClient::ApiClient(Transport &transport, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
{ }

ApiClient::~ApiClient() = default;

template<typename T, typename Decode> QFuture<Result<T>> ApiClient::call(ApiRequest request, Decode decode)
{
    return domain::chainDone(
        m_transport.send(std::move(request)), this, [decode](Result<HttpAnswer> answer) -> QFuture<Result<T>> {
            if (!answer)
                return domain::ready<Result<T>>(failure(answer.error()));
            if (answer->body.size() <= kInlineDecodeLimit)
                return domain::ready<Result<T>>(decodeAnswer<T>(*answer, decode));
            auto promise = std::make_shared<QPromise<Result<T>>>();
            promise->start();
            QThreadPool::globalInstance()->start([promise, decode, answer = std::move(*answer)] {
                promise->addResult(decodeAnswer<T>(answer, decode));
                promise->finish();
            });
            return promise->future();
        });
}

QFuture<Result<void>> ApiClient::callVoid(ApiRequest request)
{
    return domain::mapDone(m_transport.send(std::move(request)), this,
        [](const Result<HttpAnswer> &answer) { return answer ? Result<void>() : Result<void>(failure(answer.error())); });
}

QFuture<Result<protocol::Health>> ApiClient::health()
{
    ApiRequest request = get(routes::kHealth.toString());
    request.authenticated = false;
    request.retry = false;
    request.deadline = milliseconds(5'000);
    return call<protocol::Health>(
        std::move(request), [](const QJsonObject &body, const HttpAnswer &) { return protocol::healthFromJson(body); });
}

QFuture<Result<protocol::User>> ApiClient::me()
{
    return call<protocol::User>(get(routes::kAuthMe.toString()),
        [](const QJsonObject &body, const HttpAnswer &) { return protocol::userFromJson(body); });
}

QFuture<Result<protocol::WsTicket>> ApiClient::socketTicket(const QString &path)
{
    return call<protocol::WsTicket>(write("POST", routes::kWsTicket.toString(), protocol::ticketRequestToJson(path)),
        [](const QJsonObject &body, const HttpAnswer &) { return protocol::wsTicketFromJson(body); });
}

QFuture<Result<protocol::DemoSite>> ApiClient::demo()
{
    return call<protocol::DemoSite>(get(routes::kDemo.toString()),
        [](const QJsonObject &body, const HttpAnswer &) { return protocol::demoSiteFromJson(body); });
}

QFuture<Result<domain::Task>> ApiClient::createTask(const domain::TaskSpec &spec, bool start)
{
    return call<domain::Task>(
        write("POST", routes::kTasks.toString(), toJson(protocol::TaskCreate { spec, start })), asTask);
}

QFuture<Result<protocol::TaskPage>> ApiClient::tasks(int limit, int offset)
{
    return call<protocol::TaskPage>(get(routes::kTasks.toString(), { item(u"limit", limit), item(u"offset", offset) }),
        [](const QJsonObject &body, const HttpAnswer &) { return protocol::taskPageFromJson(body); });
}

QFuture<Result<domain::Task>> ApiClient::task(const domain::TaskId &id)
{
    return call<domain::Task>(get(routes::task(id)), asTask);
}

QFuture<Result<domain::Task>> ApiClient::taskAction(const domain::TaskId &id, routes::TaskAction action)
{
    return call<domain::Task>(write("POST", routes::taskAction(id, action)), asTask);
}

QFuture<Result<void>> ApiClient::removeTask(const domain::TaskId &id)
{
    return callVoid(write("DELETE", routes::task(id)));
}

QFuture<Result<protocol::SitePage>> ApiClient::sites(const domain::TaskId &id, int after, int limit)
{
    return call<protocol::SitePage>(get(routes::taskSites(id), { item(u"after", after), item(u"limit", limit) }),
        [](const QJsonObject &body, const HttpAnswer &) { return protocol::sitePageFromJson(body); });
}

QFuture<Result<protocol::EventPage>> ApiClient::events(const domain::TaskId &id, Stream stream, qint64 since, int limit)
{
    return call<protocol::EventPage>(
        get(routes::taskEvents(id),
            { item(u"stream", protocol::streamSlug(stream).toString()), item(u"since", since), item(u"limit", limit) }),
        [stream](const QJsonObject &body, const HttpAnswer &) { return protocol::eventPageFromJson(body, stream); });
}

QFuture<Result<domain::LeadPage>> ApiClient::leads(const domain::LeadQuery &query, bool detail)
{
    return call<domain::LeadPage>(get(routes::kLeads.toString(), protocol::toQuery(query, detail)),
        [](const QJsonObject &body, const HttpAnswer &) { return protocol::leadPageFromJson(body); });
}

QFuture<Result<domain::LeadFacets>> ApiClient::facets(const domain::LeadFilter &filter)
{
    return call<domain::LeadFacets>(get(routes::kLeadFacets.toString(), { item(u"q", toText(filter)) }),
        [](const QJsonObject &body, const HttpAnswer &) { return protocol::leadFacetsFromJson(body); });
}

QFuture<Result<VersionedLead>> ApiClient::lead(const domain::LeadId &id)
{
    return call<VersionedLead>(get(routes::lead(id)), asVersionedLead);
}

QFuture<Result<std::vector<domain::AuditEntry>>> ApiClient::leadHistory(const domain::LeadId &id)
{
    return call<std::vector<domain::AuditEntry>>(get(routes::leadAudit(id)),
        [](const QJsonObject &body, const HttpAnswer &) { return protocol::auditFromJson(body); });
}

QFuture<Result<void>> ApiClient::exportLeads(
    ExportFormat format, const domain::LeadFilter &filter, std::function<bool(const QByteArray &)> sink)
{
    ApiRequest request
        = get(routes::kExport.toString(), { item(u"format", formatSlug(format).toString()), item(u"q", toText(filter)) });
    request.sink = std::move(sink);
    return callVoid(std::move(request));
}

QFuture<Result<domain::ChangePage>> ApiClient::changes(
    qint64 since, const QString &epoch, const domain::ClientId &client, int limit)
{
    return call<domain::ChangePage>(
        get(routes::kSyncChanges.toString(),
            { item(u"since", since), item(u"epoch", epoch), item(u"client", client.toString()), item(u"limit", limit) }),
        [](const QJsonObject &body, const HttpAnswer &) { return protocol::changePageFromJson(body); });
}

QFuture<Result<domain::PushAnswer>> ApiClient::push(const domain::PushRequest &request)
{
    return pushTo(routes::kSyncPush, request);
}

QFuture<Result<domain::PushAnswer>> ApiClient::pushAsDemoColleague(const domain::PushRequest &request)
{
    return pushTo(routes::kDemoColleague, request);
}

QFuture<Result<domain::PushAnswer>> ApiClient::pushTo(QStringView path, const domain::PushRequest &request)
{
    ApiRequest out = write("POST", path.toString(), protocol::toJson(request));
    out.deadline = kPushDeadline;
    return call<domain::PushAnswer>(
        std::move(out), [](const QJsonObject &body, const HttpAnswer &) { return protocol::pushAnswerFromJson(body); });
}

} // namespace leadline::client
