#pragma once

#include <QLineEdit>

namespace leadline::ui {

/// A field for one thing that is added beside a list: Enter takes what was typed and gives the list back, Escape only gives
/// it back.
class EntryField : public QLineEdit
{
    Q_OBJECT

public:
    EntryField(const QString &name, const QString &hint, int maxLength, QWidget *parent = nullptr);

    /// Words offered while typing.
    void setKnownWords(const QStringList &words);

Q_SIGNALS:
    /// Never empty, without blanks at its ends. The field is empty again by then.
    void entered(const QString &text);
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace leadline::ui
