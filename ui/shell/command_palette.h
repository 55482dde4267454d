#pragma once

#include "ui/models/command_model.h"
#include "ui/widgets/panels.h"

class QLineEdit;
class QListView;

namespace leadline::ui {

/// Everything the program can do behind one field (Ctrl+K). Lies over its parent; closes on Escape, on a click beside it,
/// and before it runs the chosen command.
class CommandPalette : public QWidget
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *parent);

    void open(std::vector<Command> commands, const QString &text = {});
    void setFallback(std::function<std::vector<Command>(const QString &text)> fallback);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void dismiss();
    void run(const QModelIndex &index);
    void step(int rows);
    void arrange();

    CommandModel m_model;
    Panel *m_card = nullptr;
    QLineEdit *m_field = nullptr;
    QListView *m_list = nullptr;
    QWidget *m_focusBefore = nullptr;
};

} // namespace leadline::ui
