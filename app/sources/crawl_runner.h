#pragma once

#include "sources/crawl_batch.h"

#include <QObject>

#include <string>
#include <vector>

namespace leadline::sources {

/// A page that may have broken a crawl.
struct SuspectPage
{
    enum class Deed {
        Present, ///< it was being read, maybe with others, when the worker died
        Crashed, ///< reading it ended the worker
        Hung, ///< reading it did not end
    };

    int site = 0; ///< SiteJob::index
    std::string url; ///< as it stood in the frontier
    Deed deed = Deed::Present;
};

/// One running crawl, as the task engine sees it. Lives in one thread with an event loop; signals come from there.
///
/// Order of calls: start(), then addJobs() as often as wanted, closeJobs() when there are no more. pause(), resume() and
/// stop() at any time. Each batch must be acknowledged once it is stored; with `maxUnacknowledged` batches open the crawl
/// waits, so a slow store slows the network down instead of filling memory. finished() comes exactly once, after the last
/// batch; the object may be deleted before, which ends the crawl at once.
class CrawlRunner : public QObject
{
    Q_OBJECT

public:
    static constexpr int maxUnacknowledged = 4;

    using QObject::QObject;

    virtual void start(const CrawlSetup &setup) = 0;
    /// Jobs are taken in order. Bounding memory is the caller's: hand over some hundred and add more as sites end.
    virtual void addJobs(std::vector<crawl::SiteJob> jobs) = 0;
    virtual void closeJobs() = 0;
    /// No new request is made; requests in flight are given up and their addresses stay pending. paused() follows when
    /// the last batch has been sent, within a second.
    virtual void pause() = 0;
    virtual void resume() = 0;
    /// Ends within a second. Sites that had not ended get no SiteEnd: their persisted frontier can be resumed.
    virtual void stop() = 0;
    virtual void acknowledge(quint64 batch) = 0;
    /// Once it has Failed: the pages that may be to blame, only the guilty where they are known.
    [[nodiscard]] virtual std::vector<SuspectPage> suspects() const { return {}; }

Q_SIGNALS:
    void batchReady(const leadline::sources::CrawlBatch &batch);
    void paused();
    /// `detail` says in English what broke when the end is Failed.
    void finished(leadline::sources::CrawlEnd end, const QString &detail);
};

} // namespace leadline::sources
