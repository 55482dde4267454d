#include "backend/leads/lead_repository.h"
#include "backend/leads/lead_rows.h"
#include "backend/leads/merge.h"
#include "domain/folded_key.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSet>

namespace leadline::backend {

using domain::FoundData;
using domain::Lead;
using storage::Connection;
using storage::Statement;

namespace {

const QString kFound = QStringLiteral("found");

/// A time-ordered UUID (RFC 9562, version 7): new ids go to the end of their index instead of anywhere in it, which saves a
/// tenth of the cost of a lead. `counter` keeps the order within a millisecond.
domain::LeadId nextId(domain::Timestamp now, qint64 counter)
{
    const auto ms = static_cast<quint64>(domain::toMilliseconds(now));
    const quint64 random = QRandomGenerator::global()->generate64();
    const auto tail = static_cast<quint64>(0x80) | (random >> 56 & 0x3f);
    return domain::LeadId(QUuid(static_cast<uint>(ms >> 16), static_cast<ushort>(ms & 0xffff),
        static_cast<ushort>(0x7000 | (counter & 0x0fff)), static_cast<uchar>(tail), static_cast<uchar>(random >> 48),
        static_cast<uchar>(random >> 40), static_cast<uchar>(random >> 32), static_cast<uchar>(random >> 24),
        static_cast<uchar>(random >> 16), static_cast<uchar>(random >> 8), static_cast<uchar>(random)));
}

const char *const kLeadColumns
    = "pk id profile_key rev seq source found_name found_category found_email found_phone found_city website street "
      "postal_code region country latitude longitude opening_hours score score_terms created_at created_by modified_at "
      "modified_by name_key city_key category_key";
const char *const kLinkColumns = "task_id n lead_pk site found_at";

QStringList columns(const char *names)
{
    return QString::fromLatin1(names).split(u' ');
}

/// One batch. SQLite: a new lead costs one insert and no read, because the unique profile key tells whether it is known.
/// PostgreSQL: one read tells which of the batch are known, which stays true while the batch holds the head of the feed, and
/// the rows of the new ones are sent together.
class Ingest
{
public:
    Ingest(Connection &connection, const domain::TaskId &task, domain::Timestamp now, rows::FeedNumbers numbers)
        : m_connection(connection)
        , m_task(task)
        , m_now(now)
        , m_numbers(numbers)
        , m_actor(Actor::unlimited(QStringLiteral("task:") + task.toString()))
    { }

    Result<void> prepare(std::span<const FoundLead> readings)
    {
        const auto audit = AuditLog::open(m_connection);
        LEADLINE_TRY(audit);
        m_audit = *audit;
        const auto link = m_connection.prepareDirect(
            QStringLiteral("INSERT INTO task_lead (task_id, n, lead_pk, site, found_at) VALUES (?, ?, ?, ?, ?) "
                           "ON CONFLICT (lead_pk, task_id) DO NOTHING"));
        LEADLINE_TRY(link);
        m_link = *link;
        const auto contacts = rows::ContactWriter::open(m_connection);
        LEADLINE_TRY(contacts);
        m_contacts = *contacts;
        LEADLINE_TRY(isServer() ? prepareServer(readings) : prepareSqlite());
        const auto newest = LeadRepository::taskResultsHead(m_connection, m_task);
        LEADLINE_TRY(newest);
        m_n = *newest;
        return {};
    }

    Result<IngestOutcome> store(const FoundLead &reading)
    {
        if (reading.profileKey.isEmpty())
            return domain::failure(domain::ErrorCode::InvalidArgument, QStringLiteral("a found lead has no profile key"));
        Lead lead;
        const qint64 seq = m_numbers.peek();
        lead.id = nextId(m_now, seq);
        lead.source = reading.source;
        lead.found = reading.found;
        boundContacts(lead.found.contacts);
        if (m_known.contains(reading.profileKey))
            return merge(reading);
        LEADLINE_TRY(insert(reading.profileKey, lead, seq));
        if (m_insert->rowsChanged() == 0)
            return merge(reading);
        IngestOutcome outcome { lead.id, true, true, m_numbers.take(), ++m_n };
        LEADLINE_TRY(m_contacts->write(seq, lead.found.contacts));
        LEADLINE_TRY(audit({ seq, kFound, {}, std::nullopt, reading.profileKey }));
        LEADLINE_TRY(m_newLink->bindAll(m_task, outcome.n, seq, reading.site, m_now).exec());
        if (isServer()) {
            m_known.insert(reading.profileKey);
            m_unsent.insert(reading.profileKey);
        }
        m_texts.emplace_back(seq, rows::searchText(lead));
        return outcome;
    }

