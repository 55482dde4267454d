-- Leads, their review, the change feed and the audit log.
--
-- Ids are 16-byte UUID blobs, times integer milliseconds since 1970 UTC. lead.pk is the feed number the lead was inserted
-- under: it rises with insertion, is never used again, and joins the side tables.

CREATE TABLE feed_head (
    ws      INTEGER PRIMARY KEY,
    epoch   TEXT    NOT NULL, -- UUID of this store; a restore writes a new one
    seq     INTEGER NOT NULL, -- newest number given out
    horizon INTEGER NOT NULL  -- cursors below it are too old
) STRICT;

INSERT INTO feed_head (ws, epoch, seq, horizon)
SELECT 1,
       substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-a' || substr(h, 18, 3) || '-' || substr(h, 21, 12),
       0, 0
FROM (SELECT lower(hex(randomblob(16))) AS h);

CREATE TABLE lead (
    pk             INTEGER PRIMARY KEY,
    id             BLOB    NOT NULL,
    ws             INTEGER NOT NULL DEFAULT 1,
    profile_key    TEXT    NOT NULL,
    rev            INTEGER NOT NULL,
    seq            INTEGER NOT NULL,
    source         TEXT    NOT NULL,
    -- found: written by sources only
    found_name     TEXT    NOT NULL,
    found_category TEXT    NOT NULL,
    found_email    TEXT    NOT NULL,
    found_phone    TEXT    NOT NULL,
    found_city     TEXT    NOT NULL,
    website        TEXT    NOT NULL,
    street         TEXT    NOT NULL,
    postal_code    TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    country        TEXT    NOT NULL,
    latitude       REAL,
    longitude      REAL,
    opening_hours  TEXT    NOT NULL,
    score          INTEGER NOT NULL,
    score_terms    TEXT    NOT NULL, -- "email 30;phone 20"
    -- review: written by people only
    status         INTEGER NOT NULL DEFAULT 0, -- 0 new, 1 accepted, 2 rejected, 3 contacted
    rating         INTEGER NOT NULL DEFAULT 0,
    assignee       TEXT    NOT NULL DEFAULT '',
    fix_name       TEXT, -- corrections; NULL = as found
    fix_category   TEXT,
    fix_email      TEXT,
    fix_phone      TEXT,
    fix_city       TEXT,
    deleted_at     INTEGER,
    deleted_by     TEXT    NOT NULL DEFAULT '',
    fmeta          TEXT, -- JSON: field -> [revision, client, name] of its last accepted write
    created_at     INTEGER NOT NULL,
    created_by     TEXT    NOT NULL,
    modified_at    INTEGER NOT NULL,
    modified_by    TEXT    NOT NULL,
    -- what operators see, folded where it is compared and sorted (domain::foldedKey)
    name_key       TEXT    NOT NULL,
    city_key       TEXT    NOT NULL,
    category_key   TEXT    NOT NULL,
    email          TEXT    GENERATED ALWAYS AS (coalesce(fix_email, found_email)) VIRTUAL,
    phone          TEXT    GENERATED ALWAYS AS (coalesce(fix_phone, found_phone)) VIRTUAL
) STRICT;

