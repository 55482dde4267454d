#include "sources/crawl_process.h"

#include "sources/crawl_worker.h"
#include "sources/frame_codec.h"
#include "sources/hang_watch.h"
#include "sources/worker_board.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QTimer>

#include <fcntl.h>

#include <chrono>
#include <variant>

namespace leadline::sources {

namespace {

constexpr std::chrono::milliseconds kStopPatience { 900 };
constexpr size_t kJobsPerFrame = 256;
constexpr size_t kUrlsPerFrame = 100'000;
constexpr size_t kMemoryPerFrame = 8 * 1024 * 1024;
/// What one site may have taught and still fit into a frame. More is forgotten: better a lead too many than a task that
/// cannot go on.
constexpr size_t kMemoryOfOneSite = maxFrameBytes / 4;

size_t weightOf(const std::vector<crawl::SiteMemo> &memory)
{
    size_t weight = 0;
    for (const crawl::SiteMemo &memo : memory)
        weight += memo.key.size() + memo.value.size();
    return weight;
}

/// What the worker may know of our environment: enough to load libraries and find certificates, no proxies, no secrets.
QProcessEnvironment workerEnvironment()
{
    const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment theirs;
    for (const QString &name :
        { QStringLiteral("PATH"), QStringLiteral("LANG"), QStringLiteral("LC_ALL"), QStringLiteral("TZ"),
            QStringLiteral("LD_LIBRARY_PATH"), QStringLiteral("SSL_CERT_FILE"), QStringLiteral("SSL_CERT_DIR"),
            QStringLiteral("ASAN_OPTIONS"), QStringLiteral("UBSAN_OPTIONS"), QStringLiteral("TSAN_OPTIONS") }) {
        if (ours.contains(name))
            theirs.insert(name, ours.value(name));
    }
    return theirs;
}

} // namespace

class CrawlProcess::Private
{
public:
    Private(CrawlProcess *owner, QString workerProgram, QStringList workerArguments, Patience limits)
        : q(owner)
        , program(std::move(workerProgram))
        , arguments(std::move(workerArguments))
        , watch(limits.silence, limits.page)
    {
        stopTimer.setSingleShot(true);
        watchTimer.setInterval(watch.tickLength());
    }

    /// The worker starts with the descriptors of the shared memory open; everything else stays closed on exec.
    void shareMemory()
    {
        const int boardDescriptor = board->descriptor();
        const int paceDescriptor = pace ? pace->descriptor() : -1;
        QProcessEnvironment environment = workerEnvironment();
        environment.insert(QString::fromLatin1(workerBoardVariable), QString::number(boardDescriptor));
        if (pace)
            environment.insert(QString::fromLatin1(workerPaceVariable), QString::number(paceDescriptor));
        process.setProcessEnvironment(environment);
        process.setChildProcessModifier([boardDescriptor, paceDescriptor] {
            ::fcntl(boardDescriptor, F_SETFD, 0);
            if (paceDescriptor >= 0)
                ::fcntl(paceDescriptor, F_SETFD, 0);
        });
    }

    void look()
    {
        const auto hang = watch.tick(board->beats(), board->pagesInHand());
        if (!hang)
            return;
        for (const WorkerBoard::PageInHand &page : hang->pages)
            suspects.push_back({ page.site, page.url, SuspectPage::Deed::Hung });
        finish(CrawlEnd::Failed,
            suspects.empty() ? QStringLiteral("the crawl worker did not move for %1 s").arg(hang->time.count())
                             : QStringLiteral("the crawl worker read one page for %1 s").arg(hang->time.count()));
    }

    /// Of a worker that has died: the page whose reader crashed, and without a mark of a crash all it had in hand.
    void suspectPagesInHand()
    {
        const auto blamed = board->blamed();
        for (const WorkerBoard::PageInHand &page : board->pagesInHand()) {
            if (!blamed)
                suspects.push_back({ page.site, page.url, SuspectPage::Deed::Present });
            else if (page.reader == *blamed)
                suspects.push_back({ page.site, page.url, SuspectPage::Deed::Crashed });
        }
    }

    void send(const Frame &frame)
    {
        if (!over && process.state() != QProcess::NotRunning)
            process.write(encodeFrame(frame));
    }

    void read()
    {
        reader.append(process.readAllStandardOutput());
        while (!over) {
            auto frame = reader.next();
            if (!frame) {
                finish(CrawlEnd::Failed, QStringLiteral("the crawl worker sent %1").arg(frame.error().detail()));
                return;
            }
            if (!*frame)
                return;
            take(**frame);
        }
    }

    void take(Frame &frame)
    {
        if (const auto *batch = std::get_if<frames::Batch>(&frame)) {
            if (batch->batch.number != lastBatch + 1) {
                finish(CrawlEnd::Failed, QStringLiteral("the crawl worker skipped a batch"));
                return;
            }
            ++lastBatch;
            Q_EMIT q->batchReady(batch->batch);
        } else if (std::holds_alternative<frames::Paused>(frame)) {
            Q_EMIT q->paused();
        } else if (const auto *finished = std::get_if<frames::Finished>(&frame)) {
            finish(finished->end, finished->detail);
        } else {
            finish(CrawlEnd::Failed, QStringLiteral("the crawl worker sent a frame that only the daemon sends"));
        }
    }

