#include "protocol/handshake.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace leadline::protocol {

namespace {

constexpr qsizetype kMaxLine = 4'096;

bool isHex(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
        [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

} // namespace

QByteArray secretLine(QByteArrayView secret)
{
    return secret.toByteArray().toHex() + '\n';
}

std::optional<QByteArray> secretFromLine(QByteArrayView line)
{
    const QByteArrayView text = line.trimmed();
    if (text.size() != 2 * kSecretBytes || !isHex(text))
        return std::nullopt;
    return QByteArray::fromHex(text.toByteArray());
}

QByteArray daemonProofInput(quint16 port, const QString &instance)
{
    return "daemon|" + QByteArray::number(port) + '|' + instance.toUtf8();
}

QByteArray clientProofInput(quint16 port, const QString &instance, const QString &nonce)
{
    return "client|" + QByteArray::number(port) + '|' + instance.toUtf8() + '|' + nonce.toUtf8();
}

QString proofHex(QByteArrayView secret, QByteArrayView message)
{
    return QString::fromLatin1(
        QMessageAuthenticationCode::hash(message.toByteArray(), secret.toByteArray(), QCryptographicHash::Sha256).toHex());
}

QByteArray toLine(const ReadyLine &ready)
{
    QJsonObject out {
        { QStringLiteral("port"), ready.port },
        { QStringLiteral("pid"), ready.pid },
        { QStringLiteral("instance"), ready.instance },
    };
    if (!ready.proof.isEmpty())
        out.insert(QStringLiteral("proof"), ready.proof);
    return toBytes(out) + '\n';
}

Result<ReadyLine> readyLineFromBytes(QByteArrayView line)
{
    const Result<QJsonObject> object = parseObject(line, kMaxLine);
    if (!object)
        return domain::failure(object.error());
    ObjectReader in(*object);
    ReadyLine ready;
    ready.port = static_cast<quint16>(in.integer(u"port", 1, 65'535));
    ready.pid = in.integer(u"pid", 1);
    ready.instance = in.text(u"instance", 64);
    ready.proof = in.textOr(u"proof", {}, 64);
    return in.finish(std::move(ready));
}

QByteArray toBytes(const JoinFile &file)
{
    return toBytes(QJsonObject {
               { QStringLiteral("url"), file.url },
               { QStringLiteral("port"), file.port },
               { QStringLiteral("pid"), file.pid },
               { QStringLiteral("instance"), file.instance },
               { QStringLiteral("secret"), QString::fromLatin1(file.secret.toHex()) },
           })
        + '\n';
}

Result<JoinFile> joinFileFromBytes(QByteArrayView text)
{
    const Result<QJsonObject> object = parseObject(text, kMaxLine);
    if (!object)
        return domain::failure(object.error());
    ObjectReader in(*object);
    JoinFile file;
    file.url = in.text(u"url", 300);
    file.port = static_cast<quint16>(in.integer(u"port", 1, 65'535));
    file.pid = in.integer(u"pid", 1);
    file.instance = in.text(u"instance", 64);
    const auto secret = secretFromLine(in.text(u"secret", 64).toLatin1());
    if (secret)
        file.secret = *secret;
    else
        in.fail(u"secret", QStringLiteral("must be 64 hex digits"));
    return in.finish(std::move(file));
}

} // namespace leadline::protocol
