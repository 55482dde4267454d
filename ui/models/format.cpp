#include "ui/models/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace leadline::ui {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

QDateTime local(domain::Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(domain::toMilliseconds(time));
}

struct Unit
{
    qint64 ms;
    const char *name;
};

constexpr std::array<Unit, 4> kUnits { { { 86'400'000, QT_TRANSLATE_NOOP("Format", "d") },
    { 3'600'000, QT_TRANSLATE_NOOP("Format", "h") }, { 60'000, QT_TRANSLATE_NOOP("Format", "min") },
    { 1'000, QT_TRANSLATE_NOOP("Format", "s") } } };

const Unit &unitFor(qint64 ms)
{
    for (const Unit &unit : kUnits) {
        if (ms >= unit.ms)
            return unit;
    }
    return kUnits.back();
}

} // namespace

QString formatCount(qint64 value)
{
    QString text = QString::number(value);
    for (qsizetype at = text.size() - 3; at > (value < 0 ? 1 : 0); at -= 3)
        text.insert(at, QChar(0x202f));
    return text;
}

int plural(qint64 value)
{
    // Plural rules look at the last digits, so that a number too large for them may lose its first ones.
    constexpr qint64 kRound = 1'000'000;
    const qint64 size = value < 0 ? -value : value;
    return static_cast<int>(size < kRound ? size : kRound + size % kRound);
}

QString formatRate(double perSecond)
{
    if (!(perSecond >= 0.05))
        return QStringLiteral("–");
    if (perSecond < 9.95)
        return Text::tr("%1/s").arg(QLocale().toString(perSecond, 'f', 1));
    return Text::tr("%1/s").arg(formatCount(std::llround(perSecond)));
}

QString formatBytes(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString formatRange(std::optional<qint64> lowMs, std::optional<qint64> highMs)
{
    if (!lowMs || !highMs)
        return Text::tr("unknown");
    // Two of a unit at least, so that a range does not collapse into one number.
    const Unit &unit = unitFor(std::max<qint64>(*highMs / 2, 1));
    const auto in = [&](qint64 ms) { return std::max<qint64>(1, (ms + unit.ms / 2) / unit.ms); };
    const qint64 low = in(std::max<qint64>(*lowMs, 0));
    const qint64 high = in(*highMs);
    if (low >= high)
        return QStringLiteral("%1 %2").arg(QString::number(high), Text::tr(unit.name));
    return QStringLiteral("%1–%2 %3").arg(QString::number(low), QString::number(high), Text::tr(unit.name));
}

QString formatDuration(qint64 ms)
{
    const Unit &unit = unitFor(std::max<qint64>(ms, 0));
    return QStringLiteral("%1 %2").arg(QString::number(std::max<qint64>(ms, 0) / unit.ms), Text::tr(unit.name));
}

QString formatAge(domain::Timestamp then, domain::Timestamp now)
{
    const qint64 ms = domain::toMilliseconds(now) - domain::toMilliseconds(then);
    return ms < 1000 ? Text::tr("just now") : Text::tr("%1 ago").arg(formatDuration(ms));
}

QString formatMoment(domain::Timestamp then, domain::Timestamp now)
{
    const QDateTime moment = local(then);
    const qint64 days = moment.date().daysTo(local(now).date());
    const QString clock = moment.time().toString(QStringLiteral("HH:mm"));
    if (days == 0)
        return clock;
    if (days > 0 && days < 7)
        return QLocale().dayName(moment.date().dayOfWeek(), QLocale::ShortFormat) + u' ' + clock;
    return QLocale().toString(moment.date(), QLocale::ShortFormat);
}

QString formatClock(domain::Timestamp time)
{
    return local(time).time().toString(QStringLiteral("HH:mm:ss"));
}

namespace {

/// Digits of the country calling code (ITU-T E.164): the zones of one and two digits, otherwise three.
int callingCodeLength(QStringView digits)
{
    if (digits.startsWith(u'1') || digits.startsWith(u'7'))
        return 1;
    static const QString twoDigits
        = QStringLiteral("20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 "
                         "58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98");
    return twoDigits.contains(digits.left(2)) ? 2 : 3;
}

} // namespace

QString formatPhone(const QString &e164)
{
    const QStringView digits = QStringView(e164).mid(1);
    const bool numeric = std::ranges::all_of(digits, [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!e164.startsWith(u'+') || digits.size() < 7 || !numeric)
        return e164;
    const int code = callingCodeLength(digits);
    QStringList groups { e164.left(1 + code) };
    QStringView rest = digits.mid(code);
    if (digits.startsWith(u"33") && rest.size() == 9) {
        groups << rest.left(1).toString();
        rest = rest.mid(1);
        for (; !rest.isEmpty(); rest = rest.mid(2))
            groups << rest.left(2).toString();
        return groups.join(u' ');
    }
    // Threes, and what is left over joins the last group: 555 0143.
    for (; rest.size() >= 5 || rest.size() == 3; rest = rest.mid(3))
        groups << rest.left(3).toString();
    if (!rest.isEmpty())
        groups << rest.toString();
    return groups.join(u' ');
}

} // namespace leadline::ui
