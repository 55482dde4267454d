#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <utility>

// CMake cannot stop an include that reaches over a link it refused, so this test reads the same link table and every
// include.
namespace {

const QDir kSource(QStringLiteral(LEADLINE_SOURCE_DIR));

QString readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Target of a folder, longest prefix first.
const QList<std::pair<QString, QString>> kFolders {
    { QStringLiteral("app/bin/leadlined/"), QStringLiteral("leadlined") },
    { QStringLiteral("app/bin/leadline/"), QStringLiteral("leadline") },
    { QStringLiteral("app/bin/leadctl/"), QStringLiteral("leadctl") },
    { QStringLiteral("app/domain/"), QStringLiteral("ll_domain") },
    { QStringLiteral("app/protocol/"), QStringLiteral("ll_protocol") },
    { QStringLiteral("app/storage/"), QStringLiteral("ll_storage") },
    { QStringLiteral("app/extract/"), QStringLiteral("ll_extract") },
    { QStringLiteral("app/crawl/"), QStringLiteral("ll_crawl") },
    { QStringLiteral("app/sources/"), QStringLiteral("ll_sources") },
    { QStringLiteral("app/backend/"), QStringLiteral("ll_backend") },
    { QStringLiteral("app/client/"), QStringLiteral("ll_client") },
    { QStringLiteral("app/cache/"), QStringLiteral("ll_cache") },
    { QStringLiteral("app/services/"), QStringLiteral("ll_services") },
    { QStringLiteral("ui/models/"), QStringLiteral("ll_ui_models") },
    { QStringLiteral("ui/"), QStringLiteral("ll_ui") },
};

QString targetOf(const QString &path)
{
    for (const auto &[folder, target] : kFolders) {
        if (path.startsWith(folder))
            return target;
    }
    return {};
}

struct Links
{
    QSet<QString> visible; ///< own row, public and private
    QSet<QString> exported; ///< public only
};

QMap<QString, Links> readLinkTable()
{
    QMap<QString, Links> rows;
    const QRegularExpression row(QStringLiteral("\"([a-z_]+)\\|([^\"]+)\""));
    auto matches = row.globalMatch(readFile(kSource.filePath(QStringLiteral("packaging/cmake/link_table.cmake"))));
    while (matches.hasNext()) {
        const auto match = matches.next();
        Links links;
        for (QString link : match.captured(2).split(u' ', Qt::SkipEmptyParts)) {
            const bool isPrivate = link.endsWith(u'*');
            link.remove(u'*');
            links.visible.insert(link);
            if (!isPrivate)
                links.exported.insert(link);
        }
        rows.insert(match.captured(1), links);
    }
    return rows;
}

/// All targets whose headers `target` may include: its own links and what they export.
QSet<QString> reachable(const QMap<QString, Links> &rows, const QString &target)
{
    QSet<QString> seen { target };
    QStringList queue = rows.value(target).visible.values();
    while (!queue.isEmpty()) {
        const QString next = queue.takeFirst();
        if (seen.contains(next))
            continue;
        seen.insert(next);
        queue += rows.value(next).exported.values();
    }
    return seen;
}

} // namespace

class IncludeScanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void includes_everyFile_stayWithinTheLinkTable()
    {
        const auto rows = readLinkTable();
        QVERIFY2(rows.size() >= 14, "the link table could not be read");
        const QRegularExpression include(
            QStringLiteral("^\\s*#\\s*include\\s*\"([^\"]+)\""), QRegularExpression::MultilineOption);
        QStringList offences;
        int checked = 0;
        for (const QString &top : { QStringLiteral("app"), QStringLiteral("ui") }) {
            QDirIterator files(kSource.filePath(top), { QStringLiteral("*.h"), QStringLiteral("*.cpp") }, QDir::Files,
                QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString path = kSource.relativeFilePath(files.next());
                const QString target = targetOf(path);
                if (target.isEmpty()) {
                    offences << path + QStringLiteral(" belongs to no target");
                    continue;
                }
                const QSet<QString> allowed = reachable(rows, target);
                auto includes = include.globalMatch(readFile(kSource.filePath(path)));
                while (includes.hasNext()) {
                    const QString name = includes.next().captured(1);
                    ++checked;
                    if (name.contains(QStringLiteral("..")))
                        offences << path + QStringLiteral(": relative include ") + name;
                    const QString from
                        = targetOf(name.startsWith(QStringLiteral("ui/")) ? name : QStringLiteral("app/") + name);
                    if (!from.isEmpty() && !allowed.contains(from))
                        offences << QStringLiteral("%1 (%2) includes %3 (%4)").arg(path, target, name, from);
                }
            }
        }
        QVERIFY2(checked > 20, "the scan found no includes");
        QVERIFY2(offences.isEmpty(), qPrintable(offences.join(u'\n')));
    }

    void reachable_daemon_neverSeesClientOrWindow()
    {
        const QSet<QString> daemon = reachable(readLinkTable(), QStringLiteral("leadlined"));
        for (const char *forbidden : { "ll_client", "ll_cache", "ll_services", "ll_ui", "ll_ui_models", "Qt6::Gui" })
            QVERIFY2(!daemon.contains(QString::fromLatin1(forbidden)), forbidden);
    }
};

QTEST_APPLESS_MAIN(IncludeScanTest)
#include "tst_include_scan.moc"
