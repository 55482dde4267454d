#include "backend/leads/decision.h"
#include "backend/leads/lead_repository.h"
#include "support/lead_samples.h"
#include "support/store_maker.h"

#include <QTest>

using namespace leadline;
using backend::Actor;
using backend::LeadRepository;
using backend::Reach;
using domain::ClientId;
using domain::ErrorCode;
using domain::Lead;
using domain::LeadId;
using domain::Mutation;
using domain::MutationOp;
using domain::MutationOutcome;
using domain::MutationResult;
using domain::PushAnswer;
using domain::PushRequest;
using domain::Result;
using storage::Connection;

namespace {

const domain::Timestamp kNow = domain::fromMilliseconds(1'790'000'000'000);

/// A sync client: numbers its mutations and remembers nothing else.
struct Client
{
    ClientId id = ClientId::create();
    QString user = QStringLiteral("ann");
    qint64 mid = 0;

    Mutation set(const Lead &lead, const char *field, const QString &value)
    {
        return next(lead, MutationOp::Set, QString::fromLatin1(field), value);
    }
    Mutation next(const Lead &lead, MutationOp op, const QString &field = {}, std::optional<QString> value = {})
    {
        Mutation mutation;
        mutation.mid = ++mid;
        mutation.lead = lead.id;
        mutation.op = op;
        mutation.field = field;
        mutation.value = std::move(value);
        mutation.baseRev = lead.rev;
        mutation.at = kNow;
        if (op == MutationOp::NoteAdd)
            mutation.note = domain::NoteId::create();
        return mutation;
    }
};

} // namespace

/// Push, PATCH and the decision about edits (backend/leads/decision.h).
class TestLeadReview : public QObject
{
    Q_OBJECT

public:
    explicit TestLeadReview(tests::StoreMaker &stores)
        : m_stores(stores)
    { }

private:
    tests::StoreMaker &m_stores;
    std::unique_ptr<storage::Database> m_db;
    QString m_epoch;
    Lead m_lead; ///< as it was when the test began
    Client m_ann;
    Client m_bob;

    Lead current(LeadId id = {})
    {
        return m_db
            ->read([&](Connection &c) { return LeadRepository::get(c, id.isNull() ? m_lead.id : id, Reach::everything()); })
            .result()
            .value_or(Lead {});
    }
    Result<PushAnswer> push(
        const Client &client, std::vector<Mutation> mutations, qint64 ack = 0, std::vector<ClientId> retired = {})
    {
        PushRequest request { m_epoch, client.id, ack, std::move(retired), std::move(mutations) };
        return LeadRepository::push(*m_db, std::move(request), Actor::unlimited(client.user, client.id.toString()), kNow)
            .result();
    }
    MutationOutcome one(const Client &client, const Mutation &mutation)
    {
        const auto answer = push(client, { mutation });
        if (!answer || answer->outcomes.size() != 1) {
            QTest::qFail(answer ? "no outcome" : qPrintable(answer.error().detail()), __FILE__, __LINE__);
            return {};
        }
        return answer->outcomes.front();
    }
    qint64 number(const QString &sql)
    {
        const auto value = m_db->read([&](Connection &c) { return c.single(sql); }).result();
        return value ? value->toLongLong() : -1;
    }
    void erase(const LeadId &id)
    {
        const auto erased = m_db->write([&](Connection &c) -> Result<void> {
                                    const auto statement = c.prepare(QStringLiteral("DELETE FROM lead WHERE id = ?"));
                                    LEADLINE_TRY(statement);
                                    return (*statement)->bindAll(id).exec();
                                })
                                .result();
        QVERIFY(erased);
    }

private Q_SLOTS:
    void init()
    {
        auto opened = storage::Database::open({ m_stores.create(), 2, false });
        QVERIFY(opened);
        m_db = std::move(*opened);
        const auto stored
            = m_db->write([](Connection &c) {
                      return LeadRepository::ingest(c, domain::TaskId::create(), tests::sampleLeads(0, 3), kNow);
                  })
                  .result();
        QVERIFY(stored);
        m_epoch = *m_db->read([](Connection &c) { return LeadRepository::epoch(c); }).result();
        m_lead = current(stored->at(1).id);
        m_ann = {};
        m_bob = {};
        m_bob.user = QStringLiteral("bob");
    }
    void cleanup()
    {
        QVERIFY(m_db->close());
        m_stores.remove(m_db->address());
        m_db.reset();
    }

