#include "extract/phone_text.h"

#include "extract/phone_check.h"
#include "extract/text_tools.h"

#include <algorithm>
#include <array>

namespace leadline::extract {

namespace {

constexpr size_t kMaxMatches = 1000;
/// More digits than two numbers with their countries have.
constexpr size_t kMaxDigits = 40;

bool isWordByte(char c)
{
    return isAlpha(c) || isHigh(c);
}

struct Shape
{
    std::array<uint8_t, 16> size {};
    std::array<int, 16> value {};
    std::array<char, 16> separator {}; ///< in front of the group, the strongest of several
    size_t groups = 0;
    size_t digits = 0;
};

Shape shapeOf(std::string_view number)
{
    Shape shape;
    char separator = 0;
    for (size_t i = 0; i < number.size();) {
        if (!isDigit(number[i])) {
            const char c = isHigh(number[i]) ? '-' : number[i];
            if (c != ' ' || separator == 0)
                separator = c;
            ++i;
            continue;
        }
        size_t end = i;
        int value = 0;
        while (end < number.size() && isDigit(number[end])) {
            value = std::min(value * 10 + (number[end] - '0'), 99'999'999);
            ++end;
        }
        if (shape.groups < shape.size.size()) {
            shape.size[shape.groups] = static_cast<uint8_t>(std::min<size_t>(end - i, 255));
            shape.value[shape.groups] = value;
            shape.separator[shape.groups] = separator;
            ++shape.groups;
        }
        shape.digits += end - i;
        separator = 0;
        i = end;
    }
    return shape;
}

bool isYear(const Shape &s, size_t i)
{
    return s.size[i] == 4 && s.value[i] >= 1800 && s.value[i] <= 2100;
}
bool isDayOrMonth(const Shape &s, size_t i)
{
    return s.size[i] <= 2 && s.value[i] >= 1 && s.value[i] <= 31;
}

/// "20150101", as in the number of a register or an invoice.
bool isCompactDate(const Shape &s, size_t i)
{
    const int year = s.value[i] / 10'000;
    const int month = s.value[i] / 100 % 100;
    const int day = s.value[i] % 100;
    return s.size[i] == 8 && year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool isDateAt(const Shape &s, size_t i)
{
    if (i + 2 >= s.groups)
        return false;
    const bool joined = s.separator[i + 1] == s.separator[i + 2] && s.separator[i + 1] != '(';
    return joined
        && ((isDayOrMonth(s, i) && isDayOrMonth(s, i + 1) && isYear(s, i + 2))
            || (isYear(s, i) && isDayOrMonth(s, i + 1) && isDayOrMonth(s, i + 2)));
}

bool isTimeTable(const Shape &s)
{
    if (s.groups < 4 || s.groups % 2 != 0)
        return false;
    for (size_t i = 0; i < s.groups; i += 2) {
        if (s.size[i] > 2 || s.value[i] > 24 || s.size[i + 1] != 2 || s.value[i + 1] % 5 != 0 || s.value[i + 1] > 59)
            return false;
        if (s.separator[i + 1] != '.')
            return false;
        if (i > 0 && s.separator[i] == '.')
            return false;
    }
    return true;
}

/// A value in a program's text, or the American ZIP+4 behind its state ("MA 02110-1301").
bool isCodeOrZip(std::string_view text, size_t start, size_t end, const Shape &shape)
{
    if (start > 0 && end < text.size() && text[start - 1] == '\'' && text[end] == '\'')
        return true;
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    return shape.groups == 2 && shape.size[0] == 5 && shape.size[1] == 4 && start > 3 && text[start - 1] == ' '
        && upper(text[start - 2]) && upper(text[start - 3]) && !isAlpha(text[start - 4]);
}

/// True when a word of hexadecimal digits with letters among them stands right before or behind: a dump or a fingerprint.
bool isWithinHex(std::string_view text, size_t start, size_t end)
{
    const auto isHexWord = [](std::string_view word) {
        return word.size() >= 2 && word.size() <= 8
            && std::all_of(word.begin(), word.end(), [](char c) { return hexValue(c) >= 0; })
            && std::any_of(word.begin(), word.end(), isAlpha);
    };
    const std::string_view before = trimmed(text.substr(start > 10 ? start - 10 : 0, std::min<size_t>(start, 10)));
    const std::string_view after = trimmed(text.substr(end, 10));
    return isHexWord(before.substr(before.find_last_of(" \n\t") + 1))
        || isHexWord(after.substr(0, after.find_first_of(" \n\t>")));
}

/// Shapes that are something else, whatever the label says.
bool isOtherNumber(const Shape &s, bool international)
{
    if (international)
        return false;
    if (s.groups == 3 && isDateAt(s, 0))
        return true;
    if (s.groups == 6 && isDateAt(s, 0) && isDateAt(s, 3))
        return true;
    if (s.groups == 2 && isYear(s, 0) && isYear(s, 1))
        return true;
    if (s.groups == 2 && s.size[0] == 1 && s.separator[1] == '.')
        return true; // a decimal fraction
    if (s.groups >= 4 && s.digits < s.groups * 3 / 2)
        return true; // the number of a section or version
    return isTimeTable(s);
}

/// Shapes that need a label to be believed.
bool needsLabel(const Shape &s, std::string_view number)
{
    const bool international = number.front() == '+';
    if (international)
        return false;
    if (s.groups == 1 || s.digits < 8)
        return true;
    for (size_t i = 0; i < s.groups; ++i) {
        if (isDateAt(s, i) || isCompactDate(s, i))
            return true;
    }
    const bool dotted = std::all_of(s.separator.begin() + 1, s.separator.begin() + static_cast<std::ptrdiff_t>(s.groups),
        [](char c) { return c == '.'; });
    if (dotted && s.groups == 2)
        return true; // a decimal fraction
    if (dotted && s.groups == 4 && std::all_of(s.value.begin(), s.value.begin() + 4, [](int v) { return v <= 255; }))
        return true; // an IPv4 address or a version
    return dotted && s.groups >= 3
        && std::all_of(
            s.size.begin() + 1, s.size.begin() + static_cast<std::ptrdiff_t>(s.groups), [](uint8_t n) { return n == 3; })
        && number.front() != '0'; // thousands
}

constexpr bool isSeparator(char c)
{
    return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')';
}

/// Length of a dash outside ASCII at `pos`, 0 when there is none.
size_t dashLength(std::string_view text, size_t pos)
{
    const std::string_view rest = text.substr(pos, 3);
    return rest == "\u2013" || rest == "\u2212" || rest == "\u2014" ? 3 : 0;
}

/// End of the run of digits and separators that starts at `start`; does not include trailing separators.
size_t runEnd(std::string_view text, size_t start)
{
    constexpr size_t wholeNumber = 7; // digits after which a bracket opens another one: "15213-3890 (412) 268-4387"
    size_t end = start;
    size_t gap = 0;
    size_t digits = 0;
    for (size_t i = start; i < text.size();) {
        if (isDigit(text[i])) {
            end = ++i;
            gap = 0;
            ++digits;
        } else if (text[i] == '(' && digits >= wholeNumber) {
            break;
        } else if (text[i] == '+' && i == start) {
            ++i;
        } else if (const size_t dash = dashLength(text, i); dash > 0 && gap < 3) {
            i += dash;
            ++gap;
        } else if (isSeparator(text[i]) && gap < 3) {
            ++i;
            ++gap;
        } else {
            break;
        }
    }
    return end;
}

bool isMoneyOrUnitBehind(std::string_view text, size_t end)
{
    std::string_view after = text.substr(end, 12);
    if (after.empty())
        return false;
    const char c = after.front();
    if (isAlpha(c) || c == '@' || c == '_' || c == '%' || c == '=')
        return true;
    if (c == ',' && after.size() > 1 && isDigit(after[1]))
        return true; // decimals
    if (c == ':' && after.size() > 1 && isDigit(after[1]))
        return true; // a time
    while (!after.empty() && after.front() == ' ')
        after.remove_prefix(1);
    for (const std::string_view unit : { "\u20ac", "$", "\u00a3", "EUR", "CHF", "USD", "GBP", "PLN", "z\u0142", "K\u010d",
             "CZK", "kg", "km", "m\u00b2", "cm", "mm", "ml", "%", "\u00b0", "Uhr", "kWh", "kB", "MB", "GB" }) {
        if (after.starts_with(unit))
            return true;
    }
    return false;
}

bool isGluedBefore(std::string_view text, size_t start)
{
    if (start == 0)
        return false;
    const char c = text[start - 1];
    if (c == '_' || c == '=' || c == '@' || c == '#' || c == '$' || c == '&' || c == '?' || c == '%')
        return true;
    if ((c == '/' || c == '-' || c == ',' || c == ':') && start > 1
        && (isDigit(text[start - 2]) || (c == '/' && (text[start - 2] == '/' || text[start - 2] == '.'))))
        return true;
    if (c == '/' && start > 1 && isAlpha(text[start - 2])) {
        // A path, unless a label ends there: "Tel/030 …".
        return labelInFront(text, start) == NumberLabel::None;
    }
    if (c == '-' && start > 1 && isAlpha(text[start - 2]))
        return true;
    if (c == '.' && start > 1 && isAlnum(text[start - 2])) // "A.09.05", but "Tel.030 …"
        return labelInFront(text, start) == NumberLabel::None;
    if (!isWordByte(c))
        return false;
    // Letters touch the digits: an identifier, unless they are a label such as "Tel030".
    const NumberLabel label = labelInFront(text, start);
    size_t word = start;
    while (word > 0 && isAlpha(text[word - 1]))
        --word;
    const bool symbol = isHigh(c);
    return label == NumberLabel::None || label == NumberLabel::NotAPhone || (!symbol && start - word < 3);
}

} // namespace

bool looksNational(std::string_view number, std::string_view region)
{
    const Shape shape = shapeOf(number);
    if (number.starts_with("00"))
        return shape.digits >= 10;
    const char first = number.front() == '(' && number.size() > 1 ? number[1] : number.front();
    if (hasTrunkZero(region))
        return first == '0' && shape.groups >= 2;
    if (region == "IT")
        return shape.groups >= 2 && (first == '0' || ((first == '3' || first == '8') && shape.size[0] == 3))
            && shape.size[0] <= 4;
    if (region == "US" || region == "CA")
        return shape.groups == 3 && shape.size[0] == 3 && shape.size[1] == 3 && shape.size[2] == 4;
    if (shape.groups < 3 || shape.digits < 8 || shape.digits > 10 || first == '0')
        return false;
    const bool blanks
        = std::all_of(shape.separator.begin() + 1, shape.separator.begin() + static_cast<std::ptrdiff_t>(shape.groups),
            [](char c) { return c == ' ' || c == '-' || c == ')' || c == '.'; });
    return blanks
        && std::all_of(shape.size.begin(), shape.size.begin() + static_cast<std::ptrdiff_t>(shape.groups),
            [](uint8_t n) { return n >= 2 && n <= 4; });
}

std::vector<std::string_view> alternatives(std::string_view number)
{
    std::vector<std::string_view> parts;
    size_t from = 0;
    for (size_t i = 1; i + 1 < number.size(); ++i) {
        const bool slash = number[i] == '/';
        const bool spacedDash = number[i] == '-' && number[i - 1] == ' ' && number[i + 1] == ' ';
        const bool dash = dashLength(number, i) > 0 && number[i - 1] == ' ';
        if (!slash && !spacedDash && !dash)
            continue;
        parts.push_back(trimmed(number.substr(from, i - from)));
        from = i + (dash ? 3 : 1);
    }
    parts.push_back(trimmed(number.substr(from)));
    return parts;
}

void findPhones(std::string_view text, std::vector<PhoneMatch> &out)
{
    size_t i = 0;
    while (i < text.size() && out.size() < kMaxMatches) {
        if (!isDigit(text[i])) {
            ++i;
            continue;
        }
        size_t start = i;
        if (start > 0 && text[start - 1] == '(')
            --start;
        if (start > 0 && text[start - 1] == '+')
            --start;
        else if (start > 1 && text[start - 1] == ' ' && text[start - 2] == '+')
            start -= 2;
        const size_t end = text[start] == '+' && start + 1 < text.size() && text[start + 1] == ' ' ? runEnd(text, start + 2)
                                                                                                   : runEnd(text, start);
        i = std::max(end, i + 1);
        std::string_view number = text.substr(start, end - start);
        const Shape shape = shapeOf(number);
        if (shape.digits < 6 || shape.digits > kMaxDigits
            || (number.front() == '(' && number.find(')') == std::string_view::npos))
            continue;
        const bool international = number.front() == '+' || number.starts_with("(+");
        if (shape.digits > 15 && alternatives(number).size() == 1)
            continue;
        if (number.starts_with("000") || number.starts_with("00 00") || isOtherNumber(shape, international)
            || isMoneyOrUnitBehind(text, end) || isGluedBefore(text, start))
            continue;
        NumberLabel label = labelAround(text, start, end);
        if (label == NumberLabel::NotAPhone && !international)
            continue;
        if (label == NumberLabel::NotAPhone)
            label = NumberLabel::None;
        // "Tel. 030 1 or 030 2": what stands close behind a number shares its label.
        if (label == NumberLabel::None && !out.empty() && start - out.back().end <= 8
            && text.substr(out.back().end, start - out.back().end).find('\n') == std::string_view::npos)
            label = out.back().label;
        if (label == NumberLabel::None)
            label = columnLabel(text, start, end);
        if (label == NumberLabel::NotAPhone
            || (label == NumberLabel::None
                && (needsLabel(shape, number) || isWithinHex(text, start, end) || isCodeOrZip(text, start, end, shape))))
            continue;
        out.push_back({ start, end, label });
    }
}

} // namespace leadline::extract
