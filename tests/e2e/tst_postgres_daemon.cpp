#include "protocol/account_json.h"
#include "protocol/json.h"
#include "storage/connection.h"
#include "support/daemon_process.h"
#include "support/postgres_cluster.h"

#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTemporaryDir>
#include <QTest>

using namespace leadline;
using leadline::tests::DaemonProcess;
using leadline::tests::PostgresCluster;
using storage::Connection;

namespace {

struct Reply
{
    int status = 0; ///< 0 = no answer
    QByteArray retryAfter;
    QJsonObject json;
};

/// A client of the daemon's API, one call at a time.
class Api
{
public:
    explicit Api(const DaemonProcess &daemon)
        : m_daemon(daemon)
    { }

    Reply call(const char *method, const QString &path, const QJsonObject &body = {}, const QByteArray &ifMatch = {})
    {
        QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_daemon.port()).arg(path)));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        if (!ifMatch.isEmpty())
            request.setRawHeader("If-Match", ifMatch);
        const QByteArray bytes = body.isEmpty() ? QByteArray() : protocol::toBytes(body);
        const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, bytes));
        (void)QTest::qWaitFor([&] { return reply->isFinished(); }, tests::kPatience);
        return { reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->rawHeader("Retry-After"),
            protocol::parseObject(reply->readAll(), 64 << 20).value_or(QJsonObject()) };
    }
    Reply get(const QString &path) { return call("GET", path); }

    QByteArray token;

private:
    const DaemonProcess &m_daemon;
    QNetworkAccessManager m_network;
};

} // namespace

/// The real daemon on a real PostgreSQL server, from the first administrator to a scrape during which both are killed.
class PostgresDaemonTest : public QObject
{
    Q_OBJECT

private:
    PostgresCluster m_cluster { PostgresCluster::Commit::OnDisk };
    const QString m_name = m_cluster.createDatabase();
    QTemporaryDir m_dir;
    DaemonProcess m_daemon { m_dir.path(),
        { QStringLiteral("--database"), m_cluster.url(m_name), QStringLiteral("--demo-site") } };
    Api m_api { m_daemon };
    QSet<QString> m_shown; ///< leads that an answer of the daemon has named
    QHash<QString, QString> m_accepted; ///< assignee by lead, of edits that the daemon has acknowledged

    QString sql(const QString &statement) const { return m_cluster.sql(m_name, statement); }

    QString createTask(int first, int count)
    {
        const QJsonArray seeds = m_api.get(QStringLiteral("/api/demo")).json.value(u"seeds").toArray();
        QJsonArray wanted;
        for (int i = first; i < first + count && i < seeds.size(); ++i)
            wanted.append(seeds.at(i));
        const Reply made = m_api.call("POST", QStringLiteral("/api/tasks"),
            { { QStringLiteral("name"), QStringLiteral("Demo") }, { QStringLiteral("source"), QStringLiteral("website") },
                { QStringLiteral("seeds"), wanted },
                { QStringLiteral("limits"), QJsonObject { { QStringLiteral("delay_ms"), 0 } } } });
        return made.status == 201 ? made.json.value(u"id").toString() : QString();
    }

    QString stateOf(const QString &task)
    {
        return m_api.get(QStringLiteral("/api/tasks/") + task).json.value(u"state").toString();
    }

    /// Reads what is there; all of it counts as acknowledged from here on.
    QSet<QString> leads()
    {
        QSet<QString> ids;
        QString after;
        do {
            const Reply page = m_api.get(QStringLiteral("/api/leads?limit=500&after=") + after);
            for (const QJsonValue &lead : page.json.value(u"items").toArray())
                ids.insert(lead.toObject().value(u"id").toString());
            after = page.json.value(u"next").toString();
        } while (!after.isEmpty());
        m_shown += ids;
        return ids;
    }

    /// One edit; its status.
    int assign(const QString &lead, const QString &assignee)
    {
        const QString path = QStringLiteral("/api/leads/") + lead;
        const Reply before = m_api.get(path);
        if (before.status != 200)
            return before.status;
        const QByteArray rev = "\"r" + QByteArray::number(before.json.value(u"rev").toInteger()) + '"';
        const int status = m_api.call("PATCH", path, { { QStringLiteral("assignee"), assignee } }, rev).status;
        if (status == 200)
            m_accepted.insert(lead, assignee);
        return status;
    }

    QString whatIsLost()
    {
        const QSet<QString> there = leads();
        if (!there.contains(m_shown))
            return QStringLiteral("%1 leads").arg((m_shown - there).size());
        for (auto it = m_accepted.cbegin(); it != m_accepted.cend(); ++it) {
            const QJsonObject lead = m_api.get(QStringLiteral("/api/leads/") + it.key()).json;
            if (lead.value(u"assignee").toString() != it.value())
                return QStringLiteral("the edit \"%1\"").arg(it.value());
        }
        return {};
    }

