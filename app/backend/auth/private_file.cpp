#include "backend/auth/private_file.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <unistd.h>

namespace leadline::backend {

domain::Result<void> writePrivateFile(const QString &path, const QByteArray &bytes)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray temporary = target + ".new";
    const auto failed = [&] {
        ::unlink(temporary.constData());
        return domain::failure(
            domain::ErrorCode::Io, QStringLiteral("%1 cannot be written").arg(QFileInfo(path).fileName()));
    };
    ::unlink(temporary.constData());
    const int fd = ::open(temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed();
    const bool isWritten = ::write(fd, bytes.constData(), size_t(bytes.size())) == bytes.size() && ::fsync(fd) == 0;
    ::close(fd);
    if (!isWritten || ::rename(temporary.constData(), target.constData()) != 0)
        return failed();
    return {};
}

} // namespace leadline::backend
