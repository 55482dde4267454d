#pragma once

#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

namespace leadline::extract {

/// Structured data of one page, from JSON-LD and microdata alike: a tree of values in one vector. Microdata items are
/// objects with "@type" and "@id" members like those of JSON-LD; a property given twice is two members with one key.
class DataGraph
{
public:
    using Index = uint32_t;
    static constexpr Index kNone = ~Index(0);

    enum class Kind : uint8_t { Null, Bool, Number, String, Array, Object };
    enum class Origin : uint8_t { JsonLd, Microdata, Rdfa, HCard };

    struct Node
    {
        std::string_view key; ///< member name, empty for array elements and roots
        std::string_view text; ///< String, Number and Bool
        Index firstChild = kNone;
        Index lastChild = kNone;
        Index next = kNone;
        Kind kind = Kind::Null;
        Origin origin = Origin::JsonLd;
    };

    DataGraph()
        : m_arena(m_first, sizeof m_first)
    { }
    DataGraph(const DataGraph &) = delete;
    DataGraph &operator=(const DataGraph &) = delete;

    void clear();
    [[nodiscard]] bool isEmpty() const { return m_nodes.empty(); }
    [[nodiscard]] size_t size() const { return m_nodes.size(); }
    [[nodiscard]] const Node &at(Index index) const { return m_nodes[index]; }
    [[nodiscard]] const std::vector<Index> &roots() const { return m_roots; }

    /// Adds a value below `parent`, or as a root when that is kNone. Keys and texts must live as long as the graph: keep().
    Index add(Index parent, std::string_view key, Kind kind, std::string_view text, Origin origin);
    [[nodiscard]] std::string_view keep(std::string_view text);

    /// First member with that name (schema.org names are compared exactly), kNone when absent.
    [[nodiscard]] Index member(Index object, std::string_view key) const;

    /// Parses JSON-LD text. Comments, CDATA wrappers, trailing commas and raw line ends in strings are accepted as they are
    /// common and cannot change the meaning; anything else that is not JSON drops the rest of that script.
    void addJson(std::string_view json);

private:
    std::vector<Node> m_nodes;
    std::vector<Index> m_roots;
    std::byte m_first[8192];
    std::pmr::monotonic_buffer_resource m_arena;
};

} // namespace leadline::extract
