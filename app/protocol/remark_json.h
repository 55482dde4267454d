#pragma once

#include "domain/remark.h"
#include "protocol/json.h"

namespace leadline::protocol {

/// A remark travels twice: `key` holds the English sentence for every reader, `key_remark` its code, facts and causes for
/// those who say it in their own language: `{"code": "robots-forbids", "facts": ["example.com", "/contact"]}`. Remarks
/// without a code have the sentence alone.
void writeRemark(QJsonObject &out, QStringView key, const domain::Remark &remark);

/// A code this program does not know leaves the sentence that was sent. An absent sentence is an empty remark.
[[nodiscard]] domain::Remark readRemark(ObjectReader &in, QStringView key, qsizetype maxLength = 10'000);

} // namespace leadline::protocol
