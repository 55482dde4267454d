#pragma once

#include "command.h"

#include "domain/task.h"

#include <QString>

namespace leadline::leadctl {

/// `leadctl tasks [list]`, `tasks show ID`, `tasks pause|resume|stop|retry|start|remove|restore ID`, `tasks sites ID`. An id
/// may be shortened to any beginning that names one task.
class TasksCommand : public BackendCommand
{
    Q_OBJECT

public:
    using BackendCommand::BackendCommand;

    void addOptions(QCommandLineParser &parser) override;

protected:
    bool prepare(const QCommandLineParser &parser) override;
    void run() override;

private:
    void list();
    void show(const domain::Task &task);
    void act(const domain::TaskId &id);
    void sites(const domain::TaskId &id, int after);
    void report(const domain::Result<domain::Task> &task);

    QString m_verb;
    QString m_id;
    QString m_state;
};

} // namespace leadline::leadctl
