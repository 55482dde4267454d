#include "extract/email_text.h"

#include <QTest>

#include <algorithm>

using namespace leadline;

/// What looks like a mailbox in running text, as pages that nobody here wrote have it.
class EmailTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_mailboxes_areFound_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("addresses");
        const auto row = [](const char *name, const char *text, const char *addresses) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(addresses);
        };
        row("in a sentence", "Write to anna@werkstatt.de.", "anna@werkstatt.de");
        row("in brackets", "João <joao@oficina.pt>, (b@oficina.pt)", "joao@oficina.pt b@oficina.pt");
        row("behind an assignment", "R=marja@oficina.pt CC:paulo@oficina.pt", "marja@oficina.pt paulo@oficina.pt");
        row("between stars", "*anna@werkstatt.de*", "anna@werkstatt.de");
        row("quoted as code", "`anna@werkstatt.de`", "anna@werkstatt.de");
        row("with what RFC 5322 allows", "o'neill+shop@pub.ie a&b@pub.ie", "o'neill+shop@pub.ie a&b@pub.ie");
        row("with a path behind", "anna@werkstatt.de: see below", "anna@werkstatt.de");
        row("in a query", "https://werkstatt.de/form?to=anna@werkstatt.de", "anna@werkstatt.de");
        row("Dutch", "bram.afwezig apenstaartje kantoor punt nl", "bram.afwezig@kantoor.nl");
        row("Dutch, dotted host", "bram apenstaartje kantoor.nl", "bram@kantoor.nl");
        row("Hungarian", "anna kukac bolt pont hu", "anna@bolt.hu");
        row("Danish", "anna snabel-a butik punkt dk", "anna@butik.dk");
        row("English", "osamu at debian dot org", "osamu@debian.org");
    }

    void text_mailboxes_areFound()
    {
        QFETCH(QString, text);
        QFETCH(QString, addresses);
        QCOMPARE(found(text), addresses);
    }

    void text_otherThings_areNoMailboxes_data()
    {
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const char *text) { QTest::newRow(name) << QString::fromUtf8(text); };
        row("brace list", "debian-devel-{french,italian}@lists.debian.org");
        row("pattern", "deny senders = ^\\d{8}.+@spamhaus.org$");
        row("nothing before the sign", "i=@facebookmail.com");
        row("message in an archive", "see https://lore.kernel.org/git/20170505152802.6724-1-benpeart@microsoft.com/ for it");
        row("message identifier", "Message-Id: <E14y9EI-00026G-00@hobbit.fict.org>");
        row("answered message", "In-Reply-To: <34A04430.CF9@ohioee.com>");
        row("number of an article", "threadm=c0b7js$2r65$1@freebsd.csie.nctu.edu.tw");
        row("number of a message", "CAJVSVGVX8gXnPM+xA=DXr7kFYprcQ1tNCCT5D0O3SHfnM6jehA@mail.gmail.com");
        row("mask of a chat", ":GAB!sex@Rizon-2EDFBC28.pool8250.interbusiness.it");
        row("repository", "git@salsa.debian.org:ddp-team/debian-faq.git");
        row("file on another machine", "scp x anna@werkstatt.de:/tmp/x");
        row("credentials", "https://anna:secret@werkstatt.de/");
        row("handle", "@anna@social.werkstatt.de");
    }

    void text_otherThings_areNoMailboxes()
    {
        QFETCH(QString, text);
        QCOMPARE(found(text), QString());
    }

    void verdict_placeholders_areJunk_data()
    {
        QTest::addColumn<QString>("address");
        for (const char *address :
            { "you@werkstatt.de", "anna@example.com", "anna@mail.example.org", "webmaster@host.foo.com", "user@host.name",
                "LL@li.org", "xxxxxx@bugs.debian.org", "anna@wonderland.example", "a@b.test", "c@d.invalid" })
            QTest::newRow(address) << QString::fromLatin1(address);
    }

    void verdict_placeholders_areJunk()
    {
        QFETCH(QString, address);
        QCOMPARE(junkReason(address, "www.debian.org"), QStringLiteral("placeholder"));
    }

    /// RFC 2606: a site below a reserved name is a demonstration, and its addresses are its own.
    void verdict_reservedNameOnAPageBelowIt_isUsable()
    {
        QCOMPARE(junkReason(QStringLiteral("info@bakery.example"), "bakery.example"), QString());
        QCOMPARE(junkReason(QStringLiteral("info@other.example"), "www.bakery.example"), QString());
        QCOMPARE(junkReason(QStringLiteral("ccc@verein.de"), "www.verein.de"), QString());
        QCOMPARE(junkReason(QStringLiteral("info@bakery.test"), "bakery.example"), QStringLiteral("placeholder"));
        QCOMPARE(junkReason(QStringLiteral("anna@example.com"), "bakery.example"), QStringLiteral("placeholder"));
    }

private:
    static QString found(const QString &text)
    {
        std::vector<extract::EmailMatch> matches;
        const std::string bytes = text.toStdString();
        extract::findEmails(bytes, matches);
        std::ranges::sort(matches, {}, &extract::EmailMatch::start);
        QStringList addresses;
        for (const extract::EmailMatch &match : matches)
            addresses.append(QString::fromStdString(match.address));
        return addresses.join(u' ');
    }

    static QString junkReason(const QString &address, std::string_view pageHost)
    {
        const extract::EmailVerdict verdict = extract::judgeEmail(address.toStdString(), pageHost);
        return verdict.value.empty() ? QStringLiteral("no address")
                                     : QString::fromUtf8(verdict.junkReason.data(), qsizetype(verdict.junkReason.size()));
    }
};

QTEST_APPLESS_MAIN(EmailTextTest)
#include "tst_email_text.moc"
