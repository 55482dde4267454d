#pragma once

#include "support/fake_task_gateway.h"

namespace leadline::tests {

/// A gateway in the middle of an ordinary working day: running, paused, queued and finished tasks with sites and logs.
class DemoTasks
{
public:
    explicit DemoTasks(FakeTaskGateway &gateway)
        : m_gateway(gateway)
    {
        using domain::TaskState;
        lyon = add(u"Bakeries, Lyon", TaskState::Running, 43, { 412, 71, 6204, 18, 131, 171'400'000, 244, 183, 2'480'000 });
        joiners
            = add(u"Joiners, website list", TaskState::Running, 12, { 96, 8, 1870, 4, 12, 51'000'000, 310, 44, 700'000 });
        domain::Task dentists
            = raw(u"Dentists, North Rhine", TaskState::Paused, 95, { 51, 22, 940, 312, 40, 30'100'000, 120, 61, 1'900'000 });
        dentists.stateReason = QStringLiteral("the last 20 sites could not be reached");
        m_gateway.list.push_back(dentists);
        add(u"Directory: craft fair 2026", TaskState::Queued, 100, { 0, 0, 0, 0, 0, 0, 88, 0, 0 });
        add(u"Florists, Vienna", TaskState::Completed, 260, { 233, 40, 3301, 61, 210, 90'000'000, 120, 120, 1'320'000 });
        domain::Task failed = raw(u"Hotels and guest houses between Salzburg and the Chiemsee", TaskState::Error, 1500,
            { 3, 0, 41, 9, 0, 800'000, 61, 3, 60'000 });
        failed.stateReason = QStringLiteral("the crawl process ended unexpectedly");
        m_gateway.list.push_back(failed);
        fillSites();
    }

    /// Speaks numbers, log lines and leads into the feeds that are open.
    void speak()
    {
        for (const domain::TaskId &id : { lyon, joiners }) {
            FakeLiveFeed *feed = m_gateway.feeds.value(id);
            if (!feed)
                continue;
            const domain::Task *task = m_gateway.find(id);
            domain::TaskProgress progress = services::progressOf(*task);
            progress.pagesPerSecond = id == lyon ? 38.2 : 41.4;
            progress.etaLowMs = 180'000;
            progress.etaHighMs = 300'000;
            progress.lastActivityAt = domain::SystemClock().now();
            feed->say(progress);
            Q_EMIT feed->logsAdded(logLines());
            Q_EMIT feed->leadsAdded(leads());
        }
    }

    domain::TaskId lyon;
    domain::TaskId joiners;

private:
    domain::Task raw(QStringView name, domain::TaskState state, int minutesAgo, const domain::TaskCounters &counters)
    {
        domain::Task task = FakeTaskGateway::make(name.toString(), state, minutesAgo);
        task.counters = counters;
        task.spec.seeds.clear();
        for (int i = 0; i < counters.sitesTotal; ++i)
            task.spec.seeds << QStringLiteral("https://site%1.example").arg(i);
        return task;
    }

    domain::TaskId add(QStringView name, domain::TaskState state, int minutesAgo, const domain::TaskCounters &counters)
    {
        m_gateway.list.push_back(raw(name, state, minutesAgo, counters));
        return m_gateway.list.back().id;
    }

    void fillSites()
    {
        struct Row
        {
            const char16_t *host;
            domain::SourceOutcome outcome;
            const char16_t *evidence;
            qint64 pages, failed, fresh;
        };
        using domain::SourceOutcome;
        const Row rows[] = {
            { u"atelier-sept.example", SourceOutcome::Ok, u"2 e-mails, 1 phone on 7 pages", 7, 0, 1 },
            { u"librairie.example", SourceOutcome::Robots, u"0 leads: robots.txt of librairie.example forbids /contact", 3,
                0, 0 },
            { u"fleurs.example", SourceOutcome::RateLimited, u"asked for 5 s between pages", 12, 1, 1 },
            { u"garage.example", SourceOutcome::Network, u"0 leads: certificate expired 3 days ago", 0, 1, 0 },
            { u"cafe-du-pont.example", SourceOutcome::Ok, u"known before: same phone as lead 38 112", 5, 0, 0 },
            { u"optique-rhone.example", SourceOutcome::Ok, u"1 e-mail, 2 phones on 4 pages", 4, 0, 1 },
            { u"studio-ombre.example", SourceOutcome::Empty, u"0 leads: 9 pages read, no contact found", 9, 0, 0 },
            { u"salon-bleu.example", SourceOutcome::Pending, u"", 2, 0, 0 },
            { u"traiteur.example", SourceOutcome::Pending, u"", 0, 0, 0 },
        };
        for (const domain::TaskId &id : { lyon, joiners }) {
            int index = 0;
            for (const Row &row : rows) {
                domain::SiteReport site;
                site.index = index++;
                site.host = QString::fromUtf16(row.host);
                site.seed = QStringLiteral("https://") + site.host;
                site.outcome = row.outcome;
                site.evidence = QString::fromUtf16(row.evidence);
                site.pages = row.pages;
                site.failed = row.failed;
                site.newLeads = row.fresh;
                m_gateway.siteReports[id].push_back(site);
            }
        }
    }

    static std::vector<domain::LogLine> logLines()
    {
        using domain::LogLevel;
        const std::pair<LogLevel, const char16_t *> texts[] = {
            { LogLevel::Success, u"Optique Rhône: 1 e-mail, 2 phones (4 pages)" },
            { LogLevel::Error, u"garage.example: certificate expired 3 days ago" },
            { LogLevel::Info, u"Café du Pont is known already (same phone)" },
            { LogLevel::Warning, u"fleurs.example asks for 5 s between pages" },
            { LogLevel::Info, u"librairie.example: robots.txt forbids /compte, 2 pages left out" },
            { LogLevel::Success, u"Atelier Sept: 2 e-mails, 1 phone (7 pages)" },
            { LogLevel::Info, u"studio-ombre.example: reading 9 pages" },
            { LogLevel::Debug, u"GET https://studio-ombre.example/contact 200, 27 KB in 84 ms" },
            { LogLevel::Info, u"salon-bleu.example: sitemap lists 14 pages, contact first" },
            { LogLevel::Success, u"Librairie Ligne: 1 e-mail (3 pages)" },
        };
        std::vector<domain::LogLine> lines;
        qint64 seq = 0;
        for (int round = 0; round < 3; ++round) {
            for (const auto &[level, text] : texts) {
                domain::LogLine line;
                line.seq = ++seq;
                line.at = domain::SystemClock().now() - std::chrono::seconds(40 - seq);
                line.level = level;
                line.message = QString::fromUtf16(text);
                lines.push_back(line);
            }
        }
        return lines;
    }

    static std::vector<domain::Lead> leads()
    {
        const std::tuple<const char16_t *, const char16_t *, const char16_t *, const char16_t *, int> rows[] = {
            { u"Atelier Sept", u"Lyon", u"contact@atelier-sept.example", u"+33 1 99 00 26 57", 91 },
            { u"Optique Rhône", u"Lyon", u"bonjour@optique-rhone.example", u"+33 1 99 00 29 76", 83 },
            { u"Librairie Ligne", u"Villeurbanne", u"", u"+33 1 99 00 70 60", 64 },
            { u"Boulangerie Exemple", u"Lyon", u"contact@boulangerie.example", u"+33 1 99 00 40 85", 92 },
        };
        std::vector<domain::Lead> leads;
        for (const auto &[name, city, email, phone, score] : rows) {
            domain::Lead lead;
            lead.id = domain::LeadId::create();
            lead.found.name = QString::fromUtf16(name);
            lead.found.address.city = QString::fromUtf16(city);
            lead.found.email = QString::fromUtf16(email);
            lead.found.phone = QString::fromUtf16(phone);
            lead.found.score = score;
            leads.push_back(lead);
        }
        return leads;
    }

    FakeTaskGateway &m_gateway;
};

} // namespace leadline::tests
