#include "seed_reader.h"

#include <QFile>

#include <cstdio>

namespace leadline::leadctl {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

constexpr qint64 kLargestFile = 64 * 1024 * 1024;

} // namespace

Result<domain::SeedFile> readSeeds(const QString &path, const QString &column)
{
    QFile file(path);
    const bool opened = path == u"-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened)
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    const QByteArray bytes = file.read(kLargestFile + 1);
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::Io, QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()));
    if (bytes.size() > kLargestFile)
        return failure(ErrorCode::TooLarge, QStringLiteral("%1 is larger than 64 MB").arg(path));
    auto seeds = domain::readSeedFile(bytes, column);
    if (!seeds) {
        const bool nameIt = seeds.error().reason.code() == domain::RemarkCode::FileWithoutColumn;
        return failure(seeds.error().code(),
            path + QStringLiteral(": ") + seeds.error().detail()
                + (nameIt ? QStringLiteral("; name the one that does with --column") : QString()));
    }
    return seeds;
}

} // namespace leadline::leadctl
