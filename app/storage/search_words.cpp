#include "storage/search_words.h"

#include "storage/sqlite_file.h"

#include <sqlite3.h>

namespace leadline::storage {

namespace {

constexpr int kLongestLexeme = 2'046;

/// Keeps the first bytes of UTF-8 without cutting a letter in two.
int cutAtLetter(const char *text, int size)
{
    if (size <= kLongestLexeme)
        return size;
    int end = kLongestLexeme;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return end;
}

int collect(void *words, int flags, const char *token, int size, int begin, int end)
{
    Q_UNUSED(flags)
    Q_UNUSED(begin)
    Q_UNUSED(end)
    static_cast<QStringList *>(words)->append(QString::fromUtf8(token, cutAtLetter(token, size)));
    return SQLITE_OK;
}

} // namespace

struct SearchWords::Tokenizer
{
    sqlite3 *memory = nullptr;
    fts5_tokenizer calls {};
    Fts5Tokenizer *instance = nullptr;

    Tokenizer()
    {
        setUpSqlite();
        sqlite3_stmt *ask = nullptr;
        fts5_api *api = nullptr;
        if (sqlite3_open(":memory:", &memory) != SQLITE_OK
            || sqlite3_prepare_v2(memory, "SELECT fts5(?1)", -1, &ask, nullptr) != SQLITE_OK)
            qFatal("this SQLite library has no FTS5");
        sqlite3_bind_pointer(ask, 1, static_cast<void *>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(ask);
        sqlite3_finalize(ask);
        void *context = nullptr;
        const char *options[] { "remove_diacritics", "2" };
        if (api == nullptr || api->xFindTokenizer(api, "unicode61", &context, &calls) != SQLITE_OK
            || calls.xCreate(context, options, 2, &instance) != SQLITE_OK)
            qFatal("this SQLite library has no unicode61 tokenizer");
    }
    ~Tokenizer()
    {
        calls.xDelete(instance);
        sqlite3_close(memory);
    }
    Tokenizer(const Tokenizer &) = delete;
    Tokenizer &operator=(const Tokenizer &) = delete;
};

SearchWords::SearchWords() = default;
SearchWords::~SearchWords() = default;

QStringList SearchWords::of(QStringView text) const
{
    if (!m_tokenizer)
        m_tokenizer = std::make_unique<Tokenizer>();
    const QByteArray utf8 = text.toUtf8();
    QStringList words;
    m_tokenizer->calls.xTokenize(
        m_tokenizer->instance, &words, FTS5_TOKENIZE_DOCUMENT, utf8.constData(), static_cast<int>(utf8.size()), &collect);
    return words;
}

} // namespace leadline::storage
