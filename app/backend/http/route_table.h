#pragma once

#include "backend/http/message.h"

#include <QJsonObject>

#include <chrono>
#include <optional>
#include <span>
#include <vector>

namespace leadline::backend {

class Idempotency;

/// What a route demands and allows. Every route has one, in kRoutePolicies.
struct RoutePolicy
{
    HttpMethod method;
    const char16_t *pattern; ///< `/api/leads/{id}`
    std::optional<protocol::Role> role; ///< nobody needs to sign in when empty
    qsizetype maxBody; ///< bytes; 0 = a body is refused
    std::chrono::seconds deadline; ///< for the handler's answer
    const char16_t *summary; ///< one line for /openapi.json
    std::optional<protocol::Scope> scope {}; ///< an API token needs it; without one no API token is good enough
    /// POST and PATCH honour an Idempotency-Key, unless repeating is what they are about.
    bool isRepeatable = false;
};

/// The whole API, method by method: the one place where roles and limits are decided.
[[nodiscard]] std::span<const RoutePolicy> routePolicies();

/// Pairs policies with handlers. Filled by the composition before the server starts, constant afterwards and then safe to
/// use from any thread.
class RouteTable
{
public:
    explicit RouteTable(std::span<const RoutePolicy> policies = routePolicies());

    /// `pattern` must be spelt as in the policy.
    void handle(HttpMethod method, QStringView pattern, HttpHandler handler);
    /// Every handler that creates or changes something goes through here, so that an Idempotency-Key makes it happen once.
    /// Call before seal(); `idempotency` must outlive the table.
    void keepAnswersIn(Idempotency &idempotency);
    /// Fails when a handler has no policy entry or two handlers share one: the daemon must not start then. Policies
    /// without a handler are left out of the API.
    [[nodiscard]] Result<void> seal();

    struct Route
    {
        RoutePolicy policy;
        HttpHandler handler;
        QStringList segments;
    };
    struct Match
    {
        const Route *route = nullptr;
        QStringList parameters;
        QStringList allowed; ///< methods of that path, when only the method was wrong
    };
    [[nodiscard]] Match match(std::optional<HttpMethod> method, const QString &path) const;
    [[nodiscard]] const std::vector<Route> &routes() const { return m_routes; }

    /// OpenAPI 3.1 of the routes that have a handler.
    [[nodiscard]] QJsonObject openApi() const;

private:
    std::vector<RoutePolicy> m_policies;
    std::vector<Route> m_routes;
    std::optional<Error> m_fault;
};

} // namespace leadline::backend
