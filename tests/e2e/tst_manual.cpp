#include "support/leadctl_run.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace leadline::tests;

namespace {

const QString packaging = QStringLiteral(LEADLINE_SOURCE_DIR "/packaging/linux/");

QString programPath(const QString &name)
{
    return QStringLiteral(LEADLINE_BINARY_DIR "/bin/") + name;
}

QStringList sorted(const QSet<QString> &words)
{
    QStringList list(words.begin(), words.end());
    std::ranges::sort(list);
    return list;
}

/// The long options a help text lists, each at the beginning of a line.
QSet<QString> optionsOfHelp(const QByteArray &help)
{
    static const QRegularExpression line(
        QStringLiteral(R"(^  (?:-\w, )?--([a-z][a-z-]*))"), QRegularExpression::MultilineOption);
    QSet<QString> options;
    for (auto match = line.globalMatch(QString::fromUtf8(help)); match.hasNext();)
        options.insert(match.next().captured(1));
    return options;
}

/// The long options that head an item of the manual page.
QSet<QString> optionsOfManual(const QString &mdoc)
{
    static const QRegularExpression item(
        QStringLiteral(R"(^\.It Fl (?:\w , Fl )?Fl ([a-z][a-z-]*))"), QRegularExpression::MultilineOption);
    QSet<QString> options;
    for (auto match = item.globalMatch(mdoc); match.hasNext();)
        options.insert(match.next().captured(1));
    return options;
}

QString readText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The part of the page below `.Ss <heading>…`, or all of it.
QString section(const QString &mdoc, const QString &heading)
{
    const QString start = QStringLiteral("\n.Ss ") + heading;
    const qsizetype from = mdoc.indexOf(start);
    if (from < 0)
        return {};
    static const QRegularExpression next(QStringLiteral(R"(\n\.S[sh] )"));
    const qsizetype to = mdoc.indexOf(next, from + 1);
    return mdoc.mid(from, to - from);
}

Run run(const QString &program, const QStringList &arguments)
{
    return finish(*launch(program, arguments));
}

} // namespace

