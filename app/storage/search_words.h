#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

#include <memory>

namespace leadline::storage {

/// The words of a text exactly as SQLite's full-text index sees them (FTS5 `unicode61 remove_diacritics 2`: letters and
/// digits, folded, without diacritics). It is FTS5's own tokenizer that runs, so that the search of a PostgreSQL store finds
/// what a SQLite store finds. Made on first use; one thread.
class SearchWords
{
public:
    SearchWords();
    ~SearchWords();
    SearchWords(const SearchWords &) = delete;
    SearchWords &operator=(const SearchWords &) = delete;

    /// A word longer than 2 046 bytes of UTF-8 is cut there, the longest lexeme PostgreSQL takes.
    [[nodiscard]] QStringList of(QStringView text) const;

private:
    struct Tokenizer;
    mutable std::unique_ptr<Tokenizer> m_tokenizer;
};

} // namespace leadline::storage
