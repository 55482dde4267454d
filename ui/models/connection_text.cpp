#include "ui/models/connection_text.h"

#include "ui/models/error_text.h"
#include "ui/models/format.h"

#include <QCoreApplication>
#include <QUrl>

namespace leadline::ui {

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionText)
};

QString reasonSentence(services::ConnectionReason reason)
{
    using services::ConnectionReason;
    switch (reason) {
    case ConnectionReason::None:
        return {};
    case ConnectionReason::ByOperator:
        return Text::tr("You work offline. Go online to run tasks and send your changes.");
    case ConnectionReason::BackendMissing:
        return Text::tr(
            "The backend program leadlined was not found or could not be started. Install it beside this program.");
    case ConnectionReason::BackendCrashed:
        return Text::tr("The local backend ended unexpectedly and is being started again.");
    case ConnectionReason::BackendGaveUp:
        return Text::tr("The local backend ended five times within a minute and is not started again by itself.");
    case ConnectionReason::BackendBusy:
        return Text::tr("Another program holds the data directory. Close it, then try again.");
    case ConnectionReason::BackendHung:
        return Text::tr("The local backend stopped answering and is being started again.");
    case ConnectionReason::NotAnswering:
        return Text::tr("The backend has not answered for some seconds. Review goes on; your changes are kept here and sent "
                        "when it answers again.");
    case ConnectionReason::Unreachable:
        return Text::tr("The backend does not answer. It is tried again by itself.");
    case ConnectionReason::SignInRequired:
        return Text::tr("The server ended the session. Your changes stay here until you sign in again.");
    case ConnectionReason::Forbidden:
        return Text::tr("The server refuses this account.");
    case ConnectionReason::ServerError:
        return Text::tr("The server reports a fault of its own. It is tried again by itself.");
    }
    return {};
}

} // namespace

QString waitingWords(int waiting)
{
    return Text::tr("%1 change(s) waiting", nullptr, waiting).arg(formatCount(waiting));
}

QString conflictWords(int conflicts)
{
    return Text::tr("%1 conflict(s) to resolve", nullptr, conflicts).arg(formatCount(conflicts));
}

StatusWords connectionWords(const services::ConnectionStatus &status)
{
    using services::ConnectionState;
    StatusWords words;
    switch (status.state) {
    case ConnectionState::Online:
        words.tone = Tone::Success;
        words.word = status.localBackend ? Text::tr("This computer") : QUrl(status.server).host();
        words.sentence = status.localBackend
            ? (status.ownBackend ? Text::tr("Connected to the backend this window started.")
                                 : Text::tr("Connected to a backend that was already running on this computer."))
            : Text::tr("Connected to %1 as %2.").arg(status.server, status.user);
        return words;
    case ConnectionState::Starting:
        words.tone = Tone::Info;
        words.word = Text::tr("Starting the backend…");
        words.sentence = Text::tr("The local backend is starting. Review works meanwhile.");
        return words;
    case ConnectionState::Connecting:
        words.tone = Tone::Info;
        words.word = Text::tr("Connecting…");
        words.sentence = status.reason == services::ConnectionReason::None ? Text::tr("Signing in to the backend.")
                                                                           : reasonSentence(status.reason);
        return words;
    case ConnectionState::Offline:
        break;
    }
    words.tone = Tone::Warning;
    words.word = Text::tr("Offline");
    if (status.reason == services::ConnectionReason::SignInRequired)
        words.word = Text::tr("Sign in needed");
    if (status.reason == services::ConnectionReason::NotAnswering)
        words.word = Text::tr("Not answering");
    words.sentence = reasonSentence(status.reason);
    return words;
}

StatusWords syncWords(const services::SyncStatus &status, domain::Timestamp now)
{
    using State = services::SyncStatus::State;
    StatusWords words;
    const auto last = [&] {
        if (!status.lastSync)
            return Text::tr("Not synced yet");
        const qint64 ms = domain::toMilliseconds(now) - domain::toMilliseconds(*status.lastSync);
        return ms < 45'000 ? Text::tr("Synced just now") : Text::tr("Last sync %1").arg(formatMoment(*status.lastSync, now));
    };
    switch (status.state) {
    case State::Pulling:
    case State::Pushing:
        words.tone = Tone::Info;
        // A round that follows shortly on the one before is not worth a flicker in the status bar.
        words.word = status.lastSync ? last() : Text::tr("Syncing…");
        break;
    case State::Resyncing:
        words.tone = Tone::Info;
        words.word = status.expected > 0
            ? Text::tr("Fetching leads, %1 of %2").arg(formatCount(status.received), formatCount(status.expected))
            : Text::tr("Fetching leads, %1").arg(formatCount(status.received));
        break;
    case State::Failed:
        words.tone = Tone::Warning;
        words.word = Text::tr("Sync failed, trying again");
        if (status.error)
            words.sentence = errorText(*status.error);
        break;
    case State::Offline:
    case State::Idle:
        words.word = last();
        break;
    }
    return words;
}

} // namespace leadline::ui
