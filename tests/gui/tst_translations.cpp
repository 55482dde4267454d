#include "domain/error.h"
#include "domain/remark.h"
#include "ui/models/remark_text.h"
#include "ui/shell/translations.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <vector>

using namespace leadline;
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

QString sourceFile(const QString &path)
{
    return QStringLiteral(LEADLINE_SOURCE_DIR "/") + path;
}

struct Message
{
    QString source;
    QString type; ///< empty, or what is wrong with it
    QStringList forms;
};

std::vector<Message> read(const QString &path)
{
    QFile file(path);
    std::vector<Message> messages;
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("source")) {
            messages.push_back({ xml.readElementText(), {}, {} });
        } else if (xml.name() == QLatin1String("numerusform")) {
            messages.back().forms << xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            messages.back().type = xml.attributes().value(QLatin1String("type")).toString();
            const QString text = xml.readNext() == QXmlStreamReader::Characters ? xml.text().toString() : QString();
            if (!text.trimmed().isEmpty())
                messages.back().forms << text;
        }
    }
    return messages;
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

    void english_figures_chooseTheirPluralForm()
    {
        Translations translations;
        QVERIFY(translations.install(QLocale(QLocale::English)));
        const auto leads
            = [](int count) { return QCoreApplication::translate("LeadText", "%1 lead(s)", nullptr, count).arg(count); };
        QCOMPARE(leads(1), QStringLiteral("1 lead"));
        QCOMPARE(leads(2), QStringLiteral("2 leads"));
        Translations other;
        QVERIFY(!other.install(QLocale(QLocale::Welsh)));
        QCOMPARE(leads(0), QStringLiteral("0 leads"));
    }

    void messages_everyLanguage_areFinishedAndKeepTheirPlaceholders_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("least");
        QTest::newRow("German") << QStringLiteral("de") << 500;
        QTest::newRow("English plurals") << QStringLiteral("en") << 20;
    }

    void messages_everyLanguage_areFinishedAndKeepTheirPlaceholders()
    {
        QFETCH(QString, language);
        QFETCH(int, least);
        const std::vector<Message> messages
            = read(sourceFile(QStringLiteral("resources/i18n/leadline_%1.ts").arg(language)));
        for (const Message &message : messages) {
            QVERIFY2(message.type.isEmpty() && !message.forms.isEmpty(), qPrintable(message.source));
            for (const QString &form : message.forms) {
                QVERIFY2(!form.trimmed().isEmpty(), qPrintable(message.source));
                QVERIFY2(placeholders(form) == placeholders(message.source), qPrintable(message.source + u'|' + form));
            }
        }
        QVERIFY(static_cast<int>(messages.size()) >= least);
    }

    void german_everyTextOfTheWindow_isInTheList()
    {
        QTemporaryDir directory;
        const QString list = directory.filePath(QStringLiteral("leadline_de.ts"));
        QVERIFY(QFile::copy(sourceFile(QStringLiteral("resources/i18n/leadline_de.ts")), list));
        QVERIFY(QFile::setPermissions(list, QFile::ReadOwner | QFile::WriteOwner));
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(LEADLINE_SOURCE_DIR));
        lupdate.start(QStringLiteral(LEADLINE_LUPDATE),
            { QStringLiteral("-silent"), QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("-I"),
                QStringLiteral("app"), QStringLiteral("ui"), QStringLiteral("app/bin/leadline"),
                QStringLiteral("app/domain/remark.cpp"), QStringLiteral("-ts"), list });
        QVERIFY2(lupdate.waitForFinished(60'000) && lupdate.exitCode() == 0, lupdate.readAllStandardError().constData());
        for (const Message &message : read(list))
            QVERIFY2(message.type.isEmpty(),
                qPrintable(
                    QStringLiteral("%1: %2; run packaging/update-translations.sh").arg(message.type, message.source)));
    }

    void remarks_everyCode_areSaidInGerman()
    {
        Translations translations;
        QVERIFY(translations.install(QLocale(QLocale::German)));
        for (const domain::RemarkCode code : domain::remarkCodes()) {
            QStringList facts;
            for (int i = 0; i < domain::remarkFactCount(code); ++i)
                facts << QString::number(i + 1);
            if (code == domain::RemarkCode::CannotGoOn) // says an error, by its own slug
                facts.first() = domain::errorCodeSlug(domain::ErrorCode::Storage).toString();
            const domain::Remark remark(code, facts);
            QVERIFY2(remarkText(remark) != remark.english(), qPrintable(remark.english()));
        }
        const domain::Remark unknown = domain::Remark::fromSlug(u"levitates", {}, QStringLiteral("it levitates"));
        QCOMPARE(remarkText(unknown), QStringLiteral("it levitates"));
    }

    void figures_inTheWindow_chooseTheirPluralForm()
    {
        // `n == 1 ? tr("1 lead") : tr("%1 leads")` cannot be said in a language with three forms.
        static const QRegularExpression fixed(QStringLiteral("(tr|translate|NOOP)\\([^)]*\"1 [a-z]"));
        QDirIterator files(
            sourceFile(QStringLiteral("ui")), { QStringLiteral("*.cpp") }, QDir::Files, QDirIterator::Subdirectories);
        int seen = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto found = fixed.match(QString::fromUtf8(file.readAll()));
            QVERIFY2(!found.hasMatch(), qPrintable(file.fileName() + u' ' + found.captured()));
            ++seen;
        }
        QVERIFY(seen > 40);
    }
};

QTEST_GUILESS_MAIN(TranslationsTest)
#include "tst_translations.moc"
