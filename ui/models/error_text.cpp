#include "ui/models/error_text.h"

#include "ui/models/remark_text.h"

#include <QCoreApplication>

namespace leadline::ui {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

} // namespace

QString errorText(const domain::Error &error)
{
    using domain::ErrorCode;
    if (!error.reason.isEmpty()) {
        QString sentence = remarkText(error.reason);
        sentence[0] = sentence[0].toUpper();
        return sentence + u'.';
    }
    switch (error.code()) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::TooLarge:
        return error.detail().isEmpty() ? Text::tr("The backend refused the input.")
                                        : Text::tr("The backend refused the input: %1").arg(error.detail());
    case ErrorCode::Unauthenticated:
    case ErrorCode::SessionCompromised:
        return Text::tr("The session has ended. Connect again to go on; nothing you did is lost.");
    case ErrorCode::Forbidden:
        return Text::tr("This account may not do that.");
    case ErrorCode::NotFound:
    case ErrorCode::Gone:
        return Text::tr("This is no longer there. Someone may have deleted it.");
    case ErrorCode::Conflict:
    case ErrorCode::PreconditionFailed:
    case ErrorCode::PreconditionRequired:
        return Text::tr("Someone changed this in the meantime. Look at the newest values and try again.");
    case ErrorCode::AlreadyExists:
        return Text::tr("This exists already.");
    case ErrorCode::BadState:
        return Text::tr("The task has moved on, so this is not possible now.");
    case ErrorCode::RateLimited:
        if (error.retryAfter)
            return Text::tr("The backend asks to wait %1 s before the next try.").arg(error.retryAfter->count());
        return Text::tr("The backend asks to slow down. Try again in a moment.");
    case ErrorCode::Unsupported:
        return Text::tr("This backend cannot do that. It may be older than this program.");
    case ErrorCode::Cancelled:
        return Text::tr("Cancelled.");
    case ErrorCode::Timeout:
        return Text::tr("The backend did not answer in time. Try again.");
    case ErrorCode::Network:
    case ErrorCode::Unavailable:
        return Text::tr("The backend cannot be reached. Review keeps working; tasks need the connection.");
    case ErrorCode::Tls:
        return Text::tr("The server's certificate could not be verified, so the connection was refused.");
    case ErrorCode::Locked:
        return Text::tr("Another program is using this data. Close it and try again.");
    case ErrorCode::DiskFull:
        return Text::tr("The disk is full. Free some space and try again.");
    case ErrorCode::Corrupt:
        return error.httpStatus
            ? Text::tr("The backend's stored data is damaged. Its administrator has to restore a backup copy.")
            : Text::tr("The local store is damaged. Close Leadline and start it again: it keeps your waiting changes and "
                       "fetches everything else anew.");
    case ErrorCode::SchemaTooNew:
        return Text::tr("The data was written by a newer version of Leadline. Update this program to open it.");
    case ErrorCode::Storage:
    case ErrorCode::Io:
        return Text::tr("The data could not be read or written. Check the disk and try again.");
    case ErrorCode::EpochChanged:
    case ErrorCode::MutationGap:
    case ErrorCode::MutationReused:
        return Text::tr("The server's data was replaced. Everything is being fetched again.");
    case ErrorCode::Protocol:
    case ErrorCode::Internal:
        break;
    }
    return Text::tr("Something went wrong in the backend. Try again; if it happens again, report the id.");
}

} // namespace leadline::ui
