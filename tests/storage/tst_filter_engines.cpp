#include "backend/leads/lead_repository.h"
#include "support/lead_samples.h"
#include "support/store_maker.h"

#include <QRandomGenerator>
#include <QTest>

using namespace leadline;
using backend::FoundLead;
using backend::LeadRepository;
using domain::Lead;
using domain::LeadQuery;
using domain::LeadSort;
using domain::Result;
using domain::SortOrder;
using leadline::tests::StoreMaker;
using storage::Connection;
using storage::Database;
using storage::Engine;

namespace {

constexpr int kLeads = 400;
const domain::Timestamp kNow = domain::fromMilliseconds(1'790'000'000'000);

/// Words that fold, split or sort in ways engines disagree about: accents composed and combining, letters without case
/// partners, other scripts and their digits, what LIKE, tsquery, FTS5 and SQL quote.
const QStringList &words()
{
    static const QStringList list {
        QStringLiteral("Bäckerei"),
        QStringLiteral("Backstube"),
        QStringLiteral("Étoile"),
        QString::fromUtf8("e\u0301toile"),
        QStringLiteral("Straße"),
        QStringLiteral("STRASSE"),
        QStringLiteral("İstanbul"),
        QStringLiteral("ısparta"),
        QStringLiteral("Ångström"),
        QString::fromUtf8("\u212Bngstrom"),
        QStringLiteral("smørrebrød"),
        QStringLiteral("Łódź"),
        QStringLiteral("Пекарня"),
        QStringLiteral("Ёлка"),
        QStringLiteral("ΑΘΉΝΑ"),
        QStringLiteral("οδός"),
        QStringLiteral("東京"),
        QStringLiteral("ラーメン"),
        QStringLiteral("مخبز"),
        QStringLiteral("١٢٣"),
        QStringLiteral("O'Neill"),
        QStringLiteral("A&B"),
        QStringLiteral("50%_off"),
        QStringLiteral("back\\slash"),
        QStringLiteral("\"quoted\""),
        QStringLiteral("half-timber"),
        QStringLiteral("e-mail"),
        QStringLiteral("naïve_name"),
        QStringLiteral("x²"),
        QStringLiteral("½"),
        QString::fromUtf8("caf\u00e9\u200dbar"),
        QString::fromUtf8("\U0001F950 croissant"),
        QStringLiteral("zebra"),
        QStringLiteral("Zebra"),
        QStringLiteral("äpfel"),
        QStringLiteral("apfel"),
        QStringLiteral("42"),
        QStringLiteral("4"),
        QStringLiteral("a"),
    };
    return list;
}

QString someWords(QRandomGenerator &random, int most)
{
    QStringList chosen;
    for (int i = random.bounded(1, most + 1); i > 0; --i)
        chosen.append(words().at(random.bounded(static_cast<int>(words().size()))));
    return chosen.join(u' ');
}

FoundLead strangeLead(int n, QRandomGenerator &random)
{
    FoundLead lead = leadline::tests::sampleLead(n);
    lead.found.name = someWords(random, 3);
    if (n % 3 == 0)
        lead.found.address.city = someWords(random, 1);
    if (n % 4 == 0)
        lead.found.category = someWords(random, 2);
    if (n % 5 == 0)
        lead.found.email = QStringLiteral("Info%1@B\u00dcRO-%2.example").arg(n % 7).arg(n);
    if (n % 7 == 0)
        lead.found.phone.clear();
    if (n % 11 == 0)
        lead.found.latitude = n / 10.0;
    return lead;
}

/// One engine's store with the same leads, review and tasks as the other's.
struct Side
{
    explicit Side(Engine engine)
        : maker(engine)
        , database(std::move(*Database::open({ maker.create(), 2, false })))
    { }

    void fill(const domain::TaskId &first, const domain::TaskId &second)
    {
        QRandomGenerator random(7);
        std::vector<FoundLead> leads;
        for (int n = 0; n < kLeads; ++n)
            leads.push_back(strangeLead(n, random));
        const auto stored = database
                                ->write([&](Connection &c) -> Result<void> {
                                    LEADLINE_TRY(LeadRepository::ingest(c, first, std::span(leads).first(300), kNow));
                                    LEADLINE_TRY(LeadRepository::ingest(c, second, std::span(leads).last(150), kNow));
                                    return {};
                                })
                                .result();
        if (!stored)
            qFatal("%s", qPrintable(stored.error().detail()));
        review(random);
    }

    void review(QRandomGenerator &random)
    {
        const auto all = database
                             ->read([](Connection &c) {
                                 return LeadRepository::changes(c, 0, {}, 500, {}, backend::Reach::everything());
                             })
                             .result();
        const backend::Actor ann = backend::Actor::unlimited(QStringLiteral("ann"));
        const auto done = database
                              ->write([&](Connection &c) -> Result<void> {
                                  for (const Lead &lead : all->changes) {
                                      const auto edits = someEdits(lead, random);
                                      LEADLINE_TRY(LeadRepository::patch(c, lead.id, lead.rev, edits, ann, kNow));
                                      if (random.bounded(10) == 0)
                                          LEADLINE_TRY(LeadRepository::softDelete(c, lead.id, ann, kNow));
                                  }
                                  return {};
                              })
                              .result();
        if (!done)
            qFatal("%s", qPrintable(done.error().detail()));
    }

