#include "ui/pages/review/lead_panel.h"

#include "ui/models/format.h"
#include "ui/models/lead_text.h"
#include "ui/models/opening_hours.h"
#include "ui/pages/review/contact_card.h"
#include "ui/pages/review/tag_bar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/entry_field.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace leadline::ui {

using domain::ContactPoint;
using domain::Lead;

namespace {

constexpr size_t kContactsShown = 12;
constexpr size_t kHistoryShown = 40;

void clear(QVBoxLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            // Hidden at once: a dying card must not be painted in the new lead.
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

QString stars(int rating)
{
    return QString(rating, QChar(0x2605)) + QString(5 - rating, QChar(0x2606));
}

/// A sentence, and below it, muted, when and by whom.
QWidget *makeEntry(const QString &when, const QString &who, const QString &sentence, QWidget *parent)
{
    auto *entry = new QWidget(parent);
    auto *column = new QVBoxLayout(entry);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto *text = new Label(TextRole::Body, sentence, entry);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(text);
    column->addWidget(new Label(TextRole::Muted, who.isEmpty() ? when : QStringLiteral("%1 · %2").arg(when, who), entry));
    return entry;
}

} // namespace

LeadPanel::LeadPanel(Mode mode, QWidget *parent)
    : Panel(Ground::Surface, parent)
    , m_mode(mode)
{
    m_empty = new EmptyState(QStringLiteral("building"), tr("No lead selected"),
        tr("Select a lead to see every contact point with the page it was read from."), this);
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto *content = new QWidget;
    content->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 16, 16, 24);
    column->setSpacing(8);
    buildHead(column);
    column->addSpacing(8);
    m_contactsHead = new SectionLabel(tr("Contact points"), content);
    column->addWidget(m_contactsHead);
    m_contacts = new QVBoxLayout;
    m_contacts->setSpacing(8);
    column->addLayout(m_contacts);
    if (m_mode == Mode::Edit)
        buildReview(column);
    else
        buildNotes(column);
    column->addStretch();
    m_scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_empty);
    outer->addWidget(m_scroll);
    showNothing();
}

