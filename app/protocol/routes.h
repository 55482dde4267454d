#pragma once

#include "domain/id.h"
#include "domain/lead_filter.h"
#include "domain/result.h"

#include <QList>
#include <QString>

#include <utility>

namespace leadline::protocol {

/// Name and value as they are meant, not yet percent-encoded.
using QueryItems = QList<std::pair<QString, QString>>;

/// `path?name=value&…` with every reserved character encoded; just the path when there are no items.
[[nodiscard]] QString withQuery(const QString &path, const QueryItems &items);
/// Reads what follows `?`. `+` means a space, as forms write it; our own texts always encode it. At most 100 items.
[[nodiscard]] QueryItems parseQuery(QStringView query);
/// First value of that name, or `fallback`.
[[nodiscard]] QString queryValue(const QueryItems &items, QStringView name, const QString &fallback = {});

enum class Stream { Logs, Results, Progress };
[[nodiscard]] QStringView streamSlug(Stream stream);
[[nodiscard]] std::optional<Stream> streamFromSlug(QStringView slug);

namespace routes {

inline constexpr QStringView kHealth = u"/api/health";
inline constexpr QStringView kHealthDatabase = u"/api/health/database";
inline constexpr QStringView kMetrics = u"/api/metrics";
inline constexpr QStringView kOpenApi = u"/openapi.json";
inline constexpr QStringView kAuthLocal = u"/api/auth/local";
inline constexpr QStringView kAuthRefresh = u"/api/auth/refresh";
inline constexpr QStringView kAuthLogout = u"/api/auth/logout";
inline constexpr QStringView kAuthMe = u"/api/auth/me";
inline constexpr QStringView kWsTicket = u"/api/ws/ticket";
inline constexpr QStringView kTasks = u"/api/tasks";
inline constexpr QStringView kLeads = u"/api/leads";
inline constexpr QStringView kLeadFacets = u"/api/leads/facets";
inline constexpr QStringView kLeadsBulk = u"/api/leads/bulk";
inline constexpr QStringView kSyncChanges = u"/api/sync/changes";
inline constexpr QStringView kSyncPush = u"/api/sync/push";
inline constexpr QStringView kExport = u"/api/export";
inline constexpr QStringView kDemo = u"/api/demo";
inline constexpr QStringView kDemoColleague = u"/api/demo/colleague";

enum class TaskAction { Start, Pause, Resume, Stop, Retry, Restore };

[[nodiscard]] QString task(const domain::TaskId &id);
[[nodiscard]] QString taskAction(const domain::TaskId &id, TaskAction action);
[[nodiscard]] QString taskSites(const domain::TaskId &id);
[[nodiscard]] QString taskEvents(const domain::TaskId &id);
[[nodiscard]] QString lead(const domain::LeadId &id);
[[nodiscard]] QString leadAudit(const domain::LeadId &id);
/// `/ws/{logs|progress|results}/{task}`
[[nodiscard]] QString socket(Stream stream, const domain::TaskId &id);

} // namespace routes

/// Query of GET /api/leads and GET /api/export. `detail` asks for contacts and notes.
[[nodiscard]] QueryItems toQuery(const domain::LeadQuery &query, bool detail = false);
[[nodiscard]] domain::Result<domain::LeadQuery> leadQueryFromQuery(const QueryItems &items);

} // namespace leadline::protocol