    static std::vector<domain::Mutation> someEdits(const Lead &lead, QRandomGenerator &random)
    {
        using domain::MutationOp;
        static const char *const states[] { "new", "accepted", "rejected", "contacted" };
        std::vector<domain::Mutation> edits;
        const auto edit = [&](MutationOp op, const char *field, const QString &value) {
            domain::Mutation mutation;
            mutation.lead = lead.id;
            mutation.op = op;
            mutation.field = QString::fromLatin1(field);
            mutation.value = value;
            if (op == MutationOp::NoteAdd)
                mutation.note = domain::NoteId::create();
            edits.push_back(mutation);
        };
        edit(MutationOp::Set, "status", QString::fromLatin1(states[random.bounded(4)]));
        edit(MutationOp::Set, "rating", QString::number(random.bounded(6)));
        if (random.bounded(3) == 0)
            edit(MutationOp::TagAdd, "", someWords(random, 1));
        if (random.bounded(4) == 0)
            edit(MutationOp::NoteAdd, "", someWords(random, 6));
        if (random.bounded(5) == 0)
            edit(MutationOp::Set, "city", someWords(random, 1));
        if (random.bounded(6) == 0)
            edit(MutationOp::Set, "assignee", someWords(random, 1));
        return edits;
    }

    /// Names of all leads of the filter in order, page by page; or the error.
    QStringList list(LeadQuery query)
    {
        QStringList names;
        do {
            const auto page
                = database->read([&](Connection &c) { return LeadRepository::list(c, query, backend::Reach::everything()); })
                      .result();
            if (!page)
                return { page.error().detail() };
            for (const Lead &lead : page->items)
                names.append(lead.found.website + u' ' + lead.found.name);
            query.after = page->next;
        } while (!query.after.isEmpty());
        return names;
    }
    domain::LeadFacets facets(const domain::LeadFilter &filter)
    {
        return database->read([&](Connection &c) { return LeadRepository::facets(c, filter, backend::Reach::everything()); })
            .result()
            .value();
    }
    qint64 count(const domain::LeadFilter &filter)
    {
        return database->read([&](Connection &c) { return LeadRepository::count(c, filter, backend::Reach::everything()); })
            .result()
            .value_or(-1);
    }

    StoreMaker maker;
    std::unique_ptr<Database> database;
};

QString quoted(QString text)
{
    return u'"' + text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\"")) + u'"';
}

/// One term, as an operator may type it, of words that are in the leads, whole, cut short or joined.
QString someTerm(QRandomGenerator &random, const domain::TaskId &task)
{
    QString text = someWords(random, 2);
    if (random.bounded(2) == 0)
        text.truncate(random.bounded(1, 5));
    if (random.bounded(4) == 0)
        text = text.toUpper();
    switch (random.bounded(16)) {
    case 0:
        return QStringLiteral("name:") + quoted(text);
    case 1:
        return QStringLiteral("city:") + quoted(text);
    case 2:
        return QStringLiteral("category:") + quoted(text);
    case 3:
        return QStringLiteral("tag:") + quoted(text);
    case 4:
        return QStringLiteral("assignee:") + quoted(text);
    case 5:
        return QStringLiteral("email:") + QString::number(random.bounded(50));
    case 6:
        return QStringLiteral("email:büro");
    case 7:
        return QStringLiteral("phone:") + QString::number(random.bounded(30));
    case 8:
        return QStringLiteral("status:accepted,contacted");
    case 9:
        return QStringLiteral("score>") + QString::number(random.bounded(100));
    case 10:
        return QStringLiteral("rating>=") + QString::number(random.bounded(6));
    case 11:
        return QStringLiteral("task:") + task.toString();
    case 12:
        return QStringLiteral("has:")
            + QStringList { QStringLiteral("phone"), QStringLiteral("email"), QStringLiteral("tag"), QStringLiteral("note"),
                  QStringLiteral("location"), QStringLiteral("assignee") }
                  .at(random.bounded(6));
    default:
        return random.bounded(2) == 0 ? quoted(text) : text;
    }
}

} // namespace

/// The filter language, the sort orders and the facets give the same answer on both engines.
class TestFilterEngines : public QObject
{
    Q_OBJECT

private:
    Side m_sqlite { Engine::Sqlite };
    Side m_postgres { Engine::Postgres };
    const domain::TaskId m_first = domain::TaskId::create();
    const domain::TaskId m_second = domain::TaskId::create();

    void compare(const LeadQuery &query, const QString &text)
    {
        const QStringList expected = m_sqlite.list(query);
        const QStringList found = m_postgres.list(query);
        if (found != expected) {
            qWarning("filter %s", qPrintable(text));
            QCOMPARE(found, expected);
        }
        QCOMPARE(m_postgres.count(query.filter), m_sqlite.count(query.filter));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sqlite.fill(m_first, m_second);
        m_postgres.fill(m_first, m_second);
    }

