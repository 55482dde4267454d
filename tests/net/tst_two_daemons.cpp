#include "tests/support/live_client.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using namespace leadline;
using namespace leadline::backend;
using namespace leadline::tests;
using namespace leadline::protocol;
using namespace std::chrono_literals;

namespace {

/// Two daemons with one signing key on one PostgreSQL store. Their clocks stand still until they are told to run.
class Pair
{
public:
    ApiFixture first;
    ApiFixture second { secondSetup() };
    const QByteArray token = first.token();
    domain::TaskId task;

    Pair()
    {
        const Answer made = first.call(
            "POST", "/api/tasks", R"({"name":"T","source":"website","seeds":["https://t.example"],"start":false})", token);
        task = domain::TaskId::fromString(made.json().value(u"id").toString()).value_or(domain::TaskId());
    }

    /// From now on both clocks show how time passes.
    void runClocks()
    {
        m_since.start();
        QObject::connect(&m_ticks, &QTimer::timeout, &m_ticks, [this] {
            const std::chrono::milliseconds passed(m_since.restart());
            first.clock.advance(passed);
            second.clock.advance(passed);
        });
        m_ticks.start(20ms);
    }

private:
    ApiSetup secondSetup() const
    {
        ApiSetup setup;
        setup.store = first.store;
        return setup;
    }

    QTimer m_ticks;
    QElapsedTimer m_since;
};

QString ticketOf(const ApiFixture &api, const QString &path, const QByteArray &token)
{
    return api.call("POST", "/api/ws/ticket", toBytes(ticketRequestToJson(path)), token).json().value(u"ticket").toString();
}

Door withTicket(const QString &ticket)
{
    return { {}, { QString::fromLatin1(kStreamProtocol), QString::fromLatin1(kTicketProtocolPrefix) + ticket } };
}

} // namespace

/// What must hold for several daemons on one store together.
class TwoDaemonsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ticket_boughtAtOne_opensAtTheOtherOnce()
    {
        Pair pair;
        const QString path = routes::socket(Stream::Logs, pair.task);
        const QString ticket = ticketOf(pair.first, path, pair.token);
        LiveClient there(pair.second, pair.task, withTicket(ticket));
        QTRY_VERIFY(there.find<Hello>());
        LiveClient here(pair.first, pair.task, withTicket(ticket));
        QTRY_VERIFY(here.isClosedWith(int(CloseCode::SignInAgain)));
    }

    void ticket_shownAtBothAtOnce_opensOneSocket()
    {
        Pair pair;
        const QString path = routes::socket(Stream::Logs, pair.task);
        for (int round = 0; round < 10; ++round) {
            const QString ticket = ticketOf(pair.first, path, pair.token);
            QList<QFuture<Result<Principal>>> asked;
            for (int i = 0; i < 8; ++i)
                asked.append((i % 2 ? pair.first : pair.second).auth->redeemTicket(ticket, path));
            int admitted = 0;
            for (auto &answer : asked)
                admitted += answer.result() ? 1 : 0;
            QCOMPARE(admitted, 1);
        }
    }

    void signIn_failuresAtBoth_countTogether()
    {
        Pair pair;
        (void)pair.first.addPerson(QStringLiteral("ann"), Role::Operator);
        const auto signIn = [](const ApiFixture &api, const char *password) {
            return api
                .call("POST", "/api/auth/login",
                    toBytes(toJson(SignIn { QStringLiteral("ann@example.com"), QString::fromLatin1(password) })))
                .status;
        };
        QCOMPARE(signIn(pair.first, "wrong password one"), 401);
        QCOMPARE(signIn(pair.second, "wrong password two"), 401);
        QCOMPARE(signIn(pair.first, ApiFixture::kPassword), 429);
        QCOMPARE(signIn(pair.second, ApiFixture::kPassword), 429);
        pair.first.clock.advance(1s);
        pair.second.clock.advance(1s);
        QCOMPARE(signIn(pair.second, ApiFixture::kPassword), 200);
        QCOMPARE(signIn(pair.first, ApiFixture::kPassword), 200);
    }

    void session_endedAtOne_losesItsSocketsAndCallsAtTheOtherInTime()
    {
        Pair pair;
        LiveClient there(pair.second, pair.task, { pair.token });
        LiveClient quiet(pair.second, pair.task, { pair.token }, Stream::Results);
        QTRY_VERIFY(there.find<Hello>() && quiet.find<Hello>());
        QCOMPARE(pair.second.call("GET", "/api/auth/me", {}, pair.token).status, 200);
        pair.runClocks();
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(pair.first.call("POST", "/api/auth/logout", {}, pair.token).status, 204);
        QTRY_VERIFY(there.isClosedWith(int(CloseCode::SignInAgain)) && quiet.isClosedWith(int(CloseCode::SignInAgain)));
        QVERIFY2(timer.elapsed() < 5'000 * kSlowness, QByteArray::number(timer.elapsed()));
        QTRY_COMPARE(pair.second.call("GET", "/api/auth/me", {}, pair.token).status, 401);
        QVERIFY2(timer.elapsed() < 6'000 * kSlowness, QByteArray::number(timer.elapsed()));
    }

    void lead_storedAtOne_reachesTheSocketsOfTheOther()
    {
        Pair pair;
        LiveClient there(pair.second, pair.task, { pair.token }, Stream::Results);
        QTRY_VERIFY(there.find<Hello>());
        pair.runClocks();
        auto stored = pair.first.database->write([&](storage::Connection &db) {
            FoundLead found;
            found.profileKey = QStringLiteral("web:there.example");
            found.source = QStringLiteral("website");
            found.found.name = QStringLiteral("There");
            return LeadRepository::ingest(db, pair.task, std::span(&found, 1), pair.first.clock.now());
        });
        QVERIFY(stored.result());
        QTRY_VERIFY(there.find<ResultBatch>());
        QCOMPARE(there.get<ResultBatch>().items.front().lead.found.name, QStringLiteral("There"));
    }
};

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    StoreMaker stores(storage::Engine::Postgres);
    stores.makeCurrent();
    TwoDaemonsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_two_daemons.moc"
