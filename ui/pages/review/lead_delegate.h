#pragma once

#include "ui/widgets/data_table.h"

namespace leadline::ui {

/// Cells of the lead table: status as a dot with its word, or as a sign where there is no room for the word, name in
/// semibold, rating as stars, tags as pills, a mark on rows with changes the backend does not know yet.
class LeadDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    [[nodiscard]] QWidget *createEditor(
        QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    static constexpr int signWidth = 36; ///< of a status column without words

protected:
    void paintContent(const Cell &cell) const override;

private:
    void paintStatus(const Cell &cell) const;
    void paintName(const Cell &cell) const;
    void paintTags(const Cell &cell) const;
};

} // namespace leadline::ui
