#include "support/postgres_cluster.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <libpq-fe.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace leadline::tests {

namespace {

constexpr int kPatienceMs = 60'000;

QString program(const char *name)
{
    const QString path = QStringLiteral("/usr/lib/postgresql/15/bin/") + QString::fromLatin1(name);
    if (!QFile::exists(path))
        qFatal("%s is missing; packaging/deps.sh test installs it", qPrintable(path));
    return path;
}

/// Whom the server runs as when the tests run as root.
const passwd *serverUser()
{
    if (::geteuid() != 0)
        return nullptr;
    const passwd *user = ::getpwnam("postgres");
    return user != nullptr ? user : ::getpwnam("nobody");
}

/// The folder for temporary files may be closed to anybody but root.
QString place()
{
    return serverUser() != nullptr ? QStringLiteral("/tmp") : QDir::tempPath();
}

struct CloseConnection
{
    void operator()(PGconn *connection) const { PQfinish(connection); }
};

} // namespace

PostgresCluster::PostgresCluster(Commit commit)
    : m_commit(commit)
    , m_dir(place() + QStringLiteral("/leadline-pg-XXXXXX"))
{
    if (!m_dir.isValid())
        qFatal("no temporary folder for PostgreSQL");
    initialise();
    start();
}

PostgresCluster::~PostgresCluster()
{
    if (isRunning())
        kill();
}

void PostgresCluster::runAs(QProcess &process) const
{
    const passwd *user = serverUser();
    const uid_t uid = user != nullptr ? user->pw_uid : 0;
    const gid_t gid = user != nullptr ? user->pw_gid : 0;
    process.setWorkingDirectory(m_dir.path());
    process.setChildProcessModifier([uid, gid] {
        if (uid != 0 && (::setgid(gid) != 0 || ::setuid(uid) != 0))
            ::_exit(127);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // after setuid(), which clears it: no server outlives a test that crashes
    });
}

void PostgresCluster::initialise()
{
    if (const passwd *user = serverUser();
        user != nullptr && ::chown(QFile::encodeName(m_dir.path()).constData(), user->pw_uid, user->pw_gid) != 0)
        qFatal("the folder of PostgreSQL cannot be given to its user");
    QProcess init;
    runAs(init);
    init.setProcessChannelMode(QProcess::MergedChannels);
    init.start(program("initdb"),
        { QStringLiteral("-D"), m_dir.filePath(QStringLiteral("data")), QStringLiteral("-U"), QStringLiteral("leadline"),
            QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"), QStringLiteral("UTF8"),
            QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--locale-provider=icu"),
            QStringLiteral("--icu-locale=en-US"), QStringLiteral("--no-sync"), QStringLiteral("--no-instructions") });
    if (!init.waitForFinished(kPatienceMs) || init.exitCode() != 0)
        qFatal("initdb failed: %s", init.readAll().constData());
}

void PostgresCluster::start()
{
    if (isRunning())
        return;
    runAs(m_server);
    const QString log = m_dir.filePath(QStringLiteral("log"));
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.setStandardOutputFile(log, QIODevice::Append);
    QStringList arguments { QStringLiteral("-D"), m_dir.filePath(QStringLiteral("data")), QStringLiteral("-k"),
        m_dir.path() };
    QStringList settings { QStringLiteral("listen_addresses="), QStringLiteral("shared_buffers=64MB"),
        QStringLiteral("max_connections=150") };
    if (m_commit == Commit::InTheServer)
        settings += { QStringLiteral("fsync=off"), QStringLiteral("full_page_writes=off") };
    for (const QString &setting : settings)
        arguments += { QStringLiteral("-c"), setting };
    m_server.start(program("postgres"), arguments);
    QElapsedTimer clock;
    clock.start();
    const QByteArray where = url(QStringLiteral("postgres")).toUtf8();
    while (PQping(where.constData()) != PQPING_OK) {
        if (m_server.waitForFinished(5) || m_server.state() == QProcess::NotRunning || clock.elapsed() > kPatienceMs) {
            QFile said(log);
            (void)said.open(QIODevice::ReadOnly);
            qFatal("PostgreSQL does not start: %s", said.readAll().right(2'000).constData());
        }
    }
}

void PostgresCluster::stop()
{
    if (!isRunning())
        return;
    ::kill(static_cast<pid_t>(m_server.processId()), SIGINT);
    if (!m_server.waitForFinished(kPatienceMs))
        qFatal("PostgreSQL does not stop");
}

void PostgresCluster::kill()
{
    const QList<qint64> all = processes();
    for (const qint64 pid : all)
        ::kill(static_cast<pid_t>(pid), SIGKILL);
    m_server.waitForFinished(kPatienceMs);
    // The next server refuses to start while a session of this one holds the shared memory.
    QElapsedTimer clock;
    clock.start();
    while (!processes().isEmpty() && clock.elapsed() < kPatienceMs)
        ::usleep(2'000);
}

bool PostgresCluster::isRunning() const
{
    return m_server.state() != QProcess::NotRunning;
}

/// Each works in the data folder, and no other process does.
QList<qint64> PostgresCluster::processes() const
{
    const QString data = QFileInfo(m_dir.filePath(QStringLiteral("data"))).canonicalFilePath();
    QList<qint64> found;
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString &entry : entries) {
        bool isNumber = false;
        const qint64 pid = entry.toLongLong(&isNumber);
        if (isNumber && QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(pid)) == data)
            found.append(pid);
    }
    return found;
}

QString PostgresCluster::url(const QString &database) const
{
    return QStringLiteral("postgresql://leadline@/%1?host=%2").arg(database, m_dir.path());
}

storage::StoreAddress PostgresCluster::address(const QString &database) const
{
    return storage::StoreAddress::parse(url(database)).value();
}

QString PostgresCluster::createDatabase(const QString &like)
{
    const QString name = QStringLiteral("store%1").arg(++m_databases);
    sql(QStringLiteral("postgres"), QStringLiteral("CREATE DATABASE %1 TEMPLATE %2").arg(name, like));
    return name;
}

void PostgresCluster::dropDatabase(const QString &database)
{
    sql(QStringLiteral("postgres"), QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(database));
}

QString PostgresCluster::sql(const QString &database, const QString &sql) const
{
    const std::unique_ptr<PGconn, CloseConnection> connection(PQconnectdb(url(database).toUtf8().constData()));
    PGresult *result = PQexec(connection.get(), sql.toUtf8().constData());
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        qFatal("%s: %s", qPrintable(sql.left(200)), PQerrorMessage(connection.get()));
    const QString value = PQntuples(result) > 0 ? QString::fromUtf8(PQgetvalue(result, 0, 0)) : QString();
    PQclear(result);
    return value;
}

} // namespace leadline::tests
