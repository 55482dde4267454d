#include "ui/shell/connection_popup.h"

#include "ui/models/connection_text.h"
#include "ui/models/format.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyle>
#include <QVBoxLayout>

namespace leadline::ui {

ConnectionPopup::ConnectionPopup(QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_word(new StatusLabel)
    , m_sentence(new Label(TextRole::Body))
    , m_sync(new Label(TextRole::Muted))
    , m_session(new Label(TextRole::Muted))
    , m_lines(new QPlainTextEdit)
    , m_switch(new QPushButton)
    , m_retry(new QPushButton(tr("Try now")))
    , m_waiting(new QPushButton)
    , m_syncNow(new QPushButton(tr("Sync now")))
{
    setFixedWidth(400);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(m_word);
    for (Label *label : { m_sentence, m_sync, m_session }) {
        label->setWordWrap(true);
        column->addWidget(label);
    }
    m_waiting->setToolTip(tr("Show what waits"));
    column->addWidget(m_waiting, 0, Qt::AlignLeft);
    m_lines->setReadOnly(true);
    m_lines->setFont(monoFont(tokensOf(nullptr)));
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lines->setFixedHeight(120);
    m_lines->setAccessibleName(tr("Last lines of the backend"));
    column->addWidget(m_lines);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 8, 0, 0);
    row->addWidget(m_switch);
    row->addStretch();
    row->addWidget(m_retry);
    row->addWidget(m_syncNow);
    column->addLayout(row);
    connect(m_switch, &QAbstractButton::clicked, this, [this] {
        if (m_online)
            Q_EMIT offlineRequested();
        else
            Q_EMIT onlineRequested();
    });
    connect(m_retry, &QAbstractButton::clicked, this, &ConnectionPopup::retryRequested);
    connect(m_syncNow, &QAbstractButton::clicked, this, &ConnectionPopup::syncRequested);
    connect(m_waiting, &QAbstractButton::clicked, this, [this] {
        hide();
        Q_EMIT waitingRequested();
    });
}

void ConnectionPopup::setStatus(const services::ConnectionStatus &connection, const services::SyncStatus &sync)
{
    using services::ConnectionState;
    const domain::Timestamp now = domain::SystemClock().now();
    const StatusWords words = connectionWords(connection);
    const StatusWords syncing = syncWords(sync, now);
    const bool byOperator = connection.reason == services::ConnectionReason::ByOperator;
    m_online = connection.state != ConnectionState::Offline || !byOperator;
    m_word->setStatus(words.tone, words.word);
    m_sentence->setText(words.sentence);
    m_sync->setText(
        syncing.sentence.isEmpty() ? syncing.word : QStringLiteral("%1. %2").arg(syncing.word, syncing.sentence));
    QStringList waiting;
    if (sync.waiting > 0)
        waiting << waitingWords(sync.waiting);
    if (sync.conflicts > 0)
        waiting << conflictWords(sync.conflicts);
    m_waiting->setText(waiting.join(QStringLiteral(" · ")));
    m_waiting->setVisible(!waiting.isEmpty());
    QStringList session;
    if (connection.nextTryAt && connection.state != ConnectionState::Online) {
        const qint64 wait = domain::toMilliseconds(*connection.nextTryAt) - domain::toMilliseconds(now);
        if (wait > 0)
            session << tr("Next try in %1.").arg(formatDuration(wait + 999));
    }
    if (connection.memoryOnlySession && !connection.localBackend)
        session << tr("No keychain is available: you sign in again after a restart.");
    m_session->setText(session.join(u' '));
    m_session->setVisible(!session.isEmpty());
    const bool showLines = connection.state == ConnectionState::Offline && !byOperator && !connection.backendLines.isEmpty();
    m_lines->setVisible(showLines);
    m_lines->setPlainText(showLines ? connection.backendLines.join(u'\n') : QString());
    m_switch->setText(m_online ? tr("Work offline") : tr("Go online"));
    m_retry->setVisible(connection.state == ConnectionState::Offline && !byOperator);
    m_syncNow->setVisible(connection.state == ConnectionState::Online);
    adjustSize();
}

void ConnectionPopup::popup(const QWidget *anchor)
{
    adjustSize();
    const QRect place(8, -4 - height(), width(), height());
    move(anchor->mapToGlobal(QStyle::visualRect(layoutDirection(), anchor->rect(), place).topLeft()));
    show();
    (m_retry->isVisible() ? m_retry : m_switch)->setFocus(Qt::PopupFocusReason);
}

void ConnectionPopup::keyPressEvent(QKeyEvent *event)
{
    // A popup is no dialog: its buttons know the space bar only.
    auto *button = qobject_cast<QPushButton *>(focusWidget());
    if (button && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        button->click();
    else
        QFrame::keyPressEvent(event);
}

void ConnectionPopup::paintEvent(QPaintEvent * /*event*/)
{
    const Tokens &t = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), t.raised);
    painter.setPen(t.strongBorder);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace leadline::ui
