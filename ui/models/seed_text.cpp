#include "ui/models/seed_text.h"

#include <QCoreApplication>

namespace leadline::ui {

using domain::SeedProblem;

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(SeedList)
};

} // namespace

QString seedProblemText(SeedProblem problem)
{
    switch (problem) {
    case SeedProblem::None:
        return {};
    case SeedProblem::NotAnAddress:
        return Text::tr("is not a web address");
    case SeedProblem::NoHost:
        return Text::tr("has no usable host name");
    case SeedProblem::UnknownScheme:
        return Text::tr("must begin with http:// or https://");
    case SeedProblem::Credentials:
        return Text::tr("must not hold a name or password");
    case SeedProblem::TooLong:
        return Text::tr("is longer than %1 characters").arg(domain::kMaxSeedLength);
    case SeedProblem::Duplicate:
        return Text::tr("repeats a line above and is left out");
    }
    return {};
}

QString suggestedTaskName(const QStringList &addresses)
{
    if (addresses.isEmpty())
        return {};
    QString host = domain::seedHost(addresses.first()).toString();
    if (host.startsWith(QStringLiteral("www.")))
        host.remove(0, 4);
    const int more = static_cast<int>(addresses.size()) - 1;
    return more == 0 ? host : Text::tr("%1 and %n more", nullptr, more).arg(host);
}

} // namespace leadline::ui