    void push_edit_isAppliedNumberedAudited()
    {
        const auto before
            = m_db->read([&](Connection &c) { return LeadRepository::changes(c, 0, {}, 10, {}, Reach::everything()); })
                  .result();
        const auto outcome = one(m_ann, m_ann.set(m_lead, "status", QStringLiteral("accepted")));
        QCOMPARE(outcome.result, MutationResult::Applied);
        QCOMPARE(outcome.leadRev, m_lead.rev + 1);
        const Lead lead = current();
        QCOMPARE(lead.review.status, domain::ReviewStatus::Accepted);
        QCOMPARE(lead.modifiedBy, QStringLiteral("ann"));
        QCOMPARE(lead.seq, before->head + 1);
        const auto history = m_db->read([&](Connection &c) { return LeadRepository::history(c, lead.id); }).result();
        QCOMPARE(history->front().field, QStringLiteral("status"));
        QCOMPARE(history->front().oldValue, QStringLiteral("new"));
        QCOMPARE(history->front().newValue, QStringLiteral("accepted"));
        QCOMPARE(history->front().actor, QStringLiteral("ann"));
        QCOMPARE(history->front().origin, m_ann.id.toString());
    }

    void push_sameFieldBySomeoneElse_isConflictWithTheirs()
    {
        one(m_ann, m_ann.set(m_lead, "email", QStringLiteral("a@x.example")));
        const auto outcome = one(m_bob, m_bob.set(m_lead, "email", QStringLiteral("b@x.example")));
        QCOMPARE(outcome.result, MutationResult::Conflict);
        QCOMPARE(outcome.field, QStringLiteral("email"));
        QCOMPARE(outcome.theirs, std::optional(QStringLiteral("a@x.example")));
        QCOMPARE(outcome.theirsBy, QStringLiteral("ann"));
        QCOMPARE(current().email(), QStringLiteral("a@x.example"));
        QCOMPARE(current().rev, m_lead.rev + 1);
    }

    void push_otherFieldBySomeoneElse_passes()
    {
        one(m_ann, m_ann.set(m_lead, "email", QStringLiteral("a@x.example")));
        QCOMPARE(one(m_bob, m_bob.set(m_lead, "rating", QStringLiteral("4"))).result, MutationResult::Applied);
        QCOMPARE(current().review.rating, 4);
        QCOMPARE(current().email(), QStringLiteral("a@x.example"));
    }

    void push_ownRowRevision_doesNotHideAColleaguesChange() // the classic mistake
    {
        one(m_bob, m_bob.set(m_lead, "email", QStringLiteral("b@x.example")));
        one(m_ann, m_ann.set(m_lead, "status", QStringLiteral("accepted"))); // raises the row revision above bob's
        const auto outcome = one(m_ann, m_ann.set(m_lead, "email", QStringLiteral("a@x.example")));
        QCOMPARE(outcome.result, MutationResult::Conflict);
        QCOMPARE(current().email(), QStringLiteral("b@x.example"));
    }

    void push_ownChainFromOldBase_passes()
    {
        one(m_ann, m_ann.set(m_lead, "name", QStringLiteral("One")));
        QCOMPARE(one(m_ann, m_ann.set(m_lead, "name", QStringLiteral("Two"))).result, MutationResult::Applied);
        QCOMPARE(current().name(), QStringLiteral("Two"));
    }

    void push_sameValueAsTheirs_isNoop()
    {
        one(m_ann, m_ann.set(m_lead, "name", QStringLiteral("One")));
        const auto outcome = one(m_bob, m_bob.set(m_lead, "name", QStringLiteral("One")));
        QCOMPARE(outcome.result, MutationResult::Noop);
        QCOMPARE(current().rev, m_lead.rev + 1);
        QCOMPARE(number(QStringLiteral("SELECT count(*) FROM audit WHERE action = 'set'")), 1); // I8
    }

