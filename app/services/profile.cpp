#include "services/profile.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace leadline::services {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

QString Profile::defaultDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/leadline/default");
}

Result<Profile> Profile::open(const QString &directory)
{
    const QString path = QDir(directory.isEmpty() ? defaultDirectory() : directory).absolutePath();
    if (!QDir().mkpath(path))
        return failure(ErrorCode::Io, QStringLiteral("the profile directory %1 cannot be made").arg(path));
    QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    const int lock
        = ::open(QFile::encodeName(path + QStringLiteral("/lock")).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return failure(ErrorCode::Io, QStringLiteral("the profile directory %1 cannot be written").arg(path));
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return failure(ErrorCode::Locked, QStringLiteral("another Leadline program uses the profile %1").arg(path));
    }
    return Profile(path, lock);
}

Profile::Profile(QString directory, int lock)
    : m_directory(std::move(directory))
    , m_lock(lock)
{ }

Profile::Profile(Profile &&other) noexcept
    : m_directory(std::move(other.m_directory))
    , m_lock(std::exchange(other.m_lock, -1))
{ }

Profile &Profile::operator=(Profile &&other) noexcept
{
    std::swap(m_directory, other.m_directory);
    std::swap(m_lock, other.m_lock);
    return *this;
}

Profile::~Profile()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

QString Profile::settingsPath() const
{
    return m_directory + QStringLiteral("/settings.ini");
}

QString Profile::cachePath() const
{
    return m_directory + QStringLiteral("/cache.sqlite");
}

QString Profile::backendDataDirectory() const
{
    return m_directory + QStringLiteral("/backend");
}

} // namespace leadline::services
