#include "domain/lead.h"

#include "domain/slug_table.h"

namespace leadline::domain {

namespace {

constexpr SlugTable<ReviewStatus, 4> kReviewStatusSlugs { { {
    { ReviewStatus::New, u"new" },
    { ReviewStatus::Accepted, u"accepted" },
    { ReviewStatus::Rejected, u"rejected" },
    { ReviewStatus::Contacted, u"contacted" },
} } };

} // namespace

QStringView reviewStatusSlug(ReviewStatus status)
{
    return kReviewStatusSlugs.slug(status);
}

std::optional<ReviewStatus> reviewStatusFromSlug(QStringView slug)
{
    return kReviewStatusSlugs.value(slug);
}

} // namespace leadline::domain
