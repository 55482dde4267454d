#include "extract/charset.h"

#include "extract/text_tools.h"

#include <algorithm>
#include <cstring>
#include <iconv.h>

namespace leadline::extract {

namespace {

struct Utf8Facts
{
    bool valid = true; ///< also free of forbidden control characters
    size_t wide = 0; ///< well-formed multi-byte sequences
    size_t broken = 0; ///< bytes that belong to none
};

constexpr bool isForbidden(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7F;
}

/// Length of the well-formed sequence at `p` (Unicode table 3-7), 0 when there is none.
size_t sequenceLength(const unsigned char *p, const unsigned char *end)
{
    const auto next
        = [&](size_t i, unsigned char low, unsigned char high) { return p + i < end && p[i] >= low && p[i] <= high; };
    const unsigned char c = p[0];
    if (c < 0x80)
        return 1;
    if (c >= 0xC2 && c <= 0xDF)
        return next(1, 0x80, 0xBF) ? 2 : 0;
    if (c >= 0xE0 && c <= 0xEF)
        return next(1, c == 0xE0 ? 0xA0 : 0x80, c == 0xED ? 0x9F : 0xBF) && next(2, 0x80, 0xBF) ? 3 : 0;
    if (c >= 0xF0 && c <= 0xF4)
        return next(1, c == 0xF0 ? 0x90 : 0x80, c == 0xF4 ? 0x8F : 0xBF) && next(2, 0x80, 0xBF) && next(3, 0x80, 0xBF) ? 4
                                                                                                                       : 0;
    return 0;
}

/// True when all eight bytes are ASCII from space on (DEL is left to the slow path, it is caught by neither test wrongly).
bool isPlainBlock(const unsigned char *p)
{
    uint64_t block = 0;
    std::memcpy(&block, p, sizeof block);
    constexpr uint64_t high = 0x8080808080808080u;
    const uint64_t belowSpace = (block - 0x2020202020202020u) & ~block & high;
    const uint64_t isDel = ((block ^ 0x7F7F7F7F7F7F7F7Fu) - 0x0101010101010101u) & ~(block ^ 0x7F7F7F7F7F7F7F7Fu) & high;
    return ((block & high) | belowSpace | isDel) == 0;
}

Utf8Facts inspect(std::string_view body)
{
    Utf8Facts facts;
    const auto *p = reinterpret_cast<const unsigned char *>(body.data());
    const auto *end = p + body.size();
    while (p < end) {
        if (end - p >= 8 && isPlainBlock(p)) {
            p += 8;
            continue;
        }
        const size_t length = sequenceLength(p, end);
        if (length > 1)
            ++facts.wide;
        if (length == 0)
            ++facts.broken;
        if (length == 0 || isForbidden(*p))
            facts.valid = false;
        p += length == 0 ? 1 : length;
    }
    return facts;
}

/// Copies with broken bytes replaced by U+FFFD and forbidden control characters by a space.
void repair(std::string_view body, std::string &out)
{
    out.clear();
    out.reserve(body.size() + body.size() / 8);
    const auto *p = reinterpret_cast<const unsigned char *>(body.data());
    const auto *end = p + body.size();
    while (p < end) {
        const size_t length = sequenceLength(p, end);
        if (length == 0)
            out.append("\xEF\xBF\xBD");
        else if (length == 1)
            out.push_back(isForbidden(*p) ? ' ' : static_cast<char>(*p));
        else
            out.append(reinterpret_cast<const char *>(p), length);
        p += length == 0 ? 1 : length;
    }
}

std::string charsetIn(std::string_view text)
{
    size_t at = findNoCase(text, "charset");
    if (at == std::string_view::npos)
        return {};
    at += 7;
    while (at < text.size() && (isSpace(text[at]) || text[at] == '=' || text[at] == '"' || text[at] == '\''))
        ++at;
    size_t end = at;
    while (end < text.size() && (isAlnum(text[end]) || text[end] == '-' || text[end] == '_' || text[end] == ':'))
        ++end;
    return end - at <= 40 ? lowered(text.substr(at, end - at)) : std::string();
}

/// The declaration within the page: a meta element or an XML declaration near its start.
std::string declaredCharset(std::string_view body)
{
    const std::string_view head = body.substr(0, 4096);
    for (size_t at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
        const std::string_view rest = head.substr(at);
        const size_t end = rest.find('>');
        if (end == std::string_view::npos)
            break;
        if (startsWithNoCase(rest, "<meta")) {
            if (std::string found = charsetIn(rest.substr(0, end)); !found.empty())
                return found;
        } else if (startsWithNoCase(rest, "<?xml")) {
            const size_t encoding = findNoCase(rest.substr(0, end), "encoding=");
            if (encoding != std::string_view::npos)
                return charsetIn("charset=" + std::string(rest.substr(encoding + 9, end - encoding - 9)));
        }
    }
    return {};
}

/// The names the Encoding Standard folds into Windows 1252, and UTF-8's.
std::string canonicalCharset(std::string name)
{
    if (name == "utf8" || name == "unicode-1-1-utf-8")
        return "utf-8";
    if (name == "iso-8859-1" || name == "latin1" || name == "latin-1" || name == "ascii" || name == "us-ascii"
        || name == "iso8859-1" || name == "cp1252" || name == "iso_8859-1" || name == "ansi")
        return "windows-1252";
    if (name == "iso-8859-9")
        return "windows-1254";
    if (name == "shift_jis" || name == "shift-jis" || name == "x-sjis")
        return "cp932";
    if (name == "gb2312" || name == "gbk")
        return "gb18030";
    return name;
}

/// For bodies that declare nothing and are not UTF-8: Cyrillic text is mostly high bytes in 0xC0–0xFF, Western text is not.
std::string guessedCharset(std::string_view body)
{
    size_t high = 0;
    size_t letters = 0;
    for (const char c : body.substr(0, 64 * 1024)) {
        high += static_cast<unsigned char>(c) >= 0xC0 ? 1 : 0;
        letters += isAlpha(c) ? 1 : 0;
    }
    return high * 3 > letters && high > 64 ? "windows-1251" : "windows-1252";
}

bool convert(std::string_view body, const std::string &charset, std::string &out)
{
    iconv_t converter = iconv_open("UTF-8", charset.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1)) // NOLINT(performance-no-int-to-ptr): what iconv_open returns
        return false;
    out.resize(body.size() * 3 + 16);
    char *source = const_cast<char *>(body.data()); // iconv's signature is not const-correct, the bytes are not written
    size_t sourceLeft = body.size();
    char *target = out.data();
    size_t targetLeft = out.size();
    while (sourceLeft > 0) {
        if (iconv(converter, &source, &sourceLeft, &target, &targetLeft) != static_cast<size_t>(-1))
            break;
        if (targetLeft < 8) {
            const size_t used = out.size() - targetLeft;
            out.resize(out.size() * 2);
            target = out.data() + used;
            targetLeft = out.size() - used;
        } else {
            std::memcpy(target, "\xEF\xBF\xBD", 3);
            target += 3;
            targetLeft -= 3;
            ++source;
            --sourceLeft;
        }
    }
    out.resize(out.size() - targetLeft);
    iconv_close(converter);
    return true;
}

bool isSingleByte(const std::string &charset)
{
    return charset.starts_with("windows-") || charset.starts_with("iso-8859") || charset.starts_with("koi8");
}

std::string byteOrderMark(std::string_view &body)
{
    if (body.starts_with("\xEF\xBB\xBF")) {
        body.remove_prefix(3);
        return "utf-8";
    }
    if (body.starts_with("\xFF\xFE") || body.starts_with("\xFE\xFF")) {
        const bool little = body.front() == '\xFF';
        body.remove_prefix(2);
        return little ? "utf-16le" : "utf-16be";
    }
    return {};
}

} // namespace

