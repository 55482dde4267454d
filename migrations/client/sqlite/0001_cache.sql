-- The offline store of one operator at one backend.
-- base is what the server said. lead is what the operator sees: base with the own waiting edits laid over it, written in
-- the same transaction as either, so that every query reads one narrow table.

CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE epoch (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);

CREATE TABLE base (
    row        INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: windows hold these numbers
    lead_id    BLOB NOT NULL UNIQUE,
    epoch_n    INTEGER NOT NULL REFERENCES epoch (n),
    seq        INTEGER NOT NULL,
    rev        INTEGER NOT NULL,
    generation INTEGER NOT NULL,                  -- of the last full resync that saw the lead
    body       BLOB NOT NULL                      -- the whole lead, cache/lead_blob.h
);
CREATE INDEX base_generation ON base (generation);

CREATE TABLE lead (
    row          INTEGER PRIMARY KEY,
    lead_id      BLOB NOT NULL,
    status       INTEGER NOT NULL,
    rating       INTEGER NOT NULL,
    score        INTEGER NOT NULL,
    has_email    INTEGER NOT NULL,
    has_phone    INTEGER NOT NULL,
    waiting      INTEGER NOT NULL,
    notes        INTEGER NOT NULL,
    found_at     INTEGER NOT NULL,
    modified_at  INTEGER NOT NULL,
    deleted_at   INTEGER,
    latitude     REAL,
    country      TEXT NOT NULL,
    source       TEXT NOT NULL,
    assignee     TEXT NOT NULL,
    name_key     TEXT NOT NULL,                    -- *_key: folded, no case, no accents
    city_key     TEXT NOT NULL,
    category_key TEXT NOT NULL,
    name         TEXT NOT NULL,
    category     TEXT NOT NULL,
    city         TEXT NOT NULL,
    email        TEXT NOT NULL,
    phone        TEXT NOT NULL,
    website      TEXT NOT NULL,
    street       TEXT NOT NULL,
    tags         TEXT NOT NULL                     -- one a line
);

-- One index for each order of the table. The trailing columns answer the usual filters without touching the table.
CREATE INDEX lead_by_name ON lead (name_key, row, status, rating, score, has_email, has_phone, country, city_key)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_by_city ON lead (city_key, row, status, rating, score, has_email, has_phone, country)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_by_email ON lead (email, row, status, rating, score, has_email, has_phone, country, city_key)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_by_phone ON lead (phone, row, status, rating, score, has_email, has_phone, country, city_key)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_by_score ON lead (score, row, status, rating, has_email, has_phone, country, city_key)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_by_status ON lead (status, row, rating, score, has_email, has_phone, country, city_key)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_by_rating ON lead (rating, row, status, score, has_email, has_phone, country, city_key)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_by_found ON lead (found_at, row, status, rating, score, has_email, has_phone, country, city_key)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_by_modified ON lead (modified_at, row, status, rating, score, has_email, has_phone, country, city_key)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_by_category ON lead (category_key, row) WHERE deleted_at IS NULL;
CREATE INDEX lead_by_assignee ON lead (assignee, row) WHERE deleted_at IS NULL;
CREATE INDEX lead_by_facet ON lead (source, country, assignee, status, rating, has_email, has_phone, row)
    WHERE deleted_at IS NULL;
CREATE INDEX lead_deleted ON lead (deleted_at, row) WHERE deleted_at IS NOT NULL;
CREATE VIEW lead_note AS SELECT row FROM lead WHERE notes > 0;

CREATE TABLE lead_tag (tag TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (tag, row)) WITHOUT ROWID;
CREATE INDEX lead_tag_row ON lead_tag (row);
CREATE TABLE lead_task (task_id BLOB NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (task_id, row)) WITHOUT ROWID;
CREATE INDEX lead_task_row ON lead_task (row);

-- Not contentless: erasing a person rebuilds the index, which needs the text.
CREATE VIRTUAL TABLE lead_fts USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');

CREATE TABLE outbox (
    n          INTEGER PRIMARY KEY AUTOINCREMENT,
    row        INTEGER NOT NULL,
    lead_id    BLOB NOT NULL,
    op         TEXT NOT NULL,
    field      TEXT NOT NULL,
    value      TEXT,
    note_id    BLOB,
    base_rev   INTEGER NOT NULL,
    base_value TEXT,
    at         INTEGER NOT NULL,
    sealed_mid INTEGER UNIQUE,
    result     TEXT,
    result_rev INTEGER
);
CREATE INDEX outbox_row ON outbox (row, n);

CREATE TABLE conflict (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    lead_id   BLOB NOT NULL,
    op        TEXT NOT NULL,
    field     TEXT NOT NULL,
    note_id   BLOB,
    base      TEXT,
    mine      TEXT,
    theirs    TEXT,
    theirs_by TEXT NOT NULL,
    reason    INTEGER NOT NULL,
    detail    TEXT NOT NULL,
    at        INTEGER NOT NULL,
    lead_name TEXT NOT NULL,                      -- for a lead that is gone
    UNIQUE (lead_id, op, field)
);

CREATE TABLE sent_log (
    n       INTEGER PRIMARY KEY,
    mid     INTEGER NOT NULL,
    lead_id BLOB NOT NULL,
    op      TEXT NOT NULL,
    field   TEXT NOT NULL,
    value   TEXT,
    at      INTEGER NOT NULL
);
CREATE INDEX sent_log_lead ON sent_log (lead_id);
CREATE INDEX sent_log_at ON sent_log (at);

CREATE TABLE history (
    lead_id BLOB NOT NULL,
    n       INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    origin  TEXT NOT NULL,
    action  TEXT NOT NULL,
    field   TEXT NOT NULL,
    old     TEXT NOT NULL,
    new     TEXT NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (lead_id, n)
) WITHOUT ROWID;

CREATE TABLE saved_view (
    n          INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    filter     TEXT NOT NULL,
    sort       TEXT NOT NULL,
    descending INTEGER NOT NULL,
    columns    BLOB NOT NULL
);
