#include "cache/lead_cache.h"
#include "services/lead_export.h"
#include "services/review_service.h"
#include "support/lead_factory.h"
#include "support/wait.h"

#include <QDir>
#include <QFile>
#include <QFutureWatcher>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace leadline;
using namespace leadline::domain;
using leadline::services::ExportFormat;
using leadline::services::ExportReport;
using leadline::services::ExportSpec;
using leadline::tests::await;
using leadline::tests::makeLead;

namespace {

/// The cells of a CSV file by RFC 4180, so that the test does not trust the writer's own idea of quoting.
QList<QStringList> cellsOf(const QByteArray &file)
{
    QList<QStringList> lines;
    QStringList line;
    QByteArray cell;
    bool quoted = false;
    for (qsizetype i = 0; i < file.size(); ++i) {
        const char c = file[i];
        if (quoted && c == '"' && i + 1 < file.size() && file[i + 1] == '"') {
            cell += file[++i];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == ',') {
            line << QString::fromUtf8(std::exchange(cell, {}));
        } else if (!quoted && c == '\r' && i + 1 < file.size() && file[i + 1] == '\n') {
            line << QString::fromUtf8(std::exchange(cell, {}));
            lines << std::exchange(line, {});
            ++i;
        } else {
            cell += c;
        }
    }
    return lines;
}

} // namespace

