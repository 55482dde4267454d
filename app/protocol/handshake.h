#pragma once

#include "protocol/json.h"

#include <QByteArray>
#include <QString>

namespace leadline::protocol {

/// Local mode: a window or leadctl starts the daemon for itself.
///
/// The parent makes a secret and writes secretLine() to the daemon's standard input, since other users can read
/// arguments. It keeps the pipe open as a leash: at its end the daemon finishes what it does and exits. The
/// daemon locks its data directory, binds 127.0.0.1 with a port of the system's choice and answers with one ReadyLine on
/// standard output, which carries its proof. The parent checks that, then signs in with its own proof over a nonce and gets
/// an ordinary session whose audience is this instance: a token caught by whoever grabs the port later is worthless. The
/// daemon accepts no other Host than 127.0.0.1 or localhost with its port, and no Origin at all.
///
/// No key is computed here: the caller applies HMAC-SHA256 with the
/// 32 raw bytes of the secret and writes the result as lower-case hex.

inline constexpr qsizetype kSecretBytes = 32;

/// 64 hex digits and a line feed.
[[nodiscard]] QByteArray secretLine(QByteArrayView secret);
/// The 32 bytes of such a line (line feed optional), empty when it is not one.
[[nodiscard]] std::optional<QByteArray> secretFromLine(QByteArrayView line);

/// Message of the daemon's proof: `daemon|<port>|<instance>`.
[[nodiscard]] QByteArray daemonProofInput(quint16 port, const QString &instance);
/// Message of the client's proof in POST /api/auth/local: `client|<port>|<instance>|<nonce>`.
[[nodiscard]] QByteArray clientProofInput(quint16 port, const QString &instance, const QString &nonce);
/// HMAC-SHA256 in lower-case hex. Comparing is the caller's, in constant time.
[[nodiscard]] QString proofHex(QByteArrayView secret, QByteArrayView message);

struct ReadyLine
{
    quint16 port = 0;
    qint64 pid = 0;
    QString instance;
    QString proof; ///< local mode only
};
[[nodiscard]] QByteArray toLine(const ReadyLine &ready);
[[nodiscard]] Result<ReadyLine> readyLineFromBytes(QByteArrayView line);

/// DATA/backend.json, readable by its owner only: how programs of the same user join a running daemon.
struct JoinFile
{
    QString url; ///< http://127.0.0.1:port
    quint16 port = 0;
    qint64 pid = 0;
    QString instance;
    QByteArray secret; ///< 32 raw bytes; hex on disk
};
inline constexpr char kJoinFileName[] = "backend.json";
[[nodiscard]] QByteArray toBytes(const JoinFile &file);
[[nodiscard]] Result<JoinFile> joinFileFromBytes(QByteArrayView text);

} // namespace leadline::protocol
