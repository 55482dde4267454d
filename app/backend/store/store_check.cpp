#include "backend/store/store_check.h"

#include "backend/audit/audit_log.h"
#include "storage/connection.h"

namespace leadline::backend {

using domain::failure;
using domain::Result;
using storage::Connection;
using storage::Engine;
using storage::Statement;

namespace {

/// A statement that counts what should not be.
struct Rule
{
    QString problem; ///< %1 is the count
    QString sql;
};

std::vector<Rule> rules(Engine engine)
{
    const auto text = [](const char *latin) { return QString::fromLatin1(latin); };
    std::vector<Rule> rules {
        { text("%1 leads have a number above the head of the feed"),
            text("SELECT count(*) FROM lead WHERE seq > (SELECT seq FROM feed_head WHERE ws = 1) OR pk > seq") },
        { text("%1 tombstones have a number above the head of the feed"),
            text("SELECT count(*) FROM tombstone WHERE seq > (SELECT seq FROM feed_head WHERE ws = 1)") },
        { text("%1 tasks have a gap in the numbers of their results"),
            text("SELECT count(*) FROM (SELECT task_id FROM task_lead GROUP BY task_id HAVING min(n) < 1) gaps") },
        { text("%1 tasks count other start addresses than they have"),
            text("SELECT count(*) FROM task WHERE sites_total <> (SELECT count(*) FROM task_site WHERE task_site.task = "
                 "task.n)") },
        { text("%1 outcomes are newer than their client's last edit"),
            text("SELECT count(*) FROM outcome JOIN client ON client.client_id = outcome.client_id WHERE outcome.mid > "
                 "client.last_mid") },
        { text("%1 places where a contact was read belong to no contact"),
            text("SELECT count(*) FROM evidence WHERE NOT EXISTS (SELECT 1 FROM contact WHERE contact.lead_pk = "
                 "evidence.lead_pk AND contact.n = evidence.contact_n)") },
    };
    if (engine == Engine::Postgres) {
        rules.push_back({ text("%1 leads cannot be found by their words"),
            text("SELECT count(*) FROM lead WHERE NOT EXISTS (SELECT 1 FROM lead_text WHERE lead_pk = lead.pk)") });
    } else {
        rules.push_back({ text("%1 references lead nowhere"), text("SELECT count(*) FROM pragma_foreign_key_check") });
        rules.push_back({ text("%1 leads cannot be found by their words"),
            text("SELECT count(*) FROM lead WHERE NOT EXISTS (SELECT 1 FROM lead_fts_docsize WHERE id = lead.pk)") });
    }
    return rules;
}

Result<void> checkPages(Connection &db, StoreFindings &findings)
{
    if (db.engine() == Engine::Postgres)
        return {}; // the server checks its pages when it reads them, and pg_amcheck offline
    const auto statement = db.prepare(QStringLiteral("PRAGMA integrity_check(20)"));
    LEADLINE_TRY(statement);
    return (*statement)->each([&](const Statement &row) {
        if (row.text(0) != u"ok")
            findings.problems.append(QStringLiteral("the file is damaged: %1").arg(row.text(0)));
    });
}

Result<qint64> number(Connection &db, const QString &sql)
{
    const auto value = db.single(sql);
    LEADLINE_TRY(value);
    return value->toLongLong();
}

Result<void> read(Connection &db, StoreFindings &findings)
{
    const auto schema = db.schemaVersion();
    LEADLINE_TRY(schema);
    findings.schema = *schema;
    const auto epoch = db.single(QStringLiteral("SELECT epoch FROM feed_head WHERE ws = 1"));
    LEADLINE_TRY(epoch);
    findings.epoch = epoch->toString();
    const auto count = [&](const char *table, qint64 &into) -> Result<void> {
        const auto rows = number(db, QStringLiteral("SELECT count(*) FROM ") + QString::fromLatin1(table));
        LEADLINE_TRY(rows);
        into = *rows;
        return {};
    };
    LEADLINE_TRY(count("lead", findings.leads));
    LEADLINE_TRY(count("task", findings.tasks));
    LEADLINE_TRY(count("audit", findings.auditRows));
    LEADLINE_TRY(checkPages(db, findings));
    for (const Rule &rule : rules(db.engine())) {
        const auto broken = number(db, rule.sql);
        LEADLINE_TRY(broken);
        if (*broken > 0)
            findings.problems.append(rule.problem.arg(*broken));
    }
    const auto chain = verifyAudit(db);
    LEADLINE_TRY(chain);
    findings.problems += *chain;
    return {};
}

} // namespace

Result<StoreFindings> checkServerStore(const storage::StoreAddress &address)
{
    const auto opened = Connection::open(address, Connection::Role::Reader, false);
    if (!opened)
        return failure(opened.error());
    Connection &db = **opened;
    if (db.engine() == Engine::Postgres)
        LEADLINE_TRY(db.exec(u"SET statement_timeout = 0"));
    LEADLINE_TRY(db.begin());
    StoreFindings findings;
    const auto done = read(db, findings);
    db.endJob();
    db.rollback();
    LEADLINE_TRY(done);
    return findings;
}

} // namespace leadline::backend
