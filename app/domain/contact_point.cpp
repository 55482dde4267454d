#include "domain/contact_point.h"

#include "domain/slug_table.h"

namespace leadline::domain {

namespace {

constexpr SlugTable<ContactKind, 4> kContactKindSlugs { { {
    { ContactKind::Email, u"email" },
    { ContactKind::Phone, u"phone" },
    { ContactKind::Social, u"social" },
    { ContactKind::Website, u"website" },
} } };

constexpr SlugTable<ExtractionLayer, 16> kExtractionLayerSlugs { { {
    { ExtractionLayer::TelLink, u"tel-link" },
    { ExtractionLayer::Mailto, u"mailto" },
    { ExtractionLayer::JsonLd, u"json-ld" },
    { ExtractionLayer::Microdata, u"microdata" },
    { ExtractionLayer::Rdfa, u"rdfa" },
    { ExtractionLayer::HCard, u"h-card" },
    { ExtractionLayer::OpenGraph, u"open-graph" },
    { ExtractionLayer::Link, u"link" },
    { ExtractionLayer::LabelledText, u"labelled-text" },
    { ExtractionLayer::Text, u"text" },
    { ExtractionLayer::Obfuscated, u"obfuscated" },
    { ExtractionLayer::Cloudflare, u"cloudflare" },
    { ExtractionLayer::LinkedPage, u"linked-page" },
    { ExtractionLayer::Ocr, u"ocr" },
    { ExtractionLayer::Import, u"import" },
    { ExtractionLayer::Operator, u"operator" },
} } };

} // namespace

QStringView contactKindSlug(ContactKind kind)
{
    return kContactKindSlugs.slug(kind);
}

std::optional<ContactKind> contactKindFromSlug(QStringView slug)
{
    return kContactKindSlugs.value(slug);
}

QStringView extractionLayerSlug(ExtractionLayer layer)
{
    return kExtractionLayerSlugs.slug(layer);
}

std::optional<ExtractionLayer> extractionLayerFromSlug(QStringView slug)
{
    return kExtractionLayerSlugs.value(slug);
}

} // namespace leadline::domain
