#pragma once

#include "extract/html_tokens.h"
#include "extract/text_tools.h"

#include <span>
#include <string_view>

namespace leadline::extract {

/// Value of the first attribute of that name, empty when there is none.
[[nodiscard]] inline std::string_view attribute(std::span<const HtmlAttribute> attributes, std::string_view name)
{
    for (const HtmlAttribute &a : attributes) {
        if (a.name == name)
            return a.value;
    }
    return {};
}

/// True when a list separated by white space or commas holds the word, ASCII case ignored.
[[nodiscard]] inline bool hasWord(std::string_view list, std::string_view word)
{
    for (size_t at = findNoCase(list, word); at != std::string_view::npos; at = findNoCase(list, word, at + 1)) {
        const bool starts = at == 0 || isSpace(list[at - 1]) || list[at - 1] == ',';
        const size_t end = at + word.size();
        if (starts && (end == list.size() || isSpace(list[end]) || list[end] == ','))
            return true;
    }
    return false;
}

} // namespace leadline::extract
