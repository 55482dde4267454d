#pragma once

#include "domain/lead_edit.h"
#include "ui/models/copied_table.h"
#include "ui/pages/review/hint_bar.h"

#include <QKeySequence>
#include <QList>
#include <QObject>

#include <functional>
#include <vector>

class QAction;

namespace leadline::ui {

class DataTable;

/// What can be done on the review page, with its keys: for the table, its menu, the panels beside it and the palette. Only
/// says what is wanted. Letters belong to the table, because in a text field they are letters. Lives as long as the page;
/// the table must be a child of it.
class ReviewActions : public QObject
{
    Q_OBJECT

public:
    ReviewActions(DataTable &table, QWidget *page);

    [[nodiscard]] const QList<QAction *> &all() const { return m_all; }
    /// Accept, reject, contacted: the ones that get a button beside the lead; restore takes their place in the trash.
    [[nodiscard]] QList<QAction *> buttons() const;
    /// All that changes where a lead stands, with restore at the end.
    [[nodiscard]] QList<QAction *> verdicts() const;
    [[nodiscard]] QAction *exportAction() const { return m_export; }
    [[nodiscard]] std::vector<HintBar::Hint> hints() const;

    /// What lies in the trash is only restored; everything else is for leads that are worked on.
    void setInTrash(bool inTrash);
    void setUndo(bool canUndo, bool canRedo);
    /// The menu of the selection, at a position in the table; at the current row when it was asked for by key.
    void showMenu(const QPoint &at);

Q_SIGNALS:
    void editWanted(const leadline::domain::LeadEdit &edit);
    void tagWanted();
    void noteWanted();
    void editInPlaceWanted();
    void moveWanted(int by);
    void previewWanted();
    void copyWanted(leadline::ui::CopyFormat format);
    void undoWanted();
    void redoWanted();
    void saveViewWanted();
    void exportWanted();
    void columnChoiceWanted();
    void columnResetWanted();
    void facetToggleWanted();

private:
    QAction *addOnTable(const QString &text, const QKeySequence &keys, const QString &icon, std::function<void()> run);
    QAction *addOnPage(const QString &text, const QKeySequence &keys, const QString &icon, std::function<void()> run);
    void makeVerdicts();
    void makeEdits();
    void makeBrowsing();
    void makeForPage();

    DataTable &m_table;
    QWidget *m_page;
    QList<QAction *> m_all;
    QList<QAction *> m_verdicts; ///< without restore
    QList<QAction *> m_edits; ///< what is done to a lead that is not in the trash
    QList<QAction *> m_copies;
    QAction *m_trash = nullptr;
    QAction *m_restore = nullptr;
    QAction *m_undo = nullptr;
    QAction *m_redo = nullptr;
    QAction *m_export = nullptr;
    bool m_inTrash = false;
};

} // namespace leadline::ui
