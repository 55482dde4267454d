#include "seed_reader.h"

#include <QFile>

#include <cstdio>

namespace leadline::leadctl {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

constexpr qint64 largestFile = 64 * 1024 * 1024;

} // namespace

Result<domain::SeedFile> readSeeds(const QString &path, const QString &column)
{
    QFile file(path);
    const bool opened = path == u"-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened)
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    const QByteArray bytes = file.read(largestFile + 1);
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    if (bytes.size() > largestFile)
        return failure(ErrorCode::TooLarge, QStringLiteral("%1 is larger than 64 MB").arg(path));
    auto seeds = domain::readSeedFile(bytes, column);
    if (!seeds)
        return failure(seeds.error().code(), path + QStringLiteral(": ") + seeds.error().detail());
    return seeds;
}

QString reasonOf(domain::SeedProblem problem)
{
    using domain::SeedProblem;
    switch (problem) {
    case SeedProblem::NoHost:
        return QStringLiteral("the address has no host");
    case SeedProblem::UnknownScheme:
        return QStringLiteral("only http and https addresses can be read");
    case SeedProblem::Credentials:
        return QStringLiteral("addresses with a name or password are not read");
    case SeedProblem::TooLong:
        return QStringLiteral("longer than %1 characters").arg(domain::kMaxSeedLength);
    case SeedProblem::Duplicate:
        return QStringLiteral("it is there already");
    case SeedProblem::None:
    case SeedProblem::NotAnAddress:
        break;
    }
    return QStringLiteral("not a web address");
}

} // namespace leadline::leadctl
