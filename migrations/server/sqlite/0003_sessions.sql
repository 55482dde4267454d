-- People and their sessions (protocols.md 3.1 and 3.2). A session is a chain of refresh tokens; its nonce is mixed into their
-- MACs, so this table alone makes no usable token.

CREATE TABLE person (
    id         BLOB    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL, -- local: who started this daemon
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX person_local ON person (kind) WHERE kind = 'local';

CREATE TABLE session (
    sid            TEXT    NOT NULL PRIMARY KEY,
    person_id      BLOB    NOT NULL REFERENCES person (id),
    audience       TEXT    NOT NULL,
    nonce          BLOB    NOT NULL,
    gen            INTEGER NOT NULL, -- newest generation given out
    confirmed      INTEGER NOT NULL, -- 1 = the newest generation has been used
    confirmed_at   INTEGER,
    created_at     INTEGER NOT NULL,
    used_at        INTEGER NOT NULL, -- last refresh, for the idle limit
    revoked_at     INTEGER,
    revoked_reason TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX session_used ON session (used_at);
