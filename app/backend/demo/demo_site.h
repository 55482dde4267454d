#pragma once

#include "domain/result.h"
#include "protocol/session_json.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <chrono>
#include <vector>

class QJsonObject;

namespace leadline::backend {

/// What the demo site says to one request.
struct DemoAnswer
{
    int status = 200;
    QByteArray contentType;
    QByteArray location; ///< target of a redirect, otherwise empty
    QByteArray body;
    std::chrono::milliseconds delay { 0 }; ///< how long a slow page lets its reader wait
};

/// The bundled web of invented businesses: many hosts under `.example`, as files plus the site.json beside them that tells
/// what files cannot (redirects, rewrites, statuses, delays, endless calendars). Knows nothing of sockets. Immutable once
/// loaded: answer() may be called from several threads.
class DemoSite
{
public:
    /// Reads `root`/site.json; the embedded site by default. NotFound without the file, Corrupt when it does not parse.
    [[nodiscard]] static domain::Result<DemoSite> load(const QString &root = QStringLiteral(":/demo-site"));

    /// `host` is the Host header (a port is ignored), `target` the origin-form request target. Hosts and paths that are
    /// not there get 404, `www.` before a known host a redirect to the host itself.
    [[nodiscard]] DemoAnswer answer(QByteArrayView host, QByteArrayView target) const;

    /// Start addresses of all sites, in a fixed order that mixes languages and kinds.
    [[nodiscard]] const QStringList &seeds() const { return m_seeds; }
    /// The same by what an operator would scrape together.
    [[nodiscard]] const std::vector<protocol::DemoGroup> &groups() const { return m_groups; }
    [[nodiscard]] QList<QByteArray> hosts() const { return m_hosts.keys(); }

private:
    struct Redirect
    {
        int status = 302;
        QByteArray target;
    };

    /// An endless run of months: `before` YYYY-MM `after`, each page linking to the months around it.
    struct Calendar
    {
        QByteArray before;
        QByteArray after;
        QString templateFile;
    };

    struct Host
    {
        QString folder;
        QByteArray charset; ///< the Content-Type of its pages names it, empty = it names none
        QHash<QByteArray, Redirect> redirects;
        QHash<QByteArray, QString> rewrites; ///< request target to file
        QHash<QByteArray, int> statuses;
        QHash<QByteArray, int> delays; ///< milliseconds
        std::vector<Calendar> calendars;
    };

    DemoSite() = default;
    static Host readHost(const QString &root, const QJsonObject &entry);
    [[nodiscard]] static bool calendarPage(const Host &host, QByteArrayView target, DemoAnswer &answer);
    [[nodiscard]] static bool filePage(const Host &host, QByteArrayView target, DemoAnswer &answer);

    QHash<QByteArray, Host> m_hosts;
    QStringList m_seeds;
    std::vector<protocol::DemoGroup> m_groups;
};

} // namespace leadline::backend
