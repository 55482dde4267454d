#pragma once

#include "command.h"

#include "client/api_client.h"
#include "domain/lead_filter.h"

#include <QSaveFile>

#include <memory>

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
    std::unique_ptr<QSaveFile> m_file; ///< none = standard output
    qint64 m_bytes = 0;
};

} // namespace leadline::leadctl
