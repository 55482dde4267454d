#include "console.h"

#include "text_width.h"

#include <QJsonDocument>
#include <QLocale>

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <numeric>
#include <utility>

namespace leadline::leadctl {

namespace {

constexpr int kWidthWithoutTerminal = 120;
constexpr int kUsualTerminalWidth = 80;
constexpr int kNarrowestColumn = 12;

/// A signal handler can reach nothing else.
std::atomic<bool> progressShown { false };

/// 0, or the errno of the first write that failed. A descriptor that was handed to us non-blocking is waited for.
int writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), size_t(bytes.size()));
        if (written >= 0) {
            bytes = bytes.sliced(written);
        } else if (errno == EAGAIN) {
            pollfd ready { descriptor, POLLOUT, 0 };
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

int terminalWidth(int descriptor)
{
    winsize size {};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool mayDraw()
{
    return ::isatty(STDERR_FILENO) == 1 && qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb";
}

} // namespace

Console::Console()
    : m_interactive(mayDraw())
{ }

Console::~Console()
{
    clearProgress();
}

int Console::width() const
{
    for (const int descriptor : { STDOUT_FILENO, STDERR_FILENO }) {
        if (const int columns = terminalWidth(descriptor); columns > 0)
            return columns;
    }
    return kWidthWithoutTerminal;
}

int Console::progressWidth() const
{
    const int columns = terminalWidth(STDERR_FILENO);
    // A line that fills the last column leaves some terminals on the next row.
    return (columns > 0 ? columns : kUsualTerminalWidth) - 1;
}

void Console::print(const QString &line)
{
    printRaw(line.toUtf8() + '\n');
}

void Console::print(const QJsonObject &object)
{
    printRaw(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void Console::printRaw(const QByteArray &bytes)
{
    clearProgress();
    if (outputLost())
        return;
    if (const int error = writeAll(STDOUT_FILENO, bytes); error != 0)
        loseOutput(error);
}

void Console::loseOutput(int systemError)
{
    m_outputError = systemError;
    if (systemError != EPIPE) // whoever reads `| head` wants no more
        toError(QStringLiteral("leadctl: standard output cannot be written: ") + qt_error_string(systemError));
    if (m_onOutputLost)
        m_onOutputLost();
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

void Console::fail(const QString &what, const domain::Error &error, const QJsonObject &facts)
{
    const QString code = domain::errorCodeSlug(error.code()).toString();
    if (m_json) {
        QJsonObject out = facts;
        out.insert(QStringLiteral("error"), code);
        out.insert(QStringLiteral("detail"), error.detail());
        out.insert(QStringLiteral("what"), what);
        if (!error.field.isEmpty())
            out.insert(QStringLiteral("field"), error.field);
        if (!error.requestId.isEmpty())
            out.insert(QStringLiteral("request_id"), error.requestId);
        print(out);
        if (!outputLost())
            return;
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
    const QString line = elided(text, progressWidth());
    m_progressColumns = columnsOf(line);
    progressShown = true;
    writeAll(STDERR_FILENO, line.toUtf8());
}

void Console::clearProgress()
{
    const int shown = std::exchange(m_progressColumns, 0);
    progressShown = false;
    if (shown == 0)
        return;
    // A terminal that became narrower has broken the line into rows. They are removed one by one: some terminals keep what a
    // removal from the top of the screen takes away.
    const int columns = std::max(1, progressWidth() + 1);
    QByteArray codes("\r\033[K");
    for (int row = (shown - 1) / columns; row > 0; --row)
        codes += "\033[A\033[K";
    writeAll(STDERR_FILENO, codes);
}

void Console::removeProgressInSignal()
{
    if (progressShown.exchange(false)) [[maybe_unused]]
        const auto written = ::write(STDERR_FILENO, "\r\033[K", 4);
}

void Console::toError(const QString &line)
{
    clearProgress();
    writeAll(STDERR_FILENO, line.toUtf8() + '\n');
}

void Console::table(const QStringList &header, const std::vector<QStringList> &rows)
{
    std::vector<int> widths;
    for (qsizetype column = 0; column < header.size(); ++column) {
        int width = columnsOf(header.at(column));
        for (const QStringList &row : rows)
            width = std::max(width, columnsOf(row.value(column)));
        widths.push_back(width);
    }
    const int room = width() - 2 * int(header.size() - 1);
    // The widest column gives way until all fit, or none can be read any more.
    while (std::accumulate(widths.begin(), widths.end(), 0) > room) {
        const auto widest = std::ranges::max_element(widths);
        if (*widest <= kNarrowestColumn)
            break;
        --*widest;
    }

    const auto line = [&](const QStringList &cells) {
        QString text;
        for (size_t column = 0; column < widths.size(); ++column)
            text += padded(elided(cells.value(qsizetype(column)), widths[column]), widths[column]) + QStringLiteral("  ");
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
