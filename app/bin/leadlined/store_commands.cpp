#include "store_commands.h"

#include "backend/daemon.h"
#include "backend/leads/lead_repository.h"
#include "backend/store/store_backup.h"
#include "backend/store/store_check.h"
#include "protocol/json.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <sysexits.h>

namespace leadline {

using domain::ErrorCode;
using domain::failure;
using domain::Result;
using storage::Engine;
using storage::StoreAddress;

namespace {

constexpr int kFoundProblems = 1;
constexpr qint64 kMaxConfig = 1024 * 1024;

struct Command
{
    QString verb;
    QString file; ///< backup and restore
    QString data;
    StoreAddress store;
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

/// `data` and `database` of the daemon's configuration file.
Result<void> readConfig(const QString &path, QString &data, QString &database)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(path, file.errorString()));
    const auto object = protocol::parseObject(file.read(kMaxConfig + 1), kMaxConfig);
    if (!object)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(path, object.error().detail()));
    data = object->value(QStringLiteral("data")).toString();
    database = object->value(QStringLiteral("database")).toString();
    return {};
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
    parser.addOption({ QStringLiteral("data"), QStringLiteral("Folder of the store."), QStringLiteral("DIR") });
    parser.addOption(
        { QStringLiteral("database"), QStringLiteral("The store is a PostgreSQL database."), QStringLiteral("URL") });
    parser.addOption({ QStringLiteral("config"), QStringLiteral("The daemon's configuration file, for data and database."),
        QStringLiteral("FILE") });
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
    QString database;
    if (parser.isSet(QStringLiteral("config")))
        LEADLINE_TRY(readConfig(parser.value(QStringLiteral("config")), command.data, database));
    if (parser.isSet(QStringLiteral("data")))
        command.data = parser.value(QStringLiteral("data"));
    if (parser.isSet(QStringLiteral("database")))
        database = parser.value(QStringLiteral("database"));
    if (database.isEmpty() && command.data.isEmpty())
        return wrong(QStringLiteral("--data or --database says which store"));
    auto store = StoreAddress::parse(
        database.isEmpty() ? QDir(command.data).filePath(QStringLiteral("leadline.sqlite")) : database);
    LEADLINE_TRY(store);
    command.store = std::move(*store);
    return command;
}

Result<int> check(const Command &command)
{
    const auto findings = backend::checkServerStore(command.store);
    LEADLINE_TRY(findings);
    print(QStringLiteral("%1: schema %2, epoch %3, %4 leads, %5 tasks, %6 audit rows")
              .arg(command.store.label())
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

/// Commands that write hold the data folder against a daemon.
Result<std::optional<backend::DataLock>> lockFor(const Command &command)
{
    if (command.data.isEmpty())
        return std::optional<backend::DataLock>();
    auto lock = backend::DataLock::take(command.data);
    if (!lock)
        return failure(lock.error());
    return std::optional<backend::DataLock>(std::move(*lock));
}

Result<int> migrate(const Command &command)
{
    const auto lock = lockFor(command);
    if (!lock)
        return failure(lock.error());
    LEADLINE_TRY(backend::migrateServerStore(command.store));
    print(QStringLiteral("%1 has the schema of leadlined %2").arg(command.store.label(), QStringLiteral(LEADLINE_VERSION)));
    return EX_OK;
}

Result<int> restore(const Command &command)
{
    const auto lock = lockFor(command);
    if (!lock)
        return failure(lock.error());
    const auto report = backend::restoreServerStore(command.file, command.store, command.replace);
    LEADLINE_TRY(report);
    if (!report->setAside.isEmpty())
        print(QStringLiteral("the store that was there is now %1").arg(report->setAside));
    print(QStringLiteral("%1 holds the backup under epoch %2").arg(command.store.label(), report->epoch));
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
    LEADLINE_TRY(backend::backupServerStore(command.store, command.file));
    print(QStringLiteral("%1 is a copy of %2").arg(command.file, command.store.label()));
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
