#include "output_file.h"

namespace leadline::leadctl {

using client::ExportFormat;
using domain::ErrorCode;
using domain::failure;
using domain::Result;

std::optional<ExportFormat> outputFormatOf(const QString &path)
{
    const QString name = path.toLower();
    if (name.endsWith(u".csv"))
        return ExportFormat::Csv;
    if (name.endsWith(u".json"))
        return ExportFormat::Json;
    if (name.endsWith(u".jsonl") || name.endsWith(u".ndjson"))
        return ExportFormat::JsonLines;
    return std::nullopt;
}

OutputFile::OutputFile(const QString &path)
    : m_file(path)
{ }

domain::Unexpected OutputFile::unwritable() const
{
    return failure(ErrorCode::Io, QStringLiteral("%1 cannot be written: %2").arg(m_file.fileName(), m_file.errorString()));
}

Result<void> OutputFile::open()
{
    // Behind a buffer Qt does not know why a file took only a part of it.
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return unwritable();
    return {};
}

Result<void> OutputFile::append(const QByteArray &bytes)
{
    // A write that only went in part has no reason yet; the next one has.
    for (qint64 done = 0; done < bytes.size();) {
        const qint64 written = m_file.write(bytes.constData() + done, bytes.size() - done);
        if (written <= 0)
            return unwritable();
        done += written;
    }
    return {};
}

Result<void> OutputFile::commit()
{
    if (!m_file.commit())
        return unwritable();
    return {};
}

} // namespace leadline::leadctl
