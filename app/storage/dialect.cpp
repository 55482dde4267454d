#include "storage/dialect.h"

#include <algorithm>

namespace leadline::storage {

namespace {

bool isSearchable(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetterOrNumber(); });
}

/// The lexemes all occur, those that end a text with further letters. SearchWords leaves only letters and digits, so that
/// quotes need no escaping.
QString tsquery(const std::vector<QStringList> &phrases)
{
    QStringList parts;
    for (const QStringList &words : phrases) {
        for (qsizetype i = 0; i < words.size(); ++i)
            parts.append(u'\'' + words[i] + (i + 1 == words.size() ? QStringLiteral("':*") : QStringLiteral("'")));
    }
    return parts.join(QStringLiteral(" & "));
}

} // namespace

Dialect::Dialect(Engine engine)
    : m_engine(engine)
{ }

QString Dialect::contains(const QString &expression) const
{
    return (m_engine == Engine::Sqlite ? QStringLiteral("instr(%1, ?) > 0") : QStringLiteral("strpos(%1, ?) > 0"))
        .arg(expression);
}

QString Dialect::lowerAscii(const QString &expression) const
{
    return (m_engine == Engine::Sqlite ? QStringLiteral("lower(%1)") : QStringLiteral("lower(%1 COLLATE \"C\")"))
        .arg(expression);
}

QString Dialect::unindexed(const QString &column) const
{
    return m_engine == Engine::Sqlite ? u'+' + column : column;
}

QVariant Dialect::stored(const QUuid &id) const
{
    return m_engine == Engine::Sqlite ? QVariant(id.toRfc4122()) : QVariant(id.toString(QUuid::WithoutBraces));
}

QUuid Dialect::uuidOf(const QVariant &stored) const
{
    return m_engine == Engine::Sqlite ? QUuid::fromRfc4122(stored.toByteArray()) : QUuid::fromString(stored.toString());
}

std::optional<Dialect::TextMatch> Dialect::textMatch(
    const QStringList &texts, const QString &key, const QString &table) const
{
    if (m_engine == Engine::Sqlite) {
        const QString match = matchExpression(texts);
        if (match.isEmpty())
            return std::nullopt;
        return TextMatch { QStringLiteral("%1 IN (SELECT rowid FROM %2 WHERE %2 MATCH ?)").arg(key, table), { match } };
    }
    std::vector<QStringList> phrases;
    bool any = false;
    for (const QString &text : texts) {
        any = any || isSearchable(text);
        if (QStringList words = isSearchable(text) ? m_words.of(text) : QStringList(); !words.isEmpty())
            phrases.push_back(std::move(words));
    }
    if (!any)
        return std::nullopt;
    if (phrases.empty()) // letters that the tokenizer takes for none: FTS5 finds nothing then
        return TextMatch { QStringLiteral("FALSE"), {} };
    // The index finds leads with all words; that the words of a phrase follow one another is asked of the words themselves,
    // because a tsvector keeps no more than 256 positions of a word.
    TextMatch match { QStringLiteral("%1 IN (SELECT lead_pk FROM %2 WHERE tokens @@ CAST(? AS tsquery)").arg(key, table),
        { tsquery(phrases) } };
    for (const QStringList &words : phrases) {
        if (words.size() > 1) {
            match.condition += QStringLiteral(" AND strpos(' ' || words, ?) > 0");
            match.values.append(u' ' + words.join(u' '));
        }
    }
    match.condition += u')';
    return match;
}

QString Dialect::searchable(const QString &text) const
{
    return m_engine == Engine::Sqlite ? text : m_words.of(text).join(u' ');
}

const Dialect &sqliteDialect()
{
    static const Dialect dialect(Engine::Sqlite);
    return dialect;
}

QString matchExpression(const QStringList &texts)
{
    QStringList parts;
    for (QString text : texts) {
        if (!isSearchable(text))
            continue;
        // One string is a phrase of the words in it, the last of them a prefix; quotes keep FTS5's own syntax out.
        parts.append(u'"' + text.replace(u'"', QStringLiteral("\"\"")) + QStringLiteral("\"*"));
    }
    return parts.join(u' ');
}

} // namespace leadline::storage
