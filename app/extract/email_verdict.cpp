#include "extract/email_text.h"

#include "extract/text_tools.h"

#include <QUrl>

#include <algorithm>
#include <libpsl.h>

namespace leadline::extract {

namespace {

using Words = WordTable<256>;

constexpr Words::Entry kFileEntries[] = {
    { "png", 1 },
    { "jpg", 1 },
    { "jpeg", 1 },
    { "gif", 1 },
    { "webp", 1 },
    { "svg", 1 },
    { "avif", 1 },
    { "bmp", 1 },
    { "ico", 1 },
    { "tif", 1 },
    { "tiff", 1 },
    { "css", 1 },
    { "js", 1 },
    { "mjs", 1 },
    { "json", 1 },
    { "woff", 1 },
    { "woff2", 1 },
    { "ttf", 1 },
    { "pdf", 1 },
    { "mp4", 1 },
    { "webm", 1 },
    { "heic", 1 },
};
constexpr Words kFileSuffixes(kFileEntries);

/// Local parts that say "put your address here", whatever the host.
constexpr Words::Entry kPlaceholderLocalEntries[] = {
    { "you", 1 },
    { "your", 1 },
    { "yourname", 1 },
    { "yourlogin", 1 },
    { "yourusername", 1 },
    { "your.name", 1 },
    { "your-name", 1 },
    { "your_name", 1 },
    { "youremail", 1 },
    { "your.email", 1 },
    { "your-email", 1 },
    { "yourmail", 1 },
    { "name.surname", 1 },
    { "firstname.lastname", 1 },
    { "first.last", 1 },
    { "firstname", 1 },
    { "vorname.nachname", 1 },
    { "vorname.name", 1 },
    { "max.mustermann", 1 },
    { "erika.mustermann", 1 },
    { "mustermann", 1 },
    { "muster", 1 },
    { "ihre", 1 },
    { "ihre.email", 1 },
    { "ihre-email", 1 },
    { "ihr.name", 1 },
    { "ihrname", 1 },
    { "deine", 1 },
    { "deine.email", 1 },
    { "dein.name", 1 },
    { "prenom.nom", 1 },
    { "votre", 1 },
    { "votre.email", 1 },
    { "votre.nom", 1 },
    { "votrenom", 1 },
    { "votre-email", 1 },
    { "vous", 1 },
    { "nombre.apellido", 1 },
    { "tucorreo", 1 },
    { "tu.correo", 1 },
    { "sucorreo", 1 },
    { "nome.cognome", 1 },
    { "tuo", 1 },
    { "tuonome", 1 },
    { "tua.email", 1 },
    { "latuaemail", 1 },
    { "imie.nazwisko", 1 },
    { "twoj", 1 },
    { "twojmail", 1 },
    { "jan.kowalski", 1 },
    { "jmeno.prijmeni", 1 },
    { "vasemail", 1 },
    { "voornaam.achternaam", 1 },
    { "jouw", 1 },
    { "uwnaam", 1 },
    { "john.doe", 1 },
    { "jane.doe", 1 },
    { "johndoe", 1 },
    { "janedoe", 1 },
    { "someone", 1 },
    { "somebody", 1 },
    { "username", 1 },
    { "user.name", 1 },
    { "myname", 1 },
    { "foo", 1 },
    { "bar", 1 },
    { "foobar", 1 },
    { "nospam", 1 },
    { "example", 1 },
    { "beispiel", 1 },
    { "exemple", 1 },
    { "ejemplo", 1 },
    { "esempio", 1 },
    { "voorbeeld", 1 },
    { "email.address", 1 },
    { "emailaddress", 1 },
    { "adresse.email", 1 },
};
constexpr Words kPlaceholderLocals(kPlaceholderLocalEntries);

/// Hosts that stand, with what is below them, for "any host". RFC 2606's second-level names are among them.
constexpr Words::Entry kPlaceholderHostEntries[] = {
    { "example.com", 1 },
    { "example.org", 1 },
    { "example.net", 1 },
    { "example.edu", 1 },
    { "example.de", 1 },
    { "exemple.fr", 1 },
    { "exemple.com", 1 },
    { "ejemplo.com", 1 },
    { "ejemplo.es", 1 },
    { "esempio.it", 1 },
    { "esempio.com", 1 },
    { "beispiel.de", 1 },
    { "muster.de", 1 },
    { "mustermann.de", 1 },
    { "musterfirma.de", 1 },
    { "domain.com", 1 },
    { "domain.de", 1 },
    { "domain.tld", 1 },
    { "domaine.fr", 1 },
    { "dominio.com", 1 },
    { "yourdomain.com", 1 },
    { "yourdomain.tld", 1 },
    { "your-domain.com", 1 },
    { "yoursite.com", 1 },
    { "yourcompany.com", 1 },
    { "mydomain.com", 1 },
    { "mysite.com", 1 },
    { "mycompany.com", 1 },
    { "website.com", 1 },
    { "company.com", 1 },
    { "email.com", 1 },
    { "emailaddress.com", 1 },
    { "address.com", 1 },
    { "test.com", 1 },
    { "test.de", 1 },
    { "foo.com", 1 },
    { "bar.com", 1 },
    { "foo.bar", 1 },
    { "acme.com", 1 },
    { "xyz.com", 1 },
    { "host.com", 1 },
    { "server.com", 1 },
    { "ihre-domain.de", 1 },
    { "ihredomain.de", 1 },
    { "votredomaine.fr", 1 },
    { "votre-domaine.fr", 1 },
    { "voorbeeld.nl", 1 },
    { "przyklad.pl", 1 },
    { "priklad.cz", 1 },
    { "nowhere.com", 1 },
    { "foobar.com", 1 },
    { "baz.com", 1 },
    { "foo.org", 1 },
    { "bar.org", 1 },
    { "foo.net", 1 },
    { "bar.net", 1 },
    { "host.name", 1 },
    { "mail.host", 1 },
    { "other.host", 1 },
    { "domain.here", 1 },
    { "somewhere.com", 1 },
    { "proxy-host.com", 1 },
    { "provider.com", 1 },
};
constexpr Words kPlaceholderHosts(kPlaceholderHostEntries);

/// Names within hosts that say the same below any top-level domain.
constexpr Words::Entry kPlaceholderNameEntries[] = {
    { "example", 1 },
    { "exemple", 1 },
    { "exemplo", 1 },
    { "ejemplo", 1 },
    { "esempio", 1 },
    { "beispiel", 1 },
    { "mydomain", 1 },
    { "my-domain", 1 },
    { "yourdomain", 1 },
    { "your-domain", 1 },
    { "somedomain", 1 },
    { "mycompany", 1 },
    { "yourcompany", 1 },
    { "myorganization", 1 },
    { "yourorganization", 1 },
    { "myhost", 1 },
    { "yourhost", 1 },
    { "yoursite", 1 },
    { "ihre-domain", 1 },
    { "ihredomain", 1 },
    { "votredomaine", 1 },
    { "votre-domaine", 1 },
    { "tudominio", 1 },
    { "nospam", 1 },
};
constexpr Words kPlaceholderNames(kPlaceholderNameEntries);

/// RFC 2606 §2: never in the name system.
constexpr std::string_view kReservedTops[] = { "example", "test", "invalid", "localhost" };

/// Whole addresses that forms and templates carry: of translation files, of the GNU manuals.
constexpr std::string_view kPlaceholderAddresses[] = { "ll@li.org", "email@address.com", "a@b.com", "a@b.co", "x@y.com" };

constexpr std::string_view kMachineHosts[]
    = { "sentry.io", "sentry.wixpress.com", "wixpress.com", "sentry-next.wixpress.com", "ingest.sentry.io",
          "users.noreply.github.com", "group.calendar.google.com", "resource.calendar.google.com", "bounce.example.com" };

bool isUnder(std::string_view host, std::string_view domain)
{
    return host == domain
        || (host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

bool isHash(std::string_view local)
{
    if (local.size() < 24)
        return false;
    const auto digits = std::count_if(local.begin(), local.end(), [](char c) { return isDigit(c); });
    return digits >= 6 && std::all_of(local.begin(), local.end(), [](char c) { return hexValue(c) >= 0 || c == '-'; });
}

bool isKnownSuffix(const std::string &host)
{
    const size_t dot = host.rfind('.');
    const std::string top = host.substr(dot + 1);
    const psl_ctx_t *list = psl_builtin();
    if (!list)
        return top.size() >= 2;
    // Some countries are listed only with their second level (co.za, *.ck), so that is looked at too.
    const auto isListed
        = [list](const std::string &suffix, int type) { return psl_is_public_suffix2(list, suffix.c_str(), type) != 0; };
    if (isListed(top, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE))
        return true;
    const size_t second = dot == 0 || dot == std::string::npos ? std::string::npos : host.rfind('.', dot - 1);
    const std::string pair = second == std::string::npos ? host : host.substr(second + 1);
    return top.size() == 2 && isListed(pair, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE);
}

bool isReserved(std::string_view top)
{
    return std::find(std::begin(kReservedTops), std::end(kReservedTops), top) != std::end(kReservedTops);
}

bool isPlaceholder(const std::string &address, std::string_view local, std::string_view host)
{
    if (kPlaceholderLocals.find(local) >= 0
        || std::find(std::begin(kPlaceholderAddresses), std::end(kPlaceholderAddresses), address)
            != std::end(kPlaceholderAddresses))
        return true;
    const bool oneLetter = isAlpha(local.front()) && local.find_first_not_of(local.front()) == std::string_view::npos;
    if (oneLetter && local.size() >= (local.front() == 'x' ? 3 : 5)) // "www" and "ccc" are mailboxes
        return true;
    for (size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.')) {
        if (kPlaceholderHosts.find(host) >= 0 || kPlaceholderNames.find(host.substr(0, dot)) >= 0)
            return true;
        host.remove_prefix(dot + 1);
    }
    return false;
}

bool isValidLocal(std::string_view local)
{
    return !local.empty() && local.size() <= 64 && local.front() != '.' && local.back() != '.'
        && local.find("..") == std::string_view::npos && std::all_of(local.begin(), local.end(), [](char c) {
               return isAlnum(c) || std::string_view("._%+-&'!#$*/=?^`{|}~").find(c) != std::string_view::npos;
           });
}

bool isValidHost(std::string_view host)
{
    if (host.size() > 253 || host.find('.') == std::string_view::npos)
        return false;
    size_t label = 0;
    for (size_t i = 0; i <= host.size(); ++i) {
        if (i < host.size() && host[i] != '.') {
            if (!isAlnum(host[i]) && host[i] != '-')
                return false;
            continue;
        }
        if (i == label || i - label > 63 || host[label] == '-' || host[i - 1] == '-')
            return false;
        if (i == host.size() && (i - label < 2 || !isAlpha(host[label])))
            return false;
        label = i + 1;
    }
    return true;
}

} // namespace

EmailVerdict judgeEmail(std::string_view address, std::string_view pageHost)
{
    EmailVerdict verdict;
    const size_t at = address.rfind('@');
    if (at == std::string_view::npos)
        return verdict;
    std::string local = lowered(trimmed(address.substr(0, at)));
    std::string host = lowered(trimmed(address.substr(at + 1)));
    while (host.ends_with('.'))
        host.pop_back();
    if (std::any_of(host.begin(), host.end(), [](char c) { return isHigh(c); }))
        host = QUrl::toAce(toQString(host)).toStdString();
    if (!isValidLocal(local) || !isValidHost(host))
        return verdict;
    const std::string top = host.substr(host.rfind('.') + 1);
    verdict.value = local + "@" + host;
    if (kFileSuffixes.find(top) >= 0)
        verdict.junkReason = "image-name";
    else if (isHash(local)
        || std::any_of(
            std::begin(kMachineHosts), std::end(kMachineHosts), [&](std::string_view d) { return isUnder(host, d); })
        || (local == "git"
            && (isUnder(host, "github.com") || isUnder(host, "gitlab.com") || isUnder(host, "bitbucket.org"))))
        verdict.junkReason = "machine-address";
    else if (isPlaceholder(verdict.value, local, host))
        verdict.junkReason = "placeholder";
    else if (isReserved(top)) {
        if (pageHost.substr(pageHost.rfind('.') + 1) != top)
            verdict.junkReason = "placeholder";
    } else if (!isKnownSuffix(host))
        verdict.junkReason = "unknown-suffix";
    return verdict;
}

} // namespace leadline::extract
