#include "console.h"

#include <QJsonDocument>
#include <QLocale>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <numeric>

namespace leadline::leadctl {

namespace {

constexpr int widthWithoutTerminal = 120;
constexpr int narrowestColumn = 12;

void writeAll(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

QString elided(const QString &text, int width)
{
    return text.size() <= width ? text : text.left(std::max(0, width - 1)) + u'…';
}

} // namespace

Console::Console()
    : m_interactive(::isatty(STDERR_FILENO) == 1)
{ }

int Console::width() const
{
    winsize size {};
    for (const int descriptor : { STDOUT_FILENO, STDERR_FILENO }) {
        if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
            return size.ws_col;
    }
    return widthWithoutTerminal;
}

void Console::print(const QString &line)
{
    clearProgress();
    writeAll(stdout, line.toUtf8() + '\n');
}

void Console::print(const QJsonObject &object)
{
    printRaw(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void Console::printRaw(const QByteArray &bytes)
{
    clearProgress();
    writeAll(stdout, bytes);
}

void Console::note(const QString &line)
{
    if (!m_quiet)
        toError(line);
}

void Console::warn(const QString &line)
{
    toError(line);
}

void Console::fail(const QString &what, const domain::Error &error)
{
    const QString code = domain::errorCodeSlug(error.code()).toString();
    if (m_json) {
        QJsonObject out { { QStringLiteral("error"), code }, { QStringLiteral("detail"), error.detail() },
            { QStringLiteral("what"), what } };
        if (!error.field.isEmpty())
            out.insert(QStringLiteral("field"), error.field);
        if (!error.requestId.isEmpty())
            out.insert(QStringLiteral("request_id"), error.requestId);
        return print(out);
    }
    QString line = QStringLiteral("leadctl: %1: %2 [%3]").arg(what, plain(error.detail()), code);
    if (!error.requestId.isEmpty())
        line += QStringLiteral(" (request %1)").arg(error.requestId);
    toError(line);
}

void Console::progress(const QString &text)
{
    if (!m_interactive || m_quiet)
        return;
    clearProgress();
    if (text.isEmpty())
        return;
    writeAll(stderr, elided(text, width() - 1).toUtf8());
    m_progressShown = true;
}

void Console::clearProgress()
{
    if (std::exchange(m_progressShown, false))
        writeAll(stderr, "\r\033[K");
}

void Console::toError(const QString &line)
{
    clearProgress();
    writeAll(stderr, line.toUtf8() + '\n');
}

void Console::table(const QStringList &header, const std::vector<QStringList> &rows)
{
    std::vector<int> widths;
    for (qsizetype column = 0; column < header.size(); ++column) {
        qsizetype width = header.at(column).size();
        for (const QStringList &row : rows)
            width = std::max(width, row.value(column).size());
        widths.push_back(int(width));
    }
    const int room = width() - 2 * int(header.size() - 1);
    // The widest column gives way until all fit, or none can be read any more.
    while (std::accumulate(widths.begin(), widths.end(), 0) > room) {
        const auto widest = std::ranges::max_element(widths);
        if (*widest <= narrowestColumn)
            break;
        --*widest;
    }

    const auto line = [&](const QStringList &cells) {
        QString text;
        for (size_t column = 0; column < widths.size(); ++column)
            text += elided(cells.value(qsizetype(column)), widths[column]).leftJustified(widths[column])
                + QStringLiteral("  ");
        while (text.endsWith(u' '))
            text.chop(1);
        print(text);
    };
    line(header);
    for (const QStringList &row : rows)
        line(row);
}

QString grouped(qint64 number)
{
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::DefaultNumberOptions);
    return locale.toString(number).replace(u',', QChar(0x202f));
}

QString bytesText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString durationText(qint64 milliseconds)
{
    const qint64 seconds = milliseconds / 1000;
    const QString tail = QStringLiteral("%1:%2")
                             .arg(seconds / 60 % 60, seconds >= 3600 ? 2 : 1, 10, QChar(u'0'))
                             .arg(seconds % 60, 2, 10, QChar(u'0'));
    return seconds >= 3600 ? QString::number(seconds / 3600) + u':' + tail : tail;
}

QString plain(const QString &text)
{
    QString out = text.simplified();
    out.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    return out;
}

} // namespace leadline::leadctl
