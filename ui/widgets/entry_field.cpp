#include "ui/widgets/entry_field.h"

#include <QCompleter>
#include <QKeyEvent>

namespace leadline::ui {

EntryField::EntryField(const QString &name, const QString &hint, int maxLength, QWidget *parent)
    : QLineEdit(parent)
{
    setAccessibleName(name);
    setPlaceholderText(hint);
    setMaxLength(maxLength);
    connect(this, &QLineEdit::returnPressed, this, [this] {
        const QString typed = text().trimmed();
        clear();
        if (!typed.isEmpty())
            Q_EMIT entered(typed);
        Q_EMIT left();
    });
}

void EntryField::setKnownWords(const QStringList &words)
{
    auto *offered = new QCompleter(words, this);
    offered->setCaseSensitivity(Qt::CaseInsensitive);
    delete completer();
    setCompleter(offered);
}

void EntryField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        clear();
        Q_EMIT left();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace leadline::ui
