#include "domain/mutation.h"

#include "domain/slug_table.h"

namespace leadline::domain {

namespace {

constexpr SlugTable<MutationOp, 7> kMutationOpSlugs { { {
    { MutationOp::Set, u"set" },
    { MutationOp::TagAdd, u"tag-add" },
    { MutationOp::TagRemove, u"tag-remove" },
    { MutationOp::NoteAdd, u"note-add" },
    { MutationOp::Delete, u"delete" },
    { MutationOp::Restore, u"restore" },
    { MutationOp::Void, u"void" },
} } };

constexpr SlugTable<MutationResult, 5> kMutationResultSlugs { { {
    { MutationResult::Applied, u"applied" },
    { MutationResult::Noop, u"noop" },
    { MutationResult::Conflict, u"conflict" },
    { MutationResult::Gone, u"gone" },
    { MutationResult::Rejected, u"rejected" },
} } };

} // namespace

QStringView mutationOpSlug(MutationOp m)
{
    return kMutationOpSlugs.slug(m);
}

std::optional<MutationOp> mutationOpFromSlug(QStringView slug)
{
    return kMutationOpSlugs.value(slug);
}

QStringView mutationResultSlug(MutationResult m)
{
    return kMutationResultSlugs.slug(m);
}

std::optional<MutationResult> mutationResultFromSlug(QStringView slug)
{
    return kMutationResultSlugs.value(slug);
}

} // namespace leadline::domain
