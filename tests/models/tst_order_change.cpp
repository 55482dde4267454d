#include "ui/models/order_change.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <numeric>

using namespace leadline;
using domain::PlacedRow;
using domain::RowId;
using ui::OrderStep;

namespace {

/// What an item model does with the steps.
QList<RowId> applied(QList<RowId> order, const std::vector<OrderStep> &steps)
{
    for (const OrderStep &step : steps) {
        switch (step.kind) {
        case OrderStep::Kind::Remove:
            order.remove(step.first, step.last - step.first + 1);
            break;
        case OrderStep::Kind::Insert:
            for (qsizetype i = 0; i < step.rows.size(); ++i)
                order.insert(step.first + i, step.rows[i]);
            break;
        case OrderStep::Kind::Move:
            order.move(step.first, step.last);
            break;
        case OrderStep::Kind::Layout: {
            QList<RowId> before = order;
            QList<RowId> after = step.rows;
            std::sort(before.begin(), before.end());
            std::sort(after.begin(), after.end());
            if (before != after)
                qFatal("a layout changed the rows");
            order = step.rows;
            break;
        }
        }
    }
    return order;
}

QList<RowId> numbers(int count)
{
    QList<RowId> rows(count);
    std::iota(rows.begin(), rows.end(), 1);
    return rows;
}

} // namespace

class OrderChangeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void steps_sameOrder_areNone()
    {
        QVERIFY(ui::stepsBetween(numbers(100), numbers(100)).empty());
        QVERIFY(ui::stepsBetween({}, {}).empty());
    }

    void steps_firstPageToWholeOrder_areOneInsert()
    {
        const auto steps = ui::stepsBetween(numbers(100), numbers(5'000));
        QCOMPARE(steps.size(), size_t(1));
        QCOMPARE(steps[0].kind, OrderStep::Kind::Insert);
        QCOMPARE(steps[0].first, 100);
        QCOMPARE(steps[0].rows.size(), 4'900);
    }

    void steps_oneRowMoved_areOneMove()
    {
        for (const auto &[from, to] : { std::pair(3, 90), std::pair(90, 3), std::pair(0, 99), std::pair(50, 51) }) {
            QList<RowId> order = numbers(100);
            order.move(from, to);
            const auto steps = ui::stepsBetween(numbers(100), order);
            QCOMPARE(steps.size(), size_t(1));
            QCOMPARE(steps[0].kind, OrderStep::Kind::Move);
            QCOMPARE(applied(numbers(100), steps), order);
        }
    }

    void steps_manyScatteredRows_areFewSteps()
    {
        QList<RowId> order;
        for (const RowId row : numbers(2'000)) {
            if (row % 3)
                order.append(row);
            if (row % 7 == 0)
                order.append(10'000 + row);
        }
        const auto steps = ui::stepsBetween(numbers(2'000), order);
        QVERIFY(steps.size() <= 4);
        QCOMPARE(applied(numbers(2'000), steps), order);
    }

    void steps_anyTwoOrders_leadFromOneToTheOther()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 2'000; ++round) {
            QList<RowId> from = numbers(random.bounded(60));
            std::shuffle(from.begin(), from.end(), random);
            QList<RowId> to = numbers(random.bounded(60));
            if (random.bounded(2))
                std::shuffle(to.begin(), to.end(), random);
            for (int gone = random.bounded(12); gone > 0 && !to.isEmpty(); --gone)
                to.remove(random.bounded(to.size()));
            QCOMPARE(applied(from, ui::stepsBetween(from, to)), to);
        }
    }

    void orderWith_placedRows_standWhereTheyWerePlaced()
    {
        const QList<RowId> order { 1, 2, 3, 4, 5 };
        // 2 leaves, 5 goes to the front, 9 is new behind what was 3.
        const QList<RowId> result = ui::orderWith(order, { 2, 5, 9 }, { PlacedRow { 5, 0 }, PlacedRow { 9, 2 } });
        QCOMPARE(result, QList<RowId>({ 5, 1, 3, 9, 4 }));
        QCOMPARE(ui::orderWith(order, { 7 }, { PlacedRow { 7, 5 } }), QList<RowId>({ 1, 2, 3, 4, 5, 7 }));
    }
};

QTEST_GUILESS_MAIN(OrderChangeTest)
#include "tst_order_change.moc"
