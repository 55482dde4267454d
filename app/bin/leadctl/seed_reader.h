#pragma once

#include "domain/result.h"
#include "domain/seed_file.h"

#include <QString>

namespace leadline::leadctl {

/// A file of start addresses as domain::readSeedFile() reads it; `-` is standard input. Fails with Io, TooLarge (64 MB), or
/// InvalidArgument when there is no such column or no address.
[[nodiscard]] domain::Result<domain::SeedFile> readSeeds(const QString &path, const QString &column);

} // namespace leadline::leadctl
