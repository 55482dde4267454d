#include "support/demo_tasks.h"
#include "support/fake_task_gateway.h"

#include "ui/pages/live/live_dock.h"
#include "ui/pages/live/log_view.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/tasks/new_task_dialog.h"
#include "ui/pages/tasks/task_board.h"
#include "ui/pages/tasks/tasks_page.h"
#include "ui/shell/close_dialog.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/first_run_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/shortcuts_sheet.h"
#include "ui/shell/translations.h"
#include "ui/widgets/indicators.h"

#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace leadline;
using namespace leadline::ui;

// Every page and dialog in both schemes and sizes. With LEADLINE_SHOTS=DIR the pictures are written there; in any case no
// label or button may be cut.
class ScreensTest : public QObject
{
    Q_OBJECT

private:
    struct Scene
    {
        tests::FakeTaskGateway gateway;
        std::unique_ptr<tests::DemoTasks> demo;
        QTemporaryDir directory;
        std::unique_ptr<AppSettings> settings;
        std::unique_ptr<MainWindow> window;
        TasksPage *tasks = nullptr;
    };

    std::unique_ptr<Theme> m_theme;

    std::unique_ptr<Scene> makeScene(const QSize &size, bool withTasks)
    {
        auto scene = std::make_unique<Scene>();
        if (withTasks)
            scene->demo = std::make_unique<tests::DemoTasks>(scene->gateway);
        scene->settings = std::make_unique<AppSettings>(scene->directory.filePath(QStringLiteral("settings.ini")));
        scene->window = std::make_unique<MainWindow>(*scene->settings);
        scene->tasks = new TasksPage(scene->gateway, [] { return QStringLiteral("normal"); });
        scene->window->addPage(scene->tasks);
        auto *settings
            = new SettingsPage(*scene->settings, *m_theme, QStringLiteral("/home/ada/.local/share/leadline/default"));
        scene->window->addPage(settings, true);
        scene->window->setDefaultPrimary(scene->tasks->newTaskAction());
        services::ConnectionStatus online;
        online.state = services::ConnectionState::Online;
        online.reason = services::ConnectionReason::None;
        online.ownBackend = true;
        scene->window->setConnection(online);
        services::SyncStatus sync;
        sync.state = services::SyncStatus::State::Idle;
        sync.lastSync = domain::SystemClock().now();
        scene->window->setSync(sync);
        scene->window->setWork(withTasks ? 2 : 0, 41907);
        scene->window->resize(size);
        scene->window->showWorkspace();
        scene->window->show();
        return scene;
    }

    /// The window is shown and every layout that was asked for is made. Nothing on these pages is animated.
    static void settle(QWidget *widget)
    {
        QVERIFY(QTest::qWaitForWindowExposed(widget->window(), tests::kPatience));
        QCoreApplication::sendPostedEvents();
    }

    /// What the feeds said has reached every pane: a pane gathers it and shows all of it at once.
    static void waitForFigures(const TaskBoard &board)
    {
        for (const LogView *log : board.findChildren<LogView *>())
            QTRY_VERIFY(log->model()->rowCount() > 0);
    }

    static void shoot(QWidget *widget, const QString &name)
    {
        settle(widget);
        const QString directory = qEnvironmentVariable("LEADLINE_SHOTS");
        if (!directory.isEmpty()) {
            QDir().mkpath(directory);
            QVERIFY(widget->grab().save(QStringLiteral("%1/%2.png").arg(directory, name)));
        }
        checkNothingIsCut(widget, name);
    }

    static void checkNothingIsCut(QWidget *root, const QString &scene)
    {
        for (QWidget *widget : root->findChildren<QWidget *>()) {
            if (!widget->isVisible())
                continue;
            const auto *label = qobject_cast<QLabel *>(widget);
            const bool button = qobject_cast<QPushButton *>(widget) || qobject_cast<QCheckBox *>(widget);
            if (label && label->wordWrap())
                QVERIFY2(
                    label->height() >= label->heightForWidth(label->width()) - 2, qPrintable(scene + u' ' + label->text()));
            if (!button && !(label && !label->text().isEmpty() && !label->wordWrap()))
                continue;
            const int needed = label ? label->fontMetrics().horizontalAdvance(label->text()) : widget->sizeHint().width();
            QVERIFY2(widget->width() >= needed,
                qPrintable(QStringLiteral("%1: “%2” needs %3 px and has %4")
                               .arg(scene,
                                   label ? label->text()
                                         : widget->accessibleName() + qobject_cast<QAbstractButton *>(widget)->text())
                               .arg(needed)
                               .arg(widget->width())));
            if (label)
                QVERIFY2(label->height() >= label->sizeHint().height() - 2, qPrintable(scene + u' ' + label->text()));
        }
    }

