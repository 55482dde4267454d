#pragma once

#include <QStringView>

#include <array>
#include <optional>
#include <utility>

namespace leadline::domain {

/// Two-way table between an enum and its stable wire slugs. Tables are small; a linear scan beats a hash.
template<typename Enum, size_t N> struct SlugTable
{
    std::array<std::pair<Enum, const char16_t *>, N> entries;

    [[nodiscard]] QStringView slug(Enum value) const
    {
        for (const auto &[known, text] : entries) {
            if (known == value)
                return text;
        }
        return {};
    }

    [[nodiscard]] std::optional<Enum> value(QStringView slug) const
    {
        for (const auto &[known, text] : entries) {
            if (slug == QStringView(text))
                return known;
        }
        return std::nullopt;
    }
};

template<typename Enum, typename... Rest>
SlugTable(std::pair<Enum, const char16_t *>, Rest...) -> SlugTable<Enum, 1 + sizeof...(Rest)>;

} // namespace leadline::domain
