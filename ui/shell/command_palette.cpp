#include "ui/shell/command_palette.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

namespace leadline::ui {

namespace {

constexpr int kRow = 36;
constexpr int kVisibleRows = 9;
constexpr int kKeysColumn = 96;

class CommandDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem & /*option*/, const QModelIndex & /*index*/) const override
    {
        return { 200, kRow };
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &t = tokensOf(option.widget);
        const bool enabled = index.data(CommandModel::EnabledRole).toBool();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(t.selection);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), t.radius, t.radius);
        }
        const auto place = [&](const QRect &r) { return QStyle::visualRect(option.direction, option.rect, r); };
        const QRect r = option.rect;
        const QString glyph = index.data(CommandModel::IconRole).toString();
        painter->drawPixmap(place(QRect(r.left() + 12, r.top() + 10, 16, 16)),
            tintedPixmap(glyph.isEmpty() ? QStringLiteral("command") : glyph, { 16, 16 }, enabled ? t.muted : t.disabled,
                painter->device()->devicePixelRatioF()));
        painter->setFont(option.font);
        const QString keys = index.data(CommandModel::ShortcutRole).toString();
        const int width = KeyCap::widthOf(option.font, keys);
        if (!keys.isEmpty())
            KeyCap::draw(painter, place(QRect(r.right() - 12 - width, r.top(), width, r.height())), t, keys);
        const int right = r.right() - 12 - std::max(width, kKeysColumn) - 12;
        const QString group = index.data(CommandModel::GroupRole).toString();
        const QFontMetrics metrics(option.font);
        const int groupWidth = std::min(metrics.horizontalAdvance(group) + 2, 120);
        const QRect title(r.left() + 40, r.top(), right - groupWidth - 16 - r.left() - 40, r.height());
        painter->setPen(enabled ? t.text : t.disabled);
        const QString shown = metrics.elidedText(index.data().toString(), Qt::ElideRight, title.width());
        drawLine(painter, place(title), shown);
        painter->setPen(enabled ? t.muted : t.disabled);
        painter->drawText(place(QRect(right - groupWidth, r.top(), groupWidth, r.height())),
            Qt::AlignVCenter | Qt::AlignTrailing, metrics.elidedText(group, Qt::ElideRight, groupWidth));
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget *parent)
    : QWidget(parent)
    , m_model(this)
    , m_card(new Panel(Panel::Ground::Raised, this))
    , m_field(new QLineEdit(m_card))
    , m_list(new QListView(m_card))
{
    setObjectName(QStringLiteral("command-palette"));
    setAccessibleName(tr("Command palette"));
    m_card->setCard(true);
    auto *column = new QVBoxLayout(m_card);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    m_field->setPlaceholderText(tr("Type what you want to do"));
    m_field->setAccessibleName(tr("Search commands"));
    m_field->addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    column->addWidget(m_field);
    column->addWidget(m_list);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_field->installEventFilter(this);
    parent->installEventFilter(this);
    connect(m_field, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_model.setText(text);
        arrange();
        m_list->setCurrentIndex(m_model.index(0));
    });
    connect(m_list, &QListView::entered, m_list, &QListView::setCurrentIndex);
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::setFallback(std::function<std::vector<Command>(const QString &text)> fallback)
{
    m_model.setFallback(std::move(fallback));
}

void CommandPalette::open(std::vector<Command> commands, const QString &text)
{
    m_focusBefore = QApplication::focusWidget();
    m_model.setText(text);
    m_model.setCommands(std::move(commands));
    m_field->setText(text);
    arrange();
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
    m_list->setCurrentIndex(m_model.index(0));
    m_list->verticalScrollBar()->setValue(0);
}

void CommandPalette::arrange()
{
    setGeometry(parentWidget()->rect());
    const int width = std::min(640, parentWidget()->width() - 48);
    const int rows = std::clamp(m_model.rowCount({}), 1, std::min(kVisibleRows, (parentWidget()->height() - 160) / kRow));
    m_list->setFixedHeight(rows * kRow);
    m_card->setGeometry((parentWidget()->width() - width) / 2, 56, width, rows * kRow + 32 + 24);
}

void CommandPalette::dismiss()
{
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    m_focusBefore = nullptr;
}

void CommandPalette::run(const QModelIndex &index)
{
    const Command *command = m_model.commandAt(index.row());
    if (!command || !command->enabled)
        return;
    const auto action = command->run;
    dismiss();
    if (action)
        action();
}

void CommandPalette::step(int rows)
{
    const int count = m_model.rowCount({});
    if (count == 0)
        return;
    const int row = (m_list->currentIndex().row() + rows + count) % count;
    m_list->setCurrentIndex(m_model.index(row));
    m_list->scrollTo(m_model.index(row));
}

void CommandPalette::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    QColor veil(0, 0, 0);
    veil.setAlphaF(tokensOf(this).isDark() ? 0.45F : 0.22F);
    painter.fillRect(rect(), veil);
}

void CommandPalette::mousePressEvent(QMouseEvent * /*event*/)
{
    dismiss();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        arrange();
    if (watched != m_field)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Escape:
            dismiss();
            return true;
        case Qt::Key_Down:
            step(1);
            return true;
        case Qt::Key_Up:
            step(-1);
            return true;
        case Qt::Key_PageDown:
            step(std::min(kVisibleRows, m_model.rowCount({}) - 1 - m_list->currentIndex().row()));
            return true;
        case Qt::Key_PageUp:
            step(-std::min(kVisibleRows, m_list->currentIndex().row()));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            run(m_list->currentIndex());
            return true;
        default:
            break;
        }
    }
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape)
        event->accept();
    return QWidget::eventFilter(watched, event);
}

} // namespace leadline::ui
