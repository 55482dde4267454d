#pragma once

#include "crawl/shared_pace.h"
#include "sources/crawl_runner.h"

#include <QStringList>

#include <chrono>
#include <memory>

namespace leadline::sources {

/// A crawl in a process of its own, because what it reads is hostile: no secrets, no database handle, resource limits,
/// nothing but a pipe in and a pipe out. The daemon starts itself again as `leadlined --crawl-worker`, whose main function
/// is runCrawlWorker(). The worker is not trusted either: every frame from it is bounded and checked, and one that does not
/// move any more, or reads one page without end, is killed; the crawl has Failed then.
class CrawlProcess final : public CrawlRunner
{
    Q_OBJECT

public:
    /// How long a worker may be without a sign of life. A daemon that was stopped itself does not count that time.
    struct Patience
    {
        std::chrono::milliseconds silence { 20'000 }; ///< of the whole worker, whose network thread moves every second
        std::chrono::milliseconds page { 30'000 }; ///< for reading one page, which takes milliseconds
    };

    /// The command must end up in runCrawlWorker(0, 1).
    CrawlProcess(QString program, QStringList arguments, Patience patience, QObject *parent = nullptr);
    CrawlProcess(QString program, QStringList arguments, QObject *parent = nullptr);
    ~CrawlProcess() override;

    /// Shared by all crawls of the daemon. Before start().
    void keepPace(std::shared_ptr<crawl::SharedPace> pace);

    void start(const CrawlSetup &setup) override;
    void addJobs(std::vector<crawl::SiteJob> jobs) override;
    void closeJobs() override;
    void pause() override;
    void resume() override;
    void stop() override;
    void acknowledge(quint64 batch) override;
    [[nodiscard]] std::vector<SuspectPage> suspects() const override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace leadline::sources
