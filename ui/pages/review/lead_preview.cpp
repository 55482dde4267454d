#include "ui/pages/review/lead_preview.h"

#include "ui/pages/review/hint_bar.h"
#include "ui/pages/review/lead_panel.h"

#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace leadline::ui {

namespace {

constexpr int kWidest = 720;
constexpr int kMargin = 24;

} // namespace

LeadPreview::LeadPreview(QWidget *over)
    : Panel(Ground::Raised, over)
{
    setCard(true);
    auto *shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(40);
    shadow->setOffset(0, 6);
    shadow->setColor(QColor(0, 0, 0, 90));
    setGraphicsEffect(shadow);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Preview of the lead"));
    m_panel = new LeadPanel(LeadPanel::Mode::Read, this);
    m_panel->scrollArea()->setFocusPolicy(Qt::NoFocus);
    m_hints = new HintBar(this);
    setInTrash(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_panel, 1);
    column->addWidget(m_hints);
    connect(m_panel, &LeadPanel::linkRequested, this, &LeadPreview::linkRequested);
    connect(m_panel, &LeadPanel::copied, this, &LeadPreview::copied);
    over->installEventFilter(this);
    hide();
}

void LeadPreview::showLead(const domain::Lead &lead, domain::Timestamp now)
{
    m_panel->showLead(lead, now);
}

void LeadPreview::setInTrash(bool inTrash)
{
    std::vector<HintBar::Hint> hints { { tr("Space"), tr("close") }, { QStringLiteral("J K"), tr("next, previous") } };
    if (!inTrash)
        hints.insert(hints.end(),
            { { QStringLiteral("A"), tr("accept") }, { QStringLiteral("X"), tr("reject") },
                { QStringLiteral("C"), tr("contacted") } });
    m_hints->setHints(hints);
}

void LeadPreview::open()
{
    arrange();
    show();
    raise();
    setFocus(Qt::PopupFocusReason);
}

bool LeadPreview::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        arrange();
    return Panel::eventFilter(watched, event);
}

void LeadPreview::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = m_panel->scrollArea()->verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Space:
    case Qt::Key_Escape:
        return shut();
    case Qt::Key_J:
    case Qt::Key_K:
        Q_EMIT moveRequested(event->key() == Qt::Key_J ? 1 : -1);
        return;
    case Qt::Key_Down:
        return bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    case Qt::Key_Up:
        return bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
    case Qt::Key_PageDown:
        return bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    case Qt::Key_PageUp:
        return bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    case Qt::Key_Home:
        return bar->triggerAction(QAbstractSlider::SliderToMinimum);
    case Qt::Key_End:
        return bar->triggerAction(QAbstractSlider::SliderToMaximum);
    default:
        Panel::keyPressEvent(event);
    }
}

void LeadPreview::arrange()
{
    // The line at the foot of the page stays free: what was done can be undone there.
    const QRect room = parentWidget()->rect().adjusted(kMargin, kMargin, -kMargin, -m_hints->sizeHint().height() - 8);
    QRect place(0, 0, std::min(kWidest, room.width()), room.height());
    place.moveCenter(room.center());
    setGeometry(place);
}

void LeadPreview::shut()
{
    hide();
    Q_EMIT closed();
}

} // namespace leadline::ui
