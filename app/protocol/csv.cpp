#include "protocol/csv.h"

#include <algorithm>

namespace leadline::protocol {

namespace {

/// Numbers like "+43 1 5321000", several joined by "; ".
bool isPhones(const QString &cell)
{
    const QStringList phones = cell.split(QStringLiteral("; "));
    return std::all_of(phones.begin(), phones.end(), [](const QString &phone) {
        return phone.size() > 1 && phone.front() == u'+'
            && std::all_of(phone.begin() + 1, phone.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || c == u' '; });
    });
}

bool needsPrefix(const QString &cell, CsvProfile profile)
{
    if (profile == CsvProfile::Machine || cell.isEmpty() || !QStringView(u"=+-@\t\r\n＝＋－＠").contains(cell.front()))
        return false;
    return profile == CsvProfile::Excel || !isPhones(cell);
}

void appendCell(QByteArray &line, const QString &cell, CsvProfile profile)
{
    const bool prefixed = needsPrefix(cell, profile);
    const bool quoted = (prefixed && profile == CsvProfile::Excel)
        || std::any_of(cell.begin(), cell.end(), [](QChar c) { return QStringView(u",;\"\r\n\t").contains(c); });
    if (quoted)
        line += '"';
    if (prefixed)
        line += '\'';
    QByteArray text = cell.toUtf8();
    line += quoted ? text.replace('"', "\"\"") : text;
    if (quoted)
        line += '"';
}

} // namespace

QByteArray csvLine(const QStringList &cells, CsvProfile profile)
{
    QByteArray line;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0)
            line += ',';
        appendCell(line, cells[i], profile);
    }
    return line + "\r\n";
}

} // namespace leadline::protocol
