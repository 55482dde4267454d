#include "sources/frame_codec.h"

#include "sources/value_codec.h"

#include <QtEndian>

namespace leadline::sources {

// Not in an unnamed namespace, where the archives would not find them.

template<typename Archive> void describe(Archive &a, crawl::FrontierUrl &u)
{
    a(u.url), a(u.depth), a(u.priority), a(u.state), a(u.place);
}

template<typename Archive> void describe(Archive &a, crawl::SiteMemo &m)
{
    a(m.key), a(m.value);
}

template<typename Archive> void describe(Archive &a, crawl::SiteJob &j)
{
    a(j.index), a(j.seed), a(j.schemeAssumed), a(j.scope.host), a(j.scope.folder), a(j.maxPages), a(j.maxDepth),
        a(j.pagesDone), a(j.leadsBefore), a(j.setAside), a(j.known), a(j.memory);
}

template<typename Archive> void describe(Archive &a, crawl::PageReport &p)
{
    a(p.site), a(p.url), a(p.finalUrl), a(p.depth), a(p.state), a(p.status), a(p.reason), a(p.note), a(p.bytes),
        a(p.milliseconds), a(p.discovered), a(p.learnt);
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
        a(s.defaultCountry), a(s.phoneOnly), a(s.emailOnly), a(s.extractionThreads), a(s.leadsPerBatch);
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

namespace {

template<size_t Index> bool readAlternative(size_t type, ValueReader &reader, Frame &frame)
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
        ValueWriter writer(out);
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
    ValueReader reader(m_buffer.constData() + m_at + 5, static_cast<qsizetype>(size) - 1);
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
