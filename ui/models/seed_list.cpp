#include "ui/models/seed_list.h"

#include <QCoreApplication>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>

namespace leadline::ui {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(SeedList)
};

bool isHostChar(QChar c)
{
    return c.isLetterOrNumber() || c == u'-' || c == u'.' || c == u'_';
}

bool isIpv6Char(QChar c)
{
    const char16_t low = c.toLower().unicode();
    return (low >= u'0' && low <= u'9') || (low >= u'a' && low <= u'f') || low == u':' || low == u'.';
}

/// The part of `rest` (after the scheme) that names the host, without port.
QStringView hostOf(QStringView rest)
{
    qsizetype end = 0;
    while (end < rest.size() && rest.at(end) != u'/' && rest.at(end) != u'?' && rest.at(end) != u'#')
        ++end;
    QStringView host = rest.left(end);
    if (const qsizetype at = host.lastIndexOf(u'@'); at >= 0)
        return {}; // credentials in an address are refused
    if (host.startsWith(u'[')) {
        const qsizetype close = host.indexOf(u']');
        return close > 1 ? host.mid(1, close - 1) : QStringView();
    }
    if (const qsizetype colon = host.indexOf(u':'); colon >= 0) {
        const QStringView port = host.mid(colon + 1);
        if (port.isEmpty() || !std::all_of(port.begin(), port.end(), [](QChar c) { return c >= u'0' && c <= u'9'; }))
            return {};
        host = host.left(colon);
    }
    return host;
}

bool isHost(QStringView host)
{
    if (host.isEmpty() || host.size() > 253)
        return false;
    if (host.contains(u':'))
        return std::all_of(host.begin(), host.end(), isIpv6Char);
    if (!std::all_of(host.begin(), host.end(), isHostChar))
        return false;
    if (host.startsWith(u'.') || host.startsWith(u'-') || host.contains(QStringView(u"..")))
        return false;
    return host.contains(u'.') || host.compare(u"localhost", Qt::CaseInsensitive) == 0;
}

SeedLine readLine(QStringView text)
{
    SeedLine line;
    const qsizetype scheme = text.indexOf(QStringView(u"://"));
    QStringView rest = text;
    bool known = true;
    if (scheme >= 0) {
        const QStringView name = text.left(scheme);
        known = name.compare(u"http", Qt::CaseInsensitive) == 0 || name.compare(u"https", Qt::CaseInsensitive) == 0;
        rest = text.mid(scheme + 3);
    }
    if (!known) {
        line.problem = SeedProblem::UnknownScheme;
        return line;
    }
    if (std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() || c == u'<' || c == u'>' || c == u'"'; })) {
        line.problem = SeedProblem::NotAnAddress;
        return line;
    }
    if (!isHost(hostOf(rest))) {
        line.problem = scheme >= 0 ? SeedProblem::NoHost : SeedProblem::NotAnAddress;
        return line;
    }
    line.address = scheme >= 0 ? text.toString() : QStringLiteral("https://") + text.toString();
    return line;
}

/// Same address written differently: case of the host, a trailing slash.
QString identity(const QString &address)
{
    const qsizetype from = address.indexOf(QStringLiteral("://")) + 3;
    const qsizetype path = address.indexOf(u'/', from);
    QString key = path < 0 ? address.toLower() : address.left(path).toLower() + address.mid(path);
    while (key.endsWith(u'/'))
        key.chop(1);
    return key;
}

QString decode(const QByteArray &bytes)
{
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString text = utf8(bytes);
    return utf8.hasError() ? QString::fromLatin1(bytes) : text;
}

QChar separatorOf(const QString &text)
{
    const QString first = text.left(text.indexOf(u'\n') < 0 ? text.size() : text.indexOf(u'\n'));
    QChar best = u',';
    for (const QChar candidate : { QChar(u';'), QChar(u'\t') }) {
        if (first.count(candidate) > first.count(best))
            best = candidate;
    }
    return best;
}

