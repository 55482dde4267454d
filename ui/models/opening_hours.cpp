#include "ui/models/opening_hours.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>
#include <optional>

namespace leadline::ui {

namespace {

constexpr int kDays = 7;
using Week = std::array<bool, kDays>;

int dayOf(const QString &code)
{
    static const QStringList codes { QStringLiteral("Mo"), QStringLiteral("Tu"), QStringLiteral("We"), QStringLiteral("Th"),
        QStringLiteral("Fr"), QStringLiteral("Sa"), QStringLiteral("Su") };
    return int(codes.indexOf(code));
}

/// "Mo,We-Fr"; nothing for a day of another language.
std::optional<Week> daysOf(const QString &text)
{
    Week week {};
    const QStringList ranges = text.split(u',');
    for (const QString &range : ranges) {
        const int first = dayOf(range.section(u'-', 0, 0).trimmed());
        const int last = dayOf(range.section(u'-', -1).trimmed());
        if (first < 0 || last < 0)
            return std::nullopt;
        for (int day = first;; day = (day + 1) % kDays) {
            week.at(size_t(day)) = true;
            if (day == last)
                break;
        }
    }
    return week;
}

/// Three days in a row and more are a range.
QString daysText(const Week &week, const QLocale &locale)
{
    const auto name = [&](int day) { return locale.standaloneDayName(day + 1, QLocale::ShortFormat); };
    QStringList words;
    for (int day = 0; day < kDays;) {
        int end = day;
        while (end < kDays && week.at(size_t(end)))
            ++end;
        if (end - day >= 3)
            words << QStringLiteral("%1–%2").arg(name(day), name(end - 1));
        else
            for (int single = day; single < end; ++single)
                words << name(single);
        day = std::max(end, day + 1);
    }
    return words.join(QStringLiteral(", "));
}

} // namespace

QString openingHoursText(const QString &found, const QLocale &locale)
{
    static const QRegularExpression pattern(QStringLiteral(R"(^([A-Z][a-z](?:\s*[,-]\s*[A-Z][a-z])*)\s+(\d[\d:,\s-]*)$)"));
    QStringList parts;
    const QStringList rules = found.split(u';', Qt::SkipEmptyParts);
    for (const QString &rule : rules) {
        const QRegularExpressionMatch match = pattern.match(rule.trimmed());
        const auto days = match.hasMatch() ? daysOf(match.captured(1)) : std::nullopt;
        if (!days)
            return found;
        QString times = match.captured(2).remove(u' ');
        times.replace(u'-', u'–').replace(u',', QStringLiteral(", "));
        parts << QStringLiteral("%1 %2").arg(daysText(*days, locale), times);
    }
    return parts.join(QStringLiteral("; "));
}

} // namespace leadline::ui
