#pragma once

#include "domain/result.h"

#include <QByteArray>
#include <QFuture>
#include <QHash>
#include <QObject>
#include <QString>

#include <chrono>
#include <optional>

namespace leadline::client {

/// Secrets of remote sessions in the desktop's keychain. When there is none (no D-Bus, locked collection, any error but "no
/// such entry") the store goes on in memory: a normal state, told by isMemoryOnly(), probed again at the next start.
/// Nothing is ever written in plain text. Lives on one thread.
class CredentialStore : public QObject
{
    Q_OBJECT

public:
    /// `service` names the program in the keychain. A keychain that does not answer within `patience` (a locked
    /// collection waits for a prompt) counts as none.
    explicit CredentialStore(
        QString service, std::chrono::milliseconds patience = std::chrono::seconds(10), QObject *parent = nullptr);
    ~CredentialStore() override;

    /// Empty when there is no such entry.
    [[nodiscard]] QFuture<domain::Result<std::optional<QByteArray>>> read(const QString &key);
    /// Finished when the secret is where it will stay. Never fails for want of a keychain.
    [[nodiscard]] QFuture<domain::Result<void>> write(const QString &key, const QByteArray &secret);
    [[nodiscard]] QFuture<domain::Result<void>> remove(const QString &key);
    [[nodiscard]] bool isMemoryOnly() const { return m_memoryOnly; }

Q_SIGNALS:
    void becameMemoryOnly(const QString &reason);

private:
    void giveUpKeychain(const QString &reason);

    QString m_service;
    std::chrono::milliseconds m_patience;
    QHash<QString, QByteArray> m_memory; ///< all secrets of this run, so that a keychain lost on the way costs nothing
    bool m_memoryOnly = false;
};

} // namespace leadline::client
