#include "ui/models/copied_table.h"

#include <algorithm>

namespace leadline::ui {

namespace {

QString singleLine(QString cell)
{
    return cell.replace(u'\r', u' ').replace(u'\n', u' ').replace(u'\t', u' ');
}

/// A number with a plus sign in front is a phone: there is nothing in it to run.
bool isFormula(const QString &cell)
{
    if (cell.isEmpty() || !QStringView(u"=+-@\t\r\n").contains(cell.front()))
        return false;
    return cell.front() != u'+' || !std::all_of(cell.begin() + 1, cell.end(), [](QChar c) {
        return c.isDigit() || c.isSpace() || QStringView(u"()-/.").contains(c);
    });
}

QString csvCell(QString cell)
{
    if (isFormula(cell))
        cell.prepend(u'\'');
    const bool plain
        = std::none_of(cell.begin(), cell.end(), [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; });
    return plain ? cell : u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString markdownCell(const QString &cell)
{
    QString text = singleLine(cell);
    return text.replace(u'\\', QStringLiteral("\\\\")).replace(u'|', QStringLiteral("\\|"));
}

QString markdownRow(const QStringList &cells)
{
    return QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |");
}

template<typename Cell> QStringList mapped(const QStringList &cells, Cell cell)
{
    QStringList out;
    out.reserve(cells.size());
    for (const QString &text : cells)
        out.append(cell(text));
    return out;
}

} // namespace

QString copiedTable(CopyFormat format, const QStringList &header, const QList<QStringList> &rows)
{
    QStringList lines;
    switch (format) {
    case CopyFormat::Text:
        for (const QStringList &row : rows)
            lines.append(mapped(row, singleLine).join(u'\t'));
        return lines.join(u'\n');
    case CopyFormat::Csv:
        lines.append(mapped(header, csvCell).join(u','));
        for (const QStringList &row : rows)
            lines.append(mapped(row, csvCell).join(u','));
        return lines.join(QStringLiteral("\r\n")) + QStringLiteral("\r\n");
    case CopyFormat::Markdown:
        lines.append(markdownRow(mapped(header, markdownCell)));
        lines.append(markdownRow(QStringList(header.size(), QStringLiteral("---"))));
        for (const QStringList &row : rows)
            lines.append(markdownRow(mapped(row, markdownCell)));
        return lines.join(u'\n') + u'\n';
    }
    return {};
}

} // namespace leadline::ui
