#include "domain/lead.h"

#include "domain/slug_table.h"

#include <algorithm>

namespace leadline::domain {

namespace {

constexpr SlugTable<ReviewStatus, 4> kReviewStatusSlugs { { {
    { ReviewStatus::New, u"new" },
    { ReviewStatus::Accepted, u"accepted" },
    { ReviewStatus::Rejected, u"rejected" },
    { ReviewStatus::Contacted, u"contacted" },
} } };

} // namespace

QString Lead::seedOf(const TaskId &task) const
{
    const auto place = std::find(tasks.begin(), tasks.end(), task);
    return place == tasks.end() ? QString() : seeds.value(place - tasks.begin());
}

QStringList Lead::knownSeeds() const
{
    QStringList known = seeds;
    known.removeAll(QString());
    known.removeDuplicates();
    return known;
}

QStringView reviewStatusSlug(ReviewStatus status)
{
    return kReviewStatusSlugs.slug(status);
}

std::optional<ReviewStatus> reviewStatusFromSlug(QStringView slug)
{
    return kReviewStatusSlugs.value(slug);
}

} // namespace leadline::domain
