#pragma once

#include "domain/mutation.h"
#include "protocol/json.h"

namespace leadline::protocol {

/// Most mutations of one push.
inline constexpr qsizetype kMaxPushMutations = 100;
/// Most leads of one page of the change feed.
inline constexpr qsizetype kMaxChanges = 1'000;

[[nodiscard]] QJsonObject toJson(const domain::Mutation &mutation);
[[nodiscard]] Result<domain::Mutation> mutationFromJson(const QJsonObject &object, const QString &path = {});
[[nodiscard]] QJsonObject toJson(const domain::MutationOutcome &outcome);
[[nodiscard]] Result<domain::MutationOutcome> mutationOutcomeFromJson(const QJsonObject &object, const QString &path = {});

[[nodiscard]] QJsonObject toJson(const domain::Tombstone &tombstone);

/// POST /api/sync/push
[[nodiscard]] QJsonObject toJson(const domain::PushRequest &request);
[[nodiscard]] Result<domain::PushRequest> pushRequestFromJson(const QJsonObject &object);
[[nodiscard]] QJsonObject toJson(const domain::PushAnswer &answer);
[[nodiscard]] Result<domain::PushAnswer> pushAnswerFromJson(const QJsonObject &object);

/// GET /api/sync/changes: whole leads.
[[nodiscard]] QJsonObject toJson(const domain::ChangePage &page);
[[nodiscard]] Result<domain::ChangePage> changePageFromJson(const QJsonObject &object);

} // namespace leadline::protocol
