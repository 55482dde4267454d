#pragma once

#include "domain/lead.h"

#include <QByteArray>
#include <QStringView>

namespace leadline::protocol {

/// Appends a whole lead as compact JSON text: the members of toJson(lead, LeadDetail::Full), written straight to UTF-8. For
/// exports, where building QJsonObjects costs more than reading the store. `seed` is the start address it was found from and
/// a member of its own, left out when empty.
void appendLeadText(QByteArray &out, const domain::Lead &lead, QStringView seed = {});

} // namespace leadline::protocol
