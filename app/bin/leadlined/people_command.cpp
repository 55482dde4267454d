#include "people_command.h"

#include "store_choice.h"

#include "backend/auth/people_service.h"
#include "backend/auth/private_file.h"
#include "backend/daemon.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <functional>

namespace leadline {

using backend::Actor;
using domain::Error;
using domain::ErrorCode;
using domain::failure;
using domain::Result;
using storage::Connection;

namespace {

constexpr int kOk = 0;
constexpr int kUsage = 64;
constexpr int kDataError = 65;
constexpr int kSoftware = 70;
constexpr int kLocked = 75;

const Actor kActor = Actor::unlimited(QStringLiteral("leadlined"));

int complain(const Error &error)
{
    std::fprintf(stderr, "leadlined: %s\n", qPrintable(error.detail()));
    switch (error.code()) {
    case ErrorCode::Locked:
        return kLocked;
    case ErrorCode::InvalidArgument:
    case ErrorCode::NotFound:
    case ErrorCode::AlreadyExists:
    case ErrorCode::BadState:
        return kDataError;
    default:
        return kSoftware;
    }
}

int say(const QString &text)
{
    std::fprintf(stdout, "%s\n", qPrintable(text));
    return kOk;
}

/// Runs a job on the store. A SQLite store may not be open in a daemon.
template<typename Job> auto onStore(const StoreChoice &choice, Job job) -> std::invoke_result_t<Job, Connection &>
{
    const auto lock = lockStore(choice.store.engine() == storage::Engine::Sqlite ? choice : StoreChoice());
    if (!lock)
        return failure(lock.error());
    LEADLINE_TRY(backend::migrateServerStore(choice.store));
    auto database = storage::Database::open({ choice.store, 1, false });
    if (!database)
        return failure(database.error());
    auto done = (*database)->write(std::move(job));
    done.waitForFinished();
    LEADLINE_TRY((*database)->close());
    return done.result();
}

Result<protocol::Account> accountOf(Connection &db, const QString &email)
{
    const auto person = backend::PersonRepository::byEmail(db, email, {});
    LEADLINE_TRY(person);
    if (!*person)
        return failure(ErrorCode::NotFound, QStringLiteral("nobody has the address %1").arg(email));
    return backend::PersonRepository::account(db, (*person)->user.id);
}

int adminCode(const StoreChoice &choice, domain::Timestamp now)
{
    const QString path
        = choice.data.isEmpty() ? QString() : QDir(choice.data).filePath(QString::fromLatin1(backend::kAdminCodeFileName));
    const auto made = onStore(choice, [now](Connection &db) { return backend::people::inviteFirstAdmin(db, kActor, now); });
    if (made) {
        if (path.isEmpty())
            return say(made->code);
        if (const auto written = backend::writePrivateFile(path, made->code.toLatin1() + '\n'); !written)
            return complain(written.error());
        return say(made->code);
    }
    // A running daemon has made one already, if there is any need for it.
    QFile file(path);
    if (made.error().code() == ErrorCode::Locked && file.open(QIODevice::ReadOnly))
        return say(QString::fromLatin1(file.readAll().trimmed()));
    return complain(made.error());
}

int listPeople(const StoreChoice &choice)
{
    const auto people = onStore(choice, [](Connection &db) { return backend::PersonRepository::all(db); });
    if (!people)
        return complain(people.error());
    for (const protocol::Account &account : *people) {
        say(QStringLiteral("%1\t%2\t%3\t%4")
                .arg(account.email, account.name, protocol::roleSlug(account.role),
                    account.disabledAt ? QStringLiteral("disabled") : QStringLiteral("active")));
    }
    return kOk;
}

int addPerson(const StoreChoice &choice, const QString &email, const QString &roleText, domain::Timestamp now)
{
    const auto role = protocol::roleFromSlug(roleText);
    if (!role)
        return complain({ ErrorCode::InvalidArgument, QStringLiteral("--role is reviewer, operator or admin") });
    const auto made = onStore(choice, [email, role = *role, now](Connection &db) {
        return backend::people::invite(db, { email, role, std::chrono::hours(72) }, kActor, now);
    });
    return made ? say(made->code) : complain(made.error());
}

int resetPerson(const StoreChoice &choice, const QString &email, domain::Timestamp now)
{
    const auto made = onStore(choice, [email, now](Connection &db) -> Result<protocol::Invitation> {
        const auto account = accountOf(db, email);
        LEADLINE_TRY(account);
        return backend::people::allowReset(db, account->id, kActor, now);
    });
    return made ? say(made->code) : complain(made.error());
}

int changePerson(const StoreChoice &choice, const QString &email, const protocol::AccountPatch &patch, domain::Timestamp now)
{
    const auto changed = onStore(choice, [email, patch, now](Connection &db) -> Result<void> {
        const auto account = accountOf(db, email);
        LEADLINE_TRY(account);
        LEADLINE_TRY(backend::people::change(db, account->id, patch, kActor, now));
        return {};
    });
    return changed ? kOk : complain(changed.error());
}

int usage()
{
    std::fputs("usage: leadlined admin-code STORE\n"
               "       leadlined user list STORE\n"
               "       leadlined user add EMAIL [--role reviewer|operator|admin] STORE\n"
               "       leadlined user reset|disable|enable EMAIL STORE\n"
               "STORE is --data DIR, --database URL or --config FILE.\n"
               "A code that is printed makes the account, or the new password, once.\n",
        stderr);
    return kUsage;
}

} // namespace

std::optional<int> runPeopleCommand(const QStringList &arguments)
{
    const QString command = arguments.value(1);
    if (command != u"admin-code" && command != u"user")
        return std::nullopt;
    QCommandLineParser parser;
    const QCommandLineOption role(QStringLiteral("role"), {}, QStringLiteral("ROLE"), QStringLiteral("reviewer"));
    parser.addOption(role);
    describeStoreChoice(parser);
    const bool isParsed = parser.parse(arguments);
    const QStringList words = parser.positionalArguments();
    const QString verb = words.value(1);
    const QString email = words.value(2);
    const bool takesEmail = verb == u"add" || verb == u"reset" || verb == u"disable" || verb == u"enable";
    const int count = command == u"admin-code" ? 1 : takesEmail ? 3 : 2;
    if (!isParsed || words.size() != count)
        return usage();
    const auto choice = readStoreChoice(parser);
    if (!choice)
        return complain(choice.error());
    const auto now = domain::SystemClock().now();
    if (command == u"admin-code")
        return adminCode(*choice, now);
    if (verb == u"list")
        return listPeople(*choice);
    if (verb == u"add")
        return addPerson(*choice, email, parser.value(role), now);
    if (verb == u"reset")
        return resetPerson(*choice, email, now);
    if (takesEmail)
        return changePerson(*choice, email, { std::nullopt, verb == u"disable" }, now);
    return usage();
}

} // namespace leadline