    void exited(int code, QProcess::ExitStatus status)
    {
        read();
        if (!over)
            suspectPagesInHand();
        finish(CrawlEnd::Failed,
            status == QProcess::CrashExit ? QStringLiteral("the crawl worker died")
                                          : QStringLiteral("the crawl worker ended with code %1").arg(code));
    }

    void finish(CrawlEnd end, const QString &detail)
    {
        if (over)
            return;
        over = true;
        stopTimer.stop();
        watchTimer.stop();
        process.closeWriteChannel(); // the worker ends with its input
        if (end == CrawlEnd::Failed)
            process.kill();
        Q_EMIT q->finished(stopAsked && end == CrawlEnd::Failed ? CrawlEnd::Stopped : end, detail);
    }

    CrawlProcess *q;
    QString program;
    QStringList arguments;
    QProcess process;
    FrameReader reader;
    QTimer stopTimer;
    QTimer watchTimer;
    HangWatch watch;
    std::unique_ptr<WorkerBoard> board; ///< from start() on
    std::shared_ptr<crawl::SharedPace> pace;
    std::vector<SuspectPage> suspects;
    quint64 lastBatch = 0;
    bool stopAsked = false;
    bool over = false;
};

CrawlProcess::CrawlProcess(QString program, QStringList arguments, QObject *parent)
    : CrawlProcess(std::move(program), std::move(arguments), Patience(), parent)
{ }

CrawlProcess::CrawlProcess(QString program, QStringList arguments, Patience patience, QObject *parent)
    : CrawlRunner(parent)
    , d(std::make_unique<Private>(this, std::move(program), std::move(arguments), patience))
{
    d->process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(&d->process, &QProcess::readyReadStandardOutput, this, [this] { d->read(); });
    connect(
        &d->process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) { d->exited(code, status); });
    connect(&d->process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            d->finish(
                CrawlEnd::Failed, QStringLiteral("the crawl worker could not be started: ") + d->process.errorString());
    });
    connect(&d->watchTimer, &QTimer::timeout, this, [this] { d->look(); });
    connect(&d->stopTimer, &QTimer::timeout, this, [this] {
        d->process.kill();
        d->finish(CrawlEnd::Stopped, {});
    });
}

CrawlProcess::~CrawlProcess()
{
    d->over = true;
    d->process.disconnect(this);
    if (d->process.state() != QProcess::NotRunning) {
        d->process.kill();
        d->process.waitForFinished(1000);
    }
}

void CrawlProcess::keepPace(std::shared_ptr<crawl::SharedPace> pace)
{
    d->pace = std::move(pace);
}

void CrawlProcess::start(const CrawlSetup &setup)
{
    auto board = WorkerBoard::create();
    if (!board) {
        // Told later, like every end: the caller is not done with starting.
        QMetaObject::invokeMethod(
            this, [this, detail = board.error().detail()] { d->finish(CrawlEnd::Failed, detail); }, Qt::QueuedConnection);
        return;
    }
    d->board = std::move(*board);
    d->shareMemory();
    d->process.start(d->program, d->arguments);
    d->watchTimer.start();
    d->send(frames::Setup { setup });
}

void CrawlProcess::addJobs(std::vector<crawl::SiteJob> jobs)
{
    frames::Jobs frame;
    size_t urls = 0;
    size_t memory = 0;
    for (crawl::SiteJob &job : jobs) {
        urls += job.known.size();
        const size_t learnt = weightOf(job.memory);
        if (learnt > kMemoryOfOneSite)
            job.memory.clear();
        else
            memory += learnt;
        frame.jobs.push_back(std::move(job));
        if (frame.jobs.size() >= kJobsPerFrame || urls >= kUrlsPerFrame || memory >= kMemoryPerFrame) {
            d->send(frame);
            frame.jobs.clear();
            urls = 0;
            memory = 0;
        }
    }
    if (!frame.jobs.empty())
        d->send(frame);
}

void CrawlProcess::closeJobs()
{
    d->send(frames::CloseJobs {});
}

void CrawlProcess::pause()
{
    d->send(frames::Pause {});
}

void CrawlProcess::resume()
{
    d->send(frames::Resume {});
}

void CrawlProcess::stop()
{
    if (d->over || d->stopAsked)
        return;
    d->stopAsked = true;
    d->send(frames::Stop {});
    d->stopTimer.start(kStopPatience);
}

void CrawlProcess::acknowledge(quint64 batch)
{
    d->send(frames::Acknowledge { batch });
}

std::vector<SuspectPage> CrawlProcess::suspects() const
{
    return d->suspects;
}

} // namespace leadline::sources
