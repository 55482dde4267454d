#include "ui/models/lead_table_model.h"

#include "cache/lead_cache.h"
#include "services/review_service.h"
#include "support/lead_factory.h"
#include "ui/models/facet_model.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace leadline;
using namespace leadline::domain;
using leadline::tests::await;
using leadline::tests::makeLead;
using leadline::tests::ManualClock;
using leadline::ui::LeadTableModel;

namespace {

/// A store with leads, the service over it, and a table that shows a query.
struct Bench
{
    QTemporaryDir dir;
    ManualClock clock;
    std::unique_ptr<cache::LeadCache> cache;
    std::unique_ptr<services::ReviewService> review;
    std::unique_ptr<LeadTableModel> model;
    std::unique_ptr<QAbstractItemModelTester> tester;
    std::vector<Lead> leads;
    qint64 head = 0;

    explicit Bench(int count)
    {
        auto opened = cache::LeadCache::open(dir.filePath(QStringLiteral("cache.sqlite")), clock);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail()));
        cache = std::move(*opened);
        for (int i = 0; i < count; ++i)
            leads.push_back(makeLead(i));
        feed(leads);
        review = std::make_unique<services::ReviewService>(*cache, clock);
        model = std::make_unique<LeadTableModel>(*review);
        tester = std::make_unique<QAbstractItemModelTester>(
            model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    ~Bench()
    {
        tester.reset();
        model.reset();
        review.reset();
    }
    void feed(std::vector<Lead> changed)
    {
        for (size_t first = 0; first < changed.size(); first += 500) {
            ChangePage page;
            page.epoch = QStringLiteral("6f6b7a3e-0000-4000-8000-000000000001");
            for (size_t i = first; i < std::min(changed.size(), first + 500); ++i) {
                changed[i].seq = ++head;
                page.changes.push_back(changed[i]);
            }
            page.to = page.head = head;
            const auto state = await(cache->state());
            if (!await(cache->apply(page, state->cursor, state->client)))
                qFatal("a page was refused");
        }
    }
    [[nodiscard]] static LeadQuery query(
        const QString &filter, LeadSort sort = LeadSort::Score, SortOrder order = SortOrder::Descending)
    {
        return { *parseLeadFilter(filter), sort, order, {}, 100 };
    }
    void show(const QString &filter, LeadSort sort = LeadSort::Score, SortOrder order = SortOrder::Descending)
    {
        QSignalSpy loaded(model.get(), &LeadTableModel::loaded);
        model->setQuery(query(filter, sort, order));
        QTRY_COMPARE(loaded.size(), 1);
    }
    [[nodiscard]] QList<RowId> shown() const
    {
        QList<RowId> rows;
        for (int i = 0; i < model->rowCount(); ++i)
            rows.append(model->rowId(i));
        return rows;
    }
    [[nodiscard]] QList<RowId> expected() const { return *await(cache->order(model->query())); }
    /// Waits until the row's values are there.
    [[nodiscard]] LeadRow rowAt(int row)
    {
        if (!QTest::qWaitFor([&] { return model->leadRow(row).has_value(); }, tests::kPatience))
            qFatal("row %d was not loaded", row);
        return *model->leadRow(row);
    }
};

} // namespace

class LeadTableModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setQuery_manyLeads_showsThemAllInOrderAndLoadsWhatIsLookedAt()
    {
        Bench bench(1200);
        bench.show(QString(), LeadSort::Name, SortOrder::Ascending);
        QCOMPARE(bench.model->rowCount(), 1200);
        QCOMPARE(bench.shown(), bench.expected());
        const QModelIndex deep = bench.model->index(900, LeadTableModel::Name);
        QVERIFY(!deep.data().isValid());
        QCOMPARE(deep.data(LeadTableModel::LoadedRole), false);
        QTRY_COMPARE(deep.data(LeadTableModel::LoadedRole), true);
        QVERIFY(deep.data().toString() > bench.rowAt(899).name || deep.data().toString() == bench.rowAt(899).name);
        QCOMPARE(bench.model->sortOf(LeadTableModel::Tags), std::nullopt);
    }

    void setQuery_threeInARow_onlyTheLastIsShown()
    {
        Bench bench(600);
        QSignalSpy loaded(bench.model.get(), &LeadTableModel::loaded);
        bench.model->setQuery(Bench::query(QStringLiteral("country:FR")));
        bench.model->setQuery(Bench::query(QStringLiteral("country:DE")));
        bench.model->setQuery(Bench::query(QStringLiteral("garage")));
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(bench.shown(), bench.expected());
        // A fourth one is answered after all that were asked before it.
        bench.model->setQuery(Bench::query(QStringLiteral("city:Lyon")));
        QTRY_COMPARE(bench.shown(), bench.expected());
        QCOMPARE(loaded.size(), 2);
    }

    void triage_statusKey_rowLeavesTheFilterAndSelectionStaysWithItsLead()
    {
        Bench bench(400);
        bench.show(QStringLiteral("status:new"));
        QSignalSpy reset(bench.model.get(), &LeadTableModel::modelReset);
        QSignalSpy removed(bench.model.get(), &LeadTableModel::rowsRemoved);
        QItemSelectionModel selection(bench.model.get());
        selection.setCurrentIndex(bench.model->index(5, 0), QItemSelectionModel::SelectCurrent);
        const RowId selected = bench.model->rowId(5);
        const LeadRow first = bench.rowAt(0);
        QVERIFY(await(bench.review->edit(first.id, LeadEdit::setStatus(ReviewStatus::Accepted))));
        QTRY_COMPARE(removed.size(), 1);
        QCOMPARE(bench.model->rowCount(), 399);
        QCOMPARE(bench.model->rowOf(first.row), -1);
        QCOMPARE(bench.model->rowId(selection.currentIndex().row()), selected);
        QCOMPARE(reset.size(), 0);
        QVERIFY(await(bench.review->undo()));
        QTRY_COMPARE(bench.model->rowCount(), 400);
        QCOMPARE(bench.shown(), bench.expected());
        QCOMPARE(bench.model->rowId(selection.currentIndex().row()), selected);
        QCOMPARE(reset.size(), 0);
    }

    void edit_fieldThatIsShown_isRepaintedWithItsWaitingMark()
    {
        Bench bench(50);
        bench.show(QString());
        const LeadRow row = bench.rowAt(3);
        QVERIFY(
            await(bench.review->edit(row.id, LeadEdit::correct(QStringLiteral("email"), QStringLiteral("new@x.example")))));
        const QModelIndex email = bench.model->index(3, LeadTableModel::Email);
        QTRY_COMPARE(email.data().toString(), QStringLiteral("new@x.example"));
        QCOMPARE(email.data(LeadTableModel::WaitingRole), true);
    }

    void sortFieldChanges_row_isMovedToItsPlace()
    {
        Bench bench(300);
        bench.show(QString(), LeadSort::Rating, SortOrder::Descending);
        QSignalSpy moved(bench.model.get(), &LeadTableModel::rowsMoved);
        const LeadRow last = bench.rowAt(299);
        QVERIFY(await(bench.review->edit(last.id, LeadEdit::setRating(5))));
        QTRY_COMPARE(bench.model->rowOf(last.row), 0);
        QCOMPARE(moved.size(), 1);
        QCOMPARE(bench.shown(), bench.expected());
    }

    void liveLeads_whileSelected_arriveSortedWithoutAReset()
    {
        Bench bench(200);
        bench.show(QStringLiteral("has:email"), LeadSort::Name, SortOrder::Ascending);
        QSignalSpy reset(bench.model.get(), &LeadTableModel::modelReset);
        QItemSelectionModel selection(bench.model.get());
        selection.setCurrentIndex(bench.model->index(60, 0), QItemSelectionModel::SelectCurrent);
        const RowId selected = bench.model->rowId(60);
        for (int batch = 0; batch < 10; ++batch) {
            std::vector<Lead> found;
            for (int i = 0; i < 40; ++i)
                found.push_back(makeLead(1000 + batch * 40 + i));
            bench.feed(found);
        }
        const QList<RowId> expected = bench.expected();
        QTRY_COMPARE(bench.shown(), expected);
        QCOMPARE(bench.model->rowId(selection.currentIndex().row()), selected);
        QCOMPARE(reset.size(), 0);
    }

    void liveLeads_moreThanCanBeNamed_stillNoReset()
    {
        Bench bench(100);
        bench.show(QString(), LeadSort::Name, SortOrder::Ascending);
        QSignalSpy reset(bench.model.get(), &LeadTableModel::modelReset);
        std::vector<Lead> found;
        for (int i = 100; i < 3000; ++i)
            found.push_back(makeLead(i));
        bench.feed(found);
        QTRY_COMPARE(bench.model->rowCount(), 3000);
        QTRY_COMPARE(bench.shown(), bench.expected());
        QCOMPARE(reset.size(), 0);
    }

    void randomEditsAndFeed_anyQuery_tableEqualsTheStore()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        Bench bench(150);
        const QList<LeadQuery> queries { Bench::query(QStringLiteral("status:new")),
            Bench::query(QStringLiteral("status:new,accepted has:email"), LeadSort::Rating, SortOrder::Ascending),
            Bench::query(QStringLiteral("tag:hot"), LeadSort::Name, SortOrder::Ascending),
            Bench::query(QString(), LeadSort::Modified), Bench::query(QStringLiteral("is:deleted"), LeadSort::City) };
        for (const LeadQuery &query : queries) {
            QSignalSpy loaded(bench.model.get(), &LeadTableModel::loaded);
            bench.model->setQuery(query);
            QTRY_COMPARE(loaded.size(), 1);
            QSignalSpy reset(bench.model.get(), &LeadTableModel::modelReset);
            for (int i = 0; i < 60; ++i) {
                bench.clock.advance(std::chrono::milliseconds(7));
                const LeadId id = bench.leads[size_t(random.bounded(150))].id;
                const QList<LeadEdit> edits { LeadEdit::setStatus(ReviewStatus(random.bounded(4))),
                    LeadEdit::setRating(random.bounded(6)), LeadEdit::addTag(QStringLiteral("hot")),
                    LeadEdit::removeTag(QStringLiteral("hot")), LeadEdit::remove(), LeadEdit::restore(),
                    LeadEdit::correct(QStringLiteral("name"), QStringLiteral("N%1").arg(random.bounded(99))) };
                const auto edit = edits[random.bounded(edits.size())];
                if (i % 2)
                    (void)bench.review->edit(id, edit);
                else
                    QVERIFY(await(bench.review->edit(id, edit)));
                if (i % 20 == 0)
                    (void)bench.review->undo();
            }
            QVERIFY(await(bench.cache->state())); // readers may run ahead of the writer
            QTRY_VERIFY2(bench.shown() == bench.expected(), qPrintable(QStringLiteral("seed %1").arg(seed)));
            QCOMPARE(reset.size(), 0);
        }
    }

    void editRows_bulk_isOneUndoStep()
    {
        Bench bench(300);
        bench.show(QStringLiteral("status:new"));
        const auto receipt
            = await(bench.review->editRows(bench.shown().mid(0, 250), LeadEdit::setStatus(ReviewStatus::Rejected)));
        QCOMPARE(receipt->leads, 250);
        QTRY_COMPARE(bench.model->rowCount(), 50);
        QCOMPARE(bench.review->undoStep()->leads, 250);
        QCOMPARE(await(bench.review->undo())->leads, 250);
        QTRY_COMPARE(bench.model->rowCount(), 300);
        QCOMPARE(bench.review->waitingCount(), 0);
        QVERIFY(!bench.review->undoStep());
        QVERIFY(await(bench.review->redo()));
        QTRY_COMPARE(bench.model->rowCount(), 50);
    }

    void facets_click_addsAndTakesAwayTheTerm()
    {
        Bench bench(120);
        ui::FacetModel facets(*bench.review);
        QAbstractItemModelTester tester(&facets, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy counted(&facets, &ui::FacetModel::countsChanged);
        facets.setFilter(*parseLeadFilter(QStringLiteral("has:email")));
        QTRY_COMPARE(counted.size(), 1);
        QModelIndex accepted;
        for (int i = 0; i < facets.rowCount(); ++i) {
            if (facets.index(i).data(ui::FacetModel::ValueRole) == QStringLiteral("new"))
                accepted = facets.index(i);
        }
        QVERIFY(accepted.isValid());
        QCOMPARE(accepted.data(ui::FacetModel::CountRole).toLongLong(),
            *await(bench.review->count(*parseLeadFilter(QStringLiteral("has:email status:new")))));
        const LeadFilter both = facets.toggled(accepted);
        QCOMPARE(both, *parseLeadFilter(QStringLiteral("has:email status:new")));
        facets.setFilter(both);
        QCOMPARE(accepted.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QCOMPARE(facets.toggled(accepted), *parseLeadFilter(QStringLiteral("has:email")));
        QTRY_COMPARE(counted.size(), 2);
    }
};

QTEST_GUILESS_MAIN(LeadTableModelTest)
#include "tst_lead_table_model.moc"