CREATE UNIQUE INDEX lead_id ON lead (id);
CREATE UNIQUE INDEX lead_profile ON lead (profile_key, ws); -- deleted leads included: a new reading never brings one back
CREATE UNIQUE INDEX lead_seq ON lead (seq);
CREATE INDEX lead_score ON lead (score) WHERE deleted_at IS NULL;
CREATE INDEX lead_name ON lead (name_key) WHERE deleted_at IS NULL;
CREATE INDEX lead_city ON lead (city_key) WHERE deleted_at IS NULL;
CREATE INDEX lead_status ON lead (status) WHERE deleted_at IS NULL;
CREATE INDEX lead_rating ON lead (rating) WHERE deleted_at IS NULL;
CREATE INDEX lead_deleted ON lead (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE contact (
    lead_pk     INTEGER NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    n           INTEGER NOT NULL, -- order within the lead
    kind        INTEGER NOT NULL, -- 0 e-mail, 1 phone, 2 social, 3 website
    value       TEXT    NOT NULL, -- normalised; with kind the identity within the lead
    display     TEXT    NOT NULL,
    label       TEXT    NOT NULL,
    junk        INTEGER NOT NULL,
    junk_reason TEXT    NOT NULL,
    PRIMARY KEY (lead_pk, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
    lead_pk    INTEGER NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    contact_n  INTEGER NOT NULL,
    n          INTEGER NOT NULL, -- strongest first
    page_url   TEXT    NOT NULL,
    layer      TEXT    NOT NULL, -- domain::extractionLayerSlug
    confidence INTEGER NOT NULL,
    found_at   INTEGER NOT NULL,
    snippet    TEXT    NOT NULL,
    PRIMARY KEY (lead_pk, contact_n, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE lead_tag (
    lead_pk INTEGER NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    tag     TEXT    NOT NULL,
    PRIMARY KEY (lead_pk, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX lead_tag_tag ON lead_tag (tag);

CREATE TABLE note (
    id         BLOB    PRIMARY KEY, -- made by the client, so that a repeat is recognised
    lead_pk    INTEGER NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    author     TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX note_lead ON note (lead_pk);

-- The results stream of a task: n is contiguous from 1 and used only when a row is really inserted.
CREATE TABLE task_lead (
    task_id BLOB    NOT NULL,
    n       INTEGER NOT NULL,
    lead_pk INTEGER NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    site    INTEGER NOT NULL, -- index of the start address, -1 when unknown
    found_at INTEGER NOT NULL,
    PRIMARY KEY (task_id, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX task_lead_lead ON task_lead (lead_pk, task_id);

CREATE TABLE tombstone (
    ws      INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    lead_id BLOB    NOT NULL,
    kind    INTEGER NOT NULL, -- 0 hard delete, 1 erase
    PRIMARY KEY (ws, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE client (
    client_id BLOB    PRIMARY KEY,
    user_name TEXT    NOT NULL,
    last_mid  INTEGER NOT NULL,
    ack_mid   INTEGER NOT NULL, -- outcomes up to here are dropped
    seen_at   INTEGER NOT NULL,
    retired   INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome (
    client_id      BLOB    NOT NULL REFERENCES client (client_id) ON DELETE CASCADE,
    mid            INTEGER NOT NULL,
    payload_sha256 BLOB    NOT NULL,
    result         INTEGER NOT NULL,
    lead_rev       INTEGER NOT NULL,
    field          TEXT    NOT NULL,
    theirs         TEXT,
    theirs_by      TEXT    NOT NULL,
    detail         TEXT    NOT NULL,
    PRIMARY KEY (client_id, mid)
) STRICT, WITHOUT ROWID;

-- Append-only and chained: hash covers the row, the digest of its values and the hash of the row before it, so that a changed
-- or removed row shows. Erasing a person empties values and salt; the digest stays and the chain holds. lead_pk is no foreign
-- key: the history outlives the lead.
CREATE TABLE audit (
    n          INTEGER PRIMARY KEY, -- contiguous from 1
    at         INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    origin     TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    lead_pk    INTEGER NOT NULL,
    field      TEXT    NOT NULL,
    old_value  TEXT,
    new_value  TEXT,
    salt       BLOB, -- NULL once the values are erased
    digest     BLOB    NOT NULL, -- of salt and values
    hash       BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_lead ON audit (lead_pk);

-- The newest row of the chain.
CREATE TABLE audit_head (
    ws   INTEGER PRIMARY KEY,
    n    INTEGER NOT NULL,
    hash BLOB    NOT NULL
) STRICT;

INSERT INTO audit_head (ws, n, hash) VALUES (1, 0, x'');

CREATE VIRTUAL TABLE lead_fts USING fts5 (text, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2");
