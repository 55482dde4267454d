#pragma once

#include "domain/lead_row.h"
#include "ui/models/lead_table_model.h"

#include <QString>
#include <QVariant>

namespace leadline::ui {

/// What the cells of LeadTableModel hold: pure functions of a row and a column.

[[nodiscard]] QString columnTitle(int column);
/// Number, text or milliseconds: what is sorted by and edited.
[[nodiscard]] QVariant rawValue(const domain::LeadRow &row, int column);
/// What an operator reads.
[[nodiscard]] QVariant displayValue(const domain::LeadRow &row, int column);
/// Field of a correction that a column edits in place; empty for columns that are only read.
[[nodiscard]] QString correctedField(int column);
/// An international number as it is stored, without what people group it by. Anything else stays as it was typed.
[[nodiscard]] QString plainPhone(const QString &typed);

} // namespace leadline::ui
