#include "backend/http/redaction.h"

#include <QRegularExpression>

#include <algorithm>

namespace leadline::backend {

QString redacted(const QString &text)
{
    struct Rule
    {
        QRegularExpression pattern;
        QString replacement;
    };
    static const Rule rules[] {
        { QRegularExpression(QStringLiteral("\\bBearer\\s+\\S+"), QRegularExpression::CaseInsensitiveOption),
            QStringLiteral("Bearer <hidden>") },
        { QRegularExpression(QStringLiteral("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_.-]+")), QStringLiteral("<token>") },
        { QRegularExpression(QStringLiteral("\\bv1\\.[0-9a-f-]{36}\\.\\d+\\.[A-Za-z0-9_-]+")), QStringLiteral("<token>") },
        { QRegularExpression(QStringLiteral("\\bllt_[A-Za-z0-9_-]{8,}")), QStringLiteral("<token>") },
        { QRegularExpression(QStringLiteral("\\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){4}\\b")), QStringLiteral("<code>") },
        { QRegularExpression(QStringLiteral("\\bticket\\.[A-Za-z0-9_-]{16,}")), QStringLiteral("ticket.<hidden>") },
        { QRegularExpression(QStringLiteral("\\b[0-9A-Fa-f]{64}\\b")), QStringLiteral("<secret>") },
        { QRegularExpression(QStringLiteral("(/\\S*)\\?\\S+")), QStringLiteral("\\1?<hidden>") },
    };
    QString out = text;
    for (const Rule &rule : rules)
        out.replace(rule.pattern, rule.replacement);
    return out;
}

QString logValue(const QString &text)
{
    const auto isPlain = [](QChar c) { return !c.isSpace() && c != u'"' && c != u'=' && c.isPrint(); };
    if (!text.isEmpty() && std::ranges::all_of(text, isPlain))
        return text;
    QString quoted = text;
    quoted.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + quoted + u'"';
}

} // namespace leadline::backend
