#include "extract/structured_data.h"

#include "extract/schema_types.h"
#include "extract/text_tools.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace leadline::extract {

namespace {

using Index = DataGraph::Index;
using Kind = DataGraph::Kind;
constexpr Index kNone = DataGraph::kNone;
constexpr int kMaxDepth = 24;
constexpr size_t kMaxBusinesses = 500;

domain::ExtractionLayer layerOf(DataGraph::Origin origin)
{
    switch (origin) {
    case DataGraph::Origin::JsonLd:
        return domain::ExtractionLayer::JsonLd;
    case DataGraph::Origin::Microdata:
        return domain::ExtractionLayer::Microdata;
    case DataGraph::Origin::Rdfa:
        return domain::ExtractionLayer::Rdfa;
    case DataGraph::Origin::HCard:
        return domain::ExtractionLayer::HCard;
    }
    return domain::ExtractionLayer::JsonLd;
}

class Mapper
{
public:
    explicit Mapper(const DataGraph &graph)
        : m_graph(graph)
    { }

    StructuredData run()
    {
        for (const Index root : m_graph.roots())
            indexIds(root, 0);
        for (const Index root : m_graph.roots())
            walk(root, -1, 0);
        return std::move(m_out);
    }

private:
    const DataGraph::Node &node(Index i) const { return m_graph.at(i); }

    void indexIds(Index i, int depth)
    {
        if (depth > kMaxDepth)
            return;
        if (node(i).kind == Kind::Object) {
            const Index id = m_graph.member(i, "@id");
            // A bare reference {"@id": …} is not the thing itself.
            if (id != kNone && node(i).firstChild != node(i).lastChild)
                m_ids.emplace(node(id).text, i);
        }
        for (Index child = node(i).firstChild; child != kNone; child = node(child).next)
            indexIds(child, depth + 1);
    }

    /// Follows a bare reference to the thing with that id.
    Index resolved(Index i) const
    {
        if (node(i).kind != Kind::Object || node(i).firstChild == kNone || node(i).firstChild != node(i).lastChild)
            return i;
        const Index only = node(i).firstChild;
        if (node(only).key != "@id")
            return i;
        const auto known = m_ids.find(node(only).text);
        return known == m_ids.end() ? i : known->second;
    }

    /// Calls `use` for each value of a member: repeated members, array elements, list wrappers.
    template<typename Use> void each(Index object, std::string_view key, Use use) const
    {
        for (Index child = node(object).firstChild; child != kNone; child = node(child).next) {
            if (node(child).key != key)
                continue;
            if (node(child).kind == Kind::Array) {
                for (Index element = node(child).firstChild; element != kNone; element = node(element).next)
                    use(resolved(element));
            } else {
                use(resolved(child));
            }
        }
    }

    std::string text(Index i) const
    {
        const DataGraph::Node &n = node(i);
        if (n.kind == Kind::String || n.kind == Kind::Number)
            return plainText(n.text);
        if (n.kind == Kind::Object) {
            for (const std::string_view key : { "@value", "name", "@id" }) {
                const Index member = m_graph.member(i, key);
                if (member != kNone && node(member).kind == Kind::String)
                    return plainText(node(member).text);
            }
        }
        return {};
    }

    std::string first(Index object, std::string_view key) const
    {
        std::string found;
        each(object, key, [&](Index value) {
            if (found.empty())
                found = text(value);
        });
        return found;
    }

    std::string joined(Index object, std::string_view key, std::string_view separator, size_t most = 4) const
    {
        std::string found;
        size_t count = 0;
        each(object, key, [&](Index value) {
            const std::string part = text(value);
            if (part.empty() || count >= most)
                return;
            found.append(found.empty() ? "" : separator).append(part);
            ++count;
        });
        return found;
    }

    void walk(Index i, int business, int depth)
    {
        if (depth > kMaxDepth)
            return;
        const DataGraph::Node &n = node(i);
        int owner = business;
        if (n.kind == Kind::Object) {
            std::string_view type;
            int rank = typeOf(i, type);
            // A card is a person's unless it names an organisation or a place.
            if (type == "HCard")
                rank = m_graph.member(i, "legalName") != kNone || m_graph.member(i, "address") != kNone ? kPlace : 0;
            if (rank >= kBusiness)
                owner = addBusiness(i, type, rank);
            else if (type == "WebSite" && m_out.siteName.empty())
                m_out.siteName = first(i, "name");
            else if (type == "Person" || type == "HCard" || type == "ContactPoint" || type == "PostalAddress")
                addContacts(i, business, {});
        }
        for (Index child = n.firstChild; child != kNone; child = node(child).next) {
            const std::string_view key = node(child).key;
            if (namesOthers(key) || key == "contactPoint" || key == "contactPoints")
                continue;
            if (node(child).kind == Kind::Object || node(child).kind == Kind::Array)
                walk(child, owner, depth + 1);
        }
    }

