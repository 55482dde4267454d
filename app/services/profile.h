#pragma once

#include "domain/result.h"

#include <QString>

namespace leadline::services {

/// Where one operator's data is: settings, cache and the data directory of the local backend. Opening takes a lock (flock,
/// released by the kernel when the process ends however it ends), so that two programs never write one profile.
class Profile
{
public:
    /// `directory` empty = $XDG_DATA_HOME/leadline/default. Makes it (0700). Fails with Locked when another program has it.
    [[nodiscard]] static domain::Result<Profile> open(const QString &directory = {});
    /// The directory open() would use, without touching it.
    [[nodiscard]] static QString defaultDirectory();

    Profile(Profile &&other) noexcept;
    Profile &operator=(Profile &&other) noexcept;
    ~Profile();

    [[nodiscard]] const QString &directory() const { return m_directory; }
    [[nodiscard]] QString settingsPath() const; ///< settings.ini
    [[nodiscard]] QString cachePath() const; ///< cache.sqlite
    [[nodiscard]] QString backendDataDirectory() const; ///< backend/, data of the local daemon

private:
    Profile(QString directory, int lock);

    QString m_directory;
    int m_lock = -1;
};

} // namespace leadline::services
