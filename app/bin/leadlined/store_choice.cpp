#include "store_choice.h"

#include "settings.h"

#include <QDir>

namespace leadline {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

void describeStoreChoice(QCommandLineParser &parser)
{
    Settings::describe(parser, { QStringLiteral("data"), QStringLiteral("database") });
}

Result<StoreChoice> readStoreChoice(const QCommandLineParser &parser)
{
    const auto settings = Settings::read(parser, QProcessEnvironment::systemEnvironment());
    LEADLINE_TRY(settings);
    StoreChoice choice;
    if (const auto data = settings->text("data"))
        choice.data = data->value;
    const auto database = settings->text("database");
    if (!database && choice.data.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("--data or --database says which store; see --help"));
    if (!choice.data.isEmpty() && !QDir(choice.data).exists())
        return failure(ErrorCode::NotFound, QStringLiteral("there is no folder %1").arg(choice.data));
    auto address = storage::StoreAddress::parse(
        database ? database->value : QDir(choice.data).filePath(QStringLiteral("leadline.sqlite")));
    if (!address)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(database->origin, address.error().detail()));
    choice.store = std::move(*address);
    return choice;
}

Result<std::optional<backend::DataLock>> lockStore(const StoreChoice &choice)
{
    if (choice.data.isEmpty())
        return std::optional<backend::DataLock>();
    auto lock = backend::DataLock::take(choice.data);
    if (!lock)
        return failure(lock.error());
    return std::optional<backend::DataLock>(std::move(*lock));
}

} // namespace leadline
