#include "agent_input.h"

#include "protocol/json.h"

#include <QMetaObject>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace leadline::leadctl {

namespace {

constexpr qsizetype kLongestLine = 8 * 1024 * 1024;
constexpr size_t kMostLinesAhead = 1'000;

} // namespace

AgentInput::AgentInput(QObject *parent)
    : QObject(parent)
    , m_notifier(STDIN_FILENO, QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &AgentInput::read);
}

std::optional<AgentLine> AgentInput::next()
{
    if (m_lines.empty())
        return std::nullopt;
    std::optional<AgentLine> line(std::move(m_lines.front()));
    m_lines.pop_front();
    if (!m_ended && m_lines.size() < kMostLinesAhead)
        m_notifier.setEnabled(true);
    return line;
}

/// One read() per activation: it gives what is there and does not wait for more.
void AgentInput::read()
{
    char bytes[64 * 1024];
    const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof(bytes));
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count > 0) {
        take(bytes, count);
    } else {
        m_ended = true;
        endLine();
    }
    m_notifier.setEnabled(!m_ended && m_lines.size() < kMostLinesAhead);
    Q_EMIT arrived();
}

void AgentInput::take(const char *bytes, qsizetype count)
{
    const char *const end = bytes + count;
    while (bytes != end) {
        const auto *newline = static_cast<const char *>(std::memchr(bytes, '\n', size_t(end - bytes)));
        const char *const stop = newline ? newline : end;
        if (!m_tooLong && m_partial.size() + (stop - bytes) > kLongestLine) {
            m_tooLong = true;
            m_partial = QByteArray();
        }
        if (!m_tooLong)
            m_partial.append(bytes, stop - bytes);
        if (!newline)
            return;
        endLine();
        bytes = newline + 1;
    }
}

void AgentInput::endLine()
{
    ++m_number;
    const QByteArray text = std::exchange(m_partial, {}).trimmed();
    const bool tooLong = std::exchange(m_tooLong, false);
    if (text.isEmpty() && !tooLong)
        return;
    AgentLine line;
    if (tooLong) {
        line.problem = QStringLiteral("line %1 is longer than 8 MiB").arg(m_number);
    } else if (auto object = protocol::parseObject(text, kLongestLine)) {
        line.object = std::move(*object);
    } else {
        line.problem = QStringLiteral("line %1 is not a JSON object: %2").arg(m_number).arg(object.error().detail());
    }
    m_lines.push_back(std::move(line));
}

} // namespace leadline::leadctl
