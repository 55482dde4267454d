#include "storage/migration_steps.h"

#include <QDir>
#include <QFile>
#include <QStringList>

namespace leadline::storage {

using domain::ErrorCode;
using domain::Result;

Result<std::map<int, QString>> migrationSteps(const QString &directory)
{
    std::map<int, QString> steps;
    const QStringList names = QDir(directory).entryList({ QStringLiteral("*.sql") }, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        bool isNumber = false;
        const int number = QStringView(name).left(4).toInt(&isNumber);
        if (!isNumber || number != static_cast<int>(steps.size()) + 1)
            return domain::failure(ErrorCode::Internal, QStringLiteral("the migration steps have a gap at %1").arg(name));
        steps.emplace(number, directory + u'/' + name);
    }
    if (steps.empty())
        return domain::failure(ErrorCode::Internal, QStringLiteral("there are no migration steps"));
    return steps;
}

Result<QByteArray> migrationScript(int number, const QString &file)
{
    QFile script(file);
    if (!script.open(QIODevice::ReadOnly))
        return domain::failure(ErrorCode::Internal, QStringLiteral("migration step %1 cannot be read").arg(number));
    return script.readAll();
}

} // namespace leadline::storage
