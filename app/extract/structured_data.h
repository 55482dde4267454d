#pragma once

#include "extract/data_graph.h"
#include "extract/page_reader.h"

#include <string>
#include <string_view>
#include <vector>

namespace leadline::extract {

/// A contact value as structured data gives it, before it is judged.
struct DataContact
{
    enum class Type { Email, Phone, Fax, Profile };
    Type type = Type::Email;
    std::string value;
    std::string label;
    domain::ExtractionLayer layer = domain::ExtractionLayer::JsonLd;
    std::string country; ///< of the address beside it, may be empty
    int business = -1; ///< index into StructuredData::businesses, -1 when it belongs to none
};

struct StructuredData
{
    std::vector<Business> businesses; ///< without contacts: those are judged by the caller
    std::vector<DataContact> contacts;
    std::string siteName; ///< name of a schema.org WebSite
};

/// Reads the schema.org organisations, places and contact points of a page's graph.
[[nodiscard]] StructuredData readStructuredData(const DataGraph &graph);

/// ISO 3166-1 alpha-2 of a country given as code or as a name in a common language; empty when unknown.
[[nodiscard]] std::string countryCode(std::string_view text);

/// Character references that survive in JSON ("&amp;", "&#039;") decoded, tags dropped, single line.
[[nodiscard]] std::string plainText(std::string_view text);

} // namespace leadline::extract
