#pragma once

#include "storage/store_address.h"

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace leadline::tests {

/// A PostgreSQL 15 server of a test program's own, in a temporary folder, on a Unix socket only. PostgreSQL refuses to run
/// as root, so there it runs as `postgres` or `nobody`. Its collation is a language's, not "C", so that an order the schema
/// leaves to chance shows. It survives kill -9 of the server, and with Commit::OnDisk of the machine. Ends with the program,
/// however that ends. One per test program, made in main(): a start takes a second or two.
class PostgresCluster
{
public:
    /// What a commit waits for: tests are content when the server has it, a benchmark wants it where SQLite puts it.
    enum class Commit { InTheServer, OnDisk };

    explicit PostgresCluster(Commit commit = Commit::InTheServer);
    ~PostgresCluster();
    PostgresCluster(const PostgresCluster &) = delete;
    PostgresCluster &operator=(const PostgresCluster &) = delete;

    /// Ends the test program with the reason when there is no server to start.
    void start();
    /// SIGINT: transactions under way are rolled back, sessions ended. Returns when the server is gone.
    void stop();
    /// SIGKILL to the server and all its sessions: nothing is rolled back or written.
    void kill();
    [[nodiscard]] bool isRunning() const;

    /// Address of a database of this cluster.
    [[nodiscard]] QString url(const QString &database) const;
    [[nodiscard]] storage::StoreAddress address(const QString &database) const;
    /// An empty database with a name of its own, or a copy of `like`, which nobody may be using.
    [[nodiscard]] QString createDatabase(const QString &like = QStringLiteral("template0"));
    /// Sessions that still use it are ended.
    void dropDatabase(const QString &database);
    /// Runs SQL as the owner; ends the test program when it fails. First column of the first row as text.
    QString sql(const QString &database, const QString &sql) const;

private:
    void initialise();
    /// The server's own process and those of its sessions.
    [[nodiscard]] QList<qint64> processes() const;
    void runAs(QProcess &process) const;

    const Commit m_commit;
    QTemporaryDir m_dir;
    QProcess m_server;
    int m_databases = 0;
};

} // namespace leadline::tests
