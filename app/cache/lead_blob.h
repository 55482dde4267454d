#pragma once

#include "domain/lead.h"
#include "domain/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace leadline::cache {

/// A whole lead as stored in base.body. The first byte is the layout's version; a layout we do not know is Corrupt, and
/// the store is then filled again from the backend.
[[nodiscard]] QByteArray encodeLead(const domain::Lead &lead);
[[nodiscard]] domain::Result<domain::Lead> decodeLead(const QByteArray &blob);

/// The 16 bytes an id is stored as.
[[nodiscard]] inline QByteArray idBytes(const QUuid &uuid)
{
    return uuid.toRfc4122();
}
template<typename Id> [[nodiscard]] QByteArray idBytes(const Id &id)
{
    return id.uuid().toRfc4122();
}
template<typename Id> [[nodiscard]] Id idFromBytes(const QByteArray &bytes)
{
    return Id(QUuid::fromRfc4122(bytes));
}

} // namespace leadline::cache
