#pragma once

#include "client/api_client.h"
#include "domain/result.h"

#include <QSaveFile>
#include <QString>

#include <optional>

namespace leadline::leadctl {

/// By extension: .csv, .json, .jsonl or .ndjson. Empty for anything else.
[[nodiscard]] std::optional<client::ExportFormat> outputFormatOf(const QString &path);

/// A file that appears under its name complete or not at all. Calls in the order below; each fails with Io and tells the
/// name of the file and why it cannot be written.
class OutputFile
{
public:
    explicit OutputFile(const QString &path);

    [[nodiscard]] QString name() const { return m_file.fileName(); }
    [[nodiscard]] domain::Result<void> open();
    [[nodiscard]] domain::Result<void> append(const QByteArray &bytes);
    [[nodiscard]] domain::Result<void> commit();

private:
    [[nodiscard]] domain::Unexpected unwritable() const;

    QSaveFile m_file;
};

} // namespace leadline::leadctl
