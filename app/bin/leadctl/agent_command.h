#pragma once

#include "agent_edits.h"
#include "agent_input.h"
#include "command.h"

#include "domain/task.h"
#include "services/profile.h"

#include <QJsonObject>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace leadline::protocol {
class ObjectReader;
}
namespace leadline::services {
class LiveTask;
}

namespace leadline::leadctl {

/// `leadctl agent`: keeps one session with its offline store open and obeys JSON lines on standard input, one after the
/// other. Every line is answered with one line {"cmd", "ok", …} that repeats its "id", in the order they came; what happens
/// in between comes as lines with an "event" member. Begins offline. Ends with `quit` or the end of the input.
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
    /// Obeys one command, whose members are read from `in`: ends in answer() or refuseCommand(), now or later.
    using Handler = void (AgentCommand::*)(protocol::ObjectReader &in);
    [[nodiscard]] static const std::map<QString, Handler> &handlers();

    void obeyNext();
    void obey(const QJsonObject &command);
    /// Refuses a command with a wrong or unknown member; true when there is none.
    [[nodiscard]] bool accept(protocol::ObjectReader &in);
    void answer(QJsonObject facts = {});
    void refuseCommand(const domain::Error &error);
    void reply(QJsonObject facts);
    void event(const QString &name, QJsonObject facts);
    void tellRepair();
    /// Runs `judge` now and at every change until it says that the command is answered; refuses with Timeout at the end
    /// of the patience (0 = none).
    void waitUntil(const std::function<bool()> &judge, std::chrono::milliseconds patience);

    // Connection and tasks: agent_command.cpp
    void login(protocol::ObjectReader &in);
    void offline(protocol::ObjectReader &in);
    void status(protocol::ObjectReader &in);
    void quit(protocol::ObjectReader &in);
    void startTask(protocol::ObjectReader &in);
    void controlTask(protocol::ObjectReader &in);
    void watch(protocol::ObjectReader &in);
    void waitForTask(protocol::ObjectReader &in);
    void tellConnection();

    // Leads: agent_review.cpp
    void edit(protocol::ObjectReader &in);
    void editNext();
    void undo(protocol::ObjectReader &in);
    void sync(protocol::ObjectReader &in);
    void dump(protocol::ObjectReader &in);
    void dumpPage();
    void conflicts(protocol::ObjectReader &in);
    void resolve(protocol::ObjectReader &in);

    std::optional<services::Profile> m_profile;
    std::unique_ptr<AgentInput> m_input;
    QJsonObject m_current; ///< the command that is obeyed
    bool m_busy = false;
    bool m_quitting = false;
    std::unique_ptr<QObject> m_wait; ///< context of the command that waits
    std::map<domain::TaskId, std::unique_ptr<services::LiveTask>> m_live;
    EditPlan m_edits;
    qint64 m_edited = 0;
    domain::LeadQuery m_dump;
    qint64 m_dumpLeft = 0;
    qint64 m_dumped = 0;
};

} // namespace leadline::leadctl
