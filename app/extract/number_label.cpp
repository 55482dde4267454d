#include "extract/number_label.h"

#include "extract/text_tools.h"

#include <algorithm>

namespace leadline::extract {

namespace {

// A table, not code: clang-format would give each word a line of its own.
// clang-format off
using Words = WordTable<1024>;

constexpr int kPhone = static_cast<int>(NumberLabel::Phone);
constexpr int kMobile = static_cast<int>(NumberLabel::Mobile);
constexpr int kWhatsApp = static_cast<int>(NumberLabel::WhatsApp);
constexpr int kFax = static_cast<int>(NumberLabel::Fax);
constexpr int kNot = static_cast<int>(NumberLabel::NotAPhone);

constexpr Words::Entry kLabels[] = {
    { "tel", kPhone }, { "t\u00e9l", kPhone }, { "telefon", kPhone }, { "telefono", kPhone }, { "tel\u00e9fono", kPhone },
    { "telefonos", kPhone }, { "tel\u00e9fonos", kPhone }, { "telephone", kPhone }, { "t\u00e9l\u00e9phone", kPhone },
    { "telefoon", kPhone }, { "telefonnummer", kPhone }, { "telefoonnummer", kPhone }, { "telefone", kPhone },
    { "telefonu", kPhone }, { "telefony", kPhone }, { "telefonicznie", kPhone }, { "telefonisch", kPhone },
    { "phone", kPhone }, { "phones", kPhone }, { "call", kPhone }, { "dial", kPhone }, { "fon", kPhone },
    { "ph", kPhone }, { "tlf", kPhone }, { "telf", kPhone }, { "tfno", kPhone }, { "tlfno", kPhone }, { "tn", kPhone },
    { "hotline", kPhone }, { "infoline", kPhone }, { "infolinia", kPhone }, { "infolinka", kPhone }, { "notruf", kPhone },
    { "notdienst", kPhone }, { "zentrale", kPhone }, { "durchwahl", kPhone },
    { "appelez", kPhone }, { "appel", kPhone }, { "rufen", kPhone }, { "anrufen", kPhone }, { "llame", kPhone },
    { "llama", kPhone }, { "ll\u00e1menos", kPhone }, { "ll\u00e1manos", kPhone }, { "llamanos", kPhone },
    { "chiama", kPhone }, { "chiamaci", kPhone }, { "chiamare", kPhone }, { "dzwo\u0144", kPhone },
    { "zadzwo\u0144", kPhone }, { "zavolejte", kPhone }, { "volejte", kPhone }, { "bel", kPhone }, { "bellen", kPhone },
    { "puhelin", kPhone }, { "puh", kPhone }, { "recepce", kPhone }, { "recepcja", kPhone },
    { "\u0442\u0435\u043b\u0435\u0444\u043e\u043d", kPhone }, { "\u0442\u0435\u043b", kPhone },
    { "\u03c4\u03b7\u03bb", kPhone }, { "\u03c4\u03b7\u03bb\u03ad\u03c6\u03c9\u03bd\u03bf", kPhone },
    { "telefonszam", kPhone }, { "telefonsz\u00e1m", kPhone }, { "landline", kPhone }, { "festnetz", kPhone },
    { "fixe", kPhone }, { "fijo", kPhone }, { "fisso", kPhone }, { "\u260e", kPhone }, { "\u2706", kPhone },
    { "\U0001F4DE", kPhone }, { "\u2121", kPhone }, { "\U0001F57F", kPhone }, { "mobil", kMobile }, { "mobile", kMobile },
    { "mobiel", kMobile }, { "mob", kMobile }, { "m\u00f3vil", kMobile }, { "movil", kMobile },
    { "mobiltelefon", kMobile }, { "cell", kMobile }, { "cellulare", kMobile }, { "cel", kMobile },
    { "celular", kMobile }, { "kom\u00f3rka", kMobile }, { "komorka", kMobile }, { "kom", kMobile }, { "handy", kMobile },
    { "gsm", kMobile }, { "natel", kMobile }, { "portable", kMobile }, { "telem\u00f3vel", kMobile },
    { "\U0001F4F1", kMobile }, { "whatsapp", kWhatsApp }, { "fax", kFax }, { "telefax", kFax }, { "facsimile", kFax },
    { "telefaks", kFax }, { "telekopie", kFax }, { "faks", kFax }, { "t\u00e9l\u00e9copie", kFax }, { "telecopie", kFax },
    { "faxnummer", kFax }, { "t\u00e9l\u00e9fax", kFax }, { "\u0444\u0430\u043a\u0441", kFax },
    { "\u03c6\u03b1\u03be", kFax }, { "\U0001F4E0", kFax }, { "\u213b", kFax }, { "ean", kNot }, { "gtin", kNot },
    { "upc", kNot }, { "isbn", kNot }, { "issn", kNot }, { "doi", kNot }, { "sku", kNot }, { "asin", kNot },
    { "mpn", kNot }, { "pzn", kNot }, { "art", kNot }, { "artikel", kNot }, { "artikelnummer", kNot },
    { "artikelnr", kNot }, { "article", kNot }, { "articolo", kNot }, { "art\u00edculo", kNot }, { "item", kNot },
    { "ref", kNot }, { "r\u00e9f", kNot }, { "reference", kNot }, { "r\u00e9f\u00e9rence", kNot }, { "referenz", kNot },
    { "referencia", kNot }, { "rif", kNot }, { "order", kNot }, { "bestellnummer", kNot }, { "bestell", kNot },
    { "bestelnummer", kNot }, { "auftrag", kNot }, { "auftragsnummer", kNot }, { "commande", kNot }, { "pedido", kNot },
    { "ordine", kNot }, { "zam\u00f3wienie", kNot }, { "objedn\u00e1vka", kNot }, { "invoice", kNot },
    { "rechnung", kNot }, { "rechnungsnummer", kNot }, { "facture", kNot }, { "factura", kNot }, { "fattura", kNot },
    { "faktura", kNot }, { "vat", kNot }, { "ust", kNot }, { "ustid", kNot }, { "ustidnr", kNot }, { "ustg", kNot },
    { "uid", kNot }, { "umsatzsteuer", kNot }, { "steuernummer", kNot }, { "steuer", kNot }, { "mwst", kNot },
    { "umsatzsteueridentifikationsnummer", kNot }, { "identifikationsnummer", kNot }, { "tva", kNot }, { "iva", kNot },
    { "piva", kNot }, { "partita", kNot }, { "fiscale", kNot }, { "cf", kNot }, { "rea", kNot }, { "nif", kNot }, { "nipc", kNot },
    { "contribuinte", kNot }, { "conservat\u00f3ria", kNot }, { "matriculada", kNot }, { "matr\u00edcula", kNot },
    { "registo", kNot },
    { "cif", kNot }, { "nie", kNot }, { "nip", kNot }, { "regon", kNot }, { "krs", kNot }, { "pesel", kNot },
    { "ico", kNot }, { "i\u010do", kNot }, { "i\u010d", kNot }, { "ic", kNot }, { "dic", kNot }, { "di\u010d", kNot },
    { "kvk", kNot }, { "btw", kNot }, { "rsin", kNot }, { "siret", kNot }, { "siren", kNot }, { "rcs", kNot },
    { "rm", kNot }, { "ape", kNot }, { "naf", kNot }, { "hrb", kNot }, { "hra", kNot }, { "handelsregister", kNot },
    { "registergericht", kNot }, { "handelsregisternummer", kNot }, { "registernummer", kNot }, { "firmenbuch", kNot },
    { "firmenbuchnummer", kNot }, { "fn", kNot }, { "register", kNot }, { "registro", kNot }, { "registration", kNot },
    { "registered", kNot }, { "iban", kNot }, { "bic", kNot }, { "swift", kNot }, { "konto", kNot },
    { "kontonummer", kNot }, { "account", kNot }, { "compte", kNot }, { "cuenta", kNot }, { "rekening", kNot },
    { "blz", kNot }, { "rib", kNot }, { "tax", kNot }, { "ein", kNot }, { "abn", kNot }, { "acn", kNot },
    { "duns", kNot }, { "licence", kNot }, { "license", kNot }, { "lizenz", kNot }, { "licencia", kNot },
    { "licenza", kNot }, { "licencji", kNot }, { "permit", kNot }, { "certificate", kNot }, { "zertifikat", kNot },
    { "patent", kNot }, { "kundennummer", kNot }, { "customer", kNot }, { "client", kNot }, { "mitgliedsnummer", kNot },
    { "ik", kNot }, { "bsnr", kNot }, { "lanr", kNot }, { "id", kNot }, { "model", kNot }, { "modell", kNot },
    { "mod\u00e8le", kNot }, { "modelo", kNot }, { "serial", kNot }, { "seriennummer", kNot }, { "s/n", kNot },
    { "version", kNot }, { "build", kNot }, { "ticket", kNot }, { "tracking", kNot }, { "lat", kNot }, { "lon", kNot },
    { "lng", kNot }, { "latitude", kNot }, { "longitude", kNot }, { "gps", kNot }, { "koordinaten", kNot },
    { "coordinates", kNot }, { "copyright", kNot }, { "\u00a9", kNot }, { "since", kNot }, { "seit", kNot },
    { "depuis", kNot }, { "datum", kNot }, { "date", kNot }, { "price", kNot }, { "preis", kNot }, { "prix", kNot },
    { "precio", kNot }, { "prezzo", kNot }, { "prijs", kNot }, { "cena", kNot }, { "eur", kNot }, { "usd", kNot },
    { "chf", kNot }, { "gbp", kNot }, { "\u20ac", kNot }, { "\u00a3", kNot }, { "rpps", kNot }, { "adeli", kNot },
    { "orias", kNot }, { "finess", kNot }, { "part", kNot }, { "teilenummer", kNot }, { "charge", kNot }, { "lot", kNot },
    { "eori", kNot }, { "weee", kNot }, { "lucid", kNot }, { "code", kNot }, { "pin", kNot }, { "company", kNot },
    { "charity", kNot }, { "crn", kNot }, { "utr", kNot }, { "bsb", kNot }, { "inscription", kNot }, { "cod", kNot },
    { "kod", kNot }, { "isin", kNot }, { "wkn", kNot }, { "depot", kNot },
};
// clang-format on
constexpr Words kLabelTable(kLabels);

/// One-letter labels count only with their colon or full stop: "T: 030 …", "F. 030 …".
int letterLabel(char c)
{
    switch (lower(c)) {
    case 't':
    case 'p':
        return kPhone;
    case 'm':
        return kMobile;
    case 'f':
        return kFax;
    default:
        return -1;
    }
}

constexpr int kMaxWordsBack = 4;

bool isWordByte(char c)
{
    return isAlpha(c) || isHigh(c);
}

/// Nearest label in `before`, read from its end backwards.
NumberLabel labelBefore(std::string_view before)
{
    // What follows a one-letter label: its colon, or its full stop with a space behind.
    char mark = 0;
    bool markApart = false;
    if (const size_t end = before.find_last_not_of(" \t"); end != std::string_view::npos) {
        mark = before[end];
        markApart = end + 1 < before.size();
    }
    for (int words = 0; words < kMaxWordsBack && !before.empty();) {
        const char last = before.back();
        if (isDigit(last))
            return NumberLabel::None;
        if (last == '#' || last == '$')
            return NumberLabel::NotAPhone;
        if (!isWordByte(last)) {
            if (last == '\n' || ((last == ';' || last == '|') && words > 0))
                return NumberLabel::None;
            before.remove_suffix(1);
            continue;
        }
        size_t start = before.size();
        while (start > 0 && isWordByte(before[start - 1]))
            --start;
        const std::string_view word = before.substr(start);
        if (word.size() == 1) {
            const int letter = words == 0 ? letterLabel(word.front()) : -1;
            const bool alone
                = start == 0 || before[start - 1] == ' ' || before[start - 1] == '\t' || before[start - 1] == '\n';
            const bool opensLine = start == 0 || before[start - 1] == '\t' || before[start - 1] == '\n';
            const bool bare = opensLine && mark == word.front() && word.front() < 'a'; // "F 020 …" on a line of its own
            const bool dotted = mark == '.' && markApart && lower(word.front()) != 'p'; // "p. 550" is a page
            if (letter >= 0 && alone && (bare || dotted || mark == ':'))
                return static_cast<NumberLabel>(letter);
        } else if (const int label = kLabelTable.find(loweredUtf8(word)); label >= 0) {
            return static_cast<NumberLabel>(label);
        }
        ++words;
        before = before.substr(0, start);
    }
    return NumberLabel::None;
}

/// The text in front of `start` that may hold its label: the rest of its line, or the line or cell before when there is
/// none.
std::string_view contextBefore(std::string_view text, size_t start)
{
    size_t from = start > 80 ? utf8Floor(text, start - 80) : 0;
    std::string_view before = text.substr(from, start - from);
    const size_t end = before.find_last_not_of(" \t");
    if (end != std::string_view::npos && before[end] == '\n') {
        before = before.substr(0, end + 1);
        // A line of its own: the line above is a label only when it is short and ends like one.
        before.remove_suffix(1);
        const size_t line = before.rfind('\n');
        const std::string_view above = line == std::string_view::npos ? before : before.substr(line + 1);
        return above.size() <= 40 ? above : std::string_view();
    }
    const size_t line = before.rfind('\n');
    return line == std::string_view::npos ? before : before.substr(line + 1);
}

NumberLabel labelBehind(std::string_view text, size_t end)
{
    std::string_view after = text.substr(end, 16);
    after = after.substr(0, after.find('\n'));
    while (!after.empty() && (after.front() == ' ' || after.front() == '('))
        after.remove_prefix(1);
    size_t length = 0;
    while (length < after.size() && isWordByte(after[length]))
        ++length;
    const int label = length > 1 ? kLabelTable.find(loweredUtf8(after.substr(0, length))) : -1;
    return label == kFax || label == kMobile || label == kWhatsApp ? static_cast<NumberLabel>(label) : NumberLabel::None;
}

} // namespace

NumberLabel labelInFront(std::string_view text, size_t start)
{
    return labelBefore(contextBefore(text, start));
}

NumberLabel columnLabel(std::string_view text, size_t start, size_t end)
{
    constexpr int kMaxRows = 60;
    const bool cellStarts = start > 0 && text[start - 1] == '\t';
    const bool cellEnds = end >= text.size() || text[end] == '\t' || text[end] == '\n';
    if (!cellStarts || !cellEnds)
        return NumberLabel::None;
    // Rows longer than this are no table a person reads.
    constexpr size_t kMaxRow = 1000;
    const size_t floor = start > kMaxRow * 10 ? start - kMaxRow * 10 : 0;
    text = text.substr(floor);
    start -= floor;
    size_t row = text.rfind('\n', start);
    if (row == std::string_view::npos || start - row > kMaxRow)
        return NumberLabel::None;
    const auto column = std::count(
        text.begin() + static_cast<std::ptrdiff_t>(row), text.begin() + static_cast<std::ptrdiff_t>(start), '\t');
    std::string_view head;
    for (int rows = 0; rows < kMaxRows && row != 0 && row != std::string_view::npos; ++rows) {
        const size_t above = text.rfind('\n', row - 1);
        const size_t from = above == std::string_view::npos ? 0 : above + 1;
        const std::string_view line = text.substr(from, row - from);
        if (std::count(line.begin(), line.end(), '\t') < column)
            break;
        head = line;
        row = above;
    }
    for (auto i = column; i > 0 && !head.empty(); --i)
        head = head.substr(std::min(head.find('\t'), head.size() - 1) + 1);
    head = head.substr(0, head.find('\t'));
    return head.size() > 40 || std::any_of(head.begin(), head.end(), isDigit) ? NumberLabel::None : labelBefore(head);
}

NumberLabel labelAround(std::string_view text, size_t start, size_t end)
{
    const NumberLabel before = labelInFront(text, start);
    if (before == NumberLabel::NotAPhone || before == NumberLabel::Fax)
        return before;
    const NumberLabel behind = labelBehind(text, end);
    return behind == NumberLabel::None ? before : behind;
}

} // namespace leadline::extract
