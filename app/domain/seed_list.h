#pragma once

#include "domain/remark.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::domain {

/// Longest start address, in characters.
inline constexpr qsizetype kMaxSeedLength = 2000;

/// What is wrong with a typed start address.
enum class SeedProblem { None, NotAnAddress, NoHost, UnknownScheme, Credentials, TooLong, Duplicate };

/// Why a typed address cannot be used. None is said of what only the crawler's URL parser refuses.
[[nodiscard]] Remark seedRemark(SeedProblem problem, const QString &typed);

struct Seed
{
    QString address; ///< with a scheme, not canonical; empty when it cannot be used
    bool schemeAssumed = false; ///< none was typed
    SeedProblem problem = SeedProblem::None;
};

/// Reads one typed address, without spaces around it; `https://` is added where no scheme is given. Without a scheme a host
/// needs a dot (or is localhost), and numbers alone must be an IPv4 address. The crawler's URL parser has the last word on
/// what passes here.
[[nodiscard]] Seed readSeed(QStringView text);

/// Host of an address readSeed() accepted, without port and brackets.
[[nodiscard]] QStringView seedHost(QStringView address);

/// A line without the comment at its end and spaces around it. `#` begins a comment at the start of a line or after a space,
/// otherwise it is part of an address.
[[nodiscard]] QStringView withoutComment(QStringView line);

struct SeedLine
{
    int line = 0; ///< zero-based line of the text
    QString address; ///< as it would be sent, with a scheme; empty when it cannot be used
    SeedProblem problem = SeedProblem::None;
};

struct SeedList
{
    std::vector<SeedLine> lines; ///< blank lines and comments are left out
    QStringList addresses; ///< usable ones, in order, each once
    int problems = 0; ///< lines that would be refused
    int duplicates = 0; ///< lines that are left out because they repeat one above
};

/// Reads one address per line. Linear, for up to 100 000 lines.
[[nodiscard]] SeedList parseSeeds(QStringView text);

/// True when pasted text is meant as addresses: at least half of its lines are.
[[nodiscard]] bool looksLikeSeeds(QStringView text);

} // namespace leadline::domain
