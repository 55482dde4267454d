#pragma once

#include "domain/lead_edit.h"
#include "ui/widgets/panels.h"

#include <optional>

class QGridLayout;
class QHBoxLayout;

namespace leadline::ui {

/// One edit that needs a person: which lead and field, what happened, and the two values with a button
/// each. When the lead is gone there is only mine, to copy or to discard.
class ConflictCard : public Panel
{
    Q_OBJECT

public:
    ConflictCard(const domain::FieldConflict &conflict, domain::Timestamp now, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(leadline::domain::ConflictChoice choice);

private:
    void addHead(const domain::FieldConflict &conflict, domain::Timestamp now);
    void addSides(const domain::FieldConflict &conflict);
    /// The layout of the buttons of this side.
    QHBoxLayout *addSide(const QString &who, const QString &value, const QString &verb, domain::ConflictChoice choice);
    void addCopy(QHBoxLayout &buttons, const std::optional<QString> &value);

    QGridLayout *m_grid = nullptr;
    QString m_lead;
};

} // namespace leadline::ui