    void push_newReadingBetween_isNoConflict() // found and review have different owners
    {
        auto again = tests::sampleLead(1);
        again.found.email = QStringLiteral("new@shop1.example");
        again.found.name = QStringLiteral("Renamed");
        QVERIFY(m_db->write([&](Connection &c) {
                        return LeadRepository::ingest(c, domain::TaskId::create(), std::span(&again, 1), kNow);
                    })
                    .result());
        QVERIFY(current().rev > m_lead.rev);
        QCOMPARE(one(m_ann, m_ann.set(m_lead, "name", QStringLiteral("Mine"))).result, MutationResult::Applied);
        QCOMPARE(current().name(), QStringLiteral("Mine"));
        QCOMPARE(current().found.name, QStringLiteral("Renamed"));
    }

    void push_leadDeletedBySomeoneElse_isConflictDeleted()
    {
        one(m_ann, m_ann.next(m_lead, MutationOp::Delete));
        for (const Mutation &mutation : { m_bob.set(m_lead, "rating", QStringLiteral("3")),
                 m_bob.next(m_lead, MutationOp::TagAdd, {}, QStringLiteral("vip")) }) {
            const auto outcome = one(m_bob, mutation);
            QCOMPARE(outcome.result, MutationResult::Conflict);
            QCOMPARE(outcome.field, QStringLiteral("deleted"));
        }
        QCOMPARE(one(m_ann, m_ann.next(m_lead, MutationOp::Restore)).result, MutationResult::Applied);
        QVERIFY(!current().isDeleted());
    }

    void push_editOfOwnDeletedLead_passes()
    {
        one(m_ann, m_ann.next(m_lead, MutationOp::Delete));
        QCOMPARE(one(m_ann, m_ann.set(m_lead, "rating", QStringLiteral("3"))).result, MutationResult::Applied);
        QVERIFY(current().isDeleted());
        QCOMPARE(current().review.deletedBy, QStringLiteral("ann"));
    }

    void push_unknownLead_isGone_andNumberAdvances()
    {
        erase(m_lead.id);
        QCOMPARE(one(m_ann, m_ann.set(m_lead, "rating", QStringLiteral("3"))).result, MutationResult::Gone);
        const Lead other = current(m_db->read([](Connection &c) { return LeadRepository::list(c, {}, Reach::everything()); })
                                       .result()
                                       ->items[0]
                                       .id);
        QCOMPARE(one(m_ann, m_ann.set(other, "rating", QStringLiteral("3"))).result, MutationResult::Applied);
    }

