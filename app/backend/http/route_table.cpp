#include "backend/http/route_table.h"

#include "backend/http/idempotency.h"

#include <QJsonArray>
#include <QStringBuilder>

#include <algorithm>

namespace leadline::backend {

namespace {

QStringList segmentsOf(QStringView path)
{
    QStringList out;
    for (const QStringView part : path.mid(1).split(u'/'))
        out.append(part.toString());
    return out;
}

bool isParameter(const QString &segment)
{
    return segment.startsWith(u'{');
}

/// What the `{…}` segments matched, or nothing.
std::optional<QStringList> matched(const QStringList &pattern, const QStringList &path)
{
    if (pattern.size() != path.size())
        return std::nullopt;
    QStringList parameters;
    for (qsizetype i = 0; i < path.size(); ++i) {
        if (isParameter(pattern[i]) && !path[i].isEmpty())
            parameters.append(path[i]);
        else if (pattern[i] != path[i])
            return std::nullopt;
    }
    return parameters;
}

QJsonObject operationOf(const RouteTable::Route &route)
{
    QJsonArray parameters;
    for (const QString &segment : route.segments) {
        if (isParameter(segment)) {
            parameters.append(QJsonObject {
                { QStringLiteral("name"), segment.mid(1, segment.size() - 2) },
                { QStringLiteral("in"), QStringLiteral("path") },
                { QStringLiteral("required"), true },
                { QStringLiteral("schema"), QJsonObject { { QStringLiteral("type"), QStringLiteral("string") } } },
            });
        }
    }
    QJsonObject operation {
        { QStringLiteral("summary"), QStringView(route.policy.summary).toString() },
        { QStringLiteral("parameters"), parameters },
        { QStringLiteral("responses"),
            QJsonObject { { QStringLiteral("default"),
                QJsonObject { { QStringLiteral("description"), QStringLiteral("Problem details (RFC 9457)") } } } } },
        { QStringLiteral("x-max-body"), qint64(route.policy.maxBody) },
    };
    if (route.policy.role) {
        operation.insert(QStringLiteral("x-role"), protocol::roleSlug(*route.policy.role).toString());
        if (route.policy.scope)
            operation.insert(QStringLiteral("x-scope"), protocol::scopeSlug(*route.policy.scope).toString());
        operation.insert(
            QStringLiteral("security"), QJsonArray { QJsonObject { { QStringLiteral("bearer"), QJsonArray() } } });
    }
    return operation;
}

} // namespace

RouteTable::RouteTable(std::span<const RoutePolicy> policies)
    : m_policies(policies.begin(), policies.end())
{ }

void RouteTable::handle(HttpMethod method, QStringView pattern, HttpHandler handler)
{
    const auto fault = [&](const char16_t *why) {
        if (!m_fault) {
            m_fault = Error(
                ErrorCode::Internal, QString(u"route " % httpMethodName(method) % u' ' % pattern % u' ' % QStringView(why)));
        }
    };
    for (const Route &route : m_routes) {
        if (route.policy.method == method && pattern == QStringView(route.policy.pattern))
            return fault(u"has two handlers");
    }
    for (const RoutePolicy &policy : m_policies) {
        if (policy.method == method && pattern == QStringView(policy.pattern)) {
            m_routes.push_back({ policy, std::move(handler), segmentsOf(pattern) });
            return;
        }
    }
    fault(u"has no policy entry");
}

void RouteTable::keepAnswersIn(Idempotency &idempotency)
{
    for (Route &route : m_routes) {
        const RoutePolicy &policy = route.policy;
        const bool creates = policy.method == HttpMethod::Post || policy.method == HttpMethod::Patch;
        if (!creates || policy.isRepeatable || !policy.role)
            continue;
        route.handler = [&idempotency, handler = std::move(route.handler)](
                            const HttpRequest &request) { return idempotency.once(request, handler); };
    }
}

Result<void> RouteTable::seal()
{
    if (m_fault)
        return domain::failure(*m_fault);
    // Literal segments before parameters, so that /api/leads/facets is not taken for a lead.
    std::stable_sort(m_routes.begin(), m_routes.end(), [](const Route &a, const Route &b) {
        const auto parameters
            = [](const Route &r) { return std::count_if(r.segments.begin(), r.segments.end(), isParameter); };
        return parameters(a) < parameters(b);
    });
    return {};
}

RouteTable::Match RouteTable::match(std::optional<HttpMethod> method, const QString &path) const
{
    Match match;
    if (!path.startsWith(u'/'))
        return match;
    const QStringList segments = segmentsOf(path);
    for (const Route &route : m_routes) {
        auto parameters = matched(route.segments, segments);
        if (!parameters)
            continue;
        if (method && route.policy.method == *method) {
            match.route = &route;
            match.parameters = std::move(*parameters);
            return match;
        }
        match.allowed.append(httpMethodName(route.policy.method).toString());
    }
    return match;
}

QJsonObject RouteTable::openApi() const
{
    QJsonObject paths;
    for (const Route &route : m_routes) {
        const QString pattern = QStringView(route.policy.pattern).toString();
        QJsonObject path = paths.value(pattern).toObject();
        path.insert(httpMethodName(route.policy.method).toString().toLower(), operationOf(route));
        paths.insert(pattern, path);
    }
    return {
        { QStringLiteral("openapi"), QStringLiteral("3.1.0") },
        { QStringLiteral("info"),
            QJsonObject {
                { QStringLiteral("title"), QStringLiteral("Leadline") },
                { QStringLiteral("version"), QStringLiteral(LEADLINE_VERSION) },
            } },
        { QStringLiteral("paths"), paths },
        { QStringLiteral("components"),
            QJsonObject { { QStringLiteral("securitySchemes"),
                QJsonObject { { QStringLiteral("bearer"),
                    QJsonObject {
                        { QStringLiteral("type"), QStringLiteral("http") },
                        { QStringLiteral("scheme"), QStringLiteral("bearer") },
                    } } } } } },
    };
}

} // namespace leadline::backend
