#pragma once

#include <QAbstractButton>
#include <QList>
#include <QWidget>

class QHBoxLayout;

namespace leadline::ui {

/// A few words side by side, one of them chosen and underlined. Arrow keys move between them.
class TabStrip : public QWidget
{
    Q_OBJECT

public:
    explicit TabStrip(QWidget *parent = nullptr);

    void addTab(const QString &text);
    void setNote(int index, const QString &note);
    [[nodiscard]] int current() const { return m_current; }
    void setCurrent(int index);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QList<QAbstractButton *> m_tabs;
    QHBoxLayout *m_row = nullptr;
    int m_current = -1;
};

} // namespace leadline::ui
