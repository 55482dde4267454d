#pragma once

#include "ui/widgets/panels.h"

#include <QAction>
#include <QWidget>

namespace leadline::ui {

/// A page of the window: a widget the shell arranges, with what it wants in rail, top bar and palette. A page owns its
/// controller and its actions; the shell owns the page.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Stable key for settings ("tasks").
    [[nodiscard]] virtual QString key() const = 0;
    [[nodiscard]] virtual QString title() const = 0;
    [[nodiscard]] virtual QString iconName() const = 0;

    /// What stands in the top bar while the page is shown, in place of the palette entry; null = palette entry. The top bar
    /// becomes its parent; the page keeps a QPointer and deletes it.
    [[nodiscard]] virtual QWidget *barWidget() { return nullptr; }
    /// Secondary buttons of the top bar, left of the primary one.
    [[nodiscard]] virtual QList<QAction *> barActions() { return {}; }
    /// The one primary button; null = none.
    [[nodiscard]] virtual QAction *primaryAction() { return nullptr; }
    /// Everything the page can do, for palette and shortcut sheet, in reading order. Bar and primary actions included.
    /// Give an action the property "group" to head it in the shortcut sheet; the page's title otherwise.
    [[nodiscard]] virtual QList<QAction *> pageActions() { return {}; }
    /// A line at the foot of the page that may be covered by a notification for a while; null = the page gives way to it.
    [[nodiscard]] virtual QWidget *foot() const { return nullptr; }
    /// Ctrl+F: put the cursor into the page's own search field. False when it has none.
    virtual bool focusSearch() { return false; }

    /// Words at the right end of the rail entry ("3 running").
    [[nodiscard]] QString railNote() const { return m_railNote; }

    /// State worth keeping over a restart, read and written by the shell with the window's layout.
    [[nodiscard]] virtual QByteArray saveLayout() const { return {}; }
    virtual void restoreLayout(const QByteArray & /*layout*/) { }

Q_SIGNALS:
    void railNoteChanged(const QString &note);
    void notify(const leadline::ui::Notification &notification);
    /// Ask the shell to show another page by key.
    void pageRequested(const QString &key);

protected:
    void setRailNote(const QString &note)
    {
        if (note == m_railNote)
            return;
        m_railNote = note;
        Q_EMIT railNoteChanged(note);
    }

private:
    QString m_railNote;
};

} // namespace leadline::ui
