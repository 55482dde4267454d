#include "backend/demo/demo_site.h"

#include <QDate>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace leadline::backend {

using domain::ErrorCode;
using domain::failure;
using domain::Result;

namespace {

QByteArray page(const char *text)
{
    return QByteArrayLiteral("<!doctype html><html lang=\"en\"><title>") + text + "</title><h1>" + text + "</h1></html>\n";
}

void setStatus(DemoAnswer &answer, int status, const char *text)
{
    answer.status = status;
    answer.contentType = QByteArrayLiteral("text/html; charset=utf-8");
    answer.body = page(text);
}

QByteArray contentType(const QString &file, const QByteArray &charset)
{
    const QString suffix = QFileInfo(file).suffix().toLower();
    if (suffix == u"txt")
        return QByteArrayLiteral("text/plain; charset=utf-8");
    return charset.isEmpty() ? QByteArrayLiteral("text/html") : "text/html; charset=" + charset;
}

bool readFile(const QString &path, QByteArray &into)
{
    const QFileInfo info(path);
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return false;
    into = file.readAll();
    return true;
}

QByteArray monthText(QDate month)
{
    return month.toString(u"yyyy-MM").toLatin1();
}

} // namespace

Result<DemoSite> DemoSite::load(const QString &root)
{
    QByteArray text;
    if (!readFile(root + u"/site.json"_s, text))
        return failure(ErrorCode::NotFound, u"the demo site has no site.json"_s);
    QJsonParseError error;
    const QJsonObject manifest = QJsonDocument::fromJson(text, &error).object();
    if (error.error != QJsonParseError::NoError || manifest.value(u"version").toInt() != 1)
        return failure(ErrorCode::Corrupt, u"the demo site's site.json cannot be read: "_s + error.errorString());
    DemoSite site;
    for (const QJsonValue seed : manifest.value(u"seeds").toArray())
        site.m_seeds.append(seed.toString());
    const QJsonObject groups = manifest.value(u"groups").toObject();
    for (auto it = groups.begin(); it != groups.end(); ++it) {
        protocol::DemoGroup &group = site.m_groups.emplace_back();
        group.key = it.key();
        for (const QJsonValue seed : it.value().toArray())
            group.seeds.append(seed.toString());
    }
    const QJsonObject hosts = manifest.value(u"hosts").toObject();
    for (auto it = hosts.begin(); it != hosts.end(); ++it)
        site.m_hosts.insert(it.key().toLatin1(), readHost(root, it.value().toObject()));
    return site;
}

DemoSite::Host DemoSite::readHost(const QString &root, const QJsonObject &entry)
{
    Host host;
    host.folder = root + u'/' + entry.value(u"folder").toString() + u'/';
    host.charset = entry.value(u"charset").toString(u"utf-8"_s).toLatin1();
    const auto each = [&entry](QStringView key, auto &&store) {
        const QJsonObject members = entry.value(key).toObject();
        for (auto it = members.begin(); it != members.end(); ++it)
            store(it.key().toUtf8(), it.value());
    };
    each(u"redirects", [&](const QByteArray &path, const QJsonValue &value) {
        const QJsonObject to = value.toObject();
        host.redirects.insert(path, { to.value(u"status").toInt(302), to.value(u"to").toString().toUtf8() });
    });
    each(
        u"rewrites", [&](const QByteArray &path, const QJsonValue &value) { host.rewrites.insert(path, value.toString()); });
    each(u"status", [&](const QByteArray &path, const QJsonValue &value) { host.statuses.insert(path, value.toInt()); });
    each(u"slow", [&](const QByteArray &path, const QJsonValue &value) { host.delays.insert(path, value.toInt()); });
    for (const QJsonValue value : entry.value(u"calendars").toArray()) {
        const QJsonObject calendar = value.toObject();
        host.calendars.push_back({ calendar.value(u"before").toString().toUtf8(),
            calendar.value(u"after").toString().toUtf8(), root + u'/' + calendar.value(u"template").toString() });
    }
    return host;
}

DemoAnswer DemoSite::answer(QByteArrayView hostHeader, QByteArrayView target) const
{
    DemoAnswer answer;
    QByteArray name = hostHeader.toByteArray().toLower();
    if (const qsizetype colon = name.indexOf(':'); colon >= 0)
        name.truncate(colon);
    auto found = m_hosts.find(name);
    if (found == m_hosts.end() && name.startsWith("www.") && m_hosts.contains(name.mid(4))) {
        setStatus(answer, 301, "Moved");
        answer.location = "http://" + name.mid(4) + target.toByteArray();
        return answer;
    }
    if (found == m_hosts.end() || !target.startsWith('/')) {
        setStatus(answer, 404, "No such site");
        return answer;
    }
    const Host &host = found.value();
    const QByteArray key = target.toByteArray();
    answer.delay = std::chrono::milliseconds(host.delays.value(key, 0));
    if (const auto redirect = host.redirects.find(key); redirect != host.redirects.end()) {
        setStatus(answer, redirect->status, "Moved");
        answer.location = redirect->target;
    } else if (const auto status = host.statuses.find(key); status != host.statuses.end()) {
        setStatus(answer, *status, "Not today");
    } else if (!calendarPage(host, target, answer) && !filePage(host, target, answer)) {
        setStatus(answer, 404, "Page not found");
    }
    return answer;
}

bool DemoSite::calendarPage(const Host &host, QByteArrayView target, DemoAnswer &answer)
{
    for (const Calendar &calendar : host.calendars) {
        if (!target.startsWith(calendar.before) || !target.endsWith(calendar.after))
            continue;
        const QByteArrayView text = target.sliced(calendar.before.size()).chopped(calendar.after.size());
        const QDate month = QDate::fromString(QString::fromLatin1(text), u"yyyy-MM"_s);
        if (!month.isValid() || !readFile(calendar.templateFile, answer.body))
            continue;
        answer.contentType = QByteArrayLiteral("text/html; charset=utf-8");
        answer.body.replace("{{month}}", monthText(month));
        answer.body.replace("{{previous}}", monthText(month.addMonths(-1)));
        answer.body.replace("{{next}}", monthText(month.addMonths(1)));
        return true;
    }
    return false;
}

bool DemoSite::filePage(const Host &host, QByteArrayView target, DemoAnswer &answer)
{
    QString file = host.rewrites.value(target.toByteArray());
    if (file.isEmpty()) {
        const qsizetype query = target.indexOf('?');
        file = QUrl::fromPercentEncoding(target.first(query < 0 ? target.size() : query).sliced(1).toByteArray());
    }
    if (file.contains(u"..") || file.contains(u".template."))
        return false;
    const QStringList candidates = file.isEmpty() || file.endsWith(u'/') ? QStringList { QString(file + u"index.html"_s) }
                                                                         : QStringList { file, QString(file + u".html"_s) };
    for (const QString &candidate : candidates) {
        if (readFile(host.folder + candidate, answer.body)) {
            answer.contentType = contentType(candidate, host.charset);
            return true;
        }
    }
    return false;
}

} // namespace leadline::backend
