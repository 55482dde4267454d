#pragma once

#include "domain/id.h"
#include "ui/pages/live/live_controller.h"
#include "ui/widgets/panels.h"

class QComboBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace leadline::ui {

class DataTable;
class ElidedLabel;
class LogView;
class SegmentedBar;
class Sparkline;
class TabStrip;

/// One task live: figures, progress, sources with their outcome, log, newest leads. The header with state and commands is
/// LiveHeader, so that a dock can use it as its title bar.
class LivePane : public Panel
{
    Q_OBJECT

public:
    explicit LivePane(std::unique_ptr<LiveController> controller, QWidget *parent = nullptr);

    [[nodiscard]] LiveController &controller() { return *m_controller; }
    void setDensity(Density density);
    /// Ctrl+F while the pane has the focus.
    void focusLogSearch();

    enum class View { Log, Sources, Leads };
    void showView(View view);

Q_SIGNALS:
    void leadActivated(const leadline::domain::LeadId &id);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeFigures();
    [[nodiscard]] QWidget *makeProgress();
    [[nodiscard]] QWidget *makeSources();
    [[nodiscard]] QWidget *makeLeads();
    [[nodiscard]] QWidget *makeStrip();
    void refresh();
    void updateCounts();

    std::unique_ptr<LiveController> m_controller;
    StatCard *m_new = nullptr;
    StatCard *m_duplicates = nullptr;
    StatCard *m_pages = nullptr;
    StatCard *m_rate = nullptr;
    Sparkline *m_spark = nullptr;
    SegmentedBar *m_bar = nullptr;
    ElidedLabel *m_summary = nullptr;
    ElidedLabel *m_remaining = nullptr;
    TabStrip *m_tabs = nullptr;
    QStackedWidget *m_views = nullptr;
    LogView *m_log = nullptr;
    DataTable *m_sources = nullptr;
    DataTable *m_leads = nullptr;
    QComboBox *m_level = nullptr;
    QLineEdit *m_search = nullptr;
    QPushButton *m_follow = nullptr;
};

} // namespace leadline::ui
