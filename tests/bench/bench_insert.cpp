// Which way of putting rows into PostgreSQL pays: one INSERT per row, one INSERT with many rows, or COPY.
//
//   bench_insert [--leads N]
//
// The rows of a lead (lead, contact, evidence) go into the real tables with all their indexes, one transaction per batch, on
// a server of its own that syncs every commit to disk. The ways take turns, so that other work on the machine hits all
// alike.

#include "backend/leads/lead_repository.h"
#include "domain/folded_key.h"
#include "storage/connection.h"
#include "support/lead_samples.h"
#include "support/postgres_cluster.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>

using namespace leadline;
using storage::Connection;

namespace {

const domain::Timestamp kNow = domain::fromMilliseconds(1'790'000'000'000);
constexpr int kTurns = 5;

template<typename T> T take(domain::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "bench_insert: %s\n", qPrintable(result.error().detail()));
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

struct Rows
{
    QString table;
    QStringList columns;
    std::vector<QVariant> values; ///< row after row
};

using Batch = std::vector<Rows>;

QStringList columns(const char *names)
{
    return QString::fromLatin1(names).split(u' ');
}

Batch batchOf(qint64 first, int count)
{
    Rows leads { QStringLiteral("lead"),
        columns("pk id profile_key rev seq source found_name found_category found_email found_phone found_city website "
                "street postal_code region country opening_hours score score_terms created_at created_by modified_at "
                "modified_by name_key city_key category_key"),
        {} };
    Rows contacts { QStringLiteral("contact"), columns("lead_pk n kind value display label junk junk_reason"), {} };
    Rows evidence { QStringLiteral("evidence"), columns("lead_pk contact_n n page_url layer confidence found_at snippet"),
        {} };
    const QString actor = QStringLiteral("task:00000000-0000-0000-0000-000000000000");
    const qint64 now = domain::toMilliseconds(kNow);
    for (qint64 pk = first; pk < first + count; ++pk) {
        const backend::FoundLead lead = tests::sampleLead(int(pk));
        const domain::FoundData &found = lead.found;
        for (const QVariant &value :
            std::initializer_list<QVariant> { pk, QVariant::fromValue(QUuid::createUuid()), lead.profileKey, 1, pk,
                lead.source, found.name, found.category, found.email, found.phone, found.address.city, found.website,
                found.address.street, found.address.postalCode, found.address.region, found.address.country,
                found.openingHours, found.score, QStringLiteral("email 30;phone 20"), now, actor, now, actor,
                domain::foldedKey(found.name), domain::foldedKey(found.address.city), domain::foldedKey(found.category) })
            leads.values.push_back(value);
        int n = 0;
        for (const domain::ContactPoint &contact : found.contacts) {
            for (const QVariant &value : std::initializer_list<QVariant> {
                     pk, n, int(contact.kind), contact.value, contact.display, contact.label, 0, QString() })
                contacts.values.push_back(value);
            const domain::Evidence &place = contact.evidence.front();
            for (const QVariant &value : std::initializer_list<QVariant> { pk, n, 0, place.pageUrl,
                     domain::extractionLayerSlug(place.layer).toString(), place.confidence, now, place.snippet })
                evidence.values.push_back(value);
            ++n;
        }
    }
    return { std::move(leads), std::move(contacts), std::move(evidence) };
}

QString insertOf(const Rows &rows, qsizetype count)
{
    QStringList marks;
    marks.fill(QStringLiteral("?"), rows.columns.size());
    QStringList tuples;
    tuples.fill(u'(' + marks.join(u',') + u')', count);
    return QStringLiteral("INSERT INTO %1 (%2) VALUES %3").arg(rows.table, rows.columns.join(u','), tuples.join(u','));
}

void insertEach(Connection &db, const Rows &rows)
{
    const auto width = size_t(rows.columns.size());
    auto *statement = take(db.prepareDirect(insertOf(rows, 1)));
    for (size_t at = 0; at < rows.values.size(); at += width)
        take(statement->bindRow(std::span(rows.values).subspan(at, width)).exec());
}

void insertTogether(Connection &db, const Rows &rows)
{
    const auto width = size_t(rows.columns.size());
    const size_t most = 32'000 / width; // a statement takes 65 535 values
    for (size_t at = 0; at < rows.values.size(); at += most * width) {
        const auto part = std::span(rows.values).subspan(at, std::min(most * width, rows.values.size() - at));
        take(take(db.prepareDirect(insertOf(rows, qsizetype(part.size() / width))))->bindRow(part).exec());
    }
}

void copy(Connection &db, const Rows &rows)
{
    const auto width = size_t(rows.columns.size());
    auto *statement = take(db.prepareBulk(rows.table, rows.columns));
    for (size_t at = 0; at < rows.values.size(); at += width)
        take(statement->bindRow(std::span(rows.values).subspan(at, width)).exec());
    take(statement->flush());
}

using Way = void (*)(Connection &, const Rows &);

double leadsPerSecond(Connection &db, Way way, qint64 &next, int leads, int size)
{
    std::vector<Batch> batches;
    for (int done = 0; done < leads; done += size) {
        batches.push_back(batchOf(next, size));
        next += size;
    }
    QElapsedTimer timer;
    timer.start();
    for (const Batch &batch : batches) {
        take(db.begin());
        for (const Rows &rows : batch)
            way(db, rows);
        take(db.commit());
    }
    return leads / (double(timer.nsecsElapsed()) / 1e9);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption option(
        QStringLiteral("leads"), QStringLiteral("leads per reading"), QStringLiteral("n"), QStringLiteral("4000"));
    parser.addOption(option);
    parser.addHelpOption();
    parser.process(application);
    const int most = parser.value(option).toInt();

    tests::PostgresCluster cluster(tests::PostgresCluster::Commit::OnDisk);
    const auto address = cluster.address(cluster.createDatabase());
    take(backend::migrateServerStore(address));
    const auto db = take(Connection::open(address, Connection::Role::Writer, false));
    qint64 next = 1;
    std::printf("PostgreSQL 15, leads per second (lead, contact, evidence; median of %d)\n%8s %12s %12s %12s %10s %10s\n",
        kTurns, "batch", "each row", "many rows", "COPY", "many/each", "COPY/each");
    for (const int size : { 1, 10, 100, 1000 }) {
        const int leads = std::max(size, size == 1 ? most / 8 : most / size * size);
        constexpr Way ways[] { insertEach, insertTogether, copy };
        std::vector<double> rates[std::size(ways)];
        for (int turn = 0; turn < kTurns; ++turn) {
            for (size_t i = 0; i < std::size(ways); ++i)
                rates[i].push_back(leadsPerSecond(*db, ways[i], next, leads, size));
        }
        for (auto &rate : rates)
            std::sort(rate.begin(), rate.end());
        const auto median = [&](size_t i) { return rates[i][kTurns / 2]; };
        std::printf("%8d %12.0f %12.0f %12.0f %10.2f %10.2f\n", size, median(0), median(1), median(2), median(1) / median(0),
            median(2) / median(0));
        std::fflush(stdout);
    }
    return 0;
}
