#include "ui/pages/review/contact_card.h"

#include "ui/models/format.h"
#include "ui/models/lead_text.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/indicators.h"
#include "ui/widgets/label.h"
#include "ui/widgets/leadline_style.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTextLayout>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace leadline::ui {

using domain::ContactPoint;
using domain::Evidence;

namespace {

constexpr int kIndent = 24; ///< of everything under the value: past the icon

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

/// The words of a page around a reading, with the reading marked. Wraps; at most four lines.
class Snippet : public QWidget
{
public:
    Snippet(QString text, const ContactPoint &contact, QWidget *parent)
        : QWidget(parent)
        , m_text(std::move(text))
    {
        for (const QString &form : { contact.display, contact.value }) {
            m_start = form.isEmpty() ? -1 : static_cast<int>(m_text.indexOf(form, 0, Qt::CaseInsensitive));
            m_length = static_cast<int>(form.size());
            if (m_start >= 0)
                break;
        }
        setToolTip(m_text);
        setAccessibleName(m_text);
        QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override
    {
        QTextLayout layout(m_text, monoFont(tokensOf(this)));
        return static_cast<int>(std::ceil(lay(layout, width)));
    }
    QSize sizeHint() const override { return { 200, heightForWidth(std::max(width(), 200)) }; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensOf(this);
        QTextLayout layout(m_text, monoFont(tokens));
        if (m_start >= 0) {
            QTextCharFormat mark;
            mark.setBackground(tokens.mark);
            layout.setFormats({ { m_start, m_length, mark } });
        }
        lay(layout, width());
        QPainter painter(this);
        painter.setPen(tokens.text);
        layout.draw(&painter, {});
    }

private:
    static qreal lay(QTextLayout &layout, int width)
    {
        constexpr int kLines = 4;
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout.setTextOption(option);
        qreal y = 0;
        layout.beginLayout();
        for (int i = 0; i < kLines; ++i) {
            QTextLine line = layout.createLine();
            if (!line.isValid())
                break;
            line.setLineWidth(width);
            line.setPosition({ 0, y });
            y += line.height();
        }
        layout.endLayout();
        return y;
    }

    QString m_text;
    int m_start = -1;
    int m_length = 0;
};

} // namespace

ContactCard::ContactCard(
    const ContactPoint &contact, const QString &website, domain::Timestamp now, Places places, QWidget *parent)
    : Panel(Ground::Raised, parent)
    , m_website(website)
{
    setCard(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 8, 10);
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
        row->setContentsMargins(kIndent, 0, 4, 0);
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
        const auto count = contact.evidence.size() - 1;
        const QString shut = count == 1 ? tr("1 more place") : tr("%1 more places").arg(count);
        auto *more = makeFlatButton(shut, this);
        more->setProperty("action", true);
        more->setCheckable(true);
        connect(more, &QPushButton::toggled, rest, [rest, more, shut](bool open) {
            rest->setVisible(open);
            more->setText(open ? tr("Show less") : shut);
        });
        auto *row = new QHBoxLayout;
        // The words of a flat button start 14 px inside it; they stand under the snippet.
        row->setContentsMargins(kIndent - 14, 2, 0, 0);
        row->addWidget(more, 0, Qt::AlignLeft);
        column->addLayout(row);
    }
    column->addWidget(rest);
}

void ContactCard::addHead(const ContactPoint &contact)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *icon = new QLabel(this);
    icon->setPixmap(tintedPixmap(iconOf(contact.kind), { 16, 16 }, tokensOf(this).muted, devicePixelRatioF()));
    row->addWidget(icon);
    const bool phone = contact.kind == domain::ContactKind::Phone;
    const bool link = contact.kind == domain::ContactKind::Social || contact.kind == domain::ContactKind::Website;
    auto *value = new ElidedLabel(contact.junk ? TextRole::Muted : TextRole::Strong,
        link        ? shortAddress(contact.value)
            : phone ? formatPhone(contact.value)
                    : contact.value,
        this);
    value->setElideMode(Qt::ElideMiddle);
    row->addWidget(value, 1);
    // The name of a profile's service is in its address already.
    if (!contact.label.isEmpty() && !link)
        row->addWidget(new Badge(contact.label, this));
    if (!contact.junk) {
        auto *confidence = new StatusLabel(this);
        confidence->setStatus(confidenceTone(contact.confidence()), QString::number(contact.confidence()));
        confidence->setToolTip(tr("Confidence %1 of 100").arg(contact.confidence()));
        row->addWidget(confidence);
    }
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
    column->setContentsMargins(kIndent, 0, 4, 0);
    column->setSpacing(4);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *where = new ElidedLabel(TextRole::Muted,
        QStringLiteral("%1 · %2").arg(layerWord(evidence.layer), placeWord(evidence.pageUrl, m_website)), place);
    where->setElideMode(Qt::ElideMiddle);
    where->setToolTip(evidence.pageUrl);
    row->addWidget(where, 1);
    row->addWidget(new Label(TextRole::Muted, formatMoment(evidence.foundAt, now), place));
    column->addLayout(row);
    if (!evidence.snippet.isEmpty())
        column->addWidget(new Snippet(evidence.snippet, contact, place));
    return place;
}

} // namespace leadline::ui
