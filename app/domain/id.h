#pragma once

#include <QHashFunctions>
#include <QString>
#include <QUuid>

#include <optional>

namespace leadline::domain {

/// A UUID (random, or time-ordered where many are made at once) that cannot be mistaken for the id of another kind of
/// record. Text form: 36 lower-case characters without braces.
template<typename Tag> class Id
{
public:
    Id() = default;
    explicit Id(const QUuid &uuid)
        : m_uuid(uuid)
    { }

    [[nodiscard]] static Id create() { return Id(QUuid::createUuid()); }
    [[nodiscard]] static std::optional<Id> fromString(QStringView text)
    {
        const QUuid uuid = QUuid::fromString(text);
        if (uuid.isNull() || text.size() != 36)
            return std::nullopt;
        return Id(uuid);
    }

    [[nodiscard]] bool isNull() const { return m_uuid.isNull(); }
    [[nodiscard]] const QUuid &uuid() const { return m_uuid; }
    [[nodiscard]] QString toString() const { return m_uuid.toString(QUuid::WithoutBraces); }

    [[nodiscard]] friend bool operator==(const Id &a, const Id &b) { return a.m_uuid == b.m_uuid; }
    [[nodiscard]] friend bool operator<(const Id &a, const Id &b) { return a.m_uuid < b.m_uuid; }
    [[nodiscard]] friend size_t qHash(const Id &id, size_t seed = 0) { return ::qHash(id.m_uuid, seed); }

private:
    QUuid m_uuid;
};

using LeadId = Id<struct LeadTag>;
using TaskId = Id<struct TaskTag>;
using NoteId = Id<struct NoteTag>;
using ClientId = Id<struct ClientTag>;
using UserId = Id<struct UserTag>;

} // namespace leadline::domain
