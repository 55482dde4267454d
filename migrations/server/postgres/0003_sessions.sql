-- People, how they sign in, and what they may see. A session is a chain of refresh tokens; its nonce is mixed into their
-- MACs, and invitations and API tokens are kept as hashes, so these tables alone make no usable secret.

CREATE TABLE person (
    id          uuid   NOT NULL PRIMARY KEY,
    kind        text   NOT NULL, -- local: who started this daemon; member: signs in with a password
    email       text   NOT NULL DEFAULT '', -- as it was typed; empty for local
    email_key   text   COLLATE "C" NOT NULL DEFAULT '', -- what a sign-in looks for
    name        text   NOT NULL,
    name_key    text   COLLATE "C" NOT NULL, -- names stand in the audit log, so no two people share one
    role        text   NOT NULL,
    password    text   NOT NULL DEFAULT '', -- argon2id with parameters and salt; empty = no password sign-in
    version     bigint NOT NULL DEFAULT 1, -- rises when every session has to end
    scope       bigint NOT NULL DEFAULT 0, -- rises whenever what this person may see changes
    created_at  bigint NOT NULL,
    disabled_at bigint
);

CREATE UNIQUE INDEX person_local ON person (kind) WHERE kind = 'local';
CREATE UNIQUE INDEX person_email ON person (email_key) WHERE email_key <> '';
CREATE UNIQUE INDEX person_name ON person (name_key);

CREATE TABLE session (
    sid            text     COLLATE "C" NOT NULL PRIMARY KEY,
    person_id      uuid     NOT NULL REFERENCES person (id),
    person_version bigint   NOT NULL, -- over when the person's is higher
    audience       text     NOT NULL,
    nonce          bytea    NOT NULL,
    gen            bigint   NOT NULL, -- newest generation given out
    confirmed      smallint NOT NULL, -- 1 = the newest generation has been used
    confirmed_at   bigint,
    created_at     bigint   NOT NULL,
    used_at        bigint   NOT NULL, -- last refresh, for the idle limit
    address        text     NOT NULL DEFAULT '', -- where the sign-in came from
    agent          text     NOT NULL DEFAULT '', -- and with which program
    revoked_at     bigint,
    revoked_reason text     NOT NULL DEFAULT ''
);

CREATE INDEX session_used ON session (used_at);
CREATE INDEX session_person ON session (person_id);

-- A one-time code that makes an account (join), the first administrator (first-admin) or a new password (reset).
CREATE TABLE invitation (
    id         uuid   NOT NULL PRIMARY KEY,
    code_hash  bytea  NOT NULL UNIQUE, -- SHA-256
    purpose    text   NOT NULL,
    email      text   NOT NULL, -- empty = chosen by whoever uses the code
    role       text   NOT NULL,
    person_id  uuid   REFERENCES person (id), -- reset: whose password
    created_by text   NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at    bigint,
    revoked_at bigint
);

CREATE TABLE api_token (
    id          uuid   NOT NULL PRIMARY KEY,
    person_id   uuid   NOT NULL REFERENCES person (id),
    name        text   NOT NULL,
    prefix      text   NOT NULL, -- the first characters, to tell tokens apart
    secret_hash bytea  NOT NULL UNIQUE, -- SHA-256 of the whole token
    scopes      text   NOT NULL, -- slugs with spaces between
    created_at  bigint NOT NULL,
    expires_at  bigint,
    used_at     bigint,
    revoked_at  bigint
);

CREATE INDEX api_token_person ON api_token (person_id);

-- Who sees a task and its leads, beside administrators. The owner also controls it.
CREATE TABLE task_person (
    person_id uuid     NOT NULL REFERENCES person (id),
    task_id   uuid     NOT NULL,
    is_owner  smallint NOT NULL,
    added_at  bigint   NOT NULL,
    added_by  text     NOT NULL,
    PRIMARY KEY (person_id, task_id)
);

CREATE INDEX task_person_task ON task_person (task_id);

-- Under which scope of its person a client read the feed from its beginning; under another one it has to do so again.
CREATE TABLE feed_scope (
    client_id uuid   NOT NULL PRIMARY KEY,
    person_id uuid   NOT NULL REFERENCES person (id),
    scope     bigint NOT NULL
);

-- Answers to calls with an Idempotency-Key, for a day. While the first call runs there is no status yet.
CREATE TABLE idempotency (
    person_id    uuid    NOT NULL,
    request_key  text    COLLATE "C" NOT NULL,
    request_hash bytea   NOT NULL, -- SHA-256 of method, path and body
    status       integer,
    answer       bytea, -- encrypted: it may hold a secret that is shown once
    started_at   bigint  NOT NULL,
    PRIMARY KEY (person_id, request_key)
);

CREATE INDEX idempotency_started ON idempotency (started_at);

-- Rows about a person have neither a lead nor a task.
ALTER TABLE audit ADD COLUMN person_id uuid;
CREATE INDEX audit_person ON audit (person_id) WHERE person_id IS NOT NULL;
