#include "ui/shell/translations.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace leadline::ui;

namespace {

QStringList placeholders(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("%(\\d|n)"));
    QStringList found;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext())
        found << matches.next().captured();
    found.sort();
    return found;
}

} // namespace

class TranslationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void german_installed_answersInGerman()
    {
        QCOMPARE(QCoreApplication::translate("leadline::ui::TasksPage", "New task"), QStringLiteral("New task"));
        {
            Translations translations;
            QVERIFY(translations.install(QLocale(QLocale::German)));
            QCOMPARE(QCoreApplication::translate("leadline::ui::TasksPage", "New task"), QStringLiteral("Neue Aufgabe"));
            QCOMPARE(QCoreApplication::translate("TaskText", "Running"), QStringLiteral("Läuft"));
        }
        QCOMPARE(QCoreApplication::translate("leadline::ui::TasksPage", "New task"), QStringLiteral("New task"));
    }

    void unknownLanguage_staysEnglish()
    {
        Translations translations;
        QVERIFY(!translations.install(QLocale(QLocale::Welsh)));
        QVERIFY(Translations().install(QLocale(QLocale::English)));
    }

    void german_everyMessage_isFinishedAndKeepsItsPlaceholders()
    {
        QFile file(QStringLiteral(LEADLINE_SOURCE_DIR "/resources/i18n/leadline_de.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QString source;
        int checked = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == QLatin1String("source")) {
                source = xml.readElementText();
            } else if (xml.name() == QLatin1String("translation")) {
                QVERIFY2(xml.attributes().value(QLatin1String("type")) != QLatin1String("unfinished"), qPrintable(source));
                const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
                QVERIFY2(!text.trimmed().isEmpty(), qPrintable(source));
                if (!source.contains(QStringLiteral("%n")))
                    QVERIFY2(placeholders(text) == placeholders(source), qPrintable(source + u'|' + text));
                ++checked;
            }
        }
        QVERIFY(checked > 300);
    }
};

QTEST_GUILESS_MAIN(TranslationsTest)
#include "tst_translations.moc"