    static QString nameOf(const char *what, Scheme scheme, const QSize &size)
    {
        return QStringLiteral("%1-%2-%3")
            .arg(QString::fromLatin1(what), scheme == Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light"))
            .arg(size.width());
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(); }

    void screens_everySizeAndScheme_cutNothing_data()
    {
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QLocale>("locale");
        for (const Scheme scheme : { Scheme::Light, Scheme::Dark }) {
            for (const QSize size : { QSize(1440, 900), QSize(1024, 640) })
                QTest::addRow("%s %d", scheme == Scheme::Dark ? "dark" : "light", size.width())
                    << static_cast<int>(scheme) << size << QLocale(QLocale::English);
        }
        QTest::newRow("german") << static_cast<int>(Scheme::Light) << QSize(1024, 640) << QLocale(QLocale::German);
    }

    void screens_everySizeAndScheme_cutNothing()
    {
        QFETCH(int, scheme);
        QFETCH(QSize, size);
        QFETCH(QLocale, locale);
        Translations translations;
        QVERIFY(translations.install(locale));
        const QString prefix = locale.language() == QLocale::German ? QStringLiteral("de-") : QString();
        const auto which = static_cast<Scheme>(scheme);
        m_theme->setMode(which == Scheme::Dark ? ThemeMode::Dark : ThemeMode::Light);
        const auto name = [&](const char *what) { return prefix + nameOf(what, which, size); };

        auto scene = makeScene(size, true);
        shoot(scene->window.get(), name("tasks"));
        scene->tasks->pin(scene->demo->lyon);
        scene->tasks->pin(scene->demo->joiners);
        scene->demo->speak();
        waitForFigures(scene->tasks->board());
        for (LiveDock *dock : scene->tasks->board().findChildren<LiveDock *>()) {
            auto *spark = dock->findChild<Sparkline *>();
            for (int i = 0; i < 90; ++i)
                spark->append(30 + 8 * std::sin(i * 0.7) + (i * 37 % 11));
        }
        QTest::keyClick(scene->tasks->focusProxy(), Qt::Key_Down);
        shoot(scene->window.get(), name("live"));
        scene->tasks->board().dock(scene->demo->lyon)->pane().showView(LivePane::View::Sources);
        scene->tasks->board().dock(scene->demo->joiners)->pane().showView(LivePane::View::Leads);
        scene->window->notifications().post({ Tone::Success,
            QStringLiteral("“Florists, Vienna” is complete: 233 new leads."), QStringLiteral("Review"), {}, 0 });
        shoot(scene->window.get(), name("live-views"));
        scene->window->notifications().dismiss();

        scene->window->openPalette();
        shoot(scene->window.get(), name("palette"));
        QTest::keyClick(scene->window->findChild<CommandPalette *>()->findChild<QLineEdit *>(), Qt::Key_Escape);
        scene->window->openShortcuts();
        shoot(scene->window->findChild<ShortcutsSheet *>(), name("shortcuts"));
        scene->window->findChild<ShortcutsSheet *>()->close();

        NewTaskDialog *dialog = scene->tasks->openNewTask(
            QStringLiteral("boulangerie.example\nhttps://www.garage.example/contact\nnot an address\n"
                           "fleurs.example\nboulangerie.example\nftp://old.example\n# checked in May\noptique.example"));
        shoot(dialog, name("new-task-problems"));
        dialog->setSeeds(
            QStringLiteral("boulangerie.example\nhttps://www.garage.example/contact\nfleurs.example\noptique.example"));
        shoot(dialog, name("new-task"));
        dialog->reject();

        scene->window->showPage(QStringLiteral("settings"));
        shoot(scene->window.get(), name("settings"));
        scene->window->showFirstRun();
        shoot(scene->window.get(), name("first-run"));

        auto empty = makeScene(size, false);
        shoot(empty->window.get(), name("tasks-empty"));

        CloseDialog close(2, true);
        close.show();
        shoot(&close, name("close"));
    }
};

QTEST_MAIN(ScreensTest)
#include "tst_screens.moc"
