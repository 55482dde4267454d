#include "export_command.h"

#include "exit_codes.h"

#include "domain/async.h"

namespace leadline::leadctl {

using domain::Result;

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
    const auto format = outputFormatOf(u'.' + name);
    if (!format) {
        refuse(QStringLiteral("the format is csv, json or jsonl"));
        return false;
    }
    m_format = *format;
    if (toFile) {
        m_file = std::make_unique<services::OutputFile>(path);
        if (const auto opened = m_file->open(); !opened) {
            refuse(opened.error().detail());
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
    if (const auto written = m_file->append(piece); !written)
        m_fileError = written.error();
    return !m_fileError;
}

void ExportCommand::ended(const Result<void> &outcome)
{
    if (console().outputLost())
        return finish(ExitCode::OutputLost);
    if (m_file && outcome && !m_fileError) {
        if (const auto written = m_file->commit(); !written)
            m_fileError = written.error();
    }
    // A file that could not be written is why the export was given up.
    if (m_fileError) {
        console().fail(QStringLiteral("the export failed"), *m_fileError);
        return finish(ExitCode::OutputLost);
    }
    if (!outcome) {
        console().fail(QStringLiteral("the export failed"), outcome.error());
        return finish(ExitCode::Failed);
    }
    if (m_file)
        console().note(QStringLiteral("%1 written to %2").arg(bytesText(m_bytes), m_file->name()));
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
