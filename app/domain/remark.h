#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace leadline::domain {

/// Everything the backend says about a crawl, a task or what an operator typed. The facts of each code, in order, stand in
/// the English sentence of remark.cpp; ui/ says the same in the operator's language. Slugs and facts are a format: they
/// travel and are stored, so a code may come but none may change.
enum class RemarkCode : quint8 {
    Plain, ///< words without a code: of a library, or of a newer backend
    // start addresses; the address is the first fact
    SeedTooLong,
    SeedScheme,
    SeedCredentials,
    SeedNotAnAddress,
    SeedWithoutHost,
    SeedRepeated,
    // a file of addresses
    FileLooksUtf16,
    FileNotText,
    FileWithoutAddresses,
    FileWithoutColumn,
    // what an operator typed
    FilterFieldUnknown,
    FilterNotComparable,
    FilterValueMissing,
    FilterValueUnknown,
    FilterOneValue,
    TagLength,
    NoteLength,
    ValueTooLong,
    // one address or host, the first fact
    HostUnknown,
    HostUnanswered,
    PortNotAllowed,
    AddressNotPublic,
    AddressNotAllowed,
    HeadersTooLarge,
    TooManyHeaders,
    NotAPage,
    PageTooLarge,
    PageBomb,
    DownloadTooLarge,
    ConnectTimeout,
    TooSlow,
    Silent,
    Trickling,
    FetchFailed,
    NeverAnswers,
    AsksToWait,
    RobotsForbids,
    RobotsError,
    RedirectNotAllowed,
    TooManyRedirects,
    RedirectElsewhere,
    RedirectToPlatform,
    RobotCheck,
    Answered,
    WantsSignIn,
    NoSuchPage,
    // one site
    SiteBegins,
    SiteContinues,
    PageRead,
    SiteTimeUsed,
    Found,
    PagesRead,
    NothingFound,
    PageCrashesReader,
    PageHangsReader,
    PageWithDeadReader,
    NoLeads,
    // a task
    LeadBoundReached,
    DiskFull,
    EndWaitsForDisk,
    EndNotStored,
    BackendClosed,
    BackendDied,
    DatabaseAway,
    WorkerRestarted,
    WorkerKeepsFailing,
    CannotGoOn,
};

/// A sentence as a stable code with its facts, so that every reader can say it in its own language. Plain value.
class Remark
{
public:
    Remark() = default;
    /// Words without a code.
    Remark(QString words); // NOLINT(google-explicit-constructor): what has no code is still a remark
    Remark(RemarkCode code, QStringList facts = {}); // NOLINT(google-explicit-constructor): most codes need no facts
    /// For codes from the wire; a code this program does not know becomes plain words.
    [[nodiscard]] static Remark fromSlug(QStringView slug, QStringList facts, QString words);

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] RemarkCode code() const { return m_code; }
    [[nodiscard]] QStringView slug() const;
    [[nodiscard]] const QStringList &facts() const { return m_facts; }
    /// Empty when the remark has fewer facts.
    [[nodiscard]] QString fact(qsizetype index) const { return m_facts.value(index); }

    /// What it goes back to: why there are no leads, what was left out, why a site ended early.
    [[nodiscard]] const std::vector<Remark> &causes() const { return m_causes; }
    /// The same with one cause more; a cause has none of its own.
    [[nodiscard]] Remark because(const Remark &cause) const;
    /// The same about a subject, which becomes the first fact.
    [[nodiscard]] Remark about(const QString &subject) const;

    [[nodiscard]] QString english() const;

    /// One text without loss, for stores and for frames between processes. Plain words are their own text.
    [[nodiscard]] QString toText() const;
    [[nodiscard]] static Remark fromText(const QString &text);

    [[nodiscard]] bool operator==(const Remark &) const = default;

private:
    RemarkCode m_code = RemarkCode::Plain;
    QStringList m_facts;
    std::vector<Remark> m_causes;
};

/// The English sentence with %1, %2 … for the facts, which is also the source text of its translations (context RemarkText).
/// Null for Plain and where numbers decide the words.
[[nodiscard]] const char *remarkPattern(RemarkCode code);
/// A sentence with the facts in their places, filled in one pass: a fact that holds a percent sign and a digit is no place
/// for the next one.
[[nodiscard]] QString withFacts(const QString &pattern, const QStringList &facts);
/// Of a page that was left out, as opposed to a reason to end a site.
[[nodiscard]] bool isSetAside(RemarkCode code);
/// How many facts a code has; of Plain one.
[[nodiscard]] int remarkFactCount(RemarkCode code);
/// Every code but Plain, for tests that nothing is left without words.
[[nodiscard]] std::vector<RemarkCode> remarkCodes();

} // namespace leadline::domain
