#pragma once

#include "ui/widgets/panels.h"

class QAction;
class QLineEdit;

namespace leadline::ui {

class Label;

/// What stands in place of the lead while several leads are selected: how many, and what can be done to all of them.
class SelectionPanel : public Panel
{
    Q_OBJECT

public:
    /// `verdicts` become one button each.
    explicit SelectionPanel(const QList<QAction *> &verdicts, QWidget *parent = nullptr);

    void setCount(qint64 leads);
    void setKnownTags(const QStringList &tags);
    void focusTag();
    void focusNote();

    [[nodiscard]] QSize sizeHint() const override { return { 360, 600 }; }

Q_SIGNALS:
    void tagRequested(const QString &tag);
    void noteRequested(const QString &text);

private:
    QLineEdit *addField(
        const QString &name, const QString &hint, int maxLength, void (SelectionPanel::*signal)(const QString &));

    Label *m_title = nullptr;
    QLineEdit *m_tag = nullptr;
    QLineEdit *m_note = nullptr;
};

} // namespace leadline::ui
