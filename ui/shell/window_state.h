#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>

class QMainWindow;

namespace leadline::ui {

/// Where the window was and how it was arranged, one record for each set-up of screens (laptop alone, with the desk
/// monitor …). A set-up that was never seen starts from the arrangement used last, without its position.
class WindowState
{
public:
    explicit WindowState(QSettings &store)
        : m_store(store)
    { }

    /// Stable text for the screens connected now: names, sizes, positions.
    [[nodiscard]] static QString screenSetup();

    void saveWindow(const QMainWindow &window);
    /// False when nothing fitting is stored and the caller should choose a size.
    bool restoreWindow(QMainWindow &window) const;

    void setValue(const QString &key, const QVariant &value);
    [[nodiscard]] QVariant value(const QString &key) const;

    /// Raised only when stored arrangements can no longer be read; older ones are then left alone, not deleted.
    static constexpr int kSchema = 1;

private:
    [[nodiscard]] static QString group(const QString &setup);

    QSettings &m_store;
};

} // namespace leadline::ui
