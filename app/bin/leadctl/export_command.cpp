#include "export_command.h"

#include "exit_codes.h"
#include "lead_writer.h"

#include "domain/async.h"

namespace leadline::leadctl {

using client::ExportFormat;
using domain::Result;

namespace {

std::optional<ExportFormat> formatNamed(const QString &name)
{
    switch (outputFormatOf(u'.' + name).value_or(OutputFormat::Csv)) {
    case OutputFormat::Json:
        return ExportFormat::Json;
    case OutputFormat::JsonLines:
        return ExportFormat::JsonLines;
    case OutputFormat::Csv:
        break;
    }
    return name == u"csv" ? std::optional(ExportFormat::Csv) : std::nullopt;
}

} // namespace

void ExportCommand::addOptions(QCommandLineParser &parser)
{
    BackendCommand::addOptions(parser);
    parser.addOptions({
        { QStringLiteral("output"), QStringLiteral("File to write (default: standard output)."), QStringLiteral("FILE") },
        { QStringLiteral("format"), QStringLiteral("csv, json or jsonl (default: by the name of the file, otherwise csv)."),
            QStringLiteral("FORMAT") },
    });
}

bool ExportCommand::prepare(const QCommandLineParser &parser)
{
    auto filter = domain::parseLeadFilter(parser.positionalArguments().mid(1).join(u' '));
    if (!filter) {
        refuse(QStringLiteral("the filter: ") + filter.error().detail());
        return false;
    }
    m_filter = std::move(*filter);
    const QString path = parser.value(QStringLiteral("output"));
    const bool toFile = !path.isEmpty() && path != u"-";
    QString name = parser.value(QStringLiteral("format"));
    if (name.isEmpty())
        name = toFile ? path.section(u'.', -1).toLower() : QStringLiteral("csv");
    const auto format = formatNamed(name);
    if (!format) {
        refuse(QStringLiteral("the format is csv, json or jsonl"));
        return false;
    }
    m_format = *format;
    if (toFile) {
        m_file = std::make_unique<QSaveFile>(path);
        if (!m_file->open(QIODevice::WriteOnly)) {
            refuse(QStringLiteral("%1 cannot be written: %2").arg(path, m_file->errorString()));
            return false;
        }
    }
    return true;
}

void ExportCommand::run()
{
    domain::whenDone(api().exportLeads(m_format, m_filter, [this](const QByteArray &piece) { return take(piece); }), this,
        [this](const Result<void> &outcome) { ended(outcome); });
}

bool ExportCommand::take(const QByteArray &piece)
{
    m_bytes += piece.size();
    if (!m_file) {
        console().printRaw(piece);
        return !console().outputLost();
    }
    console().progress(QStringLiteral("exported ") + bytesText(m_bytes));
    return m_file->write(piece) == piece.size();
}

void ExportCommand::ended(const Result<void> &outcome)
{
    if (console().outputLost())
        return finish(ExitCode::OutputLost);
    // A file that could not be written is why the export was given up.
    if (m_file && (m_file->error() != QFileDevice::NoError || (outcome && !m_file->commit()))) {
        console().fail(QStringLiteral("the export failed"),
            domain::Error(domain::ErrorCode::Io,
                QStringLiteral("%1 cannot be written: %2").arg(m_file->fileName(), m_file->errorString())));
        return finish(ExitCode::OutputLost);
    }
    if (!outcome) {
        console().fail(QStringLiteral("the export failed"), outcome.error());
        return finish(ExitCode::Failed);
    }
    if (m_file)
        console().note(QStringLiteral("%1 written to %2").arg(bytesText(m_bytes), m_file->fileName()));
    finish(ExitCode::Success);
}

CommandInfo exportCommand()
{
    return { QStringLiteral("export"), QStringLiteral("Export leads as CSV, JSON or JSON lines."),
        QStringLiteral("[FILTER]"),
        QStringLiteral("  leadctl export --output leads.csv\n"
                       "  leadctl export 'status:accepted has:phone' --output calls.csv\n"
                       "  leadctl export --format jsonl | jq .email\n"),
        [](Console &out) { return std::make_unique<ExportCommand>(out); } };
}

} // namespace leadline::leadctl
