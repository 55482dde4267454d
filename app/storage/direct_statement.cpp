#include "storage/direct_statement.h"

#include <cstring>

namespace leadline::storage {

void DirectStatement::begin()
{
    m_values.clear();
    m_used = 0;
    m_hasNul = false;
}

void DirectStatement::add(QStringView text)
{
    const auto space = static_cast<size_t>(m_encoder.requiredSpace(text.size()));
    if (m_bytes.size() < m_used + space)
        m_bytes.resize((m_used + space) * 2);
    char *begin = m_bytes.data() + m_used;
    const char *end = m_encoder.appendToBuffer(begin, text);
    const auto size = static_cast<size_t>(end - begin);
    m_hasNul = m_hasNul || (size > 0 && std::memchr(begin, 0, size) != nullptr);
    m_values.push_back({ Value::Kind::Text, static_cast<qint64>(m_used), 0, static_cast<qsizetype>(size) });
    m_used += size;
}

void DirectStatement::addBytes(Value::Kind kind, const QByteArray &bytes)
{
    const auto size = static_cast<size_t>(bytes.size());
    if (m_bytes.size() < m_used + size)
        m_bytes.resize((m_used + size) * 2);
    std::memcpy(m_bytes.data() + m_used, bytes.constData(), size);
    m_values.push_back({ kind, static_cast<qint64>(m_used), 0, bytes.size() });
    m_used += size;
}

DirectStatement &DirectStatement::bindRow(std::span<const QVariant> row)
{
    begin();
    for (const QVariant &cell : row) {
        if (cell.isNull() && cell.metaType().id() != QMetaType::QString) {
            add(std::nullopt);
            continue;
        }
        switch (cell.metaType().id()) {
        case QMetaType::QString:
            add(QStringView(*static_cast<const QString *>(cell.constData())));
            break;
        case QMetaType::QByteArray:
            add(cell.toByteArray());
            break;
        case QMetaType::QUuid:
            addBytes(Value::Kind::Uuid, cell.toUuid().toRfc4122());
            break;
        case QMetaType::Double:
            add(cell.toDouble());
            break;
        default:
            add(cell.toLongLong());
        }
    }
    return *this;
}

domain::Result<void> DirectStatement::exec()
{
    if (m_hasNul)
        return domain::failure(domain::ErrorCode::InvalidArgument, QStringLiteral("text contains a NUL character"));
    return run(m_values, m_bytes.data());
}

} // namespace leadline::storage
