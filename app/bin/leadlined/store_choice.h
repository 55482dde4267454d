#pragma once

#include "backend/daemon.h"
#include "domain/result.h"
#include "storage/store_address.h"

#include <QString>

class QCommandLineParser;

namespace leadline {

/// The store a command of the program works on.
struct StoreChoice
{
    QString data; ///< folder of the daemon; may be empty for a PostgreSQL store
    storage::StoreAddress store;
};

/// Adds --data, --database and --config.
void describeStoreChoice(QCommandLineParser &parser);
/// From the command line, the environment and the configuration file, as the daemon finds it. InvalidArgument when none of
/// them names a store, NotFound when the folder is missing.
[[nodiscard]] domain::Result<StoreChoice> readStoreChoice(const QCommandLineParser &parser);
/// Holds the data folder against a daemon, where there is one. Locked while a daemon runs.
[[nodiscard]] domain::Result<std::optional<backend::DataLock>> lockStore(const StoreChoice &choice);

} // namespace leadline
