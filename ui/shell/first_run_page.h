#pragma once

#include "ui/shell/app_settings.h"
#include "ui/widgets/panels.h"

#include <QAbstractButton>
#include <QList>

namespace leadline::ui {

/// One large choice with icon, title and a sentence.
class ChoiceCard : public QAbstractButton
{
    Q_OBJECT

public:
    ChoiceCard(
        const QString &iconName, const QString &title, const QString &text, const QString &hint, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return { 520, 84 }; }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 360, 84 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QString m_sentence;
    QString m_hint;
};

/// First start: where the work is done. Arrow keys move, Enter chooses, the first choice has the focus.
class FirstRunPage : public Panel
{
    Q_OBJECT

public:
    explicit FirstRunPage(QWidget *parent = nullptr);

    void focusDefault();
    void showProblem(const QString &text);

Q_SIGNALS:
    void chosen(leadline::ui::Workspace workspace);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QList<ChoiceCard *> m_cards;
    ErrorBanner *m_problem = nullptr;
};

} // namespace leadline::ui
