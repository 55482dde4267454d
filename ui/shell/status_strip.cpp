#include "ui/shell/status_strip.h"

#include "ui/models/connection_text.h"
#include "ui/models/format.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"

#include <QHBoxLayout>
#include <QPainter>

namespace leadline::ui {

namespace {

/// Hoverable ground around the connection words.
class StatusButton : public QAbstractButton
{
public:
    explicit StatusButton(QWidget *parent)
        : QAbstractButton(parent)
    {
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    }

    [[nodiscard]] QSize sizeHint() const override { return layout() ? layout()->sizeHint() : QSize(40, 22); }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 60, 22 }; }

protected:
    void paintEvent(QPaintEvent * /*event*/) override
    {
        const Tokens &t = tokensOf(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(hasFocus() ? QPen(t.accent, 2) : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? QBrush(t.hovered(t.surface)) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
};

} // namespace

StatusStrip::StatusStrip(QWidget *parent)
    : Panel(Ground::Surface, parent)
    , m_button(new StatusButton(this))
    , m_connectionLabel(new StatusLabel(m_button))
    , m_syncLabel(new ElidedLabel(TextRole::Muted))
    , m_tasksLabel(new ElidedLabel(TextRole::Muted))
    , m_leadsLabel(new ElidedLabel(TextRole::Muted))
{
    setBorders(Qt::TopEdge);
    setFixedHeight(28);
    auto *inner = new QHBoxLayout(m_button);
    inner->setContentsMargins(8, 0, 8, 0);
    inner->addWidget(m_connectionLabel);
    m_button->setFixedHeight(24);
    m_button->setObjectName(QStringLiteral("connection-status"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 1, 16, 0);
    row->setSpacing(16);
    row->addWidget(m_button);
    row->addWidget(m_syncLabel);
    row->addStretch(1);
    row->addWidget(m_tasksLabel);
    row->addWidget(m_leadsLabel);
    for (QWidget *small : { static_cast<QWidget *>(m_connectionLabel), static_cast<QWidget *>(m_syncLabel),
             static_cast<QWidget *>(m_tasksLabel), static_cast<QWidget *>(m_leadsLabel) }) {
        QFont font = small->font();
        font.setPointSizeF(tokensOf(nullptr).sectionPt + 0.25);
        small->setFont(font);
    }
    connect(m_button, &QAbstractButton::clicked, this, &StatusStrip::detailsRequested);
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
    m_tasksLabel->setText(runningTasks == 0 ? QString()
            : runningTasks == 1             ? tr("1 task running")
                                            : tr("%1 tasks running").arg(formatCount(runningTasks)));
    m_leadsLabel->setText(!leads ? QString() : *leads == 1 ? tr("1 lead") : tr("%1 leads").arg(formatCount(*leads)));
}

QString StatusStrip::connectionText() const
{
    return m_connectionLabel->word();
}

void StatusStrip::refresh()
{
    const StatusWords words = connectionWords(m_connection, m_sync.waiting);
    m_connectionLabel->setStatus(words.tone, words.word);
    m_button->setAccessibleName(tr("Connection: %1").arg(words.word));
    m_button->setToolTip(words.sentence);
    const StatusWords sync = syncWords(m_sync, domain::SystemClock().now());
    m_syncLabel->setText(m_sync.conflicts > 0 ? QStringLiteral("%1 · %2").arg(sync.word, sync.sentence) : sync.word);
}

} // namespace leadline::ui
