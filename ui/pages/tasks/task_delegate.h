#pragma once

#include "ui/widgets/data_table.h"

namespace leadline::ui {

/// Name in semibold.
class TaskNameDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(const Cell &cell) const override;
};

/// Progress as a segmented bar: read, not allowed, failed.
class TaskProgressDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(const Cell &cell) const override;
};

/// Words and times of second rank.
class MutedDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(const Cell &cell) const override;
};

} // namespace leadline::ui
