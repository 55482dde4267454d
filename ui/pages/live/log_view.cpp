#include "ui/pages/live/log_view.h"

#include "ui/models/log_model.h"
#include "ui/models/task_text.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace leadline::ui {

namespace {

constexpr int kLine = 20;
constexpr int kMargin = 12;
constexpr int kGap = 8; ///< between two columns

/// Of the widest word for a level, in the operator's language.
int levelWidth(const QFontMetrics &metrics)
{
    int widest = 0;
    for (int level = 0; level <= static_cast<int>(domain::LogLevel::Error); ++level)
        widest = std::max(widest, metrics.horizontalAdvance(logLevelWord(static_cast<domain::LogLevel>(level))));
    return widest;
}

class LogDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex & /*index*/) const override
    {
        return { 100, kLine };
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &t = tokensOf(option.widget);
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, t.selection);
        painter->setFont(monoFont(t));
        const QFontMetrics metrics = painter->fontMetrics();
        const auto level = static_cast<domain::LogLevel>(index.data(LogModel::LevelRole).toInt());
        int x = option.rect.left() + kMargin;
        const auto draw = [&](const QString &text, int width, const QColor &color, Qt::TextElideMode elide) {
            const QRect place(x, option.rect.top(), width, option.rect.height());
            painter->setPen(color);
            drawLine(
                painter, QStyle::visualRect(option.direction, option.rect, place), metrics.elidedText(text, elide, width));
            x += width + kGap;
        };
        draw(index.data(LogModel::TimeRole).toString(), metrics.horizontalAdvance(QStringLiteral("00:00:00")), t.muted,
            Qt::ElideNone);
        draw(logLevelWord(level), levelWidth(metrics), toneColor(t, logLevelTone(level)), Qt::ElideNone);
        const QString message = index.data(LogModel::MessageRole).toString();
        const QString host = index.data(LogModel::HostRole).toString();
        if (!host.isEmpty() && !message.contains(host)) {
            const int most = option.rect.width() / 3;
            draw(host, std::min(metrics.horizontalAdvance(host) + 1, most), t.muted, Qt::ElideMiddle);
        }
        draw(
            message, option.rect.right() - x - kMargin, level == domain::LogLevel::Debug ? t.muted : t.text, Qt::ElideRight);
        painter->restore();
    }
};

} // namespace

LogView::LogView(LogModel &model, QWidget *parent)
    : QListView(parent)
{
    setModel(&model);
    setItemDelegate(new LogDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Log"));
    setTabKeyNavigation(false);
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] { m_appending = true; });
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_following)
            scrollToBottom();
        m_appending = false;
    });
    connect(&model, &QAbstractItemModel::modelReset, this, &LogView::follow);
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        // The new position is set after this signal.
        QMetaObject::invokeMethod(this, &LogView::looked, Qt::QueuedConnection);
    });
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this] {
        if (m_following)
            scrollToBottom();
    });
}

void LogView::follow()
{
    setFollowing(true);
    scrollToBottom();
}

void LogView::setFollowing(bool following)
{
    if (following == m_following)
        return;
    m_following = following;
    Q_EMIT followingChanged(following);
}

void LogView::looked()
{
    if (!m_appending)
        setFollowing(verticalScrollBar()->value() >= verticalScrollBar()->maximum() - kLine / 2);
}

void LogView::wheelEvent(QWheelEvent *event)
{
    QListView::wheelEvent(event);
    looked();
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    QListView::keyPressEvent(event);
    looked();
}

void LogView::copySelection()
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows))
        lines << row.data().toString();
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace leadline::ui
