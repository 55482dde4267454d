#include "storage/database.h"
#include "support/store_maker.h"

#include <QTest>

using namespace leadline;
using domain::ErrorCode;
using domain::Result;
using storage::Connection;
using storage::Database;
using storage::Statement;

namespace {

Result<void> insert(Connection &c, int n, const QString &text = {})
{
    const auto statement = c.prepare(QStringLiteral("INSERT INTO t VALUES (?, ?)"));
    LEADLINE_TRY(statement);
    return (*statement)->bindAll(n, text).exec();
}

Result<qint64> countRows(Connection &c)
{
    const auto count = c.single(QStringLiteral("SELECT count(*) FROM t"));
    LEADLINE_TRY(count);
    return count->toLongLong();
}

} // namespace

/// The promises of Database and Statement that hold on both engines.
class TestDatabase : public QObject
{
    Q_OBJECT

public:
    explicit TestDatabase(leadline::tests::StoreMaker &stores)
        : m_stores(stores)
    { }

private:
    leadline::tests::StoreMaker &m_stores;
    std::unique_ptr<Database> m_db;

    qint64 rows() { return m_db->read(countRows).result().value_or(-1); }

private Q_SLOTS:
    void init()
    {
        auto opened = Database::open({ m_stores.createEmpty(), 2, true });
        QVERIFY(opened);
        m_db = std::move(*opened);
        QVERIFY(
            m_db->write([](Connection &c) { return c.exec(u"CREATE TABLE t (n INTEGER PRIMARY KEY, s TEXT)"); }).result());
    }
    void cleanup()
    {
        QVERIFY(m_db->close());
        m_stores.remove(m_db->address());
        m_db.reset();
    }

    void write_failingResult_rollsBack()
    {
        const auto result = m_db->write([](Connection &c) -> Result<void> {
                                    LEADLINE_TRY(insert(c, 1));
                                    return domain::failure(ErrorCode::BadState, QStringLiteral("no"));
                                })
                                .result();
        QCOMPARE(result.error().code(), ErrorCode::BadState);
        QCOMPARE(rows(), 0);
    }

    void write_failedStatement_isErrorNotCommit()
    {
        const auto result = m_db->write([](Connection &c) -> Result<void> {
                                    LEADLINE_TRY(insert(c, 1));
                                    return insert(c, 1);
                                })
                                .result();
        QCOMPARE(result.error().code(), ErrorCode::AlreadyExists);
        QVERIFY(!result.error().detail().contains(QStringLiteral("t.n"))); // nothing of the schema leaks
        QCOMPARE(rows(), 0);
        QVERIFY(m_db->write([](Connection &c) { return insert(c, 1); }).result());
    }

    void read_writing_isRefused()
    {
        QVERIFY(!m_db->read([](Connection &c) { return insert(c, 1); }).result());
        QCOMPARE(rows(), 0);
    }

    void read_duringWrites_seesOneMoment()
    {
        const auto differs = m_db->read([&](Connection &c) -> Result<qint64> {
                                     const auto first = countRows(c);
                                     LEADLINE_TRY(first);
                                     // The writer commits on its own thread while this read is open.
                                     LEADLINE_TRY(m_db->write([](Connection &w) { return insert(w, 1); }).result());
                                     const auto second = countRows(c);
                                     LEADLINE_TRY(second);
                                     return *second - *first;
                                 })
                                 .result();
        QVERIFY(differs);
        QCOMPARE(*differs, 0);
        QCOMPARE(rows(), 1);
    }

    void write_order_isThatOfSubmission()
    {
        std::vector<QFuture<Result<qint64>>> futures;
        for (int i = 0; i < 50; ++i) {
            futures.push_back(m_db->write([i](Connection &c) -> Result<qint64> {
                LEADLINE_TRY(insert(c, i));
                return countRows(c);
            }));
        }
        for (int i = 0; i < 50; ++i)
            QCOMPARE(futures[static_cast<size_t>(i)].result().value_or(-1), i + 1);
    }

    void session_openTransaction_isRolledBack()
    {
        const auto result = m_db->session([](Connection &c) -> Result<void> {
                                    LEADLINE_TRY(c.begin());
                                    LEADLINE_TRY(insert(c, 1));
                                    LEADLINE_TRY(c.commit());
                                    LEADLINE_TRY(c.begin());
                                    return insert(c, 2);
                                })
                                .result();
        QVERIFY(result);
        QCOMPARE(rows(), 1);
    }

    void statement_leftOpen_doesNotDisturbTheNextJob()
    {
        QVERIFY(m_db->write([](Connection &c) -> Result<void> {
                        for (int i = 0; i < 10; ++i)
                            LEADLINE_TRY(insert(c, i));
                        const auto statement = c.prepare(QStringLiteral("SELECT n FROM t"));
                        LEADLINE_TRY(statement);
                        LEADLINE_TRY((*statement)->exec());
                        (void)(*statement)->next();
                        return {};
                    })
                    .result());
        QVERIFY(m_db->write([](Connection &c) { return c.exec(u"DROP TABLE t"); }).result());
    }

    void statement_values_surviveTheRoundTrip()
    {
        const QString text = QStringLiteral("Ünïcode 🜁 'quote' \"x\" \n");
        const auto read
            = m_db->write([&](Connection &c) -> Result<QStringList> {
                      LEADLINE_TRY(insert(c, 1, text));
                      LEADLINE_TRY(insert(c, 2, QString()));
                      const auto statement
                          = c.prepare(QStringLiteral("SELECT s, CASE WHEN s IS NULL THEN 1 ELSE 0 END FROM t ORDER BY n"));
                      LEADLINE_TRY(statement);
                      QStringList values;
                      LEADLINE_TRY((*statement)->each([&](const Statement &row) { values << row.text(0) << row.text(1); }));
                      return values;
                  })
                  .result();
        QVERIFY(read);
        QCOMPARE(*read, (QStringList { text, QStringLiteral("0"), QString(), QStringLiteral("0") }));
    }

    void statement_nulInText_isRefused() // length() would stop at it
    {
        const QString nul = QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
        const auto result = m_db->write([&](Connection &c) { return insert(c, 1, nul); }).result();
        QCOMPARE(result.error().code(), ErrorCode::InvalidArgument);
        QVERIFY(m_db->write([](Connection &c) { return insert(c, 1); }).result()); // the statement is usable again
    }

    void read_cancelledBeforeItBegins_isNotRun()
    {
        QPromise<void> gate;
        gate.start();
        QFuture<void> opened = gate.future();
        auto blocking = m_db->write([opened](Connection &) -> Result<void> {
            QFuture<void> wait = opened;
            wait.waitForFinished();
            return {};
        });
        auto late = m_db->write([](Connection &c) { return insert(c, 1); });
        late.cancel();
        gate.finish();
        QVERIFY(blocking.result());
        late.waitForFinished();
        QCOMPARE(rows(), 0);
    }

    void statistics_countJobs()
    {
        (void)rows();
        (void)m_db->write([](Connection &c) { return insert(c, 1); }).result();
        (void)m_db->write([](Connection &c) { return insert(c, 1); }).result();
        const auto figures = m_db->statistics();
        QCOMPARE(figures.readers, 2);
        QCOMPARE(figures.reads, 1);
        QCOMPARE(figures.writes, 3);
        QCOMPARE(figures.failures, 1);
        QCOMPARE(figures.queuedWrites, 0);
    }
};

LEADLINE_STORE_TEST_MAIN(TestDatabase)
#include "tst_database.moc"
