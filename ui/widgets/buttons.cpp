#include "ui/widgets/buttons.h"

#include <QAction>

namespace leadline::ui {

namespace {

QString plain(QString text)
{
    text.remove(u'&');
    return text;
}

} // namespace

QString namedWithShortcut(const QString &name, const QKeySequence &shortcut)
{
    const QString base = plain(name);
    return shortcut.isEmpty() ? base : QStringLiteral("%1  (%2)").arg(base, shortcut.toString(QKeySequence::NativeText));
}

IconButton::IconButton(const QString &iconName, const QString &name, QWidget *parent)
    : QToolButton(parent)
{
    setIcon(themedIcon(iconName));
    setIconSize({ 16, 16 });
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setNaming(name);
}

IconButton::IconButton(QAction *action, QWidget *parent)
    : QToolButton(parent)
{
    setIconSize({ 16, 16 });
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    setDefaultAction(action);
    const auto follow = [this, action] { setNaming(action->text(), action->shortcut()); };
    follow();
    connect(action, &QAction::changed, this, follow);
}

void IconButton::setNaming(const QString &name, const QKeySequence &shortcut)
{
    setAccessibleName(plain(name));
    setToolTip(namedWithShortcut(name, shortcut));
}

QPushButton *makePrimaryButton(const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setProperty("primary", true);
    return button;
}

QPushButton *makeFlatButton(const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setProperty("flat", true);
    return button;
}

QAction *makeAction(const QString &text, const QString &iconName, const QKeySequence &keys, QObject *parent)
{
    auto *action = new QAction(themedIcon(iconName), text, parent);
    action->setProperty("icon-name", iconName);
    action->setShortcut(keys);
    return action;
}

QPushButton *makeActionButton(QAction *action, bool primary, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setProperty("primary", primary);
    const auto follow = [button, action] {
        button->setText(action->iconText());
        button->setEnabled(action->isEnabled());
        button->setVisible(action->isVisible());
        button->setToolTip(namedWithShortcut(action->text(), action->shortcut()));
    };
    follow();
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace leadline::ui