/// What is installed around the programs says what they say themselves.
class ManualTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void page_lists_exactly_the_options_of_the_help_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("command");
        QTest::newRow("leadline") << QStringLiteral("leadline") << QStringLiteral("leadline.1") << QString();
        QTest::newRow("leadlined") << QStringLiteral("leadlined") << QStringLiteral("leadlined.8") << QString();
        for (const char *command : { "scrape", "tasks", "leads", "export", "watch", "agent" })
            QTest::newRow(command) << QStringLiteral("leadctl") << QStringLiteral("leadctl.1")
                                   << QString::fromLatin1(command);
    }

    void page_lists_exactly_the_options_of_the_help()
    {
        QFETCH(QString, program);
        QFETCH(QString, page);
        QFETCH(QString, command);
        QStringList arguments { QStringLiteral("--help") };
        if (!command.isEmpty())
            arguments.prepend(command);
        const Run help = run(programPath(program), arguments);
        QCOMPARE(help.code, 0);
        const QSet<QString> told = optionsOfHelp(help.out);
        QVERIFY(told.size() > 3);
        const QString mdoc = readText(packaging + QStringLiteral("man/") + page);
        QSet<QString> listed = optionsOfManual(mdoc);
        if (!command.isEmpty()) {
            const QString own = section(mdoc, QStringLiteral("leadctl ") + command);
            QVERIFY2(!own.isEmpty(), qPrintable(command));
            listed = optionsOfManual(own) + optionsOfManual(section(mdoc, QStringLiteral("Options of every command")));
        }
        listed.remove(QStringLiteral("help-all")); // Qt lists it where its own options are
        QSet<QString> wanted = told;
        wanted.remove(QStringLiteral("help-all"));
        QCOMPARE(sorted(listed), sorted(wanted));
    }

    void page_is_clean_data()
    {
        QTest::addColumn<QString>("page");
        for (const char *page : { "leadctl.1", "leadline.1", "leadlined.8" })
            QTest::newRow(page) << QString::fromLatin1(page);
    }

    void page_is_clean()
    {
        QFETCH(QString, page);
        const Run lint = run(QStringLiteral("mandoc"),
            { QStringLiteral("-Tlint"), QStringLiteral("-Wwarning"), packaging + QStringLiteral("man/") + page });
        QVERIFY2(lint.code == 0 && lint.out.isEmpty(), (lint.out + lint.err).constData());
    }

    void exit_codes_of_the_help_are_in_the_page()
    {
        const QString help = QString::fromUtf8(leadctl({ QStringLiteral("--help") }).out);
        const QString page = readText(packaging + QStringLiteral("man/leadctl.1"));
        const QString codes = page.mid(page.indexOf(QStringLiteral(".Sh EXIT STATUS")));
        static const QRegularExpression line(QStringLiteral(R"(^  (\d+)  )"), QRegularExpression::MultilineOption);
        int count = 0;
        for (auto match = line.globalMatch(help); match.hasNext(); ++count) {
            const QString code = match.next().captured(1);
            QVERIFY2(codes.contains(QStringLiteral(".It %1\n").arg(code)), qPrintable(code));
        }
        QVERIFY(count >= 7);
    }

    void completion_offers_exactly_the_options_of_the_help_data() { page_lists_exactly_the_options_of_the_help_data(); }

    void completion_offers_exactly_the_options_of_the_help()
    {
        QFETCH(QString, program);
        QFETCH(QString, command);
        QStringList words { program };
        if (!command.isEmpty())
            words << command;
        const Run help = run(programPath(program), words.mid(1) + QStringList { QStringLiteral("--help") });
        QSet<QString> wanted = optionsOfHelp(help.out);
        wanted.remove(QStringLiteral("help-all"));
        // What bash-completion's own helper would set.
        const QString script
            = QStringLiteral("_init_completion() { words=(\"${typed[@]}\" --); cword=${#typed[@]}; cur=--; "
                             "prev=${words[cword-1]}; split=false; }\n"
                             "_filedir() { :; }; __ltrim_colon_completions() { :; }\n"
                             "source \"$1\"; shift; typed=(\"$@\"); \"_$1\"; printf '%s\\n' \"${COMPREPLY[@]}\"");
        const Run offered = run(QStringLiteral("bash"),
            QStringList {
                QStringLiteral("-c"), script, QStringLiteral("bash"), packaging + QStringLiteral("completions/") + program }
                + words);
        QCOMPARE(offered.err, QByteArray());
        QSet<QString> options;
        for (const QByteArray &line : offered.out.split('\n')) {
            if (line.startsWith("--"))
                options.insert(QString::fromUtf8(line.mid(2)));
        }
        QCOMPARE(sorted(options), sorted(wanted));
    }

    void desktop_entry_and_metainfo_are_valid()
    {
        const Run entry = run(QStringLiteral("desktop-file-validate"), { packaging + QStringLiteral("leadline.desktop") });
        QVERIFY2(entry.code == 0, entry.out.constData());
        const Run metainfo = run(QStringLiteral("appstreamcli"),
            { QStringLiteral("validate"), QStringLiteral("--no-net"), packaging + QStringLiteral("leadline.metainfo.xml") });
        QVERIFY2(metainfo.code == 0, metainfo.out.constData());
    }

    void install_puts_everything_in_its_place()
    {
        const QTemporaryDir prefix;
        const Run install = run(QStringLiteral("cmake"),
            { QStringLiteral("--install"), QStringLiteral(LEADLINE_BINARY_DIR), QStringLiteral("--prefix"), prefix.path() });
        QVERIFY2(install.code == 0, (install.out + install.err).constData());
        for (const char *file : { "bin/leadline", "bin/leadlined", "bin/leadctl", "share/man/man1/leadctl.1",
                 "share/man/man1/leadline.1", "share/man/man8/leadlined.8", "share/applications/leadline.desktop",
                 "share/metainfo/example.leadline.Leadline.metainfo.xml", "share/icons/hicolor/scalable/apps/leadline.svg",
                 "share/bash-completion/completions/leadctl", "share/bash-completion/completions/leadlined",
                 "share/bash-completion/completions/leadline", "share/doc/leadline/leadlined.conf",
                 "lib/systemd/system/leadlined.service" })
            QVERIFY2(QFile::exists(prefix.filePath(QString::fromLatin1(file))), file);
        // The icon the entry names, the program it starts.
        const QString entry = readText(prefix.filePath(QStringLiteral("share/applications/leadline.desktop")));
        QVERIFY(entry.contains(QStringLiteral("\nIcon=leadline\n")) && entry.contains(QStringLiteral("\nExec=leadline\n")));
    }
};

QTEST_GUILESS_MAIN(ManualTest)
#include "tst_manual.moc"
