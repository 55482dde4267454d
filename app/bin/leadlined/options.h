#pragma once

#include "backend/daemon.h"
#include "domain/result.h"

#include <QStringList>

namespace leadline {

/// What the command line and the configuration file ask for.
struct Options
{
    backend::DaemonConfig daemon;
    bool local = false;
    bool verbose = false;
    std::optional<QString> answer; ///< --help or --version: print this and end
};

/// Reads the arguments (the program's name first) and the file named by --config; arguments win over the file, lists of
/// both count. InvalidArgument with a sentence for the operator.
[[nodiscard]] domain::Result<Options> readOptions(const QStringList &arguments);

} // namespace leadline
