#pragma once

#include "domain/clock.h"
#include "services/review_service.h"
#include "services/sync_service.h"
#include "ui/models/tokens.h"
#include "ui/widgets/page.h"

#include <QHash>

class QPushButton;
class QShowEvent;
class QSplitter;
class QStackedLayout;
class QStackedWidget;

namespace leadline::ui {

class DataTable;
class ElidedLabel;
class EmptyState;
class ExportController;
class FacetModel;
class FacetPanel;
class FilterField;
class HintBar;
class Label;
class LeadClipboard;
class LeadColumns;
class LeadPanel;
class LeadPreview;
class LeadTableModel;
class ReviewActions;
class ReviewController;
class SelectionPanel;

/// Review of leads in three panes: views and facets, the table, the lead. Everything works from the keyboard; a verdict
/// moves on to the next lead and can be undone from the strip at the foot.
class ReviewPage : public Page
{
    Q_OBJECT

public:
    /// The services and the clock must outlive the page.
    ReviewPage(
        services::ReviewService &review, services::SyncService &sync, const domain::Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] QString key() const override { return QStringLiteral("review"); }
    [[nodiscard]] QString title() const override { return tr("Review"); }
    [[nodiscard]] QString iconName() const override { return QStringLiteral("review"); }
    [[nodiscard]] QWidget *barWidget() override;
    [[nodiscard]] QList<QAction *> barActions() override;
    [[nodiscard]] QList<QAction *> pageActions() override;
    [[nodiscard]] QWidget *foot() const override;
    bool focusSearch() override;
    [[nodiscard]] QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray &layout) override;

    /// Shows the leads of a filter, for links from other pages and the palette.
    void showFilter(const QString &filter);
    void setDensity(Density density);
    /// The list of changes the backend does not know yet, and of those that need a choice.
    void showWaiting();
    /// Names by task id, for the facet of tasks.
    void setTaskNames(const QHash<QString, QString> &names);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildPanes();
    void buildTable();
    void connectController();
    void showQuery(const domain::LeadQuery &query);
    void connectPanels();
    void connectActions();
    void takeFacetValues();
    void offerSeenValues(const QString &field);
    void judge(const domain::LeadEdit &edit);
    void advance(int from);
    void move(int by);
    void editInPlace();
    void currentRowChanged();
    void selectionChanged();
    void selectSomething();
    void openPreview();
    void exportView();
    void saveView();
    void updateCount();
    void updateTrash();
    void updateEmpty();
    /// The keyboard to the list, or to what is shown in its place.
    void focusList();
    [[nodiscard]] QList<domain::RowId> selectedRows() const;

    services::ReviewService &m_review;
    const domain::Clock &m_clock;
    ReviewController *m_controller = nullptr;
    LeadTableModel *m_leads = nullptr;
    FacetModel *m_facets = nullptr;
    ExportController *m_exports = nullptr;
    QWidget *m_bar = nullptr;
    FilterField *m_filter = nullptr;
    Label *m_count = nullptr;
    ElidedLabel *m_problem = nullptr;
    QSplitter *m_split = nullptr;
    FacetPanel *m_facetPanel = nullptr;
    QWidget *m_middle = nullptr;
    QStackedLayout *m_stack = nullptr;
    DataTable *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    HintBar *m_hints = nullptr;
    LeadColumns *m_columns = nullptr;
    LeadClipboard *m_clipboard = nullptr;
    QStackedWidget *m_right = nullptr;
    LeadPanel *m_panel = nullptr;
    SelectionPanel *m_selection = nullptr;
    LeadPreview *m_preview = nullptr;
    QPushButton *m_clearFilter = nullptr;
    ReviewActions *m_actions = nullptr;
};

} // namespace leadline::ui
