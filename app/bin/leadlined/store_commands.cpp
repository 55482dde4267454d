#include "store_commands.h"

#include "store_choice.h"

#include "backend/leads/lead_repository.h"
#include "backend/store/store_backup.h"
#include "backend/store/store_check.h"

#include <QCommandLineParser>

#include <cstdio>
#include <sysexits.h>

namespace leadline {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

constexpr int kFoundProblems = 1;

struct Command
{
    QString verb;
    QString file; ///< backup and restore
    StoreChoice choice;
    bool replace = false;
    std::optional<QString> answer; ///< --help
};

void print(const QString &line)
{
    std::fputs(qPrintable(line + u'\n'), stdout);
}

int complain(const domain::Error &error)
{
    std::fprintf(stderr, "leadlined: %s\n", qPrintable(error.detail()));
    switch (error.code()) {
    case ErrorCode::InvalidArgument:
        return EX_USAGE;
    case ErrorCode::Locked:
        return EX_TEMPFAIL;
    case ErrorCode::Unavailable:
        return EX_UNAVAILABLE;
    case ErrorCode::NotFound:
        return EX_NOINPUT;
    case ErrorCode::AlreadyExists:
        return EX_CANTCREAT;
    default:
        return EX_SOFTWARE;
    }
}

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "Looks after a store.\n\n"
        "  migrate          brings it to the schema of this program\n"
        "  check            reads all of it and says what does not hold\n"
        "  backup FILE      writes a copy; the daemon may be running\n"
        "  restore FILE     puts a copy back, also into a store of the other kind; the daemon may not be running"));
    parser.addHelpOption();
    describeStoreChoice(parser);
    parser.addOption(
        { QStringLiteral("replace"), QStringLiteral("restore: put it in the place of the store that is there.") });
}

Result<Command> readCommand(const QStringList &arguments)
{
    const auto wrong
        = [](const QString &detail) { return failure(ErrorCode::InvalidArgument, detail + QStringLiteral("; see --help")); };
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    Command command;
    if (parser.isSet(QStringLiteral("help"))) {
        command.answer = parser.helpText();
        return command;
    }
    QStringList words = parser.positionalArguments();
    command.verb = words.takeFirst();
    const bool wantsFile = command.verb == u"backup" || command.verb == u"restore";
    if (words.size() != (wantsFile ? 1 : 0))
        return wrong(wantsFile ? QStringLiteral("%1 needs one FILE").arg(command.verb)
                               : QStringLiteral("\"%1\" is not expected").arg(words.value(0)));
    command.file = words.value(0);
    command.replace = parser.isSet(QStringLiteral("replace"));
    auto choice = readStoreChoice(parser);
    LEADLINE_TRY(choice);
    command.choice = std::move(*choice);
    return command;
}

Result<int> check(const Command &command)
{
    const auto findings = backend::checkServerStore(command.choice.store);
    LEADLINE_TRY(findings);
    print(QStringLiteral("%1: schema %2, epoch %3, %4 leads, %5 tasks, %6 audit rows")
              .arg(command.choice.store.label())
              .arg(findings->schema)
              .arg(findings->epoch)
              .arg(findings->leads)
              .arg(findings->tasks)
              .arg(findings->auditRows));
    for (const QString &problem : findings->problems)
        print(QStringLiteral("problem: ") + problem);
    if (findings->problems.isEmpty())
        print(QStringLiteral("everything holds"));
    return findings->problems.isEmpty() ? EX_OK : kFoundProblems;
}

Result<int> migrate(const Command &command)
{
    const auto lock = lockStore(command.choice);
    if (!lock)
        return failure(lock.error());
    LEADLINE_TRY(backend::migrateServerStore(command.choice.store));
    print(QStringLiteral("%1 has the schema of leadlined %2")
              .arg(command.choice.store.label(), QStringLiteral(LEADLINE_VERSION)));
    return EX_OK;
}

Result<int> restore(const Command &command)
{
    const auto lock = lockStore(command.choice);
    if (!lock)
        return failure(lock.error());
    const auto report = backend::restoreServerStore(command.file, command.choice.store, command.replace);
    LEADLINE_TRY(report);
    if (!report->setAside.isEmpty())
        print(QStringLiteral("the store that was there is now %1").arg(report->setAside));
    print(QStringLiteral("%1 holds the backup under epoch %2").arg(command.choice.store.label(), report->epoch));
    return EX_OK;
}

Result<int> run(const Command &command)
{
    if (command.verb == u"check")
        return check(command);
    if (command.verb == u"migrate")
        return migrate(command);
    if (command.verb == u"restore")
        return restore(command);
    LEADLINE_TRY(backend::backupServerStore(command.choice.store, command.file));
    print(QStringLiteral("%1 is a copy of %2").arg(command.file, command.choice.store.label()));
    return EX_OK;
}

} // namespace

bool isStoreCommand(const QStringList &arguments)
{
    static const QStringList verbs { QStringLiteral("migrate"), QStringLiteral("check"), QStringLiteral("backup"),
        QStringLiteral("restore") };
    return verbs.contains(arguments.value(1));
}

int runStoreCommand(const QStringList &arguments)
{
    const auto command = readCommand(arguments);
    if (!command)
        return complain(command.error());
    if (command->answer) {
        std::fputs(qPrintable(*command->answer), stdout);
        return EX_OK;
    }
    const auto code = run(*command);
    return code ? *code : complain(code.error());
}

} // namespace leadline
