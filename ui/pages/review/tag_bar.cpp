#include "ui/pages/review/tag_bar.h"

#include "ui/widgets/entry_field.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/leadline_style.h"

#include <QPainter>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace leadline::ui {

namespace {

constexpr int kLongestTag = 60; // as domain::invalid() has it

/// A pill with a word and a cross; a press removes the tag.
class TagChip : public QToolButton
{
public:
    TagChip(const QString &tag, QWidget *parent)
        : QToolButton(parent)
        , m_tag(tag)
    {
        setAccessibleName(TagBar::tr("Remove tag %1").arg(tag));
        setToolTip(accessibleName());
        setCursor(Qt::PointingHandCursor);
    }

    QSize sizeHint() const override
    {
        return { std::min(fontMetrics().horizontalAdvance(m_tag), 160) + 34, fontMetrics().height() + 8 };
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool marked = underMouse() || hasFocus();
        const QRectF pill = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setPen(hasFocus() ? tokens.accent : tokens.strongBorder);
        painter.setBrush(marked ? tokens.hovered(tokens.surface) : tokens.surface);
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
        painter.setPen(tokens.text);
        const auto place = [this](const QRect &at) { return QStyle::visualRect(layoutDirection(), rect(), at); };
        const QRect text = place(rect().adjusted(10, 0, -22, 0));
        painter.drawText(
            text, Qt::AlignVCenter | Qt::AlignLeading, fontMetrics().elidedText(m_tag, Qt::ElideRight, text.width()));
        const QPixmap cross
            = tintedPixmap(QStringLiteral("close"), { 12, 12 }, marked ? tokens.text : tokens.muted, devicePixelRatioF());
        painter.drawPixmap(place(QRect(width() - 20, (height() - 12) / 2, 12, 12)), cross);
    }

private:
    QString m_tag;
};

} // namespace

TagBar::TagBar(QWidget *parent)
    : QWidget(parent)
    , m_field(new EntryField(tr("Add a tag"), tr("Add a tag"), kLongestTag, this))
{
    auto *flow = new FlowLayout(this, 6);
    m_field->setFixedWidth(120);
    flow->addWidget(m_field);
    connect(m_field, &EntryField::entered, this, &TagBar::addRequested);
    connect(m_field, &EntryField::left, this, &TagBar::left);
}

void TagBar::setTags(const QStringList &tags)
{
    if (tags == m_tags && !m_chips.isEmpty() == !tags.isEmpty())
        return;
    m_tags = tags;
    for (QWidget *chip : std::as_const(m_chips))
        chip->deleteLater();
    m_chips.clear();
    layout()->removeWidget(m_field);
    for (const QString &tag : tags) {
        auto *chip = new TagChip(tag, this);
        connect(chip, &QToolButton::clicked, this, [this, tag] { Q_EMIT removeRequested(tag); });
        layout()->addWidget(chip);
        m_chips.append(chip);
    }
    layout()->addWidget(m_field);
}

void TagBar::setKnownTags(const QStringList &tags)
{
    m_field->setKnownWords(tags);
}

void TagBar::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
}

} // namespace leadline::ui
