#include "storage/store_address.h"

#include <QUrl>

#include <libpq-fe.h>

#include <memory>

namespace leadline::storage {

namespace {

struct FreeOptions
{
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

bool isServerAddress(const QString &text)
{
    return text.startsWith(QStringLiteral("postgresql://")) || text.startsWith(QStringLiteral("postgres://"));
}

} // namespace

StoreAddress::StoreAddress(QString path)
    : m_path(std::move(path))
{ }

domain::Result<StoreAddress> StoreAddress::parse(const QString &text)
{
    if (!isServerAddress(text))
        return StoreAddress(text);
    char *message = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(text.toUtf8().constData(), &message));
    PQfreemem(message);
    StoreAddress address;
    address.m_engine = Engine::Postgres;
    for (const PQconninfoOption *option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
        if (option->val == nullptr)
            continue;
        const QString value = QString::fromUtf8(option->val);
        if (value.contains(u';')) // Qt's driver separates options by it
            return domain::failure(
                domain::ErrorCode::InvalidArgument, QStringLiteral("a PostgreSQL address may not contain a semicolon"));
        address.m_parameters.emplace_back(QString::fromLatin1(option->keyword), value);
    }
    if (!options) {
        return domain::failure(domain::ErrorCode::InvalidArgument,
            QStringLiteral("not a PostgreSQL address; it looks like postgresql://user@host:5432/database"));
    }
    return address;
}

QString StoreAddress::parameter(const QString &name) const
{
    for (const auto &[key, value] : m_parameters) {
        if (key == name)
            return value;
    }
    return {};
}

QString StoreAddress::label() const
{
    if (m_engine == Engine::Sqlite)
        return m_path;
    QString label = QStringLiteral("postgresql://");
    if (const QString user = parameter(QStringLiteral("user")); !user.isEmpty())
        label += user + u'@';
    label += parameter(QStringLiteral("host"));
    if (const QString port = parameter(QStringLiteral("port")); !port.isEmpty())
        label += u':' + port;
    return label + u'/' + parameter(QStringLiteral("dbname"));
}

} // namespace leadline::storage
