#pragma once

#include "ui/models/tokens.h"

#include <QDBusVariant>
#include <QObject>

namespace leadline::ui {

/// What the desktop asks for: the freedesktop appearance portal (org.freedesktop.appearance color-scheme), live. Without a
/// portal the lightness of the platform's own palette decides, once. Never blocks.
class SystemScheme : public QObject
{
    Q_OBJECT

public:
    explicit SystemScheme(QObject *parent = nullptr);

    [[nodiscard]] Scheme scheme() const { return m_scheme; }

Q_SIGNALS:
    void changed(leadline::ui::Scheme scheme);

private Q_SLOTS:
    void onSettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &value);

    Scheme m_scheme = Scheme::Light;
};

} // namespace leadline::ui
