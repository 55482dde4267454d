#include "backend/leads/lead_repository.h"
#include "backend/store/store_backup.h"
#include "backend/store/store_check.h"
#include "backend/tasks/task_repository.h"
#include "support/lead_samples.h"
#include "support/store_maker.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace leadline;
using backend::Actor;
using backend::LeadRepository;
using backend::Reach;
using backend::TaskRepository;
using domain::ErrorCode;
using domain::Result;
using leadline::tests::sampleLeads;
using leadline::tests::StoreMaker;
using storage::Connection;
using storage::Database;
using storage::Engine;
using storage::StoreAddress;

namespace {

const domain::Timestamp kNow = domain::fromMilliseconds(1'790'000'000'000);
const Actor kAnn = Actor::unlimited(QStringLiteral("ann"), QStringLiteral("127.0.0.1"), QStringLiteral("req-1"));

/// Everything a store says about itself that a copy has to say, too.
struct Contents
{
    QString epoch;
    std::vector<domain::Lead> leads; ///< with contacts, notes and tags
    qint64 head = 0;
    std::vector<domain::Task> tasks;
    std::vector<domain::AuditEntry> history;
    qint64 found = 0; ///< by full text
};

} // namespace

/// `leadlined check`, `backup` and `restore` on both engines and from one to the other.
class TestStoreTools : public QObject
{
    Q_OBJECT

private:
    StoreMaker m_sqlite { Engine::Sqlite };
    StoreMaker m_postgres { Engine::Postgres };
    std::unique_ptr<QTemporaryDir> m_dir;

    StoreMaker &maker(const QString &engine) { return engine == u"sqlite" ? m_sqlite : m_postgres; }

