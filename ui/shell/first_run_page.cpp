#include "ui/shell/first_run_page.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace leadline::ui {

ChoiceCard::ChoiceCard(
    const QString &iconName, const QString &title, const QString &text, const QString &hint, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(iconName)
    , m_sentence(text)
    , m_hint(hint)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(hint.isEmpty() ? text : QStringLiteral("%1 %2").arg(hint, text));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChoiceCard::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &t = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool enabled = isEnabled();
    const QColor ground = !enabled ? t.window
        : isDown()                 ? t.pressed(t.surface)
        : underMouse()             ? t.hovered(t.surface)
                                   : t.surface;
    painter.setBrush(ground);
    painter.setPen(QPen(hasFocus() ? t.accent : t.border, hasFocus() ? 2 : 1));
    const double edge = hasFocus() ? 1.0 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(edge, edge, -edge, -edge), t.radius + 2, t.radius + 2);
    const auto place = [&](const QRect &logical) { return style()->visualRect(layoutDirection(), rect(), logical); };
    const QRect disc = place(QRect(20, (height() - 44) / 2, 44, 44));
    painter.setPen(Qt::NoPen);
    painter.setBrush(enabled ? t.selection : t.hovered(t.window));
    painter.drawEllipse(disc);
    painter.drawPixmap(disc.adjusted(11, 11, -11, -11),
        tintedPixmap(m_icon, { 22, 22 }, enabled ? t.accent : t.muted, devicePixelRatioF()));
    const int left = 84;
    const int right = 44;
    QFont strong = font();
    strong.setPointSizeF(t.bodyPt * 1.1);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(enabled ? t.text : t.muted);
    painter.drawText(place(QRect(left, 12, width() - left - right, 24)), Qt::AlignVCenter | Qt::AlignLeading, text());
    if (!m_hint.isEmpty()) {
        const int titleWidth = painter.fontMetrics().horizontalAdvance(text());
        QFont small = font();
        small.setPointSizeF(t.sectionPt * 0.95);
        painter.setFont(small);
        const int hintWidth = painter.fontMetrics().horizontalAdvance(m_hint) + 16;
        const QRectF pill = QRectF(place(QRect(left + titleWidth + 12, 14, hintWidth, 20))).adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setPen(QPen(enabled ? t.accent : t.strongBorder, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(pill, 10, 10);
        painter.setPen(enabled ? t.accent : t.muted);
        painter.drawText(pill, Qt::AlignCenter, m_hint);
    }
    painter.setFont(font());
    painter.setPen(t.muted);
    painter.drawText(
        place(QRect(left, 36, width() - left - right, 40)), Qt::AlignTop | Qt::AlignLeading | Qt::TextWordWrap, m_sentence);
    if (enabled)
        painter.drawPixmap(place(QRect(width() - 36, (height() - 16) / 2, 16, 16)),
            tintedPixmap(
                layoutDirection() == Qt::RightToLeft ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right"),
                { 16, 16 }, t.muted, devicePixelRatioF()));
}

FirstRunPage::FirstRunPage(QWidget *parent)
    : Panel(Ground::Window, parent)
{
    m_cards = {
        new ChoiceCard(QStringLiteral("computer"), tr("This computer"),
            tr("The backend starts by itself and keeps everything here. No account, no key, nothing to install."),
            tr("Recommended")),
        new ChoiceCard(QStringLiteral("demo"), tr("Demo workspace"),
            tr("Invented businesses on a bundled web site, served on this computer only. Good for a first look."), {}),
        new ChoiceCard(QStringLiteral("server"), tr("Team server"),
            tr("Share tasks and leads with colleagues. This version cannot connect to a server yet; a later one will."),
            tr("Comes later")),
    };
    m_cards.at(0)->setObjectName(QStringLiteral("choose-this-computer"));
    m_cards.at(1)->setObjectName(QStringLiteral("choose-demo"));
    m_cards.at(2)->setObjectName(QStringLiteral("choose-server"));
    m_cards.at(2)->setEnabled(false);
    auto *middle = new QVBoxLayout;
    middle->setSpacing(12);
    auto *sign = new QLabel;
    sign->setPixmap(applicationIcon().pixmap({ 48, 48 }, devicePixelRatioF()));
    middle->addWidget(sign);
    auto *title = new Label(TextRole::Title, tr("Welcome to Leadline"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    title->setFont(large);
    middle->addWidget(title);
    middle->addWidget(
        new Label(TextRole::Muted, tr("Where should the work be done? You can change this later in Settings.")));
    middle->addSpacing(8);
    for (ChoiceCard *card : std::as_const(m_cards))
        middle->addWidget(card);
    m_problem = new ErrorBanner;
    middle->addWidget(m_problem);
    auto *box = new QWidget;
    box->setLayout(middle);
    box->setMaximumWidth(600);
    middle->setContentsMargins(0, 0, 0, 0);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(box, 8);
    row->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->addStretch(2);
    column->addLayout(row);
    column->addStretch(3);
    connect(m_cards.at(0), &QAbstractButton::clicked, this, [this] { Q_EMIT chosen(Workspace::ThisComputer); });
    connect(m_cards.at(1), &QAbstractButton::clicked, this, [this] { Q_EMIT chosen(Workspace::Demo); });
}

void FirstRunPage::focusDefault()
{
    m_cards.first()->setFocus(Qt::TabFocusReason);
}

void FirstRunPage::showProblem(const QString &text)
{
    m_problem->show(Tone::Danger, text);
}

void FirstRunPage::keyPressEvent(QKeyEvent *event)
{
    const auto *card = qobject_cast<ChoiceCard *>(focusWidget());
    switch (event->key()) {
    case Qt::Key_Down:
        focusNextChild();
        return;
    case Qt::Key_Up:
        focusPreviousChild();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        window()->setAttribute(Qt::WA_KeyboardFocusChange); // the next page shows where the keyboard is
        if (card)
            m_cards.at(m_cards.indexOf(const_cast<ChoiceCard *>(card)))->click();
        return;
    default:
        Panel::keyPressEvent(event);
    }
}

} // namespace leadline::ui
