#pragma once

#include <QLineEdit>
#include <QTimer>

class QCompleter;
class QStringListModel;

namespace leadline::ui {

/// The filter of the review page as text, completed word by word. edited() follows typing by a breath, so that a fast typist
/// asks the store once.
class FilterField : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterField(QWidget *parent = nullptr);

    /// Values offered after `field:`.
    void setValues(const QString &field, const QStringList &values);
    /// Marks the text as one that cannot be read, with the reason; empty = readable.
    void setProblem(const QString &problem);
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Replaces the text without edited().
    void showText(const QString &text);

Q_SIGNALS:
    void edited(const QString &text);
    /// Values of a field are about to be offered; setValues() from here still counts.
    void valuesWanted(const QString &field);
    /// Down, or Escape in an empty field: the operator goes on to the list.
    void left();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString wordAtCursor() const;
    void offer();
    void insertCompletion(const QString &completion);

    QCompleter *m_completer = nullptr;
    QStringListModel *m_words = nullptr;
    QHash<QString, QStringList> m_values;
    QString m_problem;
    QTimer m_breath;
};

} // namespace leadline::ui
