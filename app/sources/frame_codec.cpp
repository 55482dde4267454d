#include "sources/frame_codec.h"

#include <QDataStream>
#include <QIODevice>
#include <QtEndian>

#include <cstring>

namespace leadline::sources {

using domain::ContactPoint;
using domain::Evidence;
using domain::FoundData;

namespace {

constexpr auto kStreamVersion = QDataStream::Qt_6_4;

/// Writes values one after the other. The counterpart of Reader: every type has one `describe` that serves both.
class Writer
{
public:
    explicit Writer(QByteArray &out)
        : m_stream(&out, QIODevice::Append)
    {
        m_stream.setVersion(kStreamVersion);
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
        describe(*this, const_cast<T &>(value)); // describe() only changes what a Reader gives it
    }

private:
    QDataStream m_stream;
};

/// Reads what Writer wrote. After a failure everything reads as empty and ok() is false.
class Reader
{
public:
    Reader(const char *data, qsizetype size)
        : m_bytes(QByteArray::fromRawData(data, size))
        , m_stream(m_bytes)
    {
        m_stream.setVersion(kStreamVersion);
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
    static constexpr quint8 lastOf(domain::SourceOutcome)
    {
        return static_cast<quint8>(domain::SourceOutcome::ParseChanged);
    }
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

template<typename Archive> void describe(Archive &a, Evidence &e)
{
    a(e.pageUrl), a(e.layer), a(e.confidence), a(e.foundAt), a(e.snippet);
}

template<typename Archive> void describe(Archive &a, ContactPoint &c)
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

template<typename Archive> void describe(Archive &a, FoundData &f)
{
    a(f.name), a(f.category), a(f.website), a(f.address), a(f.latitude), a(f.longitude), a(f.openingHours), a(f.email),
        a(f.phone), a(f.score), a(f.scoreTerms), a(f.contacts);
}

template<typename Archive> void describe(Archive &a, domain::FoundLead &l)
{
    a(l.profileKey), a(l.source), a(l.found);
}

template<typename Archive> void describe(Archive &a, crawl::FrontierUrl &u)
{
    a(u.url), a(u.depth), a(u.priority), a(u.state);
}

template<typename Archive> void describe(Archive &a, crawl::SiteJob &j)
{
    a(j.index), a(j.seed), a(j.schemeAssumed), a(j.scope.host), a(j.scope.folder), a(j.maxPages), a(j.maxDepth),
        a(j.pagesDone), a(j.leadsBefore), a(j.setAside), a(j.known);
}

template<typename Archive> void describe(Archive &a, crawl::PageReport &p)
{
    a(p.site), a(p.url), a(p.finalUrl), a(p.depth), a(p.state), a(p.status), a(p.reason), a(p.note), a(p.bytes),
        a(p.milliseconds), a(p.discovered);
}

template<typename Archive> void describe(Archive &a, crawl::SiteEnd &e)
{
    a(e.site), a(e.outcome), a(e.evidence);
}

template<typename Archive> void describe(Archive &a, SiteLead &l)
{
    a(l.site), a(l.lead);
}

template<typename Archive> void describe(Archive &a, CrawlLog &l)
{
    a(l.site), a(l.at), a(l.level), a(l.host), a(l.message);
}

template<typename Archive> void describe(Archive &a, CrawlBatch &b)
{
    a(b.number), a(b.pages), a(b.leads), a(b.logs), a(b.ends);
}

template<typename Archive> void describe(Archive &a, crawl::HostMapping &m)
{
    a(m.pattern), a(m.address), a(m.port);
}

template<typename Archive> void describe(Archive &a, domain::CrawlLimits &l)
{
    a(l.maxPagesPerSite), a(l.maxDepth), a(l.concurrentSites), a(l.delayMs), a(l.maxLeads);
}

template<typename Archive> void describe(Archive &a, CrawlSetup &s)
{
    a(s.limits), a(s.addresses.allowedNetworks), a(s.addresses.ports), a(s.addresses.hostMap), a(s.userAgent),
        a(s.defaultCountry), a(s.phoneOnly), a(s.emailOnly), a(s.extractionThreads);
}

template<typename Archive> void describe(Archive &a, frames::Setup &f)
{
    a(f.setup);
}
template<typename Archive> void describe(Archive &a, frames::Jobs &f)
{
    a(f.jobs);
}
template<typename Archive> void describe(Archive &, frames::CloseJobs &) { }
template<typename Archive> void describe(Archive &, frames::Pause &) { }
template<typename Archive> void describe(Archive &, frames::Resume &) { }
template<typename Archive> void describe(Archive &, frames::Stop &) { }
template<typename Archive> void describe(Archive &a, frames::Acknowledge &f)
{
    a(f.batch);
}
template<typename Archive> void describe(Archive &a, frames::Batch &f)
{
    a(f.batch);
}
template<typename Archive> void describe(Archive &, frames::Paused &) { }
template<typename Archive> void describe(Archive &a, frames::Finished &f)
{
    a(f.end), a(f.detail);
}

template<size_t Index> bool readAlternative(size_t type, Reader &reader, Frame &frame)
{
    if constexpr (Index == std::variant_size_v<Frame>) {
        return false;
    } else {
        if (type != Index)
            return readAlternative<Index + 1>(type, reader, frame);
        reader(frame.emplace<Index>());
        return reader.ok() && reader.atEnd();
    }
}

} // namespace

QByteArray encodeFrame(const Frame &frame)
{
    QByteArray out(5, Qt::Uninitialized);
    out[4] = static_cast<char>(frame.index());
    {
        Writer writer(out);
        std::visit([&writer](const auto &value) { writer(value); }, frame);
    }
    qToBigEndian(static_cast<quint32>(out.size() - 4), out.data());
    return out;
}

domain::Result<std::optional<Frame>> FrameReader::next()
{
    const qsizetype available = m_buffer.size() - m_at;
    if (available < 5)
        return std::optional<Frame>();
    const auto size = qFromBigEndian<quint32>(m_buffer.constData() + m_at);
    if (size == 0 || size > maxFrameBytes)
        return domain::failure(domain::ErrorCode::Protocol, QStringLiteral("a frame of %1 bytes").arg(size));
    if (available < 4 + static_cast<qsizetype>(size))
        return std::optional<Frame>();
    Frame frame;
    Reader reader(m_buffer.constData() + m_at + 5, static_cast<qsizetype>(size) - 1);
    const auto type = static_cast<size_t>(static_cast<unsigned char>(m_buffer[m_at + 4]));
    if (!readAlternative<0>(type, reader, frame))
        return domain::failure(domain::ErrorCode::Protocol, QStringLiteral("a malformed frame of type %1").arg(type));
    m_at += 4 + static_cast<qsizetype>(size);
    if (m_at == m_buffer.size()) {
        m_buffer.clear();
        m_at = 0;
    } else if (m_at > 1024 * 1024) {
        m_buffer.remove(0, m_at);
        m_at = 0;
    }
    return std::optional<Frame>(std::move(frame));
}

} // namespace leadline::sources
