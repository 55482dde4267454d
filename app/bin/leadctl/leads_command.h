#pragma once

#include "command.h"

#include "domain/lead.h"
#include "domain/lead_filter.h"

#include <optional>
#include <vector>

namespace leadline::leadctl {

/// `leadctl leads [FILTER]` and `leadctl leads show ID`: the filter text is the window's.
class LeadsCommand : public BackendCommand
{
    Q_OBJECT

public:
    using BackendCommand::BackendCommand;

    void addOptions(QCommandLineParser &parser) override;

protected:
    bool prepare(const QCommandLineParser &parser) override;
    void run() override;

private:
    void list();
    void show();
    void showLead(const domain::Lead &lead);

    domain::LeadQuery m_query;
    std::optional<domain::LeadId> m_show;
    std::vector<QStringList> m_rows;
    qint64 m_limit = 0;
    qint64 m_count = 0;
    bool m_detail = false;
};

/// Filter, --sort and --order of the command line. Fails with a sentence for the operator.
[[nodiscard]] domain::Result<domain::LeadQuery> queryFromOptions(const QCommandLineParser &parser, const QString &filter);
void addQueryOptions(QCommandLineParser &parser);

} // namespace leadline::leadctl
