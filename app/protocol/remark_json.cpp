#include "protocol/remark_json.h"

namespace leadline::protocol {

using domain::Remark;
using domain::RemarkCode;

namespace {

constexpr qsizetype kMaxFacts = 8;
constexpr qsizetype kMaxFact = 10'000;
constexpr qsizetype kMaxCauses = 4;

QString remarkKey(QStringView key)
{
    return key.toString() + QStringLiteral("_remark");
}

QJsonObject partOf(const Remark &remark)
{
    return {
        { QStringLiteral("code"), remark.slug().toString() },
        { QStringLiteral("facts"), QJsonArray::fromStringList(remark.facts()) },
    };
}

Remark readPart(ObjectReader &in, const QString &words)
{
    const QString slug = in.textOr(u"code", {}, 64);
    return Remark::fromSlug(slug, in.texts(u"facts", kMaxFacts, kMaxFact), words);
}

} // namespace

void writeRemark(QJsonObject &out, QStringView key, const Remark &remark)
{
    out.insert(key, remark.english());
    if (remark.code() == RemarkCode::Plain)
        return;
    QJsonObject part = partOf(remark);
    QJsonArray causes;
    for (const Remark &cause : remark.causes()) {
        if (cause.code() == RemarkCode::Plain)
            return; // words without a code can only be sent whole
        causes.append(partOf(cause));
    }
    if (!causes.isEmpty())
        part.insert(QStringLiteral("causes"), causes);
    out.insert(remarkKey(key), part);
}

Remark readRemark(ObjectReader &in, QStringView key, qsizetype maxLength)
{
    const QString words = in.textOr(key, {}, maxLength);
    const QString name = remarkKey(key);
    if (!in.has(name))
        return words;
    ObjectReader part(in.object(name), in.pointer(name));
    Remark remark = readPart(part, words);
    const auto readCause = [](const QJsonObject &object, const QString &path) -> Result<Remark> {
        ObjectReader cause(object, path);
        return cause.finish(readPart(cause, {}));
    };
    bool known = remark.code() != RemarkCode::Plain;
    for (const Remark &cause : part.list<Remark>(u"causes", kMaxCauses, readCause)) {
        known = known && !cause.isEmpty();
        if (known)
            remark = remark.because(cause);
    }
    (void)in.take(part.finish(0));
    return known ? remark : Remark(words);
}

} // namespace leadline::protocol
