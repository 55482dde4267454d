#pragma once

#include <QListView>

namespace leadline::ui {

class LogModel;

/// Log lines in columns: time, level, message. Follows the newest line until the operator scrolls away, and again when they
/// return to the end. Ctrl+C copies the selected lines.
class LogView : public QListView
{
    Q_OBJECT

public:
    explicit LogView(LogModel &model, QWidget *parent = nullptr);

    [[nodiscard]] bool isFollowing() const { return m_following; }
    void follow();

Q_SIGNALS:
    void followingChanged(bool following);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void setFollowing(bool following);
    void looked();
    void copySelection();

    bool m_following = true;
    bool m_appending = false;
};

} // namespace leadline::ui
