#include "backend/http/route_table.h"

namespace leadline::backend {

namespace {

using namespace std::chrono_literals;
using enum HttpMethod;

constexpr std::optional<protocol::Role> kNobody;
constexpr std::optional kReviewer = protocol::Role::Reviewer;
constexpr std::optional kOperator = protocol::Role::Operator;
constexpr std::optional kAdmin = protocol::Role::Admin;

constexpr std::optional<protocol::Scope> kSession;
constexpr std::optional kRead = protocol::Scope::Read;
constexpr std::optional kReview = protocol::Scope::Review;
constexpr std::optional kTasks = protocol::Scope::Tasks;
constexpr std::optional kExport = protocol::Scope::Export;
constexpr std::optional kAdministrate = protocol::Scope::Admin;
constexpr bool kRepeatable = true;

constexpr qsizetype kNone = 0;
constexpr qsizetype kSmall = 16 * 1024;
constexpr qsizetype kUsual = 1024 * 1024;
constexpr qsizetype kSeeds = 24 * 1024 * 1024; ///< 100 000 start addresses
constexpr qsizetype kPush = 4 * 1024 * 1024; ///< 100 mutations with long notes

constexpr RoutePolicy kPolicies[] {
    { Get, u"/api/health", kNobody, kNone, 5s, u"Liveness" },
    { Get, u"/api/health/database", kAdmin, kNone, 10s, u"State of the store", kAdministrate },
    { Get, u"/api/metrics", kAdmin, kNone, 10s, u"Counters since the start", kAdministrate },
    { Get, u"/openapi.json", kReviewer, kNone, 5s, u"This description", kRead },
    { Get, u"/api/demo", kReviewer, kNone, 5s, u"Start addresses of the bundled demo site", kRead },
    { Post, u"/api/demo/colleague", kAdmin, kPush, 60s, u"Edits made by the second person of the demo workspace",
        kAdministrate },

    { Post, u"/api/auth/local", kNobody, kSmall, 10s, u"Sign in as the user who started this daemon" },
    { Post, u"/api/auth/login", kNobody, kSmall, 10s, u"Sign in with e-mail address and password" },
    { Post, u"/api/auth/register", kNobody, kSmall, 10s, u"Use a one-time code: new account or new password" },
    { Post, u"/api/auth/refresh", kNobody, kSmall, 10s, u"New tokens for a refresh token" },
    { Post, u"/api/auth/logout", kReviewer, kSmall, 10s, u"End this session", kSession, kRepeatable },
    { Post, u"/api/auth/logout-all", kReviewer, kSmall, 10s, u"End all sessions of this person", kSession, kRepeatable },
    { Post, u"/api/auth/password", kReviewer, kSmall, 10s, u"Change the own password", kSession, kRepeatable },
    { Get, u"/api/auth/sessions", kReviewer, kNone, 10s, u"Where this person is signed in" },
    { Delete, u"/api/auth/sessions/{id}", kReviewer, kNone, 10s, u"End one of the own sessions" },
    { Get, u"/api/auth/tokens", kReviewer, kNone, 10s, u"API tokens of this person" },
    { Post, u"/api/auth/tokens", kReviewer, kSmall, 10s, u"Make an API token" },
    { Delete, u"/api/auth/tokens/{id}", kReviewer, kNone, 10s, u"Revoke an API token" },
    { Get, u"/api/auth/me", kReviewer, kNone, 5s, u"Who is signed in", kRead },
    { Post, u"/api/ws/ticket", kReviewer, kSmall, 5s, u"One-time ticket for a live stream", kRead, kRepeatable },

    { Get, u"/api/users", kAdmin, kNone, 10s, u"Accounts" },
    { Patch, u"/api/users/{id}", kAdmin, kSmall, 10s, u"Change a role, disable or enable an account" },
    { Post, u"/api/users/{id}/reset", kAdmin, kSmall, 10s, u"One-time code for a new password" },
    { Post, u"/api/users/{id}/logout", kAdmin, kSmall, 10s, u"End all sessions of a person" },
    { Get, u"/api/invitations", kAdmin, kNone, 10s, u"One-time codes, without the codes" },
    { Post, u"/api/invitations", kAdmin, kSmall, 10s, u"One-time code for a new account" },
    { Delete, u"/api/invitations/{id}", kAdmin, kNone, 10s, u"Withdraw a one-time code" },

    { Get, u"/api/tasks", kReviewer, kNone, 30s, u"Tasks, newest first", kRead },
    { Post, u"/api/tasks", kOperator, kSeeds, 60s, u"Create a task", kTasks },
    { Get, u"/api/tasks/{id}", kReviewer, kNone, 30s, u"One task", kRead },
    { Delete, u"/api/tasks/{id}", kOperator, kNone, 30s, u"Put a task into the trash", kTasks },
    { Post, u"/api/tasks/{id}/restore", kOperator, kSmall, 30s, u"Take a task out of the trash", kTasks },
    { Post, u"/api/tasks/{id}/start", kOperator, kSmall, 30s, u"Start a task", kTasks },
    { Post, u"/api/tasks/{id}/pause", kOperator, kSmall, 30s, u"Pause a task", kTasks },
    { Post, u"/api/tasks/{id}/resume", kOperator, kSmall, 30s, u"Resume a task", kTasks },
    { Post, u"/api/tasks/{id}/stop", kOperator, kSmall, 30s, u"Stop a task for good", kTasks },
    { Post, u"/api/tasks/{id}/retry", kOperator, kSmall, 30s, u"Read the addresses that failed once more", kTasks },
    { Get, u"/api/tasks/{id}/sites", kReviewer, kNone, 30s, u"Start addresses with their outcome", kRead },
    { Get, u"/api/tasks/{id}/people", kReviewer, kNone, 10s, u"Who works on a task", kRead },
    { Post, u"/api/tasks/{id}/people", kOperator, kSmall, 10s, u"Give a task to somebody", kTasks },
    { Delete, u"/api/tasks/{id}/people/{person}", kOperator, kNone, 10s, u"Take a task from somebody", kTasks },
    { Get, u"/api/people", kOperator, kNone, 10s, u"Whom a task can be given to", kRead },
    { Get, u"/api/tasks/{id}/events", kReviewer, kNone, 30s, u"Log, results or progress after a number", kRead },

    { Post, u"/api/scraper/start", kOperator, kSeeds, 60s, u"Create and start a task", kTasks },
    { Post, u"/api/scraper/stop/{id}", kOperator, kSmall, 30s, u"Stop a task for good", kTasks },
    { Post, u"/api/scraper/pause/{id}", kOperator, kSmall, 30s, u"Pause a task", kTasks },
    { Post, u"/api/scraper/resume/{id}", kOperator, kSmall, 30s, u"Resume a task", kTasks },
    { Get, u"/api/scraper/status/{id}", kReviewer, kNone, 30s, u"One task", kRead },

    { Get, u"/api/leads", kReviewer, kNone, 30s, u"Leads by filter, in pages", kRead },
    { Get, u"/api/leads/facets", kReviewer, kNone, 30s, u"Counts within a filter", kRead },
    { Post, u"/api/leads/bulk", kReviewer, kUsual, 60s, u"One change for many leads", kReview },
    { Get, u"/api/leads/{id}", kReviewer, kNone, 30s, u"One lead with contacts and notes", kRead },
    { Patch, u"/api/leads/{id}", kReviewer, kUsual, 30s, u"Change review fields", kReview },
    { Delete, u"/api/leads/{id}", kReviewer, kNone, 30s, u"Put a lead into the trash", kReview },
    { Post, u"/api/leads/{id}/restore", kReviewer, kSmall, 30s, u"Take a lead out of the trash", kReview },
    { Post, u"/api/trash/leads/purge", kAdmin, kUsual, 60s, u"Remove leads of the trash for good", kAdministrate },
    { Post, u"/api/trash/tasks/purge", kAdmin, kUsual, 60s, u"Remove tasks of the trash for good", kAdministrate },
    { Post, u"/api/tasks/bulk", kAdmin, kUsual, 60s, u"Put tasks into the trash or take them out", kAdministrate },
    { Get, u"/api/leads/{id}/audit", kReviewer, kNone, 30s, u"History of a lead", kRead },

    { Get, u"/api/sync/changes", kReviewer, kNone, 30s, u"Leads changed since a position", kRead },
    { Post, u"/api/sync/push", kReviewer, kPush, 60s, u"Edits made by a client", kReview, kRepeatable },
    { Get, u"/api/export", kOperator, kNone, 30s, u"Leads as CSV, JSON or JSON lines", kExport },
};

} // namespace

std::span<const RoutePolicy> routePolicies()
{
    return kPolicies;
}

} // namespace leadline::backend
