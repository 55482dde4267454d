#pragma once

#include <QString>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace leadline::extract {

// Small ASCII and UTF-8 helpers over views. All are linear and allocate only what they return.

[[nodiscard]] constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool isAlpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool isAlnum(char c)
{
    return isDigit(c) || isAlpha(c);
}
[[nodiscard]] constexpr bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
[[nodiscard]] constexpr bool isHigh(char c)
{
    return static_cast<unsigned char>(c) >= 0x80;
}
[[nodiscard]] constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// Value of a hexadecimal digit, -1 for anything else.
[[nodiscard]] constexpr int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    const char l = lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] bool equalsNoCase(std::string_view a, std::string_view b);
[[nodiscard]] bool startsWithNoCase(std::string_view text, std::string_view prefix);
/// Offset of an ASCII needle, ignoring ASCII case; npos when absent. `needle` must be lower case.
[[nodiscard]] size_t findNoCase(std::string_view text, std::string_view needle, size_t from = 0);
[[nodiscard]] std::string lowered(std::string_view text);
/// Lower case also for Latin-1 supplement, Latin extended-A, Greek and Cyrillic letters of the Basic Multilingual Plane.
[[nodiscard]] std::string loweredUtf8(std::string_view text);

/// Decodes one code point at `pos` of valid UTF-8 and moves `pos` behind it.
[[nodiscard]] char32_t nextCodePoint(std::string_view text, size_t &pos);
void appendUtf8(std::string &out, char32_t codePoint);
/// Largest offset ≤ `pos` that does not cut a UTF-8 sequence.
[[nodiscard]] size_t utf8Floor(std::string_view text, size_t pos);
/// True for letters outside ASCII that words and host names are made of.
[[nodiscard]] bool isLetterBeyondAscii(char32_t codePoint);

/// %XX decoded; broken escapes stay as they are. The result may be invalid UTF-8.
[[nodiscard]] std::string percentDecoded(std::string_view text);
/// Runs of white space and control characters become one space, ends trimmed.
[[nodiscard]] std::string singleLine(std::string_view text);
/// As singleLine(), at most `maxChars` UTF-16 units, an ellipsis marks a cut.
[[nodiscard]] QString shortLine(std::string_view text, qsizetype maxChars);

[[nodiscard]] inline QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A set of lower-case words known when compiled: one hash and mostly one comparison a look-up. `Slots` is a power of two.
template<size_t Slots> class WordTable
{
public:
    struct Entry
    {
        std::string_view word;
        int value = 0;
    };

    template<size_t N> constexpr explicit WordTable(const Entry (&entries)[N])
    {
        static_assert(N * 2 <= Slots, "too full");
        for (const Entry &entry : entries) {
            size_t slot = hash(entry.word) & (Slots - 1);
            while (!m_slots[slot].word.empty())
                slot = (slot + 1) & (Slots - 1);
            m_slots[slot] = entry;
            if (entry.word.size() > m_longest)
                m_longest = entry.word.size();
        }
    }

    /// The value of the word, or -1.
    [[nodiscard]] constexpr int find(std::string_view word) const
    {
        if (word.empty() || word.size() > m_longest)
            return -1;
        for (size_t slot = hash(word) & (Slots - 1); !m_slots[slot].word.empty(); slot = (slot + 1) & (Slots - 1)) {
            if (m_slots[slot].word == word)
                return m_slots[slot].value;
        }
        return -1;
    }
    [[nodiscard]] constexpr size_t longest() const { return m_longest; }

private:
    [[nodiscard]] static constexpr size_t hash(std::string_view word)
    {
        uint32_t value = 2166136261u;
        for (const char c : word)
            value = (value ^ static_cast<unsigned char>(c)) * 16777619u;
        return value ^ (value >> 15);
    }

    std::array<Entry, Slots> m_slots {};
    size_t m_longest = 0;
};

} // namespace leadline::extract
