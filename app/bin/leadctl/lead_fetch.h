#pragma once

#include "client/api_client.h"
#include "domain/lead_filter.h"

#include <QObject>

#include <functional>

namespace leadline::leadctl {

/// Reads all leads of a query page by page; memory holds one page. `each` gets every lead in order, `done` the outcome.
/// Deletes itself. Ends early when `each` answers false.
class LeadFetch : public QObject
{
    Q_OBJECT

public:
    using Each = std::function<bool(const domain::Lead &)>;
    using Done = std::function<void(const domain::Result<void> &)>;

    LeadFetch(client::ApiClient &api, domain::LeadQuery query, bool detail, Each each, Done done, QObject *parent);

private:
    void page();

    client::ApiClient &m_api;
    domain::LeadQuery m_query;
    bool m_detail;
    Each m_each;
    Done m_done;
};

} // namespace leadline::leadctl
