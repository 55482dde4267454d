#pragma once

#include "ui/widgets/panels.h"

#include <QAbstractButton>
#include <QList>

class QVBoxLayout;

namespace leadline::ui {

/// Entry of the rail: icon, word, note. The note is a count or a few words; the narrow form shows a dot for it.
class RailButton : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(const QString &iconName, const QString &title, QWidget *parent = nullptr);

    void setNote(const QString &note);
    [[nodiscard]] QString note() const { return m_note; }
    void setNarrow(bool narrow);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    void updateNaming();

    QString m_icon;
    QString m_note;
    bool m_narrow = false;
};

/// Navigation at the leading edge: pages from the top, settings at the foot, a button that folds it to icons.
class NavigationRail : public Panel
{
    Q_OBJECT

public:
    explicit NavigationRail(QWidget *parent = nullptr);

    void addEntry(const QString &key, const QString &iconName, const QString &title, bool atFoot);
    void clear();
    void setCurrent(const QString &key);
    void setNote(const QString &key, const QString &note);
    void setNarrow(bool narrow);
    [[nodiscard]] bool isNarrow() const { return m_narrow; }
    [[nodiscard]] QList<QString> keys() const;

Q_SIGNALS:
    void chosen(const QString &key);
    void foldRequested();

private:
    struct Entry
    {
        QString key;
        RailButton *button;
    };
    QList<Entry> m_entries;
    QVBoxLayout *m_top = nullptr;
    QVBoxLayout *m_foot = nullptr;
    RailButton *m_fold = nullptr;
    bool m_narrow = false;
};

} // namespace leadline::ui
