#pragma once

#include <QDir>
#include <QProcess>
#include <QSslCertificate>
#include <QString>
#include <QStringList>

namespace leadline::tests {

/// A self-signed certificate for localhost and its key, made by the openssl program.
struct Certificate
{
    QString certificate;
    QString key;

    [[nodiscard]] static Certificate make(const QString &directory, const QString &name)
    {
        Certificate out { QDir(directory).filePath(name + QStringLiteral(".pem")),
            QDir(directory).filePath(name + QStringLiteral(".key")) };
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
            { QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("ec"),
                QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=") + name,
                QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:localhost,IP:127.0.0.1"),
                QStringLiteral("-keyout"), out.key, QStringLiteral("-out"), out.certificate });
        openssl.waitForFinished();
        QFile::setPermissions(out.key, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        return out;
    }

    [[nodiscard]] QList<QSslCertificate> trusted() const { return QSslCertificate::fromPath(certificate); }
};

} // namespace leadline::tests
