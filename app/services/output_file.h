#pragma once

#include "domain/result.h"

#include <QByteArray>
#include <QString>

#include <memory>

class QFileDevice;

namespace leadline::services {

/// A file that appears under its name complete or not at all. A symbolic link is followed; what is no file (a device, a
/// pipe) is written as it is. Calls in the order below, from one thread; each fails with DiskFull or Io; the detail is the
/// name of the file and the reason. Opening a pipe waits for its reader.
class OutputFile
{
public:
    explicit OutputFile(QString path);
    /// Without commit() nothing has happened to a regular file.
    ~OutputFile();

    [[nodiscard]] const QString &name() const { return m_path; }
    [[nodiscard]] domain::Result<void> open();
    [[nodiscard]] domain::Result<void> append(const QByteArray &bytes);
    [[nodiscard]] domain::Result<void> commit();

private:
    [[nodiscard]] domain::Unexpected unwritable() const;

    QString m_path;
    std::unique_ptr<QFileDevice> m_file;
};

} // namespace leadline::services
