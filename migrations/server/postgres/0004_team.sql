-- What several daemons on one store share beside its records: brakes on guessing and tickets for sockets. And the live part of
-- the tables with a trash, so that a list excludes deleted rows by what it reads.

-- Attempts that still count against one account, one network or everybody together. Kept under a hash: what was typed is in
-- here too.
CREATE TABLE sign_in_brake (
    bucket  bytea  NOT NULL PRIMARY KEY,
    times   text   NOT NULL, -- milliseconds, oldest first, commas between
    ends_at bigint NOT NULL -- from here on the row means nothing
);

CREATE INDEX sign_in_brake_ends ON sign_in_brake (ends_at);

-- A ticket opens one socket once, at whichever daemon it is shown. Whom it lets in is asked of the session then.
CREATE TABLE socket_ticket (
    hash           bytea  NOT NULL PRIMARY KEY, -- SHA-256
    path           text   NOT NULL,
    person_id      uuid   NOT NULL,
    session        text   NOT NULL, -- sid, or `token:` and the id of an API token
    access_ends_at bigint NOT NULL, -- when the access token ends that it was bought with
    expires_at     bigint NOT NULL
);

CREATE INDEX socket_ticket_expires ON socket_ticket (expires_at);

-- A column that is added to one of these tables is not in its views before they are made anew.
CREATE VIEW live_lead AS SELECT * FROM lead WHERE deleted_at IS NULL;
CREATE VIEW trashed_lead AS SELECT * FROM lead WHERE deleted_at IS NOT NULL;
CREATE VIEW live_task AS SELECT * FROM task WHERE deleted_at IS NULL;
CREATE VIEW trashed_task AS SELECT * FROM task WHERE deleted_at IS NOT NULL;
