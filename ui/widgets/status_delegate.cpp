#include "ui/widgets/status_delegate.h"

#include "ui/widgets/painting.h"

namespace leadline::ui {

void StatusDelegate::paintContent(const Cell &cell) const
{
    const auto tone = static_cast<Tone>(cell.index.data(m_toneRole).toInt());
    cell.painter->setLayoutDirection(cell.option.direction);
    drawStatus(cell.painter, cell.rect, cell.tokens, tone, cell.option.text, cell.selected);
}

} // namespace leadline::ui
