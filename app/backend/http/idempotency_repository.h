#pragma once

#include "domain/clock.h"
#include "domain/id.h"
#include "domain/result.h"
#include "storage/connection.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace leadline::backend {

using domain::Result;

/// Whose call, under which key.
struct IdempotencyKey
{
    domain::UserId person;
    QString key;
};

struct KeptAnswer
{
    QByteArray requestHash;
    std::optional<int> status; ///< empty while the first call runs
    QByteArray answer;
    domain::Timestamp startedAt {};
};

/// SQL of kept answers; functions for Database jobs.
class IdempotencyRepository
{
public:
    /// Takes the key, or tells who has it. Rows from before `oldest` are forgotten.
    [[nodiscard]] static Result<std::optional<KeptAnswer>> take(storage::Connection &, const IdempotencyKey &,
        const QByteArray &requestHash, domain::Timestamp now, domain::Timestamp oldest);
    /// Takes over a call that began at `startedAt` and never ended. False when somebody else was faster.
    [[nodiscard]] static Result<bool> takeOver(
        storage::Connection &, const IdempotencyKey &, domain::Timestamp startedAt, domain::Timestamp now);
    [[nodiscard]] static Result<void> keep(
        storage::Connection &, const IdempotencyKey &, int status, const QByteArray &answer);
    [[nodiscard]] static Result<void> release(storage::Connection &, const IdempotencyKey &);
};

} // namespace leadline::backend