/// What an operator takes out of the window as a file.
class LeadExportTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    tests::ManualClock m_clock;
    std::unique_ptr<cache::LeadCache> m_cache;
    std::unique_ptr<services::ReviewService> m_review;

    void fill(std::vector<Lead> leads)
    {
        ChangePage page;
        page.epoch = QStringLiteral("6f6b7a3e-0000-4000-8000-000000000001");
        const auto state = await(m_cache->state());
        for (size_t i = 0; i < leads.size(); ++i)
            leads[i].seq = state->cursor + qint64(i) + 1;
        page.to = page.head = state->cursor + qint64(leads.size());
        page.changes = std::move(leads);
        QVERIFY(await(m_cache->apply(page, state->cursor, state->client)));
    }
    void fillMany(int count)
    {
        std::vector<Lead> leads;
        for (int i = 0; i < count; ++i)
            leads.push_back(makeLead(i));
        fill(std::move(leads));
    }
    [[nodiscard]] QString path(const QString &name = QStringLiteral("leads.csv")) const { return m_dir.filePath(name); }
    [[nodiscard]] ExportSpec specOf(ExportFormat format, const QStringList &columns = {}) const
    {
        ExportSpec spec;
        spec.query.sort = LeadSort::Name;
        spec.query.order = SortOrder::Ascending;
        spec.format = format;
        spec.path = path();
        spec.columns = columns;
        return spec;
    }
    [[nodiscard]] QByteArray bytes(const QString &name = QStringLiteral("leads.csv")) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void writeOld()
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("last week's");
    }
    /// Names in the folder of the exports, but for the store's.
    [[nodiscard]] QStringList files() const
    {
        QStringList names = QDir(m_dir.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
        names.removeIf([](const QString &name) { return name.startsWith(QStringLiteral("cache.sqlite")); });
        return names;
    }

private Q_SLOTS:
    void init()
    {
        for (const QString &name : QDir(m_dir.path()).entryList(QDir::Files | QDir::Hidden))
            QFile::remove(m_dir.filePath(name));
        auto opened = cache::LeadCache::open(path(QStringLiteral("cache.sqlite")), m_clock);
        QVERIFY(opened);
        m_cache = std::move(*opened);
        m_review = std::make_unique<services::ReviewService>(*m_cache, m_clock);
    }
    void cleanup()
    {
        m_review.reset();
        m_cache.reset();
    }

    void csv_formulaCells_areTextInEveryProfileForPeople_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
            { "=cmd|' /C calc'!A0", "+1+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"a\",\"b\")" })
            QTest::addRow("%s", QByteArray(text).toPercentEncoding().constData()) << QString::fromLatin1(text);
        QTest::newRow("full width") << QStringLiteral("＝1+1");
    }
    void csv_formulaCells_areTextInEveryProfileForPeople()
    {
        QFETCH(QString, text);
        Lead lead = makeLead(1);
        lead.found.name = text;
        lead.review.tags = { text };
        fill({ lead });
        const QStringList columns { QStringLiteral("name"), QStringLiteral("tags") };
        for (const ExportFormat format : { ExportFormat::Csv, ExportFormat::ExcelCsv }) {
            QVERIFY(await(m_review->exportLeads(specOf(format, columns))));
            const QStringList cells = cellsOf(bytes()).value(1);
            QCOMPARE(cells, QStringList({ u'\'' + text, u'\'' + text }));
            // Excel's own cells are quoted too, so that nothing splits them.
            QCOMPARE(bytes().contains("\"'"),
                format == ExportFormat::ExcelCsv || text.contains(u'"') || text.contains(u'\t') || text.contains(u'\r'));
        }
        // Programs get the value itself.
        QVERIFY(await(m_review->exportLeads(specOf(ExportFormat::MachineCsv, columns))));
        QCOMPARE(cellsOf(bytes()).value(1), QStringList({ text, text }));
    }

    void csv_phones_areTextInExcelAndWholeElsewhere()
    {
        Lead lead = makeLead(1);
        lead.found.phone = QStringLiteral("+33199000001");
        fill({ lead });
        const QStringList columns { QStringLiteral("phone"), QStringLiteral("score") };
        QVERIFY(await(m_review->exportLeads(specOf(ExportFormat::ExcelCsv, columns))));
        QVERIFY2(bytes().contains("\"'+33199000001\",37\r\n"), bytes().constData());
        for (const ExportFormat format : { ExportFormat::Csv, ExportFormat::MachineCsv }) {
            QVERIFY(await(m_review->exportLeads(specOf(format, columns))));
            QCOMPARE(bytes(), QByteArray("phone,score\r\n+33199000001,37\r\n"));
        }
    }

    void csv_excel_startsWithAByteOrderMarkAndKeepsAccents()
    {
        Lead lead = makeLead(1);
        lead.found.name = QStringLiteral("Café “Ödön” 東京, fils\n& Söhne");
        fill({ lead });
        QVERIFY(await(m_review->exportLeads(specOf(ExportFormat::ExcelCsv, { QStringLiteral("name") }))));
        QVERIFY(bytes().startsWith("\xEF\xBB\xBFname\r\n"));
        QCOMPARE(cellsOf(bytes()).value(1), QStringList(lead.found.name));
        QVERIFY(await(m_review->exportLeads(specOf(ExportFormat::Csv, { QStringLiteral("name") }))));
        QVERIFY(bytes().startsWith("name\r\n"));
        QCOMPARE(cellsOf(bytes()).value(1), QStringList(lead.found.name));
    }

    void csv_columns_areThoseChosenInTheirOrder()
    {
        fillMany(3);
        QVERIFY(await(m_review->exportLeads(
            specOf(ExportFormat::Csv, { QStringLiteral("score"), QStringLiteral("name"), QStringLiteral("status") }))));
        const auto lines = cellsOf(bytes());
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0], QStringList({ QStringLiteral("score"), QStringLiteral("name"), QStringLiteral("status") }));
        QCOMPARE(lines[1][1], QStringLiteral("Atelier Exemple 2"));
        QVERIFY(await(m_review->exportLeads(specOf(ExportFormat::Csv))));
        QCOMPARE(cellsOf(bytes())[0], services::exportColumns());
        for (const QStringList &line : cellsOf(bytes()))
            QCOMPARE(line.size(), services::exportColumns().size());
    }

    void csv_unknownColumn_isRefusedAndTouchesNothing()
    {
        writeOld();
        const auto report = await(m_review->exportLeads(specOf(ExportFormat::Csv, { QStringLiteral("nmae") })));
        QCOMPARE(report.error().code(), ErrorCode::InvalidArgument);
        QCOMPARE(bytes(), QByteArray("last week's"));
    }

    void export_noLeads_isAnEmptyListInEveryFormat()
    {
        for (const ExportFormat format : { ExportFormat::Csv, ExportFormat::ExcelCsv, ExportFormat::MachineCsv,
                 ExportFormat::Json, ExportFormat::JsonLines }) {
            const auto report = await(m_review->exportLeads(specOf(format)));
            QVERIFY(report);
            QCOMPARE(report->leads, 0);
            if (format == ExportFormat::Json)
                QVERIFY(QJsonDocument::fromJson(bytes()).isArray());
            else if (format == ExportFormat::JsonLines)
                QCOMPARE(bytes(), QByteArray());
            else
                QCOMPARE(cellsOf(bytes().replace("\xEF\xBB\xBF", "")), QList<QStringList> { services::exportColumns() });
        }
    }

    void export_query_isFilteredAndInItsOrder()
    {
        fillMany(60);
        ExportSpec spec = specOf(ExportFormat::JsonLines);
        spec.query
            = { *parseLeadFilter(QStringLiteral("has:phone score>50")), LeadSort::Score, SortOrder::Descending, {}, 1 };
        const auto order = await(m_cache->order(spec.query));
        const auto report = await(m_review->exportLeads(spec));
        QCOMPARE(report->leads, qint64(order->size()));
        const QList<QByteArray> lines = bytes().trimmed().split('\n');
        QCOMPARE(lines.size(), order->size());
        const auto leads = await(m_cache->leads(*order));
        for (qsizetype i = 0; i < lines.size(); ++i)
            QCOMPARE(QJsonDocument::fromJson(lines[i]).object().value(u"id").toString(), (*leads)[size_t(i)].id.toString());
    }

    void export_waitingEdits_areInTheFile()
    {
        fillMany(1);
        QVERIFY(await(m_review->edit(makeLead(0).id, LeadEdit::correct(QStringLiteral("city"), QStringLiteral("Wien")))));
        QVERIFY(await(m_review->exportLeads(specOf(ExportFormat::Csv, { QStringLiteral("city") }))));
        QCOMPARE(bytes(), QByteArray("city\r\nWien\r\n"));
    }

    void export_existingFile_isReplacedAsAWhole()
    {
        fillMany(2);
        writeOld();
        QVERIFY(await(m_review->exportLeads(specOf(ExportFormat::Csv))));
        QCOMPARE(cellsOf(bytes()).size(), 3);
        QCOMPARE(files(), QStringList(QStringLiteral("leads.csv")));
    }

    void export_cancelledMidway_leavesTheOldFileAndNoOther()
    {
        fillMany(6'000);
        // A busy machine may hear of the progress only after the end: then this was no cancelling midway.
        bool isCancelled = false;
        for (int attempt = 0; attempt < 20 && !isCancelled; ++attempt) {
            writeOld();
            const auto future = m_review->exportLeads(specOf(ExportFormat::JsonLines));
            QFutureWatcher<Result<ExportReport>> watcher;
            connect(&watcher, &QFutureWatcherBase::progressValueChanged, this, [&watcher](int done) {
                if (done > 0)
                    watcher.cancel();
            });
            watcher.setFuture(future);
            QTRY_VERIFY(watcher.isFinished());
            const auto outcome = tests::outcomeOf(future);
            isCancelled = !outcome && outcome.error().code() == ErrorCode::Cancelled;
            QVERIFY(outcome || isCancelled);
        }
        QVERIFY(isCancelled);
        QTRY_COMPARE(files(), QStringList(QStringLiteral("leads.csv")));
        QCOMPARE(bytes(), QByteArray("last week's"));
        // The next one is not held up.
        QCOMPARE(await(m_review->exportLeads(specOf(ExportFormat::Csv)))->leads, 6'000);
    }

    void export_serviceEndsMidway_waitsAndLeavesNoFile()
    {
        fillMany(4'000);
        const auto future = m_review->exportLeads(specOf(ExportFormat::JsonLines));
        m_review.reset(); // as when the window closes
        QVERIFY(future.isFinished());
        const auto report = tests::outcomeOf(future);
        QVERIFY(report || report.error().code() == ErrorCode::Cancelled);
        QCOMPARE(files().isEmpty(), !report);
    }

    void export_diskFullMidway_leavesTheOldFile()
    {
        fillMany(3'000);
        writeOld();
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit before {};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit small = before;
        small.rlim_cur = 64 * 1024;
        setrlimit(RLIMIT_FSIZE, &small);
        const auto report = await(m_review->exportLeads(specOf(ExportFormat::JsonLines)));
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!report);
        QCOMPARE(report.error().code(), ErrorCode::DiskFull);
        QCOMPARE(bytes(), QByteArray("last week's"));
        QCOMPARE(files(), QStringList(QStringLiteral("leads.csv")));
    }

    void export_symbolicLink_isFollowed()
    {
        fillMany(1);
        writeOld();
        QVERIFY(QFile::link(path(), path(QStringLiteral("latest.csv"))));
        ExportSpec spec = specOf(ExportFormat::Csv);
        spec.path = path(QStringLiteral("latest.csv"));
        QVERIFY(await(m_review->exportLeads(spec)));
        QVERIFY(QFileInfo(spec.path).isSymLink());
        QVERIFY(bytes().size() > 100);
    }

    void export_pipe_isWrittenInto()
    {
        fillMany(1);
        ExportSpec spec = specOf(ExportFormat::Csv);
        spec.path = path(QStringLiteral("pipe"));
        QCOMPARE(::mkfifo(QFile::encodeName(spec.path).constData(), 0600), 0);
        const int reader = ::open(QFile::encodeName(spec.path).constData(), O_RDONLY | O_NONBLOCK);
        QVERIFY(reader >= 0);
        QVERIFY(await(m_review->exportLeads(spec)));
        QByteArray read(4'096, '\0');
        read.resize(std::max<qsizetype>(0, ::read(reader, read.data(), size_t(read.size()))));
        ::close(reader);
        QVERIFY(read.startsWith("id,") || read.contains(','));
        struct stat info
        { };
        QCOMPARE(::stat(QFile::encodeName(spec.path).constData(), &info), 0);
        QVERIFY(S_ISFIFO(info.st_mode));
    }

    void export_unwritablePlace_isAnErrorWithTheReason()
    {
        fillMany(1);
        writeOld();
        for (const QString &place : { path(QStringLiteral("no/such/folder/leads.csv")),
                 path(QStringLiteral("leads.csv/below")), m_dir.path(), QStringLiteral("/proc/leads.csv") }) {
            ExportSpec spec = specOf(ExportFormat::Csv);
            spec.path = place;
            const auto report = await(m_review->exportLeads(spec));
            QVERIFY2(!report, qPrintable(place));
            QCOMPARE(report.error().code(), ErrorCode::Io);
            QVERIFY(!report.error().detail().isEmpty());
        }
        QCOMPARE(bytes(), QByteArray("last week's"));
    }
};

QTEST_GUILESS_MAIN(LeadExportTest)
#include "tst_lead_export.moc"
