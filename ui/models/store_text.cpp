#include "ui/models/store_text.h"

#include "ui/models/error_text.h"
#include "ui/models/format.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

namespace leadline::ui {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(StoreText)
};

/// "14 waiting changes, 1 conflict and 3 saved views"; empty when nothing was found.
QString keptText(const domain::StoreRepair &repair)
{
    QStringList parts;
    if (repair.waiting > 0)
        parts << Text::tr("%1 waiting change(s)", nullptr, plural(repair.waiting)).arg(formatCount(repair.waiting));
    if (repair.conflicts > 0)
        parts << Text::tr("%1 conflict(s)", nullptr, plural(repair.conflicts)).arg(formatCount(repair.conflicts));
    if (repair.views > 0)
        parts << Text::tr("%1 saved view(s)", nullptr, plural(repair.views)).arg(formatCount(repair.views));
    if (parts.size() < 2)
        return parts.join(QString());
    const QString last = parts.takeLast();
    return Text::tr("%1 and %2").arg(parts.join(QStringLiteral(", ")), last);
}

} // namespace

QString repairText(const domain::StoreRepair &repair)
{
    if (repair.cause == domain::StoreRepair::Cause::LogMissing) {
        return Text::tr("Leadline did not end properly and a part of its local store is missing: what you changed shortly "
                        "before may be lost. Everything is being compared with the backend.");
    }
    QStringList sentences { Text::tr("The local store was damaged and is being filled again from the backend.") };
    const QString kept = keptText(repair);
    if (!kept.isEmpty())
        sentences << Text::tr("Kept: %1.").arg(kept);
    if (!repair.complete)
        sentences << (kept.isEmpty() ? Text::tr("No waiting change could be read; if there were any, they are lost.")
                                     : Text::tr("Some of your latest changes may be missing."));
    else if (repair.waiting == 0)
        sentences << Text::tr("No change was waiting, so nothing of yours is lost.");
    sentences << Text::tr("The damaged file was put aside as %1.").arg(QFileInfo(repair.keptAs).fileName());
    return sentences.join(u' ');
}

QString storeProblemText(const domain::Error &error)
{
    using domain::ErrorCode;
    switch (error.code()) {
    case ErrorCode::SchemaTooNew:
        return Text::tr("The local store was written by a newer version of Leadline. Nothing in it was changed. Update this "
                        "program to open it.");
    case ErrorCode::Unsupported:
        return Text::tr(
            "The file of the local store belongs to another program. Nothing in it was changed. Move it away, or "
            "start with another profile.");
    case ErrorCode::DiskFull:
        return Text::tr("The disk is full, so the local store cannot be opened. Nothing is lost. Free some space and try "
                        "again.");
    case ErrorCode::Locked:
        return Text::tr("Another program is using the local store. Close it and try again.");
    case ErrorCode::Io:
    case ErrorCode::Storage:
        return Text::tr("The local store cannot be read or written. Check the disk and the permissions of its folder, then "
                        "try again.");
    case ErrorCode::Corrupt:
        return Text::tr("The local store is damaged and could not be put aside. Check the disk, then try again.");
    default:
        return errorText(error);
    }
}

} // namespace leadline::ui
