#pragma once

#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QString>

#include <functional>
#include <vector>

namespace leadline::cache {

class DamagedFile;

/// One row as it lies in a page of an SQLite file (file format, section 2.1). Valid during the call that hands it over.
/// Values of a wrong type read as empty or 0.
class CarvedRow
{
public:
    enum class Type { Null, Integer, Real, Text, Blob };

    [[nodiscard]] bool ofTable() const { return m_ofTable; } ///< otherwise an entry of an index or a WITHOUT ROWID table
    [[nodiscard]] qint64 rowId() const { return m_rowId; }
    [[nodiscard]] int size() const { return int(m_columns.size()); }
    [[nodiscard]] Type type(int column) const { return m_columns[size_t(column)].type; }
    [[nodiscard]] qint64 integer(int column) const;
    /// Null when a page of it is missing or the bytes are no UTF-8 text.
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const;
    /// False when a part of the row lies in a page that cannot be read.
    [[nodiscard]] bool isWhole() const;

private:
    friend class DamagedFile;
    struct Column
    {
        Type type = Type::Null;
        quint32 serial = 0;
        qsizetype offset = 0; ///< in the payload
        qsizetype size = 0;
    };

    bool parse(QByteArrayView local);
    [[nodiscard]] QByteArrayView part(const Column &column) const;

    const DamagedFile *m_file = nullptr;
    bool m_ofTable = true;
    qint64 m_rowId = 0;
    qint64 m_payloadSize = 0;
    quint32 m_overflow = 0; ///< first page of the rest, 0 = none
    mutable QByteArray m_payload; ///< the part on the leaf page, later all of it
    std::vector<Column> m_columns;
};

/// Reads an SQLite file that SQLite itself refuses: every leaf page that can be read gives its rows, whatever happened to
/// the header, the schema or the pages above. Pages are taken from the log beside the file where it has a newer committed
/// copy. Rows that were deleted are not found again, because our stores overwrite them (secure_delete). Never writes.
class DamagedFile
{
public:
    /// Opens `path` and `path`-wal as far as they are there.
    explicit DamagedFile(const QString &path);

    /// A part of the log that was committed cannot be used: SQLite would go back to the moment before it without a word.
    [[nodiscard]] bool lostFromLog() const { return m_lostFromLog; }
    /// Calls `row` for every row of every readable leaf page, in the order of the pages.
    void forEachRow(const std::function<void(const CarvedRow &)> &row) const;

private:
    friend class CarvedRow;

    void readLog();
    [[nodiscard]] QByteArray page(quint32 number) const;
    void rowsOf(const QByteArray &page, qsizetype header, const std::function<void(const CarvedRow &)> &row) const;
    [[nodiscard]] bool rowAt(const QByteArray &page, qsizetype at, CarvedRow &row) const;
    [[nodiscard]] QByteArray overflow(quint32 first, qint64 size) const;

    mutable QFile m_main;
    mutable QFile m_log;
    qint64 m_pageSize = 4096;
    quint32 m_pages = 0;
    bool m_lostFromLog = false;
    QHash<quint32, qint64> m_logged; ///< page → place of its newest committed copy in the log
};

} // namespace leadline::cache
