#pragma once

#include "command.h"
#include "output_format.h"

#include "domain/lead_filter.h"
#include "services/output_file.h"

#include <memory>
#include <optional>

namespace leadline::leadctl {

/// `leadctl export [FILTER] --output FILE`: streams what the backend exports; memory holds one piece of it.
class ExportCommand : public BackendCommand
{
    Q_OBJECT

public:
    using BackendCommand::BackendCommand;

    void addOptions(QCommandLineParser &parser) override;

protected:
    bool prepare(const QCommandLineParser &parser) override;
    void run() override;

private:
    [[nodiscard]] bool take(const QByteArray &piece);
    void ended(const domain::Result<void> &outcome);

    domain::LeadFilter m_filter;
    client::ExportFormat m_format = client::ExportFormat::Csv;
    std::unique_ptr<services::OutputFile> m_file; ///< none = standard output
    std::optional<domain::Error> m_fileError;
    qint64 m_bytes = 0;
};

} // namespace leadline::leadctl
