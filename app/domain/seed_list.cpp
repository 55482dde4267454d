#include "domain/seed_list.h"

#include <QSet>

#include <algorithm>

namespace leadline::domain {

namespace {

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Beyond ASCII the crawler's IDNA mapping decides.
bool isHostChar(QChar c)
{
    return c.unicode() >= 0x80 || c.isLetterOrNumber() || c == u'-' || c == u'.' || c == u'_';
}

bool isIpv6Char(QChar c)
{
    const char16_t low = c.toLower().unicode();
    return (low >= u'0' && low <= u'9') || (low >= u'a' && low <= u'f') || low == u':' || low == u'.';
}

/// What stands between the scheme and the path.
QStringView authorityOf(QStringView rest)
{
    const auto end = std::find_if(rest.begin(), rest.end(), [](QChar c) { return c == u'/' || c == u'?' || c == u'#'; });
    return rest.left(end - rest.begin());
}

/// Host without port; empty when the port is not a number.
QStringView hostOf(QStringView authority)
{
    if (authority.startsWith(u'[')) {
        const qsizetype close = authority.indexOf(u']');
        return close > 1 ? authority.mid(1, close - 1) : QStringView();
    }
    const qsizetype colon = authority.indexOf(u':');
    if (colon < 0)
        return authority;
    const QStringView port = authority.mid(colon + 1);
    return !port.isEmpty() && std::all_of(port.begin(), port.end(), isDigit) ? authority.left(colon) : QStringView();
}

bool isIpv4(QStringView host)
{
    const auto parts = host.split(u'.');
    return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](QStringView part) {
        return !part.isEmpty() && part.size() <= 3 && std::all_of(part.begin(), part.end(), isDigit) && part.toInt() <= 255;
    });
}

bool isHost(QStringView host)
{
    if (host.isEmpty() || host.size() > 253)
        return false;
    if (host.contains(u':'))
        return std::all_of(host.begin(), host.end(), isIpv6Char);
    return std::all_of(host.begin(), host.end(), isHostChar) && !host.startsWith(u'.') && !host.startsWith(u'-')
        && !host.contains(QStringView(u".."));
}

/// A price or a telephone number has dots too.
bool isHostWithoutScheme(QStringView host)
{
    if (host.contains(u':') || host.compare(u"localhost", Qt::CaseInsensitive) == 0)
        return true;
    const QStringView last = host.mid(host.lastIndexOf(u'.') + 1);
    const bool isNumber = !last.isEmpty() && std::all_of(last.begin(), last.end(), isDigit);
    return host.contains(u'.') && (!isNumber || isIpv4(host));
}

Seed refused(SeedProblem problem)
{
    return { {}, false, problem };
}

/// Length of `scheme:` at the beginning, as opposed to `host:8080`, or 0.
qsizetype schemeLength(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon <= 0 || !text.front().isLetter())
        return 0;
    const bool isName = std::all_of(text.begin(), text.begin() + colon,
        [](QChar c) { return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'+'); });
    const QStringView rest = text.mid(colon + 1);
    return isName && !rest.isEmpty() && !isDigit(rest.front()) ? colon + 1 : 0;
}

/// The same address written differently: with `www.`, another scheme or case of the host, a slash at the root, a fragment.
QString identityOf(const QString &address)
{
    QStringView rest = QStringView(address).mid(address.indexOf(QStringView(u"://")) + 3);
    rest = rest.left(rest.indexOf(u'#') < 0 ? rest.size() : rest.indexOf(u'#'));
    const QStringView authority = authorityOf(rest);
    QString host = authority.toString().toLower();
    if (host.startsWith(QStringLiteral("www.")))
        host.remove(0, 4);
    const QStringView path = rest.mid(authority.size());
    return path == u"/" ? host : host.append(path);
}

} // namespace

Seed readSeed(QStringView text)
{
    if (text.size() > kMaxSeedLength)
        return refused(SeedProblem::TooLong);
    const auto neverInside
        = [](QChar c) { return c.isSpace() || c == u'<' || c == u'>' || c == u'"' || c.category() == QChar::Other_Control; };
    if (text.isEmpty() || std::any_of(text.begin(), text.end(), neverInside))
        return refused(SeedProblem::NotAnAddress);
    const qsizetype length = schemeLength(text);
    QStringView rest = text.mid(length);
    if (length > 0) {
        const QStringView name = text.left(length - 1);
        if (name.compare(u"http", Qt::CaseInsensitive) != 0 && name.compare(u"https", Qt::CaseInsensitive) != 0)
            return refused(SeedProblem::UnknownScheme);
        if (!rest.startsWith(u"//"))
            return refused(SeedProblem::NotAnAddress);
        rest = rest.mid(2);
    }
    const QStringView authority = authorityOf(rest);
    if (authority.contains(u'@'))
        return refused(length > 0 ? SeedProblem::Credentials : SeedProblem::NotAnAddress);
    const QStringView host = hostOf(authority);
    if (!isHost(host))
        return refused(length > 0 ? SeedProblem::NoHost : SeedProblem::NotAnAddress);
    if (length > 0)
        return { text.toString(), false, SeedProblem::None };
    if (!isHostWithoutScheme(host))
        return refused(SeedProblem::NotAnAddress);
    return { QStringLiteral("https://") + text.toString(), true, SeedProblem::None };
}

QStringView seedHost(QStringView address)
{
    return hostOf(authorityOf(address.mid(address.indexOf(QStringView(u"://")) + 3)));
}

QStringView withoutComment(QStringView line)
{
    for (qsizetype i = line.indexOf(u'#'); i >= 0; i = line.indexOf(u'#', i + 1)) {
        if (i == 0 || line.at(i - 1).isSpace())
            return line.left(i).trimmed();
    }
    return line.trimmed();
}

Remark seedRemark(SeedProblem problem, const QString &typed)
{
    switch (problem) {
    case SeedProblem::UnknownScheme:
        return { RemarkCode::SeedScheme, { typed } };
    case SeedProblem::Credentials:
        return { RemarkCode::SeedCredentials, { typed } };
    case SeedProblem::TooLong:
        return { RemarkCode::SeedTooLong, { typed.left(80) + u'…', QString::number(kMaxSeedLength) } };
    case SeedProblem::Duplicate:
        return { RemarkCode::SeedRepeated, { typed } };
    case SeedProblem::NoHost:
        return { RemarkCode::SeedWithoutHost, { typed } };
    case SeedProblem::NotAnAddress:
    case SeedProblem::None:
        break;
    }
    return { RemarkCode::SeedNotAnAddress, { typed } };
}

SeedList parseSeeds(QStringView text)
{
    SeedList list;
    QSet<QString> seen;
    int number = 0;
    for (const QStringView raw : text.split(u'\n')) {
        const QStringView typed = withoutComment(raw);
        const int at = number++;
        if (typed.isEmpty())
            continue;
        Seed seed = readSeed(typed);
        SeedLine line { at, std::move(seed.address), seed.problem };
        if (line.problem == SeedProblem::None) {
            const qsizetype known = seen.size();
            seen.insert(identityOf(line.address));
            if (seen.size() == known) {
                line.problem = SeedProblem::Duplicate;
                ++list.duplicates;
            } else {
                list.addresses << line.address;
            }
        } else {
            ++list.problems;
        }
        list.lines.push_back(std::move(line));
    }
    return list;
}

bool looksLikeSeeds(QStringView text)
{
    const SeedList list = parseSeeds(text.left(64 * 1024));
    return !list.addresses.isEmpty() && list.addresses.size() + list.duplicates >= list.problems;
}

} // namespace leadline::domain
