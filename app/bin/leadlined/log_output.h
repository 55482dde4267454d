#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace leadline {

enum class LogLevel { Debug, Info, Warning, Critical };

struct LogOptions
{
    bool isJson = false; ///< one object a line instead of text
    LogLevel level = LogLevel::Info; ///< least level of everything
    std::vector<std::pair<QString, LogLevel>> levels; ///< of single categories, by their short names; later ones win
};

[[nodiscard]] std::optional<LogLevel> logLevelFromText(const QString &text);
/// Short names of the categories the daemon writes: `http` for `leadline.http`.
[[nodiscard]] const QStringList &logCategories();

/// From now on everything logged goes to standard error, one line a message, with secrets replaced
/// (backend/http/redaction.h). Times are UTC. As text: `2026-01-31T09:00:00.000Z info leadline.http request id=…
/// status=200`. As JSON the same with the members time, level, category, message, and one for each `name=value` of the
/// message.
void setUpLog(const LogOptions &options);

} // namespace leadline
