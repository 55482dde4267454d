#include "seed_reader.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace leadline::leadctl {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

constexpr qint64 largestFile = 64 * 1024 * 1024;
constexpr size_t probedRows = 50;

using Row = QStringList;

bool looksLikeAddress(const QString &text)
{
    static const QRegularExpression address(
        QStringLiteral(
            R"(^(https?://)?([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}\.?(:\d{1,5})?([/?#]\S*)?$|^https?://\S+$)"),
        QRegularExpression::CaseInsensitiveOption);
    return address.match(text).hasMatch();
}

/// The separator of the first line outside quotes, or none.
QChar separatorOf(const QString &text)
{
    std::array<std::pair<QChar, int>, 3> counts { { { u'\t', 0 }, { u';', 0 }, { u',', 0 } } };
    bool quoted = false;
    for (const QChar c : text) {
        if (c == u'"')
            quoted = !quoted;
        if (c == u'\n' && !quoted)
            break;
        for (auto &[separator, count] : counts)
            count += !quoted && c == separator ? 1 : 0;
    }
    const auto most = std::ranges::max_element(counts, {}, &std::pair<QChar, int>::second);
    return most->second > 0 ? most->first : QChar();
}

/// RFC 4180, forgiving about line ends.
std::vector<Row> parseCsv(const QString &text, QChar separator)
{
    std::vector<Row> rows;
    Row row;
    QString cell;
    bool quoted = false;
    const auto endCell = [&] { row.append(std::exchange(cell, {}).trimmed()); };
    const auto endRow = [&] {
        endCell();
        if (row.size() > 1 || !row.first().isEmpty())
            rows.push_back(row);
        row.clear();
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quoted) {
            if (c == u'"' && i + 1 < text.size() && text.at(i + 1) == u'"')
                cell += text.at(++i);
            else if (c == u'"')
                quoted = false;
            else
                cell += c;
        } else if (c == u'"' && cell.trimmed().isEmpty()) {
            quoted = true;
        } else if (c == separator) {
            endCell();
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

Result<qsizetype> findColumn(const std::vector<Row> &rows, const QString &wanted)
{
    static const QStringList usual { QStringLiteral("website"), QStringLiteral("url"), QStringLiteral("homepage"),
        QStringLiteral("domain"), QStringLiteral("site"), QStringLiteral("web"), QStringLiteral("link"),
        QStringLiteral("address"), QStringLiteral("webseite"), QStringLiteral("internet") };
    const Row &header = rows.front();
    const auto named = [&header](const QString &name) -> qsizetype {
        for (qsizetype column = 0; column < header.size(); ++column) {
            if (header.at(column).compare(name, Qt::CaseInsensitive) == 0)
                return column;
        }
        return -1;
    };
    if (!wanted.isEmpty()) {
        bool isNumber = false;
        const int number = wanted.toInt(&isNumber);
        const qsizetype column = isNumber ? number - 1 : named(wanted);
        if (column >= 0 && column < header.size())
            return column;
        return failure(ErrorCode::InvalidArgument,
            QStringLiteral("there is no column \"%1\"; there are: %2").arg(wanted, header.join(QStringLiteral(", "))));
    }
    const auto addresses = [&rows](qsizetype column) {
        return std::count_if(rows.begin(), rows.begin() + ptrdiff_t(std::min(rows.size(), probedRows)),
            [column](const Row &row) { return looksLikeAddress(row.value(column)); });
    };
    for (const QString &name : usual) {
        const qsizetype column = named(name);
        if (column >= 0 && addresses(column) > 0)
            return column;
    }
    qsizetype best = -1;
    for (qsizetype column = 0; column < header.size(); ++column) {
        if (addresses(column) > (best < 0 ? 0 : addresses(best)))
            best = column;
    }
    if (best < 0)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no column holds web addresses; name one with --column"));
    return best;
}

/// A list of plain addresses may hold separators too, but hardly the same number in each line.
bool isTable(const QString &text, QChar separator)
{
    if (separator.isNull())
        return false;
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts).mid(0, 5);
    if (!looksLikeAddress(lines.first().trimmed()))
        return true;
    return lines.size() > 1 && std::ranges::all_of(lines, [&](const QString &line) {
        return line.count(separator) == lines.first().count(separator);
    });
}

QStringList unique(const QStringList &texts)
{
    QSet<QString> seen;
    QStringList out;
    for (const QString &text : texts) {
        if (text.isEmpty() || seen.contains(text))
            continue;
        seen.insert(text);
        out.append(text);
    }
    return out;
}

} // namespace

Result<QStringList> seedsFromText(const QString &content, const QString &column)
{
    QString text = content;
    if (text.startsWith(QChar(0xfeff)))
        text.remove(0, 1);
    const QChar separator = separatorOf(text);
    const bool isCsv = isTable(text, separator);
    QStringList found;
    if (isCsv || !column.isEmpty()) {
        const auto rows = parseCsv(text, separator.isNull() ? QChar(u',') : separator);
        if (rows.empty())
            return failure(ErrorCode::InvalidArgument, QStringLiteral("the file is empty"));
        const auto index = findColumn(rows, column);
        if (!index)
            return failure(index.error());
        for (const Row &row : rows) {
            if (&row != &rows.front() || looksLikeAddress(row.value(*index)))
                found.append(row.value(*index));
        }
    } else {
        const auto lines = text.split(u'\n');
        for (const QString &line : lines) {
            const QString address = line.trimmed();
            // A fragment is part of an address, a comment stands after a space or at the beginning.
            if (!address.startsWith(u'#'))
                found.append(address.section(QRegularExpression(QStringLiteral("\\s+#")), 0, 0).trimmed());
        }
    }
    found = unique(found);
    if (found.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("the file holds no addresses"));
    return found;
}

Result<QStringList> readSeeds(const QString &path, const QString &column)
{
    QFile file(path);
    const bool opened = path == u"-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened)
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    const QByteArray bytes = file.read(largestFile);
    if (bytes.size() == largestFile)
        return failure(ErrorCode::TooLarge, QStringLiteral("%1 is larger than 64 MB").arg(path));
    auto seeds = seedsFromText(QString::fromUtf8(bytes), column);
    if (!seeds)
        return failure(seeds.error().code(), path + QStringLiteral(": ") + seeds.error().detail());
    return seeds;
}

} // namespace leadline::leadctl
