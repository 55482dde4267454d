#pragma once

#include "domain/result.h"

#include <QHash>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <optional>
#include <span>
#include <vector>

class QCommandLineParser;

namespace leadline {

/// One thing the daemon can be told. Its name is the same everywhere: `--listen X`, `LEADLINE_LISTEN=X`, and `listen = X` in
/// the configuration file.
struct Setting
{
    enum class Kind {
        Text, ///< the strongest source counts
        List, ///< may be said more than once; what all sources say counts
        Switch, ///< yes or no; on the command line its name alone
    };
    const char *name;
    Kind kind;
    const char *value; ///< what stands for the value in the help; empty for a switch
    const char *help;
};

/// All of them, in the order of the help.
[[nodiscard]] std::span<const Setting> settingTable();

/// A value and where it was said: `--listen`, `LEADLINE_LISTEN`, `leadlined.conf:12`.
struct Said
{
    QString value;
    QString origin;
};

/// What the command line, the environment and the configuration file say together. The command line wins over the
/// environment, the environment over the file.
class Settings
{
public:
    /// Adds the settings of the table that `names` holds (all when empty), and --config.
    static void describe(QCommandLineParser &parser, const QStringList &names = {});

    /// Reads the parsed command line, `environment`, and the file --config (or LEADLINE_CONFIG) names. InvalidArgument with
    /// the origin of the fault in its detail, for a file its line. With `onlyArguments` neither file nor environment is
    /// read.
    [[nodiscard]] static domain::Result<Settings> read(
        const QCommandLineParser &parser, const QProcessEnvironment &environment, bool onlyArguments = false);

    /// The strongest value; nothing when no source has one.
    [[nodiscard]] std::optional<Said> text(const char *name) const;
    /// Every value, the strongest source first.
    [[nodiscard]] std::vector<Said> list(const char *name) const;
    [[nodiscard]] bool isOn(const char *name) const;

    /// One line per setting as a configuration file spells it, with its origin as a comment and passwords masked.
    [[nodiscard]] QString shown() const;

private:
    [[nodiscard]] domain::Result<void> readFile(const QString &path);
    [[nodiscard]] domain::Result<void> add(const Setting &setting, Said said);

    QHash<QString, std::vector<Said>> m_values; ///< by name, the strongest source first
};

} // namespace leadline