    int typeOf(Index i, std::string_view &type) const
    {
        int best = 0;
        each(i, "@type", [&](Index value) {
            std::string_view list = node(value).text;
            while (!list.empty()) {
                const size_t end = std::min(list.find(' '), list.size());
                const std::string_view name = shortType(list.substr(0, end));
                list = trimmed(list.substr(end));
                const int rank = schemaRank(name);
                const bool better = rank >= kBusiness && (best == 0 || type == "Organization" || type == "LocalBusiness");
                if (better || type.empty()) {
                    type = name;
                    best = std::max(rank, 0);
                }
            }
        });
        return best;
    }

    int addBusiness(Index i, std::string_view type, int rank)
    {
        const std::string name = first(i, "name");
        const std::string id = first(i, "@id");
        Business business;
        business.id = toQString(id);
        business.type = toQString(type);
        business.name = toQString(name.empty() ? first(i, "legalName") : name);
        business.layer = layerOf(node(i).origin);
        readAddress(i, business.address);
        readPlace(i, business);
        business.url = toQString(first(i, "url"));
        business.category = toQString(category(i, type));
        business.openingHours = toQString(openingHours(i));
        const bool hasContact = !business.address.street.isEmpty() || m_graph.member(i, "telephone") != kNone
            || m_graph.member(i, "email") != kNone || m_graph.member(i, "contactPoint") != kNone;
        if (rank == kPlace && !hasContact)
            return -1;
        if (business.name.isEmpty() && !hasContact && business.address.isEmpty())
            return -1;
        const int self = merged(std::move(business));
        if (self >= 0)
            addContacts(i, self, m_out.businesses[static_cast<size_t>(self)].address.country.toStdString());
        return self;
    }

    /// The same business told twice on one page (JSON-LD and microdata, header and footer) is one.
    int merged(Business business)
    {
        for (size_t k = 0; k < m_out.businesses.size(); ++k) {
            Business &known = m_out.businesses[k];
            const bool sameId = !business.id.isEmpty() && business.id == known.id;
            const bool sameName = !business.name.isEmpty() && business.name.compare(known.name, Qt::CaseInsensitive) == 0
                && (business.address.isEmpty() || known.address.isEmpty()
                    || business.address.postalCode == known.address.postalCode);
            if (!sameId && !sameName)
                continue;
            if (known.name.isEmpty())
                known.name = business.name;
            if (known.address.isEmpty())
                known.address = business.address;
            if (known.category.isEmpty() || known.type == QStringLiteral("Organization")
                || known.type == QStringLiteral("LocalBusiness")) {
                if (!business.category.isEmpty()) {
                    known.category = business.category;
                    known.type = business.type;
                }
            }
            if (known.openingHours.isEmpty())
                known.openingHours = business.openingHours;
            if (known.url.isEmpty())
                known.url = business.url;
            if (!known.latitude) {
                known.latitude = business.latitude;
                known.longitude = business.longitude;
            }
            return static_cast<int>(k);
        }
        if (m_out.businesses.size() >= kMaxBusinesses)
            return -1;
        m_out.businesses.push_back(std::move(business));
        return static_cast<int>(m_out.businesses.size() - 1);
    }

    void readAddress(Index i, domain::PostalAddress &address) const
    {
        const auto read = [&](Index value) {
            if (!address.isEmpty())
                return;
            if (node(value).kind != Kind::Object) {
                address.street = toQString(text(value));
                return;
            }
            address.street = toQString(joined(value, "streetAddress", ", "));
            address.postalCode = toQString(first(value, "postalCode"));
            address.city = toQString(first(value, "addressLocality"));
            address.region = toQString(first(value, "addressRegion"));
            const std::string country = first(value, "addressCountry");
            address.country = toQString(countryCode(country));
        };
        each(i, "address", read);
        if (address.isEmpty()) {
            each(i, "location", [&](Index place) {
                if (node(place).kind == Kind::Object)
                    each(place, "address", read);
            });
        }
        if (address.isEmpty() && m_graph.member(i, "addressLocality") != kNone)
            read(i);
    }

    void readPlace(Index i, Business &business) const
    {
        const auto number = [&](Index object, std::string_view key, double limit) -> std::optional<double> {
            std::string value = first(object, key);
            std::replace(value.begin(), value.end(), ',', '.');
            double parsed = 0;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
            if (value.empty() || error != std::errc() || parsed < -limit || parsed > limit)
                return std::nullopt;
            return parsed;
        };
        const auto read = [&](Index object) {
            if (node(object).kind != Kind::Object || business.latitude)
                return;
            const auto latitude = number(object, "latitude", 90);
            const auto longitude = number(object, "longitude", 180);
            if (latitude && longitude && (*latitude != 0 || *longitude != 0)) {
                business.latitude = latitude;
                business.longitude = longitude;
            }
        };
        each(i, "geo", read);
        read(i);
        each(i, "location", [&](Index place) {
            if (node(place).kind == Kind::Object) {
                each(place, "geo", read);
                read(place);
            }
        });
    }

