#include "text_width.h"

#include <QList>

#include <algorithm>
#include <array>
#include <utility>

namespace leadline::leadctl {

namespace {

constexpr std::array<std::pair<char32_t, char32_t>, 13> kWideRanges { { { 0x1100, 0x115f }, { 0x2e80, 0x303e },
    { 0x3041, 0x33ff }, { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, { 0xa000, 0xa4cf }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff },
    { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x1f300, 0x1faff }, { 0x20000, 0x3fffd } } };

int columnsOf(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
    case QChar::Other_Control:
        return 0;
    default:
        break;
    }
    const auto range = std::ranges::upper_bound(kWideRanges, c, {}, &std::pair<char32_t, char32_t>::first);
    return range != kWideRanges.begin() && c <= std::prev(range)->second ? 2 : 1;
}

} // namespace

int columnsOf(QStringView text)
{
    int columns = 0;
    for (const char32_t c : QList<uint>(text.toUcs4()))
        columns += columnsOf(c);
    return columns;
}

QString elided(const QString &text, int columns)
{
    if (columnsOf(text) <= columns)
        return text;
    QString cut;
    int used = 1; // the ellipsis
    for (const char32_t c : QList<uint>(text.toUcs4())) {
        used += columnsOf(c);
        if (used > columns)
            break;
        cut += QString::fromUcs4(&c, 1);
    }
    return columns > 0 ? cut + u'…' : QString();
}

QString padded(const QString &text, int columns)
{
    return text + QString(std::max(0, columns - columnsOf(text)), u' ');
}

} // namespace leadline::leadctl
