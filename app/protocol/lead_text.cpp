#include "protocol/lead_text.h"

#include <QLocale>
#include <QStringEncoder>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <vector>

namespace leadline::protocol {

using namespace domain;

namespace {

/// Writes members and items with the commas between them. Text that is not valid UTF-16 becomes U+FFFD where it is broken.
class JsonText
{
public:
    explicit JsonText(QByteArray &out)
        : m_out(out)
    { }

    void openObject() { open('{'); }
    void closeObject() { close('}'); }
    void openArray() { open('['); }
    void closeArray() { close(']'); }

    /// Names are literals of the protocol and need no escapes.
    void name(const char *name)
    {
        separate();
        m_out += '"';
        m_out += name;
        m_out += "\":";
        m_first = true; // the value follows without a comma
    }
    void value(QStringView text)
    {
        separate();
        m_out += '"';
        append(text);
        m_out += '"';
    }
    void value(qint64 number) { raw(QByteArray::number(number)); }
    void value(int number) { raw(QByteArray::number(number)); }
    void value(bool truth) { raw(truth ? QByteArrayView("true") : QByteArrayView("false")); }
    void value(const std::optional<double> &number)
    {
        const bool isNumber = number && std::isfinite(*number);
        raw(isNumber ? QByteArray::number(*number, 'g', QLocale::FloatingPointShortest) : QByteArray("null"));
    }
    void value(Timestamp time);
    void value(const std::optional<Timestamp> &time)
    {
        if (time)
            value(*time);
        else
            raw("null");
    }
    template<typename Tag> void value(const Id<Tag> &id)
    {
        separate();
        m_out += '"';
        m_out += id.uuid().toByteArray(QUuid::WithoutBraces);
        m_out += '"';
    }
    void value(const char *) = delete;

    template<typename T> void member(const char *name_, const T &value_)
    {
        name(name_);
        value(value_);
    }

private:
    void separate()
    {
        if (!m_first)
            m_out += ',';
        m_first = false;
    }
    void open(char bracket)
    {
        separate();
        m_out += bracket;
        m_first = true;
    }
    void close(char bracket)
    {
        m_out += bracket;
        m_first = false;
    }
    void raw(QByteArrayView text)
    {
        separate();
        m_out += text;
    }
    void append(QStringView text);
    void escape(char c);

