-- People, how they sign in, and what they may see. A session is a chain of refresh tokens; its nonce is mixed into their
-- MACs, and invitations and API tokens are kept as hashes, so these tables alone make no usable secret.

CREATE TABLE person (
    id          BLOB    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL, -- local: who started this daemon; member: signs in with a password
    email       TEXT    NOT NULL DEFAULT '', -- as it was typed; empty for local
    email_key   TEXT    NOT NULL DEFAULT '', -- what a sign-in looks for
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL, -- names stand in the audit log, so no two people share one
    role        TEXT    NOT NULL,
    password    TEXT    NOT NULL DEFAULT '', -- argon2id with parameters and salt; empty = no password sign-in
    version     INTEGER NOT NULL DEFAULT 1, -- rises when every session has to end
    scope       INTEGER NOT NULL DEFAULT 0, -- rises whenever what this person may see changes
    created_at  INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX person_local ON person (kind) WHERE kind = 'local';
CREATE UNIQUE INDEX person_email ON person (email_key) WHERE email_key <> '';
CREATE UNIQUE INDEX person_name ON person (name_key);

CREATE TABLE session (
    sid            TEXT    NOT NULL PRIMARY KEY,
    person_id      BLOB    NOT NULL REFERENCES person (id),
    person_version INTEGER NOT NULL, -- over when the person's is higher
    audience       TEXT    NOT NULL,
    nonce          BLOB    NOT NULL,
    gen            INTEGER NOT NULL, -- newest generation given out
    confirmed      INTEGER NOT NULL, -- 1 = the newest generation has been used
    confirmed_at   INTEGER,
    created_at     INTEGER NOT NULL,
    used_at        INTEGER NOT NULL, -- last refresh, for the idle limit
    address        TEXT    NOT NULL DEFAULT '', -- where the sign-in came from
    agent          TEXT    NOT NULL DEFAULT '', -- and with which program
    revoked_at     INTEGER,
    revoked_reason TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX session_used ON session (used_at);
CREATE INDEX session_person ON session (person_id);

-- A one-time code that makes an account (join), the first administrator (first-admin) or a new password (reset).
CREATE TABLE invitation (
    id         BLOB    NOT NULL PRIMARY KEY,
    code_hash  BLOB    NOT NULL UNIQUE, -- SHA-256
    purpose    TEXT    NOT NULL,
    email      TEXT    NOT NULL, -- empty = chosen by whoever uses the code
    role       TEXT    NOT NULL,
    person_id  BLOB    REFERENCES person (id), -- reset: whose password
    created_by TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE api_token (
    id          BLOB    NOT NULL PRIMARY KEY,
    person_id   BLOB    NOT NULL REFERENCES person (id),
    name        TEXT    NOT NULL,
    prefix      TEXT    NOT NULL, -- the first characters, to tell tokens apart
    secret_hash BLOB    NOT NULL UNIQUE, -- SHA-256 of the whole token
    scopes      TEXT    NOT NULL, -- slugs with spaces between
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,
    used_at     INTEGER,
    revoked_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX api_token_person ON api_token (person_id);

-- Who sees a task and its leads, beside administrators. The owner also controls it.
CREATE TABLE task_person (
    person_id BLOB    NOT NULL REFERENCES person (id),
    task_id   BLOB    NOT NULL,
    is_owner  INTEGER NOT NULL,
    added_at  INTEGER NOT NULL,
    added_by  TEXT    NOT NULL,
    PRIMARY KEY (person_id, task_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX task_person_task ON task_person (task_id);

-- Under which scope of its person a client read the feed from its beginning; under another one it has to do so again.
CREATE TABLE feed_scope (
    client_id BLOB    NOT NULL PRIMARY KEY,
    person_id BLOB    NOT NULL REFERENCES person (id),
    scope     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers to calls with an Idempotency-Key, for a day. While the first call runs there is no status yet.
CREATE TABLE idempotency (
    person_id    BLOB    NOT NULL,
    request_key  TEXT    NOT NULL,
    request_hash BLOB    NOT NULL, -- SHA-256 of method, path and body
    status       INTEGER,
    answer       BLOB, -- encrypted: it may hold a secret that is shown once
    started_at   INTEGER NOT NULL,
    PRIMARY KEY (person_id, request_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_started ON idempotency (started_at);

-- Rows about a person have neither a lead nor a task.
ALTER TABLE audit ADD COLUMN person_id BLOB;
CREATE INDEX audit_person ON audit (person_id) WHERE person_id IS NOT NULL;