    /// Runs `then` while the daemon's batch has written part of its rows and cannot go on.
    template<typename F> void inTheMiddleOfABatch(F &&then)
    {
        auto blocker = Connection::open(m_cluster.address(m_name), Connection::Role::Writer, false);
        QVERIFY(blocker && (*blocker)->begin());
        QVERIFY((*blocker)->exec(u"LOCK TABLE task_lead IN SHARE MODE"));
        const QString waiting
            = QStringLiteral("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'task_lead'::regclass");
        QTRY_VERIFY_WITH_TIMEOUT(sql(waiting).toInt() > 0, tests::kPatience);
        then();
        (*blocker)->rollback();
    }

private Q_SLOTS:
    void firstAdmin_codeOfTheDaemon_makesTheAccount()
    {
        QVERIFY2(m_daemon.start(), m_daemon.errors().constData());
        QFile file(m_dir.filePath(QStringLiteral("admin-code")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString code = QString::fromLatin1(file.readAll().trimmed());
        const Reply made = m_api.call("POST", QStringLiteral("/api/auth/register"),
            protocol::toJson(protocol::Registration { code, QStringLiteral("ann@example.com"), QStringLiteral("Ann"),
                QStringLiteral("correct horse battery staple") }));
        QCOMPARE(made.status, 201);
        m_api.token = made.json.value(u"access_token").toString().toLatin1();
        QCOMPARE(m_api.get(QStringLiteral("/api/users")).status, 200);
    }

    void scrape_demoSite_storesLeads()
    {
        const QString task = createTask(0, 10);
        QVERIFY(!task.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(task), QStringLiteral("completed"), 60'000);
        QVERIFY(leads().size() >= 10);
        QCOMPARE(assign(*m_shown.cbegin(), QStringLiteral("before the kill")), 200);
    }

    void daemon_killedInTheMiddleOfABatch_goesOnWithoutLoss()
    {
        const QString task = createTask(10, 60);
        QVERIFY(!task.isEmpty());
        const int batches = m_shown.size();
        QTRY_VERIFY_WITH_TIMEOUT(leads().size() > batches, tests::kPatience);
        inTheMiddleOfABatch([this] { m_daemon.kill(); });
        if (QTest::currentTestFailed())
            return;
        QVERIFY2(m_daemon.start(), m_daemon.errors().constData());
        QCOMPARE(whatIsLost(), QString()); // with the same token: the signing key stayed
        QCOMPARE(stateOf(task), QStringLiteral("interrupted"));
        QCOMPARE(m_api.call("POST", QStringLiteral("/api/tasks/%1/resume").arg(task)).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(task), QStringLiteral("completed"), 60'000);
        QCOMPARE(whatIsLost(), QString());
    }

    void server_killedAndStartedAgain_isFoundAgain()
    {
        const QString task = createTask(70, 130);
        QVERIFY(!task.isEmpty());
        const int before = m_shown.size();
        QTRY_VERIFY_WITH_TIMEOUT(leads().size() > before, tests::kPatience);
        QCOMPARE(assign(*m_shown.cbegin(), QStringLiteral("before the server went")), 200);
        inTheMiddleOfABatch([this] { m_cluster.kill(); });
        if (QTest::currentTestFailed())
            return;
        const Reply away = m_api.get(QStringLiteral("/api/leads"));
        QCOMPARE(away.status, 503);
        QVERIFY2(away.retryAfter.toInt() > 0, "a client is told when to come back");
        QCOMPARE(assign(*m_shown.cbegin(), QStringLiteral("never acknowledged")), 503);
        QCOMPARE(m_api.get(QStringLiteral("/api/health")).status, 200); // the process itself lives
        m_cluster.start();
        QTRY_COMPARE_WITH_TIMEOUT(m_api.get(QStringLiteral("/api/leads")).status, 200, tests::kPatience);
        QCOMPARE(whatIsLost(), QString());
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(task), QStringLiteral("completed"), 60'000); // by itself
        QCOMPARE(assign(*m_shown.cbegin(), QStringLiteral("after it came back")), 200);
        QCOMPARE(whatIsLost(), QString());
    }

    void store_afterAllThat_isWhole()
    {
        const qsizetype stored = leads().size();
        QVERIFY(m_daemon.terminate());
        QCOMPARE(sql(QStringLiteral("SELECT count(*) FROM lead")).toLongLong(), qint64(stored));
        QCOMPARE(sql(QStringLiteral("SELECT count(DISTINCT profile_key) FROM lead")).toLongLong(), qint64(stored));
        QCOMPARE(sql(QStringLiteral("SELECT sum(new_leads + duplicates) FROM task")),
            sql(QStringLiteral("SELECT count(*) FROM task_lead")));
        QProcess check;
        check.start(
            DaemonProcess::program(), { QStringLiteral("check"), QStringLiteral("--database"), m_cluster.url(m_name) });
        QVERIFY(check.waitForFinished(tests::kPatience));
        const QByteArray said = check.readAllStandardOutput();
        QVERIFY2(check.exitCode() == 0 && said.contains("everything holds"), said.constData());
    }
};

QTEST_GUILESS_MAIN(PostgresDaemonTest)
#include "tst_postgres_daemon.moc"
