#include "backend/leads/lead_rows.h"

#include "domain/folded_key.h"

namespace leadline::backend::rows {

using domain::ContactPoint;
using domain::Evidence;
using domain::Lead;
using storage::Connection;
using storage::Statement;

namespace {

std::vector<domain::ScoreTerm> scoreTermsFrom(const QString &text)
{
    std::vector<domain::ScoreTerm> terms;
    for (const QStringView part : QStringView(text).split(u';', Qt::SkipEmptyParts)) {
        const qsizetype space = part.lastIndexOf(u' ');
        if (space > 0)
            terms.push_back({ part.first(space).toString(), part.sliced(space + 1).toInt() });
    }
    return terms;
}

QStringView withoutScheme(QStringView url)
{
    const qsizetype scheme = url.indexOf(u"://");
    if (scheme >= 0)
        url = url.sliced(scheme + 3);
    return url.startsWith(u"www.") ? url.sliced(4) : url;
}

Result<void> loadTasks(Connection &connection, qint64 pk, Lead &lead)
{
    const auto tasks
        = connection.prepare(QStringLiteral("SELECT task_id FROM task_lead WHERE lead_pk = ? ORDER BY found_at, task_id"));
    LEADLINE_TRY(tasks);
    return (*tasks)->bindAll(pk).each([&](const Statement &row) { lead.tasks.push_back(row.id<domain::TaskId>(0)); });
}

Result<void> loadTasksAndSeeds(Connection &connection, qint64 pk, Lead &lead)
{
    const auto tasks = connection.prepare(
        QStringLiteral("SELECT task_lead.task_id, task_site.seed FROM task_lead "
                       "LEFT JOIN task ON task.id = task_lead.task_id "
                       "LEFT JOIN task_site ON task_site.task = task.n AND task_site.idx = task_lead.site "
                       "WHERE task_lead.lead_pk = ? ORDER BY task_lead.found_at, task_lead.task_id"));
    LEADLINE_TRY(tasks);
    return (*tasks)->bindAll(pk).each([&](const Statement &row) {
        lead.tasks.push_back(row.id<domain::TaskId>(0));
        lead.seeds.append(row.text(1));
    });
}

Result<std::optional<StoredLead>> loadOne(Connection &connection, Statement &statement)
{
    LEADLINE_TRY(statement.exec());
    if (!statement.next()) {
        LEADLINE_TRY(statement.finish());
        return std::optional<StoredLead>();
    }
    StoredLead stored = leadFrom(statement);
    LEADLINE_TRY(statement.finish());
    LEADLINE_TRY(loadSides(connection, stored.pk, stored.lead, LeadDetail::Full));
    return std::optional(std::move(stored));
}

} // namespace

const QString &leadColumns()
{
    static const QString columns = QStringLiteral(
        "lead.pk, lead.id, lead.rev, lead.seq, lead.source, lead.found_name, lead.found_category, lead.found_email, "
        "lead.found_phone, lead.found_city, lead.website, lead.street, lead.postal_code, lead.region, lead.country, "
        "lead.latitude, lead.longitude, lead.opening_hours, lead.score, lead.score_terms, lead.status, lead.rating, "
        "lead.assignee, lead.fix_name, lead.fix_category, lead.fix_email, lead.fix_phone, lead.fix_city, lead.deleted_at, "
        "lead.deleted_by, lead.created_at, lead.created_by, lead.modified_at, lead.modified_by, lead.fmeta");
    return columns;
}

StoredLead leadFrom(const Statement &row)
{
    StoredLead stored;
    int column = 0;
    const auto text = [&] { return row.text(column++); };
    const auto real = [&] { return row.isNull(column) ? (++column, std::nullopt) : std::optional(row.real(column++)); };
    stored.pk = row.integer(column++);
    Lead &lead = stored.lead;
    lead.id = row.id<domain::LeadId>(column++);
    lead.rev = row.integer(column++);
    lead.seq = row.integer(column++);
    lead.source = text();
    domain::FoundData &found = lead.found;
    found.name = text();
    found.category = text();
    found.email = text();
    found.phone = text();
    found.address.city = text();
    found.website = text();
    found.address.street = text();
    found.address.postalCode = text();
    found.address.region = text();
    found.address.country = text();
    found.latitude = real();
    found.longitude = real();
    found.openingHours = text();
    found.score = static_cast<int>(row.integer(column++));
    found.scoreTerms = scoreTermsFrom(text());
    domain::ReviewData &review = lead.review;
    review.status = static_cast<domain::ReviewStatus>(row.integer(column++));
    review.rating = static_cast<int>(row.integer(column++));
    review.assignee = text();
    review.corrections.name = row.optionalText(column++);
    review.corrections.category = row.optionalText(column++);
    review.corrections.email = row.optionalText(column++);
    review.corrections.phone = row.optionalText(column++);
    review.corrections.city = row.optionalText(column++);
    review.deletedAt = row.optionalTime(column++);
    review.deletedBy = text();
    lead.createdAt = row.time(column++);
    lead.createdBy = text();
    lead.modifiedAt = row.time(column++);
    lead.modifiedBy = text();
    if (!row.isNull(column))
        stored.writes = fieldWritesFromJson(row.text(column).toUtf8());
    return stored;
}

Result<void> loadSides(Connection &connection, qint64 pk, Lead &lead, LeadDetail detail)
{
    const auto tags = connection.prepare(QStringLiteral("SELECT tag FROM lead_tag WHERE lead_pk = ? ORDER BY tag"));
    LEADLINE_TRY(tags);
    LEADLINE_TRY((*tags)->bindAll(pk).each([&](const Statement &row) { lead.review.tags.append(row.text(0)); }));
    if (detail == LeadDetail::Row) {
        lead.found.scoreTerms.clear();
        return loadTasks(connection, pk, lead);
    }
    LEADLINE_TRY(loadTasksAndSeeds(connection, pk, lead));
    auto contacts = loadContacts(connection, pk);
    if (!contacts)
        return domain::failure(contacts.error());
    lead.found.contacts = std::move(*contacts);
    const auto notes = connection.prepare(
        QStringLiteral("SELECT id, author, text, created_at FROM note WHERE lead_pk = ? ORDER BY created_at, id"));
    LEADLINE_TRY(notes);
    return (*notes)->bindAll(pk).each([&](const Statement &row) {
        lead.review.notes.push_back({ row.id<domain::NoteId>(0), row.text(1), row.text(2), row.time(3) });
    });
}

Result<std::vector<ContactPoint>> loadContacts(Connection &connection, qint64 pk)
{
    std::vector<ContactPoint> contacts;
    const auto points = connection.prepare(
        QStringLiteral("SELECT kind, value, display, label, junk, junk_reason FROM contact WHERE lead_pk = ? ORDER BY n"));
    LEADLINE_TRY(points);
    LEADLINE_TRY((*points)->bindAll(pk).each([&](const Statement &row) {
        contacts.push_back({ static_cast<domain::ContactKind>(row.integer(0)), row.text(1), row.text(2), row.text(3),
            row.integer(4) != 0, row.text(5), {} });
    }));
    const auto places = connection.prepare(QStringLiteral("SELECT contact_n, page_url, layer, confidence, found_at, snippet "
                                                          "FROM evidence WHERE lead_pk = ? ORDER BY contact_n, n"));
    LEADLINE_TRY(places);
    LEADLINE_TRY((*places)->bindAll(pk).each([&](const Statement &row) {
        const auto contact = static_cast<size_t>(row.integer(0));
        if (contact < contacts.size()) {
            contacts[contact].evidence.push_back(
                { row.text(1), domain::extractionLayerFromSlug(row.text(2)).value_or(domain::ExtractionLayer::Text),
                    static_cast<int>(row.integer(3)), row.time(4), row.text(5) });
        }
    }));
    return contacts;
}

Result<std::optional<StoredLead>> load(Connection &connection, const domain::LeadId &id)
{
    const auto statement = connection.prepare(QStringLiteral("SELECT %1 FROM lead WHERE id = ?").arg(leadColumns()));
    LEADLINE_TRY(statement);
    (*statement)->bindAll(id);
    return loadOne(connection, **statement);
}

Result<std::optional<StoredLead>> loadWithin(Connection &connection, const domain::LeadId &id, const Reach &reach)
{
    auto stored = load(connection, id);
    LEADLINE_TRY(stored);
    if (!*stored)
        return stored;
    const auto isWithin = reaches(connection, reach, (*stored)->pk);
    LEADLINE_TRY(isWithin);
    return *isWithin ? std::move(*stored) : std::optional<StoredLead>();
}

Result<std::optional<StoredLead>> loadByProfile(Connection &connection, const QString &profileKey)
{
    const auto statement
        = connection.prepare(QStringLiteral("SELECT %1 FROM lead WHERE profile_key = ? AND ws = 1").arg(leadColumns()));
    LEADLINE_TRY(statement);
    (*statement)->bindAll(profileKey);
    return loadOne(connection, **statement);
}

namespace {

QStringList columns(const char *names)
{
    return QString::fromLatin1(names).split(u' ');
}

} // namespace

Result<ContactWriter> ContactWriter::open(Connection &connection)
{
    const auto point
        = connection.prepareBulk(QStringLiteral("contact"), columns("lead_pk n kind value display label junk junk_reason"));
    LEADLINE_TRY(point);
    const auto place = connection.prepareBulk(
        QStringLiteral("evidence"), columns("lead_pk contact_n n page_url layer confidence found_at snippet"));
    LEADLINE_TRY(place);
    return ContactWriter(**point, **place);
}

Result<void> ContactWriter::write(qint64 pk, const std::vector<ContactPoint> &contacts)
{
    int n = 0;
    for (const ContactPoint &contact : contacts) {
        LEADLINE_TRY(m_point
                         ->bindAll(pk, n, static_cast<int>(contact.kind), contact.value, contact.display, contact.label,
                             contact.junk, contact.junkReason)
                         .exec());
        int m = 0;
        for (const Evidence &evidence : contact.evidence) {
            LEADLINE_TRY(m_place
                             ->bindAll(pk, n, m++, evidence.pageUrl, domain::extractionLayerSlug(evidence.layer),
                                 evidence.confidence, evidence.foundAt, evidence.snippet)
                             .exec());
        }
        ++n;
    }
    return {};
}

Result<void> ContactWriter::flush()
{
    LEADLINE_TRY(m_point->flush());
    return m_place->flush();
}

QString scoreTermsText(const std::vector<domain::ScoreTerm> &terms)
{
    QString text;
    for (const domain::ScoreTerm &term : terms) {
        if (!text.isEmpty())
            text += u';';
        text += term.term + u' ' + QString::number(term.points);
    }
    return text;
}

QString searchText(const Lead &lead)
{
    QString text;
    text.reserve(400);
    const auto add = [&](QStringView part) {
        if (!part.isEmpty()) {
            text.append(part);
            text.append(u'\n'); // no phrase reaches over it: FTS5 counts words, but two fields seldom continue one another
        }
    };
    const domain::Corrections &fixes = lead.review.corrections;
    add(lead.found.name);
    add(fixes.name.value_or(QString()));
    add(lead.category());
    add(withoutScheme(lead.found.website));
    add(lead.email());
    add(lead.phone());
    add(lead.found.address.street);
    add(lead.found.address.postalCode);
    add(lead.city());
    add(lead.found.address.region);
    for (const ContactPoint &contact : lead.found.contacts) {
        if (contact.junk)
            continue;
        if (contact.value != lead.email() && contact.value != lead.phone())
            add(withoutScheme(contact.value));
        if (contact.kind == domain::ContactKind::Phone)
            add(contact.display);
    }
    add(lead.review.assignee);
    for (const QString &tag : lead.review.tags)
        add(tag);
    for (const domain::Note &note : lead.review.notes)
        add(note.text);
    return text;
}

Result<void> replaceSearchText(Connection &connection, qint64 pk, const Lead &lead)
{
    const auto statement = connection.prepare(connection.engine() == storage::Engine::Sqlite
            ? QStringLiteral("UPDATE lead_fts SET text = ? WHERE rowid = ?")
            : QStringLiteral("UPDATE lead_text SET words = ? WHERE lead_pk = ?"));
    LEADLINE_TRY(statement);
    return (*statement)->bindAll(connection.dialect().searchable(searchText(lead)), pk).exec();
}

Result<storage::DirectStatement *> prepareSearchText(Connection &connection)
{
    return connection.engine() == storage::Engine::Sqlite
        ? connection.prepareBulk(QStringLiteral("lead_fts"), columns("rowid text"))
        : connection.prepareBulk(QStringLiteral("lead_text"), columns("lead_pk words"));
}

AuditRecord auditRecord(const Actor &actor, domain::Timestamp at, const AuditRow &row)
{
    return { at, actor.name, actor.origin, actor.requestId, row.action, row.leadPk, {}, {}, row.field, row.oldValue,
        row.newValue };
}

Result<FeedNumbers> FeedNumbers::begin(Connection &connection)
{
    const auto head = connection.single(QStringLiteral("SELECT seq FROM feed_head WHERE ws = 1") + connection.lockRows());
    LEADLINE_TRY(head);
    FeedNumbers numbers(connection);
    numbers.m_first = numbers.m_seq = head->toLongLong();
    return numbers;
}

Result<void> FeedNumbers::store()
{
    if (m_seq == m_first)
        return {};
    const auto statement = m_connection->prepare(QStringLiteral("UPDATE feed_head SET seq = ? WHERE ws = 1"));
    LEADLINE_TRY(statement);
    return (*statement)->bindAll(m_seq).exec();
}

} // namespace leadline::backend::rows
