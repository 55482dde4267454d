#include "extract/text_tools.h"

namespace leadline::extract {

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

bool equalsNoCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && startsWithNoCase(a, b);
}

bool startsWithNoCase(std::string_view text, std::string_view prefix)
{
    if (text.size() < prefix.size())
        return false;
    for (size_t i = 0; i < prefix.size(); ++i) {
        if (lower(text[i]) != lower(prefix[i]))
            return false;
    }
    return true;
}

size_t findNoCase(std::string_view text, std::string_view needle, size_t from)
{
    for (size_t i = from; i + needle.size() <= text.size(); ++i) {
        if (lower(text[i]) == needle.front() && startsWithNoCase(text.substr(i), needle))
            return i;
    }
    return std::string_view::npos;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        c = lower(c);
    return out;
}

std::string loweredUtf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (size_t pos = 0; pos < text.size();) {
        if (!isHigh(text[pos])) {
            out.push_back(lower(text[pos++]));
            continue;
        }
        const char32_t c = nextCodePoint(text, pos);
        appendUtf8(out, c < 0x10000 ? QChar::toLower(c) : c);
    }
    return out;
}

char32_t nextCodePoint(std::string_view text, size_t &pos)
{
    const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const unsigned first = byte(pos);
    const size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; ++i)
        c = (c << 6) | (byte(pos + i) & 0x3F);
    pos += length;
    return c;
}

void appendUtf8(std::string &out, char32_t c)
{
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (c >> 6)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | (c >> 12)));
        out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else {
        out.push_back(static_cast<char>(0xF0 | (c >> 18)));
        out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    }
}

size_t utf8Floor(std::string_view text, size_t pos)
{
    if (pos >= text.size())
        return text.size();
    while (pos > 0 && (static_cast<unsigned char>(text[pos]) & 0xC0) == 0x80)
        --pos;
    return pos;
}

bool isLetterBeyondAscii(char32_t c)
{
    return c >= 0xAA && c < 0x2000 ? QChar::isLetterOrNumber(c) || QChar::isMark(c)
                                   : c >= 0x2C00 && QChar::isLetterOrNumber(c);
}

std::string percentDecoded(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0 && hexValue(text[i + 2]) >= 0) {
            out.push_back(static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2])));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

std::string singleLine(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
        if (!blank)
            out.push_back(c);
        else if (!out.empty() && out.back() != ' ')
            out.push_back(' ');
    }
    if (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

QString shortLine(std::string_view text, qsizetype maxChars)
{
    QString line = toQString(singleLine(text.substr(0, utf8Floor(text, static_cast<size_t>(maxChars) * 8))));
    if (line.size() > maxChars) {
        line.truncate(maxChars - 1);
        if (line.back().isHighSurrogate())
            line.chop(1);
        line.append(QChar(0x2026));
    }
    return line;
}

} // namespace leadline::extract
