#pragma once

#include <string>
#include <string_view>

namespace leadline::extract {

/// What a schema.org type says about a thing: LocalBusiness with its subtypes and Organization with those that can be
/// customers are businesses; places are businesses only when they come with contact data.
enum SchemaRank { kOther = 0, kBusiness = 1, kPlace = 2 };

[[nodiscard]] SchemaRank schemaRank(std::string_view type);
/// Members that name somebody else: the maker of a product, the author of a review, the employer of a person.
[[nodiscard]] bool namesOthers(std::string_view key);
/// The type without its namespace: "https://schema.org/Bakery" → "Bakery".
[[nodiscard]] std::string_view shortType(std::string_view type);
/// "AutoRepair" → "Auto repair".
[[nodiscard]] std::string spokenType(std::string_view type);

} // namespace leadline::extract
