#pragma once

#include "ui/shell/app_settings.h"
#include "ui/widgets/page.h"
#include "ui/widgets/theme.h"

class QButtonGroup;
class QVBoxLayout;

namespace leadline::ui {

/// What an operator can choose: appearance, pace of new tasks, workspace. Every choice takes effect at once.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    /// `settings` and `theme` must outlive the page. `dataDirectory` is shown only.
    SettingsPage(AppSettings &settings, Theme &theme, const QString &dataDirectory, QWidget *parent = nullptr);

    [[nodiscard]] QString key() const override { return QStringLiteral("settings"); }
    [[nodiscard]] QString title() const override { return tr("Settings"); }
    [[nodiscard]] QString iconName() const override { return QStringLiteral("settings"); }
    [[nodiscard]] QList<QAction *> pageActions() override { return m_actions; }

Q_SIGNALS:
    void workspaceRequested(leadline::ui::Workspace workspace);

private:
    struct Choice
    {
        QString text;
        QString hint;
        int value = 0;
    };
    QButtonGroup *addChoices(QVBoxLayout *column, const QString &title, const std::vector<Choice> &choices, int current);
    void addWorkspace(QVBoxLayout *column);
    void addAbout(QVBoxLayout *column, const QString &dataDirectory);
    void makeActions();

    AppSettings &m_settings;
    Theme &m_theme;
    QButtonGroup *m_mode = nullptr;
    QButtonGroup *m_density = nullptr;
    QList<QAction *> m_actions;
};

} // namespace leadline::ui
