#include "ui/shell/status_strip.h"

#include "ui/models/connection_text.h"
#include "ui/models/format.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>

namespace leadline::ui {

namespace {

constexpr int kButtonHeight = 24;
constexpr int kPadding = 8;

/// Words that open something: a ground under the pointer, a ring with the keyboard.
class StatusButton : public QAbstractButton
{
public:
    explicit StatusButton(QWidget *parent)
        : QAbstractButton(parent)
    {
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setFixedHeight(kButtonHeight);
        setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    }

    void setTone(Tone tone)
    {
        m_tone = tone;
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        // Two more than the advance, which is rounded: a word must not be cut for half a pixel.
        const int words
            = layout() ? layout()->sizeHint().width() : fontMetrics().horizontalAdvance(text()) + 2 + 2 * kPadding;
        return { words, kButtonHeight };
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return { std::min(60, sizeHint().width()), kButtonHeight }; }

protected:
    void paintEvent(QPaintEvent * /*event*/) override
    {
        const Tokens &t = tokensOf(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(hasFocus() ? QPen(t.accent, 2) : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? QBrush(t.hovered(t.surface)) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
        if (text().isEmpty())
            return;
        QFont words = font();
        words.setUnderline(underMouse());
        painter.setFont(words);
        painter.setPen(toneColor(t, m_tone));
        const QRect room = rect().adjusted(kPadding, 0, -kPadding, 0);
        painter.drawText(room, Qt::AlignCenter, fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
    }

private:
    Tone m_tone = Tone::Neutral;
};

} // namespace

StatusStrip::StatusStrip(QWidget *parent)
    : Panel(Ground::Surface, parent)
    , m_button(new StatusButton(this))
    , m_connectionLabel(new StatusLabel(m_button))
    , m_waiting(new StatusButton(this))
    , m_conflicts(new StatusButton(this))
    , m_syncLabel(new ElidedLabel(TextRole::Muted))
    , m_tasksLabel(new ElidedLabel(TextRole::Muted))
    , m_leadsLabel(new ElidedLabel(TextRole::Muted))
{
    setBorders(Qt::TopEdge);
    setFixedHeight(28);
    auto *inner = new QHBoxLayout(m_button);
    inner->addWidget(m_connectionLabel);
    m_button->setObjectName(QStringLiteral("connection-status"));
    m_waiting->setObjectName(QStringLiteral("waiting-status"));
    m_conflicts->setObjectName(QStringLiteral("conflict-status"));
    static_cast<StatusButton *>(m_conflicts)->setTone(Tone::Danger);
    // What waits is said right behind the connection, as one sentence of two buttons.
    auto *sentence = new QHBoxLayout;
    sentence->setSpacing(0);
    sentence->addWidget(m_button);
    sentence->addWidget(m_waiting);
    sentence->addWidget(m_conflicts);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(directedMargins(8, 1, 16, 1)); // even room, so that labels and buttons share a base line
    row->setSpacing(16);
    row->addLayout(sentence);
    row->addWidget(m_syncLabel);
    row->addStretch(1);
    row->addWidget(m_tasksLabel);
    row->addWidget(m_leadsLabel);
    for (QWidget *small : { static_cast<QWidget *>(m_connectionLabel), static_cast<QWidget *>(m_syncLabel),
             static_cast<QWidget *>(m_tasksLabel), static_cast<QWidget *>(m_leadsLabel), static_cast<QWidget *>(m_waiting),
             static_cast<QWidget *>(m_conflicts) }) {
        QFont font = small->font();
        font.setPointSizeF(tokensOf(nullptr).sectionPt + 0.25);
        small->setFont(font);
    }
    connect(m_button, &QAbstractButton::clicked, this, &StatusStrip::detailsRequested);
    connect(m_waiting, &QAbstractButton::clicked, this, &StatusStrip::waitingRequested);
    connect(m_conflicts, &QAbstractButton::clicked, this, &StatusStrip::waitingRequested);
    connect(&m_tick, &QTimer::timeout, this, &StatusStrip::refresh);
    m_tick.start(15'000);
    refresh();
}

void StatusStrip::setConnection(const services::ConnectionStatus &status)
{
    m_connection = status;
    refresh();
}

void StatusStrip::setSync(const services::SyncStatus &status)
{
    m_sync = status;
    refresh();
}

void StatusStrip::setWork(int runningTasks, std::optional<qint64> leads)
{
    m_tasksLabel->setText(
        runningTasks == 0 ? QString() : tr("%1 task(s) running", nullptr, runningTasks).arg(formatCount(runningTasks)));
    m_leadsLabel->setText(leads ? tr("%1 lead(s)", nullptr, plural(*leads)).arg(formatCount(*leads)) : QString());
}

QString StatusStrip::connectionText() const
{
    const QString word = m_connectionLabel->word();
    return m_waiting->isHidden() ? word : word + u' ' + m_waiting->text();
}

void StatusStrip::refresh()
{
    const StatusWords words = connectionWords(m_connection);
    // "Offline: 3 changes waiting" is read as one sentence.
    m_button->layout()->setContentsMargins(directedMargins(kPadding, 0, m_sync.waiting > 0 ? 0 : kPadding, 0));
    m_connectionLabel->setStatus(words.tone, m_sync.waiting > 0 ? words.word + u':' : words.word);
    m_button->setAccessibleName(tr("Connection: %1").arg(words.word));
    m_button->setToolTip(words.sentence);
    m_button->updateGeometry();
    m_waiting->setText(waitingWords(m_sync.waiting));
    m_waiting->setToolTip(tr("Show what waits"));
    static_cast<StatusButton *>(m_waiting)->setTone(words.tone);
    m_waiting->setVisible(m_sync.waiting > 0);
    m_conflicts->setText(conflictWords(m_sync.conflicts));
    m_conflicts->setToolTip(tr("Decide which value stays"));
    m_conflicts->setVisible(m_sync.conflicts > 0);
    m_syncLabel->setText(syncWords(m_sync, domain::SystemClock().now()).word);
}

} // namespace leadline::ui