void LeadPanel::buildHead(QVBoxLayout *column)
{
    m_name = new Label(TextRole::Title, {}, this);
    m_name->setWordWrap(true);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_about = new Label(TextRole::Muted, {}, this);
    m_about->setWordWrap(true);
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_site = new QWidget(this);
    auto *site = new QHBoxLayout(m_site);
    site->setContentsMargins(0, 0, 0, 0);
    site->setSpacing(4);
    m_website = new ElidedLabel(TextRole::Body, {}, m_site);
    m_website->setElideMode(Qt::ElideMiddle);
    auto *open = new IconButton(QStringLiteral("external"), tr("Open the website"), m_site);
    open->setFixedSize(24, 24);
    connect(open, &QToolButton::clicked, this, [this] { Q_EMIT linkRequested(m_lead->found.website); });
    site->addWidget(m_website);
    site->addWidget(open);
    site->addStretch(1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(m_name);
    texts->addWidget(m_about);
    column->addLayout(texts);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_status = new StatusLabel(this);
    m_score = new Label(TextRole::Strong, {}, this);
    m_rating = new Label(TextRole::Muted, {}, this);
    auto *why = makeFlatButton(tr("Why?"), this);
    why->setProperty("action", true);
    why->setCheckable(true);
    why->setAccessibleName(tr("Why this score"));
    row->addWidget(m_status);
    row->addSpacing(8);
    row->addWidget(m_score);
    row->addWidget(why);
    row->addWidget(m_rating);
    row->addStretch();
    column->addLayout(row);
    m_scoreTerms = new QWidget(this);
    m_scoreTerms->setVisible(m_mode == Mode::Read);
    why->setVisible(m_mode == Mode::Edit);
    connect(why, &QPushButton::toggled, m_scoreTerms, &QWidget::setVisible);
    column->addWidget(m_scoreTerms);
    m_verdicts = new QHBoxLayout;
    m_verdicts->setSpacing(8);
    column->addLayout(m_verdicts);
    texts->addWidget(m_site);
}

void LeadPanel::addVerdicts(const QList<QAction *> &verdicts)
{
    for (QAction *verdict : verdicts)
        m_verdicts->addWidget(makeActionButton(verdict, false, this));
    m_verdicts->addStretch();
}

void LeadPanel::buildReview(QVBoxLayout *column)
{
    column->addSpacing(8);
    column->addWidget(new SectionLabel(tr("Tags"), this));
    m_tags = new TagBar(this);
    connect(m_tags, &TagBar::addRequested, this,
        [this](const QString &tag) { Q_EMIT editRequested(domain::LeadEdit::addTag(tag)); });
    connect(m_tags, &TagBar::removeRequested, this,
        [this](const QString &tag) { Q_EMIT editRequested(domain::LeadEdit::removeTag(tag)); });
    column->addWidget(m_tags);

    buildNotes(column);
    m_note = new EntryField(tr("New note"), tr("Write a note, Enter saves it"), 4'000, this);
    connect(m_note, &EntryField::entered, this,
        [this](const QString &text) { Q_EMIT editRequested(domain::LeadEdit::addNote(text)); });
    connect(m_note, &EntryField::left, this, &LeadPanel::left);
    connect(m_tags, &TagBar::left, this, &LeadPanel::left);
    column->addWidget(m_note);

    column->addSpacing(8);
    column->addWidget(new SectionLabel(tr("History"), this));
    m_history = new QVBoxLayout;
    m_history->setSpacing(8);
    column->addLayout(m_history);
}

void LeadPanel::buildNotes(QVBoxLayout *column)
{
    column->addSpacing(8);
    column->addWidget(new SectionLabel(tr("Notes"), this));
    m_notes = new QVBoxLayout;
    m_notes->setSpacing(8);
    column->addLayout(m_notes);
}

void LeadPanel::showLead(const Lead &lead, domain::Timestamp now)
{
    const bool another = !m_lead || m_lead->id != lead.id;
    if (!another && *m_lead == lead)
        return;
    const bool sameContacts = !another && m_lead->found == lead.found;
    m_lead = lead;
    fillHead(lead);
    if (!sameContacts)
        fillContacts(lead, now);
    fillNotes(lead, now);
    if (m_mode == Mode::Edit)
        m_tags->setTags(lead.review.tags);
    if (another) {
        if (m_mode == Mode::Edit) {
            m_note->clear();
            clear(m_history);
        }
        m_scroll->verticalScrollBar()->setValue(0);
    }
    m_empty->hide();
    m_scroll->show();
}

void LeadPanel::showNothing()
{
    m_lead.reset();
    m_scroll->hide();
    m_empty->show();
}

void LeadPanel::fillHead(const Lead &lead)
{
    m_name->setText(lead.name().isEmpty() ? shortAddress(lead.found.website) : lead.name());
    QStringList about { lead.category(), addressLine(lead.found.address) };
    about.removeAll(QString());
    QStringList lines { about.join(QStringLiteral(" · ")), openingHoursText(lead.found.openingHours) };
    if (m_mode == Mode::Read)
        lines.append(lead.review.tags.join(QStringLiteral(" · ")));
    lines.removeAll(QString());
    m_about->setText(lines.join(u'\n'));
    m_about->setVisible(!lines.isEmpty());
    if (lead.isDeleted())
        m_status->setStatus(Tone::Danger, tr("In the trash"));
    else
        m_status->setStatus(statusTone(lead.review.status), statusWord(lead.review.status));
    if (m_mode == Mode::Edit) {
        // What lies in the trash is restored before it is worked on.
        m_tags->setEnabled(!lead.isDeleted());
        m_note->setVisible(!lead.isDeleted());
    }
    m_score->setText(tr("Score %1").arg(lead.found.score));
    m_rating->setText(lead.review.rating > 0 ? stars(lead.review.rating) : QString());
    m_rating->setAccessibleName(tr("Rated %1 of 5").arg(lead.review.rating));
    m_website->setText(shortAddress(lead.found.website));
    m_site->setVisible(!lead.found.website.isEmpty());
    fillScore(lead);
}

void LeadPanel::fillScore(const Lead &lead)
{
    // The old grid goes at once with its labels: a lead is shown completely or not at all.
    delete m_scoreTerms->layout();
    qDeleteAll(m_scoreTerms->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    auto *grid = new QGridLayout(m_scoreTerms);
    grid->setContentsMargins(0, 0, 0, 4);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const domain::ScoreTerm &term : lead.found.scoreTerms) {
        auto *points
            = new Label(TextRole::Strong, QStringLiteral("%1%2").arg(term.points < 0 ? u"" : u"+").arg(term.points));
        points->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(points, row, 0);
        grid->addWidget(new Label(TextRole::Muted, scoreTermWord(term.term)), row++, 1);
    }
    if (row == 0)
        grid->addWidget(new Label(TextRole::Muted, tr("Nothing to score was found.")), 0, 0, 1, 2);
}

void LeadPanel::fillContacts(const Lead &lead, domain::Timestamp now)
{
    clear(m_contacts);
    std::vector<const ContactPoint *> used;
    std::vector<const ContactPoint *> junk;
    for (const ContactPoint &contact : lead.found.contacts)
        (contact.junk ? junk : used).push_back(&contact);
    m_contactsHead->setText(used.size() > 1 ? tr("%n contact point(s)", nullptr, static_cast<int>(used.size())).toUpper()
                                            : tr("Contact points").toUpper());
    if (m_mode == Mode::Read) {
        addContacts(used, now);
        addContacts(junk, now);
        return;
    }
    if (used.empty())
        m_contacts->addWidget(new Label(TextRole::Muted, tr("No contact point was found."), this));
    const size_t shown = std::min(used.size(), kContactsShown);
    addContacts({ used.begin(), used.begin() + static_cast<ptrdiff_t>(shown) }, now);
    const std::vector<const ContactPoint *> rest(used.begin() + static_cast<ptrdiff_t>(shown), used.end());
    for (const auto &[hidden, label] : { std::pair { rest, tr("Show %n more", nullptr, static_cast<int>(rest.size())) },
             std::pair { junk, tr("%n found and not used", nullptr, static_cast<int>(junk.size())) } }) {
        if (hidden.empty())
            continue;
        auto *more = makeFlatButton(label, this);
        more->setProperty("action", true);
        m_contacts->addWidget(more, 0, Qt::AlignLeft);
        // The lead may be another one by then; the contacts are kept by value.
        std::vector<ContactPoint> kept;
        for (const ContactPoint *contact : hidden)
            kept.push_back(*contact);
        connect(more, &QPushButton::clicked, this, [this, more, kept = std::move(kept), now] {
            more->hide();
            std::vector<const ContactPoint *> pointers;
            for (const ContactPoint &contact : kept)
                pointers.push_back(&contact);
            addContacts(pointers, now);
        });
    }
}

void LeadPanel::addContacts(const std::vector<const ContactPoint *> &contacts, domain::Timestamp now)
{
    for (const ContactPoint *contact : contacts) {
        const auto places = m_mode == Mode::Read ? ContactCard::Places::All : ContactCard::Places::First;
        auto *card = new ContactCard(*contact, m_lead->found.website, now, places, this);
        connect(card, &ContactCard::copied, this, &LeadPanel::copied);
        connect(card, &ContactCard::linkRequested, this, &LeadPanel::linkRequested);
        m_contacts->addWidget(card);
    }
}

void LeadPanel::fillNotes(const Lead &lead, domain::Timestamp now)
{
    clear(m_notes);
    if (m_mode == Mode::Read && lead.review.notes.empty())
        m_notes->addWidget(new Label(TextRole::Muted, tr("No notes."), this));
    for (const domain::Note &note : lead.review.notes)
        m_notes->addWidget(makeEntry(formatMoment(note.createdAt, now), note.author, note.text, this));
}

void LeadPanel::showHistory(const std::vector<domain::AuditEntry> &entries, domain::Timestamp now)
{
    clear(m_history);
    for (size_t i = 0; i < std::min(entries.size(), kHistoryShown); ++i) {
        const domain::AuditEntry &entry = entries[i];
        m_history->addWidget(makeEntry(formatMoment(entry.at, now), actorWord(entry.actor), historySentence(entry), this));
    }
    if (entries.empty())
        m_history->addWidget(new Label(TextRole::Muted, tr("Nothing has happened to this lead yet."), this));
}

void LeadPanel::setKnownTags(const QStringList &tags)
{
    m_tags->setKnownTags(tags);
}

void LeadPanel::focusTags()
{
    m_tags->focusField();
    m_scroll->ensureWidgetVisible(m_tags);
}

void LeadPanel::focusNote()
{
    m_note->setFocus(Qt::ShortcutFocusReason);
    m_scroll->ensureWidgetVisible(m_note);
}

} // namespace leadline::ui
