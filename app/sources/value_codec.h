#pragma once

#include "crawl/site_job.h"
#include "domain/clock.h"
#include "domain/found_lead.h"
#include "domain/remark.h"
#include "sources/crawl_batch.h"

#include <QByteArray>
#include <QDataStream>
#include <QIODevice>
#include <QString>

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace leadline::sources {

// How values are written between the daemon and its crawl worker, and into what a worker asks the daemon to keep. Every
// type has one describe(archive, value) that serves writing and reading; those of the domain are here.

constexpr auto valueStreamVersion = QDataStream::Qt_6_4;

/// Writes values one after the other. The counterpart of ValueReader: every type has one `describe` that serves both.
class ValueWriter
{
public:
    explicit ValueWriter(QByteArray &out)
        : m_stream(&out, QIODevice::Append)
    {
        m_stream.setVersion(valueStreamVersion);
    }

    void operator()(const std::string &text)
    {
        m_stream << static_cast<quint32>(text.size());
        m_stream.writeRawData(text.data(), static_cast<int>(text.size()));
    }
    void operator()(const QString &text)
    {
        // UTF-8 is half of what QDataStream would write.
        const QByteArray utf8 = text.toUtf8();
        m_stream << static_cast<quint32>(utf8.size());
        m_stream.writeRawData(utf8.constData(), static_cast<int>(utf8.size()));
    }
    void operator()(const domain::Remark &remark) { (*this)(remark.toText()); }
    void operator()(bool value) { m_stream << value; }
    void operator()(int value) { m_stream << static_cast<qint32>(value); }
    void operator()(qint64 value) { m_stream << value; }
    void operator()(quint64 value) { m_stream << value; }
    void operator()(double value) { m_stream << value; }
    void operator()(domain::Timestamp time) { m_stream << static_cast<qint64>(time.time_since_epoch().count()); }
    template<typename Enum>
    requires std::is_enum_v<Enum>
    void operator()(Enum value) { m_stream << static_cast<quint8>(value); }
    template<typename T> void operator()(const std::optional<T> &value)
    {
        m_stream << value.has_value();
        if (value)
            (*this)(*value);
    }
    template<typename T> void operator()(const std::vector<T> &list)
    {
        m_stream << static_cast<quint32>(list.size());
        for (const T &item : list)
            (*this)(item);
    }
    template<typename T>
    requires std::is_class_v<T>
    void operator()(const T &value)
    {
        describe(*this, const_cast<T &>(value)); // describe() only changes what a ValueReader gives it
    }

private:
    QDataStream m_stream;
};

/// Reads what ValueWriter wrote. After a failure everything reads as empty and ok() is false.
class ValueReader
{
public:
    ValueReader(const char *data, qsizetype size)
        : m_bytes(QByteArray::fromRawData(data, size))
        , m_stream(m_bytes)
    {
        m_stream.setVersion(valueStreamVersion);
    }

    [[nodiscard]] bool ok() const { return m_ok && m_stream.status() == QDataStream::Ok; }
    [[nodiscard]] bool atEnd() const { return m_stream.atEnd(); }

    void operator()(std::string &text)
    {
        const quint32 size = count(1);
        text.resize(size);
        m_stream.readRawData(text.data(), static_cast<int>(size));
    }
    void operator()(QString &text)
    {
        const quint32 size = count(1);
        const qint64 at = m_stream.device()->pos();
        text = QString::fromUtf8(m_bytes.constData() + at, static_cast<qsizetype>(size));
        m_stream.skipRawData(static_cast<int>(size));
    }
    void operator()(domain::Remark &remark)
    {
        QString text;
        (*this)(text);
        remark = domain::Remark::fromText(text);
    }
    void operator()(bool &value) { m_stream >> value; }
    void operator()(int &value)
    {
        qint32 read = 0;
        m_stream >> read;
        value = read;
    }
    void operator()(qint64 &value) { m_stream >> value; }
    void operator()(quint64 &value) { m_stream >> value; }
    void operator()(double &value) { m_stream >> value; }
    void operator()(domain::Timestamp &time)
    {
        qint64 ms = 0;
        m_stream >> ms;
        time = domain::fromMilliseconds(ms);
    }
    template<typename Enum>
    requires std::is_enum_v<Enum>
    void operator()(Enum &value)
    {
        quint8 read = 0;
        m_stream >> read;
        if (read > lastOf(value))
            m_ok = false;
        else
            value = static_cast<Enum>(read);
    }
    template<typename T> void operator()(std::optional<T> &value)
    {
        bool present = false;
        m_stream >> present;
        if (present && ok())
            (*this)(value.emplace());
    }
    template<typename T> void operator()(std::vector<T> &list)
    {
        // An item takes a byte at least, so a count beyond what is there is a lie; growing step by step bounds the rest.
        const quint32 size = count(1);
        list.clear();
        for (quint32 i = 0; i < size && ok(); ++i)
            (*this)(list.emplace_back());
    }
    template<typename T>
    requires std::is_class_v<T>
    void operator()(T &value) { describe(*this, value); }

private:
    static constexpr quint8 lastOf(crawl::LinkPriority) { return static_cast<quint8>(crawl::LinkPriority::Plain); }
    static constexpr quint8 lastOf(crawl::UrlState) { return static_cast<quint8>(crawl::UrlState::Blocked); }
    static constexpr quint8 lastOf(domain::SourceOutcome) { return static_cast<quint8>(domain::SourceOutcome::Unresolved); }
    static constexpr quint8 lastOf(domain::LogLevel) { return static_cast<quint8>(domain::LogLevel::Error); }
    static constexpr quint8 lastOf(domain::ContactKind) { return static_cast<quint8>(domain::ContactKind::Website); }
    static constexpr quint8 lastOf(domain::ExtractionLayer)
    {
        return static_cast<quint8>(domain::ExtractionLayer::Operator);
    }
    static constexpr quint8 lastOf(CrawlEnd) { return static_cast<quint8>(CrawlEnd::Failed); }

    quint32 count(quint32 leastEach)
    {
        quint32 size = 0;
        m_stream >> size;
        const qint64 left = m_bytes.size() - m_stream.device()->pos();
        if (!ok() || static_cast<qint64>(size) * leastEach > left) {
            m_ok = false;
            return 0;
        }
        return size;
    }

    QByteArray m_bytes;
    QDataStream m_stream;
    bool m_ok = true;
};

template<typename Archive> void describe(Archive &a, domain::Evidence &e)
{
    a(e.pageUrl), a(e.layer), a(e.confidence), a(e.foundAt), a(e.snippet);
}

template<typename Archive> void describe(Archive &a, domain::ContactPoint &c)
{
    a(c.kind), a(c.value), a(c.display), a(c.label), a(c.junk), a(c.junkReason), a(c.evidence);
}

template<typename Archive> void describe(Archive &a, domain::PostalAddress &p)
{
    a(p.street), a(p.postalCode), a(p.city), a(p.region), a(p.country);
}

template<typename Archive> void describe(Archive &a, domain::ScoreTerm &t)
{
    a(t.term), a(t.points);
}

template<typename Archive> void describe(Archive &a, domain::FoundData &f)
{
    a(f.name), a(f.category), a(f.website), a(f.address), a(f.latitude), a(f.longitude), a(f.openingHours), a(f.email),
        a(f.phone), a(f.score), a(f.scoreTerms), a(f.contacts);
}

template<typename Archive> void describe(Archive &a, domain::FoundLead &l)
{
    a(l.profileKey), a(l.source), a(l.found);
}

} // namespace leadline::sources
