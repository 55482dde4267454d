#include "client/credential_store.h"

#include "domain/async.h"

#include <QPromise>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <memory>

namespace leadline::client {

using domain::ready;
using domain::Result;

namespace {

/// Runs a keychain job; `done(error, text)` is called exactly once, with OtherError when the patience runs out first.
template<typename F> void run(QKeychain::Job *job, std::chrono::milliseconds patience, QObject *context, F done)
{
    auto answered = std::make_shared<bool>(false);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, context, [answered, done](QKeychain::Job *finished) {
        if (!std::exchange(*answered, true))
            done(finished->error(), finished->errorString(), finished);
    });
    QTimer::singleShot(patience, context, [answered, done] {
        if (!std::exchange(*answered, true))
            done(QKeychain::OtherError, QStringLiteral("the keychain does not answer"), nullptr);
    });
    job->start();
}

template<typename T> std::shared_ptr<QPromise<Result<T>>> startedPromise()
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    return promise;
}

} // namespace

CredentialStore::CredentialStore(QString service, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_patience(patience)
{ }

CredentialStore::~CredentialStore() = default;

QFuture<Result<std::optional<QByteArray>>> CredentialStore::read(const QString &key)
{
    using Answer = std::optional<QByteArray>;
    if (m_memoryOnly) {
        const auto known = m_memory.constFind(key);
        return ready(Result<Answer>(known == m_memory.cend() ? Answer() : Answer(*known)));
    }
    auto promise = startedPromise<Answer>();
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(key);
    run(job, m_patience, this, [this, key, promise](QKeychain::Error error, const QString &text, QKeychain::Job *finished) {
        Answer answer;
        if (error == QKeychain::NoError) {
            answer = static_cast<QKeychain::ReadPasswordJob *>(finished)->binaryData();
            m_memory.insert(key, *answer);
        } else if (error != QKeychain::EntryNotFound) {
            giveUpKeychain(text);
            if (m_memory.contains(key))
                answer = m_memory.value(key);
        }
        promise->addResult(Result<Answer>(answer));
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<void>> CredentialStore::write(const QString &key, const QByteArray &secret)
{
    m_memory.insert(key, secret);
    if (m_memoryOnly)
        return ready(Result<void>());
    auto promise = startedPromise<void>();
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(key);
    job->setBinaryData(secret);
    run(job, m_patience, this, [this, promise](QKeychain::Error error, const QString &text, QKeychain::Job *) {
        if (error != QKeychain::NoError)
            giveUpKeychain(text);
        promise->addResult(Result<void>());
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<void>> CredentialStore::remove(const QString &key)
{
    m_memory.remove(key);
    if (m_memoryOnly)
        return ready(Result<void>());
    auto promise = startedPromise<void>();
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(key);
    run(job, m_patience, this, [this, promise](QKeychain::Error error, const QString &text, QKeychain::Job *) {
        if (error != QKeychain::NoError && error != QKeychain::EntryNotFound)
            giveUpKeychain(text);
        promise->addResult(Result<void>());
        promise->finish();
    });
    return promise->future();
}

void CredentialStore::giveUpKeychain(const QString &reason)
{
    if (std::exchange(m_memoryOnly, true))
        return;
    Q_EMIT becameMemoryOnly(reason);
}

} // namespace leadline::client
