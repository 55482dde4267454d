#include "domain/folded_key.h"

#include <algorithm>

namespace leadline::domain {

namespace {

bool isPlainAscii(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

} // namespace

QString foldedKey(QStringView text)
{
    QString key;
    if (isPlainAscii(text)) {
        key = text.toString().simplified();
        for (QChar &c : key) {
            if (c >= u'A' && c <= u'Z')
                c = QChar(c.unicode() + (u'a' - u'A'));
        }
        return key;
    }
    const QString decomposed = text.toString().normalized(QString::NormalizationForm_KD).toCaseFolded();
    key.reserve(decomposed.size());
    for (const QChar c : decomposed) {
        if (c == u'ß') // Qt folds one character to one only
            key.append(QStringLiteral("ss"));
        else if (c.category() != QChar::Mark_NonSpacing)
            key.append(c);
    }
    return key.simplified();
}

} // namespace leadline::domain
