#include "support/api_fixture.h"

#include <QTest>

using namespace leadline;
using leadline::tests::Answer;
using leadline::tests::ApiFixture;

/// Trash of leads and tasks over HTTP.
class TestTrashApi : public QObject
{
    Q_OBJECT

private:
    static QByteArray body(const char *member, const QStringList &ids, const char *more = "")
    {
        return "{\"" + QByteArray(member) + "\":[\"" + ids.join(QStringLiteral("\",\"")).toLatin1() + "\"]" + more + "}";
    }

private Q_SLOTS:
    void purgeLeads_ofTheTrash_areGone()
    {
        ApiFixture api;
        const QByteArray token = api.token();
        const QString gone = api.addLead(QStringLiteral("gone")).toString();
        const QString kept = api.addLead(QStringLiteral("kept")).toString();
        QCOMPARE(api.call("POST", "/api/leads/bulk", body("leads", { gone }, ",\"delete\":true"), token).status, 200);
        const Answer purged = api.call("POST", "/api/trash/leads/purge", body("leads", { gone, kept }), token);
        QCOMPARE(purged.status, 200);
        QCOMPARE(purged.json().value(QStringLiteral("changed")).toInt(), 1);
        QCOMPARE(purged.json().value(QStringLiteral("unchanged")).toInt(), 1);
        QCOMPARE(api.call("GET", "/api/leads/" + gone.toLatin1(), {}, token).status, 404);
        QCOMPARE(api.call("GET", "/api/leads/" + kept.toLatin1(), {}, token).status, 200);
        QCOMPARE(api.call("POST", "/api/trash/leads/purge", "{\"leads\":[]}", token).status, 400);
    }

    void purgeTasks_ofTheTrash_areGoneAndTheirLeadsStay()
    {
        ApiFixture api;
        const QByteArray token = api.token();
        const QByteArray task = "{\"name\":\"t\",\"seeds\":[\"https://a.example/\"],\"start\":false}";
        const auto made = api.call("POST", "/api/tasks", task, token);
        const QString id = made.json().value(QStringLiteral("id")).toString();
        QVERIFY2(!id.isEmpty(), made.body.constData());
        QCOMPARE(
            api.call("POST", "/api/tasks/bulk", body("tasks", { id }), token).status, 400); // neither delete nor restore
        for (const int changed : { 1, 0 }) {
            const Answer deleted = api.call("POST", "/api/tasks/bulk", body("tasks", { id }, ",\"delete\":true"), token);
            QCOMPARE(deleted.json().value(QStringLiteral("changed")).toInt(-1), changed);
        }
        QCOMPARE(api.call("POST", "/api/tasks/bulk", body("tasks", { id }, ",\"restore\":true"), token).status, 200);
        QCOMPARE(api.call("POST", "/api/trash/tasks/purge", body("tasks", { id }), token)
                     .json()
                     .value(QStringLiteral("unchanged"))
                     .toInt(),
            1); // it is not in the trash
        QCOMPARE(api.call("POST", "/api/tasks/bulk", body("tasks", { id }, ",\"delete\":true"), token).status, 200);
        const Answer purged = api.call("POST", "/api/trash/tasks/purge", body("tasks", { id }), token);
        QCOMPARE(purged.json().value(QStringLiteral("changed")).toInt(-1), 1);
        QCOMPARE(api.call("GET", "/api/tasks/" + id.toLatin1(), {}, token).status, 404);
        const Answer again = api.call("POST", "/api/trash/tasks/purge", body("tasks", { id }), token);
        QCOMPARE(again.json().value(QStringLiteral("missing")).toArray().size(), 1);
    }

    void purge_byAnyoneButAnAdministrator_isForbidden()
    {
        ApiFixture api;
        const QString id = api.addLead(QStringLiteral("a")).toString();
        const QByteArray token = api.tokenOf(protocol::Role::Operator);
        for (const char *path : { "/api/trash/leads/purge", "/api/trash/tasks/purge", "/api/tasks/bulk" })
            QCOMPARE(api.call("POST", path, body("leads", { id }), token).status, 403);
    }
};

LEADLINE_STORE_TEST_MAIN(TestTrashApi)
#include "tst_trash_api.moc"
