#include "protocol/routes.h"

#include "domain/slug_table.h"

#include <QByteArray>
#include <QStringBuilder>
#include <QUrl>

namespace leadline::protocol {

using namespace domain;

namespace {

constexpr int kMaxItems = 100;

constexpr SlugTable<Stream, 3> kStreams { { {
    { Stream::Logs, u"logs" },
    { Stream::Results, u"results" },
    { Stream::Progress, u"progress" },
} } };

QString decoded(QStringView text)
{
    QByteArray bytes = text.toUtf8();
    bytes.replace('+', ' ');
    return QString::fromUtf8(QByteArray::fromPercentEncoding(bytes));
}

} // namespace

QString withQuery(const QString &path, const QueryItems &items)
{
    QString out = path;
    QChar separator = u'?';
    for (const auto &[name, value] : items) {
        out += separator + QString::fromLatin1(QUrl::toPercentEncoding(name)) + u'='
            + QString::fromLatin1(QUrl::toPercentEncoding(value));
        separator = u'&';
    }
    return out;
}

QueryItems parseQuery(QStringView query)
{
    QueryItems items;
    for (const QStringView part : query.split(u'&', Qt::SkipEmptyParts)) {
        if (items.size() == kMaxItems)
            break;
        const qsizetype equals = part.indexOf(u'=');
        if (equals < 0)
            items.append({ decoded(part), QString() });
        else
            items.append({ decoded(part.left(equals)), decoded(part.mid(equals + 1)) });
    }
    return items;
}

QString queryValue(const QueryItems &items, QStringView name, const QString &fallback)
{
    for (const auto &[key, value] : items) {
        if (key == name)
            return value;
    }
    return fallback;
}

QStringView streamSlug(Stream stream)
{
    return kStreams.slug(stream);
}

std::optional<Stream> streamFromSlug(QStringView slug)
{
    return kStreams.value(slug);
}

namespace routes {

QString task(const TaskId &id)
{
    return kTasks % u'/' % id.toString();
}

QString taskAction(const TaskId &id, TaskAction action)
{
    static constexpr QStringView names[] { u"start", u"pause", u"resume", u"stop", u"retry", u"restore" };
    return task(id) % u'/' % names[static_cast<int>(action)];
}

QString taskSites(const TaskId &id)
{
    return task(id) % u"/sites";
}

QString taskEvents(const TaskId &id)
{
    return task(id) % u"/events";
}

QString lead(const LeadId &id)
{
    return kLeads % u'/' % id.toString();
}

QString leadAudit(const LeadId &id)
{
    return lead(id) % u"/audit";
}

QString socket(Stream stream, const TaskId &id)
{
    return u"/ws/" % streamSlug(stream) % u'/' % id.toString();
}

} // namespace routes

} // namespace leadline::protocol