    static std::unique_ptr<Database> open(const StoreAddress &address)
    {
        auto opened = Database::open({ address, 1, false });
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail()));
        return std::move(*opened);
    }

    static Result<void> fillWith(Connection &c)
    {
        domain::TaskSpec spec;
        spec.name = QStringLiteral("B\u00e4ckereien");
        spec.seeds = { QStringLiteral("https://a.example/"), QStringLiteral("https://b.example/") };
        const auto task = TaskRepository::create(c, spec, false, QStringLiteral("key-1"), kAnn, kNow);
        LEADLINE_TRY(task);
        auto leads = sampleLeads(0, 60);
        leads[3].found.name = QString::fromUtf8("Tab\there, back\\slash, line\nend, \U0001F950");
        leads[4].found.latitude = 48.137154;
        leads[4].found.longitude = -0.1 + 0.3; // no short decimal
        const auto stored = LeadRepository::ingest(c, task->id, leads, kNow);
        LEADLINE_TRY(stored);
        domain::Mutation note;
        note.lead = (*stored)[5].id;
        note.op = domain::MutationOp::NoteAdd;
        note.note = domain::NoteId::create();
        note.value = QStringLiteral("Ruft zur\u00fcck");
        LEADLINE_TRY(LeadRepository::patch(c, note.lead, 1, std::span(&note, 1), kAnn, kNow));
        LEADLINE_TRY(LeadRepository::softDelete(c, (*stored)[6].id, kAnn, kNow));
        return {};
    }
    StoreAddress filledStore(const QString &engine)
    {
        const StoreAddress address = maker(engine).create();
        const auto database = open(address);
        const auto filled = database->write(fillWith).result();
        if (!filled)
            qFatal("%s", qPrintable(filled.error().detail()));
        return address;
    }

    static Contents contentsOf(const StoreAddress &address)
    {
        const auto read = [](Connection &c) -> Result<Contents> {
            Contents contents;
            const auto page = LeadRepository::changes(c, 0, {}, 500, {}, Reach::everything());
            LEADLINE_TRY(page);
            contents.epoch = page->epoch;
            contents.leads = page->changes;
            contents.head = page->head;
            const auto tasks = TaskRepository::list(c, std::nullopt, false, 100, 0, Reach::everything());
            LEADLINE_TRY(tasks);
            contents.tasks = tasks->items;
            const auto history = LeadRepository::history(c, page->changes.back().id);
            LEADLINE_TRY(history);
            contents.history = *history;
            const auto found = LeadRepository::count(c, *domain::parseLeadFilter(u"zuruck"), Reach::everything());
            LEADLINE_TRY(found);
            contents.found = *found;
            return contents;
        };
        const auto contents = open(address)->read(read).result();
        if (!contents)
            qFatal("%s", qPrintable(contents.error().detail()));
        return *contents;
    }

    QString backup(const StoreAddress &from)
    {
        const QString file = m_dir->filePath(QStringLiteral("backup.sqlite"));
        const auto made = backend::backupServerStore(from, file);
        if (!made)
            qFatal("%s", qPrintable(made.error().detail()));
        return file;
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void restore_backup_hasEverythingUnderANewEpoch_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        for (const char *from : { "sqlite", "postgres" }) {
            for (const char *to : { "sqlite", "postgres" })
                QTest::addRow("%s to %s", from, to) << QString::fromLatin1(from) << QString::fromLatin1(to);
        }
    }
    void restore_backup_hasEverythingUnderANewEpoch()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        const StoreAddress source = filledStore(from);
        const Contents before = contentsOf(source);
        QCOMPARE(before.leads.size(), 60u);
        QCOMPARE(before.found, 1);
        const QString file = backup(source);
        QVERIFY(backend::checkServerStore(file)->problems.isEmpty());
        QCOMPARE(backend::checkServerStore(file)->epoch, before.epoch);

        const StoreAddress target = maker(to).createEmpty();
        const auto report = backend::restoreServerStore(file, target, false);
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail()));
        QVERIFY(report->setAside.isEmpty());
        const Contents after = contentsOf(target);
        QCOMPARE(after.epoch, report->epoch);
        QVERIFY(after.epoch != before.epoch);
        QCOMPARE(after.head, before.head);
        QVERIFY(after.leads == before.leads);
        QVERIFY(after.tasks == before.tasks);
        QVERIFY(after.history == before.history);
        QCOMPARE(after.found, 1);
        const auto findings = backend::checkServerStore(target);
        QVERIFY(findings);
        QCOMPARE(findings->problems, QStringList());

        // It goes on where the old one stopped.
        const auto database = open(target);
        const auto more = database
                              ->write([](Connection &c) {
                                  return LeadRepository::ingest(c, domain::TaskId::create(), sampleLeads(60, 5), kNow);
                              })
                              .result();
        QVERIFY2(more, more ? "" : qPrintable(more.error().detail()));
        QCOMPARE(more->front().seq, before.head + 1);
        QVERIFY(database
                    ->write([](Connection &c) -> Result<void> {
                        domain::TaskSpec spec;
                        spec.name = QStringLiteral("next");
                        spec.seeds = { QStringLiteral("https://c.example/") };
                        LEADLINE_TRY(TaskRepository::create(c, spec, false, {}, kAnn, kNow));
                        return {};
                    })
                    .result());
    }

    void restore_ontoAStore_needsReplace_data()
    {
        QTest::addColumn<QString>("engine");
        QTest::newRow("sqlite") << QStringLiteral("sqlite");
        QTest::newRow("postgres") << QStringLiteral("postgres");
    }
    void restore_ontoAStore_needsReplace()
    {
        QFETCH(QString, engine);
        const QString file = backup(filledStore(engine));
        const StoreAddress target = filledStore(engine);
        const QString old = contentsOf(target).epoch;
        QCOMPARE(backend::restoreServerStore(file, target, false).error().code(), ErrorCode::AlreadyExists);
        QCOMPARE(contentsOf(target).epoch, old);
        const auto report = backend::restoreServerStore(file, target, true);
        QVERIFY2(report, report ? "" : qPrintable(report.error().detail()));
        QCOMPARE(contentsOf(target).epoch, report->epoch);
        QCOMPARE(contentsOf(target).leads.size(), 60u);
        if (engine == u"sqlite")
            QCOMPARE(contentsOf(report->setAside).epoch, old);
    }

    void restore_databaseInUse_isRefused()
    {
        const QString file = backup(filledStore(QStringLiteral("sqlite")));
        const StoreAddress target = m_postgres.create();
        const auto running = open(target);
        QCOMPARE(backend::restoreServerStore(file, target, true).error().code(), ErrorCode::Locked);
    }

    void restore_damagedOrForeignFile_changesNothing()
    {
        const QString file = m_dir->filePath(QStringLiteral("other.sqlite"));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(QByteArray(10'000, 'x'));
        out.close();
        const StoreAddress target = filledStore(QStringLiteral("sqlite"));
        const QString old = contentsOf(target).epoch;
        QVERIFY(!backend::restoreServerStore(file, target, true));
        QVERIFY(!backend::restoreServerStore(m_dir->filePath(QStringLiteral("missing")), target, true));
        QCOMPARE(contentsOf(target).epoch, old);
    }

    void backup_whileItIsWritten_isOneMoment_data() { restore_ontoAStore_needsReplace_data(); }
    void backup_whileItIsWritten_isOneMoment()
    {
        QFETCH(QString, engine);
        const StoreAddress source = filledStore(engine);
        const auto database = open(source);
        std::vector<QFuture<Result<std::vector<backend::IngestOutcome>>>> writes;
        for (int i = 0; i < 20; ++i) {
            writes.push_back(database->write([i](Connection &c) {
                return LeadRepository::ingest(c, domain::TaskId::create(), sampleLeads(100 + i * 20, 20), kNow);
            }));
        }
        const QString file = backup(source);
        const auto findings = backend::checkServerStore(file);
        QVERIFY(findings);
        QCOMPARE(findings->problems, QStringList());
        QCOMPARE((findings->leads - 60) % 20, 0); // whole batches
        for (auto &write : writes)
            QVERIFY(write.result());
    }

    void backup_fileThatExists_isRefused()
    {
        const QString file = backup(m_sqlite.create());
        QCOMPARE(backend::backupServerStore(m_sqlite.create(), file).error().code(), ErrorCode::AlreadyExists);
    }

    void check_erasedAuditValues_keepTheChain_data() { restore_ontoAStore_needsReplace_data(); }
    void check_erasedAuditValues_keepTheChain()
    {
        QFETCH(QString, engine);
        const StoreAddress address = filledStore(engine);
        QVERIFY(open(address)
                    ->write([](Connection &c) {
                        return c.exec(u"UPDATE audit SET old_value = NULL, new_value = NULL, salt = NULL WHERE n = 5");
                    })
                    .result());
        QCOMPARE(backend::checkServerStore(address)->problems, QStringList());
    }

    void check_plantedFaults_areNamed_data()
    {
        QTest::addColumn<QString>("engine");
        QTest::addColumn<QString>("fault");
        for (const char *engine : { "sqlite", "postgres" }) {
            const auto row = [&](const char *name, const QString &fault) {
                QTest::addRow("%s: %s", engine, name) << QString::fromLatin1(engine) << fault;
            };
            row("feed head went back", QStringLiteral("UPDATE feed_head SET seq = 10"));
            row("lead without words",
                engine == std::string_view("sqlite") ? QStringLiteral("DELETE FROM lead_fts WHERE rowid = 7")
                                                     : QStringLiteral("DELETE FROM lead_text WHERE lead_pk = 7"));
            row("start address gone", QStringLiteral("DELETE FROM task_site WHERE idx = 1"));
            row("audit row removed", QStringLiteral("DELETE FROM audit WHERE n = 5"));
            row("newest audit row removed", QStringLiteral("DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)"));
            row("audit row changed", QStringLiteral("UPDATE audit SET actor = 'eve' WHERE n = 5"));
            row("audit value changed", QStringLiteral("UPDATE audit SET new_value = 'x' WHERE n = 5"));
            row("contact gone", QStringLiteral("DELETE FROM contact WHERE lead_pk = 9 AND n = 0"));
        }
    }
    void check_plantedFaults_areNamed()
    {
        QFETCH(QString, engine);
        QFETCH(QString, fault);
        const StoreAddress address = filledStore(engine);
        QVERIFY(backend::checkServerStore(address)->problems.isEmpty());
        QVERIFY(open(address)->write([&](Connection &c) { return c.exec(fault); }).result());
        const auto findings = backend::checkServerStore(address);
        QVERIFY(findings);
        QCOMPARE(findings->problems.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestStoreTools)
#include "tst_store_tools.moc"
