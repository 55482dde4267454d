#pragma once

#include "ui/widgets/data_table.h"

namespace leadline::ui {

/// Cell with a state as dot and word; the tone comes from `toneRole` of the model.
class StatusDelegate : public RowDelegate
{
    Q_OBJECT

public:
    StatusDelegate(int toneRole, QObject *parent)
        : RowDelegate(parent)
        , m_toneRole(toneRole)
    { }

protected:
    void paintContent(const Cell &cell) const override;

private:
    int m_toneRole;
};

} // namespace leadline::ui
