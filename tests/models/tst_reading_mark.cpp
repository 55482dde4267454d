#include "ui/models/reading_mark.h"

#include <QTest>

using namespace leadline;
using domain::ContactKind;
using domain::ContactPoint;

class ReadingMarkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mark_everySpelling_coversTheReading_data()
    {
        QTest::addColumn<ContactKind>("kind");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("display");
        QTest::addColumn<QString>("snippet");
        QTest::addColumn<QString>("marked");
        const auto phone = [](const char *name, const QString &e164, const QString &snippet, const QString &marked) {
            QTest::newRow(name) << ContactKind::Phone << e164 << QString() << snippet << marked;
        };
        phone("as kept", u"+493012345678"_qs, u"Tel. +493012345678."_qs, u"+493012345678"_qs);
        phone("national", u"+493012345678"_qs, u"Tel.: 030 / 123 456-78 Fax: 030 / 123 456-79"_qs, u"030 / 123 456-78"_qs);
        phone("trunk zero", u"+493012345678"_qs, u"Telefon +49 (0)30 12345678, Mo–Fr"_qs, u"+49 (0)30 12345678"_qs);
        phone("international prefix", u"+33199001234"_qs, u"Tél. 0033 1 99 00 12 34"_qs, u"0033 1 99 00 12 34"_qs);
        phone("brackets", u"+12025550143"_qs, u"Call (202) 555-0143 today"_qs, u"(202) 555-0143"_qs);
        phone("house number before", u"+493012345678"_qs, u"Hauptstr. 12 030 12345678"_qs, u"030 12345678"_qs);
        phone("post code after", u"+493012345678"_qs, u"030 12345678 10115 Berlin"_qs, u"030 12345678"_qs);
        phone("second number", u"+493012345679"_qs, u"030 12345678, 030 12345679"_qs, u"030 12345679"_qs);
        phone("tel link", u"+31201234567"_qs, u"Bel ons <tel:0201234567>"_qs, u"0201234567"_qs);
        phone("another number", u"+493012345678"_qs, u"Tel. 040 999 88 77"_qs, {});
        phone("no break spaces", u"+33199001234"_qs, u"01\u00a099\u00a000\u00a012\u00a034"_qs,
            u"01\u00a099\u00a000\u00a012\u00a034"_qs);
        QTest::newRow("e-mail, other case") << ContactKind::Email << u"info@example.com"_qs << QString()
                                            << u"Mail: Info@Example.com"_qs << u"Info@Example.com"_qs;
        QTest::newRow("profile") << ContactKind::Social << u"https://facebook.com/backhaus"_qs << QString()
                                 << u"see https://www.facebook.com/backhaus/ for more"_qs
                                 << u"https://www.facebook.com/backhaus"_qs;
        QTest::newRow("profile by name") << ContactKind::Social << u"https://www.instagram.com/backhaus"_qs << QString()
                                         << u"Instagram: @backhaus"_qs << u"backhaus"_qs;
        QTest::newRow("display first") << ContactKind::Phone << u"+493012345678"_qs << u"030 12345678"_qs
                                       << u"030 12345678 or +493012345678"_qs << u"030 12345678"_qs;
        QTest::newRow("nothing") << ContactKind::Email << u"a@b.example"_qs << QString() << u"no words of it"_qs
                                 << QString();
        QTest::newRow("empty") << ContactKind::Phone << QString() << QString() << u"030 12345678"_qs << QString();
    }

    void mark_everySpelling_coversTheReading()
    {
        QFETCH(ContactKind, kind);
        QFETCH(QString, value);
        QFETCH(QString, display);
        QFETCH(QString, snippet);
        QFETCH(QString, marked);
        ContactPoint contact;
        contact.kind = kind;
        contact.value = value;
        contact.display = display;
        const ui::ReadingMark mark = ui::markReading(snippet, contact);
        QCOMPARE(mark.isFound() ? snippet.mid(mark.start, mark.length) : QString(), marked);
    }
};

QTEST_GUILESS_MAIN(ReadingMarkTest)
#include "tst_reading_mark.moc"
