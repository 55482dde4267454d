#include "ui/models/reading_mark.h"

#include <QStringView>

#include <utility>
#include <vector>

namespace leadline::ui {

namespace {

constexpr qsizetype kFewestDigits = 6; ///< fewer may be a post code

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// What may stand between the digits of one number.
bool isSeparator(QChar c)
{
    static const QString separators = QStringLiteral(" \u00a0\u202f-\u2010\u2011\u2012\u2013./()");
    return separators.contains(c);
}

/// `digits` of a page belong to an E.164 number when they are it, or its end without the country code. A trunk zero, also
/// the one in "+49 (0)30", and the 00 of international dialling are not part of it.
bool isSameNumber(QString digits, QStringView e164)
{
    const QStringView wanted = e164.mid(e164.startsWith(u'+') ? 1 : 0);
    if (digits == wanted)
        return true;
    for (qsizetype zero = digits.indexOf(u'0'); zero > 0 && zero <= 3; zero = digits.indexOf(u'0', zero + 1)) {
        if (QString(digits).remove(zero, 1) == wanted)
            return true;
    }
    while (digits.startsWith(u'0'))
        digits.remove(0, 1);
    return digits.size() >= kFewestDigits && wanted.endsWith(digits);
}

ReadingMark markPhone(const QString &snippet, QStringView e164)
{
    for (qsizetype at = 0; at < snippet.size(); ++at) {
        const bool first = isDigit(snippet[at]) || ((snippet[at] == u'+' || snippet[at] == u'(') && at + 1 < snippet.size());
        const bool inside = at > 0 && isDigit(snippet[at - 1]);
        if (!first || inside)
            continue;
        // As far as the number may reach; then back to where it is the one that is looked for.
        QString digits;
        qsizetype end = at;
        std::vector<std::pair<qsizetype, qsizetype>> stops; // position behind a digit, digits until there
        for (; end < snippet.size() && (isDigit(snippet[end]) || isSeparator(snippet[end]) || (end == at && first)); ++end) {
            if (!isDigit(snippet[end]))
                continue;
            digits += snippet[end];
            stops.emplace_back(end + 1, digits.size());
        }
        for (auto stop = stops.rbegin(); stop != stops.rend() && stop->second >= kFewestDigits; ++stop) {
            const bool within = stop->first < snippet.size() && isDigit(snippet[stop->first]);
            if (!within && isSameNumber(digits.left(stop->second), e164))
                return { at, stop->first - at };
        }
    }
    return {};
}

/// Addresses differ in scheme, `www.` and a last slash, and in the case of their letters.
QString bareAddress(QString address)
{
    for (const QString &prefix : { QStringLiteral("https://"), QStringLiteral("http://"), QStringLiteral("www.") }) {
        if (address.startsWith(prefix, Qt::CaseInsensitive))
            address.remove(0, prefix.size());
    }
    while (address.endsWith(u'/'))
        address.chop(1);
    return address;
}

ReadingMark markText(const QString &snippet, const QString &text)
{
    if (text.isEmpty())
        return {};
    const qsizetype start = snippet.indexOf(text, 0, Qt::CaseInsensitive);
    return start < 0 ? ReadingMark() : ReadingMark { start, text.size() };
}

/// The address with what its writer put around the bare one.
ReadingMark markAddress(const QString &snippet, const QString &address)
{
    ReadingMark mark = markText(snippet, bareAddress(address));
    if (!mark.isFound())
        return {};
    for (const QString &before : { QStringLiteral("www."), QStringLiteral("http://"), QStringLiteral("https://") }) {
        if (QStringView(snippet).left(mark.start).endsWith(before, Qt::CaseInsensitive)) {
            mark.start -= before.size();
            mark.length += before.size();
        }
    }
    return mark;
}

} // namespace

ReadingMark markReading(const QString &snippet, const domain::ContactPoint &contact)
{
    for (const QString &form : { contact.display, contact.value }) {
        if (const ReadingMark mark = markText(snippet, form); mark.isFound())
            return mark;
    }
    switch (contact.kind) {
    case domain::ContactKind::Phone:
        return markPhone(snippet, contact.value);
    case domain::ContactKind::Social:
    case domain::ContactKind::Website: {
        const ReadingMark mark = markAddress(snippet, contact.value);
        // A profile is often shown by its name alone.
        return mark.isFound() ? mark : markText(snippet, bareAddress(contact.value).section(u'/', -1).remove(u'@'));
    }
    case domain::ContactKind::Email:
        break;
    }
    return {};
}

} // namespace leadline::ui
