#include "cache/lead_blob.h"

#include <QDataStream>
#include <QIODevice>

namespace leadline::cache {

namespace {

using namespace domain;

constexpr quint8 kVersion = 2;
constexpr quint8 kVersionWithoutSeeds = 1;

/// Text as UTF-8: half the bytes of QDataStream's own form.
class Writer
{
public:
    explicit Writer(QByteArray &out)
        : m_out(&out, QIODevice::WriteOnly)
    {
        m_out.setVersion(QDataStream::Qt_6_4);
    }
    Writer &operator<<(const QString &text)
    {
        m_out << text.toUtf8();
        return *this;
    }
    Writer &operator<<(const std::optional<QString> &text)
    {
        m_out << text.has_value();
        return text ? *this << *text : *this;
    }
    Writer &operator<<(const std::optional<double> &number)
    {
        m_out << number.has_value();
        if (number)
            m_out << *number;
        return *this;
    }
    Writer &operator<<(Timestamp at) { return *this << toMilliseconds(at); }
    Writer &operator<<(const QUuid &id)
    {
        m_out << id;
        return *this;
    }
    Writer &operator<<(qint64 number)
    {
        m_out << number;
        return *this;
    }
    Writer &operator<<(int number)
    {
        m_out << qint32(number);
        return *this;
    }
    Writer &operator<<(bool flag)
    {
        m_out << flag;
        return *this;
    }
    Writer &operator<<(quint8 byte)
    {
        m_out << byte;
        return *this;
    }

private:
    QDataStream m_out;
};

class Reader
{
public:
    explicit Reader(const QByteArray &in)
        : m_in(in)
    {
        m_in.setVersion(QDataStream::Qt_6_4);
    }
    [[nodiscard]] bool ok() const { return m_in.status() == QDataStream::Ok; }
    QString text()
    {
        QByteArray utf8;
        m_in >> utf8;
        return QString::fromUtf8(utf8);
    }
    std::optional<QString> optionalText() { return flag() ? std::optional(text()) : std::nullopt; }
    std::optional<double> optionalNumber() { return flag() ? std::optional(value<double>()) : std::nullopt; }
    bool flag() { return value<bool>(); }
    int number() { return value<qint32>(); }
    Timestamp time() { return fromMilliseconds(value<qint64>()); }
    template<typename T> T value()
    {
        T result {};
        m_in >> result;
        return result;
    }
    /// Count of a list; zero once the data ran out, so that damage never asks for gigabytes.
    int count()
    {
        const int n = number();
        return ok() && n > 0 && n <= m_in.device()->bytesAvailable() ? n : 0;
    }

private:
    QDataStream m_in;
};

void write(Writer &out, const ContactPoint &contact)
{
    out << int(contact.kind) << contact.value << contact.display << contact.label << contact.junk << contact.junkReason
        << int(contact.evidence.size());
    for (const Evidence &evidence : contact.evidence)
        out << evidence.pageUrl << int(evidence.layer) << evidence.confidence << evidence.foundAt << evidence.snippet;
}

ContactPoint readContact(Reader &in)
{
    ContactPoint contact;
    contact.kind = ContactKind(in.number());
    contact.value = in.text();
    contact.display = in.text();
    contact.label = in.text();
    contact.junk = in.flag();
    contact.junkReason = in.text();
    for (int left = in.count(); left > 0; --left) {
        Evidence evidence;
        evidence.pageUrl = in.text();
        evidence.layer = ExtractionLayer(in.number());
        evidence.confidence = in.number();
        evidence.foundAt = in.time();
        evidence.snippet = in.text();
        contact.evidence.push_back(std::move(evidence));
    }
    return contact;
}

void write(Writer &out, const FoundData &found)
{
    const PostalAddress &address = found.address;
    out << found.name << found.category << found.website << address.street << address.postalCode << address.city
        << address.region << address.country << found.latitude << found.longitude << found.openingHours << found.email
        << found.phone << found.score << int(found.scoreTerms.size());
    for (const ScoreTerm &term : found.scoreTerms)
        out << term.term << term.points;
    out << int(found.contacts.size());
    for (const ContactPoint &contact : found.contacts)
        write(out, contact);
}

void read(Reader &in, FoundData &found)
{
    found.name = in.text();
    found.category = in.text();
    found.website = in.text();
    found.address.street = in.text();
    found.address.postalCode = in.text();
    found.address.city = in.text();
    found.address.region = in.text();
    found.address.country = in.text();
    found.latitude = in.optionalNumber();
    found.longitude = in.optionalNumber();
    found.openingHours = in.text();
    found.email = in.text();
    found.phone = in.text();
    found.score = in.number();
    for (int left = in.count(); left > 0; --left) {
        QString term = in.text();
        found.scoreTerms.push_back({ std::move(term), in.number() });
    }
    for (int left = in.count(); left > 0; --left)
        found.contacts.push_back(readContact(in));
}

void write(Writer &out, const ReviewData &review)
{
    const Corrections &corrections = review.corrections;
    out << int(review.status) << review.rating << review.assignee << corrections.name << corrections.email
        << corrections.phone << corrections.city << corrections.category << int(review.tags.size());
    for (const QString &tag : review.tags)
        out << tag;
    out << int(review.notes.size());
    for (const Note &note : review.notes)
        out << note.id.uuid() << note.author << note.text << note.createdAt;
    out << review.deletedAt.has_value() << review.deletedAt.value_or(Timestamp {}) << review.deletedBy;
}

void read(Reader &in, ReviewData &review)
{
    review.status = ReviewStatus(in.number());
    review.rating = in.number();
    review.assignee = in.text();
    review.corrections.name = in.optionalText();
    review.corrections.email = in.optionalText();
    review.corrections.phone = in.optionalText();
    review.corrections.city = in.optionalText();
    review.corrections.category = in.optionalText();
    for (int left = in.count(); left > 0; --left)
        review.tags.push_back(in.text());
    for (int left = in.count(); left > 0; --left) {
        Note note;
        note.id = NoteId(in.value<QUuid>());
        note.author = in.text();
        note.text = in.text();
        note.createdAt = in.time();
        review.notes.push_back(std::move(note));
    }
    const bool deleted = in.flag();
    const Timestamp at = in.time();
    if (deleted)
        review.deletedAt = at;
    review.deletedBy = in.text();
}

} // namespace

QByteArray encodeLead(const Lead &lead)
{
    QByteArray blob;
    blob.reserve(512);
    Writer out(blob);
    out << kVersion << lead.id.uuid() << lead.rev << lead.seq << lead.source << int(lead.tasks.size());
    for (const TaskId &task : lead.tasks)
        out << task.uuid();
    out << int(lead.seeds.size());
    for (const QString &seed : lead.seeds)
        out << seed;
    write(out, lead.found);
    write(out, lead.review);
    out << lead.createdAt << lead.modifiedAt << lead.createdBy << lead.modifiedBy;
    return blob;
}

Result<Lead> decodeLead(const QByteArray &blob)
{
    Reader in(blob);
    const auto version = in.value<quint8>();
    if (version != kVersion && version != kVersionWithoutSeeds)
        return failure(ErrorCode::Corrupt, QStringLiteral("a stored lead has an unknown layout"));
    Lead lead;
    lead.id = LeadId(in.value<QUuid>());
    lead.rev = in.value<qint64>();
    lead.seq = in.value<qint64>();
    lead.source = in.text();
    for (int left = in.count(); left > 0; --left)
        lead.tasks.push_back(TaskId(in.value<QUuid>()));
    for (int left = version == kVersionWithoutSeeds ? 0 : in.count(); left > 0; --left)
        lead.seeds.append(in.text());
    read(in, lead.found);
    read(in, lead.review);
    lead.createdAt = in.time();
    lead.modifiedAt = in.time();
    lead.createdBy = in.text();
    lead.modifiedBy = in.text();
    if (!in.ok())
        return failure(ErrorCode::Corrupt, QStringLiteral("a stored lead ends early"));
    return lead;
}

} // namespace leadline::cache
