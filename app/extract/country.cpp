#include "extract/country.h"

#include "extract/structured_data.h"
#include "extract/text_tools.h"

#include <algorithm>
#include <iterator>

namespace leadline::extract {

namespace {

struct Name
{
    std::string_view text; ///< lower case
    const char *code;
};

constexpr Name kNames[] = {
    { "germany", "DE" },
    { "deutschland", "DE" },
    { "allemagne", "DE" },
    { "france", "FR" },
    { "frankreich", "FR" },
    { "francia", "FR" },
    { "austria", "AT" },
    { "\u00f6sterreich", "AT" },
    { "oesterreich", "AT" },
    { "switzerland", "CH" },
    { "schweiz", "CH" },
    { "suisse", "CH" },
    { "svizzera", "CH" },
    { "italy", "IT" },
    { "italia", "IT" },
    { "italien", "IT" },
    { "spain", "ES" },
    { "espa\u00f1a", "ES" },
    { "espana", "ES" },
    { "spanien", "ES" },
    { "portugal", "PT" },
    { "netherlands", "NL" },
    { "the netherlands", "NL" },
    { "nederland", "NL" },
    { "belgium", "BE" },
    { "belgique", "BE" },
    { "belgi\u00eb", "BE" },
    { "luxembourg", "LU" },
    { "poland", "PL" },
    { "polska", "PL" },
    { "czech republic", "CZ" },
    { "czechia", "CZ" },
    { "\u010desk\u00e1 republika", "CZ" },
    { "\u010desko", "CZ" },
    { "slovakia", "SK" },
    { "slovensko", "SK" },
    { "hungary", "HU" },
    { "magyarorsz\u00e1g", "HU" },
    { "denmark", "DK" },
    { "danmark", "DK" },
    { "sweden", "SE" },
    { "sverige", "SE" },
    { "norway", "NO" },
    { "norge", "NO" },
    { "finland", "FI" },
    { "suomi", "FI" },
    { "ireland", "IE" },
    { "united kingdom", "GB" },
    { "uk", "GB" },
    { "great britain", "GB" },
    { "england", "GB" },
    { "scotland", "GB" },
    { "wales", "GB" },
    { "northern ireland", "GB" },
    { "united states", "US" },
    { "united states of america", "US" },
    { "usa", "US" },
    { "u.s.a.", "US" },
    { "canada", "CA" },
    { "mexico", "MX" },
    { "m\u00e9xico", "MX" },
    { "brazil", "BR" },
    { "brasil", "BR" },
    { "greece", "GR" },
    { "romania", "RO" },
    { "rom\u00e2nia", "RO" },
    { "bulgaria", "BG" },
    { "croatia", "HR" },
    { "hrvatska", "HR" },
    { "slovenia", "SI" },
    { "slovenija", "SI" },
    { "australia", "AU" },
    { "new zealand", "NZ" },
    { "japan", "JP" },
    { "india", "IN" },
    { "turkey", "TR" },
    { "t\u00fcrkiye", "TR" },
    { "liechtenstein", "LI" },
    { "monaco", "MC" },
    { "estonia", "EE" },
    { "latvia", "LV" },
    { "lithuania", "LT" },
    { "ukraine", "UA" },
};

constexpr Name kThreeLetters[] = { { "deu", "DE" }, { "fra", "FR" }, { "aut", "AT" }, { "che", "CH" }, { "ita", "IT" },
    { "esp", "ES" }, { "prt", "PT" }, { "nld", "NL" }, { "bel", "BE" }, { "lux", "LU" }, { "pol", "PL" }, { "cze", "CZ" },
    { "svk", "SK" }, { "hun", "HU" }, { "dnk", "DK" }, { "swe", "SE" }, { "nor", "NO" }, { "fin", "FI" }, { "irl", "IE" },
    { "gbr", "GB" }, { "can", "CA" }, { "aus", "AU" } };

constexpr Name kLanguages[]
    = { { "de", "DE" }, { "fr", "FR" }, { "it", "IT" }, { "es", "ES" }, { "nl", "NL" }, { "pl", "PL" }, { "cs", "CZ" },
          { "sk", "SK" }, { "hu", "HU" }, { "da", "DK" }, { "sv", "SE" }, { "nb", "NO" }, { "no", "NO" }, { "fi", "FI" },
          { "el", "GR" }, { "ro", "RO" }, { "bg", "BG" }, { "hr", "HR" }, { "sl", "SI" }, { "et", "EE" }, { "lv", "LV" },
          { "lt", "LT" }, { "ja", "JP" }, { "tr", "TR" }, { "uk", "UA" }, { "pt", "PT" }, { "ca", "ES" }, { "ru", "RU" } };

/// Top-level domains that are countries on paper and brands in use, and those whose country code differs.
constexpr std::string_view kGenericInUse[] = { "io", "co", "me", "tv", "ai", "cc", "ws", "to", "ly", "fm", "gg", "sh", "eu",
    "im", "is", "so", "la", "vc", "bz", "gl", "su" };

template<size_t N> std::string lookUp(const Name (&table)[N], std::string_view text)
{
    const auto *found = std::find_if(std::begin(table), std::end(table), [&](const Name &n) { return n.text == text; });
    return found == std::end(table) ? std::string() : std::string(found->code);
}

std::string upper(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return out;
}

} // namespace

std::string countryCode(std::string_view text)
{
    text = trimmed(text);
    if (const size_t slash = text.rfind('/'); slash != std::string_view::npos)
        text.remove_prefix(slash + 1); // http://schema.org/… and the like
    const std::string folded = loweredUtf8(text);
    if (folded == "uk")
        return "GB";
    if (folded.size() == 2 && isAlpha(folded[0]) && isAlpha(folded[1]))
        return upper(folded);
    if (folded.size() == 3) {
        if (std::string code = lookUp(kThreeLetters, folded); !code.empty())
            return code;
    }
    return lookUp(kNames, folded);
}

std::string countryOfHost(std::string_view host)
{
    const size_t dot = host.rfind('.');
    if (dot == std::string_view::npos)
        return {};
    const std::string_view top = host.substr(dot + 1);
    if (top.size() != 2 || !isAlpha(top[0]) || !isAlpha(top[1]))
        return {};
    if (std::find(std::begin(kGenericInUse), std::end(kGenericInUse), top) != std::end(kGenericInUse))
        return {};
    return top == "uk" ? "GB" : upper(top);
}

std::string countryOfLocale(std::string_view tag)
{
    for (size_t at = tag.find_first_of("-_"); at != std::string_view::npos; at = tag.find_first_of("-_", at + 1)) {
        const std::string_view part = tag.substr(at + 1, tag.find_first_of("-_", at + 1) - at - 1);
        if (part.size() == 2 && isAlpha(part[0]) && isAlpha(part[1]))
            return equalsNoCase(part, "uk") ? "GB" : upper(part);
    }
    return {};
}

std::string countryOfLanguage(std::string_view tag)
{
    return lookUp(kLanguages, lowered(tag.substr(0, tag.find_first_of("-_"))));
}

std::string countryInText(std::string_view text)
{
    size_t line = 0;
    while (line < text.size()) {
        const size_t end = std::min(text.find_first_of("\n\t", line), text.size());
        const std::string_view content = text.substr(line, end - line);
        line = end + 1;
        if (content.size() >= 5 && content.size() <= 26 && !isDigit(content.back())) {
            if (std::string code = lookUp(kNames, loweredUtf8(content)); !code.empty())
                return code;
        }
        // "D-10115 Berlin", "A-1010 Wien", "CH-8001 Zürich", "F-75011 Paris"
        for (const Name &prefix : { Name { "D-", "DE" }, Name { "A-", "AT" }, Name { "CH-", "CH" }, Name { "F-", "FR" },
                 Name { "I-", "IT" }, Name { "L-", "LU" }, Name { "B-", "BE" } }) {
            const size_t at = content.find(prefix.text);
            if (at == std::string_view::npos || (at > 0 && content[at - 1] != ' '))
                continue;
            const std::string_view digits = content.substr(at + prefix.text.size());
            const size_t count = std::min(digits.find_first_not_of("0123456789"), digits.size());
            if ((count == 4 || count == 5) && count < digits.size() && digits[count] == ' ')
                return prefix.code;
        }
    }
    return {};
}

} // namespace leadline::extract
