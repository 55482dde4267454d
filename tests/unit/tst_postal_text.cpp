#include "extract/postal_text.h"

#include <QTest>

using namespace leadline;

/// Addresses in running text, as each country writes them.
class PostalTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void address_ofACountry_isRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("country"); ///< of the page
        QTest::addColumn<QString>("address");
        const auto row = [](const char *name, const char *text, const char *country, const char *address) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(country) << QString::fromUtf8(address);
        };
        row("Germany", "Musterweg 12\n10115 Berlin", "DE", "Musterweg 12|10115|Berlin|DE");
        row("Germany, prefix", "Musterweg 12, D-10115 Berlin", "", "Musterweg 12|10115|Berlin|DE");
        row("Austria", "Ringgasse 4/2\n1010 Wien", "AT", "Ringgasse 4/2|1010|Wien|AT");
        row("France", "12 rue du Four\n75006 Paris", "FR", "12 rue du Four|75006|Paris|FR");
        row("France, country behind", "18 rue du Doute, 44100 Nantes FR", "FR", "18 rue du Doute|44100|Nantes|FR");
        row("Netherlands", "Keizersgracht 12\n1015 CS Amsterdam", "NL", "Keizersgracht 12|1015 CS|Amsterdam|NL");
        row("Netherlands, not told", "Keizersgracht 12, 1015 CS Amsterdam", "", "Keizersgracht 12|1015 CS|Amsterdam|NL");
        row("Netherlands, table", "Keizersgracht 12\t1015 CS Amsterdam", "NL", "Keizersgracht 12|1015 CS|Amsterdam|NL");
        row("Poland", "ul. Prosta 7\n31-001 Kraków", "PL", "ul. Prosta 7|31-001|Kraków|PL");
        row("Portugal", "Rua da Serra, 19\n4000-002 Porto", "PT", "Rua da Serra, 19|4000-002|Porto|PT");
        row("Portugal, not told", "Estrada das Nuvens, 8, 4700-001 Braga", "", "Estrada das Nuvens, 8|4700-001|Braga|PT");
        row("Portugal, prefix", "Avenida Nova, 55\nP-1100-002 Lisboa", "ES", "Avenida Nova, 55|1100-002|Lisboa|PT");
        row("Brazil", "Avenida Paulista, 1000\n01310-100 São Paulo", "BR", "Avenida Paulista, 1000|01310-100|São Paulo|BR");
        row("Czechia", "Dlouhá ulice 5\n110 00 Praha", "CZ", "Dlouhá ulice 5|110 00|Praha|CZ");
        row("Sweden", "Luftvägen 14\n211 24 Malmö", "SE", "Luftvägen 14|211 24|Malmö|SE");
        row("Sweden, prefix", "Luftvägen 14, SE-211 24 Malmö", "", "Luftvägen 14|211 24|Malmö|SE");
        row("United States", "160 Saratoga Avenue\nSanta Clara, CA 95051", "US", "160 Saratoga Avenue|95051|Santa Clara|US");
        row("Great Britain", "12 High Street\nLondon EC1A 1BB", "GB", "12 High Street|EC1A 1BB|London|GB");
    }

    void address_ofACountry_isRead()
    {
        QFETCH(QString, text);
        QFETCH(QString, country);
        QFETCH(QString, address);
        QStringList found;
        for (const domain::PostalAddress &one : extract::findAddresses(text.toStdString(), country.toStdString()))
            found.append(QStringList { one.street, one.postalCode, one.city, one.country }.join(u'|'));
        QCOMPARE(found.join(u'\n'), address);
    }

    void text_withoutAddress_givesNone_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("country");
        QTest::newRow("phone") << QStringLiteral("Rua Nova, 3\nTel. 2100-002 Ext") << QStringLiteral("DE");
        QTest::newRow("copyright") << QStringLiteral("Prosta 7\n1998-2023 Anna") << QStringLiteral("PT");
        QTest::newRow("register") << QStringLiteral("Weg 1\nHRB 12345 Berlin") << QStringLiteral("DE");
        QTest::newRow("code of another country") << QStringLiteral("Weg 12\n1010 Wien") << QStringLiteral("DE");
    }

    void text_withoutAddress_givesNone()
    {
        QFETCH(QString, text);
        QFETCH(QString, country);
        QVERIFY(extract::findAddresses(text.toStdString(), country.toStdString()).empty());
    }
};

QTEST_APPLESS_MAIN(PostalTextTest)
#include "tst_postal_text.moc"
