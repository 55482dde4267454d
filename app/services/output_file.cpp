#include "services/output_file.h"

#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

namespace leadline::services {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

std::unique_ptr<QFileDevice> fileFor(const QString &path)
{
    const QFileInfo info(path);
    if (info.exists() && !info.isFile() && !info.isDir())
        return std::make_unique<QFile>(path);
    return std::make_unique<QSaveFile>(info.isSymLink() ? info.symLinkTarget() : path);
}

} // namespace

OutputFile::OutputFile(QString path)
    : m_path(std::move(path))
{ }

OutputFile::~OutputFile() = default;

domain::Unexpected OutputFile::unwritable() const
{
    // Qt has no error of its own for a full disk, only the system's words.
    const bool isFull = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return failure(
        isFull ? ErrorCode::DiskFull : ErrorCode::Io, QStringLiteral("%1: %2").arg(m_path, m_file->errorString()));
}

Result<void> OutputFile::open()
{
    m_file = fileFor(m_path);
    errno = 0;
    // Behind a buffer Qt does not know why a file took only a part of it.
    if (!m_file->open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return unwritable();
    return {};
}

Result<void> OutputFile::append(const QByteArray &bytes)
{
    // A write that only went in part has no reason yet; the next one has.
    for (qint64 done = 0; done < bytes.size();) {
        errno = 0;
        const qint64 written = m_file->write(bytes.constData() + done, bytes.size() - done);
        if (written <= 0)
            return unwritable();
        done += written;
    }
    return {};
}

Result<void> OutputFile::commit()
{
    errno = 0;
    if (auto *whole = qobject_cast<QSaveFile *>(m_file.get()))
        return whole->commit() ? Result<void>() : unwritable();
    m_file->close();
    return m_file->error() == QFileDevice::NoError ? Result<void>() : unwritable();
}

} // namespace leadline::services
