#include "cache/lead_cache.h"
#include "services/review_service.h"
#include "support/lead_factory.h"
#include "ui/models/lead_table_model.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QHeaderView>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <numeric>

// The lead table at a million leads: pages, searches, filters and sorts of the store, then frames, live changes and memory
// of a window. `bench_table [LEADS] [FILE]`; with FILE an earlier store is used again. Figures beside the goals of issue 2.

using namespace leadline;
using namespace leadline::domain;
using leadline::tests::await;
using leadline::tests::makeLead;

namespace {

/// Sorted milliseconds of many runs.
struct Timing
{
    std::vector<double> ms;
    double cpu = 0; ///< processor milliseconds a run, all threads: what remains when the machine is busy with other work

    [[nodiscard]] double at(double quantile) const
    {
        return ms.empty() ? 0 : ms[std::min(ms.size() - 1, size_t(quantile * double(ms.size())))];
    }
};

double processorMs()
{
    timespec time {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

Timing measure(int runs, const std::function<void(int)> &step)
{
    Timing timing;
    const double before = processorMs();
    for (int i = 0; i < runs; ++i) {
        QElapsedTimer timer;
        timer.start();
        step(i);
        timing.ms.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    timing.cpu = (processorMs() - before) / runs;
    std::sort(timing.ms.begin(), timing.ms.end());
    return timing;
}

void print(const char *what, const Timing &timing, double goal, qsizetype results = -1)
{
    std::printf("%-58s p50 %8.2f ms  p95 %8.2f ms  max %8.2f ms  cpu %8.2f ms", what, timing.at(0.5), timing.at(0.95),
        timing.at(1.0), timing.cpu);
    if (goal > 0)
        std::printf("  goal %5.0f ms %s", goal, timing.at(0.5) <= goal ? "ok" : "MISSED");
    if (results >= 0)
        std::printf("  (%lld leads)", static_cast<long long>(results));
    std::printf("\n");
    std::fflush(stdout);
}

double residentMegabytes()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

LeadQuery queryOf(const QString &filter, LeadSort sort, SortOrder order)
{
    return { *parseLeadFilter(filter), sort, order, {}, 100 };
}

void fill(cache::LeadCache &cache, int count)
{
    constexpr int kBatch = 5'000;
    QElapsedTimer timer;
    timer.start();
    for (int first = 0; first < count; first += kBatch) {
        ChangePage page;
        page.epoch = QStringLiteral("6f6b7a3e-0000-4000-8000-000000000001");
        for (int i = first; i < std::min(first + kBatch, count); ++i) {
            Lead lead = makeLead(i);
            lead.seq = i + 1;
            lead.review.status = i % 10 < 7 ? ReviewStatus::New : ReviewStatus(1 + i % 3);
            if (i % 20 == 0)
                lead.review.tags = { QStringLiteral("chain") };
            lead.found.address.city = lead.found.address.city + QStringLiteral(" %1").arg(i * 7919LL % 2000);
            page.changes.push_back(std::move(lead));
        }
        page.to = page.head = first + kBatch;
        const auto state = await(cache.state());
        if (!await(cache.apply(page, state->cursor, state->client)))
            qFatal("a page was refused");
    }
    const double seconds = double(timer.elapsed()) / 1000;
    std::printf("filled with %d leads in %.1f s: %.0f leads/s\n", count, seconds, count / seconds);
}

void benchPages(cache::LeadCache &cache)
{
    LeadQuery query = queryOf({}, LeadSort::Score, SortOrder::Descending);
    print("keyset page of 100, walking down",
        measure(300,
            [&](int) {
                const auto page = await(cache.page(query));
                query.after = page->next;
            }),
        1);
    const QList<RowId> order = *await(cache.order(query));
    print("64 rows anywhere in the table",
        measure(200, [&](int i) { (void)await(cache.rows(order.mid(order.size() / 200 * i, 64))); }), 1);
}

void benchFirstPages(cache::LeadCache &cache)
{
    struct Case
    {
        const char *name;
        QString filter;
        double goal;
    };
    const Case cases[] = {
        { "search, one lead: firma700077", QStringLiteral("firma700077"), 5 },
        { "search, a prefix of some: exemple 7000", QStringLiteral("\"exemple 7000\""), 5 },
        { "search, two words of which one is common", QStringLiteral("boulangerie 123450"), 5 },
        { "search, a fifth of all leads: garage", QStringLiteral("garage"), 5 },
        { "filter status:new has:email score>60", QStringLiteral("status:new has:email score>60"), 30 },
        { "filter city (1 in 10 000)", QStringLiteral("city:\"lyon 7\""), 30 },
        { "filter tag:chain (1 in 20)", QStringLiteral("tag:chain"), 30 },
        { "filter country:FR -has:phone status:rejected,contacted",
            QStringLiteral("country:FR -has:phone status:rejected,contacted"), 30 },
        { "filter name:\"exemple 99999\" (contains)", QStringLiteral("name:\"exemple 999999\""), 0 },
    };
    for (const Case &one : cases) {
        for (const LeadSort sort : { LeadSort::Score, LeadSort::Name }) {
            const LeadQuery query = queryOf(one.filter, sort, SortOrder::Descending);
            const QString name
                = QString::fromLatin1(one.name) + (sort == LeadSort::Name ? QStringLiteral(", by name") : QString());
            // The ways to the first page and to the whole order differ; they must agree.
            QList<RowId> page;
            for (const auto rows = await(cache.page(query)); const LeadRow &row : rows->rows)
                page.append(row.row);
            if (page != await(cache.order(query))->mid(0, 100))
                std::printf("PAGE AND ORDER DIFFER: %s\n", qPrintable(name));
            print(qPrintable(name), measure(7, [&](int) { (void)await(cache.page(query)); }), one.goal);
        }
    }
}

void benchOrders(cache::LeadCache &cache)
{
    for (const LeadSort sort : { LeadSort::Name, LeadSort::City, LeadSort::Email, LeadSort::Phone, LeadSort::Score,
             LeadSort::Status, LeadSort::Rating, LeadSort::Found, LeadSort::Modified }) {
        const LeadQuery query = queryOf({}, sort, SortOrder::Ascending);
        qsizetype size = 0;
        const QByteArray name = "sort, first page by " + leadSortSlug(sort).toUtf8();
        print(name.constData(), measure(5, [&](int) { (void)await(cache.page(query)); }), 100);
        const QByteArray whole = "sort, whole order by " + leadSortSlug(sort).toUtf8();
        const Timing timing = measure(3, [&](int) { size = await(cache.order(query))->size(); });
        print(whole.constData(), timing, 100, size);
    }
    for (const char *filter : { "status:new has:email score>60", "garage", "tag:chain", "city:\"lyon 7\"" }) {
        const LeadQuery query = queryOf(QString::fromLatin1(filter), LeadSort::Name, SortOrder::Ascending);
        qsizetype size = 0;
        const Timing timing = measure(3, [&](int) { size = await(cache.order(query))->size(); });
        print(("whole order of " + QByteArray(filter)).constData(), timing, 0, size);
    }
    for (const char *filter : { "", "status:new", "garage" }) {
        const Timing timing
            = measure(3, [&](int) { (void)await(cache.facets(*parseLeadFilter(QString::fromLatin1(filter)))); });
        print(("facets of " + QByteArray(filter)).constData(), timing, 0);
    }
}

bool waitFor(const std::function<bool()> &condition)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition() && !timer.hasExpired(20'000))
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    return condition();
}

/// A plain view with the model of the review page. A frame is a scroll step, the events it caused, and the painting.
void benchWindow(cache::LeadCache &cache, const Clock &clock)
{
    services::ReviewService review(cache, clock);
    ui::LeadTableModel model(review);
    QTableView view;
    view.setModel(&model);
    view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view.verticalHeader()->setDefaultSectionSize(28);
    view.resize(1100, 800);
    view.show();
    QElapsedTimer timer;
    timer.start();
    double first = 0;
    QObject::connect(&model, &QAbstractItemModel::modelReset, &view, [&] { first = double(timer.nsecsElapsed()) / 1e6; });
    model.setQuery(queryOf({}, LeadSort::Score, SortOrder::Descending));
    waitFor([&] { return !model.isLoading(); });
    std::printf("window: first page after %.1f ms, whole order of %d leads after %.1f ms\n", first, model.rowCount(),
        double(timer.nsecsElapsed()) / 1e6);
    QPixmap frame(view.size());
    const auto paint = [&] {
        QCoreApplication::processEvents();
        view.render(&frame);
    };
    QScrollBar *bar = view.verticalScrollBar();
    print("frame, wheel scrolling by 3 rows",
        measure(500,
            [&](int) {
                bar->setValue(bar->value() + 3);
                paint();
            }),
        16);
    print("frame, scrolling by pages",
        measure(300,
            [&](int) {
                bar->setValue(bar->value() + 27);
                paint();
            }),
        16);
    print("frame, dragging through the whole table",
        measure(300,
            [&](int i) {
                bar->setValue(bar->maximum() / 300 * i);
                paint();
            }),
        16);

    bar->setValue(0);
    waitFor([&] { return model.leadRow(0).has_value(); });
    model.setQuery(queryOf(QStringLiteral("status:new"), LeadSort::Score, SortOrder::Descending));
    waitFor([&] { return !model.isLoading() && model.leadRow(20).has_value(); });
    print("key to row gone: triage at the top of status:new",
        measure(50,
            [&](int) {
                const int before = model.rowCount();
                (void)review.edit(model.leadRow(0)->id, LeadEdit::setStatus(ReviewStatus::Accepted));
                waitFor([&] { return model.rowCount() < before && model.leadRow(0).has_value(); });
                view.render(&frame);
            }),
        50);
    std::printf("window memory with %d leads in the list: %.0f MB resident\n", model.rowCount(), residentMegabytes());

    // Live: 50 000 leads arrive while the table is shown and painted.
    const auto state = await(cache.state());
    const int known = int(state->cursor);
    Timing frames;
    timer.restart();
    for (int batch = 0; batch < 250; ++batch) {
        ChangePage page;
        page.epoch = state->epoch;
        for (int i = 0; i < 200; ++i) {
            page.changes.push_back(makeLead(known + batch * 200 + i));
            page.changes.back().seq = known + batch * 200 + i + 1;
        }
        page.to = page.head = known + (batch + 1) * 200;
        auto applied = cache.apply(page, page.to - 200, state->client);
        while (!applied.isFinished()) {
            QElapsedTimer one;
            one.start();
            QCoreApplication::processEvents();
            frames.ms.push_back(double(one.nsecsElapsed()) / 1e6);
        }
    }
    const double seconds = double(timer.elapsed()) / 1000;
    std::sort(frames.ms.begin(), frames.ms.end());
    std::printf("live: 50 000 leads into the store under the window in %.1f s: %.0f leads/s\n", seconds, 50'000 / seconds);
    std::printf("live: longest stretch of the window's thread p99 %.1f ms, max %.1f ms\n", frames.at(0.99), frames.at(1.0));
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int count = arguments.size() > 1 ? arguments[1].toInt() : 1'000'000;
    QTemporaryDir directory;
    const QString path = arguments.size() > 2 ? arguments[2] : directory.filePath(QStringLiteral("cache.sqlite"));
    const SystemClock clock;
    auto opened = cache::LeadCache::open(path, clock);
    if (!opened) {
        std::fprintf(stderr, "%s\n", qPrintable(opened.error().detail()));
        return 1;
    }
    cache::LeadCache &cache = **opened;
    if (*await(cache.count({})) == 0)
        fill(cache, count);
    std::printf("store: %.0f MB for %lld leads\n", double(QFileInfo(path).size()) / 1e6,
        static_cast<long long>(*await(cache.count({}))));
    std::printf("memory of the store alone: %.0f MB resident\n", residentMegabytes());
    benchPages(cache);
    benchFirstPages(cache);
    benchOrders(cache);
    benchWindow(cache, clock);
    return 0;
}
