#pragma once

#include "cache/lead_cache.h"
#include "support/lead_factory.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <memory>
#include <sqlite3.h>
#include <vector>

namespace leadline::tests {

using cache::LeadCache;

inline const QString kEpoch = QStringLiteral("6f6b7a3e-0000-4000-8000-000000000001");
inline constexpr int kLeads = 1'500;
inline constexpr int kEdited = 10; ///< leads with a rating and a note that wait: few enough that no checkpoint comes between
inline constexpr int kPage = 4096;

/// A server's side of the store's questions: the same leads again, and what became of the edits it was sent.
struct Server
{
    QString epoch = kEpoch;
    std::map<domain::LeadId, domain::Lead> leads;
    qint64 seq = 0;

    void add(domain::Lead lead)
    {
        lead.seq = ++seq;
        leads[lead.id] = std::move(lead);
    }
    [[nodiscard]] domain::ChangePage all() const
    {
        domain::ChangePage page;
        page.epoch = epoch;
        page.to = page.head = seq;
        for (const auto &[id, lead] : leads)
            page.changes.push_back(lead);
        return page;
    }
};

/// Files of a store as a crash leaves them: the file, its log and the flag of an open store.
struct CrashedStore
{
    QTemporaryDir dir;
    QString path = dir.filePath(QStringLiteral("cache.sqlite"));
    ManualClock clock;
    QStringList waiting; ///< described, oldest first

    [[nodiscard]] QByteArray bytes(const QString &suffix = {}) const
    {
        QFile file(path + suffix);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void overwrite(qint64 at, const QByteArray &bytes, const QString &suffix = {})
    {
        QFile file(path + suffix);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(at));
        QCOMPARE(file.write(bytes), qint64(bytes.size()));
    }
    void truncate(qint64 size, const QString &suffix = {}) { QVERIFY(QFile::resize(path + suffix, size)); }
    domain::Result<std::unique_ptr<LeadCache>> open() { return LeadCache::open(path, clock); }
    [[nodiscard]] QStringList asideFiles() const
    {
        return QDir(dir.path()).entryList({ QStringLiteral("cache.sqlite.damaged-*") }, QDir::Files, QDir::Name);
    }
};

[[nodiscard]] inline QString describe(const domain::LeadId &lead, const domain::LeadEdit &edit)
{
    return lead.toString().left(8) + u' ' + domain::mutationOpSlug(edit.op).toString() + u' ' + edit.field + u'='
        + edit.value.value_or(QStringLiteral("-"));
}

[[nodiscard]] inline std::vector<domain::WaitingChange> changesIn(LeadCache &cache)
{
    return await(cache.waiting(10'000)).value();
}

[[nodiscard]] inline QStringList waitingOf(LeadCache &cache)
{
    QStringList list;
    for (const domain::WaitingChange &change : changesIn(cache))
        list.prepend(describe(change.lead, change.edit));
    return list;
}

/// A store with leads, waiting edits (some sent and unanswered), a conflict and a saved view, copied while it is open.
class Original
{
public:
    Original()
    {
        for (int i = 0; i < kLeads; ++i)
            server.add(makeLead(i));
        open();
        const auto state = await(cache->state());
        if (!await(cache->apply(server.all(), 0, state->client)))
            qFatal("the leads were refused");
        open(); // the log begins anew
        for (int i = 0; i < kEdited; ++i) {
            edit(makeLead(i * 30).id, domain::LeadEdit::setRating(1 + i % 5));
            // Several fill a page, every fourth is longer than one.
            edit(makeLead(i * 30).id, domain::LeadEdit::addNote(QString(i % 4 ? 900 : 6'000, u'n') + QString::number(i)));
        }
        conflict();
        (void)await(cache->saveView({ 0, QStringLiteral("mine"), QStringLiteral("status:new"), domain::LeadSort::Name,
            domain::SortOrder::Ascending, QByteArray("\1\2") }));
        waiting = waitingOf(*cache);
    }

    /// What is on the disk at this moment, as after a power failure.
    void crashInto(CrashedStore &copy) const
    {
        for (const char *suffix : { "", "-wal", ".open" }) {
            const QString part = QString::fromLatin1(suffix);
            if (!QFile::copy(m_dir.filePath(QStringLiteral("cache.sqlite") + part), copy.path + part))
                qFatal("the store's file %s is missing", suffix);
        }
        copy.waiting = waiting;
    }

    Server server;
    std::unique_ptr<LeadCache> cache;
    QStringList waiting;

private:
    void open()
    {
        cache.reset();
        auto opened = LeadCache::open(m_dir.filePath(QStringLiteral("cache.sqlite")), m_clock);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail()));
        cache = std::move(*opened);
        cache->setOperator(QStringLiteral("ada"));
    }
    void edit(const domain::LeadId &id, const domain::LeadEdit &edit)
    {
        if (!await(cache->edit(std::vector { id }, edit)))
            qFatal("an edit was refused");
    }
    /// Two edits are sent; one of them meets another person's.
    void conflict()
    {
        const auto request = await(cache->seal(2));
        domain::PushAnswer answer;
        answer.epoch = kEpoch;
        domain::MutationOutcome outcome;
        outcome.mid = request->mutations.front().mid;
        outcome.result = domain::MutationResult::Conflict;
        outcome.field = QStringLiteral("rating");
        outcome.theirs = QStringLiteral("5");
        outcome.theirsBy = QStringLiteral("bob");
        answer.outcomes.push_back(outcome);
        if (!await(cache->settle(*request, answer)) || cache->conflictCount() != 1)
            qFatal("no conflict");
    }

    QTemporaryDir m_dir;
    ManualClock m_clock;
};

/// Root page of a table or index.
[[nodiscard]] inline qint64 rootOf(const QString &path, const char *name)
{
    sqlite3 *handle = nullptr;
    qint64 root = 0;
    if (sqlite3_open_v2(path.toUtf8().constData(), &handle, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK) {
        sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        sqlite3_stmt *statement = nullptr;
        sqlite3_prepare_v2(handle, "SELECT rootpage FROM sqlite_schema WHERE name = ?", -1, &statement, nullptr);
        sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
        if (sqlite3_step(statement) == SQLITE_ROW)
            root = sqlite3_column_int64(statement, 0);
        sqlite3_finalize(statement);
    }
    sqlite3_close(handle);
    return root;
}

/// Writes the log into the file, as a checkpoint shortly before the crash would have.
inline void checkpoint(const QString &path)
{
    sqlite3 *handle = nullptr;
    QCOMPARE(sqlite3_open_v2(path.toUtf8().constData(), &handle, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // It knows of the log only once it has read.
    QCOMPARE(sqlite3_exec(handle, "SELECT count(*) FROM meta", nullptr, nullptr, nullptr), SQLITE_OK);
    QCOMPARE(sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
}

[[nodiscard]] inline QByteArray noise(QRandomGenerator &random, int size)
{
    QByteArray bytes(size, '\0');
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

} // namespace leadline::tests