    Result<void> finish()
    {
        // Full text in one go: FTS5 gathers rows in memory as long as no other statement on it comes between.
        LEADLINE_TRY(send());
        return m_numbers.store();
    }

private:
    [[nodiscard]] bool isServer() const { return m_connection.engine() == storage::Engine::Postgres; }

    Result<void> prepareSqlite()
    {
        QStringList marks;
        marks.fill(QStringLiteral("?"), columns(kLeadColumns).size());
        const auto insert = m_connection.prepareDirect(
            QStringLiteral("INSERT INTO lead (%1) VALUES (%2) ON CONFLICT (profile_key, ws) DO NOTHING")
                .arg(columns(kLeadColumns).join(u','), marks.join(u',')));
        LEADLINE_TRY(insert);
        m_insert = *insert;
        m_newLink = m_link;
        return {};
    }

    Result<void> prepareServer(std::span<const FoundLead> readings)
    {
        const auto insert = m_connection.prepareBulk(QStringLiteral("lead"), columns(kLeadColumns));
        LEADLINE_TRY(insert);
        m_insert = *insert;
        const auto link = m_connection.prepareBulk(QStringLiteral("task_lead"), columns(kLinkColumns));
        LEADLINE_TRY(link);
        m_newLink = *link;
        QJsonArray keys;
        for (const FoundLead &reading : readings)
            keys.append(reading.profileKey);
        const auto known = m_connection.prepare(QStringLiteral(
            "SELECT profile_key FROM lead WHERE ws = 1 AND profile_key IN (SELECT json_array_elements_text(?))"));
        LEADLINE_TRY(known);
        return (*known)
            ->bindAll(QString::fromUtf8(QJsonDocument(keys).toJson(QJsonDocument::Compact)))
            .each([&](const Statement &row) { m_known.insert(row.text(0)); });
    }

    /// Brings what was gathered into the store, referenced rows first.
    Result<void> send()
    {
        const auto text = rows::prepareSearchText(m_connection);
        LEADLINE_TRY(text);
        for (const auto &[pk, words] : m_texts)
            LEADLINE_TRY((*text)->bindAll(pk, m_connection.dialect().searchable(words)).exec());
        m_texts.clear();
        m_unsent.clear();
        LEADLINE_TRY(m_insert->flush());
        LEADLINE_TRY(m_contacts->flush());
        LEADLINE_TRY(m_newLink->flush());
        LEADLINE_TRY(m_audit->close());
        return (*text)->flush();
    }

    Result<void> insert(const QString &profileKey, const Lead &lead, qint64 seq)
    {
        const FoundData &found = lead.found;
        return m_insert
            ->bindAll(seq, lead.id, profileKey, 1, seq, lead.source, found.name, found.category, found.email, found.phone,
                found.address.city, found.website, found.address.street, found.address.postalCode, found.address.region,
                found.address.country, found.latitude, found.longitude, found.openingHours, found.score,
                rows::scoreTermsText(found.scoreTerms), m_now, m_actor.name, m_now, m_actor.name,
                domain::foldedKey(found.name), domain::foldedKey(found.address.city), domain::foldedKey(found.category))
            .exec();
    }

    Result<void> audit(const rows::AuditRow &row) { return m_audit->add(rows::auditRecord(m_actor, m_now, row)); }

    Result<void> link(qint64 pk, int site, IngestOutcome &outcome)
    {
        LEADLINE_TRY(m_link->bindAll(m_task, m_n + 1, pk, site, m_now).exec());
        outcome.newForTask = m_link->rowsChanged() > 0;
        outcome.n = outcome.newForTask ? ++m_n : 0;
        return {};
    }

