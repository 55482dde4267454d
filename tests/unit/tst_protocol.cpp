#include "protocol/csv.h"
#include "protocol/handshake.h"
#include "protocol/lead_json.h"
#include "protocol/lead_text.h"
#include "protocol/problem.h"
#include "protocol/routes.h"
#include "protocol/session_json.h"
#include "protocol/stream.h"
#include "protocol/sync_json.h"
#include "protocol/task_json.h"

#include <QJsonDocument>
#include <QTest>

using namespace leadline::domain;
using namespace leadline::protocol;

namespace {

Lead sampleLead()
{
    Lead lead;
    lead.id = LeadId::create();
    lead.rev = 7;
    lead.seq = 9'007'199'254'740'993; // beyond what a double holds
    lead.source = QStringLiteral("website");
    lead.tasks = { TaskId::create(), TaskId::create() };
    lead.seeds = { QStringLiteral("https://a.example/"), QString() };
    lead.found.name = QStringLiteral("Café Łódź");
    lead.found.category = QStringLiteral("bakery");
    lead.found.website = QStringLiteral("https://example.com/");
    lead.found.address = { QStringLiteral("Rue 1"), QStringLiteral("42000"), QStringLiteral("Saint-Étienne"),
        QStringLiteral("Loire"), QStringLiteral("FR") };
    lead.found.latitude = 45.43;
    lead.found.longitude = 4.39;
    lead.found.openingHours = QStringLiteral("Mo-Fr 08:00-18:00");
    lead.found.email = QStringLiteral("a@example.com");
    lead.found.phone = QStringLiteral("+33477000000");
    lead.found.score = 83;
    lead.found.scoreTerms = { { QStringLiteral("email"), 40 }, { QStringLiteral("role-address"), -5 } };
    ContactPoint contact;
    contact.kind = ContactKind::Phone;
    contact.value = lead.found.phone;
    contact.display = QStringLiteral("04 77 00 00 00");
    contact.label = QStringLiteral("Tel.");
    contact.evidence = { { QStringLiteral("https://example.com/contact"), ExtractionLayer::LabelledText, 80,
        fromMilliseconds(1'764'000'000'123), QStringLiteral("Tel. 04 77 …") } };
    lead.found.contacts = { contact };
    lead.review.status = ReviewStatus::Accepted;
    lead.review.rating = 4;
    lead.review.assignee = QStringLiteral("mia");
    lead.review.corrections.email = QString(); // deliberately none
    lead.review.corrections.city = QStringLiteral("St-Étienne");
    lead.review.tags = { QStringLiteral("chain"), QStringLiteral("vip") };
    lead.review.notes
        = { { NoteId::create(), QStringLiteral("mia"), QStringLiteral("call back"), fromMilliseconds(1'764'000'000'000) } };
    lead.review.deletedAt = fromMilliseconds(1'764'000'009'000);
    lead.review.deletedBy = QStringLiteral("mia");
    lead.createdAt = fromMilliseconds(1'763'000'000'001);
    lead.modifiedAt = fromMilliseconds(1'764'000'000'002);
    lead.createdBy = QStringLiteral("task:x");
    lead.modifiedBy = QStringLiteral("mia");
    return lead;
}

Task sampleTask()
{
    Task task;
    task.id = TaskId::create();
    task.spec.name = QStringLiteral("Bakeries");
    task.spec.seeds = { QStringLiteral("https://example.com"), QStringLiteral("example.org/a") };
    task.spec.limits.maxPagesPerSite = 7;
    task.spec.limits.delayMs = 0;
    task.spec.phoneOnly = true;
    task.spec.defaultCountry = QStringLiteral("DE");
    task.state = TaskState::Running;
    task.stateReason = Remark(RemarkCode::LeadBoundReached, { QStringLiteral("500") });
    task.rev = 3;
    task.counters.pages = 12;
    task.counters.activeMs = 99;
    task.createdBy = QStringLiteral("local");
    task.createdAt = fromMilliseconds(1'764'000'000'000);
    task.startedAt = fromMilliseconds(1'764'000'001'000);
    return task;
}

/// Through the text, as on the wire.
QJsonObject wired(const QJsonObject &object)
{
    return *parseObject(toBytes(object), 1 << 20);
}

} // namespace

class ProtocolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lead_fullDetail_survivesTheTrip()
    {
        const Lead lead = sampleLead();
        const auto read = leadFromJson(wired(toJson(lead, LeadDetail::Full)));
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail()));
        QCOMPARE(*read, lead);
        const QJsonObject json = toJson(lead, LeadDetail::Full);
        QCOMPARE(json.value(u"email").toString(), QString()); // effective: corrected to none
        QCOMPARE(json.value(u"city").toString(), QStringLiteral("St-Étienne"));
        QCOMPARE(json.value(u"found").toObject().value(u"email").toString(), QStringLiteral("a@example.com"));
    }

    void leadText_anyLead_saysWhatItsObjectSays()
    {
        Lead hard = sampleLead();
        hard.found.name = QStringLiteral("Café \"Zur Post\" \\ \n\t") + QChar(1) + QStringLiteral(" 日本 ")
            + QString::fromUcs4(U"\U0001F600", 1);
        hard.found.contacts.front().junkReason = QStringLiteral("placeholder");
        hard.review.tags = { QStringLiteral("a\"b"), QString() };
        hard.review.corrections.city = QString();
        hard.found.latitude = -0.1;
        hard.found.longitude = 179.123456789;
        hard.createdAt = fromMilliseconds(-1);
        hard.review.deletedAt = fromMilliseconds(253'402'300'799'999);
        Lead bare;
        bare.found.latitude.reset();
        for (const Lead &lead : { sampleLead(), hard, bare }) {
            QByteArray text("before ");
            appendLeadText(text, lead);
            QVERIFY(text.startsWith("before {"));
            QVERIFY(!text.contains('\n'));
            QJsonParseError error;
            const QJsonDocument read = QJsonDocument::fromJson(text.mid(7), &error);
            QCOMPARE(error.error, QJsonParseError::NoError);
            // Through text as well, so that both sides have been.
            const auto object = QJsonDocument::fromJson(QJsonDocument(toJson(lead, LeadDetail::Full)).toJson()).object();
            QCOMPARE(read.object(), object);
            QByteArray withSeed;
            appendLeadText(withSeed, lead, u"https://e.com/\"");
            QCOMPARE(
                QJsonDocument::fromJson(withSeed).object().value(u"seed").toString(), QStringLiteral("https://e.com/\""));
        }
        QByteArray broken;
        hard.found.name = QString(QChar(0xD800)) + u'x';
        appendLeadText(broken, hard);
        QVERIFY(QJsonDocument::fromJson(broken).object().value(u"name").toString().endsWith(u'x'));
    }

    void lead_row_leavesOutContactsAndNotes()
    {
        Lead lead = sampleLead();
        const auto read = leadFromJson(wired(toJson(lead, LeadDetail::Row)));
        lead.found.contacts.clear();
        lead.found.scoreTerms.clear();
        lead.review.notes.clear();
        lead.seeds.clear();
        QVERIFY(read);
        QCOMPARE(*read, lead);
    }

    void lead_hostileMembers_namesTheOffender_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *name, const QString &key, const QJsonValue &value, const QString &field) {
            QTest::newRow(name) << key << value << field;
        };
        row("missing id", QStringLiteral("id"), QJsonValue(), QStringLiteral("/id"));
        row("braced id", QStringLiteral("id"), QStringLiteral("{67c8770b-44f1-410a-ab9a-f9b5446f13ee}"),
            QStringLiteral("/id"));
        row("text rev", QStringLiteral("rev"), QStringLiteral("7"), QStringLiteral("/rev"));
        row("fractional rev", QStringLiteral("rev"), 7.5, QStringLiteral("/rev"));
        row("huge rev", QStringLiteral("rev"), 1e300, QStringLiteral("/rev"));
        row("negative seq", QStringLiteral("seq"), -1, QStringLiteral("/seq"));
        row("rating", QStringLiteral("rating"), 6, QStringLiteral("/rating"));
        row("status", QStringLiteral("status"), QStringLiteral("maybe"), QStringLiteral("/status"));
        row("nul", QStringLiteral("assignee"), QString(QChar(u'\0')), QStringLiteral("/assignee"));
        row("surrogate", QStringLiteral("assignee"), QString(QChar(0xD800)), QStringLiteral("/assignee"));
        row("long", QStringLiteral("assignee"), QString(201, u'x'), QStringLiteral("/assignee"));
        row("tags", QStringLiteral("tags"), QStringLiteral("vip"), QStringLiteral("/tags"));
        row("tag", QStringLiteral("tags"), QJsonArray { 1 }, QStringLiteral("/tags"));
        row("contact", QStringLiteral("contacts"), QJsonArray { 1 }, QStringLiteral("/contacts/0"));
        row("contact kind", QStringLiteral("contacts"),
            QJsonArray { QJsonObject { { QStringLiteral("kind"), QStringLiteral("fax") } } },
            QStringLiteral("/contacts/0/kind"));
        row("latitude", QStringLiteral("latitude"), 91, QStringLiteral("/latitude"));
        row("found", QStringLiteral("found"), QJsonArray(), QStringLiteral("/found"));
        row("correction", QStringLiteral("corrections"), QJsonObject { { QStringLiteral("name"), 1 } },
            QStringLiteral("/corrections/name"));
        row("time", QStringLiteral("created_at"), QStringLiteral("2026-11-23 10:00"), QStringLiteral("/created_at"));
    }
    void lead_hostileMembers_namesTheOffender()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QFETCH(QString, field);
        QJsonObject json = toJson(sampleLead(), LeadDetail::Full);
        json.insert(key, value);
        const auto read = leadFromJson(json);
        QVERIFY(!read);
        QCOMPARE(read.error().field, field);
        QCOMPARE(read.error().code(), ErrorCode::InvalidArgument);
    }

    void parseObject_hostileText_isRefused()
    {
        QByteArray deep;
        for (int i = 0; i < 100'000; ++i)
            deep += "{\"a\":";
        for (const QByteArray &text : { QByteArray(), QByteArray("[]"), QByteArray("null"), QByteArray("{} x"),
                 QByteArray("{\"a\":\"\xff\"}"), QByteArray("{\"a\":1,}"), QByteArray("{\"a\":NaN}"), deep }) {
            const auto read = parseObject(text, 1 << 20);
            QVERIFY2(!read, text.left(40).constData());
        }
        QCOMPARE(parseObject(QByteArray(101, ' '), 100).error().code(), ErrorCode::TooLarge);
    }

    void task_fullDetail_survivesTheTrip()
    {
        const Task task = sampleTask();
        const auto read = taskFromJson(wired(toJson(task)));
        QVERIFY(read);
        QCOMPARE(*read, task);
    }

    void taskCreate_hostileMembers_namesTheOffender()
    {
        const auto field = [](auto change) {
            QJsonObject json = toJson(TaskCreate { sampleTask().spec, false });
            change(json);
            const auto read = taskCreateFromJson(json);
            return read ? QStringLiteral("accepted") : read.error().field;
        };
        QCOMPARE(field([](QJsonObject &) {}), QStringLiteral("accepted"));
        QCOMPARE(field([](QJsonObject &o) { o.insert(u"max_page", 1); }), QStringLiteral("/max_page"));
        QCOMPARE(field([](QJsonObject &o) { o.insert(u"name", u"  "_qs); }), QStringLiteral("/name"));
        QCOMPARE(field([](QJsonObject &o) { o.insert(u"seeds", QJsonArray()); }), QStringLiteral("/seeds"));
        QCOMPARE(field([](QJsonObject &o) { o.insert(u"default_country", u"D"_qs); }), QStringLiteral("/default_country"));
        QCOMPARE(field([](QJsonObject &o) {
            o.insert(u"limits", QJsonObject { { u"max_depth"_qs, 9 } });
        }),
            QStringLiteral("/limits/max_depth"));
        QCOMPARE(field([](QJsonObject &o) {
            o.insert(u"limits", QJsonObject { { u"depth"_qs, 1 } });
        }),
            QStringLiteral("/limits/depth"));
        QCOMPARE(field([](QJsonObject &o) { o.insert(u"start", u"yes"_qs); }), QStringLiteral("/start"));
    }

    void push_request_survivesTheTrip()
    {
        PushRequest request;
        request.epoch = QStringLiteral("e");
        request.client = ClientId::create();
        request.ackMid = 4;
        request.retiredClients = { ClientId::create() };
        Mutation set;
        set.mid = 5;
        set.lead = LeadId::create();
        set.field = QStringLiteral("name");
        set.baseRev = 2;
        set.at = fromMilliseconds(1'764'000'000'000);
        Mutation note = set;
        note.mid = 6;
        note.op = MutationOp::NoteAdd;
        note.field.clear();
        note.value = QStringLiteral("hello");
        note.note = NoteId::create();
        request.mutations = { set, note };
        const auto read = pushRequestFromJson(wired(toJson(request)));
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail()));
        QVERIFY(read->mutations == request.mutations);
        QVERIFY(read->client == request.client && read->retiredClients == request.retiredClients && read->ackMid == 4);
    }

    void push_withoutNumberOrNoteId_isRefused()
    {
        Mutation note;
        note.lead = LeadId::create();
        note.op = MutationOp::NoteAdd;
        note.value = QStringLiteral("x");
        QJsonObject json = toJson(note);
        json.remove(QStringLiteral("note"));
        QCOMPARE(mutationFromJson(json).error().field, QStringLiteral("/note"));
        PushRequest request;
        request.epoch = QStringLiteral("e");
        request.client = ClientId::create();
        note.note = NoteId::create();
        request.mutations = { note };
        QCOMPARE(pushRequestFromJson(toJson(request)).error().field, QStringLiteral("/mutations"));
    }

    void changePage_survivesTheTrip()
    {
        ChangePage page;
        page.epoch = QStringLiteral("e");
        page.to = 12;
        page.head = 20;
        page.more = true;
        page.lastMid = 3;
        page.changes = { sampleLead() };
        page.tombstones = { { 11, LeadId::create(), TombstoneKind::Erase } };
        const auto read = changePageFromJson(wired(toJson(page)));
        QVERIFY(read);
        QCOMPARE(read->to, 12);
        QVERIFY(read->changes == page.changes);
        QCOMPARE(read->tombstones.front().kind, TombstoneKind::Erase);
    }

    void problem_everyCode_comesBack()
    {
        for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
            Error error(static_cast<ErrorCode>(i), QStringLiteral("why"));
            error.field = QStringLiteral("/name");
            const int status = httpStatus(error.code());
            QVERIFY(status >= 400 && status < 600);
            const Error read = errorFromProblem(status, toBytes(toProblem(error, QStringLiteral("r1"))));
            QCOMPARE(read.code(), error.code());
            QCOMPARE(read.field, error.field);
            QCOMPARE(read.requestId, QStringLiteral("r1"));
            QCOMPARE(read.httpStatus, std::optional(status));
        }
    }

    void problem_foreignAnswers_getTheCodeOfTheStatus()
    {
        QCOMPARE(errorFromProblem(502, "<html>").code(), ErrorCode::Network);
        QCOMPARE(errorFromProblem(429, "").code(), ErrorCode::RateLimited);
        QCOMPARE(errorFromProblem(409, "{}").code(), ErrorCode::Conflict);
        QCOMPARE(errorFromProblem(418, "{\"code\":7}").code(), ErrorCode::InvalidArgument);
        QCOMPARE(errorFromProblem(401, "{\"code\":\"session-compromised\"}").code(), ErrorCode::SessionCompromised);
    }

    void retryAfter_secondsAndDates_areClamped()
    {
        using namespace std::chrono_literals;
        const Timestamp now = *fromRfc3339(u"1994-11-06T08:49:00Z");
        QCOMPARE(parseRetryAfter(u"120", now), std::optional(120s));
        QCOMPARE(parseRetryAfter(u"0", now), std::optional(1s));
        QCOMPARE(parseRetryAfter(u"86400", now), std::optional(900s));
        QCOMPARE(parseRetryAfter(u"Sun, 06 Nov 1994 08:49:37 GMT", now), std::optional(37s)); // RFC 9110 §5.6.7
        QVERIFY(!parseRetryAfter(u"soon", now));
        QVERIFY(!parseRetryAfter(u"-5", now));
    }

    void query_reservedCharacters_surviveTheTrip()
    {
        const QString text = QStringLiteral("city:\"Saint-Étienne\" a+b&c=d%20#x");
        const QString target = withQuery(QStringLiteral("/api/leads"), { { QStringLiteral("q"), text } });
        QVERIFY(!target.contains(u' ') && !target.contains(u'+') && !target.contains(u'#'));
        QCOMPARE(queryValue(parseQuery(QStringView(target).mid(11)), u"q"), text);
        QCOMPARE(queryValue(parseQuery(u"q=a+b"), u"q"), QStringLiteral("a b"));
    }

    void frames_everyKind_comesBack()
    {
        const Hello hello { QStringLiteral("e"), 41, 3, ResumeAnswer::Gap };
        QVERIFY(std::get<Hello>(*frameFromBytes(helloFrame(hello))) == hello);
        QVERIFY(std::get<Gap>(*frameFromBytes(gapFrame({ 3, 9 }))) == (Gap { 3, 9 }));
        QCOMPARE(std::get<Heartbeat>(*frameFromBytes(heartbeatFrame({ 12 }))).head, 12);
        QVERIFY(std::holds_alternative<Pong>(*frameFromBytes(pongFrame())));
        QCOMPARE(std::get<AuthExpiring>(*frameFromBytes(authExpiringFrame(std::chrono::seconds(60)))).left.count(), 60);
        Lifecycle event { 13, TaskState::Completed, QStringLiteral("done"), sampleTask().counters };
        QVERIFY(std::get<Lifecycle>(*frameFromBytes(lifecycleFrame(event))) == event);
        TaskProgress progress;
        progress.seq = 5;
        progress.state = TaskState::Running;
        progress.counters = event.counters;
        progress.etaLowMs = 10;
        for (const Dialect dialect : { Dialect::Legacy, Dialect::V1 }) {
            const auto read = std::get<TaskProgress>(*frameFromBytes(progressFrame(progress, dialect)));
            QVERIFY(read.seq == 5 && read.counters == progress.counters && read.etaLowMs == 10 && !read.etaHighMs);
        }
        QVERIFY(std::holds_alternative<UnknownFrame>(*frameFromBytes("{\"type\":\"task_levitating\"}")));
        QVERIFY(!frameFromBytes("{\"type\":7}"));
        QCOMPARE(tokenFromAuthFrame(authFrame(QStringLiteral("t"))), std::optional(QStringLiteral("t")));
        QVERIFY(!tokenFromAuthFrame("ping"));
    }

    void remarks_travel_asSentenceAndAsCode()
    {
        SiteReport report;
        report.seed = QStringLiteral("https://example.com");
        report.outcome = SourceOutcome::Robots;
        report.evidence
            = Remark(RemarkCode::NoLeads)
                  .because({ RemarkCode::RobotsForbids, { QStringLiteral("example.com"), QStringLiteral("/contact") } });
        QJsonObject wire = toJson(report);
        QCOMPARE(wire.value(u"evidence").toString(), QStringLiteral("0 leads: robots.txt of example.com forbids /contact"));
        QCOMPARE(wire.value(u"evidence_remark").toObject().value(u"code").toString(), QStringLiteral("no-leads"));
        QCOMPARE(*siteReportFromJson(wire, {}), report);

        // A newer backend says something this program has no words for, an older one sends the sentence alone.
        wire.insert(u"evidence_remark"_qs, QJsonObject { { u"code"_qs, u"levitates"_qs } });
        QCOMPARE(siteReportFromJson(wire, {})->evidence, Remark(report.evidence.english()));
        wire.remove(u"evidence_remark"_qs);
        QCOMPARE(siteReportFromJson(wire, {})->evidence, Remark(report.evidence.english()));
        wire.insert(u"evidence_remark"_qs, 7);
        QVERIFY(!siteReportFromJson(wire, {}));
    }

    void frames_logsAndResults_batchedForV1AndSingleForLegacy()
    {
        const LogLine line { 41, fromMilliseconds(1'764'000'000'000), LogLevel::Warning, QStringLiteral("h"),
            QStringLiteral("m") };
        LogLine next = line;
        next.seq = 42;
        QCOMPARE(logFrames({ line, next }, Dialect::Legacy).size(), 2u);
        const auto batch = logFrames({ line, next }, Dialect::V1);
        QCOMPARE(batch.size(), 1u);
        QCOMPARE(std::get<LogBatch>(*frameFromBytes(batch.front())).items.back(), next);

        const ResultEvent event { 12, sampleLead() };
        const auto legacy = resultFrames({ event }, Dialect::Legacy);
        const QJsonObject flat = *parseObject(legacy.front(), 1 << 20);
        QCOMPARE(flat.value(u"name"), flat.value(u"data").toObject().value(u"name"));
        QCOMPARE(flat.value(u"seq").toInt(), 12); // the event's number, not the lead's position in the feed
        QCOMPARE(std::get<ResultBatch>(*frameFromBytes(legacy.front())).items.front().lead.id, event.lead.id);
        const auto v1 = resultFrames({ event }, Dialect::V1);
        QCOMPARE(std::get<ResultBatch>(*frameFromBytes(v1.front())).items.front().seq, 12);
    }

    void patch_nullCorrection_meansAsFound()
    {
        const auto read = leadPatchFromJson(*parseObject(R"({"email":null,"status":"accepted","rating":3})", 100));
        QVERIFY(read);
        QCOMPARE(read->set.size(), 3u);
        QCOMPARE(read->set[0].value, std::optional(QStringLiteral("accepted")));
        QVERIFY(read->set[2].field == u"email" && !read->set[2].value);
        QVERIFY(leadPatchFromJson(wired(toJson(*read))) == *read);
        QCOMPARE(leadPatchFromJson(*parseObject(R"({"stauts":"new"})", 100)).error().field, QStringLiteral("/stauts"));
    }

    void csvLine_formulaAndQuotes_areDefused_phonesStayWhole()
    {
        // RFC 4180 §2.6 and §2.7: quotes around separators and line breaks, quotes inside doubled.
        QCOMPARE(csvLine({ QStringLiteral("a"), QString(), QStringLiteral("b \"c\", d"), QStringLiteral("e\nf") }),
            QByteArray("a,,\"b \"\"c\"\", d\",\"e\nf\"\r\n"));
        QCOMPARE(csvLine({ QStringLiteral("=1+1"), QStringLiteral("@x"), QStringLiteral("-2"), QStringLiteral("+1+cmd|x") }),
            QByteArray("'=1+1,'@x,'-2,'+1+cmd|x\r\n"));
        QCOMPARE(csvLine({ QStringLiteral("+43 1 5321000"), QStringLiteral("+4315321000; +33142000000") }),
            QByteArray("+43 1 5321000,\"+4315321000; +33142000000\"\r\n"));
        QCOMPARE(csvLine({ QStringLiteral("+1; =2") }), QByteArray("\"'+1; =2\"\r\n"));
    }

    void handshake_proofs_areHmacSha256()
    {
        // RFC 4231, test case 2: the construction is HMAC-SHA256 in lower-case hex.
        QCOMPARE(proofHex("Jefe", "what do ya want for nothing?"),
            QStringLiteral("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        QCOMPARE(daemonProofInput(80, QStringLiteral("i")), QByteArray("daemon|80|i"));
        QCOMPARE(clientProofInput(80, QStringLiteral("i"), QStringLiteral("n")), QByteArray("client|80|i|n"));
        const QByteArray secret(32, '\x07');
        QCOMPARE(secretFromLine(secretLine(secret)), std::optional(secret));
        QVERIFY(!secretFromLine("07"));
        QVERIFY(!secretFromLine(QByteArray(64, 'g')));
    }

    void joinFileAndReadyLine_surviveTheTrip()
    {
        const JoinFile file { QStringLiteral("http://127.0.0.1:81"), 81, 12, QStringLiteral("i"), QByteArray(32, 'k') };
        const auto read = joinFileFromBytes(toBytes(file));
        QVERIFY(read && read->secret == file.secret && read->port == 81 && read->pid == 12);
        QVERIFY(!joinFileFromBytes("{}"));
        const auto ready = readyLineFromBytes(toLine(ReadyLine { 81, 12, QStringLiteral("i"), QStringLiteral("p") }));
        QVERIFY(ready && ready->proof == u"p");
        QCOMPARE(readyLineFromBytes("{\"port\":0}").error().field, QStringLiteral("/port"));
    }
};

QTEST_APPLESS_MAIN(ProtocolTest)
#include "tst_protocol.moc"
