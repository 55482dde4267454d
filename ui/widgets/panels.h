#pragma once

#include "ui/models/tone.h"

#include <QFrame>
#include <QTimer>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace leadline::ui {

class ElidedLabel;
class Sparkline;

/// Plain ground in one of the surface tokens, optionally with border lines; follows the scheme.
class Panel : public QWidget
{
    Q_OBJECT

public:
    enum class Ground { Window, Surface, Raised };
    explicit Panel(Ground ground, QWidget *parent = nullptr);

    void setBorders(Qt::Edges edges);
    /// A rounded card with a border all around.
    void setCard(bool card);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Ground m_ground;
    Qt::Edges m_edges;
    bool m_card = false;
};

/// Name and one large figure; or name and a sparkline with its newest figure. The figure never shrinks while
/// `setMonotonic` is on (the default).
class StatCard : public Panel
{
    Q_OBJECT

public:
    explicit StatCard(const QString &name, QWidget *parent = nullptr);

    void setValue(qint64 value);
    [[nodiscard]] qint64 value() const { return m_value; }
    /// Forgets the value, for another task or history.
    void reset();
    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    /// Adds a sparkline below the figure.
    Sparkline *addSparkline();

    [[nodiscard]] QSize sizeHint() const override { return { 132, 64 }; }
    [[nodiscard]] QSize minimumSizeHint() const override { return { 84, 64 }; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QFont figureFont() const;
    void placeSparkline();

    QString m_name;
    QString m_text;
    qint64 m_value = -1;
    Sparkline *m_sparkline = nullptr;
};

/// What an operator is told about something that happened, with the action to take.
struct Notification
{
    Tone tone = Tone::Neutral;
    QString text;
    QString actionText;
    std::function<void()> action;
    int forMs = 8000; ///< 0 = stays until replaced or closed
};

/// One notification at a time at the foot of a page; the newest replaces the one before. Never takes the focus. Waits
/// while the pointer is over it. Its owner places it.
class NotificationStrip : public Panel
{
    Q_OBJECT

public:
    explicit NotificationStrip(QWidget *parent = nullptr);

    void post(Notification notification);
    void dismiss();
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override { return { 400, 40 }; }

Q_SIGNALS:
    void shownChanged(bool shown);

protected:
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Notification m_current;
    ElidedLabel *m_label = nullptr;
    QPushButton *m_action = nullptr;
    QTimer m_timer;
};

/// What a page shows when it has nothing: what it is for and the next action.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &iconName, const QString &title, const QString &text, QWidget *parent = nullptr);

    void setTexts(const QString &title, const QString &text);
    QPushButton *addButton(const QString &text, bool primary);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QHBoxLayout *m_buttons = nullptr;
    QVBoxLayout *m_column = nullptr;
};

/// A message in place: what happened, what was tried, what to do, and a copyable request id.
class ErrorBanner : public Panel
{
    Q_OBJECT

public:
    explicit ErrorBanner(QWidget *parent = nullptr);

    void show(Tone tone, const QString &text, const QString &copyableId = {});

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Danger;
    QString m_id;
    QLabel *m_text = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace leadline::ui
