#pragma once

#include "domain/result.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <memory>

namespace leadline::cache {
class LeadCache;
}
namespace leadline::client {
class ApiClient;
}

namespace leadline::services {

class Connectivity;
class ReviewService;
class SyncService;
class TaskService;

/// How a workbench gets its backend.
enum class BackendMode {
    Own, ///< start our own daemon on the data directory
    Join, ///< use the daemon that already runs on the data directory (DATA/backend.json), never start one
    Local, ///< join when one runs, otherwise start our own: what the window does
};

struct WorkbenchOptions
{
    BackendMode mode = BackendMode::Local;
    QString dataDirectory; ///< data directory of the local backend
    QUrl server; ///< Join: the address to use instead of the one in the join file
    QByteArray apiToken; ///< Join: sign in to `server` with it; no join file is needed then
    QString joinFile; ///< Join: backend.json to use, empty = DATA/backend.json
    QString cachePath; ///< offline store; empty = none (ReviewService and SyncService are null then)
    QString daemonProgram; ///< empty = leadlined beside this program, then in PATH
    QStringList allowNetworks; ///< --allow-network for an own backend
    bool demoSite = false; ///< --demo-site for an own backend
    std::chrono::milliseconds healthInterval { 15'000 }; ///< between two checks that the backend answers
    std::chrono::milliseconds healthTimeout { 5'000 }; ///< of a check; after two it is given up
    std::chrono::milliseconds silentAfter { 2'000 }; ///< of a check; then its silence is told
    bool startOnline = true; ///< connect at once; otherwise wait for Connectivity::goOnline()
};

/// The composition window and leadctl share: backend, session, connectivity and the services over them. Owned by main(),
/// lives on its thread. The parts live exactly as long as the workbench.
class Workbench
{
public:
    /// Opens the offline store and starts to connect. Only a store that cannot be opened makes this fail; a backend that
    /// cannot be reached is told by connectivity().
    [[nodiscard]] static domain::Result<std::unique_ptr<Workbench>> create(const WorkbenchOptions &options);
    /// Closes streams and store; an own backend gets up to ten seconds to end.
    ~Workbench();
    Workbench(const Workbench &) = delete;
    Workbench &operator=(const Workbench &) = delete;

    [[nodiscard]] Connectivity &connectivity();
    [[nodiscard]] TaskService &tasks();
    /// Null without an offline store, as are the following two.
    [[nodiscard]] ReviewService *review();
    [[nodiscard]] SyncService *sync();
    /// The store itself, for what it tells of a repair.
    [[nodiscard]] cache::LeadCache *cache();
    [[nodiscard]] client::ApiClient &api();

private:
    class Private;
    explicit Workbench(std::unique_ptr<Private> parts);

    std::unique_ptr<Private> d;
};

} // namespace leadline::services