void decodeBody(std::string_view body, std::string_view contentType, DecodedBody &out)
{
    std::string charset = byteOrderMark(body);
    const bool marked = !charset.empty();
    if (!marked)
        charset = canonicalCharset(charsetIn(contentType));
    if (charset.empty()) {
        charset = canonicalCharset(declaredCharset(body));
        if (charset.starts_with("utf-16"))
            charset = "utf-8"; // Encoding Standard: a declaration we could read as ASCII cannot be true
    }
    const Utf8Facts facts = inspect(body);
    const bool isUtf8
        = facts.broken == 0 && (charset.empty() || isSingleByte(charset)) && (facts.wide > 0 || charset.empty());
    if (!marked && isUtf8)
        charset = "utf-8";
    else if (!marked && facts.broken > 0 && (charset.empty() || (charset == "utf-8" && facts.wide == 0)))
        charset = guessedCharset(body);

    if (charset != "utf-8" && !(facts.wide == 0 && facts.broken == 0 && isSingleByte(charset))) {
        std::string converted;
        if (convert(body, charset, converted)) {
            repair(converted, out.storage);
            out.text = out.storage;
            out.charset = charset;
            return;
        }
        charset = "utf-8";
    }
    out.charset = charset;
    if (facts.valid) {
        out.text = body;
        return;
    }
    repair(body, out.storage);
    out.text = out.storage;
}

} // namespace leadline::extract
