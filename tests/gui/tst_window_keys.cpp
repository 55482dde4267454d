#include "support/demo_tasks.h"
#include "support/fake_task_gateway.h"

#include "ui/pages/live/live_dock.h"
#include "ui/pages/live/log_view.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/tasks/new_task_dialog.h"
#include "ui/pages/tasks/seed_editor.h"
#include "ui/pages/tasks/task_board.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/shell/close_dialog.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/shell/shortcuts_sheet.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/translations.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/panels.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace leadline;
using namespace leadline::ui;
using domain::TaskState;
using services::TaskCommand;
using Gateway = leadline::tests::FakeTaskGateway;

// Keys on the real window, offscreen.
class WindowKeysTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    Translations m_words;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<Gateway> m_gateway;
    std::unique_ptr<MainWindow> m_window;
    TasksPage *m_tasks = nullptr;

    void open()
    {
        m_settings = std::make_unique<AppSettings>(m_directory.filePath(QStringLiteral("settings.ini")));
        m_window = std::make_unique<MainWindow>(*m_settings);
        m_tasks = new TasksPage(*m_gateway, [] { return QStringLiteral("gentle"); });
        m_window->addPage(m_tasks);
        m_window->addPage(new SettingsPage(*m_settings, *m_theme, QStringLiteral("/data")), true);
        m_window->setDefaultPrimary(m_tasks->newTaskAction());
        m_window->addCommandSource([this] { return m_tasks->taskCommands(); });
        m_window->resize(1440, 900);
        m_window->showWorkspace();
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get(), tests::kPatience));
    }

    void reopen()
    {
        m_window->closeForGood();
        m_window.reset();
        open();
    }

    [[nodiscard]] QWidget *focus() const { return QApplication::focusWidget(); }
    [[nodiscard]] NewTaskDialog *dialog() const { return m_window->findChild<NewTaskDialog *>(); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_words.install(QLocale(QLocale::English)));
        m_theme = std::make_unique<Theme>();
        m_theme->setMode(ThemeMode::Light);
    }

    void init()
    {
        QFile::remove(m_directory.filePath(QStringLiteral("settings.ini")));
        m_gateway = std::make_unique<Gateway>();
        m_gateway->list = { Gateway::make(QStringLiteral("Bakeries"), TaskState::Running, 1),
            Gateway::make(QStringLiteral("Joiners"), TaskState::Paused, 2),
            Gateway::make(QStringLiteral("Florists"), TaskState::Completed, 3) };
        open();
    }

    void cleanup()
    {
        m_window.reset();
        m_gateway.reset();
    }

    void emptyPage_offline_newTaskWaitsForTheBackendAndKeepsTheKeyboard()
    {
        m_window.reset();
        m_gateway = std::make_unique<Gateway>();
        open();
        const auto button = [this] {
            QPushButton *found = nullptr;
            for (auto *each : m_tasks->findChildren<QPushButton *>()) {
                if (each->text() == QStringLiteral("New task"))
                    found = each;
            }
            return found;
        };
        QVERIFY(button());
        QCOMPARE(focus(), button());
        m_gateway->setOnline(false);
        QVERIFY(!button()->isEnabled());
        QVERIFY(button()->toolTip().contains(QStringLiteral("not connected")));
        QVERIFY(focus() && m_tasks->isAncestorOf(focus()));
        QTest::keyClick(focus(), Qt::Key_Return);
        QVERIFY(!dialog());
        m_gateway->setOnline(true);
        QVERIFY(button()->isEnabled());
        QCOMPARE(focus(), button());
        // The first task of a colleague: its list takes the keyboard.
        m_gateway->setOnline(false);
        m_gateway->put(Gateway::make(QStringLiteral("Bakers"), TaskState::Running, 1));
        QVERIFY(focus());
        QCOMPARE(focus()->objectName(), QStringLiteral("task-table"));
    }

    void firstRun_enter_choosesThisComputer()
    {
        QSignalSpy chosen(m_window.get(), &MainWindow::workspaceChosen);
        m_window->showFirstRun();
        QCOMPARE(focus()->objectName(), QStringLiteral("choose-this-computer"));
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().value<Workspace>(), Workspace::ThisComputer);
    }

    void firstRun_downEnter_choosesDemo_andServerCannotBeChosen()
    {
        QSignalSpy chosen(m_window.get(), &MainWindow::workspaceChosen);
        m_window->showFirstRun();
        QTest::keyClick(focus(), Qt::Key_Down);
        QCOMPARE(focus()->objectName(), QStringLiteral("choose-demo"));
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(chosen.first().first().value<Workspace>(), Workspace::Demo);
        auto *server = m_window->findChild<QAbstractButton *>(QStringLiteral("choose-server"));
        QVERIFY(server && !server->isEnabled());
        QVERIFY(server->accessibleDescription().contains(QStringLiteral("later")));
    }

    void paste_listOfAddresses_opensTheDialogFilled()
    {
        QApplication::clipboard()->setText(QStringLiteral("a.example\nb.example\n"));
        QTest::keySequence(m_window.get(), QKeySequence::Paste);
        QTRY_VERIFY(dialog() && dialog()->isVisible());
        QCOMPARE(dialog()->spec().seeds,
            QStringList({ QStringLiteral("https://a.example"), QStringLiteral("https://b.example") }));
        QCOMPARE(dialog()->spec().limits.delayMs, 3000); // the pace of the settings
        QTest::keyClick(dialog()->findChild<SeedEditor *>(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_gateway->created.size(), size_t(1));
        QCOMPARE(m_gateway->created.front().name, QStringLiteral("a.example and 1 more"));
        // The new task is shown live at once.
        QTRY_COMPARE(m_tasks->board().pinned().size(), 1);
        QCOMPARE(m_tasks->board().pinned().first(), m_gateway->list.front().id);
    }

    void newTask_onAnotherPage_opensByItsKey()
    {
        m_window->showPage(QStringLiteral("settings"));
        QTest::keySequence(m_window.get(), QKeySequence::New);
        QTRY_VERIFY(dialog());
        dialog()->reject();
        m_window->showPage(QStringLiteral("settings"));
        QApplication::clipboard()->setText(QStringLiteral("a.example\nb.example\n"));
        QTest::keySequence(m_window.get(), QKeySequence::Paste); // pasting belongs to the Tasks page
        QCOMPARE(m_window->currentPage()->key(), QStringLiteral("settings"));
    }

    void paste_prose_tellsWhatIsExpected()
    {
        QApplication::clipboard()->setText(QStringLiteral("good morning"));
        QTest::keySequence(m_window.get(), QKeySequence::Paste);
        QVERIFY(!dialog());
        QVERIFY(m_window->notifications().text().contains(QStringLiteral("clipboard")));
    }

    void newTask_badLine_isNamedAndKeepsTheStartClosed()
    {
        QTest::keySequence(m_window.get(), QKeySequence::New);
        QTRY_VERIFY(dialog());
        auto *editor = dialog()->findChild<SeedEditor *>();
        QTRY_COMPARE(focus(), editor);
        QTest::keyClicks(editor, QStringLiteral("a.example"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTest::keyClicks(editor, QStringLiteral("no address"));
        editor->readNow();
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(m_gateway->created.empty());
        QStringList shown;
        for (const QLabel *label : dialog()->findChildren<QLabel *>()) {
            if (label->isVisible())
                shown << label->text();
        }
        QVERIFY2(shown.join(u'|').contains(QStringLiteral("Line 2")), qPrintable(shown.join(u'|')));
        editor->removeProblems();
        QCOMPARE(editor->toPlainText(), QStringLiteral("a.example"));
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_gateway->created.size(), size_t(1));
    }

    void newTask_refusedByBackend_staysOpenAndSaysWhy()
    {
        domain::Error error(domain::ErrorCode::InvalidArgument, QStringLiteral("too many seeds"));
        error.requestId = QStringLiteral("req-1");
        m_gateway->refuseWith = error;
        NewTaskDialog *opened = m_tasks->openNewTask(QStringLiteral("a.example"));
        QTest::keyClick(opened->findChild<SeedEditor *>(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(opened->findChild<ErrorBanner *>()->isVisible());
        QVERIFY(opened->findChild<ErrorBanner *>()->accessibleName().contains(QStringLiteral("too many seeds")));
        QVERIFY(opened->isVisible());
    }

    void taskKeys_pauseResumeStop_reachTheRightTask()
    {
        auto *table = m_window->findChild<DataTable *>(QStringLiteral("task-table"));
        QTRY_COMPARE(focus(), table);
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_P);
        QCOMPARE(m_gateway->commands.size(), size_t(1));
        QVERIFY(m_gateway->commands.back() == std::pair(m_gateway->list.at(0).id, TaskCommand::Pause));
        QTest::keyClick(table, Qt::Key_R);
        QCOMPARE(m_gateway->commands.back().second, TaskCommand::Resume);
        table->selectRow(2);
        QTest::keyClick(table, Qt::Key_P); // a completed task cannot be paused
        QCOMPARE(m_gateway->commands.size(), size_t(2));
    }

    void taskKeys_delete_canBeUndone()
    {
        auto *table = m_window->findChild<DataTable *>(QStringLiteral("task-table"));
        table->selectRow(2);
        QTest::keyClick(table, Qt::Key_Delete);
        QTRY_COMPARE(m_gateway->list.size(), size_t(2));
        QTRY_VERIFY(m_window->notifications().text().contains(QStringLiteral("Florists")));
        for (auto *button : m_window->notifications().findChildren<QPushButton *>())
            button->click();
        QTRY_COMPARE(m_gateway->list.size(), size_t(3));
    }

    void panes_pinnedAndFloated_comeBackAfterARestart()
    {
        auto *table = m_window->findChild<DataTable *>(QStringLiteral("task-table"));
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_Return);
        table->selectRow(1);
        QTest::keyClick(table, Qt::Key_L);
        const QList<domain::TaskId> pinned = m_tasks->board().pinned();
        QCOMPARE(pinned.size(), 2);
        m_tasks->board().dock(pinned.at(1))->pane().focusLogSearch();
        QTest::keySequence(m_window.get(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
        QTRY_VERIFY(m_tasks->board().dock(pinned.at(1))->isFloating());
        m_window->activateWindow();
        reopen();
        QCOMPARE(m_tasks->board().pinned(), pinned);
        QVERIFY(m_tasks->board().dock(pinned.at(1))->isFloating());
        QVERIFY(!m_tasks->board().dock(pinned.at(0))->isFloating());
        QVERIFY(m_tasks->board().dock(pinned.at(0))->isVisible());
        m_tasks->board().unpin(pinned.at(1));
        QCOMPARE(m_tasks->board().pinned().size(), 1);
    }

    void panes_layoutOfTasksNotLoadedYet_isAppliedLaterAndNotLost()
    {
        m_tasks->board().pin(m_gateway->list.front().id);
        const auto all = m_gateway->list;
        m_window->closeForGood();
        m_window.reset();
        m_gateway->isLoaded = false;
        m_gateway->list.clear();
        open();
        QVERIFY(m_tasks->board().pinned().isEmpty());
        reopen(); // closed again before the tasks came
        m_gateway->list = all;
        m_gateway->isLoaded = true;
        Q_EMIT m_gateway->loadedChanged();
        QCOMPARE(m_tasks->board().pinned().size(), 1);
    }

    void pane_figures_neverShrinkAndLogLetsGoOnScroll()
    {
        const domain::TaskId id = m_gateway->list.front().id;
        LiveDock *dock = m_tasks->board().pin(id);
        auto *feed = m_gateway->feeds.value(id).data();
        QVERIFY(feed);
        domain::TaskProgress progress;
        progress.state = TaskState::Running;
        progress.counters.newLeads = 40;
        feed->say(progress);
        auto *card = dock->findChild<StatCard *>();
        QTRY_COMPARE(card->value(), 40);
        progress.counters.newLeads = 12;
        feed->say(progress);
        progress.counters.newLeads = 41;
        feed->say(progress);
        QTRY_COMPARE(card->value(), 41);

        std::vector<domain::LogLine> lines(400);
        Q_EMIT feed->logsAdded(lines);
        auto *log = dock->findChild<LogView *>();
        QTRY_COMPARE(log->model()->rowCount(), 400);
        QTRY_COMPARE(log->verticalScrollBar()->value(), log->verticalScrollBar()->maximum());
        QTest::keyClick(log, Qt::Key_PageUp);
        QTest::keyClick(log, Qt::Key_Home);
        QTRY_VERIFY(!log->isFollowing());
        const int stays = log->verticalScrollBar()->value();
        Q_EMIT feed->logsAdded(lines);
        QTRY_COMPARE(log->model()->rowCount(), 800);
        QCOMPARE(log->verticalScrollBar()->value(), stays);
        QTest::keyClick(log, Qt::Key_End);
        QTRY_VERIFY(log->isFollowing());
    }

    void palette_typedWord_runsTheAction()
    {
        QTest::keySequence(m_window.get(), QKeySequence(Qt::CTRL | Qt::Key_K));
        auto *palette = m_window->findChild<CommandPalette *>();
        QTRY_VERIFY(palette->isVisible());
        QTest::keyClicks(focus(), QStringLiteral("go to set"));
        QTest::keyClick(focus(), Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QCOMPARE(m_window->currentPage()->key(), QStringLiteral("settings"));
        QTest::keySequence(m_window.get(), QKeySequence(Qt::CTRL | Qt::Key_K));
        QTest::keyClicks(focus(), QStringLiteral("joiners"));
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(m_window->currentPage()->key(), QStringLiteral("tasks"));
        QCOMPARE(m_tasks->board().pinned().size(), 1);
    }

    void palette_everyShortcut_isUniqueOnItsPage()
    {
        for (const QString &key : { QStringLiteral("tasks"), QStringLiteral("settings") }) {
            QHash<QString, QString> seen;
            QList<QAction *> actions = m_window->actions();
            actions += m_window->page(key)->pageActions();
            QSet<const QAction *> once(actions.cbegin(), actions.cend());
            for (const QAction *action : std::as_const(once)) {
                for (const QKeySequence &keys : action->shortcuts()) {
                    const QString text = keys.toString();
                    QVERIFY2(!seen.contains(text), qPrintable(text + u' ' + seen.value(text) + u' ' + action->text()));
                    seen.insert(text, action->text());
                }
            }
        }
    }

    void iconButtons_all_haveAName()
    {
        m_tasks->board().pin(m_gateway->list.front().id);
        for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
            if (!button->isVisible() || qstrncmp(button->metaObject()->className(), "Q", 1) == 0)
                continue;
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(), button->metaObject()->className());
            if (qobject_cast<const QToolButton *>(button))
                QVERIFY(!button->toolTip().isEmpty());
        }
    }

    void questionMark_opensTheShortcutSheet()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        QTRY_VERIFY(m_window->findChild<ShortcutsSheet *>());
    }

    void close_withWorkRunning_asksOnce()
    {
        m_window->setWork(2, {});
        QSignalSpy answered(m_window.get(), &MainWindow::closeAnswered);
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->close();
        QVERIFY(m_window->isVisible());
        auto *question = m_window->findChild<CloseDialog *>();
        QVERIFY(question);
        QTest::keyClick(question, Qt::Key_Escape);
        QCOMPARE(answered.size(), 0);
        m_window->close();
        QTRY_VERIFY(m_window->findChildren<CloseDialog *>().size() >= 1);
        QTest::keyClick(m_window->findChildren<CloseDialog *>().last(), Qt::Key_Return);
        QCOMPARE(answered.size(), 1);
        QCOMPARE(answered.first().first().value<CloseChoice>(), CloseChoice::PauseAndQuit);
        QCOMPARE(closed.size(), 0);
        m_window->setWork(0, {});
        m_window->close();
        QCOMPARE(closed.size(), 1);
    }

    void scheme_switchedLive_reachesPaletteAndTokens()
    {
        m_theme->setMode(ThemeMode::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Tokens::load(Scheme::Dark).surface);
        QCOMPARE(tokensOf(m_window.get()).accent, Tokens::load(Scheme::Dark).accent);
        m_theme->setMode(ThemeMode::Light);
        QCOMPARE(m_window->palette().color(QPalette::Text), Tokens::load(Scheme::Light).text);
    }

    void offline_tasksPage_saysSoAndKeepsTheListReadable()
    {
        m_gateway->setOnline(false);
        QVERIFY(!m_tasks->newTaskAction()->isEnabled());
        QCOMPARE(m_window->findChild<DataTable *>(QStringLiteral("task-table"))->model()->rowCount(), 3);
        services::ConnectionStatus offline;
        offline.state = services::ConnectionState::Offline;
        offline.reason = services::ConnectionReason::BackendGaveUp;
        m_window->setConnection(offline);
        services::SyncStatus sync;
        sync.waiting = 3;
        m_window->setSync(sync);
        QCOMPARE(m_window->statusStrip().connectionText(), QStringLiteral("Offline: 3 changes waiting"));
    }

    void notification_onThePage_coversNothingOfIt()
    {
        auto *table = m_window->findChild<DataTable *>(QStringLiteral("task-table"));
        NotificationStrip &strip = m_window->notifications();
        const int before = m_tasks->height();
        strip.post({ Tone::Success, QStringLiteral("Done"), QStringLiteral("Review"), {}, 0 });
        QTRY_COMPARE(m_tasks->height(), before - strip.height());
        const QRect place(strip.mapTo(m_window.get(), QPoint()), strip.size());
        const QRect page(m_tasks->mapTo(m_window.get(), QPoint()), m_tasks->size());
        QCOMPARE(place.top(), page.bottom() + 1);
        QCOMPARE(place.width(), page.width());
        QVERIFY(table->isVisible());
        strip.dismiss();
        QTRY_COMPARE(m_tasks->height(), before);
    }

    void statusStrip_wordsChange_haveTheRoomTheyNeed()
    {
        auto *connection = m_window->findChild<QAbstractButton *>(QStringLiteral("connection-status"));
        auto *waiting = m_window->findChild<QAbstractButton *>(QStringLiteral("waiting-status"));
        services::ConnectionStatus status;
        status.state = services::ConnectionState::Online;
        services::SyncStatus sync;
        const auto fits = [](const QWidget *words) { return words->width() == words->sizeHint().width(); };
        const auto show = [&](services::ConnectionState state, int changes) {
            status.state = state;
            m_window->setConnection(status);
            sync.waiting = changes;
            m_window->setSync(sync);
        };
        show(services::ConnectionState::Online, 0);
        QTRY_VERIFY(fits(connection));
        for (int changes = 1; changes <= 3; ++changes) {
            show(services::ConnectionState::Offline, changes);
            QTRY_VERIFY(waiting->isVisible());
            QTRY_COMPARE(waiting->width(), waiting->sizeHint().width());
            QTRY_COMPARE(connection->width(), connection->sizeHint().width());
        }
    }

    void emptyState_returnKey_pressesItsButton()
    {
        EmptyState empty(QStringLiteral("globe"), QStringLiteral("No tasks yet"), {});
        QPushButton *button = empty.addButton(QStringLiteral("New task"), false);
        QSignalSpy pressed(button, &QAbstractButton::clicked);
        empty.show();
        QVERIFY(QTest::qWaitForWindowActive(&empty));
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Return);
        QCOMPARE(pressed.count(), 1);
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(pressed.count(), 2);
    }

    void waitingChanges_stripKeyAndPalette_askForTheList()
    {
        QSignalSpy asked(m_window.get(), &MainWindow::waitingRequested);
        auto *waiting = m_window->findChild<QAbstractButton *>(QStringLiteral("waiting-status"));
        auto *conflicts = m_window->findChild<QAbstractButton *>(QStringLiteral("conflict-status"));
        services::SyncStatus sync;
        m_window->setSync(sync);
        QVERIFY(!waiting->isVisible() && !conflicts->isVisible());
        sync.waiting = 3;
        sync.conflicts = 1;
        m_window->setSync(sync);
        QCOMPARE(conflicts->text(), QStringLiteral("1 conflict to resolve"));
        QTRY_VERIFY(waiting->isVisible() && conflicts->isVisible());
        QTest::mouseClick(waiting, Qt::LeftButton);
        QTest::mouseClick(conflicts, Qt::LeftButton);
        QCOMPARE(asked.count(), 2);
        conflicts->setFocus(Qt::TabFocusReason);
        QTest::keyClick(conflicts, Qt::Key_Space);
        QCOMPARE(asked.count(), 3);
        QTest::keyClick(focus(), Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(asked.count(), 4);
        m_window->openPalette(QStringLiteral("waiting"));
        QTest::keyClick(focus(), Qt::Key_Return);
        QCOMPARE(asked.count(), 5);
    }
};

QTEST_MAIN(WindowKeysTest)
#include "tst_window_keys.moc"
