#include "cache/store_file.h"

#include "cache/conflicts.h"
#include "cache/damaged_file.h"
#include "cache/feed.h"
#include "cache/row_sink.h"
#include "cache/salvage.h"
#include "storage/migrator.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <fcntl.h>
#include <unistd.h>

namespace leadline::cache {

using namespace domain;

namespace {

constexpr int kReaders = 2;

QString logPath(const QString &path)
{
    return path + QStringLiteral("-wal");
}

QString damageNotePath(const QString &path)
{
    return path + QStringLiteral(".damaged");
}

/// The new store while it is being filled.
QString unfinishedPath(const QString &path)
{
    return path + QStringLiteral(".unfinished");
}

/// The new store once it is complete and waits to take the place of the damaged one.
QString salvagedPath(const QString &path)
{
    return path + QStringLiteral(".salvaged");
}

Result<std::unique_ptr<storage::Database>> openDatabase(const QString &path)
{
    const storage::Migrator migrator(QStringLiteral(":/migrations/client/sqlite"), storage::kClientApplicationId);
    if (auto migrated = migrator.migrate(path); !migrated)
        return failure(migrated.error());
    return storage::Database::open({ path, kReaders, true, RowSink::addTo });
}

/// Makes renames survive a power failure.
void syncFolder(const QString &path)
{
    const int folder
        = ::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    ::fsync(folder);
    ::close(folder);
}

void removeStore(const QString &path)
{
    for (const char *suffix : { "", "-wal", "-shm", ".open" })
        QFile::remove(path + QString::fromLatin1(suffix));
}

/// Name the damaged file gets. From the time of the salvaged one, so that an interrupted move goes on under the same name.
QString asideName(const QString &path, Timestamp at)
{
    return path + QStringLiteral(".damaged-")
        + QDateTime::fromMSecsSinceEpoch(toMilliseconds(at), Qt::UTC).toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
}

/// The repair a complete salvaged store tells of.
Result<StoreRepair> repairIn(const QString &path)
{
    auto database = storage::Database::open({ path, 1, false });
    if (!database)
        return failure(database.error());
    const auto repair = (*database)->read([](Connection &connection) { return readRepair(connection); }).result();
    if (!repair)
        return failure(repair.error());
    if (auto closed = (*database)->close(); !closed)
        return failure(closed.error());
    return repair->value_or(StoreRepair());
}

/// Moves the damaged store away and the salvaged one to its place; every step may be the last before a crash.
Result<void> putInPlace(const QString &path)
{
    const auto repair = repairIn(salvagedPath(path));
    if (!repair)
        return failure(repair.error());
    for (const char *suffix : { "", "-wal" }) {
        const QString part = path + QString::fromLatin1(suffix);
        const bool worthKeeping = *suffix == 0 ? QFile::exists(part) : QFileInfo(part).size() > 0;
        if (worthKeeping && !QFile::rename(part, repair->keptAs + QString::fromLatin1(suffix)))
            return failure(ErrorCode::Io, QStringLiteral("the damaged store cannot be moved aside"));
    }
    syncFolder(path);
    removeStore(path);
    if (!QFile::rename(salvagedPath(path), path))
        return failure(ErrorCode::Io, QStringLiteral("the new store cannot be put in place"));
    syncFolder(path);
    QFile::remove(damageNotePath(path));
    return {};
}

/// Fills a new store beside the damaged one with what can be read of it.
Result<void> buildSalvaged(const QString &path, StoreRepair report)
{
    const QString unfinished = unfinishedPath(path);
    removeStore(unfinished);
    const Salvage salvage = Salvage::read(path);
    auto database = openDatabase(unfinished);
    Result<void> built = database.map([](const auto &) {});
    if (database) {
        built = (*database)
                    ->write([&salvage, &report](Connection &connection) { return salvage.write(connection, report); })
                    .result();
        if (auto closed = (*database)->close(); built && !closed)
            built = failure(closed.error());
    }
    if (built && !QFile::rename(unfinished, salvagedPath(path)))
        built = failure(ErrorCode::Io, QStringLiteral("the new store cannot be named"));
    if (!built)
        removeStore(unfinished);
    syncFolder(path);
    return built;
}

Result<void> repair(const QString &path, const Clock &clock, bool logIsSound)
{
    StoreRepair report;
    report.at = clock.now();
    report.keptAs = asideName(path, report.at);
    report.complete = logIsSound;
    if (auto built = buildSalvaged(path, report); !built)
        return built;
    return putInPlace(path);
}

/// What can be told of the files before SQLite touches them: it would take an empty file for a new one and drop its log, and
/// leave out what follows a damaged place in the log.
bool looksDamaged(const QString &path, bool &logIsSound)
{
    const QFileInfo file(path);
    const bool hasLog = QFileInfo(logPath(path)).size() > 0;
    if (hasLog && DamagedFile(path).lostFromLog()) {
        logIsSound = false;
        return true;
    }
    if (!file.exists())
        return hasLog; // a log without its store
    return file.size() == 0 || QFile::exists(damageNotePath(path));
}

/// The file is sound but may be older than what was saved: edits are judged by value, as for any old copy.
Result<StoreRepair> distrust(storage::Database &database, const Clock &clock)
{
    return database
        .write([now = clock.now()](Connection &connection) -> Result<StoreRepair> {
            if (auto restarted = Feed::restart(connection, Feed::Restart::ClientLost); !restarted)
                return failure(restarted.error());
            StoreRepair report;
            report.cause = StoreRepair::Cause::LogMissing;
            report.at = now;
            const auto waiting = Outbox::waitingCount(connection);
            if (!waiting)
                return failure(waiting.error());
            report.waiting = *waiting;
            return writeRepair(connection, report).map([&report] { return report; });
        })
        .result();
}

Result<SyncState> ensureClient(Connection &connection)
{
    auto state = readState(connection);
    if (!state || !state->client.isNull())
        return state;
    state->client = ClientId::create();
    if (auto written = writeState(connection, *state); !written)
        return failure(written.error());
    return state;
}

/// Opens a store and reads what every program wants first, which also shows whether it can be read.
Result<OpenStore> openAndLook(const QString &path)
{
    OpenStore store;
    auto database = openDatabase(path);
    if (!database)
        return failure(database.error());
    store.database = std::move(*database);
    const auto looked
        = store.database
              ->write([&store](Connection &connection) -> Result<void> {
                  if (auto state = ensureClient(connection); !state)
                      return failure(state.error());
                  const auto waiting = Outbox::waitingCount(connection);
                  const auto conflicts = Conflicts::count(connection);
                  auto repair = readRepair(connection);
                  if (!waiting || !conflicts || !repair)
                      return failure(!waiting ? waiting.error() : !conflicts ? conflicts.error() : repair.error());
                  store.waiting = *waiting;
                  store.conflicts = *conflicts;
                  store.repair = std::move(*repair);
                  return {};
              })
              .result();
    if (!looked)
        return failure(looked.error());
    return store;
}

/// Goes on with a move that a crash interrupted. A salvaged store that is damaged itself is made anew.
Result<void> finishMove(const QString &path)
{
    if (!QFile::exists(salvagedPath(path)))
        return {};
    auto placed = putInPlace(path);
    if (placed || placed.error().code() != ErrorCode::Corrupt || !QFile::exists(path))
        return placed;
    removeStore(salvagedPath(path));
    return {};
}

} // namespace

Result<OpenStore> openStore(const QString &path, const Clock &clock)
{
    if (auto finished = finishMove(path); !finished)
        return failure(finished.error());
    const bool logMissing = storage::Database::wasLeftOpen(path) && QFile::exists(path) && !QFile::exists(logPath(path));
    bool logIsSound = !logMissing;
    auto store = looksDamaged(path, logIsSound)
        ? Result<OpenStore>(failure(ErrorCode::Corrupt, QStringLiteral("the store's file is damaged")))
        : openAndLook(path);
    if (!store && store.error().code() == ErrorCode::Corrupt) {
        if (auto mended = repair(path, clock, logIsSound); !mended)
            return failure(mended.error());
        return openAndLook(path);
    }
    if (store && logMissing) {
        auto report = distrust(*store->database, clock);
        if (!report)
            return failure(report.error());
        store->repair = std::move(*report);
    }
    return store;
}

void noteDamage(const QString &path)
{
    QFile note(damageNotePath(path));
    (void)note.open(QIODevice::WriteOnly);
}

void removeOldCopies(const QString &path)
{
    const QFileInfo file(path);
    QDir folder = file.absoluteDir();
    const QStringList copies = folder.entryList(
        { file.fileName() + QStringLiteral(".damaged-*"), file.fileName() + QStringLiteral(".v*.backup") }, QDir::Files);
    for (const QString &copy : copies)
        folder.remove(copy);
}

} // namespace leadline::cache
