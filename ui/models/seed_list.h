#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace leadline::ui {

/// What is wrong with a line of start addresses.
enum class SeedProblem { None, NotAnAddress, NoHost, UnknownScheme, Duplicate };

struct SeedLine
{
    int line = 0; ///< zero-based line of the text
    QString address; ///< as it would be sent, with a scheme; empty when it cannot be used
    SeedProblem problem = SeedProblem::None;
};

struct SeedList
{
    std::vector<SeedLine> lines; ///< blank lines and `#` comments are left out
    QStringList addresses; ///< usable ones, in order, each once
    int problems = 0; ///< lines that would be refused
    int duplicates = 0; ///< lines that are left out because they repeat one above
};

/// Reads one address per line; `https://` is added where no scheme is given. Linear, for up to 100 000 lines.
[[nodiscard]] SeedList parseSeeds(QStringView text);
[[nodiscard]] QString seedProblemText(SeedProblem problem);
/// True when pasted text is meant as addresses: at least half of its lines are.
[[nodiscard]] bool looksLikeSeeds(QStringView text);
/// Addresses of a CSV file: the column with the most of them. `,`, `;` and tab separate, quotes as in RFC 4180. UTF-8 with
/// or without mark, otherwise Latin-1.
[[nodiscard]] QStringList seedsFromCsv(const QByteArray &bytes);
/// `boulangerie.example and 11 more`.
[[nodiscard]] QString suggestedTaskName(const QStringList &addresses);

} // namespace leadline::ui
