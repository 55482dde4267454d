#include "cache/damaged_file.h"

#include <QStringDecoder>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cstring>

namespace leadline::cache {

namespace {

constexpr qint64 kLongestPayload = 64 * 1024 * 1024; ///< anything longer is a damaged length
constexpr qint64 kLogHeader = 32;
constexpr qint64 kFrameHeader = 24;
constexpr quint8 kTableLeaf = 0x0d;
constexpr quint8 kIndexLeaf = 0x0a;

quint32 word(const char *data)
{
    return qFromBigEndian<quint32>(data);
}

/// SQLite's variable-length integer; moves `at` behind it. False when it runs over the end.
bool readVarint(QByteArrayView bytes, qsizetype &at, quint64 &value)
{
    value = 0;
    for (int i = 0; i < 9; ++i) {
        if (at >= bytes.size())
            return false;
        const auto byte = quint8(bytes[at++]);
        if (i == 8) {
            value = (value << 8) | byte;
            return true;
        }
        value = (value << 7) | (byte & 0x7fU);
        if (!(byte & 0x80U))
            return true;
    }
    return true;
}

qsizetype sizeOfSerial(quint64 serial)
{
    static constexpr qsizetype kSizes[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };
    return serial < 10 ? kSizes[serial] : qsizetype((serial - 12) / 2);
}

CarvedRow::Type typeOfSerial(quint64 serial)
{
    if (serial == 0)
        return CarvedRow::Type::Null;
    if (serial == 7)
        return CarvedRow::Type::Real;
    if (serial < 10)
        return CarvedRow::Type::Integer;
    return serial % 2 == 0 ? CarvedRow::Type::Blob : CarvedRow::Type::Text;
}

/// The log's running checksum over `bytes` (a multiple of 8), in the byte order the log's header names.
void addToChecksum(QByteArrayView bytes, bool bigEndian, quint32 &s0, quint32 &s1)
{
    for (qsizetype i = 0; i + 8 <= bytes.size(); i += 8) {
        const char *at = bytes.data() + i;
        s0 += (bigEndian ? word(at) : qFromLittleEndian<quint32>(at)) + s1;
        s1 += (bigEndian ? word(at + 4) : qFromLittleEndian<quint32>(at + 4)) + s0;
    }
}

bool isPageSize(qint64 size)
{
    return size >= 512 && size <= 65536 && std::has_single_bit(quint64(size));
}

} // namespace

/// Reads the list of types at the front of a record. False for anything that is none.
bool CarvedRow::parse(QByteArrayView local)
{
    qsizetype at = 0;
    quint64 headerSize = 0;
    if (!readVarint(local, at, headerSize) || headerSize > quint64(local.size()) || qsizetype(headerSize) < at)
        return false;
    m_columns.clear();
    qsizetype offset = qsizetype(headerSize);
    while (at < qsizetype(headerSize)) {
        quint64 serial = 0;
        if (!readVarint(local.first(qsizetype(headerSize)), at, serial) || serial == 10 || serial == 11
            || serial > quint64(kLongestPayload) * 2)
            return false;
        const qsizetype size = sizeOfSerial(serial);
        m_columns.push_back({ typeOfSerial(serial), quint32(serial), offset, size });
        offset += size;
    }
    return offset == m_payloadSize;
}

QByteArrayView CarvedRow::part(const Column &column) const
{
    if (column.offset + column.size > m_payload.size() && m_overflow)
        m_payload += m_file->overflow(m_overflow, m_payloadSize - m_payload.size());
    if (column.offset + column.size > m_payload.size())
        return {};
    return QByteArrayView(m_payload).sliced(column.offset, column.size);
}

bool CarvedRow::isWhole() const
{
    return m_columns.empty() || part(m_columns.back()).size() == m_columns.back().size;
}

qint64 CarvedRow::integer(int column) const
{
    const Column &cell = m_columns[size_t(column)];
    if (cell.type != Type::Integer)
        return 0;
    if (cell.size == 0)
        return cell.serial == 9;
    const QByteArrayView bytes = part(cell);
    if (bytes.isEmpty())
        return 0;
    qint64 value = qint8(bytes[0]);
    for (qsizetype i = 1; i < bytes.size(); ++i)
        value = qint64(quint64(value) << 8) | quint8(bytes[i]);
    return value;
}

QString CarvedRow::text(int column) const
{
    const Column &cell = m_columns[size_t(column)];
    if (cell.type != Type::Text)
        return {};
    const QByteArrayView bytes = part(cell);
    if (bytes.size() != cell.size)
        return {};
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return {};
    return text.isNull() ? QStringLiteral("") : text;
}

QByteArray CarvedRow::bytes(int column) const
{
    const Column &cell = m_columns[size_t(column)];
    return cell.type == Type::Blob ? part(cell).toByteArray() : QByteArray();
}

DamagedFile::DamagedFile(const QString &path)
    : m_main(path)
    , m_log(path + QStringLiteral("-wal"))
{
    if (m_main.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        const QByteArray header = m_main.read(100);
        if (header.size() == 100 && header.startsWith(QByteArray("SQLite format 3\0", 16))) {
            const quint32 size = qFromBigEndian<quint16>(header.constData() + 16);
            if (isPageSize(size == 1 ? 65536 : size))
                m_pageSize = size == 1 ? 65536 : size;
        }
    }
    readLog();
    m_pages = std::max(m_pages, quint32(std::min<qint64>(m_main.size() / m_pageSize, 0xfffffffe)));
}

/// Finds the newest copy of each page up to the last commit. Each frame is checked against the one before it, as that one's
/// header has the sum, so that a damaged frame costs only itself.
void DamagedFile::readLog()
{
    if (!m_log.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return;
    const QByteArray header = m_log.read(kLogHeader);
    if (header.size() < kLogHeader)
        return;
    const quint32 magic = word(header.constData());
    quint32 h0 = 0;
    quint32 h1 = 0;
    addToChecksum(QByteArrayView(header).first(24), magic & 1U, h0, h1);
    const bool readable
        = (magic & 0xfffffffeU) == 0x377f0682U && h0 == word(header.constData() + 24) && h1 == word(header.constData() + 28);
    if (readable && isPageSize(word(header.constData() + 8)))
        m_pageSize = word(header.constData() + 8);
    const bool bigEndian = readable && (magic & 1U);
    QByteArray salts = readable ? header.mid(16, 8) : QByteArray();
    quint32 s0 = word(header.constData() + 24);
    quint32 s1 = word(header.constData() + 28);
    QHash<quint32, qint64> uncommitted;
    bool gap = !readable;
    for (qint64 at = kLogHeader;; at += kFrameHeader + m_pageSize) {
        const QByteArray frame = m_log.seek(at) ? m_log.read(kFrameHeader + m_pageSize) : QByteArray();
        if (frame.size() < kFrameHeader + m_pageSize)
            break;
        if (salts.isEmpty())
            salts = frame.mid(8, 8);
        addToChecksum(QByteArrayView(frame).first(8), bigEndian, s0, s1);
        addToChecksum(QByteArrayView(frame).sliced(kFrameHeader), bigEndian, s0, s1);
        const quint32 told0 = word(frame.constData() + 16);
        const quint32 told1 = word(frame.constData() + 20);
        const bool valid = frame.mid(8, 8) == salts && s0 == told0 && s1 == told1;
        s0 = told0;
        s1 = told1;
        gap = gap || !valid;
        if (!valid)
            continue; // damaged, or left over from before the log began anew
        const quint32 number = word(frame.constData());
        uncommitted.insert(number, at + kFrameHeader);
        m_pages = std::max(m_pages, number);
        if (word(frame.constData() + 4) == 0)
            continue;
        m_lostFromLog = m_lostFromLog || gap;
        for (auto page = uncommitted.cbegin(); page != uncommitted.cend(); ++page)
            m_logged.insert(page.key(), page.value());
        uncommitted.clear();
    }
}

QByteArray DamagedFile::page(quint32 number) const
{
    const auto logged = m_logged.constFind(number);
    QFile &file = logged != m_logged.cend() ? m_log : m_main;
    const qint64 at = logged != m_logged.cend() ? *logged : qint64(number - 1) * m_pageSize;
    if (!file.isOpen() || !file.seek(at))
        return {};
    return file.read(m_pageSize);
}

void DamagedFile::forEachRow(const std::function<void(const CarvedRow &)> &row) const
{
    for (quint32 number = 1; number <= m_pages; ++number) {
        const QByteArray bytes = page(number);
        if (bytes.size() == m_pageSize)
            rowsOf(bytes, number == 1 ? 100 : 0, row);
    }
}

void DamagedFile::rowsOf(const QByteArray &page, qsizetype header, const std::function<void(const CarvedRow &)> &row) const
{
    const auto kind = quint8(page[header]);
    if (kind != kTableLeaf && kind != kIndexLeaf)
        return;
    const int cells = qFromBigEndian<quint16>(page.constData() + header + 3);
    const qsizetype list = header + 8;
    for (int i = 0; i < cells && list + i * 2 + 2 <= page.size(); ++i) {
        CarvedRow carved;
        carved.m_file = this;
        carved.m_ofTable = kind == kTableLeaf;
        if (rowAt(page, qFromBigEndian<quint16>(page.constData() + list + i * 2), carved))
            row(carved);
    }
}

/// The cell at a place of a leaf page (file format, section 1.6).
bool DamagedFile::rowAt(const QByteArray &page, qsizetype at, CarvedRow &row) const
{
    quint64 size = 0;
    quint64 rowId = 0;
    if (at < 8 || !readVarint(page, at, size) || size > quint64(kLongestPayload))
        return false;
    if (row.m_ofTable && !readVarint(page, at, rowId))
        return false;
    const qint64 usable = m_pageSize;
    const qint64 most = row.m_ofTable ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    const qint64 least = (usable - 12) * 32 / 255 - 23;
    auto local = qint64(size);
    if (local > most) {
        const qint64 kept = least + (local - least) % (usable - 4);
        local = kept <= most ? kept : least;
    }
    if (at + local + (local < qint64(size) ? 4 : 0) > page.size())
        return false;
    row.m_rowId = qint64(rowId);
    row.m_payloadSize = qint64(size);
    row.m_payload = page.mid(at, local);
    row.m_overflow = local < qint64(size) ? word(page.constData() + at + local) : 0;
    return row.parse(row.m_payload);
}

QByteArray DamagedFile::overflow(quint32 first, qint64 size) const
{
    QByteArray rest;
    for (quint32 next = first; next != 0 && next <= m_pages && rest.size() < size;) {
        const QByteArray bytes = page(next);
        if (bytes.size() != m_pageSize)
            return {};
        next = word(bytes.constData());
        rest += bytes.mid(4, std::min<qint64>(m_pageSize - 4, size - rest.size()));
    }
    return rest.size() == size ? rest : QByteArray();
}

} // namespace leadline::cache
