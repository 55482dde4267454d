#pragma once

#include "domain/lead_row.h"
#include "domain/row_set.h"

#include <QList>

#include <vector>

namespace leadline::ui {

/// One step from an order of rows to another, as an item model tells it. Indexes count in the order the steps before led to.
struct OrderStep
{
    enum class Kind {
        Remove, ///< `first` to `last` leave
        Insert, ///< `rows` arrive before `first`
        Move, ///< the row at `first` goes to where it then is at `last`
        Layout, ///< the same rows as `rows`
    };
    Kind kind = Kind::Layout;
    int first = 0;
    int last = 0;
    QList<domain::RowId> rows;
};

/// Turns an order into another one without a reset: rows that leave are removed, rows that stay are moved when they must
/// be, new rows are inserted. Where that would take many steps, the rows concerned are gathered at the end by one new layout
/// and leave or come as one run, because a view pays for each step by its whole length. Pure; some milliseconds for a
/// million rows, so not for the window's thread.
[[nodiscard]] std::vector<OrderStep> stepsBetween(const QList<domain::RowId> &from, const QList<domain::RowId> &to);

/// `order` with the changed rows taken out and put where they were placed. Places ascend and count in the order without any
/// changed row.
[[nodiscard]] QList<domain::RowId> orderWith(
    const QList<domain::RowId> &order, const QList<domain::RowId> &changed, const std::vector<domain::PlacedRow> &placed);

/// Runs of rows that lie side by side, from ascending indexes: calls `run(first, last)`.
template<typename F> void forEachRun(const std::vector<int> &ascending, F run)
{
    for (size_t begin = 0; begin < ascending.size();) {
        size_t end = begin + 1;
        while (end < ascending.size() && ascending[end] == ascending[end - 1] + 1)
            ++end;
        run(ascending[begin], ascending[end - 1]);
        begin = end;
    }
}
[[nodiscard]] int countRuns(const std::vector<int> &ascending);

inline constexpr int kMostRuns = 8; ///< steps of one kind for one change of the order

} // namespace leadline::ui
