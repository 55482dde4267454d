#include "extract/page_reader.h"

#include "extract/page_url.h"
#include "extract/text_tools.h"

#include <QStringList>

#include <algorithm>
#include <map>

namespace leadline::extract {

namespace {

/// Letters and digits only, lower case, accents dropped: "Café Lumière" and "cafe-lumiere" become equal.
QString key(const QString &text)
{
    QString out;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD)) {
        if (c.isLetterOrNumber())
            out.append(c.toLower());
    }
    return out;
}

/// The parts of a title: "Contact – Bakery Lumière | Paris".
QStringList parts(const QString &title)
{
    QString text = title;
    for (const QStringView separator : { QStringView(u" | "), QStringView(u" – "), QStringView(u" — "), QStringView(u" - "),
             QStringView(u" · "), QStringView(u" :: "), QStringView(u" // "), QStringView(u" / "), QStringView(u" ~ "),
             QStringView(u" » "), QStringView(u" • "), QStringView(u": "), QStringView(u" ‹ "), QStringView(u"|") })
        text.replace(separator.toString(), QStringLiteral("\n"));
    QStringList out;
    const QStringList raw = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &part : raw) {
        const QString clean = part.trimmed();
        if (clean.size() >= 2 && clean.size() <= 80)
            out.append(clean);
    }
    return out;
}

bool isGeneric(const QString &folded)
{
    static const QStringList generic = { QStringLiteral("home"), QStringLiteral("startseite"), QStringLiteral("accueil"),
        QStringLiteral("inicio"), QStringLiteral("homepage"), QStringLiteral("welcome"), QStringLiteral("willkommen"),
        QStringLiteral("bienvenue"), QStringLiteral("kontakt"), QStringLiteral("contact"), QStringLiteral("contacto"),
        QStringLiteral("contatti"), QStringLiteral("impressum"), QStringLiteral("imprint"), QStringLiteral("about"),
        QStringLiteral("aboutus"), QStringLiteral("ueberuns"), QStringLiteral("uberuns"), QStringLiteral("mentionslegales"),
        QStringLiteral("apropos"), QStringLiteral("contactus"), QStringLiteral("team"), QStringLiteral("index"),
        QStringLiteral("untitled"), QStringLiteral("datenschutz"), QStringLiteral("privacy"), QStringLiteral("blog"),
        QStringLiteral("news"), QStringLiteral("shop"), QStringLiteral("services"), QStringLiteral("uvod"),
        QStringLiteral("stronaglowna"), QStringLiteral("chisiamo"), QStringLiteral("nosotros") };
    return generic.contains(folded);
}

QString nameFromHost(std::string_view host)
{
    std::string_view name = withoutWww(host);
    name = name.substr(0, name.find('.'));
    QString out = toQString(name);
    out.replace(QLatin1Char('-'), QLatin1Char(' '));
    bool start = true;
    for (QChar &c : out) {
        if (start)
            c = c.toUpper();
        start = c == QLatin1Char(' ');
    }
    return out;
}

} // namespace

QString guessSiteName(const std::vector<const PageReading *> &pages, std::string_view host)
{
    struct Vote
    {
        QString name;
        int points = 0;
    };
    std::map<QString, Vote> votes;
    const QString hostKey = key(toQString(withoutWww(host).substr(0, withoutWww(host).find('.'))));
    const auto vote = [&](const QString &name, int points) {
        const QString folded = key(name);
        if (folded.size() < 2 || isGeneric(folded))
            return;
        Vote &entry = votes[folded];
        if (entry.name.isEmpty()) {
            entry.name = name;
            if (!hostKey.isEmpty() && hostKey.size() > 2 && (folded.contains(hostKey) || hostKey.contains(folded)))
                entry.points += 25;
        }
        entry.points += points;
    };
    for (const PageReading *page : pages) {
        for (const Business &business : page->businesses)
            vote(business.name, page->businesses.size() == 1 ? 60 : 5);
        vote(page->siteName, 40);
        const QStringList titleParts = parts(page->title);
        for (qsizetype i = 0; i < titleParts.size(); ++i)
            vote(titleParts.at(i), i == 0 || i == titleParts.size() - 1 ? 10 : 4);
        vote(page->heading, page->heading.size() <= 50 ? 8 : 1);
    }
    const auto best = std::max_element(
        votes.begin(), votes.end(), [](const auto &a, const auto &b) { return a.second.points < b.second.points; });
    return best == votes.end() ? nameFromHost(host) : best->second.name;
}

} // namespace leadline::extract