    QByteArray &m_out;
    QStringEncoder m_encoder { QStringEncoder::Utf8, QStringEncoder::Flag::Stateless };
    bool m_first = true;
};

void JsonText::append(QStringView text)
{
    const qsizetype begin = m_out.size();
    m_out.resize(begin + m_encoder.requiredSpace(text.size()));
    char *const encoded = m_out.data() + begin;
    const qsizetype size = m_encoder.appendToBuffer(encoded, text) - encoded;
    m_out.resize(begin + size);
    // Few texts need an escape; those are written once more.
    const auto needsEscape = [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; };
    qsizetype plain = begin;
    while (plain < m_out.size() && !needsEscape(m_out.at(plain)))
        ++plain;
    if (plain == m_out.size())
        return;
    const QByteArray rest = m_out.sliced(plain);
    m_out.truncate(plain);
    for (const char c : rest) {
        if (needsEscape(c))
            escape(c);
        else
            m_out += c;
    }
}

void JsonText::escape(char c)
{
    if (c == '"' || c == '\\') {
        m_out += '\\';
        m_out += c;
        return;
    }
    constexpr char digits[] = "0123456789abcdef";
    m_out += "\\u00";
    m_out += digits[(c >> 4) & 0xf];
    m_out += digits[c & 0xf];
}

/// What toRfc3339() gives, without a QDateTime: an export holds one time per piece of evidence.
void JsonText::value(Timestamp time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    const int year = static_cast<int>(date.year());
    if (year < 1 || year > 9999)
        return value(QStringView(toRfc3339(time)));
    std::array<char, 32> text {};
    const int size = std::snprintf(text.data(), text.size(), "\"%04d-%02u-%02uT%02d:%02d:%02d.%03dZ\"", year,
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count()));
    raw(QByteArrayView(text.data(), size));
}

void write(JsonText &json, const Evidence &evidence)
{
    json.openObject();
    json.member("url", evidence.pageUrl);
    json.member("layer", extractionLayerSlug(evidence.layer));
    json.member("confidence", evidence.confidence);
    json.member("found_at", evidence.foundAt);
    json.member("snippet", evidence.snippet);
    json.closeObject();
}

void write(JsonText &json, const ScoreTerm &term)
{
    json.openObject();
    json.member("term", term.term);
    json.member("points", term.points);
    json.closeObject();
}

void write(JsonText &json, const Note &note)
{
    json.openObject();
    json.member("id", note.id);
    json.member("author", note.author);
    json.member("text", note.text);
    json.member("created_at", note.createdAt);
    json.closeObject();
}

template<typename T> void writeList(JsonText &json, const char *name, const std::vector<T> &items);

void write(JsonText &json, const ContactPoint &contact)
{
    json.openObject();
    json.member("kind", contactKindSlug(contact.kind));
    json.member("value", contact.value);
    json.member("display", contact.display);
    json.member("label", contact.label);
    json.member("junk", contact.junk);
    json.member("junk_reason", contact.junkReason);
    json.member("confidence", contact.confidence());
    writeList(json, "evidence", contact.evidence);
    json.closeObject();
}

template<typename T> void writeList(JsonText &json, const char *name, const std::vector<T> &items)
{
    json.name(name);
    json.openArray();
    for (const T &item : items)
        write(json, item);
    json.closeArray();
}

void writeFound(JsonText &json, const FoundData &found)
{
    json.name("address");
    json.openObject();
    json.member("street", found.address.street);
    json.member("postal_code", found.address.postalCode);
    json.member("city", found.address.city);
    json.member("region", found.address.region);
    json.member("country", found.address.country);
    json.closeObject();
    json.member("latitude", found.latitude);
    json.member("longitude", found.longitude);
    json.member("opening_hours", found.openingHours);
    json.member("score", found.score);
    writeList(json, "score_terms", found.scoreTerms);
    json.name("found");
    json.openObject();
    json.member("name", found.name);
    json.member("category", found.category);
    json.member("email", found.email);
    json.member("phone", found.phone);
    json.member("city", found.address.city);
    json.closeObject();
    writeList(json, "contacts", found.contacts);
}

void writeReview(JsonText &json, const ReviewData &review)
{
    json.name("corrections");
    json.openObject();
    const Corrections &corrections = review.corrections;
    const std::pair<const char *, const std::optional<QString> *> members[] { { "name", &corrections.name },
        { "email", &corrections.email }, { "phone", &corrections.phone }, { "city", &corrections.city },
        { "category", &corrections.category } };
    for (const auto &[name, correction] : members) {
        if (*correction)
            json.member(name, **correction);
    }
    json.closeObject();
    json.member("status", reviewStatusSlug(review.status));
    json.member("rating", review.rating);
    json.member("assignee", review.assignee);
    json.name("tags");
    json.openArray();
    for (const QString &tag : review.tags)
        json.value(tag);
    json.closeArray();
    writeList(json, "notes", review.notes);
    json.member("deleted_at", review.deletedAt);
    json.member("deleted_by", review.deletedBy);
}

} // namespace

void appendLeadText(QByteArray &out, const Lead &lead, QStringView seed)
{
    JsonText json(out);
    json.openObject();
    json.member("id", lead.id);
    json.member("rev", lead.rev);
    json.member("seq", lead.seq);
    json.member("source", lead.source);
    json.name("tasks");
    json.openArray();
    for (const TaskId &task : lead.tasks)
        json.value(task);
    json.closeArray();
    json.name("seeds");
    json.openArray();
    for (const QString &from : lead.seeds)
        json.value(from);
    json.closeArray();
    json.member("name", lead.name());
    json.member("category", lead.category());
    json.member("website", lead.found.website);
    json.member("email", lead.email());
    json.member("phone", lead.phone());
    json.member("city", lead.city());
    writeFound(json, lead.found);
    writeReview(json, lead.review);
    json.member("created_at", lead.createdAt);
    json.member("modified_at", lead.modifiedAt);
    json.member("created_by", lead.createdBy);
    json.member("modified_by", lead.modifiedBy);
    if (!seed.isEmpty())
        json.member("seed", seed);
    json.closeObject();
}

} // namespace leadline::protocol
