-- Leads, their review, the change feed and the audit log; the same meaning as the file of this name for SQLite.
--
-- Times are integer milliseconds since 1970 UTC, flags 0 and 1. lead.pk is the feed number the lead was inserted under: it
-- rises with insertion, is never used again, and joins the side tables. Text that is sorted or ranged over compares by its
-- UTF-8 bytes (collation "C"), as SQLite does, whatever the database's language.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE feed_head (
    ws      integer PRIMARY KEY,
    epoch   text    NOT NULL, -- UUID of this store; a restore writes a new one
    seq     bigint  NOT NULL, -- newest number given out
    horizon bigint  NOT NULL  -- cursors below it are too old
);

INSERT INTO feed_head (ws, epoch, seq, horizon) VALUES (1, gen_random_uuid()::text, 0, 0);

CREATE TABLE lead (
    pk             bigint   PRIMARY KEY,
    id             uuid     NOT NULL,
    ws             integer  NOT NULL DEFAULT 1,
    profile_key    text     COLLATE "C" NOT NULL,
    rev            bigint   NOT NULL,
    seq            bigint   NOT NULL,
    source         text     COLLATE "C" NOT NULL,
    -- found: written by sources only
    found_name     text     NOT NULL,
    found_category text     NOT NULL,
    found_email    text     COLLATE "C" NOT NULL,
    found_phone    text     COLLATE "C" NOT NULL,
    found_city     text     NOT NULL,
    website        text     COLLATE "C" NOT NULL,
    street         text     NOT NULL,
    postal_code    text     NOT NULL,
    region         text     NOT NULL,
    country        text     COLLATE "C" NOT NULL,
    latitude       double precision,
    longitude      double precision,
    opening_hours  text     NOT NULL,
    score          integer  NOT NULL,
    score_terms    text     NOT NULL, -- "email 30;phone 20"
    -- review: written by people only
    status         smallint NOT NULL DEFAULT 0, -- 0 new, 1 accepted, 2 rejected, 3 contacted
    rating         smallint NOT NULL DEFAULT 0,
    assignee       text     COLLATE "C" NOT NULL DEFAULT '',
    fix_name       text, -- corrections; NULL = as found
    fix_category   text,
    fix_email      text     COLLATE "C",
    fix_phone      text     COLLATE "C",
    fix_city       text,
    deleted_at     bigint,
    deleted_by     text     NOT NULL DEFAULT '',
    fmeta          text, -- JSON: field -> [revision, client, name] of its last accepted write
    created_at     bigint   NOT NULL,
    created_by     text     NOT NULL,
    modified_at    bigint   NOT NULL,
    modified_by    text     NOT NULL,
    -- what operators see, folded where it is compared and sorted (domain::foldedKey)
    name_key       text     COLLATE "C" NOT NULL,
    city_key       text     COLLATE "C" NOT NULL,
    category_key   text     COLLATE "C" NOT NULL,
    email          text     COLLATE "C" GENERATED ALWAYS AS (coalesce(fix_email, found_email)) STORED,
    phone          text     COLLATE "C" GENERATED ALWAYS AS (coalesce(fix_phone, found_phone)) STORED
);