    Result<IngestOutcome> merge(const FoundLead &reading)
    {
        if (m_unsent.contains(reading.profileKey))
            LEADLINE_TRY(send());
        auto stored = rows::loadByProfile(m_connection, reading.profileKey);
        if (!stored)
            return domain::failure(stored.error());
        if (!*stored)
            return domain::failure(domain::ErrorCode::Internal, QStringLiteral("a known lead is not there"));
        const qint64 pk = (*stored)->pk;
        Lead &lead = (*stored)->lead;
        IngestOutcome outcome { lead.id, false, false, 0, 0 };
        if (lead.isDeleted())
            return outcome;
        LEADLINE_TRY(link(pk, reading.site, outcome));
        const auto changes = mergeFound(lead.found, reading.found);
        if (changes.empty() && !outcome.newForTask)
            return outcome;
        outcome.seq = m_numbers.take();
        LEADLINE_TRY(update(pk, lead, outcome.seq));
        if (changes.empty())
            return outcome;
        LEADLINE_TRY(rewriteContacts(pk, lead.found.contacts));
        if (isServer())
            m_unsent.insert(reading.profileKey);
        for (const FoundChange &change : changes)
            LEADLINE_TRY(audit({ pk, kFound, change.field, change.oldValue, change.newValue }));
        // Two readings of one business may be in one batch, and then its text is still waiting.
        for (auto &[waiting, words] : m_texts) {
            if (waiting == pk) {
                words = rows::searchText(lead);
                return outcome;
            }
        }
        LEADLINE_TRY(rows::replaceSearchText(m_connection, pk, lead));
        return outcome;
    }

    Result<void> update(qint64 pk, const Lead &lead, qint64 seq)
    {
        const auto statement = m_connection.prepare(QStringLiteral(
            "UPDATE lead SET rev = rev + 1, seq = ?, found_name = ?, found_category = ?, found_email = ?, found_phone = ?, "
            "found_city = ?, website = ?, street = ?, postal_code = ?, region = ?, country = ?, latitude = ?, longitude = "
            "?, "
            "opening_hours = ?, score = ?, score_terms = ?, modified_at = ?, modified_by = ?, name_key = ?, city_key = ?, "
            "category_key = ? WHERE pk = ?"));
        LEADLINE_TRY(statement);
        const FoundData &found = lead.found;
        return (*statement)
            ->bindAll(seq, found.name, found.category, found.email, found.phone, found.address.city, found.website,
                found.address.street, found.address.postalCode, found.address.region, found.address.country, found.latitude,
                found.longitude, found.openingHours, found.score, rows::scoreTermsText(found.scoreTerms), m_now,
                m_actor.name, domain::foldedKey(lead.name()), domain::foldedKey(lead.city()),
                domain::foldedKey(lead.category()), pk)
            .exec();
    }

    Result<void> rewriteContacts(qint64 pk, const std::vector<domain::ContactPoint> &contacts)
    {
        for (const QString &table : { QStringLiteral("contact"), QStringLiteral("evidence") }) {
            const auto clear = m_connection.prepare(QStringLiteral("DELETE FROM %1 WHERE lead_pk = ?").arg(table));
            LEADLINE_TRY(clear);
            LEADLINE_TRY((*clear)->bindAll(pk).exec());
        }
        return m_contacts->write(pk, contacts);
    }

    Connection &m_connection;
    domain::TaskId m_task;
    domain::Timestamp m_now;
    rows::FeedNumbers m_numbers;
    Actor m_actor;
    storage::DirectStatement *m_insert = nullptr;
    storage::DirectStatement *m_link = nullptr; ///< of a known lead, which may be there already
    storage::DirectStatement *m_newLink = nullptr;
    std::optional<rows::ContactWriter> m_contacts;
    std::optional<AuditLog> m_audit;
    QSet<QString> m_known; ///< PostgreSQL: profile keys in the store
    QSet<QString> m_unsent; ///< PostgreSQL: those with rows that are gathered and not sent
    qint64 m_n = 0; ///< newest number of the task's results
    std::vector<std::pair<qint64, QString>> m_texts; ///< full text of the inserted leads
};

} // namespace

Result<std::vector<IngestOutcome>> LeadRepository::ingest(
    Connection &connection, const domain::TaskId &task, std::span<const FoundLead> readings, domain::Timestamp now)
{
    const auto numbers = rows::FeedNumbers::begin(connection);
    LEADLINE_TRY(numbers);
    Ingest ingest(connection, task, now, *numbers);
    LEADLINE_TRY(ingest.prepare(readings));
    std::vector<IngestOutcome> outcomes;
    outcomes.reserve(readings.size());
    for (const FoundLead &reading : readings) {
        const auto outcome = ingest.store(reading);
        LEADLINE_TRY(outcome);
        outcomes.push_back(*outcome);
    }
    LEADLINE_TRY(ingest.finish());
    return outcomes;
}

} // namespace leadline::backend
