#include "domain/seed_file.h"

#include "domain/seed_list.h"

#include <QSet>
#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace leadline::domain {

namespace {

constexpr size_t kProbedRows = 50;
constexpr size_t kProbedLines = 5;
constexpr qsizetype kProbedColumns = 256;

using Row = QStringList;

QString decode(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringConverter::encodingForData(bytes).value_or(QStringConverter::Utf8));
    const QString text = decoder(bytes);
    return decoder.hasError() ? QString::fromLatin1(bytes) : text;
}

bool isAddress(QStringView text)
{
    return readSeed(text).problem == SeedProblem::None;
}

bool isUsualName(const QString &cell)
{
    static const QStringList names { QStringLiteral("website"), QStringLiteral("url"), QStringLiteral("homepage"),
        QStringLiteral("domain"), QStringLiteral("site"), QStringLiteral("web"), QStringLiteral("link"),
        QStringLiteral("address"), QStringLiteral("webseite"), QStringLiteral("internet") };
    return names.contains(cell, Qt::CaseInsensitive);
}

/// The first lines that say something: neither blank nor a comment.
std::vector<QStringView> firstLines(QStringView text)
{
    std::vector<QStringView> lines;
    for (qsizetype from = 0; from < text.size() && lines.size() < kProbedLines;) {
        qsizetype end = text.indexOf(u'\n', from);
        end = end < 0 ? text.size() : end;
        const QStringView line = text.mid(from, end - from).trimmed();
        if (!withoutComment(line).isEmpty())
            lines.push_back(line);
        from = end + 1;
    }
    return lines;
}

/// The separator the first row has most of outside quotes, or none. The row may go on over several lines in quotes.
QChar separatorOf(QStringView text)
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

/// Addresses may hold separators too, but hardly the same number in each line.
bool isTable(const std::vector<QStringView> &lines, QChar separator)
{
    if (lines.front().startsWith(u'"'))
        return true;
    if (separator.isNull())
        return false;
    const bool isAlone = lines.size() == 1;
    if (!isAddress(withoutComment(lines.front())))
        return isAlone
            || std::any_of(lines.begin() + 1, lines.end(), [&](QStringView line) { return line.contains(separator); });
    return !isAlone && std::ranges::all_of(lines, [&](QStringView line) {
        return line.count(separator) == lines.front().count(separator);
    });
}

/// RFC 4180, forgiving about line ends; rows without any text are left out.
std::vector<Row> parseCsv(QStringView text, QChar separator)
{
    std::vector<Row> rows;
    Row row;
    QString cell;
    bool quoted = false;
    const auto endCell = [&] { row.append(std::exchange(cell, {}).trimmed()); };
    const auto endRow = [&] {
        endCell();
        if (std::ranges::any_of(row, [](const QString &value) { return !value.isEmpty(); }))
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

Result<qsizetype> namedColumn(const Row &header, const QString &wanted)
{
    bool isNumber = false;
    const qsizetype number = wanted.toInt(&isNumber);
    const auto named
        = std::ranges::find_if(header, [&](const QString &name) { return name.compare(wanted, Qt::CaseInsensitive) == 0; });
    const qsizetype column = named != header.end() ? named - header.begin() : isNumber ? number - 1 : -1;
    if (column >= 0 && column < header.size())
        return column;
    return failure(ErrorCode::InvalidArgument,
        QStringLiteral("there is no column \"%1\"; there are: %2").arg(wanted, header.join(QStringLiteral(", "))));
}

Result<qsizetype> columnOfAddresses(const std::vector<Row> &rows)
{
    const auto end = rows.begin() + static_cast<ptrdiff_t>(std::min(rows.size(), kProbedRows));
    qsizetype columns = 0;
    for (auto row = rows.begin(); row != end; ++row)
        columns = std::max(columns, row->size());
    qsizetype best = -1;
    std::pair<bool, ptrdiff_t> bestScore { false, 0 };
    for (qsizetype column = 0; column < std::min(columns, kProbedColumns); ++column) {
        const auto count = std::count_if(rows.begin(), end, [&](const Row &row) { return isAddress(row.value(column)); });
        const std::pair<bool, ptrdiff_t> score { isUsualName(rows.front().value(column)), count };
        if (count > 0 && score > bestScore) {
            best = column;
            bestScore = score;
        }
    }
    if (best < 0)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no column holds web addresses; name the one that does"));
    return best;
}

Result<QStringList> fromTable(QStringView text, QChar separator, const QString &column)
{
    const std::vector<Row> rows = parseCsv(text, separator.isNull() ? QChar(u',') : separator);
    if (rows.empty())
        return QStringList();
    const auto index = column.isEmpty() ? columnOfAddresses(rows) : namedColumn(rows.front(), column);
    if (!index)
        return failure(index.error());
    QStringList cells;
    for (const Row &row : rows) {
        const QString cell = row.value(*index);
        if (&row != &rows.front() || isAddress(cell))
            cells.append(cell);
    }
    return cells;
}

QStringList fromLines(QStringView text)
{
    QStringList found;
    for (const QStringView line : text.split(u'\n')) {
        const QString typed = withoutComment(line).toString();
        const bool isHeader = found.isEmpty() && isUsualName(typed); // a table of one column
        if (!typed.isEmpty() && !isHeader)
            found.append(typed);
    }
    return found;
}

} // namespace

Result<QStringList> seedsFromFile(const QByteArray &bytes, const QString &column)
{
    const QString text = decode(bytes);
    const std::vector<QStringView> lines = firstLines(text);
    Result<QStringList> found;
    if (!lines.empty()) {
        const QChar separator = separatorOf(QStringView(text).mid(lines.front().data() - text.constData()));
        found = !column.isEmpty() || isTable(lines, separator) ? fromTable(text, separator, column) : fromLines(text);
    }
    if (!found)
        return found;
    QSet<QString> seen { QString() };
    found->removeIf([&seen](const QString &seed) {
        const qsizetype known = seen.size();
        seen.insert(seed);
        return seen.size() == known;
    });
    if (found->isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("the file holds no addresses"));
    return found;
}

} // namespace leadline::domain
