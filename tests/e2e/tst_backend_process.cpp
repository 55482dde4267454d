#include "client/api_client.h"
#include "client/backend_process.h"
#include "services/connectivity.h"
#include "services/live_task.h"
#include "services/task_service.h"
#include "services/workbench.h"
#include "support/wait.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace leadline;
using client::BackendProcess;
using client::milliseconds;
using services::ConnectionState;

namespace {

const QString daemonProgram = QStringLiteral(LEADLINE_BINARY_DIR "/bin/leadlined");

client::BackendOptions optionsFor(const QTemporaryDir &directory)
{
    client::BackendOptions options;
    options.program = daemonProgram;
    options.dataDirectory = directory.filePath(QStringLiteral("data"));
    options.firstRestart = milliseconds(50);
    QDir().mkpath(options.dataDirectory);
    return options;
}

/// A program in place of the daemon.
QString scriptProgram(const QTemporaryDir &directory, const QByteArray &text)
{
    const QString path = directory.filePath(QStringLiteral("fake-daemon"));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write("#!/bin/sh\n" + text + '\n');
    file.close();
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    return path;
}

bool isAlive(qint64 pid)
{
    return pid > 0 && ::kill(pid_t(pid), 0) == 0;
}

} // namespace

/// Local mode (protocol/handshake.h) with the real daemon.
class BackendProcessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void start_hands_over_the_secret_and_the_backend_lets_us_in()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        BackendProcess backend(clock, optionsFor(directory));
        QSignalSpy ready(&backend, &BackendProcess::ready);
        backend.start();
        QTRY_COMPARE(ready.size(), 1);
        client::Transport transport(clock);
        client::Session session(transport);
        client::ApiClient api(transport);
        transport.setServer(backend.endpoint()->url);
        QVERIFY(tests::outcomeOf(session.signInLocal(backend.endpoint()->grant)).has_value());
        QVERIFY(tests::outcomeOf(api.tasks(10)).has_value());

        auto wrong = backend.endpoint()->grant;
        wrong.secret[0] = char(wrong.secret.at(0) ^ 1);
        QVERIFY(!tests::outcomeOf(session.signInLocal(wrong)).has_value());
    }

    void join_file_lets_a_second_program_in()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        BackendProcess backend(clock, optionsFor(directory));
        QSignalSpy ready(&backend, &BackendProcess::ready);
        backend.start();
        QTRY_COMPARE(ready.size(), 1);
        const auto joined = client::readBackendFile(directory.filePath(QStringLiteral("data/backend.json")));
        QVERIFY2(joined.has_value(), joined ? "" : qPrintable(joined.error().detail()));
        QVERIFY(joined->grant.secret != backend.endpoint()->grant.secret);
        client::Transport transport(clock);
        client::Session session(transport);
        transport.setServer(joined->url);
        QVERIFY(tests::outcomeOf(session.signInLocal(joined->grant)).has_value());
    }

    void join_file_others_can_read_is_refused()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("backend.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}");
        file.close();
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::ReadOther);
        QCOMPARE(client::readBackendFile(path).error().code(), domain::ErrorCode::Forbidden);
    }

    void killed_backend_is_restarted_as_a_new_instance()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        BackendProcess backend(clock, optionsFor(directory));
        QSignalSpy ready(&backend, &BackendProcess::ready);
        QSignalSpy failed(&backend, &BackendProcess::failed);
        backend.start();
        QTRY_COMPARE(ready.size(), 1);
        const QString firstInstance = backend.endpoint()->grant.instance;
        ::kill(pid_t(backend.processId()), SIGKILL);
        QTRY_COMPARE(ready.size(), 2);
        QCOMPARE(failed.size(), 1);
        QVERIFY(backend.endpoint()->grant.instance != firstInstance);
    }

    void stop_ends_the_backend_and_removes_its_join_file()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        BackendProcess backend(clock, optionsFor(directory));
        QSignalSpy ready(&backend, &BackendProcess::ready);
        QSignalSpy stopped(&backend, &BackendProcess::stopped);
        backend.start();
        QTRY_COMPARE(ready.size(), 1);
        const qint64 pid = backend.processId();
        backend.stop();
        QTRY_COMPARE(stopped.size(), 1);
        QVERIFY(!isAlive(pid));
        QVERIFY(!QFile::exists(directory.filePath(QStringLiteral("data/backend.json"))));
        QCOMPARE(backend.state(), BackendProcess::State::Stopped);
    }

    void hung_backend_is_noticed_and_replaced()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        auto options = optionsFor(directory);
        options.health.interval = milliseconds(200);
        options.health.timeout = milliseconds(3'000);
        BackendProcess backend(clock, options);
        QSignalSpy ready(&backend, &BackendProcess::ready);
        QSignalSpy failed(&backend, &BackendProcess::failed);
        backend.start();
        QTRY_COMPARE(ready.size(), 1);
        ::kill(pid_t(backend.processId()), SIGSTOP);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<BackendProcess::Failure>(), BackendProcess::Failure::Hung);
        QTRY_COMPARE(ready.size(), 2);
    }

    void hung_backend_is_told_long_before_it_is_replaced_data()
    {
        QTest::addColumn<bool>("own");
        QTest::newRow("own child") << true;
        QTest::newRow("somebody else's") << false;
    }
    void hung_backend_is_told_long_before_it_is_replaced()
    {
        QFETCH(bool, own);
        QTemporaryDir directory;
        domain::SystemClock clock;
        BackendProcess other(clock, optionsFor(directory));
        if (!own) {
            QSignalSpy ready(&other, &BackendProcess::ready);
            other.start();
            QTRY_COMPARE(ready.size(), 1);
        }
        // The next turn of the watch is far off: the slow call of an operator is what makes it look.
        services::WorkbenchOptions options;
        options.mode = own ? services::BackendMode::Own : services::BackendMode::Join;
        options.dataDirectory = directory.filePath(QStringLiteral("data"));
        options.daemonProgram = daemonProgram;
        options.healthInterval = std::chrono::hours(1);
        options.healthTimeout = std::chrono::minutes(5);
        options.silentAfter = milliseconds(300);
        auto workbench = services::Workbench::create(options);
        QVERIFY(workbench.has_value());
        const auto &connectivity = (*workbench)->connectivity();
        QTRY_VERIFY_WITH_TIMEOUT(connectivity.isOnline(), 30'000);
        QCOMPARE(connectivity.status().ownBackend, own);
        const auto file = client::readBackendFile(directory.filePath(QStringLiteral("data/backend.json")));
        QVERIFY(file.has_value());
        QSignalSpy offline(&connectivity, &services::Connectivity::wentOffline);
        ::kill(pid_t(file->pid), SIGSTOP);
        const auto call = (*workbench)->api().tasks(10);
        QTRY_COMPARE_WITH_TIMEOUT(connectivity.status().reason, services::ConnectionReason::NotAnswering, 20'000);
        QCOMPARE(connectivity.status().state, services::ConnectionState::Offline);
        QCOMPARE(offline.size(), 1);
        ::kill(pid_t(file->pid), SIGCONT);
        QTRY_VERIFY_WITH_TIMEOUT(connectivity.isOnline(), 20'000);
        QCOMPARE(connectivity.status().reason, services::ConnectionReason::None);
        QVERIFY(tests::outcomeOf((*workbench)->api().tasks(10)).has_value());
    }

    void second_backend_on_the_same_data_is_told_apart_from_a_crash()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        BackendProcess first(clock, optionsFor(directory));
        QSignalSpy ready(&first, &BackendProcess::ready);
        first.start();
        QTRY_COMPARE(ready.size(), 1);
        BackendProcess second(clock, optionsFor(directory));
        QSignalSpy failed(&second, &BackendProcess::failed);
        second.start();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<BackendProcess::Failure>(), BackendProcess::Failure::Locked);
        QCOMPARE(second.state(), BackendProcess::State::GaveUp);
    }

    void five_crashes_in_a_minute_end_the_attempts()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        auto options = optionsFor(directory);
        options.program = scriptProgram(directory, "echo last words >&2; exit 9");
        options.firstRestart = milliseconds(5);
        BackendProcess backend(clock, options);
        QSignalSpy failed(&backend, &BackendProcess::failed);
        backend.start();
        QTRY_COMPARE(backend.state(), BackendProcess::State::GaveUp);
        QCOMPARE(failed.size(), 5);
        QVERIFY(backend.lastLines().contains(QStringLiteral("last words")));
    }

    void impostor_without_the_proof_is_not_believed()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        auto options = optionsFor(directory);
        options.program = scriptProgram(
            directory, R"(echo '{"port":4711,"pid":1,"instance":"x","proof":"0000"}'; exec cat > /dev/null)");
        BackendProcess backend(clock, options);
        QSignalSpy ready(&backend, &BackendProcess::ready);
        QSignalSpy failed(&backend, &BackendProcess::failed);
        backend.start();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<BackendProcess::Failure>(), BackendProcess::Failure::BadStart);
        QCOMPARE(ready.size(), 0);
    }

    void flood_of_output_is_drained_and_capped()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        auto options = optionsFor(directory);
        options.program
            = scriptProgram(directory, "head -c 20000000 /dev/zero | tr '\\0' 'x'; yes | head -n 200000; exit 1");
        options.crashLimit = 1;
        BackendProcess backend(clock, options);
        QSignalSpy failed(&backend, &BackendProcess::failed);
        backend.start();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(backend.lastLines().size() <= 40);
        for (const QString &line : backend.lastLines())
            QVERIFY(line.size() <= 400);
    }

    void missing_program_is_said_at_once()
    {
        QTemporaryDir directory;
        domain::SystemClock clock;
        auto options = optionsFor(directory);
        options.program = directory.filePath(QStringLiteral("no-such-program"));
        BackendProcess backend(clock, options);
        QSignalSpy failed(&backend, &BackendProcess::failed);
        backend.start();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<BackendProcess::Failure>(), BackendProcess::Failure::ProgramMissing);
    }

    void killed_backend_mid_task_resumes_without_losing_or_repeating_a_lead()
    {
        QTemporaryDir directory;
        auto workbench = openWorkbench(directory, services::BackendMode::Own);
        QTRY_VERIFY(workbench->connectivity().isOnline());
        const auto demo = tests::outcomeOf(workbench->tasks().demo());
        QVERIFY(demo && demo->available);
        domain::TaskSpec spec;
        spec.name = QStringLiteral("kill");
        spec.seeds = demo->seeds;
        spec.limits.delayMs = 10;
        spec.limits.concurrentSites = 4;
        const auto task = tests::outcomeOf(workbench->tasks().create(spec));
        QVERIFY(task.has_value());
        const auto live = workbench->tasks().watch(task->id);
        QStringList names;
        connect(live.get(), &services::LiveTask::leadsAdded, this, [&names](const std::vector<domain::Lead> &leads) {
            for (const auto &lead : leads)
                names.append(lead.id.toString());
        });
        QSignalSpy online(&workbench->connectivity(), &services::Connectivity::wentOnline);
        for (int kill = 0; kill < 3; ++kill) {
            const qsizetype before = names.size();
            QTRY_VERIFY(names.size() > before + 3);
            const auto file = client::readBackendFile(directory.filePath(QStringLiteral("data/backend.json")));
            QVERIFY(file.has_value());
            const qsizetype onlineBefore = online.size();
            ::kill(pid_t(file->pid), SIGKILL);
            QTRY_VERIFY(online.size() > onlineBefore);
            const auto found = tests::outcomeOf(workbench->tasks().fetch(task->id));
            QVERIFY(found.has_value());
            QCOMPARE(found->state, domain::TaskState::Interrupted);
            QVERIFY(tests::outcomeOf(workbench->tasks().control(task->id, services::TaskCommand::Resume)).has_value());
        }
        QTRY_COMPARE_WITH_TIMEOUT(
            workbench->tasks().task(task->id).value_or(domain::Task {}).state, domain::TaskState::Completed, 60'000);
        const auto final = workbench->tasks().task(task->id);
        const qint64 stored = final->counters.newLeads + final->counters.duplicates;
        QTRY_COMPARE(qint64(names.size()), stored);
        QCOMPARE(qint64(QSet<QString>(names.begin(), names.end()).size()), stored);
    }

    void second_workbench_joins_the_first_ones_backend()
    {
        QTemporaryDir directory;
        auto first = openWorkbench(directory, services::BackendMode::Local);
        QTRY_VERIFY(first->connectivity().isOnline());
        auto second = openWorkbench(directory, services::BackendMode::Local);
        QTRY_VERIFY(second->connectivity().isOnline());
        QVERIFY(first->connectivity().status().ownBackend);
        QVERIFY(!second->connectivity().status().ownBackend);
        QCOMPARE(second->connectivity().status().server, first->connectivity().status().server);
        // The owner leaves: the other one takes over.
        first.reset();
        QTRY_VERIFY_WITH_TIMEOUT(second->connectivity().isOnline() && second->connectivity().status().ownBackend, 60'000);
    }

private:
    static std::unique_ptr<services::Workbench> openWorkbench(const QTemporaryDir &directory, services::BackendMode mode)
    {
        services::WorkbenchOptions options;
        options.mode = mode;
        options.dataDirectory = directory.filePath(QStringLiteral("data"));
        options.daemonProgram = daemonProgram;
        options.demoSite = true;
        auto workbench = services::Workbench::create(options);
        return workbench ? std::move(*workbench) : nullptr;
    }
};

Q_DECLARE_METATYPE(leadline::client::BackendProcess::Failure)

QTEST_GUILESS_MAIN(BackendProcessTest)
#include "tst_backend_process.moc"
