#pragma once

#include <QStringList>

namespace leadline {

/// True for `leadlined migrate|check|backup|restore …`.
[[nodiscard]] bool isStoreCommand(const QStringList &arguments);

/// Looks after a store from the command line, without serving it. Prints what it did on stdout and a failure on stderr;
/// the exit code is 0, 1 when check found problems, or one of sysexits.h.
[[nodiscard]] int runStoreCommand(const QStringList &arguments);

} // namespace leadline