CREATE UNIQUE INDEX lead_id ON lead (id);
CREATE UNIQUE INDEX lead_profile ON lead (profile_key, ws); -- deleted leads included: a new reading never brings one back
CREATE UNIQUE INDEX lead_seq ON lead (seq);
CREATE INDEX lead_score ON lead (score, pk) WHERE deleted_at IS NULL;
CREATE INDEX lead_name ON lead (name_key, pk) WHERE deleted_at IS NULL;
CREATE INDEX lead_city ON lead (city_key, pk) WHERE deleted_at IS NULL;
CREATE INDEX lead_status ON lead (status, pk) WHERE deleted_at IS NULL;
CREATE INDEX lead_rating ON lead (rating, pk) WHERE deleted_at IS NULL;
CREATE INDEX lead_deleted ON lead (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE contact (
    lead_pk     bigint   NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    n           integer  NOT NULL, -- order within the lead
    kind        smallint NOT NULL, -- 0 e-mail, 1 phone, 2 social, 3 website
    value       text     NOT NULL, -- normalised; with kind the identity within the lead
    display     text     NOT NULL,
    label       text     NOT NULL,
    junk        smallint NOT NULL,
    junk_reason text     NOT NULL,
    PRIMARY KEY (lead_pk, n)
);

CREATE TABLE evidence (
    lead_pk    bigint   NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    contact_n  integer  NOT NULL,
    n          integer  NOT NULL, -- strongest first
    page_url   text     NOT NULL,
    layer      text     NOT NULL, -- domain::extractionLayerSlug
    confidence smallint NOT NULL,
    found_at   bigint   NOT NULL,
    snippet    text     NOT NULL,
    PRIMARY KEY (lead_pk, contact_n, n)
);

CREATE TABLE lead_tag (
    lead_pk bigint NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    tag     text   COLLATE "C" NOT NULL,
    PRIMARY KEY (lead_pk, tag)
);
CREATE INDEX lead_tag_tag ON lead_tag (tag);

CREATE TABLE note (
    id         uuid   PRIMARY KEY, -- made by the client, so that a repeat is recognised
    lead_pk    bigint NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    author     text   NOT NULL,
    text       text   NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX note_lead ON note (lead_pk);

-- The results stream of a task: n is contiguous from 1 and used only when a row is really inserted.
CREATE TABLE task_lead (
    task_id  uuid    NOT NULL,
    n        bigint  NOT NULL,
    lead_pk  bigint  NOT NULL REFERENCES lead (pk) ON DELETE CASCADE,
    site     integer NOT NULL, -- index of the start address, -1 when unknown
    found_at bigint  NOT NULL,
    PRIMARY KEY (task_id, n)
);
CREATE UNIQUE INDEX task_lead_lead ON task_lead (lead_pk, task_id);

CREATE TABLE tombstone (
    ws      integer  NOT NULL,
    seq     bigint   NOT NULL,
    lead_id uuid     NOT NULL,
    kind    smallint NOT NULL, -- 0 hard delete, 1 erase
    PRIMARY KEY (ws, seq)
);

CREATE TABLE client (
    client_id uuid     PRIMARY KEY,
    user_name text     NOT NULL,
    last_mid  bigint   NOT NULL,
    ack_mid   bigint   NOT NULL, -- outcomes up to here are dropped
    seen_at   bigint   NOT NULL,
    retired   smallint NOT NULL DEFAULT 0
);

CREATE TABLE outcome (
    client_id      uuid     NOT NULL REFERENCES client (client_id) ON DELETE CASCADE,
    mid            bigint   NOT NULL,
    payload_sha256 bytea    NOT NULL,
    result         smallint NOT NULL,
    lead_rev       bigint   NOT NULL,
    field          text     NOT NULL,
    theirs         text,
    theirs_by      text     NOT NULL,
    detail         text     NOT NULL,
    PRIMARY KEY (client_id, mid)
);

-- Append-only and chained: hash covers the row, the digest of its values and the hash of the row before it, so that a changed
-- or removed row shows. Erasing a person empties values and salt; the digest stays and the chain holds. lead_pk is no foreign
-- key: the history outlives the lead.
CREATE TABLE audit (
    n          bigint PRIMARY KEY, -- contiguous from 1
    at         bigint NOT NULL,
    actor      text   NOT NULL,
    origin     text   NOT NULL,
    request_id text   NOT NULL,
    action     text   NOT NULL,
    lead_pk    bigint NOT NULL,
    field      text   NOT NULL,
    old_value  text,
    new_value  text,
    salt       bytea, -- NULL once the values are erased
    digest     bytea  NOT NULL, -- of salt and values
    hash       bytea  NOT NULL
);
CREATE INDEX audit_lead ON audit (lead_pk);

-- The newest row of the chain.
CREATE TABLE audit_head (
    ws   integer PRIMARY KEY,
    n    bigint  NOT NULL,
    hash bytea   NOT NULL
);

INSERT INTO audit_head (ws, n, hash) VALUES (1, 0, '');

-- Full text: the words FTS5 would index (storage::SearchWords), one blank between two. A table of its own, because a change
-- of the lead seldom changes its words.
CREATE TABLE lead_text (
    lead_pk bigint PRIMARY KEY REFERENCES lead (pk) ON DELETE CASCADE,
    words   text   COLLATE "C" NOT NULL,
    tokens  tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
);
CREATE INDEX lead_text_tokens ON lead_text USING gin (tokens);
