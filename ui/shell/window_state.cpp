#include "ui/shell/window_state.h"

#include <QCryptographicHash>
#include <QGuiApplication>
#include <QMainWindow>
#include <QScreen>
#include <QStringList>
#include <QVariant>

namespace leadline::ui {

namespace {

const QString kLast = QStringLiteral("window/last-setup");
const QString kGeometry = QStringLiteral("geometry");

} // namespace

QString WindowState::screenSetup()
{
    QStringList parts;
    for (const QScreen *screen : QGuiApplication::screens()) {
        const QRect area = screen->geometry();
        parts << QStringLiteral("%1:%2x%3+%4+%5")
                     .arg(screen->name())
                     .arg(area.width())
                     .arg(area.height())
                     .arg(area.x())
                     .arg(area.y());
    }
    parts.sort();
    const QByteArray text = parts.join(u'|').toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(12));
}

QString WindowState::group(const QString &setup)
{
    return QStringLiteral("window-%1/%2/").arg(kSchema).arg(setup);
}

void WindowState::saveWindow(const QMainWindow &window)
{
    setValue(kGeometry, window.saveGeometry());
}

bool WindowState::restoreWindow(QMainWindow &window) const
{
    const QVariant geometry = m_store.value(group(screenSetup()) + kGeometry);
    return geometry.isValid() && window.restoreGeometry(geometry.toByteArray());
}

void WindowState::setValue(const QString &key, const QVariant &value)
{
    const QString setup = screenSetup();
    m_store.setValue(group(setup) + key, value);
    m_store.setValue(kLast, setup);
}

QVariant WindowState::value(const QString &key) const
{
    const QVariant own = m_store.value(group(screenSetup()) + key);
    return own.isValid() ? own : m_store.value(group(m_store.value(kLast).toString()) + key);
}

} // namespace leadline::ui
