#include "ui/widgets/system_scheme.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace leadline::ui;

/// The freedesktop settings portal, as far as the colour scheme goes.
class FakePortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 1;

public Q_SLOTS:
    Q_SCRIPTABLE QDBusVariant Read(const QString & /*group*/, const QString & /*key*/)
    {
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme))); // a variant in a variant, as real portals answer
    }
};

class SystemSchemeTest : public QObject
{
    Q_OBJECT

private:
    QProcess m_bus;

private Q_SLOTS:
    void initTestCase()
    {
        m_bus.start(QStringLiteral("dbus-daemon"),
            { QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1") });
        if (!m_bus.waitForStarted() || !m_bus.waitForReadyRead(leadline::tests::kPatience))
            QSKIP("no dbus-daemon here");
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
    }

    void cleanupTestCase()
    {
        m_bus.kill();
        m_bus.waitForFinished();
    }

    void portal_prefersDarkThenLight_isFollowedLive()
    {
        QDBusConnection side = QDBusConnection::connectToBus(
            QString::fromUtf8(qgetenv("DBUS_SESSION_BUS_ADDRESS")), QStringLiteral("portal"));
        QVERIFY(side.isConnected());
        FakePortal portal;
        const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
        QVERIFY(side.registerObject(path, &portal, QDBusConnection::ExportScriptableSlots));
        QVERIFY(side.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));

        SystemScheme scheme;
        QSignalSpy changed(&scheme, &SystemScheme::changed);
        QTRY_COMPARE(scheme.scheme(), Scheme::Dark);
        QDBusMessage signal = QDBusMessage::createSignal(
            path, QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("SettingChanged"));
        signal << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme")
               << QVariant::fromValue(QDBusVariant(uint(2)));
        QVERIFY(side.send(signal));
        QTRY_COMPARE(scheme.scheme(), Scheme::Light);
        QCOMPARE(changed.size(), 2);
    }
};

QTEST_MAIN(SystemSchemeTest)
#include "tst_system_scheme.moc"
