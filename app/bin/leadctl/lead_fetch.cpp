#include "lead_fetch.h"

#include "domain/async.h"

namespace leadline::leadctl {

LeadFetch::LeadFetch(client::ApiClient &api, domain::LeadQuery query, bool detail, Each each, Done done, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_query(std::move(query))
    , m_detail(detail)
    , m_each(std::move(each))
    , m_done(std::move(done))
{
    page();
}

void LeadFetch::page()
{
    domain::whenDone(m_api.leads(m_query, m_detail), this, [this](const domain::Result<domain::LeadPage> &answer) {
        bool more = answer.has_value();
        if (answer) {
            for (const domain::Lead &lead : answer->items) {
                if (!m_each(lead)) {
                    more = false;
                    break;
                }
            }
            more = more && !answer->next.isEmpty();
            m_query.after = answer->next;
        }
        if (more)
            return page();
        deleteLater();
        m_done(answer ? domain::Result<void>() : domain::Result<void>(domain::failure(answer.error())));
    });
}

} // namespace leadline::leadctl
