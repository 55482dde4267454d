#include "ui/models/order_change.h"

#include <algorithm>

namespace leadline::ui {

using domain::RowId;

namespace {

/// The same rows in another order. One row that moved is a move, more are a new layout; both keep selections.
void rearrange(QList<RowId> &order, const QList<RowId> &to, std::vector<OrderStep> &steps)
{
    if (order == to)
        return;
    const int first = int(std::mismatch(order.begin(), order.end(), to.begin()).first - order.begin());
    int last = int(order.size()) - 1;
    while (order[last] == to[last])
        --last;
    const bool up = std::equal(order.begin() + first, order.begin() + last, to.begin() + first + 1);
    const bool down = std::equal(order.begin() + first + 1, order.begin() + last + 1, to.begin() + first);
    if (up)
        steps.push_back({ OrderStep::Kind::Move, last, first, {} });
    else if (down)
        steps.push_back({ OrderStep::Kind::Move, first, last, {} });
    else
        steps.push_back({ OrderStep::Kind::Layout, 0, 0, to });
    order = to;
}

void removeMissing(QList<RowId> &order, const domain::RowSet &wanted, std::vector<OrderStep> &steps)
{
    std::vector<int> leaving;
    for (qsizetype i = 0; i < order.size(); ++i) {
        if (!wanted.contains(order[i]))
            leaving.push_back(int(i));
    }
    if (leaving.empty())
        return;
    QList<RowId> gathered = order;
    const auto staying
        = std::stable_partition(gathered.begin(), gathered.end(), [&wanted](RowId row) { return wanted.contains(row); });
    const int left = int(staying - gathered.begin());
    if (countRuns(leaving) <= kMostRuns) {
        const size_t before = steps.size();
        forEachRun(leaving, [&steps](int first, int last) {
            steps.push_back({ OrderStep::Kind::Remove, first, last, {} });
        });
        std::reverse(steps.begin() + qsizetype(before), steps.end()); // from the end, so that indexes stay right
    } else {
        rearrange(order, gathered, steps);
        steps.push_back({ OrderStep::Kind::Remove, left, int(order.size()) - 1, {} });
    }
    gathered.resize(left);
    order = gathered;
}

} // namespace

int countRuns(const std::vector<int> &ascending)
{
    int runs = 0;
    for (size_t i = 0; i < ascending.size(); ++i)
        runs += i == 0 || ascending[i - 1] + 1 != ascending[i];
    return runs;
}

std::vector<OrderStep> stepsBetween(const QList<RowId> &from, const QList<RowId> &to)
{
    std::vector<OrderStep> steps;
    if (from == to)
        return steps;
    QList<RowId> order = from;
    removeMissing(order, domain::RowSet(to), steps);
    const domain::RowSet known(order);
    QList<RowId> staying;
    staying.reserve(order.size());
    QList<RowId> arriving;
    std::vector<int> places;
    for (qsizetype i = 0; i < to.size(); ++i) {
        if (known.contains(to[i])) {
            staying.append(to[i]);
        } else {
            arriving.append(to[i]);
            places.push_back(int(i));
        }
    }
    if (countRuns(places) > kMostRuns) {
        steps.push_back({ OrderStep::Kind::Insert, int(order.size()), 0, arriving });
        order += arriving;
        rearrange(order, to, steps);
        return steps;
    }
    rearrange(order, staying, steps);
    forEachRun(places, [&](int first, int last) {
        steps.push_back({ OrderStep::Kind::Insert, first, 0, to.mid(first, last - first + 1) });
    });
    return steps;
}

QList<RowId> orderWith(const QList<RowId> &order, const QList<RowId> &changed, const std::vector<domain::PlacedRow> &placed)
{
    const domain::RowSet isChanged(changed);
    QList<RowId> result;
    result.reserve(order.size() + qsizetype(placed.size()));
    auto next = placed.begin();
    qsizetype index = 0;
    for (const RowId row : order) {
        if (isChanged.contains(row))
            continue;
        for (; next != placed.end() && next->index <= index; ++next)
            result.append(next->row);
        result.append(row);
        ++index;
    }
    for (; next != placed.end(); ++next)
        result.append(next->row);
    return result;
}

} // namespace leadline::ui