    void push_invalid_isRejected_andDoesNotBlock_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::newRow("unknown field") << QStringLiteral("score") << QStringLiteral("99");
        QTest::newRow("unknown status") << QStringLiteral("status") << QStringLiteral("done");
        QTest::newRow("rating too high") << QStringLiteral("rating") << QStringLiteral("6");
        QTest::newRow("NUL") << QStringLiteral("name") << QStringLiteral("a") + QChar(u'\0');
        QTest::newRow("too long") << QStringLiteral("name") << QString(1001, u'x');
    }
    void push_invalid_isRejected_andDoesNotBlock()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        const auto answer = push(
            m_ann, { m_ann.next(m_lead, MutationOp::Set, field, value), m_ann.set(m_lead, "rating", QStringLiteral("1")) });
        QVERIFY(answer);
        QCOMPARE(answer->outcomes[0].result, MutationResult::Rejected);
        QVERIFY(!answer->outcomes[0].detail.isEmpty());
        QCOMPARE(answer->outcomes[1].result, MutationResult::Applied);
        QCOMPARE(answer->lastMid, 2);
    }

    void push_repeated_givesTheStoredOutcomeOnce() // I2
    {
        const Mutation mutation = m_ann.next(m_lead, MutationOp::NoteAdd, {}, QStringLiteral("call on Monday"));
        const auto first = one(m_ann, mutation);
        one(m_bob, m_bob.set(m_lead, "rating", QStringLiteral("2")));
        const auto again = one(m_ann, mutation);
        QVERIFY(again == first);
        QCOMPARE(current().review.notes.size(), 1u);
        QCOMPARE(current().rev, m_lead.rev + 2);
        QCOMPARE(number(QStringLiteral("SELECT count(*) FROM audit WHERE action <> 'found'")), 2);
    }

    void push_numberReusedForOtherContent_isRefused_butVoidIsTaken()
    {
        Mutation mutation = m_ann.set(m_lead, "rating", QStringLiteral("1"));
        one(m_ann, mutation);
        mutation.value = QStringLiteral("2");
        QCOMPARE(push(m_ann, { mutation }).error().code(), ErrorCode::MutationReused);
        mutation.op = MutationOp::Void;
        QCOMPARE(one(m_ann, mutation).result, MutationResult::Applied); // what was decided then
        QCOMPARE(current().review.rating, 1);
    }

    void push_gap_namesTheExpectedNumber()
    {
        m_ann.mid = 4;
        const auto answer = push(m_ann, { m_ann.set(m_lead, "rating", QStringLiteral("1")) });
        QCOMPARE(answer.error().code(), ErrorCode::MutationGap);
        QCOMPARE(answer.error().field, QStringLiteral("1"));
        QCOMPARE(current().rev, m_lead.rev);
    }

    void push_baseAboveRow_isEpochChanged()
    {
        Mutation mutation = m_ann.set(m_lead, "rating", QStringLiteral("1"));
        mutation.baseRev = m_lead.rev + 5;
        QCOMPARE(push(m_ann, { mutation }).error().code(), ErrorCode::EpochChanged);
        QCOMPARE(number(QStringLiteral("SELECT last_mid FROM client")), 0); // not used up
    }

    void push_otherEpoch_isRefused()
    {
        m_epoch = QStringLiteral("another");
        QCOMPARE(push(m_ann, {}).error().code(), ErrorCode::EpochChanged);
    }

    void push_acknowledged_outcomesAreDropped()
    {
        const Mutation first = m_ann.set(m_lead, "rating", QStringLiteral("1"));
        one(m_ann, first);
        QVERIFY(push(m_ann, { m_ann.set(m_lead, "rating", QStringLiteral("2")) }, 1));
        QCOMPARE(number(QStringLiteral("SELECT count(*) FROM outcome")), 1);
        QCOMPARE(push(m_ann, { first }).error().code(), ErrorCode::Gone);
    }

    void push_retiredClient_isRefusedLater()
    {
        const Mutation late = m_ann.set(m_lead, "rating", QStringLiteral("1"));
        Client fresh;
        QVERIFY(push(fresh, {}, 0, { m_ann.id }));
        QCOMPARE(push(m_ann, { late }).error().code(), ErrorCode::Gone);
        QCOMPARE(current().rev, m_lead.rev);
    }

    void push_clientIdOfAnotherUser_isForbidden()
    {
        QVERIFY(push(m_ann, {}));
        Client thief = m_ann;
        thief.user = QStringLiteral("mallory");
        QCOMPARE(push(thief, {}).error().code(), ErrorCode::Forbidden);
        QVERIFY(push(m_bob, {}, 0, { m_ann.id })); // naming it among the retired does nothing either
        QVERIFY(push(m_ann, {}));
    }

    void push_tags_areSetsAndSearchable()
    {
        one(m_ann, m_ann.next(m_lead, MutationOp::TagAdd, {}, QStringLiteral("  Key  Account ")));
        one(m_bob, m_bob.next(m_lead, MutationOp::TagAdd, {}, QStringLiteral("chain")));
        QCOMPARE(
            one(m_bob, m_bob.next(m_lead, MutationOp::TagAdd, {}, QStringLiteral("CHAIN"))).result, MutationResult::Noop);
        QCOMPARE(current().review.tags, (QStringList { QStringLiteral("chain"), QStringLiteral("key account") }));
        const auto count = [&](const char *filter) {
            const auto parsed = domain::parseLeadFilter(QString::fromLatin1(filter));
            return *m_db->read([&](Connection &c) { return LeadRepository::count(c, *parsed, Reach::everything()); })
                        .result();
        };
        QCOMPARE(count("tag:\"key account\""), 1);
        QCOMPARE(count("account"), 1);
        one(m_ann, m_ann.next(m_lead, MutationOp::TagRemove, {}, QStringLiteral("key account")));
        QCOMPARE(count("tag:\"key account\""), 0);
        QCOMPARE(count("account"), 0);
    }

    void push_correction_changesSortKeyAndCanBeTakenBack()
    {
        one(m_ann, m_ann.set(m_lead, "city", QStringLiteral("Århus")));
        const auto count = [&] {
            const auto parsed = domain::parseLeadFilter(u"city:arhus");
            return *m_db->read([&](Connection &c) { return LeadRepository::count(c, *parsed, Reach::everything()); })
                        .result();
        };
        QCOMPARE(count(), 1);
        one(m_ann, m_ann.next(current(), MutationOp::Set, QStringLiteral("city"), std::nullopt));
        QCOMPARE(count(), 0);
        QVERIFY(!current().review.corrections.city);
        QCOMPARE(current().city(), m_lead.found.address.city);
    }

    void patch_severalFields_isOneRevision()
    {
        const std::vector<Mutation> edits { m_ann.set(m_lead, "status", QStringLiteral("contacted")),
            m_ann.set(m_lead, "rating", QStringLiteral("5")) };
        const auto answer = m_db->write([&](Connection &c) {
                                    return LeadRepository::patch(
                                        c, m_lead.id, m_lead.rev, edits, Actor::unlimited(QStringLiteral("ann")), kNow);
                                })
                                .result();
        QVERIFY(answer && answer->changed && answer->refused.empty());
        QCOMPARE(answer->lead.rev, m_lead.rev + 1);
        QVERIFY(answer->lead == current());
    }

    void patch_staleFieldAmongOthers_changesNothing()
    {
        one(m_ann, m_ann.set(m_lead, "rating", QStringLiteral("1")));
        const std::vector<Mutation> edits { m_bob.set(m_lead, "status", QStringLiteral("contacted")),
            m_bob.set(m_lead, "rating", QStringLiteral("5")) };
        const auto patch = [&](qint64 rev) {
            return m_db
                ->write([&](Connection &c) {
                    return LeadRepository::patch(c, m_lead.id, rev, edits, Actor::unlimited(QStringLiteral("bob")), kNow);
                })
                .result();
        };
        const auto stale = patch(m_lead.rev);
        QVERIFY(stale && !stale->changed);
        QCOMPARE(stale->refused.size(), 1u);
        QCOMPARE(stale->refused[0].field, QStringLiteral("rating"));
        QCOMPARE(current().review.status, domain::ReviewStatus::New);
        QVERIFY(patch(current().rev)->changed);
        QCOMPARE(patch(99).error().code(), ErrorCode::EpochChanged);
    }

    void softDelete_twice_isOneChange_andRestoreBringsBack()
    {
        const Actor ann = Actor::unlimited(QStringLiteral("ann"));
        const auto remove = [&] {
            return m_db->write([&](Connection &c) { return LeadRepository::softDelete(c, m_lead.id, ann, kNow); }).result();
        };
        QVERIFY(remove()->isDeleted());
        QCOMPARE(remove()->rev, m_lead.rev + 1);
        const auto back
            = m_db->write([&](Connection &c) { return LeadRepository::restore(c, m_lead.id, ann, kNow); }).result();
        QVERIFY(!back->isDeleted());
        const auto missing
            = m_db->write([&](Connection &c) { return LeadRepository::softDelete(c, LeadId::create(), ann, kNow); })
                  .result();
        QCOMPARE(missing.error().code(), ErrorCode::NotFound);
    }

    void fieldWrites_json_roundTrips()
    {
        const backend::FieldWrites writes { { QStringLiteral("email"), { 7, m_ann.id, QStringLiteral("Ann \"A\"") } },
            { QStringLiteral("deleted"), { 9, {}, QStringLiteral("bob") } } };
        QVERIFY(backend::fieldWritesFromJson(backend::toJson(writes)) == writes);
    }
};

LEADLINE_STORE_TEST_MAIN(TestLeadReview)
#include "tst_lead_review.moc"
