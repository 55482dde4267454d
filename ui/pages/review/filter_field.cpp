#include "ui/pages/review/filter_field.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/leadline_style.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QStringListModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace leadline::ui {

namespace {

constexpr int kBreathMs = 120;

/// Words the filter language knows, offered before any value.
QStringList filterWords()
{
    QStringList words;
    for (const char16_t *word : { u"status:new", u"status:accepted", u"status:rejected", u"status:contacted", u"has:email",
             u"has:phone", u"has:website", u"has:note", u"-has:email", u"-has:phone", u"score>60", u"score<30", u"rating>=3",
             u"city:", u"country:", u"category:", u"tag:", u"-tag:", u"source:website", u"name:", u"email:", u"phone:",
             u"website:", u"assignee:", u"found>", u"is:deleted" })
        words.append(QString::fromUtf16(word));
    return words;
}

/// One offered word, with room to aim at it.
class OfferDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return { QStyledItemDelegate::sizeHint(option, index).width() + 16, 28 };
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = tokensOf(option.widget);
        const bool marked = option.state & (QStyle::State_Selected | QStyle::State_MouseOver);
        painter->fillRect(option.rect, marked ? tokens.selection : tokens.raised);
        painter->setPen(tokens.text);
        painter->drawText(option.rect.adjusted(12, 0, -12, 0), Qt::AlignVCenter | Qt::AlignLeading,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, option.rect.width() - 24));
    }
};

} // namespace

FilterField::FilterField(QWidget *parent)
    : QLineEdit(parent)
    , m_completer(new QCompleter(this))
    , m_words(new QStringListModel(this))
{
    setPlaceholderText(tr("Filter: status:new has:email city:Lyon, or any words"));
    setAccessibleName(tr("Filter"));
    setClearButtonEnabled(true);
    addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_completer->setWidget(this);
    m_completer->setModel(m_words);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setMaxVisibleItems(10);
    m_completer->popup()->setItemDelegate(new OfferDelegate(m_completer->popup()));
    m_completer->popup()->setFrameShape(QFrame::StyledPanel);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FilterField::insertCompletion);
    m_breath.setSingleShot(true);
    m_breath.setInterval(kBreathMs);
    connect(&m_breath, &QTimer::timeout, this, [this] { Q_EMIT edited(text()); });
    connect(this, &QLineEdit::textEdited, this, [this] {
        m_breath.start();
        offer();
    });
    // The clear button changes the text without textEdited.
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            m_breath.start();
    });
}

void FilterField::setValues(const QString &field, const QStringList &values)
{
    m_values.insert(field, values);
}

void FilterField::setProblem(const QString &problem)
{
    if (problem == m_problem)
        return;
    m_problem = problem;
    setToolTip(problem);
    setAccessibleDescription(problem);
    update();
}

void FilterField::showText(const QString &text)
{
    if (text == this->text())
        return;
    setText(text);
    m_breath.stop();
}

bool FilterField::event(QEvent *event)
{
    // Tab would move the focus before it is a key press: while words are offered it takes the marked one, or the first.
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab
        && m_completer->popup()->isVisible()) {
        const QModelIndex marked = m_completer->popup()->currentIndex();
        const QModelIndex taken = marked.isValid() ? marked : m_completer->completionModel()->index(0, 0);
        m_completer->popup()->hide();
        insertCompletion(taken.data().toString());
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    QAbstractItemView *popup = m_completer->popup();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (popup->isVisible()) {
        if (event->key() == Qt::Key_Escape) {
            popup->hide();
            return;
        }
        if (enter && popup->currentIndex().isValid()) {
            event->ignore(); // the completer inserts the marked word
            return;
        }
        if (enter)
            popup->hide();
    } else if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    } else if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Down) {
        Q_EMIT left();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void FilterField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    // A word that is still being completed is not a mistake yet.
    if (m_problem.isEmpty() || m_completer->popup()->isVisible())
        return;
    const Tokens &tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.danger, 1.5));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), tokens.radius, tokens.radius);
}

QString FilterField::wordAtCursor() const
{
    const QString before = text().left(cursorPosition());
    return before.mid(before.lastIndexOf(u' ') + 1);
}

void FilterField::offer()
{
    const QString word = wordAtCursor();
    if (word.isEmpty()) {
        m_completer->popup()->hide();
        return;
    }
    QStringList offered = filterWords();
    const QString field = word.section(u':', 0, 0).remove(u'-');
    if (word.contains(u':'))
        Q_EMIT valuesWanted(field);
    for (const QString &value : m_values.value(field)) {
        const QString quoted = value.contains(u' ') ? u'"' + value + u'"' : value;
        offered.append((word.startsWith(u'-') ? QStringLiteral("-") : QString()) + field + u':' + quoted);
    }
    m_words->setStringList(offered);
    m_completer->setCompletionPrefix(word);
    const bool onlyItself = m_completer->completionCount() == 1 && m_completer->currentCompletion() == word;
    if (m_completer->completionCount() == 0 || onlyItself) {
        m_completer->popup()->hide();
        return;
    }
    // Under the word that is completed, not across the whole field.
    constexpr int kPopupWidth = 280;
    const int end = cursorRect().center().x();
    const int start = std::max(0, end - fontMetrics().horizontalAdvance(word) - 12);
    m_completer->complete(QRect(start, 0, kPopupWidth, height()));
}

void FilterField::insertCompletion(const QString &completion)
{
    const QString word = wordAtCursor();
    const int start = cursorPosition() - static_cast<int>(word.size());
    QString filled = text();
    // A field waits for its value, anything else is a whole term.
    const bool complete = !completion.endsWith(u':') && !completion.endsWith(u'>');
    const QString inserted = complete ? completion + u' ' : completion;
    filled.replace(start, word.size(), inserted);
    setText(filled);
    setCursorPosition(start + static_cast<int>(inserted.size()));
    if (complete)
        m_breath.start();
    else // the list that was picked from closes first
        QTimer::singleShot(0, this, &FilterField::offer);
}

} // namespace leadline::ui
