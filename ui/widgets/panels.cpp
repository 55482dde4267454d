#include "ui/widgets/panels.h"

#include "ui/models/format.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace leadline::ui {

namespace {

QString glyphOf(Tone tone)
{
    switch (tone) {
    case Tone::Success:
        return QStringLiteral("success");
    case Tone::Warning:
        return QStringLiteral("warning");
    case Tone::Danger:
        return QStringLiteral("error");
    default:
        return QStringLiteral("info");
    }
}

void drawGlyph(QWidget *widget, const QString &name, const QRect &box, const QColor &color)
{
    QPainter painter(widget);
    painter.drawPixmap(box, tintedPixmap(name, box.size(), color, widget->devicePixelRatioF()));
}

} // namespace

Panel::Panel(Ground ground, QWidget *parent)
    : QWidget(parent)
    , m_ground(ground)
{ }

void Panel::setBorders(Qt::Edges edges)
{
    m_edges = edges;
    update();
}

void Panel::setCard(bool card)
{
    m_card = card;
    update();
}

void Panel::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &t = tokensOf(this);
    const QColor ground = m_ground == Ground::Window ? t.window : (m_ground == Ground::Surface ? t.surface : t.raised);
    QPainter painter(this);
    if (m_card) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.border, 1));
        painter.setBrush(ground);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), t.radius, t.radius);
        return;
    }
    painter.fillRect(rect(), ground);
    if (m_edges & Qt::TopEdge)
        painter.fillRect(0, 0, width(), 1, t.border);
    if (m_edges & Qt::BottomEdge)
        painter.fillRect(0, height() - 1, width(), 1, t.border);
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    if (m_edges & (rtl ? Qt::RightEdge : Qt::LeftEdge))
        painter.fillRect(0, 0, 1, height(), t.border);
    if (m_edges & (rtl ? Qt::LeftEdge : Qt::RightEdge))
        painter.fillRect(width() - 1, 0, 1, height(), t.border);
}

StatCard::StatCard(const QString &name, QWidget *parent)
    : Panel(Ground::Surface, parent)
    , m_name(name)
    , m_text(QStringLiteral("–"))
{
    setCard(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(name);
}

void StatCard::setValue(qint64 value)
{
    if (value <= m_value)
        return;
    m_value = value;
    setText(formatCount(value));
}

void StatCard::reset()
{
    m_value = -1;
    setText(QStringLiteral("–"));
}

void StatCard::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleDescription(text);
    placeSparkline();
    update();
}

Sparkline *StatCard::addSparkline()
{
    if (!m_sparkline)
        m_sparkline = new Sparkline(this);
    return m_sparkline;
}

void StatCard::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    placeSparkline();
}

QFont StatCard::figureFont() const
{
    QFont large = font();
    large.setPointSizeF(tokensOf(this).bodyPt * 1.4);
    large.setWeight(QFont::DemiBold);
    return large;
}

void StatCard::placeSparkline()
{
    if (!m_sparkline)
        return;
    // In steps, so that the line does not jump with every figure.
    const int figure = (figuresWidth(figureFont(), m_text) + 15) / 16 * 16;
    const int left = 12 + std::max(figure, 32) + 8;
    m_sparkline->setVisible(width() - left - 12 >= 24);
    m_sparkline->setGeometry(QStyle::visualRect(layoutDirection(), rect(), QRect(left, 28, width() - left - 12, 26)));
}

void StatCard::paintEvent(QPaintEvent *event)
{
    Panel::paintEvent(event);
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    const QRect inner = rect().adjusted(12, 10, -12, -8);
    painter.setPen(tokens.muted);
    QFont small = font();
    small.setPointSizeF(tokens.sectionPt);
    painter.setFont(small);
    const QRect nameRect(inner.left(), inner.top(), inner.width(), 16);
    painter.drawText(nameRect, Qt::AlignVCenter | Qt::AlignLeading,
        painter.fontMetrics().elidedText(m_name, Qt::ElideRight, inner.width()));
    painter.setFont(figureFont());
    painter.setPen(tokens.text);
    drawFigures(&painter, QRect(inner.left(), inner.top() + 18, inner.width(), inner.height() - 18), Qt::AlignLeft, m_text);
}

NotificationStrip::NotificationStrip(QWidget *parent)
    : Panel(Ground::Raised, parent)
    , m_label(new ElidedLabel(TextRole::Body))
    , m_action(makeFlatButton(QString()))
{
    setBorders(Qt::TopEdge);
    m_action->setProperty("action", true);
    m_action->setFixedHeight(28);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(directedMargins(40, 4, 8, 4));
    // The action stands beside the words it belongs to.
    row->addWidget(m_label);
    row->addWidget(m_action);
    row->addStretch(1);
    auto *close = new IconButton(QStringLiteral("close"), tr("Dismiss"), this);
    row->addWidget(close);
    m_action->setFocusPolicy(Qt::TabFocus);
    connect(close, &QAbstractButton::clicked, this, &NotificationStrip::dismiss);
    connect(m_action, &QAbstractButton::clicked, this, [this] {
        const auto action = std::exchange(m_current.action, nullptr);
        dismiss();
        if (action)
            action();
    });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &NotificationStrip::dismiss);
    hide();
}

