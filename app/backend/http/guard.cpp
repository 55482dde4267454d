#include "backend/http/guard.h"

#include <algorithm>

namespace leadline::backend {

using domain::Error;
using domain::ErrorCode;

namespace {

constexpr qsizetype kMaxTarget = 8'000;

Error malformed(const QString &detail)
{
    return Error(ErrorCode::InvalidArgument, detail);
}

bool isOriginForm(const QByteArray &target)
{
    return target.startsWith('/') && target.size() <= kMaxTarget
        && std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

bool isNumber(const QByteArray &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Error> framingRefusal(const RequestHead &head)
{
    if (!head.contentLengths.isEmpty() && !head.transferEncodings.isEmpty())
        return malformed(QStringLiteral("Content-Length and Transfer-Encoding exclude each other"));
    if (head.contentLengths.size() > 1)
        return malformed(QStringLiteral("more than one Content-Length"));
    // A parser that takes "4, 4" for 4 and one that does not would see different messages.
    if (!head.contentLengths.isEmpty() && !isNumber(head.contentLengths.front().trimmed()))
        return malformed(QStringLiteral("Content-Length is not a number"));
    const bool isOddEncoding = head.transferEncodings.size() > 1
        || (head.transferEncodings.size() == 1 && head.transferEncodings.front().trimmed().toLower() != "chunked");
    if (isOddEncoding)
        return malformed(QStringLiteral("only the chunked transfer encoding is understood"));
    return std::nullopt;
}

} // namespace

bool isOddHead(QByteArrayView head)
{
    for (qsizetype i = 0; i < head.size(); ++i) {
        const char c = head[i];
        const bool isLast = i + 1 == head.size();
        if (c == '\0' || (c == '\n' && (i == 0 || head[i - 1] != '\r')) || (c == '\r' && !isLast && head[i + 1] != '\n'))
            return true;
        if (c == '\n' && !isLast && (head[i + 1] == ' ' || head[i + 1] == '\t'))
            return true;
    }
    return false;
}

std::optional<Error> refusal(const RequestHead &head, const HostRules &rules)
{
    if (!isOriginForm(head.target))
        return malformed(QStringLiteral("the request target is not a path"));
    if (auto error = framingRefusal(head))
        return error;
    if (head.hosts.size() != 1 || head.hosts.front().trimmed().isEmpty())
        return malformed(QStringLiteral("exactly one Host is expected"));
    const QString host = QString::fromLatin1(head.hosts.front().trimmed()).toLower();
    if (rules.local) {
        const QString port = QString::number(rules.port);
        if (host != QStringLiteral("127.0.0.1:") + port && host != QStringLiteral("localhost:") + port)
            return Error(ErrorCode::Forbidden, QStringLiteral("this Host is not served here"));
        if (!head.origins.isEmpty())
            return Error(ErrorCode::Forbidden, QStringLiteral("web pages may not use this backend"));
        return std::nullopt;
    }
    for (const QByteArray &origin : head.origins) {
        if (!rules.allowedOrigins.contains(QString::fromLatin1(origin.trimmed())))
            return Error(ErrorCode::Forbidden, QStringLiteral("this Origin is not allowed"));
    }
    return std::nullopt;
}

} // namespace leadline::backend
