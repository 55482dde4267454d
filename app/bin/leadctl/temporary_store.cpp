#include "temporary_store.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace leadline::leadctl {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

const QString lockName = QStringLiteral("lock");
const QString dataName = QStringLiteral("backend");

/// -1 when the file cannot be opened, is no plain file, or somebody holds it.
int lockFile(const QString &path, int flags)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        return -1;
    }
    return file;
}

bool isOurDirectory(const QString &path)
{
    struct stat facts
    { };
    return ::lstat(QFile::encodeName(path).constData(), &facts) == 0 && S_ISDIR(facts.st_mode)
        && facts.st_uid == ::geteuid();
}

} // namespace

TemporaryStore::TemporaryStore()
    : m_directory(QDir::tempPath() + QStringLiteral("/leadctl-XXXXXX"))
{ }

Result<std::unique_ptr<TemporaryStore>> TemporaryStore::create()
{
    std::unique_ptr<TemporaryStore> store(new TemporaryStore);
    if (!store->m_directory.isValid())
        return failure(ErrorCode::Io,
            QStringLiteral("no temporary directory can be made in %1: %2")
                .arg(QDir::tempPath(), store->m_directory.errorString()));
    LEADLINE_TRY(store->lock());
    return store;
}

/// The lock appears under its name only once it is held; otherwise another program could take it for a left-over.
Result<void> TemporaryStore::lock()
{
    const QString fresh = m_directory.filePath(QStringLiteral("lock.new"));
    m_lock = lockFile(fresh, O_CREAT);
    if (m_lock >= 0
        && std::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(m_directory.filePath(lockName)).constData())
            == 0)
        return {};
    return failure(ErrorCode::Io,
        QStringLiteral("the temporary directory %1 cannot be written: %2").arg(m_directory.path(), qt_error_string()));
}

TemporaryStore::~TemporaryStore()
{
    if (m_directory.autoRemove())
        m_directory.remove(); // while it is still locked
    if (m_lock >= 0)
        ::close(m_lock);
}

QString TemporaryStore::dataDirectory() const
{
    return m_directory.filePath(dataName);
}

void TemporaryStore::keep()
{
    m_directory.setAutoRemove(false);
    QFile::remove(m_directory.filePath(lockName));
}

int TemporaryStore::removeStale()
{
    static const QRegularExpression ours(QStringLiteral("^leadctl-[A-Za-z0-9]{6}$"));
    int removed = 0;
    const QDir temporary(QDir::tempPath());
    const auto names = temporary.entryList({ QStringLiteral("leadctl-*") }, QDir::Dirs | QDir::NoSymLinks | QDir::Hidden);
    for (const QString &name : names) {
        const QString path = temporary.filePath(name);
        if (!ours.match(name).hasMatch() || !isOurDirectory(path))
            continue;
        const int lock = lockFile(path + u'/' + lockName, 0);
        if (lock < 0)
            continue;
        // A backend outlives its killed leadctl for some seconds.
        const QString backendPath = path + u'/' + dataName + u'/' + lockName;
        const int backend = lockFile(backendPath, 0);
        if ((backend >= 0 || !QFile::exists(backendPath)) && QDir(path).removeRecursively())
            ++removed;
        for (const int held : { backend, lock }) {
            if (held >= 0)
                ::close(held);
        }
    }
    return removed;
}

} // namespace leadline::leadctl