void NotificationStrip::post(Notification notification)
{
    m_current = std::move(notification);
    m_label->setText(m_current.text);
    m_action->setText(m_current.actionText);
    m_action->setVisible(!m_current.actionText.isEmpty());
    setAccessibleName(m_current.text);
    const bool appears = isHidden();
    setVisible(true);
    update();
    if (appears)
        Q_EMIT shownChanged(true);
    if (m_current.forMs > 0)
        m_timer.start(m_current.forMs);
    else
        m_timer.stop();
}

void NotificationStrip::dismiss()
{
    m_timer.stop();
    m_current = {};
    if (isHidden())
        return;
    hide();
    Q_EMIT shownChanged(false);
}

QString NotificationStrip::text() const
{
    return isHidden() ? QString() : m_label->text();
}

void NotificationStrip::enterEvent(QEnterEvent *event)
{
    Panel::enterEvent(event);
    m_timer.stop();
}

void NotificationStrip::leaveEvent(QEvent *event)
{
    Panel::leaveEvent(event);
    if (isVisible() && m_current.forMs > 0)
        m_timer.start(m_current.forMs);
}

void NotificationStrip::paintEvent(QPaintEvent *event)
{
    Panel::paintEvent(event);
    const int x = layoutDirection() == Qt::RightToLeft ? width() - 32 : 16;
    drawGlyph(this, glyphOf(m_current.tone), QRect(x, 12, 16, 16), toneColor(tokensOf(this), m_current.tone));
}

EmptyState::EmptyState(const QString &iconName, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_icon(iconName)
    , m_title(new Label(TextRole::Title, title))
    , m_text(new Label(TextRole::Muted, text))
    , m_buttons(new QHBoxLayout)
    , m_column(new QVBoxLayout(this))
{
    m_title->setAlignment(Qt::AlignHCenter);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setWordWrap(true);
    m_text->setMaximumWidth(440);
    m_column->setContentsMargins(24, 24, 24, 24);
    m_column->setSpacing(8);
    m_column->addStretch(2);
    m_column->addSpacing(48);
    m_column->addWidget(m_title);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(m_text, 100);
    middle->addStretch(1);
    m_column->addLayout(middle);
    m_column->addSpacing(8);
    m_buttons->setSpacing(8);
    auto *centred = new QHBoxLayout;
    centred->addStretch();
    centred->addLayout(m_buttons);
    centred->addStretch();
    m_column->addLayout(centred);
    m_column->addStretch(3);
}

void EmptyState::setTexts(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
    layout()->activate();
    update(); // the sign stands where the title begins
}

QPushButton *EmptyState::addButton(const QString &text, bool primary)
{
    QPushButton *button = primary ? makePrimaryButton(text) : new QPushButton(text);
    button->setAutoDefault(true); // outside a dialog Return presses no other button
    m_buttons->addWidget(button);
    return button;
}

void EmptyState::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &tokens = tokensOf(this);
    const QPoint center(width() / 2, m_title->geometry().top() - 28);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.selection);
    painter.drawEllipse(QPointF(center), 24.0, 24.0);
    painter.drawPixmap(QRect(center.x() - 12, center.y() - 12, 24, 24),
        tintedPixmap(m_icon, { 24, 24 }, tokens.accent, devicePixelRatioF()));
}

ErrorBanner::ErrorBanner(QWidget *parent)
    : Panel(Ground::Surface, parent)
    , m_text(new Label(TextRole::Body))
    , m_copy(makeFlatButton(tr("Copy id")))
{
    setCard(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(directedMargins(40, 8, 8, 8));
    row->addWidget(m_text, 1);
    row->addWidget(m_copy);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy->hide();
    connect(m_copy, &QAbstractButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_id); });
    hide();
}

void ErrorBanner::show(Tone tone, const QString &text, const QString &copyableId)
{
    m_tone = tone;
    m_id = copyableId;
    m_text->setText(text);
    m_copy->setVisible(!copyableId.isEmpty());
    m_copy->setToolTip(copyableId);
    setAccessibleName(text);
    setVisible(true);
    update();
}

void ErrorBanner::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &t = tokensOf(this);
    const QColor color = toneColor(t, m_tone);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(blend(t.border, color, 0.5), 1));
    painter.setBrush(blend(t.surface, color, 0.06));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), t.radius, t.radius);
    const int x = layoutDirection() == Qt::RightToLeft ? width() - 28 : 12;
    painter.drawPixmap(
        QRect(x, (height() - 16) / 2, 16, 16), tintedPixmap(glyphOf(m_tone), { 16, 16 }, color, devicePixelRatioF()));
}

} // namespace leadline::ui
