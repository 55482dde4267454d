#include "backend/auth/one_time_code.h"

#include "backend/auth/token_signer.h"

#include <QCryptographicHash>

namespace leadline::backend {

namespace {

constexpr char kLetters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kGroups = 5;
constexpr int kPerGroup = 5;
constexpr qsizetype kMostLetters = 200;

} // namespace

QString makeOneTimeCode()
{
    const QByteArray random = randomBytes(kGroups * kPerGroup);
    QString code;
    for (int i = 0; i < random.size(); ++i) {
        if (i > 0 && i % kPerGroup == 0)
            code += u'-';
        code += QLatin1Char(kLetters[static_cast<unsigned char>(random[i]) % 32]);
    }
    return code;
}

QByteArray oneTimeCodeHash(const QString &code)
{
    QByteArray letters;
    for (QChar c : code.left(kMostLetters).toUpper()) {
        if (c == u'O')
            c = u'0';
        else if (c == u'I' || c == u'L')
            c = u'1';
        if (c != u'-' && !c.isSpace())
            letters.append(QString(c).toUtf8());
    }
    return QCryptographicHash::hash("leadline code|" + letters, QCryptographicHash::Sha256);
}

} // namespace leadline::backend
