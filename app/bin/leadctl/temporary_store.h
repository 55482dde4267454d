#pragma once

#include "domain/result.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace leadline::leadctl {

/// The data directory of an unattended run: made in the temporary directory, for this user alone, and gone with the object
/// unless it is kept. A lock file in it (flock, released by the kernel however the program ends) says that it is in use, so
/// that the next leadctl can remove what a killed one left behind.
class TemporaryStore
{
public:
    /// Fails with Io.
    [[nodiscard]] static domain::Result<std::unique_ptr<TemporaryStore>> create();
    /// Removes the stores of programs that were killed. What is in use, was kept, is of another user or looks different
    /// stays. Returns how many were removed.
    static int removeStale();

    ~TemporaryStore();
    TemporaryStore(const TemporaryStore &) = delete;
    TemporaryStore &operator=(const TemporaryStore &) = delete;

    /// For `leadlined --data` and `leadctl --data`.
    [[nodiscard]] QString dataDirectory() const;
    /// It stays, for good. Needs no free space: a full disk is the usual reason.
    void keep();

private:
    TemporaryStore();
    [[nodiscard]] domain::Result<void> lock();

    QTemporaryDir m_directory;
    int m_lock = -1;
};

} // namespace leadline::leadctl