std::vector<QStringList> readCsv(const QString &text)
{
    const QChar separator = separatorOf(text);
    std::vector<QStringList> rows;
    QStringList row;
    QString cell;
    bool quoted = false;
    const auto endRow = [&] {
        row << cell.trimmed();
        cell.clear();
        rows.push_back(std::exchange(row, {}));
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quoted) {
            if (c == u'"' && i + 1 < text.size() && text.at(i + 1) == u'"') {
                cell += c;
                ++i;
            } else if (c == u'"') {
                quoted = false;
            } else {
                cell += c;
            }
        } else if (c == u'"' && cell.isEmpty()) {
            quoted = true;
        } else if (c == separator) {
            row << cell.trimmed();
            cell.clear();
        } else if (c == u'\n') {
            endRow();
        } else if (c != u'\r') {
            cell += c;
        }
    }
    if (!cell.isEmpty() || !row.isEmpty())
        endRow();
    return rows;
}

bool isAddress(const QString &cell)
{
    // An e-mail address has a host too, but nobody means it as a web site.
    return !cell.isEmpty() && !cell.contains(u'@') && readLine(cell).problem == SeedProblem::None;
}

} // namespace

SeedList parseSeeds(QStringView text)
{
    SeedList list;
    QSet<QString> seen;
    int number = 0;
    for (const QStringView raw : text.split(u'\n')) {
        const QStringView trimmed = raw.trimmed();
        const int at = number++;
        if (trimmed.isEmpty() || trimmed.startsWith(u'#'))
            continue;
        SeedLine line = readLine(trimmed);
        line.line = at;
        if (line.problem == SeedProblem::None) {
            const QString key = identity(line.address);
            if (seen.contains(key)) {
                line.problem = SeedProblem::Duplicate;
                ++list.duplicates;
            } else {
                seen.insert(key);
                list.addresses << line.address;
            }
        } else {
            ++list.problems;
        }
        list.lines.push_back(std::move(line));
    }
    return list;
}

QString seedProblemText(SeedProblem problem)
{
    switch (problem) {
    case SeedProblem::None:
        return {};
    case SeedProblem::NotAnAddress:
        return Text::tr("is not a web address");
    case SeedProblem::NoHost:
        return Text::tr("has no usable host name");
    case SeedProblem::UnknownScheme:
        return Text::tr("must begin with http:// or https://");
    case SeedProblem::Duplicate:
        return Text::tr("repeats a line above and is left out");
    }
    return {};
}

bool looksLikeSeeds(QStringView text)
{
    const SeedList list = parseSeeds(text.left(64 * 1024));
    return !list.addresses.isEmpty() && list.addresses.size() + list.duplicates >= list.problems;
}

QStringList seedsFromCsv(const QByteArray &bytes)
{
    const std::vector<QStringList> rows = readCsv(decode(bytes));
    qsizetype columns = 0;
    for (const QStringList &row : rows)
        columns = std::max(columns, row.size());
    qsizetype best = -1;
    qsizetype bestCount = 0;
    for (qsizetype column = 0; column < std::min<qsizetype>(columns, 256); ++column) {
        const auto count
            = std::count_if(rows.begin(), rows.end(), [&](const QStringList &row) { return isAddress(row.value(column)); });
        if (count > bestCount) {
            best = column;
            bestCount = count;
        }
    }
    QStringList addresses;
    if (best < 0)
        return addresses;
    for (const QStringList &row : rows) {
        if (isAddress(row.value(best)))
            addresses << row.value(best);
    }
    return addresses;
}

QString suggestedTaskName(const QStringList &addresses)
{
    if (addresses.isEmpty())
        return {};
    const QString &first = addresses.first();
    QString host = hostOf(QStringView(first).mid(first.indexOf(QStringLiteral("://")) + 3)).toString();
    if (host.startsWith(QStringLiteral("www.")))
        host.remove(0, 4);
    return addresses.size() == 1 ? host : Text::tr("%1 and %2 more").arg(host).arg(addresses.size() - 1);
}

} // namespace leadline::ui
