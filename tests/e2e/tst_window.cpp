#include "app/bin/leadline/desktop.h"
#include "ui/models/lead_table_model.h"
#include "ui/models/task_table_model.h"
#include "ui/pages/live/live_dock.h"
#include "ui/pages/review/review_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/status_strip.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/panels.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageBox>
#include <QPushButton>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace leadline;
using domain::TaskState;
using services::ConnectionState;

/// The real window with the real daemon on the demo site, from the first start to edits that were made offline. Offscreen,
/// driven by keys.
class WindowTest : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] QString demoPath(const char *name) const
    {
        return m_dir.filePath(QStringLiteral("profile/demo/") + QLatin1String(name));
    }
    [[nodiscard]] qint64 daemonPid() const
    {
        QFile file(demoPath("backend/backend.json"));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        return QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("pid")).toInteger();
    }
    [[nodiscard]] TaskState taskState() const
    {
        const QModelIndex first = m_tasks->model()->index(0, 0);
        return static_cast<TaskState>(first.data(ui::TaskTableModel::TaskStateRole).toInt());
    }
    [[nodiscard]] QString cell(const ui::DataTable *table, int column) const
    {
        return table->model()->index(0, column).data().toString();
    }
    [[nodiscard]] QString leadCell(int row, int column) const
    {
        return m_leads->model()->index(row, column).data().toString();
    }
    /// A lead that nobody has reviewed, among the first; -1 while they are being read.
    [[nodiscard]] int untouchedRow() const
    {
        for (int row = 0; row < 15; ++row) {
            if (leadCell(row, ui::LeadTableModel::Status) == QStringLiteral("New"))
                return row;
        }
        return -1;
    }
    /// The lead, among the first, has the status and the server has it too. Leads found meanwhile may have moved it.
    [[nodiscard]] bool isSaved(const QString &name, const QString &status) const
    {
        for (int row = 0; row < 25; ++row) {
            const QModelIndex cell = m_leads->model()->index(row, ui::LeadTableModel::Status);
            if (leadCell(row, ui::LeadTableModel::Name) == name)
                return cell.data().toString() == status && !cell.data(ui::LeadTableModel::WaitingRole).toBool();
        }
        return false;
    }
    [[nodiscard]] int waiting() const { return m_window->statusStrip().sync().waiting; }
    void start(ui::Workspace workspace)
    {
        auto profile = services::Profile::open(m_dir.filePath(QStringLiteral("profile")));
        QVERIFY(profile);
        desktop::Options options;
        options.daemonProgram = QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadlined");
        options.workspace = workspace;
        m_desktop = std::make_unique<desktop::Desktop>(std::move(*profile), options);
        m_desktop->show();
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *window = qobject_cast<ui::MainWindow *>(widget))
                m_window = window;
        }
        QVERIFY(m_window);
    }
    void open()
    {
        start(ui::Workspace::Demo);
        findTables();
    }
    void findTables()
    {
        m_tasks = m_window->findChild<ui::TasksPage *>()->findChild<ui::DataTable *>();
        m_leads = m_window->findChild<ui::ReviewPage *>()->findChild<ui::DataTable *>();
        QVERIFY(m_tasks && m_leads);
    }
    void close()
    {
        m_window->closeForGood();
        m_desktop.reset();
        m_window = nullptr;
    }
    /// Status of a lead in the daemon's own store, once nobody has it open.
    [[nodiscard]] int storedStatus(const QString &name)
    {
        int status = -1;
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("check"));
            db.setDatabaseName(demoPath("backend/leadline.sqlite"));
            if (db.open()) {
                QSqlQuery query(db);
                query.prepare(QStringLiteral("SELECT status FROM lead WHERE found_name = ?"));
                query.addBindValue(name);
                if (query.exec() && query.next())
                    status = query.value(0).toInt();
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("check"));
        return status;
    }
    /// The daemon ended: nobody holds the lock of its data directory.
    [[nodiscard]] bool daemonGone() const
    {
        const int lock = ::open(QFile::encodeName(demoPath("backend/lock")).constData(), O_RDWR | O_CLOEXEC);
        if (lock < 0)
            return false;
        const bool free = ::flock(lock, LOCK_EX | LOCK_NB) == 0;
        ::close(lock);
        return free;
    }

    QTemporaryDir m_dir;
    std::unique_ptr<desktop::Desktop> m_desktop;
    ui::MainWindow *m_window = nullptr;
    ui::DataTable *m_tasks = nullptr;
    ui::DataTable *m_leads = nullptr;

