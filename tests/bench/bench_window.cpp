#include "cache/lead_cache.h"
#include "support/fake_task_gateway.h"
#include "support/lead_factory.h"
#include "ui/pages/live/live_pane.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QMainWindow>
#include <QProcess>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

// The window as its operator meets it: time from the start of the process to leads on the screen, resident memory of the
// window and of its backend, and how many found leads a second one live pane takes. Beside each stands a baseline in the
// same run: an empty Qt window for start-up and memory, a QStandardItemModel row by row for the leads.
//
// `bench_window [--leads N] [--cache FILE] [--runs N]`: FILE is a store to start on instead of a new one, e.g. of
// bench_table. LEADLINE_PROGRAM names another window than the one beside this program.

using namespace leadline;
using leadline::tests::await;
using leadline::tests::makeLead;

namespace {

constexpr int kStartDeadlineMs = 60'000;

double processorMs()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, size_t(share * double(values.size())))];
}

QByteArray fileBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A field of /proc/PID/status in MB.
double statusMegabytes(qint64 pid, const QByteArray &field)
{
    const QByteArray status = fileBytes(QStringLiteral("/proc/%1/status").arg(pid));
    for (const QByteArray &line : status.split('\n')) {
        if (line.startsWith(field))
            return line.mid(field.size()).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

/// Processor seconds of a process so far.
double processSeconds(qint64 pid)
{
    const QByteArray stat = fileBytes(QStringLiteral("/proc/%1/stat").arg(pid));
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.size() > 12 ? (fields[11].toDouble() + fields[12].toDouble()) / double(sysconf(_SC_CLK_TCK)) : 0;
}

std::vector<qint64> childrenOf(qint64 pid)
{
    std::vector<qint64> children;
    const QStringList tasks = QDir(QStringLiteral("/proc/%1/task").arg(pid)).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &task : tasks) {
        for (const QByteArray &child :
            fileBytes(QStringLiteral("/proc/%1/task/%2/children").arg(pid).arg(task)).split(' ')) {
            if (child.toLongLong() > 0)
                children.push_back(child.toLongLong());
        }
    }
    return children;
}

void fill(const QString &path, int count)
{
    const domain::SystemClock clock;
    auto cache = cache::LeadCache::open(path, clock);
    if (!cache)
        qFatal("%s", qPrintable(cache.error().detail()));
    for (int first = 0; first < count; first += 5'000) {
        domain::ChangePage page;
        page.epoch = QStringLiteral("6f6b7a3e-0000-4000-8000-000000000001");
        for (int i = first; i < std::min(first + 5'000, count); ++i) {
            page.changes.push_back(makeLead(i));
            page.changes.back().seq = i + 1;
        }
        page.to = page.head = std::min(first + 5'000, count);
        const auto state = await((*cache)->state());
        if (!await((*cache)->apply(page, state->cursor, state->client)))
            qFatal("a page was refused");
    }
}

struct Start
{
    double wallMs = 0;
    double cpuMs = 0; ///< of the window's process, until the leads were shown
    double residentMb = 0;
    double backendMb = 0;
};

/// Starts a program, waits for `sign` on its error channel, lets it settle, and ends it.
Start startOnce(const QString &program, const QStringList &arguments, const QByteArray &sign, int settleMs)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!environment.contains(QStringLiteral("DISPLAY")))
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("leadline.start.debug=true"));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    QByteArray said;
    while (!said.contains(sign) && timer.elapsed() < kStartDeadlineMs && process.waitForReadyRead(kStartDeadlineMs))
        said += process.readAll();
    Start start;
    start.wallMs = double(timer.nsecsElapsed()) / 1e6;
    if (!said.contains(sign))
        qFatal("the program did not say that it is ready: %s", said.constData());
    start.cpuMs = processSeconds(process.processId()) * 1000;
    timer.restart();
    while (timer.elapsed() < settleMs)
        process.waitForReadyRead(int(settleMs - timer.elapsed()));
    start.residentMb = statusMegabytes(process.processId(), "VmRSS:");
    for (const qint64 child : childrenOf(process.processId()))
        start.backendMb = std::max(start.backendMb, statusMegabytes(child, "VmRSS:"));
    process.terminate();
    if (!process.waitForFinished(15'000)) {
        process.kill();
        process.waitForFinished(5'000);
    }
    return start;
}

void printStart(const char *what, const std::vector<Start> &starts, double baselineMs)
{
    std::vector<double> wall;
    std::vector<double> cpu;
    for (const Start &start : starts) {
        wall.push_back(start.wallMs);
        cpu.push_back(start.cpuMs);
    }
    std::printf(
        "%-48s p50 %7.0f ms  best %7.0f ms  cpu %7.0f ms", what, quantile(wall, 0.5), quantile(wall, 0), quantile(cpu, 0.5));
    if (baselineMs > 0)
        std::printf("  goal 500 ms %s  %.1f × the empty window", quantile(wall, 0.5) <= 500 ? "ok" : "MISSED",
            quantile(wall, 0.5) / baselineMs);
    std::printf("\n");
}

void benchStart(const QString &program, const QString &cache, int leads, int runs)
{
    std::vector<Start> empty;
    for (int i = 0; i < runs; ++i)
        empty.push_back(startOnce(QCoreApplication::applicationFilePath(), { QStringLiteral("--empty") }, "shown", 500));
    std::vector<double> baseline;
    for (const Start &start : empty)
        baseline.push_back(start.wallMs);
    printStart("empty Qt window", empty, 0);
    const QTemporaryDir filled;
    const QString store = cache.isEmpty() ? filled.filePath(QStringLiteral("cache.sqlite")) : cache;
    if (cache.isEmpty())
        fill(store, leads);
    std::vector<Start> starts;
    for (int i = 0; i < runs; ++i) {
        // Its new backend has none of these leads and tells the window to drop them; so each start has a copy.
        const QTemporaryDir profile;
        if (!QFile::copy(store, profile.filePath(QStringLiteral("cache.sqlite"))))
            qFatal("the store cannot be copied");
        starts.push_back(
            startOnce(program, { QStringLiteral("--profile"), profile.path(), QStringLiteral("--this-computer") },
                "leads shown 100", i + 1 == runs ? 5'000 : 500));
    }
    printStart(qPrintable(QStringLiteral("window with %1 leads cached, leads on the screen").arg(leads)), starts,
        quantile(baseline, 0.5));
    std::printf("resident: window %.0f MB (goal 250), its backend without leads %.0f MB, empty Qt window %.0f MB: %.1f ×\n",
        starts.back().residentMb, starts.back().backendMb, empty.back().residentMb,
        starts.back().residentMb / empty.back().residentMb);
}

/// Leads into one live pane at a set speed for some seconds; what the thread of the window spends per turn of its loop.
void benchEvents(int perSecond, int seconds)
{
    tests::FakeTaskGateway gateway;
    const domain::Task task = tests::FakeTaskGateway::make(QStringLiteral("bench"), domain::TaskState::Running);
    gateway.put(task);
    ui::LivePane pane(std::make_unique<ui::LiveController>(gateway, task));
    pane.resize(520, 700);
    pane.showView(ui::LivePane::View::Leads);
    pane.show();
    constexpr int kBatch = 200; // as the streams deliver them
    std::vector<std::vector<domain::Lead>> batches;
    for (int i = 0; i < 100; ++i) {
        batches.emplace_back();
        for (int n = 0; n < kBatch; ++n)
            batches.back().push_back(makeLead(i * kBatch + n));
    }
    std::vector<double> wall;
    std::vector<double> cpu;
    QElapsedTimer timer;
    timer.start();
    qint64 given = 0;
    const qint64 all = qint64(perSecond) * seconds;
    while (given < all) {
        QElapsedTimer turn;
        turn.start();
        const double before = processorMs();
        // What is due goes in as LiveTask hands it over: in 50 ms gathers or smaller ones, then the loop runs.
        const qint64 due = std::min<qint64>(all, qint64(perSecond) * timer.elapsed() / 1000);
        while (given < due) {
            Q_EMIT gateway.feeds[task.id]->leadsAdded(batches[size_t(given / kBatch) % batches.size()]);
            given += kBatch;
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        wall.push_back(double(turn.nsecsElapsed()) / 1e6);
        cpu.push_back(processorMs() - before);
    }
    const double took = double(timer.elapsed()) / 1000;
    std::printf("live pane, %d leads/s for %d s: %.0f leads/s taken, turn of the loop p99 %.2f ms, longest %.1f ms wall, "
                "%.1f ms cpu  goal 16 ms %s\n",
        perSecond, seconds, double(given) / took, quantile(wall, 0.99), quantile(wall, 1), quantile(cpu, 1),
        quantile(cpu, 1) <= 16 ? "ok" : "MISSED");

    // The baseline: the same leads into Qt's own table model, row by row, as a first attempt would have it.
    QStandardItemModel model(0, 5);
    QTableView view;
    view.setModel(&model);
    view.resize(520, 700);
    view.show();
    QElapsedTimer plain;
    plain.start();
    int rows = 0;
    for (const auto &batch : batches) {
        for (const domain::Lead &lead : batch) {
            model.appendRow(
                { new QStandardItem(lead.name()), new QStandardItem(lead.city()), new QStandardItem(lead.email()),
                    new QStandardItem(lead.phone()), new QStandardItem(QString::number(lead.found.score)) });
            ++rows;
        }
        QCoreApplication::processEvents();
    }
    const double rate = rows / (double(plain.elapsed()) / 1000);
    // What the pane could take: its own time per lead.
    double busy = 0;
    for (const double ms : cpu)
        busy += ms;
    std::printf(
        "  the pane's thread is busy %.0f µs per 1 000 leads; QStandardItemModel row by row takes %.0f leads/s: %.0f ×\n",
        busy * 1e6 / double(given), rate, double(given) / (busy / 1000) / rate);
}

int showEmpty()
{
    QMainWindow window;
    window.resize(1440, 900);
    window.show();
    QTimer::singleShot(0, &window, [&window] {
        window.repaint();
        std::printf("shown\n");
        std::fflush(stdout);
    });
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption empty(QStringLiteral("empty"), QStringLiteral("be the empty window"));
    const QCommandLineOption leads(
        QStringLiteral("leads"), QStringLiteral("leads cached"), QStringLiteral("n"), QStringLiteral("100000"));
    const QCommandLineOption cache(QStringLiteral("cache"), QStringLiteral("store to start on"), QStringLiteral("file"));
    const QCommandLineOption runs(
        QStringLiteral("runs"), QStringLiteral("starts"), QStringLiteral("n"), QStringLiteral("5"));
    const QCommandLineOption speed(
        QStringLiteral("speed"), QStringLiteral("leads a second"), QStringLiteral("n"), QStringLiteral("50000"));
    parser.addOptions({ empty, leads, cache, runs, speed });
    parser.addHelpOption();
    parser.process(application);
    if (parser.isSet(empty))
        return showEmpty();
    const ui::Theme theme;
    benchEvents(parser.value(speed).toInt(), 5);
    const QString program
        = qEnvironmentVariable("LEADLINE_PROGRAM", QCoreApplication::applicationDirPath() + QStringLiteral("/leadline"));
    if (!QFileInfo(program).isExecutable()) {
        std::printf("no window to start at %s\n", qPrintable(program));
        return 1;
    }
    benchStart(program, parser.value(cache), parser.value(leads).toInt(), parser.value(runs).toInt());
    return 0;
}
