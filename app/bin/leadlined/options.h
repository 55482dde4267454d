#pragma once

#include "backend/daemon.h"
#include "domain/result.h"
#include "log_output.h"

#include <QStringList>

namespace leadline {

/// What is asked of the daemon.
struct Options
{
    backend::DaemonConfig daemon;
    LogOptions log;
    bool local = false;
    std::optional<QString> answer; ///< --help, --version or `config --show`: print this and end
};

/// Reads the arguments (the program's name first), the environment and the configuration file; see settings.h.
/// InvalidArgument with a sentence for the operator that begins with where the fault is.
[[nodiscard]] domain::Result<Options> readOptions(const QStringList &arguments);

} // namespace leadline