private Q_SLOTS:
    void cleanup()
    {
        if (m_window)
            close();
    }

    void firstRun_demoChosenByKey_isFilled()
    {
        start(ui::Workspace::None);
        auto *card = m_window->findChild<QAbstractButton *>(QStringLiteral("choose-demo"));
        QVERIFY(card);
        QTRY_VERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QCOMPARE(QApplication::focusWidget(), card);
        QTest::keyClick(card, Qt::Key_Return);
        findTables();
        QTRY_COMPARE(m_tasks->model()->rowCount(), 4);
        QTRY_VERIFY(m_leads->model()->rowCount() > 0);
        close();
        QTRY_VERIFY(daemonGone());
        // The other tests begin with a fresh demo.
        QVERIFY(QDir(m_dir.filePath(QStringLiteral("profile"))).removeRecursively());
    }

    void settings_workspaceSwitched_isFilledTellsItselfAndAsksForRunningTasks()
    {
        const auto change = [this] {
            auto *page = m_window->findChild<ui::SettingsPage *>();
            return page ? page->findChild<QPushButton *>(QStringLiteral("change-workspace")) : nullptr;
        };
        const auto leadsTo
            = [&change](const QString &workspace) { return change() && change()->text().contains(workspace); };
        const QString demo = QStringLiteral("the demo");
        const QString own = QStringLiteral("This computer");
        start(ui::Workspace::ThisComputer);
        QVERIFY(leadsTo(demo));
        m_window->notifications().post({ ui::Tone::Info, QStringLiteral("of a page"), {}, {}, 0 });
        change()->click();
        QTRY_VERIFY(leadsTo(own));
        QVERIFY(m_window->notifications().text().isEmpty());
        findTables();
        QTRY_COMPARE(m_tasks->model()->rowCount(), 4);
        QTRY_VERIFY(taskState() == TaskState::Running);
        QTRY_VERIFY(m_leads->model()->rowCount() > 0);

        // Tasks run now: the way back is asked for, and pauses them.
        change()->click();
        QTRY_VERIFY(m_window->findChild<QMessageBox *>());
        QTest::keyClick(m_window->findChild<QMessageBox *>(), Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<QMessageBox *>());
        QVERIFY(leadsTo(own));
        QVERIFY(taskState() == TaskState::Running);
        change()->click();
        QTRY_VERIFY(m_window->findChild<QMessageBox *>());
        m_window->findChild<QMessageBox *>()->defaultButton()->click();
        QTRY_VERIFY(leadsTo(demo));
        QTRY_VERIFY(daemonGone());
        findTables();
        QTRY_COMPARE(m_window->statusStrip().connection().state, ConnectionState::Online);
        QCOMPARE(m_tasks->model()->rowCount(), 0);

        // And once more there: what ran was paused, not cut off.
        change()->click();
        QTRY_VERIFY(leadsTo(own));
        findTables();
        QTRY_COMPARE(m_tasks->model()->rowCount(), 4);
        QCOMPARE(taskState(), TaskState::Paused);
        close();
        QTRY_VERIFY(daemonGone());
        QVERIFY(QDir(m_dir.filePath(QStringLiteral("profile"))).removeRecursively());
    }

    void daemon_killedWhileTasksRun_isToldAndTasksCanBeResumed()
    {
        open();
        QTRY_COMPARE(m_tasks->model()->rowCount(), 4);
        QTRY_VERIFY(taskState() == TaskState::Running);
        QTRY_VERIFY(daemonPid() > 0);
        QCOMPARE(::kill(static_cast<pid_t>(daemonPid()), SIGKILL), 0);
        ui::NotificationStrip &notice = m_window->notifications();
        QTRY_VERIFY2(notice.text().contains(QStringLiteral("interrupted")), qPrintable(notice.text()));
        QCOMPARE(taskState(), TaskState::Interrupted);
        QPushButton *resume = nullptr;
        for (auto *button : notice.findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Resume"))
                resume = button;
        }
        QVERIFY(resume);
        resume->click();
        QTRY_COMPARE(taskState(), TaskState::Running);
        close();
        QTRY_VERIFY(daemonGone());
        QVERIFY(QDir(m_dir.filePath(QStringLiteral("profile"))).removeRecursively());
    }

    void demo_firstStartToSyncedEdits()
    {
        open();
        // Start and live: the slowest of the demo's tasks, the newest, runs in a pane.
        QTRY_COMPARE(m_window->statusStrip().connection().state, ConnectionState::Online);
        QTRY_VERIFY(m_tasks->model()->rowCount() == 4);
        QTRY_VERIFY(taskState() == TaskState::Running);
        QTRY_VERIFY(!m_window->findChildren<ui::LiveDock *>().isEmpty());
        QTRY_VERIFY(cell(m_tasks, ui::TaskTableModel::New).toInt() > 0);

        // Pause and resume with keys; the count never goes back.
        m_window->showPage(QStringLiteral("tasks"));
        m_tasks->selectRow(0);
        m_tasks->setFocus();
        QTest::keyClick(m_tasks, Qt::Key_P);
        QTRY_COMPARE(taskState(), TaskState::Paused);
        const int found = cell(m_tasks, ui::TaskTableModel::New).toInt();
        QTest::keyClick(m_tasks, Qt::Key_R);
        QTRY_COMPARE(taskState(), TaskState::Running);
        QTRY_VERIFY(cell(m_tasks, ui::TaskTableModel::New).toInt() > found);

        // The colleague was here and disagrees about one lead.
        QTRY_COMPARE(m_window->statusStrip().sync().conflicts, 1);

        // Review while connected.
        m_window->showPage(QStringLiteral("review"));
        QTRY_VERIFY(m_leads->model()->rowCount() > 220);
        QTRY_VERIFY(untouchedRow() >= 0);
        const int row = untouchedRow();
        m_leads->selectRow(row);
        m_leads->setFocus();
        const QString accepted = leadCell(row, ui::LeadTableModel::Name);
        QVERIFY(!accepted.isEmpty());
        QTest::keyClick(m_leads, Qt::Key_A);
        QTRY_VERIFY(isSaved(accepted, QStringLiteral("Accepted")));
        QTRY_COMPARE(waiting(), 0);

        // The backend is stopped; review goes on.
        Q_EMIT m_window->offlineRequested();
        QTRY_COMPARE(m_window->statusStrip().connection().state, ConnectionState::Offline);
        QTRY_VERIFY(daemonGone());
        QVERIFY(untouchedRow() >= 0);
        const QString rejected = leadCell(untouchedRow(), ui::LeadTableModel::Name);
        QVERIFY(!rejected.isEmpty());
        m_leads->selectRow(untouchedRow());
        QTest::keyClick(m_leads, Qt::Key_X);
        QTRY_COMPARE(waiting(), 1);
        QVERIFY(m_window->statusStrip().connectionText().contains(QStringLiteral("1")));

        // And started again: the edit arrives.
        Q_EMIT m_window->onlineRequested();
        QTRY_COMPARE(m_window->statusStrip().connection().state, ConnectionState::Online);
        QTRY_COMPARE(waiting(), 0);
        QTRY_VERIFY(isSaved(rejected, QStringLiteral("Rejected")));
        close();
        QTRY_VERIFY(daemonGone());
        QCOMPARE(storedStatus(accepted), static_cast<int>(domain::ReviewStatus::Accepted));
        QCOMPARE(storedStatus(rejected), static_cast<int>(domain::ReviewStatus::Rejected));
    }

    void daemon_killed_isStartedAgainAndEditsArrive()
    {
        open();
        QTRY_COMPARE(m_window->statusStrip().connection().state, ConnectionState::Online);
        m_window->showPage(QStringLiteral("review"));
        QTRY_VERIFY(m_leads->model()->rowCount() > 80);
        const qint64 pid = daemonPid();
        QVERIFY(pid > 0);
        QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        QTRY_VERIFY(m_window->statusStrip().connection().state != ConnectionState::Online);
        QTRY_VERIFY(untouchedRow() >= 0);
        const QString name = leadCell(untouchedRow(), ui::LeadTableModel::Name);
        m_leads->selectRow(untouchedRow());
        m_leads->setFocus();
        QTest::keyClick(m_leads, Qt::Key_C);
        QTRY_VERIFY(daemonPid() > 0 && daemonPid() != pid);
        QTRY_COMPARE(m_window->statusStrip().connection().state, ConnectionState::Online);
        QTRY_VERIFY(isSaved(name, QStringLiteral("Contacted")));
        close();
        QTRY_VERIFY(daemonGone());
        QCOMPARE(storedStatus(name), static_cast<int>(domain::ReviewStatus::Contacted));
    }
};

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    WindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window.moc"
