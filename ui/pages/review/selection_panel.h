#pragma once

#include "ui/widgets/panels.h"

class QAction;
class QVBoxLayout;

namespace leadline::ui {

class EntryField;
class Label;

/// What stands in place of the lead while several leads are selected: how many, and what can be done to all of them.
class SelectionPanel : public Panel
{
    Q_OBJECT

public:
    /// `verdicts` become one button each, as long as they are visible.
    explicit SelectionPanel(const QList<QAction *> &verdicts, QWidget *parent = nullptr);

    void setCount(qint64 leads);
    void setKnownTags(const QStringList &tags);
    /// What lies in the trash is restored before it is tagged or written to.
    void setInTrash(bool inTrash);
    void focusTag();
    void focusNote();

    [[nodiscard]] QSize sizeHint() const override { return { 360, 600 }; }

Q_SIGNALS:
    void tagRequested(const QString &tag);
    void noteRequested(const QString &text);
    void left();

private:
    EntryField *addField(QVBoxLayout *column, const QString &title, EntryField *field);

    Label *m_title = nullptr;
    QWidget *m_fields = nullptr;
    EntryField *m_tag = nullptr;
    EntryField *m_note = nullptr;
};

} // namespace leadline::ui
