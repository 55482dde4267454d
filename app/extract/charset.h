#pragma once

#include <string>
#include <string_view>

namespace leadline::extract {

/// A body as valid UTF-8 without NUL, C0 (but tab and line ends) and DEL.
struct DecodedBody
{
    std::string_view text; ///< the body itself when it needed no change, otherwise a view of `storage`
    std::string storage;
    std::string charset; ///< lower-case name of the charset it was read as
};

/// Finds the charset (byte order mark, then the Content-Type header, then the page's own declaration, then by looking) and
/// decodes. Text that is valid UTF-8 with multi-byte characters is UTF-8 even when a single-byte charset was declared:
/// servers with a wrong default are common, such texts in Latin 1 are not.
void decodeBody(std::string_view body, std::string_view contentType, DecodedBody &out);

} // namespace leadline::extract
