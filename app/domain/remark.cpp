#include "domain/remark.h"

#include <algorithm>
#include <utility>

namespace leadline::domain {

namespace {

struct Entry
{
    RemarkCode code;
    int facts;
    const char16_t *slug;
    const char *english; ///< null where numbers decide the words
};

// The sentences are marked here and translated in ui/: one list, so that no code is left without words.
constexpr Entry kEntries[] = {
    { RemarkCode::SeedTooLong, 2, u"seed-too-long", QT_TRANSLATE_NOOP("RemarkText", "%1: longer than %2 characters") },
    { RemarkCode::SeedScheme, 1, u"seed-scheme",
        QT_TRANSLATE_NOOP("RemarkText", "%1: only http and https addresses can be read") },
    { RemarkCode::SeedCredentials, 1, u"seed-credentials",
        QT_TRANSLATE_NOOP("RemarkText", "%1: addresses with a name or password are not read") },
    { RemarkCode::SeedNotAnAddress, 1, u"seed-not-an-address", QT_TRANSLATE_NOOP("RemarkText", "%1: not a web address") },
    { RemarkCode::SeedWithoutHost, 1, u"seed-without-host", QT_TRANSLATE_NOOP("RemarkText", "%1: the address has no host") },
    { RemarkCode::SeedRepeated, 1, u"seed-repeated",
        QT_TRANSLATE_NOOP("RemarkText", "%1: the same address is in the list already") },
    { RemarkCode::FileLooksUtf16, 0, u"file-looks-utf16",
        QT_TRANSLATE_NOOP("RemarkText", "this looks like UTF-16 without a byte order mark; save it as UTF-8") },
    { RemarkCode::FileNotText, 0, u"file-not-text", QT_TRANSLATE_NOOP("RemarkText", "this is not a text file") },
    { RemarkCode::FileWithoutAddresses, 0, u"file-without-addresses",
        QT_TRANSLATE_NOOP("RemarkText", "the file holds no addresses") },
    { RemarkCode::FileWithoutColumn, 0, u"file-without-column",
        QT_TRANSLATE_NOOP("RemarkText", "no column holds web addresses") },
    { RemarkCode::FilterFieldUnknown, 1, u"filter-field-unknown",
        QT_TRANSLATE_NOOP("RemarkText", "there is no field “%1”") },
    { RemarkCode::FilterNotComparable, 0, u"filter-not-comparable",
        QT_TRANSLATE_NOOP("RemarkText", "the field cannot be compared") },
    { RemarkCode::FilterValueMissing, 0, u"filter-value-missing", QT_TRANSLATE_NOOP("RemarkText", "a value is missing") },
    { RemarkCode::FilterValueUnknown, 1, u"filter-value-unknown",
        QT_TRANSLATE_NOOP("RemarkText", "the field does not take “%1”") },
    { RemarkCode::FilterOneValue, 0, u"filter-one-value", QT_TRANSLATE_NOOP("RemarkText", "a comparison takes one value") },
    { RemarkCode::TagLength, 1, u"tag-length", QT_TRANSLATE_NOOP("RemarkText", "a tag has 1 to %1 characters") },
    { RemarkCode::NoteLength, 1, u"note-length", QT_TRANSLATE_NOOP("RemarkText", "a note has 1 to %1 characters") },
    { RemarkCode::ValueTooLong, 1, u"value-too-long",
        QT_TRANSLATE_NOOP("RemarkText", "the value is longer than %1 characters") },
    { RemarkCode::HostUnknown, 2, u"host-unknown", QT_TRANSLATE_NOOP("RemarkText", "%1 cannot be found: %2") },
    { RemarkCode::HostUnanswered, 3, u"host-unanswered",
        QT_TRANSLATE_NOOP("RemarkText", "no name server answered for %1 (%2), asked %3 times") },
    { RemarkCode::PortNotAllowed, 2, u"port-not-allowed",
        QT_TRANSLATE_NOOP("RemarkText", "%1 uses port %2, which is not allowed") },
    { RemarkCode::AddressNotPublic, 3, u"address-not-public",
        QT_TRANSLATE_NOOP("RemarkText", "%1 resolves to %2, which is not a public address; --allow-network %3 opens it") },
    { RemarkCode::AddressNotAllowed, 1, u"address-not-allowed",
        QT_TRANSLATE_NOOP("RemarkText", "%1 led to an address that was not allowed") },
    { RemarkCode::HeadersTooLarge, 2, u"headers-too-large",
        QT_TRANSLATE_NOOP("RemarkText", "%1 sent more than %2 KiB of headers") },
    { RemarkCode::TooManyHeaders, 2, u"too-many-headers",
        QT_TRANSLATE_NOOP("RemarkText", "%1 sent more than %2 header fields") },
    { RemarkCode::NotAPage, 2, u"not-a-page", QT_TRANSLATE_NOOP("RemarkText", "%1 is %2, not a page") },
    { RemarkCode::PageTooLarge, 2, u"page-too-large", QT_TRANSLATE_NOOP("RemarkText", "%1 unpacks to more than %2 MiB") },
    { RemarkCode::PageBomb, 2, u"page-bomb",
        QT_TRANSLATE_NOOP("RemarkText", "%1 unpacks to more than %2 times its size (decompression bomb)") },
    { RemarkCode::DownloadTooLarge, 2, u"download-too-large", QT_TRANSLATE_NOOP("RemarkText", "%1 is larger than %2 MiB") },
    { RemarkCode::ConnectTimeout, 2, u"connect-timeout",
        QT_TRANSLATE_NOOP("RemarkText", "%1 could not be connected to within %2 s") },
    { RemarkCode::TooSlow, 2, u"too-slow", QT_TRANSLATE_NOOP("RemarkText", "%1 took longer than %2 s") },
    { RemarkCode::Silent, 2, u"silent", QT_TRANSLATE_NOOP("RemarkText", "%1 sent nothing for %2 s") },
    { RemarkCode::Trickling, 2, u"trickling", QT_TRANSLATE_NOOP("RemarkText", "%1 is slower than %2 bytes a second") },
    { RemarkCode::FetchFailed, 2, u"fetch-failed", QT_TRANSLATE_NOOP("RemarkText", "%1 failed: %2") },
    { RemarkCode::NeverAnswers, 2, u"never-answers",
        QT_TRANSLATE_NOOP("RemarkText", "%1 did not answer %2 times in a row") },
    { RemarkCode::AsksToWait, 3, u"asks-to-wait", QT_TRANSLATE_NOOP("RemarkText", "%1 answered %2 and asks to wait %3 s") },
    { RemarkCode::RobotsForbids, 2, u"robots-forbids", QT_TRANSLATE_NOOP("RemarkText", "robots.txt of %1 forbids %2") },
    { RemarkCode::RobotsError, 2, u"robots-error",
        QT_TRANSLATE_NOOP("RemarkText", "robots.txt of %1 answered %2, which forbids everything") },
    { RemarkCode::RedirectNotAllowed, 2, u"redirect-not-allowed",
        QT_TRANSLATE_NOOP("RemarkText", "%1 redirects to an address that is not allowed: %2") },
    { RemarkCode::TooManyRedirects, 2, u"too-many-redirects",
        QT_TRANSLATE_NOOP("RemarkText", "%1 redirects more than %2 times") },
    { RemarkCode::RedirectElsewhere, 2, u"redirect-elsewhere",
        QT_TRANSLATE_NOOP("RemarkText", "%1 redirects to another site: %2") },
    { RemarkCode::RedirectToPlatform, 2, u"redirect-to-platform",
        QT_TRANSLATE_NOOP("RemarkText", "%1 redirects to %2 and has no pages of its own") },
    { RemarkCode::RobotCheck, 1, u"robot-check", QT_TRANSLATE_NOOP("RemarkText", "%1 stands behind a check for robots") },
    { RemarkCode::Answered, 2, u"answered", QT_TRANSLATE_NOOP("RemarkText", "%1 answered %2") },
    { RemarkCode::WantsSignIn, 2, u"wants-sign-in", QT_TRANSLATE_NOOP("RemarkText", "%1 answered %2 and wants a sign-in") },
    { RemarkCode::NoSuchPage, 2, u"no-such-page", QT_TRANSLATE_NOOP("RemarkText", "%1 answered %2, there is no such page") },
    { RemarkCode::SiteBegins, 0, u"site-begins", QT_TRANSLATE_NOOP("RemarkText", "begins") },
    { RemarkCode::SiteContinues, 0, u"site-continues", QT_TRANSLATE_NOOP("RemarkText", "continues") },
    { RemarkCode::PageRead, 4, u"page-read", QT_TRANSLATE_NOOP("RemarkText", "%1 read: %2, %3 KB in %4 ms") },
    { RemarkCode::SiteTimeUsed, 0, u"site-time-used", QT_TRANSLATE_NOOP("RemarkText", "the time for one site was used up") },
    { RemarkCode::Found, 5, u"found", nullptr },
    { RemarkCode::PagesRead, 1, u"pages-read", nullptr },
    { RemarkCode::NothingFound, 2, u"nothing-found", nullptr },
    { RemarkCode::PageCrashesReader, 1, u"page-crashes-reader",
        QT_TRANSLATE_NOOP("RemarkText", "%1 made the page reader crash twice and was set aside") },
    { RemarkCode::PageHangsReader, 1, u"page-hangs-reader",
        QT_TRANSLATE_NOOP("RemarkText", "%1 kept the page reader busy without end twice and was set aside") },
    { RemarkCode::PageWithDeadReader, 1, u"page-with-dead-reader",
        QT_TRANSLATE_NOOP("RemarkText", "%1 was being read twice when the page reader died and was set aside") },
    { RemarkCode::NoLeads, 0, u"no-leads", QT_TRANSLATE_NOOP("RemarkText", "0 leads") },
    { RemarkCode::LeadBoundReached, 1, u"lead-bound-reached",
        QT_TRANSLATE_NOOP("RemarkText", "the bound of %1 new leads was reached") },
    { RemarkCode::DiskFull, 0, u"disk-full",
        QT_TRANSLATE_NOOP("RemarkText", "the disk is full; free some space, then resume") },
    { RemarkCode::EndWaitsForDisk, 0, u"end-waits-for-disk",
        QT_TRANSLATE_NOOP(
            "RemarkText", "the disk is full, so the end could not be stored; the task ends by itself once there is room") },
    { RemarkCode::EndNotStored, 1, u"end-not-stored",
        QT_TRANSLATE_NOOP("RemarkText", "the end could not be stored and is tried again: %1") },
    { RemarkCode::BackendClosed, 0, u"backend-closed", QT_TRANSLATE_NOOP("RemarkText", "the backend was closed") },
    { RemarkCode::BackendDied, 0, u"backend-died",
        QT_TRANSLATE_NOOP("RemarkText", "the backend ended while the task was running") },
    { RemarkCode::DatabaseAway, 0, u"database-away", QT_TRANSLATE_NOOP("RemarkText", "the database was away") },
    { RemarkCode::WorkerRestarted, 1, u"worker-restarted",
        QT_TRANSLATE_NOOP("RemarkText", "the crawl worker ended unexpectedly (%1); it is started again") },
    { RemarkCode::WorkerKeepsFailing, 1, u"worker-keeps-failing",
        QT_TRANSLATE_NOOP("RemarkText", "the crawl worker keeps failing: %1") },
    { RemarkCode::CannotGoOn, 2, u"cannot-go-on", "%2" },
};

constexpr QChar kFactMark(0x1f); ///< before the slug and before every fact
constexpr QChar kCauseMark(0x1e);
constexpr ptrdiff_t kMostCauses = 4;

const Entry *entryOf(RemarkCode code)
{
    const auto found = std::ranges::find(kEntries, code, &Entry::code);
    return found == std::end(kEntries) ? nullptr : &*found;
}

QString counted(const QString &number, const char16_t *one, const char16_t *many)
{
    return number + u' ' + (number == u"1" ? QString::fromUtf16(one) : QString::fromUtf16(many));
}

/// The sentences in which numbers decide the words.
QString countedSentence(const Remark &remark)
{
    QString sentence = counted(remark.fact(0), u"page", u"pages") + QStringLiteral(" read");
    if (remark.code() == RemarkCode::Found) {
        sentence += QStringLiteral(": ") + counted(remark.fact(1), u"e-mail", u"e-mails") + QStringLiteral(", ")
            + counted(remark.fact(2), u"phone", u"phones");
        if (remark.fact(3) != u"0")
            sentence += QStringLiteral(", ") + counted(remark.fact(3), u"profile", u"profiles");
        if (remark.fact(4) != u"1")
            sentence += QStringLiteral(" of %1 businesses").arg(remark.fact(4));
    } else if (remark.code() == RemarkCode::NothingFound) {
        sentence += QStringLiteral(", no contact found");
        if (remark.fact(1) != u"0")
            sentence += QStringLiteral(", ") + counted(remark.fact(1), u"candidate was", u"candidates were")
                + QStringLiteral(" set aside as junk");
    }
    return sentence;
}

/// Facts come from sites: what marks the parts of the text must not be in them.
QString unmarked(QString fact)
{
    return fact.replace(kFactMark, u' ').replace(kCauseMark, u' ');
}

QString ownText(const Remark &remark)
{
    const QStringView slug = remark.slug();
    if (slug.isEmpty())
        return unmarked(remark.fact(0));
    QString text = kFactMark + slug.toString();
    for (const QString &fact : remark.facts())
        text += kFactMark + unmarked(fact);
    return text;
}

Remark fromOwnText(const QString &text)
{
    if (!text.startsWith(kFactMark))
        return unmarked(text);
    QStringList facts = text.mid(1).split(kFactMark);
    const QString slug = facts.takeFirst();
    const QString words = facts.join(u' ');
    return Remark::fromSlug(slug, std::move(facts), words);
}

} // namespace

Remark::Remark(QString words)
{
    if (!words.isEmpty())
        m_facts = { std::move(words) };
}

Remark::Remark(RemarkCode code, QStringList facts)
    : m_code(code)
    , m_facts(std::move(facts))
{ }

Remark Remark::fromSlug(QStringView slug, QStringList facts, QString words)
{
    const auto entry
        = std::ranges::find_if(kEntries, [slug](const Entry &known) { return slug == QStringView(known.slug); });
    if (entry == std::end(kEntries) || facts.size() != entry->facts)
        return Remark(std::move(words));
    return { entry->code, std::move(facts) };
}

bool Remark::isEmpty() const
{
    return m_code == RemarkCode::Plain && m_facts.isEmpty();
}

QStringView Remark::slug() const
{
    const Entry *entry = entryOf(m_code);
    return entry ? QStringView(entry->slug) : QStringView();
}

Remark Remark::because(const Remark &cause) const
{
    Remark whole = *this;
    whole.m_causes.push_back(cause);
    whole.m_causes.back().m_causes.clear();
    return whole;
}

Remark Remark::about(const QString &subject) const
{
    Remark whole = *this;
    whole.m_facts.prepend(subject);
    return whole;
}

QString Remark::english() const
{
    const Entry *entry = entryOf(m_code);
    if (!entry)
        return fact(0);
    QString sentence = entry->english ? withFacts(QString::fromUtf8(entry->english), m_facts) : countedSentence(*this);
    for (const Remark &cause : m_causes) {
        if (m_code == RemarkCode::NoLeads)
            sentence += QStringLiteral(": ");
        else
            sentence += isSetAside(cause.m_code) ? QStringLiteral("; ") : QStringLiteral("; ended early: ");
        sentence += cause.english();
    }
    return sentence;
}

QString Remark::toText() const
{
    QString text = ownText(*this);
    for (const Remark &cause : m_causes)
        text += kCauseMark + ownText(cause);
    return text;
}

Remark Remark::fromText(const QString &text)
{
    qsizetype end = text.indexOf(kCauseMark);
    Remark remark = fromOwnText(text.left(end));
    while (end >= 0 && std::ssize(remark.m_causes) < kMostCauses) {
        const qsizetype begin = end + 1;
        end = text.indexOf(kCauseMark, begin);
        remark.m_causes.push_back(fromOwnText(text.mid(begin, end < 0 ? -1 : end - begin)));
    }
    return remark;
}

bool isSetAside(RemarkCode code)
{
    return code == RemarkCode::PageCrashesReader || code == RemarkCode::PageHangsReader
        || code == RemarkCode::PageWithDeadReader;
}

const char *remarkPattern(RemarkCode code)
{
    const Entry *entry = entryOf(code);
    return entry ? entry->english : nullptr;
}

QString withFacts(const QString &pattern, const QStringList &facts)
{
    QString sentence;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == u'%' && i + 1 < pattern.size() && pattern[i + 1].isDigit())
            sentence += facts.value(pattern[++i].digitValue() - 1);
        else
            sentence += pattern[i];
    }
    return sentence;
}

int remarkFactCount(RemarkCode code)
{
    const Entry *entry = entryOf(code);
    return entry ? entry->facts : 1;
}

std::vector<RemarkCode> remarkCodes()
{
    std::vector<RemarkCode> codes;
    for (const Entry &entry : kEntries)
        codes.push_back(entry.code);
    return codes;
}

} // namespace leadline::domain
