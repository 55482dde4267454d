#pragma once

#include "domain/error.h"

#include <tl/expected.hpp>

#include <utility>

namespace leadline::domain {

/// Outcome of an operation that may fail in an expected way. Exceptions never cross a library boundary.
template<typename T> using Result = tl::expected<T, Error>;

using Unexpected = tl::unexpected<Error>;

/// Builds the failing side of any Result: `return failure(ErrorCode::NotFound, "no lead " + id);`
[[nodiscard]] inline Unexpected failure(ErrorCode code, QString detail)
{
    return Unexpected(Error(code, std::move(detail)));
}

[[nodiscard]] inline Unexpected failure(ErrorCode code, const Remark &why)
{
    return Unexpected(Error(code, why));
}

[[nodiscard]] inline Unexpected failure(Error error)
{
    return Unexpected(std::move(error));
}

} // namespace leadline::domain

/// Leaves the function with the error of a failed Result: `LEADLINE_TRY(connection.begin());`
#define LEADLINE_TRY(expression)                                                                                            \
    do {                                                                                                                    \
        if (auto &&tried = (expression); !tried)                                                                            \
            return leadline::domain::failure(std::forward<decltype(tried)>(tried).error());                                 \
    } while (false)
