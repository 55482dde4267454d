#include "ui/pages/live/live_dock.h"

#include "ui/models/format.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>
#include <memory>

namespace leadline::ui {

namespace {

constexpr int kButtonsWidth = 136; ///< four of them, with the margins

bool allows(domain::TaskState state, services::TaskCommand command)
{
    const auto allowed = services::allowedCommands(state);
    return std::find(allowed.begin(), allowed.end(), command) != allowed.end();
}

} // namespace

LiveHeader::LiveHeader(LiveController &controller, QWidget *parent)
    : Panel(Ground::Surface, parent)
    , m_controller(controller)
    , m_name(new ElidedLabel(TextRole::Strong))
    , m_state(new StatusLabel)
    , m_age(new ElidedLabel(TextRole::Muted))
    , m_pause(new IconButton(QStringLiteral("pause"), tr("Pause")))
    , m_stop(new IconButton(QStringLiteral("stop"), tr("Stop")))
    , m_float(new IconButton(QStringLiteral("float"), tr("Float")))
{
    setBorders(Qt::BottomEdge); // the line above is the edge between the docks
    setFixedHeight(36);
    auto *close = new IconButton(QStringLiteral("close"), tr("Close pane"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(directedMargins(12, 1, 4, 1));
    row->setSpacing(8);
    row->addWidget(m_name);
    row->addWidget(m_state);
    row->addWidget(m_age);
    row->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(0);
    for (IconButton *button : { m_pause, m_stop, m_float, close })
        buttons->addWidget(button);
    row->addLayout(buttons);
    connect(m_pause, &QAbstractButton::clicked, this, [this] {
        using services::TaskCommand;
        m_controller.control(
            allows(m_controller.task().state, TaskCommand::Pause) ? TaskCommand::Pause : TaskCommand::Resume);
    });
    connect(m_stop, &QAbstractButton::clicked, this, [this] { m_controller.control(services::TaskCommand::Stop); });
    connect(m_float, &QAbstractButton::clicked, this, &LiveHeader::floatRequested);
    connect(close, &QAbstractButton::clicked, this, &LiveHeader::closeRequested);
    connect(&controller, &LiveController::changed, this, &LiveHeader::refresh);
    connect(&m_tick, &QTimer::timeout, this, &LiveHeader::refresh);
    m_tick.start(1000);
    refresh();
}

void LiveHeader::refresh()
{
    using services::TaskCommand;
    const domain::Task &task = m_controller.task();
    const domain::Timestamp now = domain::SystemClock().now();
    m_name->setText(task.spec.name);
    const StateWords words = taskStateWords(task, now);
    m_state->setStatus(words.tone, words.word);
    m_age->setText(m_controller.activityText(now));
    const bool canPause = allows(task.state, TaskCommand::Pause);
    const bool canResume = allows(task.state, TaskCommand::Resume);
    m_pause->setIcon(themedIcon(canResume ? QStringLiteral("play") : QStringLiteral("pause")));
    m_pause->setNaming(canResume ? tr("Resume") : tr("Pause"));
    m_pause->setEnabled(canPause || canResume);
    m_stop->setEnabled(allows(task.state, TaskCommand::Stop));
    makeRoom();
}

void LiveHeader::setFloating(bool floating)
{
    m_float->setIcon(themedIcon(floating ? QStringLiteral("dock") : QStringLiteral("float")));
    m_float->setNaming(floating ? tr("Dock") : tr("Float"));
}

void LiveHeader::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    makeRoom();
}

/// The age gives way before the name or the state is cut.
void LiveHeader::makeRoom()
{
    int needed = kButtonsWidth;
    for (const QWidget *part :
        { static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_state), static_cast<QWidget *>(m_age) })
        needed += part->sizeHint().width() + layout()->spacing();
    m_age->setVisible(width() >= needed);
}

QString LiveDock::objectNameFor(const domain::TaskId &id)
{
    return QStringLiteral("live-") + id.toString();
}

LiveDock::LiveDock(TaskGateway &gateway, const domain::Task &task, QWidget *parent)
    : QDockWidget(task.spec.name, parent)
    , m_id(task.id)
{
    setObjectName(objectNameFor(task.id));
    setAllowedAreas(Qt::BottomDockWidgetArea | Qt::RightDockWidgetArea);
    auto controller = std::make_unique<LiveController>(gateway, task);
    connect(controller.get(), &LiveController::failed, this, &LiveDock::commandFailed);
    m_pane = new LivePane(std::move(controller));
    m_header = new LiveHeader(m_pane->controller());
    setWidget(m_pane);
    setTitleBarWidget(m_header);
    connect(m_pane, &LivePane::leadActivated, this, &LiveDock::leadActivated);
    connect(m_header, &LiveHeader::floatRequested, this, [this] { setFloating(!isFloating()); });
    connect(m_header, &LiveHeader::closeRequested, this, &QDockWidget::close);
    connect(this, &QDockWidget::topLevelChanged, m_header, &LiveHeader::setFloating);
}

void LiveDock::paintEvent(QPaintEvent *event)
{
    QDockWidget::paintEvent(event);
    // A floating pane has no frame of its own: without an edge it would melt into the window below it.
    if (isFloating())
        QPainter(this).fillRect(rect(), tokensOf(this).strongBorder);
}

void LiveDock::closeEvent(QCloseEvent *event)
{
    QDockWidget::closeEvent(event);
    Q_EMIT closing(m_id);
}

} // namespace leadline::ui