    std::string category(Index i, std::string_view type) const
    {
        const std::string cuisine = joined(i, "servesCuisine", ", ");
        if (!cuisine.empty())
            return spokenType(type) + " (" + cuisine + ")";
        if (type == "Organization" || type == "LocalBusiness" || type == "Place" || type == "Corporation"
            || type == "HCard") {
            for (const std::string_view key : { "industry", "category", "additionalType" }) {
                const std::string told = first(i, key);
                if (!told.empty() && told.size() < 80)
                    return told.find("//") == std::string::npos ? told : spokenType(shortType(told));
            }
            return {};
        }
        return spokenType(type);
    }

    std::string openingHours(Index i) const
    {
        std::string hours = joined(i, "openingHours", "; ", 14);
        each(i, "openingHoursSpecification", [&](Index spec) {
            if (node(spec).kind != Kind::Object || hours.size() > 400)
                return;
            std::string days;
            each(spec, "dayOfWeek", [&](Index day) {
                const std::string name = text(day);
                const std::string_view shortName = shortType(name);
                if (!shortName.empty())
                    days.append(days.empty() ? "" : ",").append(shortName.substr(0, 2));
            });
            const std::string opens = first(spec, "opens");
            const std::string closes = first(spec, "closes");
            if (opens.empty() || closes.empty())
                return;
            hours.append(hours.empty() ? "" : "; ").append(days).append(days.empty() ? "" : " ");
            hours.append(opens.substr(0, 5)).append("-").append(closes.substr(0, 5));
        });
        return hours;
    }

    void addContacts(Index i, int business, const std::string &country)
    {
        const domain::ExtractionLayer layer = layerOf(node(i).origin);
        const auto add = [&](DataContact::Type type, Index object, std::string_view key, const std::string &label) {
            each(object, key, [&](Index value) {
                std::string found = text(value);
                if (!found.empty() && m_out.contacts.size() < 2000)
                    m_out.contacts.push_back({ type, std::move(found), label, layer, country, business });
            });
        };
        const auto addAll = [&](Index object, const std::string &label) {
            add(DataContact::Type::Email, object, "email", label);
            add(DataContact::Type::Phone, object, "telephone", label);
            add(DataContact::Type::Phone, object, "phone", label);
            add(DataContact::Type::Fax, object, "faxNumber", label);
            add(DataContact::Type::Profile, object, "sameAs", {});
        };
        addAll(i, {});
        for (const std::string_view key : { "contactPoint", "contactPoints" }) {
            each(i, key, [&](Index point) {
                if (node(point).kind == Kind::Object)
                    addAll(point, spokenLabel(first(point, "contactType")));
            });
        }
        // Some pages put the numbers into the address.
        each(i, "address", [&](Index address) {
            if (node(address).kind == Kind::Object && business >= 0) {
                add(DataContact::Type::Email, address, "email", {});
                add(DataContact::Type::Phone, address, "telephone", {});
                add(DataContact::Type::Fax, address, "faxNumber", {});
            }
        });
    }

    static std::string spokenLabel(std::string label)
    {
        if (!label.empty() && label.front() >= 'a' && label.front() <= 'z')
            label.front() = static_cast<char>(label.front() - 32);
        return label.size() > 40 ? std::string() : label;
    }

    const DataGraph &m_graph;
    StructuredData m_out;
    std::unordered_map<std::string_view, Index> m_ids;
};

} // namespace

StructuredData readStructuredData(const DataGraph &graph)
{
    if (graph.isEmpty())
        return {};
    return Mapper(graph).run();
}

std::string plainText(std::string_view text)
{
    if (text.find_first_of("&<\n\t\r") == std::string_view::npos)
        return std::string(trimmed(text));
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '<') {
            const size_t close = text.find('>', i);
            if (close != std::string_view::npos && i + 1 < text.size() && (isAlpha(text[i + 1]) || text[i + 1] == '/')) {
                out.push_back(' ');
                i = close;
                continue;
            }
        }
        if (text[i] != '&') {
            out.push_back(text[i]);
            continue;
        }
        const size_t end = text.substr(0, std::min(text.size(), i + 12)).find(';', i);
        if (end == std::string_view::npos) {
            out.push_back('&');
            continue;
        }
        const std::string_view name = text.substr(i + 1, end - i - 1);
        if (name.starts_with('#')) {
            const bool hex = name.size() > 1 && lower(name[1]) == 'x';
            uint32_t code = 0;
            const std::string_view digits = name.substr(hex ? 2 : 1);
            std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
            if (code < 0x20 || code == 0x7F || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
                code = ' ';
            appendUtf8(out, code);
        } else if (name == "amp" || name == "quot" || name == "apos" || name == "nbsp" || name == "lt" || name == "gt") {
            out.push_back(name == "amp" ? '&'
                    : name == "quot"    ? '"'
                    : name == "apos"    ? '\''
                    : name == "lt"      ? '<'
                    : name == "gt"      ? '>'
                                        : ' ');
        } else {
            out.push_back('&');
            continue;
        }
        i = end;
    }
    return singleLine(out);
}

} // namespace leadline::extract
