#include "domain/seed_file.h"

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
constexpr qsizetype kProbedBytes = 4096;
/// A quote that has not ended by then never meant to begin a cell.
constexpr qsizetype kLongestCell = 32 * 1024;
constexpr qsizetype kShownText = 200;

struct Row
{
    int line = 0; ///< from 1
    QStringList cells;
};

struct Cell
{
    int line = 0;
    QString text;
};

/// Text without a mark holds no more than a stray zero byte; every second byte of European text in UTF-16 is one.
Remark refusalOf(const QByteArray &bytes)
{
    const qsizetype probed = std::min(bytes.size(), kProbedBytes);
    std::array<qsizetype, 2> zeros { 0, 0 };
    for (qsizetype i = 0; i < probed; ++i)
        zeros[static_cast<size_t>(i % 2)] += bytes.at(i) == '\0' ? 1 : 0;
    if ((zeros[0] + zeros[1]) * 4 <= probed)
        return {};
    return std::min(zeros[0], zeros[1]) * 10 < zeros[0] + zeros[1] ? RemarkCode::FileLooksUtf16 : RemarkCode::FileNotText;
}

/// With LF alone at the end of lines.
Result<QString> decode(const QByteArray &bytes)
{
    const auto marked = QStringConverter::encodingForData(bytes);
    if (const Remark refusal = marked ? Remark() : refusalOf(bytes); !refusal.isEmpty())
        return failure(ErrorCode::InvalidArgument, refusal);
    QStringDecoder decoder(marked.value_or(QStringConverter::Utf8));
    QString text = decoder(bytes);
    if (decoder.hasError())
        text = QString::fromLatin1(bytes);
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    text.replace(u'\r', u'\n');
    return text;
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

/// RFC 4180; rows without any text are left out.
class CsvReader
{
public:
    CsvReader(QStringView text, QChar separator, int firstLine)
        : m_text(text)
        , m_separator(separator)
        , m_line(firstLine)
    { }

    std::vector<Row> read()
    {
        m_row.line = m_line;
        for (m_at = 0; m_at < m_text.size(); ++m_at)
            take(m_text.at(m_at));
        if (!m_cell.isEmpty() || !m_row.cells.isEmpty())
            endRow();
        return std::move(m_rows);
    }

private:
    void take(QChar c)
    {
        if (c == u'"' && m_cell.trimmed().isEmpty() && takeQuoted())
            return;
        if (c == m_separator)
            endCell();
        else if (c == u'\n')
            endRow();
        else
            m_cell += c;
    }

    /// From the opening quote to the one that ends the cell; false when the next one does not, or is too far away.
    bool takeQuoted()
    {
        QString cell;
        int breaks = 0;
        const qsizetype end = std::min(m_text.size(), m_at + kLongestCell);
        for (qsizetype i = m_at + 1; i < end; ++i) {
            const QChar c = m_text.at(i);
            const bool doubled = c == u'"' && i + 1 < m_text.size() && m_text.at(i + 1) == u'"';
            if (c == u'"' && !doubled) {
                if (!endsCell(i + 1))
                    return false;
                m_cell = cell;
                m_at = i;
                m_line += breaks;
                return true;
            }
            i += doubled ? 1 : 0;
            breaks += c == u'\n' ? 1 : 0;
            cell += c;
        }
        return false;
    }

    [[nodiscard]] bool endsCell(qsizetype at) const
    {
        while (at < m_text.size() && m_text.at(at) == u' ')
            ++at;
        return at == m_text.size() || m_text.at(at) == m_separator || m_text.at(at) == u'\n';
    }

    void endCell() { m_row.cells.append(std::exchange(m_cell, {}).trimmed()); }

    void endRow()
    {
        endCell();
        if (std::ranges::any_of(m_row.cells, [](const QString &value) { return !value.isEmpty(); }))
            m_rows.push_back(m_row);
        m_row = { ++m_line, {} };
    }

    const QStringView m_text;
    const QChar m_separator;
    qsizetype m_at = 0;
    int m_line;
    QString m_cell;
    Row m_row;
    std::vector<Row> m_rows;
};

Result<qsizetype> namedColumn(const QStringList &header, const QString &wanted)
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
        columns = std::max(columns, row->cells.size());
    qsizetype best = -1;
    std::pair<bool, ptrdiff_t> bestScore { false, 0 };
    for (qsizetype column = 0; column < std::min(columns, kProbedColumns); ++column) {
        const auto count
            = std::count_if(rows.begin(), end, [&](const Row &row) { return isAddress(row.cells.value(column)); });
        const std::pair<bool, ptrdiff_t> score { isUsualName(rows.front().cells.value(column)), count };
        if (count > 0 && score > bestScore) {
            best = column;
            bestScore = score;
        }
    }
    if (best < 0)
        return failure(ErrorCode::InvalidArgument, Remark(RemarkCode::FileWithoutColumn));
    return best;
}

