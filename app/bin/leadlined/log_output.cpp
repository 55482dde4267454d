#include "log_output.h"

#include "backend/http/redaction.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QRegularExpression>

#include <cstdio>

namespace leadline {

namespace {

constexpr std::pair<LogLevel, const char *> kLevels[] = {
    { LogLevel::Debug, "debug" },
    { LogLevel::Info, "info" },
    { LogLevel::Warning, "warning" },
    { LogLevel::Critical, "critical" },
};

bool g_isJson = false; // set once before anything is logged

QString levelText(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return QStringLiteral("debug");
    case QtInfoMsg:
        return QStringLiteral("info");
    case QtWarningMsg:
        return QStringLiteral("warning");
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return QStringLiteral("critical");
}

/// The words before the first `name=value` are the message. A value is one word, or quoted (backend::logValue()).
QJsonObject record(const QString &text)
{
    static const QRegularExpression pair(QStringLiteral(R"re((?:^| )([a-z][a-z_]*)=(?:"((?:[^"\\]|\\.)*)"|(\S*)))re"));
    static const QRegularExpression escape(QStringLiteral(R"re(\\(.))re"));
    QJsonObject members;
    qsizetype end = text.size();
    for (auto match = pair.globalMatch(text); match.hasNext();) {
        const auto found = match.next();
        end = std::min(end, found.capturedStart());
        members.insert(found.captured(1),
            found.hasCaptured(2) ? found.captured(2).replace(escape, QStringLiteral("\\1")) : found.captured(3));
    }
    members.insert(QStringLiteral("message"), text.left(end));
    return members;
}

void writeLine(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QString time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const QString category = QString::fromLatin1(context.category ? context.category : "default");
    QString text = backend::redacted(message);
    text.replace(u'\n', u' ');
    QByteArray line;
    if (g_isJson) {
        QJsonObject object = record(text);
        object.insert(QStringLiteral("time"), time);
        object.insert(QStringLiteral("level"), levelText(type));
        object.insert(QStringLiteral("category"), category);
        line = QJsonDocument(object).toJson(QJsonDocument::Compact);
    } else {
        line = QStringLiteral("%1 %2 %3 %4").arg(time, levelText(type), category, text).toUtf8();
    }
    line.append('\n');
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
    std::fflush(stderr);
}

/// Rules that let through the level and what is above it.
QString rulesFor(const QString &category, LogLevel least)
{
    QString rules;
    for (const auto &[level, name] : kLevels)
        rules += QStringLiteral("%1.%2=%3\n")
                     .arg(category, QString::fromLatin1(name),
                         level >= least ? QStringLiteral("true") : QStringLiteral("false"));
    return rules;
}

} // namespace

std::optional<LogLevel> logLevelFromText(const QString &text)
{
    for (const auto &[level, name] : kLevels) {
        if (text == QLatin1StringView(name))
            return level;
    }
    return std::nullopt;
}

const QStringList &logCategories()
{
    static const QStringList categories { QStringLiteral("auth"), QStringLiteral("http"), QStringLiteral("storage"),
        QStringLiteral("tasks") };
    return categories;
}

void setUpLog(const LogOptions &options)
{
    g_isJson = options.isJson;
    // What Qt itself has to say is of use above debug only.
    QString rules
        = rulesFor(QStringLiteral("default"), options.level) + rulesFor(QStringLiteral("leadline.*"), options.level);
    for (const auto &[category, level] : options.levels)
        rules += rulesFor(QStringLiteral("leadline.") + category, level);
    QLoggingCategory::setFilterRules(rules);
    qInstallMessageHandler(writeLine);
}

} // namespace leadline
