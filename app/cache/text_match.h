#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::cache {

/// Looks for the words of a search in a text, as storage::matchExpression() asks the full-text index: every string is a
/// phrase of words, the last of which may go on. Words are runs of letters and digits without case and accents.
class TextMatch
{
public:
    explicit TextMatch(const QStringList &texts);

    [[nodiscard]] bool isEmpty() const { return m_phrases.empty(); }
    [[nodiscard]] bool matches(const QString &text) const;

private:
    std::vector<QStringList> m_phrases;
};

} // namespace leadline::cache
