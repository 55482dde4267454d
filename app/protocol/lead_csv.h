#pragma once

#include "domain/lead.h"
#include "protocol/csv.h"

#include <span>

namespace leadline::protocol {

/// A column of exported leads: its name in the header line, stable, and the text of a lead's cell.
struct LeadColumn
{
    const char16_t *name;
    QString (*text)(const domain::Lead &);
};

/// All columns in their usual order.
[[nodiscard]] std::span<const LeadColumn> leadColumns();

/// The header line and the line of a lead as csvLine() writes them.
[[nodiscard]] QByteArray csvHeader(std::span<const LeadColumn> columns, CsvProfile profile = CsvProfile::Plain);
[[nodiscard]] QByteArray csvLine(
    std::span<const LeadColumn> columns, const domain::Lead &lead, CsvProfile profile = CsvProfile::Plain);

} // namespace leadline::protocol
