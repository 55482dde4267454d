#include "cache/meta.h"

#include <QHash>
#include <QVariant>

namespace leadline::cache {

using namespace domain;

namespace {

/// Calls `visit(key, member)` for everything that is stored.
template<typename State, typename Visit> void forEachMember(State &state, Visit visit)
{
    visit(u"retired_ids", state.retired);
    visit(u"epoch", state.epoch);
    visit(u"cursor", state.cursor);
    visit(u"next_mid", state.nextMid);
    visit(u"generation", state.generation);
    visit(u"resync_state", state.resync);
    visit(u"judge", state.judge);
    visit(u"scrub", state.scrub);
    visit(u"last_sync", state.lastSync);
}

} // namespace

Result<SyncState> readState(Connection &connection)
{
    QHash<QString, QVariant> stored;
    if (const auto read = each(connection, QStringLiteral("SELECT key, value FROM meta"),
            [&](const Statement &row) { stored.insert(row.text(0), row.value(1)); });
        !read)
        return failure(read.error());
    SyncState state;
    state.client = ClientId::fromString(stored.value(QStringLiteral("client_id")).toString()).value_or(ClientId());
    forEachMember(state, [&](QStringView key, auto &member) {
        using Member = std::decay_t<decltype(member)>;
        if (const auto found = stored.constFind(key.toString()); found != stored.cend())
            member = found->template value<Member>();
    });
    return state;
}

Result<void> writeState(Connection &connection, const SyncState &state)
{
    const QString sql = QStringLiteral("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value ="
                                       " excluded.value WHERE value IS NOT excluded.value");
    Result<void> written = run(connection, sql, QStringLiteral("client_id"), state.client.toString());
    forEachMember(state, [&](QStringView key, const auto &member) {
        if (written)
            written = run(connection, sql, key.toString(), member);
    });
    return written;
}

Result<qint64> epochNumber(Connection &connection, const QString &epoch)
{
    if (auto ran = run(connection, QStringLiteral("INSERT OR IGNORE INTO epoch (id) VALUES (?)"), epoch); !ran)
        return failure(ran.error());
    return integer(connection, QStringLiteral("SELECT n FROM epoch WHERE id = ?"), 0, epoch);
}

} // namespace leadline::cache
