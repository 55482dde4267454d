#pragma once

#include "domain/lead.h"
#include "domain/lead_edit.h"
#include "ui/widgets/panels.h"

#include <QPointer>

#include <optional>

class QAction;
class QHBoxLayout;
class QScrollArea;
class QVBoxLayout;

namespace leadline::ui {

class ContactCard;
class ElidedLabel;
class EmptyState;
class EntryField;
class Label;
class StatusLabel;
class TagBar;

/// Everything known of one lead: contact points with their evidence, tags, notes, history. Edits are asked for with signals.
/// To read only, it shows all evidence at once and has no fields.
class LeadPanel : public Panel
{
    Q_OBJECT

public:
    enum class Mode { Edit, Read };

    explicit LeadPanel(Mode mode, QWidget *parent = nullptr);

    /// Buttons for these under the head of the lead; an action that is not visible has none.
    void addVerdicts(const QList<QAction *> &verdicts);

    void showLead(const domain::Lead &lead, domain::Timestamp now);
    void showHistory(const std::vector<domain::AuditEntry> &entries, domain::Timestamp now);
    void showNothing();
    void setKnownTags(const QStringList &tags);

    void focusTags();
    void focusNote();

    [[nodiscard]] QScrollArea *scrollArea() const { return m_scroll; }

    [[nodiscard]] QSize sizeHint() const override { return { 360, 600 }; }

Q_SIGNALS:
    void editRequested(const leadline::domain::LeadEdit &edit);
    void linkRequested(const QString &url);
    void copied(const QString &value);
    /// Enter or Escape in a field: the operator goes on with the list.
    void left();

private:
    void buildHead(QVBoxLayout *column);
    void buildReview(QVBoxLayout *column);
    void buildNotes(QVBoxLayout *column);
    void fillHead(const domain::Lead &lead);
    void fillScore(const domain::Lead &lead);
    void fillContacts(const domain::Lead &lead, domain::Timestamp now);
    void fillNotes(const domain::Lead &lead, domain::Timestamp now);
    void addContacts(const std::vector<const domain::ContactPoint *> &contacts, domain::Timestamp now);

    const Mode m_mode;
    std::optional<domain::Lead> m_lead;
    EmptyState *m_empty = nullptr;
    QScrollArea *m_scroll = nullptr;
    Label *m_name = nullptr;
    Label *m_about = nullptr;
    StatusLabel *m_status = nullptr;
    Label *m_score = nullptr;
    Label *m_rating = nullptr;
    QWidget *m_site = nullptr;
    ElidedLabel *m_website = nullptr;
    QWidget *m_scoreTerms = nullptr;
    QHBoxLayout *m_verdicts = nullptr;
    Label *m_contactsHead = nullptr;
    QVBoxLayout *m_contacts = nullptr;
    TagBar *m_tags = nullptr;
    QVBoxLayout *m_notes = nullptr;
    EntryField *m_note = nullptr;
    QVBoxLayout *m_history = nullptr;
};

} // namespace leadline::ui
