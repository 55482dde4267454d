#pragma once

#include <QStringList>

#include <optional>

namespace leadline {

/// `leadlined admin-code` and `leadlined user …`: accounts of a store whose daemon does not run. The exit code (sysexits.h),
/// or nothing when the arguments are no such command.
[[nodiscard]] std::optional<int> runPeopleCommand(const QStringList &arguments);

} // namespace leadline
