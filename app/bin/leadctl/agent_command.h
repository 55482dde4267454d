#pragma once

#include "agent_edits.h"
#include "command.h"

#include "domain/task.h"
#include "services/profile.h"

#include <QJsonObject>
#include <QSocketNotifier>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace leadline::services {
class LiveTask;
}

namespace leadline::leadctl {

/// `leadctl agent`: keeps one session with its offline store open and obeys JSON lines on standard input, one after the
/// other. Every command is answered with one line {"cmd", "ok", …} that repeats its "id"; what happens in between comes as
/// lines with an "event" member. Begins offline. Ends with `quit` or the end of the input.
class AgentCommand : public BackendCommand
{
    Q_OBJECT

public:
    explicit AgentCommand(Console &console);
    ~AgentCommand() override;

    void addOptions(QCommandLineParser &parser) override;
    void start(const QCommandLineParser &parser) override;
    void interrupt() override;

protected:
    bool prepare(const QCommandLineParser &parser) override;
    void run() override { }

private:
    void readInput();
    void obeyNext();
    void obey(const QJsonObject &command);
    void answer(QJsonObject facts = {});
    void refuseCommand(const domain::Error &error);
    void event(const QString &name, QJsonObject facts);
    void tellRepair();

    void login();
    void offline();
    void startTask(const QJsonObject &command);
    void controlTask(const QJsonObject &command);
    void watch(const QJsonObject &command);
    void waitForTask(const QJsonObject &command);
    void edit(const QJsonObject &command);
    void editNext();
    void undo();
    void sync();
    void dump(const QJsonObject &command);
    void dumpPage();
    void status();
    [[nodiscard]] std::optional<domain::TaskId> taskOf(const QJsonObject &command);

    std::optional<services::Profile> m_profile;
    std::unique_ptr<QSocketNotifier> m_input;
    QByteArray m_partial;
    std::deque<QJsonObject> m_queue;
    QJsonObject m_current;
    bool m_busy = false;
    bool m_inputEnded = false;
    std::unique_ptr<QObject> m_wait; ///< context of the command that waits for a signal
    std::map<domain::TaskId, std::unique_ptr<services::LiveTask>> m_live;
    EditPlan m_edits;
    qint64 m_edited = 0;
    domain::LeadQuery m_dump;
    qint64 m_dumpLeft = 0;
    qint64 m_dumped = 0;
};

} // namespace leadline::leadctl
