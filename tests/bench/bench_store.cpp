// How fast leads go into the daemon's store and how fast lists come out of it.
//
//   bench_store [--in N] [--list N] [--dir FOLDER] [--store FILE] [--postgres]
//
// The baseline "bare SQLite API" writes the same rows into the same schema with prepared statements of the C API, text
// already UTF-8, no look at what is known, one thread: what the file itself costs. With --postgres the same is measured on a
// PostgreSQL server of its own, which syncs every commit to disk as the file does. With --store an earlier store is listed.

#include "backend/leads/lead_repository.h"
#include "domain/folded_key.h"
#include "support/lead_samples.h"
#include "support/postgres_cluster.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>

using namespace leadline;
using backend::LeadRepository;
using storage::Connection;

namespace {

const domain::Timestamp kNow = domain::fromMilliseconds(1'790'000'000'000);

[[noreturn]] void fail(const QString &what)
{
    std::fprintf(stderr, "bench_store: %s\n", qPrintable(what));
    std::exit(1);
}

template<typename T> T take(domain::Result<T> result)
{
    if (!result)
        fail(result.error().detail());
    return std::move(*result);
}

std::unique_ptr<storage::Database> openStore(const storage::StoreAddress &address)
{
    if (const auto migrated = backend::migrateServerStore(address); !migrated)
        fail(migrated.error().detail());
    return take(storage::Database::open({ address, 2, false }));
}

double cpuSeconds()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds
        = [](const timeval &time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// What a run cost: leads per second of the clock, and processor time per lead, which other work on the machine disturbs
/// less.
struct Rate
{
    double perSecond = 0;
    double cpuMicros = 0;
};

class Meter
{
public:
    Meter() { m_timer.start(); }
    [[nodiscard]] Rate rate(int count) const
    {
        return { count / (static_cast<double>(m_timer.nsecsElapsed()) / 1e9), (cpuSeconds() - m_cpu) / count * 1e6 };
    }

private:
    QElapsedTimer m_timer;
    double m_cpu = cpuSeconds();
};

/// Through LeadRepository::ingest.
Rate ingestRate(const storage::StoreAddress &address, int first, int count, int batch)
{
    const auto database = openStore(address);
    const auto task = domain::TaskId::create();
    std::vector<std::vector<backend::FoundLead>> batches;
    for (int n = first; n < first + count; n += batch)
        batches.push_back(tests::sampleLeads(n, std::min(batch, first + count - n)));
    const Meter meter;
    for (const auto &leads : batches) {
        take(database->write([&](Connection &c) { return LeadRepository::ingest(c, task, leads, kNow); }).result());
    }
    const Rate rate = meter.rate(count);
    (void)database->close();
    return rate;
}

/// The baseline: see the head of this file.
class BareStore
{
public:
    explicit BareStore(const QString &path)
    {
        if (sqlite3_open(path.toUtf8().constData(), &m_db) != SQLITE_OK)
            fail(QStringLiteral("cannot open"));
        run("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=16384;"
            "PRAGMA cache_size=-32768");
    }
    ~BareStore()
    {
        for (sqlite3_stmt *statement : m_statements)
            sqlite3_finalize(statement);
        sqlite3_close(m_db);
    }
    BareStore(const BareStore &) = delete;
    BareStore &operator=(const BareStore &) = delete;

    struct Row
    {
        QByteArray id, key, source, name, category, email, phone, city, website, street, postal, country, hours, nameKey,
            cityKey, categoryKey, text;
        int score = 0;
        struct Contact
        {
            int kind = 0;
            QByteArray value, display, label, url, layer, snippet;
            int confidence = 0;
        };
        std::vector<Contact> contacts;
    };

    static Row encode(const backend::FoundLead &lead)
    {
        const domain::FoundData &found = lead.found;
        Row row { QUuid::createUuid().toRfc4122(), lead.profileKey.toUtf8(), lead.source.toUtf8(), found.name.toUtf8(),
            found.category.toUtf8(), found.email.toUtf8(), found.phone.toUtf8(), found.address.city.toUtf8(),
            found.website.toUtf8(), found.address.street.toUtf8(), found.address.postalCode.toUtf8(),
            found.address.country.toUtf8(), found.openingHours.toUtf8(), domain::foldedKey(found.name).toUtf8(),
            domain::foldedKey(found.address.city).toUtf8(), domain::foldedKey(found.category).toUtf8(), {}, found.score,
            {} };
        row.text = row.name + '\n' + row.category + '\n' + row.website.mid(8) + '\n' + row.email + '\n' + row.phone + '\n'
            + row.street + '\n' + row.postal + '\n' + row.city;
        for (const domain::ContactPoint &contact : found.contacts) {
            const domain::Evidence &place = contact.evidence.front();
            row.contacts.push_back({ static_cast<int>(contact.kind), contact.value.toUtf8(), contact.display.toUtf8(),
                contact.label.toUtf8(), place.pageUrl.toUtf8(), domain::extractionLayerSlug(place.layer).toUtf8(),
                place.snippet.toUtf8(), place.confidence });
            row.text += '\n' + contact.value.toUtf8();
        }
        return row;
    }

    void write(const std::vector<Row> &rows, const QByteArray &task)
    {
        const QByteArray actor = "task:00000000-0000-0000-0000-000000000000";
        const qint64 now = domain::toMilliseconds(kNow);
        run("BEGIN IMMEDIATE");
        for (const Row &row : rows) {
            const qint64 pk = ++m_pk;
            step("INSERT INTO lead (pk, id, profile_key, rev, seq, source, found_name, found_category, found_email, "
                 "found_phone,"
                 "found_city, website, street, postal_code, region, country, opening_hours, score, score_terms, created_at,"
                 "created_by, modified_at, modified_by, name_key, city_key, category_key)"
                 "VALUES (?,?,?,1,?,?,?,?,?,?,?,?,?,?,'',?,?,?,'email 30;phone 20',?,?,?,?,?,?,?)",
                pk, Blob { row.id }, row.key, pk, row.source, row.name, row.category, row.email, row.phone, row.city,
                row.website, row.street, row.postal, row.country, row.hours, row.score, now, actor, now, actor, row.nameKey,
                row.cityKey, row.categoryKey);
            for (size_t i = 0; i < row.contacts.size(); ++i) {
                const Row::Contact &contact = row.contacts[i];
                const auto n = static_cast<qint64>(i);
                step("INSERT INTO contact VALUES (?,?,?,?,?,?,0,'')", pk, n, contact.kind, contact.value, contact.display,
                    contact.label);
                step("INSERT INTO evidence VALUES (?,?,0,?,?,?,?,?)", pk, n, contact.url, contact.layer, contact.confidence,
                    now, contact.snippet);
            }
            step("INSERT INTO audit (at, actor, origin, request_id, action, lead_pk, field, new_value, digest, hash)"
                 "VALUES (?,?,'','','found',?,'',?,zeroblob(32),zeroblob(32))",
                now, actor, pk, row.key);
            step("INSERT INTO task_lead (task_id, n, lead_pk, site, found_at) VALUES (?,?,?,?,?)", Blob { task }, pk, pk, pk,
                now);
        }
        const qint64 first = m_pk - static_cast<qint64>(rows.size());
        for (size_t i = 0; i < rows.size(); ++i)
            step("INSERT INTO lead_fts (rowid, text) VALUES (?,?)", first + static_cast<qint64>(i) + 1, rows[i].text);
        step("UPDATE feed_head SET seq = ?", m_pk);
        run("COMMIT");
    }

private:
    struct Blob
    {
        const QByteArray &bytes;
    };

    void run(const char *sql)
    {
        if (sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            fail(QString::fromUtf8(sqlite3_errmsg(m_db)));
    }
    void bind(sqlite3_stmt *s, int i, const QByteArray &text)
    {
        sqlite3_bind_text(s, i, text.constData(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    void bind(sqlite3_stmt *s, int i, const Blob &blob)
    {
        sqlite3_bind_blob(s, i, blob.bytes.constData(), static_cast<int>(blob.bytes.size()), SQLITE_STATIC);
    }
    void bind(sqlite3_stmt *s, int i, qint64 number) { sqlite3_bind_int64(s, i, number); }
    void bind(sqlite3_stmt *s, int i, int number) { sqlite3_bind_int(s, i, number); }

    template<typename... Values> void step(const char *sql, const Values &...values)
    {
        sqlite3_stmt *&statement = m_statements[sql];
        if (statement == nullptr && sqlite3_prepare_v2(m_db, sql, -1, &statement, nullptr) != SQLITE_OK)
            fail(QString::fromUtf8(sqlite3_errmsg(m_db)));
        int i = 0;
        (bind(statement, ++i, values), ...);
        if (sqlite3_step(statement) != SQLITE_DONE)
            fail(QString::fromUtf8(sqlite3_errmsg(m_db)));
        sqlite3_reset(statement);
    }

    sqlite3 *m_db = nullptr;
    qint64 m_pk = 0;
    QHash<const void *, sqlite3_stmt *> m_statements;
};

Rate bareRate(const QString &path, int count, int batch)
{
    if (const auto migrated = backend::migrateServerStore(path); !migrated)
        fail(migrated.error().detail());
    BareStore store(path);
    std::vector<std::vector<BareStore::Row>> batches;
    for (int n = 0; n < count; n += batch) {
        batches.emplace_back();
        for (int i = n; i < std::min(n + batch, count); ++i)
            batches.back().push_back(BareStore::encode(tests::sampleLead(i)));
    }
    const QByteArray task = QUuid::createUuid().toRfc4122();
    const Meter meter;
    for (const auto &rows : batches)
        store.write(rows, task);
    return meter.rate(count);
}

void benchIngest(const QString &folder, int count)
{
    std::printf("leads per second into an empty store, 2.67 contact points with evidence each, synchronous=FULL\n");
    std::printf(
        "%8s %12s %12s %18s %12s %8s\n", "batch", "ingest", "cpu us/lead", "bare SQLite API", "cpu us/lead", "ratio");
    for (const int batch : { 1, 100, 1000 }) {
        const int leads = batch == 1 ? std::min(count, 2000) : count;
        const Rate ours = ingestRate(folder + QStringLiteral("/in-%1.sqlite").arg(batch), 0, leads, batch);
        const Rate bare = bareRate(folder + QStringLiteral("/bare-%1.sqlite").arg(batch), leads, batch);
        std::printf("%8d %12.0f %12.1f %18.0f %12.1f %8.2f\n", batch, ours.perSecond, ours.cpuMicros, bare.perSecond,
            bare.cpuMicros, ours.perSecond / bare.perSecond);
    }
    const Rate known = ingestRate(folder + QStringLiteral("/in-100.sqlite"), 0, count / 4, 100);
    std::printf(
        "%8d %12.0f %12.1f   readings already known, unchanged, by another task\n", 100, known.perSecond, known.cpuMicros);
}

void benchPostgresIngest(tests::PostgresCluster &cluster, int count)
{
    std::printf("\nPostgreSQL 15, leads per second into an empty store\n%8s %12s %12s\n", "batch", "ingest", "cpu us/lead");
    for (const int batch : { 1, 100, 1000 }) {
        const auto address = cluster.address(cluster.createDatabase());
        const Rate rate = ingestRate(address, 0, batch == 1 ? std::min(count, 2000) : count, batch);
        std::printf("%8d %12.0f %12.1f\n", batch, rate.perSecond, rate.cpuMicros);
        if (batch == 100) {
            const Rate known = ingestRate(address, 0, count / 4, 100);
            std::printf("%8d %12.0f %12.1f   readings already known, unchanged, by another task\n", 100, known.perSecond,
                known.cpuMicros);
        }
    }
}

constexpr double kGoalMs = 100; ///< processor time of an answer

/// Median and worst of several runs in milliseconds, and processor time a run beside the goal.
template<typename F> void report(const QString &what, F &&run)
{
    std::vector<double> times;
    const double cpuBefore = cpuSeconds();
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        run();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    const double cpu = (cpuSeconds() - cpuBefore) * 1e3 / static_cast<double>(times.size());
    std::sort(times.begin(), times.end());
    std::printf("%-60s %9.2f %9.2f %9.2f %6.2f%s\n", qPrintable(what), times[times.size() / 2], times.back(), cpu,
        cpu / kGoalMs, cpu > kGoalMs ? " MISSED" : "");
}

void benchPages(storage::Database &database)
{
    const auto page = [&](const QString &filter, domain::LeadSort sort, domain::SortOrder order, const QString &after) {
        domain::LeadQuery query { take(domain::parseLeadFilter(filter)), sort, order, after, 100 };
        return take(
            database.read([query](Connection &c) { return LeadRepository::list(c, query, backend::Reach::everything()); })
                .result());
    };
    const auto down = domain::SortOrder::Descending;
    const auto up = domain::SortOrder::Ascending;
    for (const char *sort : { "score", "name", "city", "found", "modified", "status", "rating", "email", "phone" }) {
        const auto key = *domain::leadSortFromSlug(QString::fromLatin1(sort));
        report(QStringLiteral("first page by %1").arg(QString::fromLatin1(sort)),
            [&] { (void)page({}, key, key == domain::LeadSort::Name ? up : down, {}); });
    }
    QString deep;
    for (int i = 0; i < 500; ++i)
        deep = page({}, domain::LeadSort::Score, down, deep).next;
    report(QStringLiteral("page 501 by score"), [&] { (void)page({}, domain::LeadSort::Score, down, deep); });
    for (const char *filter :
        { "status:new has:email score>60", "city:Lyon", "city:Lyon -status:rejected score>90", "country:AT",
            "status:accepted", "tag:chain", "kestrel", "kestrel city:Graz", "shop77777", "info@shop77777.example",
            "boreal florist graz", "name:linden", "name:\"linden florist 77777\"", "email:shop77777", "email:info" }) {
        const QString text = QString::fromLatin1(filter);
        report(QStringLiteral("filter %1").arg(text), [&] { (void)page(text, domain::LeadSort::Score, down, {}); });
        report(QStringLiteral("  by name"), [&] { (void)page(text, domain::LeadSort::Name, down, {}); });
        report(QStringLiteral("  total"), [&] {
            const auto wanted = take(domain::parseLeadFilter(text));
            take(
                database
                    .read([wanted](Connection &c) { return LeadRepository::count(c, wanted, backend::Reach::everything()); })
                    .result());
        });
    }
    report(QStringLiteral("changes since 0, 500 whole leads"), [&] {
        take(
            database
                .read([](Connection &c) { return LeadRepository::changes(c, 0, {}, 500, {}, backend::Reach::everything()); })
                .result());
    });
    for (const char *filter : { "", "status:accepted", "kestrel" }) {
        const auto wanted = take(domain::parseLeadFilter(QString::fromLatin1(filter)));
        report(
            QStringLiteral("facets of %1").arg(*filter ? QString::fromLatin1(filter) : QStringLiteral("everything")), [&] {
                take(database
                         .read([wanted](Connection &c) {
                             return LeadRepository::facets(c, wanted, backend::Reach::everything());
                         })
                         .result());
            });
    }
}

void benchList(const storage::StoreAddress &address, int count)
{
    std::printf("\nstore in %s: ", address.engine() == storage::Engine::Sqlite ? "SQLite" : "PostgreSQL");
    if (count > 0) {
        const Rate rate = ingestRate(address, 0, count, 1000);
        std::printf("filled with %d leads at %.0f leads/s in batches of 1000\n", count, rate.perSecond);
        std::printf("at that size, batches of 100: %.0f leads/s\n", ingestRate(address, count, 20'000, 100).perSecond);
    }
    const auto database = openStore(address);
    std::printf("%-60s %9s %9s %9s %6s\n", "page of 100 rows, milliseconds", "median", "worst", "cpu", "/ goal");
    benchPages(*database);
    (void)database->close();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption in(
        QStringLiteral("in"), QStringLiteral("leads to put in"), QStringLiteral("n"), QStringLiteral("50000"));
    const QCommandLineOption list(
        QStringLiteral("list"), QStringLiteral("leads to list, 0 = skip"), QStringLiteral("n"), QStringLiteral("1000000"));
    const QCommandLineOption dir(QStringLiteral("dir"), QStringLiteral("where to put the files"), QStringLiteral("folder"));
    const QCommandLineOption server(QStringLiteral("postgres"), QStringLiteral("measure PostgreSQL instead of SQLite"));
    const QCommandLineOption store(
        QStringLiteral("store"), QStringLiteral("SQLite store to list as it is"), QStringLiteral("file"));
    parser.addOptions({ in, list, dir, store, server });
    parser.addHelpOption();
    parser.process(application);
    const QTemporaryDir temporary(
        (parser.isSet(dir) ? parser.value(dir) : QDir::tempPath()) + QStringLiteral("/leadline-bench-XXXXXX"));
    if (!temporary.isValid())
        fail(QStringLiteral("no folder for the files"));
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const int leadsIn = parser.value(in).toInt();
    const int leadsListed = parser.value(list).toInt();
    if (parser.isSet(server)) {
        tests::PostgresCluster cluster(tests::PostgresCluster::Commit::OnDisk);
        if (leadsIn > 0)
            benchPostgresIngest(cluster, leadsIn);
        if (leadsListed > 0)
            benchList(cluster.address(cluster.createDatabase()), leadsListed);
        return 0;
    }
    if (leadsIn > 0)
        benchIngest(temporary.path(), leadsIn);
    if (parser.isSet(store))
        benchList(parser.value(store), 0);
    else if (leadsListed > 0)
        benchList(temporary.filePath(QStringLiteral("list.sqlite")), leadsListed);
    return 0;
}
