#include "extract/postal_text.h"

#include "extract/text_tools.h"

#include <algorithm>
#include <array>

namespace leadline::extract {

namespace {

constexpr size_t kMaxAddresses = 8;
constexpr size_t kMaxLine = 240;
constexpr size_t kMaxStreet = 70;

constexpr std::string_view kStreetWords[] = { "rue", "avenue", "av", "av.", "ave", "ave.", "boulevard", "bd", "bd.", "boul.",
    "blvd", "blvd.", "place", "quai", "cours", "chemin", "impasse", "all\u00e9e", "route", "passage", "square", "faubourg",
    "via", "viale", "piazza", "piazzale", "corso", "vicolo", "vico", "largo", "strada", "fondamenta", "contrada",
    "lungomare", "calle", "c/", "avenida", "avda", "avda.", "plaza", "paseo", "camino", "carrer", "gran", "ronda",
    "carretera", "rua", "pra\u00e7a", "travessa", "estrada", "alameda", "cal\u00e7ada", "rodovia", "urbaniza\u00e7\u00e3o",
    "ul.", "ul", "ulica", "pl.", "plac", "al.", "aleja", "os.", "street", "st", "st.", "road", "rd", "rd.", "lane", "ln",
    "drive", "dr", "dr.", "court", "ct", "way", "parkway", "pkwy", "row", "close", "terrace", "gardens", "hill", "park",
    "end", "mews", "crescent", "highway", "hwy", "pike", "loop", "circle", "trail", "wharf", "yard", "quay", "green",
    "estate", "house", "stra\u00dfe", "strasse", "str.", "platz", "weg", "allee", "gasse", "ring", "damm", "ufer", "markt",
    "laan", "straat", "plein", "broadway" };

constexpr std::string_view kStreetEndings[] = { "stra\u00dfe", "strasse", "str.", "str", "weg", "platz", "allee", "gasse",
    "ring", "damm", "ufer", "markt", "hof", "chaussee", "steig", "steg", "laan", "straat", "plein", "kade", "pad", "singel",
    "gracht", "dijk", "steeg", "dreef", "vej", "gade", "gatan", "v\u00e4gen", "veien", "katu" };

constexpr std::string_view kStates
    = " AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH "
      "OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR ";

/// Small words within the names of places.
constexpr std::string_view kPlaceJoins[] = { "am", "an", "der", "die", "den", "de", "la", "le", "les", "sur", "sous", "en",
    "del", "di", "in", "im", "bei", "ob", "aan", "nad", "upon", "on", "du", "da", "do", "dos", "das", "zu", "zum", "a.",
    "b.", "e", "y", "et", "lo", "el", "los", "las", "l\u00e8s", "of" };

template<size_t N> bool isOneOf(const std::string_view (&list)[N], std::string_view word)
{
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool isUpperStart(std::string_view word)
{
    if (word.empty())
        return false;
    if (!isHigh(word.front()))
        return word.front() >= 'A' && word.front() <= 'Z';
    size_t pos = 0;
    return QChar::isUpper(nextCodePoint(word, pos));
}

size_t digitsAt(std::string_view text, size_t pos)
{
    size_t end = pos;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return end - pos;
}

using Parts = std::vector<std::string_view>;

/// Splits a line at commas, tabs, bars and spaced dashes or dots.
Parts partsOf(std::string_view line)
{
    Parts parts;
    size_t from = 0;
    const auto cut = [&](size_t end, size_t next) {
        const std::string_view part = trimmed(line.substr(from, end - from));
        if (!part.empty())
            parts.push_back(part);
        from = next;
    };
    for (size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == ',' || c == '\t' || c == '|' || c == ';')
            cut(i, i + 1);
        else if (c == '-' && i > 0 && line[i - 1] == ' ' && i + 1 < line.size() && line[i + 1] == ' ')
            cut(i, i + 1);
        else if (!isHigh(c))
            continue;
        else if (line.substr(i, 2) == "\u00b7")
            cut(i, i + 2);
        else if (line.substr(i, 3) == "\u2022" || line.substr(i, 3) == "\u2013" || line.substr(i, 3) == "\u2014")
            cut(i, i + 3);
    }
    cut(line.size(), line.size());
    return parts;
}

/// The name of a place at the start of `text`, up to the first word that cannot belong to it.
std::string placeName(std::string_view text)
{
    std::string name;
    size_t words = 0;
    while (words < 6) {
        text = trimmed(text);
        size_t end = text.find(' ');
        const std::string_view word = text.substr(0, end);
        if (word.empty() || word.find_first_of("0123456789@:/()&+=#_") != std::string_view::npos)
            break;
        const bool join = isOneOf(kPlaceJoins, word) || word.starts_with("d'") || word.starts_with("l'");
        if (!isUpperStart(word) && (!join || words == 0))
            break;
        if (words > 0
            && (equalsNoCase(word, "tel") || equalsNoCase(word, "tel.") || equalsNoCase(word, "fax")
                || equalsNoCase(word, "cedex") || word == "Telefon" || word == "Phone" || word == "E-Mail" || word == "Email"
                || word == "T\u00e9l" || word == "T\u00e9l."))
            break;
        name.append(name.empty() ? "" : " ").append(word);
        ++words;
        if (word.back() == '.' && word.size() > 3)
            break;
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    while (!name.empty() && (name.back() == '.' || name.back() == ' '))
        name.pop_back();
    // A trailing join belongs to the sentence, not to the name.
    const size_t last = name.rfind(' ');
    if (last != std::string::npos && isOneOf(kPlaceJoins, std::string_view(name).substr(last + 1)))
        name.resize(last);
    return name.size() >= 2 && name.size() <= 48 ? name : std::string();
}

struct Place
{
    std::string code;
    std::string city;
    std::string region;
    std::string country;
    size_t partsUsed = 1; ///< parts of the line that belong to the place, from its first
};

/// How a country writes its postal codes in front of the city: '9' stands for a digit, 'A' for a capital letter.
struct CodeShape
{
    std::string_view country; ///< empty for texts whose country nobody told
    std::string_view shape;
    bool tells = false; ///< written so there only, which tells the country
};

constexpr CodeShape kCodeShapes[] = { { "NL", "9999 AA", true }, { "PL", "99-999", true }, { "PT", "9999-999", true },
    { "BR", "99999-999", true }, { "CZ", "999 99" }, { "CZ", "99999" }, { "SK", "999 99" }, { "SK", "99999" },
    { "SE", "999 99" }, { "SE", "99999" }, { "GR", "999 99" }, { "GR", "99999" }, { "DE", "99999" }, { "FR", "99999" },
    { "ES", "99999" }, { "IT", "99999" }, { "FI", "99999" }, { "EE", "99999" }, { "HR", "99999" }, { "TR", "99999" },
    { "UA", "99999" }, { "MC", "99999" }, { "SM", "99999" }, { "VA", "99999" }, { "LT", "99999" }, { "MX", "99999" },
    { "RS", "99999" }, { "", "99999" }, { "AT", "9999" }, { "CH", "9999" }, { "BE", "9999" }, { "DK", "9999" },
    { "NO", "9999" }, { "LU", "9999" }, { "LI", "9999" }, { "HU", "9999" }, { "SI", "9999" }, { "BG", "9999" },
    { "AU", "9999" }, { "NZ", "9999" }, { "LV", "9999" }, { "RO", "999999" } };

/// What stands before a code and names its country: "D-10115 Berlin".
constexpr std::pair<std::string_view, std::string_view> kCodePrefixes[] = { { "D-", "DE" }, { "DE-", "DE" }, { "A-", "AT" },
    { "AT-", "AT" }, { "CH-", "CH" }, { "F-", "FR" }, { "FR-", "FR" }, { "I-", "IT" }, { "IT-", "IT" }, { "E-", "ES" },
    { "ES-", "ES" }, { "NL-", "NL" }, { "B-", "BE" }, { "BE-", "BE" }, { "L-", "LU" }, { "LU-", "LU" }, { "P-", "PT" },
    { "PT-", "PT" }, { "PL-", "PL" }, { "CZ-", "CZ" }, { "SK-", "SK" }, { "DK-", "DK" }, { "S-", "SE" }, { "SE-", "SE" },
    { "N-", "NO" }, { "NO-", "NO" }, { "FI-", "FI" }, { "HU-", "HU" }, { "SI-", "SI" }, { "LV-", "LV" }, { "LT-", "LT" },
    { "EE-", "EE" }, { "GR-", "GR" }, { "RO-", "RO" } };

std::string_view countryOfPrefix(std::string_view prefix)
{
    const auto found = std::find_if(
        std::begin(kCodePrefixes), std::end(kCodePrefixes), [prefix](const auto &known) { return known.first == prefix; });
    return found == std::end(kCodePrefixes) ? std::string_view() : found->second;
}

/// True when `text` begins with the shape and a space behind it.
bool beginsWithShape(std::string_view text, std::string_view shape)
{
    if (text.size() <= shape.size() || text[shape.size()] != ' ')
        return false;
    for (size_t i = 0; i < shape.size(); ++i) {
        const char wanted = shape[i];
        const char c = text[i];
        if (wanted == '9' ? !isDigit(c) : wanted == 'A' ? c < 'A' || c > 'Z' : c != wanted)
            return false;
    }
    return true;
}

/// The shape a code in a text of the country has at its beginning; null when there is none.
const CodeShape *codeAt(std::string_view text, std::string_view country)
{
    const auto found = std::find_if(std::begin(kCodeShapes), std::end(kCodeShapes), [&](const CodeShape &known) {
        return (known.country == country || (known.tells && country.empty())) && beginsWithShape(text, known.shape);
    });
    return found == std::end(kCodeShapes) ? nullptr : found;
}

/// "10115 Berlin", "D-10115 Berlin", "1012 AB Amsterdam", "31-001 Kraków", "1100-002 Lisboa", "00184 Roma (RM)".
bool readContinental(std::string_view part, std::string_view country, Place &place)
{
    size_t at = 0;
    while (at < part.size() && part[at] >= 'A' && part[at] <= 'Z' && at < 2)
        ++at;
    std::string_view own;
    if (at > 0) {
        if (at >= part.size() || part[at] != '-')
            return false;
        own = countryOfPrefix(part.substr(0, ++at));
        if (own.empty())
            return false;
    }
    const CodeShape *code = codeAt(part.substr(at), own.empty() ? country : own);
    if (!code)
        return false;
    const size_t length = code->shape.size();
    const std::string_view rest = part.substr(at + length);
    place.country = code->country;
    place.code = part.substr(at, length);
    place.city = placeName(rest);
    if (place.country.size() == 2 && place.city.ends_with(" " + place.country)) // "44100 Nantes FR"
        place.city.resize(place.city.size() - 3);
    if (place.city.empty())
        return false;
    const size_t bracket = rest.find('(');
    if (place.country == "IT" && bracket != std::string_view::npos && rest.size() >= bracket + 4 && rest[bracket + 3] == ')')
        place.region = rest.substr(bracket + 1, 2);
    return true;
}

/// Length of a British postcode at the end of `part`, 0 when there is none.
size_t britishCode(std::string_view part)
{
    const size_t gap = part.rfind(' ');
    if (gap == std::string_view::npos || part.size() - gap != 4)
        return 0;
    const std::string_view inward = part.substr(gap + 1);
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (!isDigit(inward[0]) || !upper(inward[1]) || !upper(inward[2]))
        return 0;
    const size_t start = part.rfind(' ', gap - 1) == std::string_view::npos || gap == 0 ? 0 : part.rfind(' ', gap - 1) + 1;
    const std::string_view outward = part.substr(start, gap - start);
    if (outward.size() < 2 || outward.size() > 4 || !upper(outward[0]))
        return 0;
    const size_t letters = upper(outward[1]) ? 2 : 1;
    if (outward.size() <= letters || !isDigit(outward[letters]))
        return 0;
    return part.size() - start;
}

/// "London EC1A 1BB", and "Cardiff" followed by "CF10 1EP".
bool readBritish(const Parts &parts, size_t i, Place &place)
{
    std::string_view part = parts[i];
    std::string_view city = part;
    if (const size_t length = britishCode(part); length > 0 && length < part.size()) {
        place.code = part.substr(part.size() - length);
        city = trimmed(part.substr(0, part.size() - length));
    } else if (i + 1 < parts.size() && britishCode(parts[i + 1]) == parts[i + 1].size()) {
        place.code = parts[i + 1];
        place.partsUsed = 2;
    } else {
        return false;
    }
    place.city = placeName(city);
    place.country = "GB";
    return place.city.size() == city.size();
}

/// "Denver, CO 80202" and "Denver CO 80202".
bool readAmerican(const Parts &parts, size_t i, Place &place)
{
    const bool split = i + 1 < parts.size();
    std::string_view tail = split ? parts[i + 1] : parts[i];
    std::string_view city = parts[i];
    if (!split) {
        const size_t state = tail.size() > 9 ? tail.rfind(' ', tail.rfind(' ') - 1) : std::string_view::npos;
        if (state == std::string_view::npos)
            return false;
        city = tail.substr(0, state);
        tail = tail.substr(state + 1);
    }
    if (tail.size() < 8 || tail[2] != ' ' || digitsAt(tail, 3) != 5 || (tail.size() > 8 && tail[8] != '-' && tail[8] != ' '))
        return false;
    const std::string state = " " + std::string(tail.substr(0, 2)) + " ";
    if (kStates.find(state) == std::string_view::npos)
        return false;
    place.region = tail.substr(0, 2);
    place.code = tail.substr(3, tail.size() > 12 && tail[8] == '-' && digitsAt(tail, 9) == 4 ? 10 : 5);
    place.city = placeName(city);
    place.country = "US";
    place.partsUsed = split ? 2 : 1;
    return place.city.size() == city.size();
}

bool isHouseNumber(std::string_view word)
{
    const size_t digits = digitsAt(word, 0);
    return digits >= 1 && digits <= 4 && word.size() - digits <= 4 && word.find_first_of(":.@") == std::string_view::npos;
}

bool isUnit(std::string_view part)
{
    for (const std::string_view word : { "suite", "unit", "floor", "apt", "ste", "#", "room", "etage", "b\u00e2timent",
             "escalier", "piso", "local", "int." }) {
        if (startsWithNoCase(part, word))
            return true;
    }
    return isHouseNumber(part);
}

/// A number and a word that means street, or a capitalised name that ends in a number.
bool looksLikeStreet(std::string_view text, bool numberLast)
{
    if (text.size() < 5 || text.size() > kMaxStreet || text.find('@') != std::string_view::npos)
        return false;
    bool number = false;
    bool keyword = false;
    size_t words = 0;
    std::string_view last;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find_first_of(" ,", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        at = end + 1;
        if (word.empty())
            continue;
        ++words;
        last = word;
        if (isHouseNumber(word)) {
            number = true;
            continue;
        }
        const std::string folded = loweredUtf8(word);
        keyword = keyword || isOneOf(kStreetWords, folded)
            || std::any_of(std::begin(kStreetEndings), std::end(kStreetEndings),
                [&](std::string_view ending) { return folded.size() > ending.size() + 1 && folded.ends_with(ending); });
    }
    if (!number || words > 9)
        return false;
    return keyword || (numberLast && isHouseNumber(last) && isUpperStart(text) && words <= 5);
}

std::string_view withoutLabel(std::string_view text)
{
    const size_t colon = text.rfind(": ");
    return colon == std::string_view::npos ? text : trimmed(text.substr(colon + 2));
}

/// The street in front of part `i`: on the same line, or the line above.
std::string streetBefore(const Parts &parts, size_t i, std::string_view above)
{
    if (i > 0) {
        for (size_t first = i; first-- > 0 && i - first <= 3;) {
            const auto *start = parts[first].data();
            const auto *end = parts[i - 1].data() + parts[i - 1].size();
            const std::string_view street = withoutLabel(std::string_view(start, static_cast<size_t>(end - start)));
            if (first > 0 && isUnit(parts[first]))
                continue;
            return looksLikeStreet(street, true) ? singleLine(street) : std::string();
        }
        return {};
    }
    const std::string_view line = withoutLabel(trimmed(above));
    if (looksLikeStreet(line, true))
        return singleLine(line);
    // "Bakery Lumière, 12 rue du Four" above the place.
    const Parts before = partsOf(above);
    for (size_t first = before.size(); first-- > 0;) {
        if (first > 0 && isUnit(before[first]))
            continue;
        const auto *end = before.back().data() + before.back().size();
        const std::string_view street
            = withoutLabel(std::string_view(before[first].data(), static_cast<size_t>(end - before[first].data())));
        return looksLikeStreet(street, true) ? singleLine(street) : std::string();
    }
    return {};
}

/// True when the line holds something like a postal code of the country: a look at each byte, before anything is split.
bool mayHoldCode(std::string_view line, std::string_view country)
{
    for (size_t i = 0; i < line.size(); ++i) {
        if (!isDigit(line[i]))
            continue;
        const size_t run = digitsAt(line, i);
        const char before = i == 0 ? ' ' : line[i - 1];
        const char after = i + run < line.size() ? line[i + run] : ' ';
        if (before == '-' && i > 1 && line[i - 2] >= 'A' && line[i - 2] <= 'Z')
            return true; // "D-10115"
        const bool apart = !isAlnum(before) && before != '-' && before != '.';
        if (apart && codeAt(line.substr(i), country))
            return true;
        if (run == 5 && apart && (country == "US" || country.empty()))
            return true;
        if (run == 1 && after >= 'A' && after <= 'Z' && before == ' ' && (country.empty() || country == "GB"))
            return true;
        i += run - 1;
    }
    return false;
}

bool readPlace(const Parts &parts, size_t i, std::string_view country, Place &place)
{
    if (readContinental(i == 0 ? withoutLabel(parts[i]) : parts[i], country, place))
        return true;
    place = {};
    if ((country == "GB" || country.empty()) && readBritish(parts, i, place))
        return true;
    place = {};
    return (country == "US" || country.empty()) && readAmerican(parts, i, place);
}

/// Cuts a part in which a street runs into its place with nothing but a space between: "Exempelgasse 14 8010 Graz".
void splitRunOn(Parts &parts, std::string_view country)
{
    for (size_t i = 0; i < parts.size(); ++i) {
        const std::string_view part = parts[i];
        for (size_t space = part.find(' '); space != std::string_view::npos; space = part.find(' ', space + 1)) {
            const std::string_view rest = part.substr(space + 1);
            const std::string_view street = withoutLabel(part.substr(0, space));
            Place place;
            if (!rest.empty() && isAlnum(rest[0]) && readContinental(rest, country, place)
                && (looksLikeStreet(street, true) || (i > 0 && isHouseNumber(street)))) {
                parts[i] = part.substr(0, space);
                parts.insert(parts.begin() + static_cast<Parts::difference_type>(i) + 1, rest);
                break;
            }
        }
    }
}

} // namespace

std::vector<domain::PostalAddress> findAddresses(std::string_view text, std::string_view country)
{
    std::vector<domain::PostalAddress> found;
    std::string_view above;
    for (size_t at = 0; at < text.size() && found.size() < kMaxAddresses;) {
        const size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        at = end + 1;
        const bool candidate = line.size() >= 6 && line.size() <= kMaxLine && mayHoldCode(line, country);
        if (candidate) {
            Parts parts = partsOf(line);
            splitRunOn(parts, country);
            for (size_t i = 0; i < parts.size(); ++i) {
                Place place;
                if (!readPlace(parts, i, country, place))
                    continue;
                const std::string street = streetBefore(parts, i, above);
                if (street.empty())
                    continue;
                domain::PostalAddress address;
                address.street = toQString(street);
                address.postalCode = toQString(place.code);
                address.city = toQString(place.city);
                address.region = toQString(place.region);
                address.country = toQString(place.country.empty() ? country : std::string_view(place.country));
                if (std::find(found.begin(), found.end(), address) == found.end())
                    found.push_back(std::move(address));
                i += place.partsUsed - 1;
            }
        }
        if (!line.empty())
            above = line;
    }
    return found;
}

} // namespace leadline::extract
