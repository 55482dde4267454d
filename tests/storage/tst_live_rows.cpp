#include "backend/leads/lead_trash.h"
#include "backend/tasks/task_repository.h"
#include "support/lead_samples.h"
#include "support/store_maker.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace leadline;
using backend::LeadRepository;
using backend::TaskRepository;
using storage::Connection;
using storage::Database;
using storage::Statement;

namespace {

const domain::Timestamp kNow = domain::fromMilliseconds(1'790'000'000'000);
const backend::Actor kAnn = backend::Actor::unlimited(QStringLiteral("ann"));
const backend::Reach kAll = backend::Reach::everything();

/// A statement that reads deleted rows too, and why it has to.
struct Exception
{
    const char *file;
    const char *part; ///< of the line that names the table
    const char *reason;
};

constexpr Exception kExceptions[] {
    { "leads/lead_rows.cpp", "FROM lead WHERE id = ?", "one lead by its id, which says that it is deleted" },
    { "leads/lead_rows.cpp", "FROM lead WHERE profile_key = ?", "a new reading never brings a deleted lead back" },
    { "leads/lead_rows.cpp", "LEFT JOIN task ON task.id", "a lead keeps its start address when the task is deleted" },
    { "leads/lead_ingest.cpp", "SELECT profile_key FROM lead", "a new reading never brings a deleted lead back" },
    { "leads/lead_list.cpp", "", "names indexes, which no view takes; the condition of its filter always names deleted_at" },
    { "leads/lead_facets.cpp", "", "as the list whose leads it counts" },
    { "leads/lead_feed.cpp", "FROM lead WHERE seq > ?", "the feed tells of deletions" },
    { "leads/lead_feed.cpp", "JOIN lead ON lead.pk", "a hole in the numbers of a stream would mean a lost event" },
    { "leads/lead_feed.cpp", "new_leads + duplicates FROM task", "no number is given twice" },
    { "leads/lead_feed.cpp", "(SELECT pk FROM lead WHERE id = ?)", "the history outlives the deletion" },
    { "leads/reach.cpp", "SELECT 1 FROM lead WHERE pk = ?", "whether somebody may see a lead, deleted or not" },
    { "tasks/task_journal.cpp", "SELECT n FROM task WHERE id = ?", "the log of a deleted task can be read" },
    { "tasks/task_journal.cpp", "FROM task WHERE n = ?", "the log of a deleted task can be read" },
    { "tasks/run_ledger.cpp", "FROM task WHERE id = ?", "the task of a run; one that runs is not deleted" },
    { "tasks/task_trash.cpp", "FROM task WHERE id = ?", "purges what is in the trash" },
    { "tasks/task_repository.cpp", "FROM task WHERE request_key = ?", "the same call gives the same task" },
    { "tasks/task_repository.cpp", "current_host FROM task WHERE n = ?", "progress of the task that was just found" },
    { "tasks/task_repository.cpp", "state IN ('running', 'stopping')", "whatever a dead process left running" },
    { "store/store_backup.cpp", "SELECT 1 FROM lead UNION", "whether a database is used at all" },
    { "store/store_check.cpp", "FROM lead WHERE", "checks every row" },
    { "store/store_check.cpp", "FROM task WHERE", "checks every row" },
};

bool isException(const QString &file, const QString &line)
{
    return std::ranges::any_of(kExceptions, [&](const Exception &exception) {
        return file.endsWith(QString::fromLatin1(exception.file)) && line.contains(QString::fromLatin1(exception.part));
    });
}

} // namespace

/// Lists leave out what is deleted by what they read: the views live_lead and live_task.
class TestLiveRows : public QObject
{
    Q_OBJECT

public:
    explicit TestLiveRows(leadline::tests::StoreMaker &stores)
        : m_stores(stores)
    { }

private:
    leadline::tests::StoreMaker &m_stores;
    std::unique_ptr<Database> m_db;
    std::vector<domain::LeadId> m_leads;

    template<typename F> auto write(F job)
    {
        auto done = m_db->write(job).result();
        if (!done)
            qFatal("%s", qPrintable(done.error().detail()));
        return *done;
    }
    template<typename F> auto read(F job)
    {
        auto done = m_db->read(job).result();
        if (!done)
            qFatal("%s", qPrintable(done.error().detail()));
        return *done;
    }

