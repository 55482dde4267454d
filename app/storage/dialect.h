#pragma once

#include "storage/search_words.h"
#include "storage/store_address.h"

#include <QString>
#include <QStringList>
#include <QUuid>
#include <QVariant>

#include <optional>
#include <vector>

namespace leadline::storage {

/// The differences between the SQL of SQLite and of PostgreSQL; everything else is written once for both. Placeholders are
/// `?` on both, RETURNING and ON CONFLICT are the same, ids and times take their stored form in Statement, flags are the
/// integers 0 and 1. One per connection, used on its thread.
class Dialect
{
public:
    explicit Dialect(Engine engine);

    [[nodiscard]] Engine engine() const { return m_engine; }

    /// Condition: the text expression contains the text bound to one `?`.
    [[nodiscard]] QString contains(const QString &expression) const;
    /// The expression with A–Z as a–z; other letters stay, on both engines.
    [[nodiscard]] QString lowerAscii(const QString &expression) const;
    /// SQLite's planner, which knows nothing of values, takes no index on this column. PostgreSQL's decides by itself.
    [[nodiscard]] QString unindexed(const QString &column) const;

    /// An id as it is bound and stored: 16 bytes, or PostgreSQL's own type.
    [[nodiscard]] QVariant stored(const QUuid &id) const;
    [[nodiscard]] QUuid uuidOf(const QVariant &stored) const;

    /// Condition on a full-text table, with its `?` values in order: every text must occur, as a phrase of the words in it
    /// with the last letters missing (`bak` finds "bakery"). Texts without a letter or digit are passed over; nullopt when
    /// no other is left.
    struct TextMatch
    {
        QString condition;
        QStringList values;
    };
    [[nodiscard]] std::optional<TextMatch> textMatch(
        const QStringList &texts, const QString &key, const QString &table) const;
    /// What a full-text table stores for a text.
    [[nodiscard]] QString searchable(const QString &text) const;

private:
    Engine m_engine;
    SearchWords m_words;
};

/// For statements of a SQLite store that are built without a connection at hand.
[[nodiscard]] const Dialect &sqliteDialect();

/// FTS5 expression of textMatch(), empty when the texts have no letter or digit.
[[nodiscard]] QString matchExpression(const QStringList &texts);

} // namespace leadline::storage
