#pragma once

#include "domain/clock.h"
#include "domain/lead.h"
#include "domain/mutation.h"
#include "support/patience.h"

#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>
#include <QTimer>

namespace leadline::tests {

/// A clock that stands still until it is moved.
class ManualClock final : public domain::Clock
{
public:
    [[nodiscard]] domain::Timestamp now() const override { return m_now; }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override { return m_now.time_since_epoch(); }
    void advance(std::chrono::milliseconds by) { m_now += by; }

private:
    domain::Timestamp m_now = domain::fromMilliseconds(1'795'000'000'000);
};

/// A plausible invented business, the same for the same number.
[[nodiscard]] inline domain::Lead makeLead(int number)
{
    static const QStringList kinds { QStringLiteral("Boulangerie"), QStringLiteral("Garage"), QStringLiteral("Atelier"),
        QStringLiteral("Optique"), QStringLiteral("Café") };
    static const QStringList cities { QStringLiteral("Lyon"), QStringLiteral("Saint-Étienne"), QStringLiteral("Köln"),
        QStringLiteral("Brno"), QStringLiteral("Gent") };
    domain::Lead lead;
    lead.id = domain::LeadId(QUuid::createUuidV5(QUuid(), QString::number(number)));
    lead.rev = 1;
    lead.source = QStringLiteral("website");
    lead.found.name = kinds[number % 5] + QStringLiteral(" Exemple %1").arg(number);
    lead.found.category = kinds[number % 5].toLower();
    lead.found.website = QStringLiteral("https://firma%1.example").arg(number);
    lead.found.address.city = cities[number / 3 % 5];
    lead.found.address.country = number % 2 ? QStringLiteral("FR") : QStringLiteral("DE");
    if (number % 3)
        lead.found.email = QStringLiteral("contact@firma%1.example").arg(number);
    if (number % 4)
        lead.found.phone = QStringLiteral("+331990%1").arg(number, 5, 10, QLatin1Char('0'));
    lead.found.score = number * 37 % 101;
    domain::ContactPoint contact;
    contact.kind = domain::ContactKind::Email;
    contact.value = lead.found.email;
    contact.evidence.push_back(
        { lead.found.website, domain::ExtractionLayer::Mailto, 95, {}, QStringLiteral("Écrivez-nous") });
    lead.found.contacts.push_back(contact);
    lead.createdAt = lead.modifiedAt = domain::fromMilliseconds(1'794'000'000'000 + number * 1000);
    lead.createdBy = QStringLiteral("task:1");
    return lead;
}

/// Waits for a future of a store or service in a test; ends the test program when it does not come.
template<typename T> [[nodiscard]] T await(const QFuture<T> &future)
{
    if (!future.isFinished()) {
        QEventLoop loop;
        QFutureWatcher<T> watcher;
        QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
        QTimer::singleShot(kPatience, &loop, &QEventLoop::quit);
        watcher.setFuture(future);
        loop.exec();
    }
    if (!future.isFinished() || !future.isResultReadyAt(0))
        qFatal("a future did not finish in time");
    return future.resultAt(0);
}

} // namespace leadline::tests
