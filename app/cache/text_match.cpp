#include "cache/text_match.h"

#include "domain/folded_key.h"

#include <algorithm>

namespace leadline::cache {

namespace {

QStringList wordsOf(const QString &text)
{
    const QString folded = domain::foldedKey(text);
    QStringList words;
    qsizetype begin = -1;
    for (qsizetype i = 0; i <= folded.size(); ++i) {
        const bool inWord = i < folded.size() && folded[i].isLetterOrNumber();
        if (inWord && begin < 0)
            begin = i;
        if (!inWord && begin >= 0) {
            words.append(folded.mid(begin, i - begin));
            begin = -1;
        }
    }
    return words;
}

} // namespace

TextMatch::TextMatch(const QStringList &texts)
{
    for (const QString &text : texts) {
        if (QStringList words = wordsOf(text); !words.isEmpty())
            m_phrases.push_back(std::move(words));
    }
}

bool TextMatch::matches(const QString &text) const
{
    const QStringList words = wordsOf(text);
    return std::all_of(m_phrases.begin(), m_phrases.end(), [&words](const QStringList &phrase) {
        const qsizetype last = phrase.size() - 1;
        for (qsizetype start = 0; start + last < words.size(); ++start) {
            if (std::equal(phrase.begin(), phrase.end() - 1, words.begin() + start)
                && words[start + last].startsWith(phrase[last]))
                return true;
        }
        return false;
    });
}

} // namespace leadline::cache
