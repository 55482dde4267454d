#include "domain/error.h"

#include <array>
#include <utility>

namespace leadline::domain {

namespace {

constexpr std::array kSlugs {
    std::pair { ErrorCode::InvalidArgument, u"invalid-argument" },
    std::pair { ErrorCode::Unauthenticated, u"unauthenticated" },
    std::pair { ErrorCode::Forbidden, u"forbidden" },
    std::pair { ErrorCode::NotFound, u"not-found" },
    std::pair { ErrorCode::Gone, u"gone" },
    std::pair { ErrorCode::Conflict, u"conflict" },
    std::pair { ErrorCode::AlreadyExists, u"already-exists" },
    std::pair { ErrorCode::BadState, u"bad-state" },
    std::pair { ErrorCode::PreconditionFailed, u"precondition-failed" },
    std::pair { ErrorCode::PreconditionRequired, u"precondition-required" },
    std::pair { ErrorCode::EpochChanged, u"epoch-changed" },
    std::pair { ErrorCode::MutationGap, u"mutation-gap" },
    std::pair { ErrorCode::MutationReused, u"mutation-reused" },
    std::pair { ErrorCode::SessionCompromised, u"session-compromised" },
    std::pair { ErrorCode::TooLarge, u"too-large" },
    std::pair { ErrorCode::RateLimited, u"rate-limited" },
    std::pair { ErrorCode::Unsupported, u"unsupported" },
    std::pair { ErrorCode::Cancelled, u"cancelled" },
    std::pair { ErrorCode::Timeout, u"timeout" },
    std::pair { ErrorCode::Network, u"network" },
    std::pair { ErrorCode::Tls, u"tls" },
    std::pair { ErrorCode::Protocol, u"protocol" },
    std::pair { ErrorCode::Unavailable, u"unavailable" },
    std::pair { ErrorCode::Locked, u"locked" },
    std::pair { ErrorCode::Storage, u"storage" },
    std::pair { ErrorCode::DiskFull, u"disk-full" },
    std::pair { ErrorCode::Corrupt, u"corrupt" },
    std::pair { ErrorCode::SchemaTooNew, u"schema-too-new" },
    std::pair { ErrorCode::Io, u"io" },
    std::pair { ErrorCode::Internal, u"internal" },
};

} // namespace

QStringView errorCodeSlug(ErrorCode code)
{
    for (const auto &[known, slug] : kSlugs) {
        if (known == code)
            return slug;
    }
    return u"internal";
}

std::optional<ErrorCode> errorCodeFromSlug(QStringView slug)
{
    for (const auto &[code, known] : kSlugs) {
        if (slug == QStringView(known))
            return code;
    }
    return std::nullopt;
}

Error::Error(ErrorCode code, QString detail)
    : m_code(code)
    , m_detail(std::move(detail))
{ }

Error::Error(ErrorCode code, const Remark &why)
    : reason(why)
    , m_code(code)
    , m_detail(why.english())
{ }

} // namespace leadline::domain