    /// How the engine runs a statement, in its own words.
    QString planOf(const QString &sql)
    {
        if (!m_stores.isSqlite()) {
            return m_stores.cluster().sql(
                m_db->address().parameter(QStringLiteral("dbname")), QStringLiteral("EXPLAIN (FORMAT JSON) ") + sql);
        }
        return read([&](Connection &c) -> domain::Result<QString> {
            const auto plan = c.prepare(QStringLiteral("EXPLAIN QUERY PLAN ") + sql);
            LEADLINE_TRY(plan);
            QString text;
            LEADLINE_TRY((*plan)->each([&](const Statement &row) { text += row.text(3) + QStringLiteral("; "); }));
            return text;
        });
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_db = std::move(Database::open({ m_stores.create(), 1, false }).value());
        const auto leads = leadline::tests::sampleLeads(0, 3'000);
        const auto stored
            = write([&](Connection &c) { return LeadRepository::ingest(c, domain::TaskId::create(), leads, kNow); });
        for (const auto &outcome : stored)
            m_leads.push_back(outcome.id);
        const std::vector<domain::LeadId> dead(m_leads.begin(), m_leads.begin() + 500);
        write([&](Connection &c) { return backend::LeadTrash::softDelete(c, dead, kAnn, kNow); });
        QVERIFY(m_db->write([](Connection &c) { return c.exec(u"ANALYZE"); }).result());
    }
    void cleanupTestCase() { m_db.reset(); }

    /// A statement that names the tables themselves sees the trash; each that has to is listed above with its reason.
    void statements_ofTheBackend_readTheViews()
    {
        static const QRegularExpression bare(QStringLiteral(R"((?<!DELETE )\b(FROM|JOIN) (lead|task)\b(?![._]))"));
        const QString root = QStringLiteral(LEADLINE_SOURCE_DIR "/app/backend");
        int statements = 0;
        for (QDirIterator it(root, { QStringLiteral("*.cpp") }, QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
            for (qsizetype i = 0; i < lines.size(); ++i) {
                if (!lines[i].contains(u'"') || !bare.match(lines[i]).hasMatch())
                    continue;
                ++statements;
                QVERIFY2(isException(file.fileName(), lines[i]),
                    qPrintable(QStringLiteral("%1:%2 reads deleted rows too; read live_lead or live_task: %3")
                                   .arg(file.fileName())
                                   .arg(i + 1)
                                   .arg(lines[i].trimmed())));
            }
        }
        QVERIFY(statements > 10); // the scan sees something
    }

    void lists_leaveOutTheTrash_andTheTrashTheRest()
    {
        const auto count = [&](const char16_t *filter) {
            return read([&](Connection &c) { return LeadRepository::count(c, *domain::parseLeadFilter(filter), kAll); });
        };
        QCOMPARE(count(u""), 2'500);
        QCOMPARE(count(u"is:deleted"), 500);
        const auto facets = read([&](Connection &c) { return LeadRepository::facets(c, {}, kAll); });
        QCOMPARE(facets.total, 2'500);
        QCOMPARE(facets.task.front().count, 2'500);
        domain::LeadQuery query;
        query.limit = 500;
        qint64 listed = 0;
        do {
            const auto page = read([&](Connection &c) { return LeadRepository::list(c, query, kAll); });
            for (const domain::Lead &lead : page.items)
                QVERIFY(!lead.isDeleted());
            listed += qint64(page.items.size());
            query.after = page.next;
        } while (!query.after.isEmpty());
        QCOMPARE(listed, 2'500);
    }

    void tasks_deleted_areInTheTrashOnly()
    {
        domain::TaskSpec spec;
        spec.name = QStringLiteral("T");
        spec.seeds = { QStringLiteral("t.example") };
        const auto task = write([&](Connection &c) { return TaskRepository::create(c, spec, true, {}, kAnn, kNow); });
        write([&](Connection &c) { return TaskRepository::setDeleted(c, task.id, true, kAnn, kNow); });
        QCOMPARE(read([](Connection &c) { return TaskRepository::list(c, {}, false, 100, 0, kAll); }).total, 0);
        QCOMPARE(read([](Connection &c) { return TaskRepository::list(c, {}, true, 100, 0, kAll); }).total, 1);
        QCOMPARE(read([](Connection &c) { return TaskRepository::countByState(c); })[domain::TaskState::Queued], 0);
        QVERIFY(!write([](Connection &c) { return TaskRepository::claim(c, kNow); })); // queued, and deleted
        const auto changed = m_db->write(
            [&](Connection &c) { return TaskRepository::change(c, task.id, backend::TaskAction::Pause, {}, kAnn, kNow); });
        QCOMPARE(changed.result().error().code(), domain::ErrorCode::NotFound);
    }

    void views_underAnOrder_useThePartialIndexes_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("index");
        const auto page = QStringLiteral("SELECT lead.pk FROM live_lead lead WHERE lead.deleted_at IS NULL "
                                         "ORDER BY lead.%1 DESC, lead.pk DESC LIMIT 100");
        for (const char *column : { "score", "name_key", "city_key", "status", "rating" }) {
            const QString name = QString::fromLatin1(column);
            QTest::newRow(column) << page.arg(name)
                                  << QStringLiteral("lead_") + QString(name).remove(QStringLiteral("_key"));
        }
        QTest::newRow("further down") << QStringLiteral(
            "SELECT lead.pk FROM live_lead lead WHERE (lead.score, lead.pk) < (50, 700) "
            "ORDER BY lead.score DESC, lead.pk DESC LIMIT 100")
                                      << QStringLiteral("lead_score");
        QTest::newRow("trash") << QStringLiteral("SELECT lead.pk FROM trashed_lead lead WHERE lead.deleted_at < 5")
                               << QStringLiteral("lead_deleted");
    }
    void views_underAnOrder_useThePartialIndexes()
    {
        QFETCH(QString, sql);
        QFETCH(QString, index);
        const QString plan = planOf(sql);
        QVERIFY2(plan.contains(index), qPrintable(plan));
    }
};

LEADLINE_STORE_TEST_MAIN(TestLiveRows)
#include "tst_live_rows.moc"
