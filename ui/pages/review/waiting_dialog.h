#pragma once

#include "domain/clock.h"
#include "services/review_service.h"

#include <QDialog>

#include <vector>

class QPushButton;
class QScrollArea;
class QStandardItemModel;
class QVBoxLayout;

namespace leadline::ui {

class ConflictCard;
class DataTable;
class EmptyState;
class ErrorBanner;
class Label;

/// Changes the backend does not know yet, each of which can be taken back, and above them those that need a person to
/// choose between two values. Follows what happens while it is open. The service and the clock must outlive it.
class WaitingDialog : public QDialog
{
    Q_OBJECT

public:
    WaitingDialog(services::ReviewService &review, const domain::Clock &clock, QWidget *parent = nullptr);

private:
    void buildConflicts();
    void buildChanges();
    [[nodiscard]] QWidget *makeFoot();
    void reload();
    void showChanges(const std::vector<domain::WaitingChange> &changes);
    void showConflicts(const std::vector<domain::FieldConflict> &conflicts);
    [[nodiscard]] ConflictCard *makeCard(const domain::FieldConflict &conflict);
    void resolve(const std::vector<qint64> &conflicts, domain::ConflictChoice choice);
    void revertSelected();
    void updateButtons();
    void updateEmpty();

    services::ReviewService &m_review;
    const domain::Clock &m_clock;
    ErrorBanner *m_error = nullptr;
    QWidget *m_conflictBox = nullptr;
    Label *m_conflictHead = nullptr;
    QVBoxLayout *m_conflicts = nullptr;
    QList<QPushButton *> m_forAll;
    std::vector<qint64> m_open; ///< conflicts shown
    QWidget *m_changeBox = nullptr;
    Label *m_head = nullptr;
    QStandardItemModel *m_changes = nullptr;
    DataTable *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_revert = nullptr;
};

} // namespace leadline::ui
