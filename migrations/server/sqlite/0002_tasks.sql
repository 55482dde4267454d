-- Tasks, their start addresses, the persisted frontier and the log. Results are task_lead rows of 0001.
-- Every time in this schema is milliseconds since 1970 UTC.

CREATE TABLE task (
    n                INTEGER PRIMARY KEY,
    id               BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    request_key      TEXT UNIQUE,              -- Idempotency-Key of the call that made it
    name             TEXT NOT NULL,
    source           TEXT NOT NULL,
    max_pages        INTEGER NOT NULL,
    max_depth        INTEGER NOT NULL,
    concurrent_sites INTEGER NOT NULL,
    delay_ms         INTEGER NOT NULL,
    max_leads        INTEGER NOT NULL,
    phone_only       INTEGER NOT NULL,
    email_only       INTEGER NOT NULL,
    default_country  TEXT NOT NULL,
    state            TEXT NOT NULL,
    state_reason     TEXT NOT NULL DEFAULT '',
    rev              INTEGER NOT NULL DEFAULT 1,
    progress_seq     INTEGER NOT NULL DEFAULT 0,
    log_seq          INTEGER NOT NULL DEFAULT 0,
    log_bytes        INTEGER NOT NULL DEFAULT 0,
    new_leads        INTEGER NOT NULL DEFAULT 0,
    duplicates       INTEGER NOT NULL DEFAULT 0,
    pages            INTEGER NOT NULL DEFAULT 0,
    failed           INTEGER NOT NULL DEFAULT 0,
    blocked          INTEGER NOT NULL DEFAULT 0,
    bytes            INTEGER NOT NULL DEFAULT 0,
    sites_total      INTEGER NOT NULL DEFAULT 0,
    sites_done       INTEGER NOT NULL DEFAULT 0,
    active_ms        INTEGER NOT NULL DEFAULT 0,
    pages_per_second REAL NOT NULL DEFAULT 0,
    eta_low_ms       INTEGER,
    eta_high_ms      INTEGER,
    current_host     TEXT NOT NULL DEFAULT '',
    created_by       TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    started_at       INTEGER,
    finished_at      INTEGER,
    last_activity_at INTEGER,
    modified_by      TEXT NOT NULL,
    modified_at      INTEGER NOT NULL,
    deleted_at       INTEGER,
    deleted_by       TEXT
) STRICT;

CREATE INDEX task_live_state ON task (state, n) WHERE deleted_at IS NULL;

-- One start address. A waiting site has not been handed to the crawler, an active one may have a frontier.
CREATE TABLE task_site (
    task       INTEGER NOT NULL REFERENCES task (n) ON DELETE CASCADE,
    idx        INTEGER NOT NULL,
    seed       TEXT NOT NULL,
    host       TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'active', 'done')),
    outcome    TEXT NOT NULL DEFAULT 'pending',
    evidence   TEXT NOT NULL DEFAULT '',
    pages      INTEGER NOT NULL DEFAULT 0,
    failed     INTEGER NOT NULL DEFAULT 0,
    blocked    INTEGER NOT NULL DEFAULT 0,
    new_leads  INTEGER NOT NULL DEFAULT 0,
    duplicates INTEGER NOT NULL DEFAULT 0,
    bytes      INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (task, idx)
) STRICT, WITHOUT ROWID;

CREATE INDEX task_site_todo ON task_site (task, idx) WHERE state <> 'done';

-- What a site's crawl knows: addresses waiting and addresses read. Dropped when the site is done.
CREATE TABLE task_frontier (
    task     INTEGER NOT NULL REFERENCES task (n) ON DELETE CASCADE,
    site     INTEGER NOT NULL,
    url      TEXT NOT NULL,
    depth    INTEGER NOT NULL,
    priority INTEGER NOT NULL,              -- crawl::LinkPriority
    state    INTEGER NOT NULL,              -- crawl::UrlState
    place    INTEGER NOT NULL,              -- in the order found
    PRIMARY KEY (task, site, url)
) STRICT, WITHOUT ROWID;

-- What the pages of a site have taught its reader (crawl::SiteMemo), so that a resumed site gives the leads of one that
-- nobody interrupted. Dropped when the site is done.
CREATE TABLE task_memory (
    task  INTEGER NOT NULL REFERENCES task (n) ON DELETE CASCADE,
    site  INTEGER NOT NULL,
    name  TEXT NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (task, site, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_log (
    task    INTEGER NOT NULL REFERENCES task (n) ON DELETE CASCADE,
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    level   TEXT NOT NULL,
    host    TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (task, seq)
) STRICT, WITHOUT ROWID;

-- Rows about a task have no lead (lead_pk 0).
ALTER TABLE audit ADD COLUMN task_id BLOB;
CREATE INDEX audit_task ON audit (task_id) WHERE task_id IS NOT NULL;