Result<std::vector<Cell>> fromTable(QStringView text, QChar separator, const QString &column, int firstLine)
{
    const std::vector<Row> rows = CsvReader(text, separator.isNull() ? QChar(u',') : separator, firstLine).read();
    std::vector<Cell> cells;
    if (rows.empty())
        return cells;
    const auto index = column.isEmpty() ? columnOfAddresses(rows) : namedColumn(rows.front().cells, column);
    if (!index)
        return failure(index.error());
    for (const Row &row : rows) {
        const QString cell = row.cells.value(*index);
        const bool saysNothing = &row == &rows.front() || row.cells.front().startsWith(u'#'); // header or comment
        if (!cell.isEmpty() && (!saysNothing || isAddress(cell)))
            cells.push_back({ row.line, cell });
    }
    return cells;
}

std::vector<Cell> fromLines(QStringView text)
{
    std::vector<Cell> found;
    int number = 0;
    for (const QStringView line : text.split(u'\n')) {
        ++number;
        const QString typed = withoutComment(line).toString();
        const bool isHeader = found.empty() && isUsualName(typed); // a table of one column
        if (!typed.isEmpty() && !isHeader)
            found.push_back({ number, typed });
    }
    return found;
}

Result<std::vector<Cell>> cellsOf(const QByteArray &bytes, const QString &column)
{
    const auto text = decode(bytes);
    if (!text)
        return failure(text.error());
    const std::vector<QStringView> lines = firstLines(*text);
    if (lines.empty())
        return failure(ErrorCode::InvalidArgument, Remark(RemarkCode::FileWithoutAddresses));
    const qsizetype start = lines.front().data() - text->constData();
    const QStringView body = QStringView(*text).mid(start);
    const QChar separator = separatorOf(body);
    if (column.isEmpty() && !isTable(lines, separator))
        return fromLines(*text);
    return fromTable(body, separator, column, 1 + static_cast<int>(QStringView(*text).left(start).count(u'\n')));
}

} // namespace

Result<SeedFile> readSeedFile(const QByteArray &bytes, const QString &column)
{
    const auto cells = cellsOf(bytes, column);
    if (!cells)
        return failure(cells.error());
    SeedFile file;
    QSet<QString> seen;
    for (const Cell &cell : *cells) {
        const SeedProblem problem = readSeed(cell.text).problem;
        if (problem != SeedProblem::None) {
            file.skipped.push_back({ cell.line, cell.text.left(kShownText), problem });
            continue;
        }
        const qsizetype known = seen.size();
        seen.insert(cell.text);
        if (seen.size() == known)
            ++file.repeated;
        else
            file.seeds.append(cell.text);
    }
    if (file.seeds.isEmpty())
        return failure(ErrorCode::InvalidArgument,
            file.skipped.empty() ? Remark(RemarkCode::FileWithoutAddresses)
                                 : QStringLiteral("none of its %1 lines is an address, beginning with line %2 (\"%3\")")
                                       .arg(file.skipped.size())
                                       .arg(file.skipped.front().line)
                                       .arg(file.skipped.front().text.left(60)));
    return file;
}

Result<QStringList> seedsFromFile(const QByteArray &bytes, const QString &column)
{
    const auto cells = cellsOf(bytes, column);
    if (!cells)
        return failure(cells.error());
    QSet<QString> seen;
    QStringList found;
    for (const Cell &cell : *cells) {
        const qsizetype known = seen.size();
        seen.insert(cell.text);
        if (seen.size() > known)
            found.append(cell.text);
    }
    if (found.isEmpty())
        return failure(ErrorCode::InvalidArgument, Remark(RemarkCode::FileWithoutAddresses));
    return found;
}

} // namespace leadline::domain
