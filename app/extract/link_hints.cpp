#include "extract/link_hints.h"

#include "extract/page_url.h"
#include "extract/text_tools.h"

#include <algorithm>

namespace leadline::extract {

namespace {

using Table = WordTable<512>;

constexpr int kContact = static_cast<int>(LinkHint::Contact);
constexpr int kImprint = static_cast<int>(LinkHint::Imprint);
constexpr int kAbout = static_cast<int>(LinkHint::About);
constexpr int kTeam = static_cast<int>(LinkHint::Team);
constexpr int kNone = static_cast<int>(LinkHint::None);

constexpr Table::Entry kWords[] = {
    { "contact", kContact },
    { "contacts", kContact },
    { "contactus", kContact },
    { "contactez", kContact },
    { "contacto", kContact },
    { "contactos", kContact },
    { "contato", kContact },
    { "contatti", kContact },
    { "contattaci", kContact },
    { "contactar", kContact },
    { "contacte", kContact },
    { "contactenos", kContact },
    { "cont\u00e1ctenos", kContact },
    { "contactanos", kContact },
    { "cont\u00e1ctanos", kContact },
    { "kontakt", kContact },
    { "kontakte", kContact },
    { "kontakty", kContact },
    { "kontaktformular", kContact },
    { "kontaktdaten", kContact },
    { "kontaktujte", kContact },
    { "kontakta", kContact },
    { "kontaktid", kContact },
    { "kontaktai", kContact },
    { "kapcsolat", kContact },
    { "yhteystiedot", kContact },
    { "iletisim", kContact },
    { "ileti\u015fim", kContact },
    { "ansprechpartner", kContact },
    { "anfahrt", kContact },
    { "coordonnees", kContact },
    { "coordonn\u00e9es", kContact },
    { "bereikbaarheid", kContact },
    { "standorte", kContact },
    { "filialen", kContact },
    { "locations", kContact },
    { "\u043a\u043e\u043d\u0442\u0430\u043a\u0442\u044b", kContact },
    { "\u043a\u043e\u043d\u0442\u0430\u043a\u0442\u0438", kContact },
    { "\u03b5\u03c0\u03b9\u03ba\u03bf\u03b9\u03bd\u03c9\u03bd\u03af\u03b1", kContact },
    { "epikoinonia", kContact },
    { "impressum", kImprint },
    { "imprint", kImprint },
    { "legal", kImprint },
    { "legales", kImprint },
    { "legals", kImprint },
    { "mentions", kImprint },
    { "mentionslegales", kImprint },
    { "anbieterkennzeichnung", kImprint },
    { "colofon", kImprint },
    { "tir\u00e1\u017e", kImprint },
    { "impresszum", kImprint },
    { "impresum", kImprint },
    { "aviso", kImprint },
    { "juridica", kImprint },
    { "bedrijfsgegevens", kImprint },
    { "disclaimer", kImprint },
    { "legali", kImprint },
    { "about", kAbout },
    { "aboutus", kAbout },
    { "propos", kAbout },
    { "apropos", kAbout },
    { "uns", kAbout },
    { "ueberuns", kAbout },
    { "wir", kAbout },
    { "unternehmen", kAbout },
    { "chi", kAbout },
    { "azienda", kAbout },
    { "nosotros", kAbout },
    { "quienes", kAbout },
    { "qui\u00e9nes", kAbout },
    { "empresa", kAbout },
    { "sobre", kAbout },
    { "somos", kAbout },
    { "nous", kAbout },
    { "entreprise", kAbout },
    { "company", kAbout },
    { "firma", kAbout },
    { "over", kAbout },
    { "nas", kAbout },
    { "onas", kAbout },
    { "n\u00e1s", kAbout },
    { "rolunk", kAbout },
    { "r\u00f3lunk", kAbout },
    { "omoss", kAbout },
    { "meist\u00e4", kAbout },
    { "hakkimizda", kAbout },
    { "who", kAbout },
    { "siamo", kAbout },
    { "team", kTeam },
    { "equipe", kTeam },
    { "\u00e9quipe", kTeam },
    { "equipo", kTeam },
    { "staff", kTeam },
    { "people", kTeam },
    { "mitarbeiter", kTeam },
    { "medewerkers", kTeam },
    { "zespol", kTeam },
    { "zesp\u00f3\u0142", kTeam },
    { "tym", kTeam },
    { "t\u00fdm", kTeam },
    { "ludzie", kTeam },
    { "personale", kTeam },
    { "praxisteam", kTeam },
};
constexpr Table kTable(kWords);

/// Words that mean something only beside another one: "over ons", not every "over".
constexpr bool needsShortText(std::string_view word)
{
    return word == "over" || word == "nous" || word == "chi" || word == "sobre" || word == "nas" || word == "wir"
        || word == "who" || word == "uns" || word == "people" || word == "company" || word == "firma" || word == "locations"
        || word == "aviso" || word == "legal" || word == "siamo" || word == "somos" || word == "empresa" || word == "team"
        || word == "about";
}

/// Best hint of the words in `text`; long texts are headlines, not navigation, and count less.
int bestHint(std::string_view text, bool strict)
{
    int best = kNone;
    std::string word;
    for (size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : ' ';
        if (isAlpha(c) || isHigh(c)) {
            if (word.size() <= kTable.longest())
                word.push_back(c);
            continue;
        }
        if (word.size() > 2) {
            const std::string folded = loweredUtf8(word);
            const int hint = kTable.find(folded);
            if (hint >= 0 && !(strict && needsShortText(folded)))
                best = std::min(best, hint);
        }
        word.clear();
    }
    return best;
}

} // namespace

LinkHint linkHint(std::string_view url, std::string_view text)
{
    std::string_view path = pathOf(url);
    // Only the last two segments name the page: /contact-lenses/blue/ promises nothing, /en/contact/ does.
    size_t segments = 0;
    for (size_t i = path.size(); i > 0 && segments < 2; --i) {
        if (path[i - 1] == '/' && i != path.size() && ++segments == 2)
            path = path.substr(i);
    }
    const bool longPath = std::count(path.begin(), path.end(), '-') > 3;
    int best = kNone;
    if (path.find('%') == std::string_view::npos) {
        best = bestHint(path, longPath);
    } else {
        best = bestHint(percentDecoded(path), longPath);
    }
    if (text.size() <= 60)
        best = std::min(best, bestHint(text, std::count(text.begin(), text.end(), ' ') > 3));
    return static_cast<LinkHint>(best);
}

} // namespace leadline::extract
