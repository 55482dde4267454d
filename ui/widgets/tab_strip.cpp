#include "ui/widgets/tab_strip.h"

#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace leadline::ui {

namespace {

class Tab final : public QAbstractButton
{
public:
    Tab(const QString &text, QWidget *parent)
        : QAbstractButton(parent)
    {
        setText(text);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    }

    void setNote(const QString &note)
    {
        if (note == m_note)
            return;
        m_note = note;
        setAccessibleName(note.isEmpty() ? text() : QStringLiteral("%1, %2").arg(text(), note));
        updateGeometry();
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const int word = QFontMetrics(strong()).horizontalAdvance(text());
        return { 16 + word + (m_note.isEmpty() ? 0 : figuresWidth(small(), m_note) + 6), 32 };
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent * /*event*/) override
    {
        const Tokens &t = tokensOf(this);
        QPainter painter(this);
        painter.setFont(isChecked() ? strong() : font());
        painter.setPen(isChecked() || underMouse() ? t.text : t.muted);
        const int word = QFontMetrics(strong()).horizontalAdvance(text());
        const bool rtl = layoutDirection() == Qt::RightToLeft;
        const auto place
            = [&](const QRect &r) { return QStyle::visualRect(rtl ? Qt::RightToLeft : Qt::LeftToRight, rect(), r); };
        painter.drawText(place(QRect(8, 0, word + 2, height())), Qt::AlignVCenter | Qt::AlignLeading, text());
        if (!m_note.isEmpty()) {
            painter.setFont(small());
            painter.setPen(t.muted);
            drawFigures(&painter, place(QRect(14 + word, 1, width() - 14 - word, height())), Qt::AlignLeft, m_note);
        }
        if (isChecked())
            painter.fillRect(8, height() - 2, width() - 16, 2, t.accent);
        if (hasFocus()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(t.accent, 2));
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 3, -1, -3), 4, 4);
        }
    }

private:
    [[nodiscard]] QFont strong() const
    {
        QFont f = font();
        f.setWeight(QFont::DemiBold);
        return f;
    }
    [[nodiscard]] QFont small() const
    {
        QFont f = font();
        f.setPointSizeF(tokensOf(this).sectionPt);
        return f;
    }

    QString m_note;
};

} // namespace

TabStrip::TabStrip(QWidget *parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

void TabStrip::addTab(const QString &text)
{
    auto *tab = new Tab(text, this);
    const int index = static_cast<int>(m_tabs.size());
    m_tabs << tab;
    m_row->addWidget(tab);
    tab->setFocusPolicy(index == 0 ? Qt::TabFocus : Qt::NoFocus);
    connect(tab, &QAbstractButton::clicked, this, [this, index] { setCurrent(index); });
    if (m_current < 0)
        setCurrent(0);
}

void TabStrip::setNote(int index, const QString &note)
{
    static_cast<Tab *>(m_tabs.at(index))->setNote(note);
}

void TabStrip::setCurrent(int index)
{
    const bool moved = index != m_current;
    m_current = index;
    for (int i = 0; i < m_tabs.size(); ++i) {
        m_tabs.at(i)->setChecked(i == index);
        m_tabs.at(i)->setFocusPolicy(i == index ? Qt::TabFocus : Qt::NoFocus);
    }
    if (moved)
        Q_EMIT currentChanged(index);
}

void TabStrip::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Right ? 1 : (event->key() == Qt::Key_Left ? -1 : 0);
    if (step == 0 || m_tabs.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int count = static_cast<int>(m_tabs.size());
    setCurrent((m_current + step * (layoutDirection() == Qt::RightToLeft ? -1 : 1) + count) % count);
    m_tabs.at(m_current)->setFocus(Qt::TabFocusReason);
}

} // namespace leadline::ui
