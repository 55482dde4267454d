#pragma once

#include "client/http_call.h"
#include "domain/error.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>
#include <QUrl>

namespace leadline::client {

struct HealthOptions
{
    milliseconds interval { 15'000 };
    milliseconds timeout { 5'000 }; ///< two misses in a row = lost
    milliseconds silentAfter { 2'000 }; ///< a check without an answer for so long is told, before anything is done about it
};

/// Asks a backend for a sign of life: now and then, and at once when somebody doubts. Tells in two steps,
/// so that the operator hears of the silence long before the backend is given up. Lives on one thread.
class HealthWatch : public QObject
{
    Q_OBJECT

public:
    explicit HealthWatch(HealthOptions options = {}, QObject *parent = nullptr);
    ~HealthWatch() override;

    void start(const QUrl &server);
    void stop();
    /// Somebody waits for an answer: does not wait for the next turn. Nothing happens while a check is under way.
    void checkNow();

Q_SIGNALS:
    /// No answer for `silentAfter`; told once until answered().
    void silent();
    /// It answers again after silent().
    void answered();
    /// Two checks in a row had no answer in time. Checks end until start().
    void lost(const leadline::domain::Error &error);

private:
    void judge(const domain::Result<HttpAnswer> &answer);

    HealthOptions m_options;
    QNetworkAccessManager m_network;
    QUrl m_server;
    QTimer m_turn;
    QTimer m_patience;
    HttpCall *m_call = nullptr;
    int m_misses = 0;
    bool m_silent = false;
};

} // namespace leadline::client
