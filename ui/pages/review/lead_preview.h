#pragma once

#include "domain/lead.h"
#include "ui/widgets/panels.h"

namespace leadline::ui {

class HintBar;
class LeadPanel;

/// All that is stored of the current lead at a glance, laid over the page: every contact point with every place it was read
/// from. Nothing is fetched and nothing can be edited. Space or Escape closes it, J and K go on while it is open.
class LeadPreview : public Panel
{
    Q_OBJECT

public:
    /// Hidden until open(); follows the size of `over`, which becomes its parent.
    explicit LeadPreview(QWidget *over);

    void showLead(const domain::Lead &lead, domain::Timestamp now);
    /// Verdicts are not for what lies in the trash.
    void setInTrash(bool inTrash);
    void open();

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void moveRequested(int by);
    void linkRequested(const QString &url);
    void copied(const QString &value);
    /// Hidden again; the focus goes back to the list.
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void arrange();
    void shut();

    LeadPanel *m_panel = nullptr;
    HintBar *m_hints = nullptr;
};

} // namespace leadline::ui
