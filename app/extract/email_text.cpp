#include "extract/email_text.h"

#include "extract/text_tools.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace leadline::extract {

namespace {

constexpr std::array<bool, 256> localBytes()
{
    std::array<bool, 256> table {};
    for (int c = 0; c < 128; ++c)
        table[static_cast<size_t>(c)] = isAlnum(static_cast<char>(c));
    // RFC 5322 allows more of them; in running text those are quotes, patterns and programs around or instead of a mailbox.
    for (const char c : std::string_view("._%+-&'"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr std::array<bool, 256> kLocal = localBytes();

constexpr bool isLocal(char c)
{
    return kLocal[static_cast<unsigned char>(c)];
}

using Words = WordTable<64>;
constexpr Words::Entry kAtEntries[] = {
    { "at", 1 },
    { "\u00e4t", 1 },
    { "\u00e6t", 1 },
    { "et", 1 },
    { "a", 1 },
    { "@", 1 },
    { "arroba", 1 },
    { "arobase", 1 },
    { "arobas", 1 },
    { "chiocciola", 1 },
    { "apenstaartje", 1 },
    { "apenstaart", 1 },
    { "malpa", 1 },
    { "ma\u0142pa", 1 },
    { "zavinac", 1 },
    { "zavin\u00e1\u010d", 1 },
    { "klammeraffe", 1 },
    { "kukac", 1 },
    { "snabel-a", 1 },
    { "snabela", 1 },
    { "\u0441\u043e\u0431\u0430\u043a\u0430", 1 },
    { "aet", 1 },
    { "ad", 1 },
    { "bei", 1 },
    { "chez", 1 },
};
constexpr Words kAtWords(kAtEntries);

constexpr Words::Entry kDotEntries[] = {
    { "dot", 1 },
    { ".", 1 },
    { "punkt", 1 },
    { "point", 1 },
    { "punto", 1 },
    { "ponto", 1 },
    { "punt", 1 },
    { "kropka", 1 },
    { "tecka", 1 },
    { "te\u010dka", 1 },
    { "pont", 1 },
    { "piste", 1 },
    { "nokta", 1 },
    { "\u0442\u043e\u0447\u043a\u0430", 1 },
    { "d0t", 1 },
    { "dt", 1 },
};
constexpr Words kDotWords(kDotEntries);

/// Dot words that may stand bare after a bare "at": "at that point in" is English, "at bakery dot example" is an address.
constexpr Words::Entry kPlainDotEntries[] = { { "dot", 1 }, { "punkt", 1 }, { "d0t", 1 } };
constexpr Words kPlainDotWords(kPlainDotEntries);

constexpr size_t kMaxMatches = 1000;

constexpr std::string_view kOpening = "[({<";
constexpr std::string_view kClosing = "])}>";

/// A disguise word in brackets at `pos` ("[ at ]"); gives the offset behind the closing bracket, 0 when there is none.
size_t bracketed(std::string_view text, size_t pos, const Words &words)
{
    const size_t bracket = pos < text.size() ? kOpening.find(text[pos]) : std::string_view::npos;
    if (bracket == std::string_view::npos)
        return 0;
    const size_t close = text.substr(0, std::min(text.size(), pos + 20)).find(kClosing[bracket], pos + 1);
    if (close == std::string_view::npos)
        return 0;
    const std::string word = loweredUtf8(trimmed(text.substr(pos + 1, close - pos - 1)));
    return words.find(word) >= 0 ? close + 1 : 0;
}

/// A bare disguise word between spaces at `pos`; gives the offset behind it, 0 when there is none.
size_t bareWord(std::string_view text, size_t pos, const Words &words)
{
    size_t end = pos;
    while (end < text.size() && !isSpace(text[end]) && end - pos < 16)
        ++end;
    const std::string_view word = text.substr(pos, end - pos);
    return word.size() > 1 && words.find(loweredUtf8(word)) >= 0 ? end : 0;
}

size_t skipSpaces(std::string_view text, size_t pos)
{
    while (pos < text.size() && text[pos] == ' ')
        ++pos;
    return pos;
}

/// Bytes of a host label from `pos`; letters outside ASCII belong to it.
size_t labelEnd(std::string_view text, size_t pos)
{
    while (pos < text.size()) {
        if (isAlnum(text[pos]) || text[pos] == '-') {
            ++pos;
        } else if (isHigh(text[pos])) {
            size_t next = pos;
            if (!isLetterBeyondAscii(nextCodePoint(text, next)) || next > text.size())
                break;
            pos = next;
        } else {
            break;
        }
    }
    return pos;
}

struct HostReading
{
    std::string host;
    size_t end = 0;
    bool disguised = false;
};

/// Reads "host.tld", and with `disguises` "host [dot] tld" and "host dot tld" too.
HostReading readHost(std::string_view text, size_t pos, bool disguises, const Words &bareDots = kDotWords)
{
    HostReading reading;
    for (;;) {
        const size_t end = labelEnd(text, pos);
        if (end == pos || end - pos > 63)
            return reading;
        reading.host.append(text.substr(pos, end - pos));
        reading.end = end;
        pos = end;
        if (pos + 1 < text.size() && text[pos] == '.' && labelEnd(text, pos + 1) > pos + 1) {
            ++pos;
        } else if (disguises) {
            const size_t word = skipSpaces(text, pos);
            size_t after = bracketed(text, word, kDotWords);
            if (after == 0 && word > pos)
                after = bareWord(text, word, bareDots);
            if (after == 0)
                return reading;
            pos = skipSpaces(text, after);
            reading.disguised = true;
        } else {
            return reading;
        }
        if (reading.host.size() > 253)
            return reading;
        reading.host.push_back('.');
    }
}

void trimHost(HostReading &reading)
{
    while (!reading.host.empty() && (reading.host.back() == '.' || reading.host.back() == '-')) {
        if (reading.host.back() == '-')
            --reading.end;
        reading.host.pop_back();
    }
}

/// Start of the local part that ends at `end`.
size_t localStart(std::string_view text, size_t end)
{
    size_t start = end;
    while (start > 0 && isLocal(text[start - 1]) && end - start < 65)
        --start;
    while (start < end && (text[start] == '.' || text[start] == '\'' || text[start] == '-' || text[start] == '+'))
        ++start;
    return start;
}

/// Local part before a disguise, itself perhaps disguised: "john [dot] smith".
std::string disguisedLocal(std::string_view text, size_t end, size_t &start)
{
    std::string local;
    for (int parts = 0; parts < 4; ++parts) {
        start = localStart(text, end);
        local.insert(0, text.substr(start, end - start));
        // Look back for "[dot] " before this part.
        size_t back = start;
        while (back > 0 && text[back - 1] == ' ')
            --back;
        if (back == 0 || kClosing.find(text[back - 1]) == std::string_view::npos)
            return local;
        size_t open = back - 1;
        while (open > 0 && back - open < 12 && kOpening.find(text[open]) == std::string_view::npos)
            --open;
        if (bracketed(text, open, kDotWords) != back)
            return local;
        while (open > 0 && text[open - 1] == ' ')
            --open;
        local.insert(0, ".");
        end = open;
    }
    return local;
}

/// Words before an English "at" that name no mailbox.
bool isCommonWord(std::string_view word)
{
    constexpr WordTable<128> common({ { "or", 1 }, { "and", 1 }, { "us", 1 }, { "me", 1 }, { "it", 1 }, { "is", 1 },
        { "be", 1 }, { "are", 1 }, { "was", 1 }, { "here", 1 }, { "now", 1 }, { "look", 1 }, { "him", 1 }, { "her", 1 },
        { "them", 1 }, { "that", 1 }, { "found", 1 }, { "find", 1 }, { "visit", 1 }, { "available", 1 }, { "online", 1 },
        { "more", 1 }, { "only", 1 }, { "stay", 1 }, { "site", 1 }, { "website", 1 }, { "page", 1 }, { "located", 1 },
        { "hosted", 1 }, { "shop", 1 }, { "store", 1 }, { "one", 1 }, { "live", 1 } });
    return common.find(lowered(word)) >= 0;
}

bool hasLetter(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return isAlpha(c); });
}

class Finder
{
public:
    Finder(std::string_view text, std::vector<EmailMatch> &out)
        : m_text(text)
        , m_out(out)
    { }

    void run()
    {
        for (size_t at = m_text.find('@'); at != std::string_view::npos; at = m_text.find('@', at + 1))
            plain(at);
        for (const char open : std::string_view("[({")) {
            for (size_t at = m_text.find(open); at != std::string_view::npos; at = m_text.find(open, at + 1)) {
                if (const size_t after = bracketed(m_text, at, kAtWords); after > 0)
                    disguised(at, after, false);
            }
        }
        // Bare words are looked for where a word begins that may be one: most bytes are never compared.
        for (size_t blank = m_text.find(' '); blank != std::string_view::npos; blank = m_text.find(' ', blank + 1)) {
            if (blank + 2 < m_text.size() && mayStandForAt(lower(m_text[blank + 1]), lower(m_text[blank + 2])))
                bareAt(blank);
        }
    }

private:
    /// By the first two letters of the words below; most words of a page have others.
    static bool mayStandForAt(char first, char second)
    {
        switch (first) {
        case 'a':
            return second == 't' || second == 'r' || second == 'p';
        case 'c':
            return second == 'h';
        case 'k':
            return second == 'l' || second == 'u';
        case 'm':
        case 'z':
            return second == 'a';
        case 's':
            return second == 'n';
        default:
            return false;
        }
    }

    void bareAt(size_t blank)
    {
        for (const std::string_view word : { "at", "arroba", "arobase", "apenstaartje", "apenstaart", "chiocciola",
                 "klammeraffe", "kukac", "ma\u0142pa", "malpa", "snabel-a", "snabela", "zavin\u00e1\u010d", "zavinac" }) {
            const size_t end = blank + 1 + word.size();
            if (end < m_text.size() && m_text[end] == ' ' && startsWithNoCase(m_text.substr(blank + 1), word))
                disguised(blank, end + 1, word == "at");
        }
    }

    void add(size_t start, size_t end, std::string address, bool isDisguised)
    {
        if (m_out.size() >= kMaxMatches)
            return;
        for (const EmailMatch &known : m_out) {
            if (known.start < end && start < known.end)
                return;
        }
        m_out.push_back({ start, end, std::move(address), isDisguised });
    }

    void plain(size_t at)
    {
        size_t start = localStart(m_text, at);
        if (start == at) {
            spaced(at);
            return;
        }
        if (start > 0) {
            const char before = m_text[start - 1];
            if (before == '@' || (before == '/' && start > 1 && m_text[start - 2] == '/'))
                return; // a handle of a federated network, or the credentials of an address
            if ((before == ':' || before == '/') && isWithinUrl(start))
                return; // https://user:password@host, or the number of a message in the path of an archive
            if (isMessageId(start) || isEndOfToken(start))
                return;
            if (isHigh(before)) {
                size_t pos = utf8Floor(m_text, start - 1);
                if (isLetterBeyondAscii(nextCodePoint(m_text, pos)))
                    return;
            }
        }
        HostReading host = readHost(m_text, at + 1, false);
        trimHost(host);
        if (host.host.find('.') == std::string::npos) {
            // "name@host [dot] tld"
            host = readHost(m_text, at + 1, true);
            trimHost(host);
            if (!host.disguised)
                return;
        }
        if (isRemotePath(host.end))
            return;
        std::string address(m_text.substr(start, at - start));
        add(start, host.end, address.append("@").append(host.host), host.disguised);
    }

    [[nodiscard]] bool isWithinUrl(size_t at) const
    {
        size_t from = at;
        while (from > 0 && at - from < 120 && !isSpace(m_text[from - 1]))
            --from;
        return m_text.substr(from, at - from).find("://") != std::string_view::npos;
    }

    /// What stands in the header fields that name messages looks like an address and is none (RFC 5322 §3.6.4).
    [[nodiscard]] bool isMessageId(size_t start) const
    {
        std::string_view before = trimmed(m_text.substr(start > 24 ? start - 24 : 0, std::min<size_t>(start, 24)));
        while (!before.empty() && (before.back() == '<' || before.back() == ' '))
            before.remove_suffix(1);
        if (before.empty() || before.back() != ':')
            return false;
        for (const std::string_view field : { "message-id:", "in-reply-to:", "references:" }) {
            if (before.size() >= field.size() && equalsNoCase(before.substr(before.size() - field.size()), field))
                return true;
        }
        return false;
    }

    /// The rest of what a machine made: "c0b7js$2r65$1@host.org", "GAB!nick@host.org", "CAJ+xA=DXr7@mail.host.org". An
    /// assignment in front of an address is a word: "email=anna@host.org".
    [[nodiscard]] bool isEndOfToken(size_t start) const
    {
        const char before = m_text[start - 1];
        if (start < 2 || !isAlnum(m_text[start - 2]))
            return false;
        if (before == '$' || before == '!')
            return true;
        size_t word = start - 1;
        while (word > 0 && isAlnum(m_text[word - 1]))
            --word;
        return before == '=' && word > 0 && (m_text[word - 1] == '+' || m_text[word - 1] == '=');
    }

    /// "git@host.org:team/project.git" and "name@host.org:/file" are places, not mailboxes.
    [[nodiscard]] bool isRemotePath(size_t end) const
    {
        if (end + 1 >= m_text.size() || m_text[end] != ':')
            return false;
        const std::string_view rest = m_text.substr(end + 1, 80);
        const std::string_view path = rest.substr(0, rest.find_first_of(" \n\t"));
        return path.find('/') != std::string_view::npos && !path.starts_with("//");
    }

    /// "name @ host.tld"
    void spaced(size_t at)
    {
        if (at < 2 || m_text[at - 1] != ' ' || at + 2 >= m_text.size() || m_text[at + 1] != ' ')
            return;
        const size_t start = localStart(m_text, at - 1);
        HostReading host = readHost(m_text, at + 2, false);
        trimHost(host);
        const std::string_view local = m_text.substr(start, at - 1 - start);
        if (local.empty() || !hasLetter(local) || host.host.find('.') == std::string::npos)
            return;
        add(start, host.end, std::string(local) + "@" + host.host, true);
    }

    void disguised(size_t at, size_t after, bool bare)
    {
        size_t end = at;
        while (end > 0 && m_text[end - 1] == ' ')
            --end;
        size_t start = end;
        const std::string local = disguisedLocal(m_text, end, start);
        if (local.empty() || !hasLetter(local) || local.size() > 64)
            return;
        HostReading host = readHost(m_text, skipSpaces(m_text, after), true, bare ? kPlainDotWords : kDotWords);
        trimHost(host);
        // Bare words are ordinary English: both of them must be spelled out.
        if (host.host.find('.') == std::string::npos || (bare && (!host.disguised || isCommonWord(local))))
            return;
        add(start, host.end, local + "@" + host.host, true);
    }

    std::string_view m_text;
    std::vector<EmailMatch> &m_out;
};

void addRecipients(std::string_view list, std::vector<std::string> &out)
{
    std::vector<EmailMatch> matches;
    findEmails(list, matches);
    for (EmailMatch &match : matches)
        out.push_back(std::move(match.address));
}

} // namespace

void findEmails(std::string_view text, std::vector<EmailMatch> &out)
{
    Finder(text, out).run();
}

std::vector<std::string> mailtoAddresses(std::string_view href)
{
    if (const size_t colon = href.find(':'); colon != std::string_view::npos && startsWithNoCase(trimmed(href), "mailto"))
        href.remove_prefix(colon + 1);
    while (href.starts_with('/'))
        href.remove_prefix(1);
    std::vector<std::string> out;
    std::string plain = percentDecoded(href);
    if (plain.find('@') == std::string::npos && plain.find("%40") != std::string::npos)
        plain = percentDecoded(plain); // escaped twice
    for (char &c : plain) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = ' ';
    }
    const size_t query = plain.find('?');
    addRecipients(std::string_view(plain).substr(0, query), out);
    while (query != std::string::npos) {
        const std::string_view fields = std::string_view(plain).substr(query + 1);
        for (size_t at = 0; at < fields.size();) {
            const size_t end = std::min(fields.find('&', at), fields.size());
            const std::string_view field = fields.substr(at, end - at);
            for (const std::string_view name : { "to=", "cc=", "bcc=" }) {
                if (startsWithNoCase(field, name))
                    addRecipients(field.substr(name.size()), out);
            }
            at = end + 1;
        }
        break;
    }
    return out;
}

std::string cloudflareAddress(std::string_view hex)
{
    hex = trimmed(hex);
    if (hex.size() < 8 || hex.size() > 600 || hex.size() % 2 != 0)
        return {};
    std::string bytes;
    for (size_t i = 0; i < hex.size(); i += 2) {
        if (hexValue(hex[i]) < 0 || hexValue(hex[i + 1]) < 0)
            return {};
        bytes.push_back(static_cast<char>(hexValue(hex[i]) * 16 + hexValue(hex[i + 1])));
    }
    const char key = bytes.front();
    bytes.erase(0, 1);
    for (char &c : bytes)
        c = static_cast<char>(c ^ key);
    return bytes.substr(0, bytes.find('?'));
}

} // namespace leadline::extract
