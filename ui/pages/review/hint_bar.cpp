#include "ui/pages/review/hint_bar.h"

#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"

#include <QStyle>

namespace leadline::ui {

namespace {

constexpr int kMargin = 12;
constexpr int kKeyGap = 6;
constexpr int kHintGap = 16;

} // namespace

HintBar::HintBar(QWidget *parent)
    : Panel(Ground::Surface, parent)
{
    setBorders(Qt::TopEdge);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void HintBar::setHints(const std::vector<Hint> &hints)
{
    for (const auto &[key, word] : m_shown) {
        delete key;
        delete word;
    }
    m_shown.clear();
    for (const auto &[key, word] : hints)
        m_shown.emplace_back(new KeyCap(key, this), new Label(TextRole::Muted, word, this));
    arrange();
}

void HintBar::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    arrange();
}

void HintBar::showEvent(QShowEvent *event)
{
    Panel::showEvent(event);
    arrange();
}

void HintBar::arrange()
{
    int x = kMargin;
    bool room = true;
    const auto put = [this, &x](QWidget *widget) {
        const QSize size = widget->sizeHint();
        const QRect place(x, (height() + 1 - size.height()) / 2, size.width(), size.height());
        widget->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
        x += size.width();
    };
    for (const auto &[key, word] : m_shown) {
        const int needed = key->sizeHint().width() + kKeyGap + word->sizeHint().width();
        room = room && x + needed + kMargin <= width();
        key->setVisible(room);
        word->setVisible(room);
        put(key);
        x += kKeyGap;
        put(word);
        x += kHintGap;
    }
}

} // namespace leadline::ui