    void list_everySort_hasTheSameOrder_data()
    {
        QTest::addColumn<QString>("sort");
        QTest::addColumn<bool>("ascending");
        for (const char *sort : { "name", "city", "email", "phone", "score", "status", "rating", "found", "modified" }) {
            for (const bool ascending : { true, false })
                QTest::addRow("%s %s", sort, ascending ? "up" : "down") << QString::fromLatin1(sort) << ascending;
        }
    }
    void list_everySort_hasTheSameOrder()
    {
        QFETCH(QString, sort);
        QFETCH(bool, ascending);
        LeadQuery query;
        query.sort = *domain::leadSortFromSlug(sort);
        query.order = ascending ? SortOrder::Ascending : SortOrder::Descending;
        query.limit = 37;
        QVERIFY(m_sqlite.list(query).size() > 300);
        compare(query, {});
    }

    void list_wordsWholeCutAndJoined_findTheSame()
    {
        for (const QString &word : words()) {
            for (const QString &text : { word, word.left(1), word.left(2), word.left(3), word.toUpper(), word + u' ' }) {
                LeadQuery query;
                query.sort = LeadSort::Found;
                query.limit = 500;
                for (const QString &filter : { quoted(text), u'-' + quoted(text), QStringLiteral("name:") + quoted(text),
                         QStringLiteral("city:") + quoted(text) }) {
                    const auto parsed = domain::parseLeadFilter(filter);
                    if (!parsed)
                        continue; // a filter that is none is refused before any engine sees it
                    query.filter = *parsed;
                    compare(query, filter);
                }
            }
        }
    }

    void list_randomFilters_findTheSame()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        int compared = 0;
        int found = 0;
        for (int round = 0; round < 400; ++round) {
            QStringList terms;
            for (int i = random.bounded(1, 4); i > 0; --i)
                terms.append((random.bounded(5) == 0 ? QStringLiteral("-") : QString()) + someTerm(random, m_second));
            if (random.bounded(10) == 0)
                terms.append(QStringLiteral("is:deleted"));
            const QString text = terms.join(u' ');
            const auto filter = domain::parseLeadFilter(text);
            if (!filter)
                continue;
            LeadQuery query;
            query.filter = *filter;
            query.sort = LeadSort::Name;
            query.limit = random.bounded(5, 100);
            compare(query, QStringLiteral("seed %1: %2").arg(seed).arg(text));
            if (QTest::currentTestFailed())
                return;
            ++compared;
            found += m_sqlite.count(*filter) > 0 ? 1 : 0;
        }
        QVERIFY2(compared > 300 && found > 100,
            qPrintable(QStringLiteral("%1 compared, %2 found something").arg(compared).arg(found)));
    }

    void facets_countTheSame_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char *filter :
            { "", "status:new", "has:phone", "baeckerei", "city:lyon", "is:deleted", "a", "score>50 -tag:zebra" })
            QTest::newRow(filter) << QString::fromLatin1(filter);
    }
    void facets_countTheSame()
    {
        QFETCH(QString, filter);
        const auto parsed = domain::parseLeadFilter(filter);
        QVERIFY(parsed);
        const auto expected = m_sqlite.facets(*parsed);
        const auto found = m_postgres.facets(*parsed);
        QCOMPARE(found.total, expected.total);
        QCOMPARE(found.withEmail, expected.withEmail);
        QCOMPARE(found.withPhone, expected.withPhone);
        QVERIFY(found.status == expected.status);
        QVERIFY(found.source == expected.source);
        QVERIFY(found.country == expected.country);
        QVERIFY(found.city == expected.city);
        QVERIFY(found.category == expected.category);
        QVERIFY(found.tag == expected.tag);
        QVERIFY(found.task == expected.task);
    }

    void phrase_acrossManyOccurrences_isFoundOnBoth() // a tsvector keeps 256 positions of a word
    {
        FoundLead lead = leadline::tests::sampleLead(9'000);
        lead.found.contacts.clear();
        for (int i = 0; i < 600; ++i) {
            domain::ContactPoint contact;
            contact.kind = domain::ContactKind::Website;
            contact.value = QStringLiteral("https://needle%1.repeated.example/").arg(i);
            lead.found.contacts.push_back(contact);
        }
        LeadQuery query;
        query.filter = *domain::parseLeadFilter(u"\"needle577.repeated.exam\"");
        for (Side *side : { &m_sqlite, &m_postgres }) {
            QVERIFY(side->database
                        ->write([&](Connection &c) { return LeadRepository::ingest(c, m_first, std::span(&lead, 1), kNow); })
                        .result());
            QCOMPARE(side->list(query).size(), 1);
        }
        query.filter = *domain::parseLeadFilter(u"\"needle577.needle578\"");
        compare(query, {});
    }
};

QTEST_GUILESS_MAIN(TestFilterEngines)
#include "tst_filter_engines.moc"
