#include "ui/pages/review/contact_card.h"

#include "ui/models/format.h"
#include "ui/models/lead_text.h"
#include "ui/models/reading_mark.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/wrapped_text.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace leadline::ui {

using domain::ContactPoint;
using domain::Evidence;

namespace {

constexpr int kIndent = 24; ///< of everything under the value: past the icon
constexpr int kSnippetLines = 4;

QString iconOf(domain::ContactKind kind)
{
    switch (kind) {
    case domain::ContactKind::Email:
        return QStringLiteral("mail");
    case domain::ContactKind::Phone:
        return QStringLiteral("phone");
    case domain::ContactKind::Social:
        return QStringLiteral("profile");
    case domain::ContactKind::Website:
        return QStringLiteral("globe");
    }
    return {};
}

/// A page in few words: by its path when it belongs to the lead's own site.
QString placeWord(const QString &page, const QString &website)
{
    const QUrl url(page);
    if (url.host().isEmpty() || url.host() != QUrl(website).host())
        return shortAddress(page);
    return url.path().size() <= 1 ? ContactCard::tr("home page") : url.path();
}

} // namespace

ContactCard::ContactCard(
    const ContactPoint &contact, const QString &website, domain::Timestamp now, Places places, QWidget *parent)
    : Panel(Ground::Raised, parent)
    , m_places(places)
    , m_website(website)
{
    setCard(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(directedMargins(12, 6, 8, 10));
    column->setSpacing(2);
    addHead(contact);
    QStringList aside;
    if (contact.kind == domain::ContactKind::Phone && !contact.display.isEmpty() && contact.display != contact.value)
        aside.append(contact.display);
    if (contact.junk)
        aside.append(tr("Not used: %1").arg(junkWord(contact.junkReason)));
    if (!aside.isEmpty()) {
        auto *line = new ElidedLabel(TextRole::Muted, aside.join(QStringLiteral(" · ")), this);
        auto *row = new QHBoxLayout;
        row->setContentsMargins(directedMargins(kIndent, 0, 4, 0));
        row->addWidget(line, 1);
        column->addLayout(row);
    }
    if (contact.evidence.empty())
        return;
    column->addWidget(makePlace(contact, contact.evidence.front(), now));
    if (contact.evidence.size() == 1)
        return;

    auto *rest = new QWidget(this);
    auto *restColumn = new QVBoxLayout(rest);
    restColumn->setContentsMargins(0, 6, 0, 0);
    restColumn->setSpacing(8);
    for (size_t i = 1; i < contact.evidence.size(); ++i)
        restColumn->addWidget(makePlace(contact, contact.evidence[i], now));
    if (places == Places::First) {
        rest->hide();
        const QString shut = tr("%n more place(s)", nullptr, static_cast<int>(contact.evidence.size()) - 1);
        auto *more = makeFlatButton(shut, this);
        more->setProperty("action", true);
        more->setCheckable(true);
        connect(more, &QPushButton::toggled, rest, [rest, more, shut](bool open) {
            rest->setVisible(open);
            more->setText(open ? tr("Show less") : shut);
        });
        auto *row = new QHBoxLayout;
        row->setContentsMargins(directedMargins(kIndent, 2, 0, 0));
        row->addWidget(more, 0, Qt::AlignLeft);
        column->addLayout(row);
    }
    column->addWidget(rest);
}

void ContactCard::addHead(const ContactPoint &contact)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new Glyph(iconOf(contact.kind), this));
    const bool phone = contact.kind == domain::ContactKind::Phone;
    const bool link = contact.kind == domain::ContactKind::Social || contact.kind == domain::ContactKind::Website;
    // Never cut: it is what the card is for.
    auto *value = new WrappedText(contact.junk ? TextRole::Muted : TextRole::Strong,
        link        ? shortAddress(contact.value)
            : phone ? formatPhone(contact.value)
                    : contact.value,
        this);
    row->addWidget(value, 1, Qt::AlignVCenter);
    // The name of a profile's service is in its address already.
    if (!contact.label.isEmpty() && !link)
        row->addWidget(new Badge(contact.label, this));
    auto *tools = new QHBoxLayout;
    tools->setSpacing(0);
    if (link) {
        auto *open = new IconButton(QStringLiteral("external"), tr("Open %1").arg(contact.value), this);
        connect(open, &QToolButton::clicked, this, [this, url = contact.value] { Q_EMIT linkRequested(url); });
        open->setFixedSize(24, 24);
        tools->addWidget(open);
    }
    auto *copy = new IconButton(QStringLiteral("copy"), tr("Copy %1").arg(contact.value), this);
    connect(copy, &QToolButton::clicked, this, [this, text = contact.value] {
        QApplication::clipboard()->setText(text);
        Q_EMIT copied(text);
    });
    copy->setFixedSize(24, 24);
    tools->addWidget(copy);
    row->addLayout(tools);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
}

QWidget *ContactCard::makePlace(const ContactPoint &contact, const Evidence &evidence, domain::Timestamp now)
{
    auto *place = new QWidget(this);
    auto *column = new QVBoxLayout(place);
    column->setContentsMargins(directedMargins(kIndent, 0, 4, 0));
    column->setSpacing(4);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *where = new ElidedLabel(TextRole::Muted,
        QStringLiteral("%1 · %2").arg(layerWord(evidence.layer), placeWord(evidence.pageUrl, m_website)), place);
    where->setElideMode(Qt::ElideMiddle);
    const QString when = formatMoment(evidence.foundAt, now);
    where->setHint(tr("%1, read %2").arg(evidence.pageUrl, when));
    row->addWidget(where, 1);
    if (m_places == Places::All) // beside the list the page is worth the room more than the time
        row->addWidget(new Label(TextRole::Muted, when, place));
    if (!contact.junk) {
        auto *confidence = new StatusLabel(place);
        confidence->setStatus(confidenceTone(evidence.confidence), QString::number(evidence.confidence));
        confidence->setToolTip(tr("Confidence %1 of 100").arg(evidence.confidence));
        row->addWidget(confidence);
    }
    column->addLayout(row);
    if (!evidence.snippet.isEmpty()) {
        auto *snippet = new WrappedText(TextRole::Mono, evidence.snippet, place);
        const ReadingMark mark = markReading(evidence.snippet, contact);
        snippet->setMark(mark.start, mark.length);
        snippet->setMaxLines(kSnippetLines);
        snippet->setToolTip(evidence.snippet);
        column->addWidget(snippet);
    }
    return place;
}

} // namespace leadline::ui
