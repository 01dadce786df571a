-- Recovery4j, schema version 1.

-- Fencing tokens. One sequence for all of them, so that a token never comes again, whatever was removed.
CREATE SEQUENCE {schema}.epoch;

-- What can be owned, one row each: a run, the admission of new runs of a job, a journal that belongs to a name.
-- A run also has here how far it is. No index is on a column that changes, so that updates stay within their page (HOT).
CREATE TABLE {schema}.owned (
    id                  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key                 bytea       NOT NULL UNIQUE,        -- SHA-256 of kind, job and name, which may be of any length
    kind                text        NOT NULL CHECK (kind IN ('run', 'admission', 'journal')),
    job                 text        COLLATE "C" NOT NULL,
    name                text        COLLATE "C" NOT NULL,   -- of a run its id
    epoch               bigint      NOT NULL,               -- the fencing token of the newest owner
    claim               uuid        NOT NULL,               -- tells a repeated claim from somebody else's
    host                text        NOT NULL,               -- the newest owner
    pid                 bigint      NOT NULL,
    started_at          timestamptz NOT NULL,
    since               timestamptz NOT NULL,
    expires_at          timestamptz,                        -- null: given back
    writer              bigint      NOT NULL DEFAULT 0,     -- the opening of the journal that may append
    generation          bigint      NOT NULL DEFAULT 0,     -- the newest one; 0: not a run yet
    saves               bigint      NOT NULL DEFAULT 0,
    save                uuid,                               -- the newest save
    saved_at            timestamptz,
    finished            boolean     NOT NULL DEFAULT false,
    keep_until          timestamptz,                        -- of a finished run
    attempts_generation bigint      NOT NULL DEFAULT 0,
    attempts_count      integer     NOT NULL DEFAULT 0,
    attempts_said       text        NOT NULL DEFAULT 'NONE' -- what a person has said about the run
                                    CHECK (attempts_said IN ('NONE', 'RELEASED', 'CANCELLED'))
) WITH (fillfactor = 50);

CREATE INDEX owned_job ON {schema}.owned USING hash (job);

-- For whoever takes over. Nothing in it changes while a run works, so that saving touches no index.
CREATE INDEX owned_unfinished ON {schema}.owned (id) WHERE kind = 'run' AND NOT finished;

-- The two newest generations of each run, in turns in two rows, so that no row is ever added or deleted while a run works.
CREATE TABLE {schema}.checkpoint (
    owned           bigint      NOT NULL REFERENCES {schema}.owned ON DELETE CASCADE,
    slot            smallint    NOT NULL,
    generation      bigint      NOT NULL,
    epoch           bigint      NOT NULL,
    saved_at        text        NOT NULL,                   -- to the nanosecond, which a timestamp does not have
    instance        text        NOT NULL,
    kind            text        NOT NULL,                   -- admission, state, result
    keep_until      text,
    positions       text        NOT NULL,                   -- of named sources, a line each
    config_codec    text        NOT NULL,
    config_version  integer     NOT NULL,
    config          bytea       NOT NULL,
    content_codec   text,
    content_version integer,
    content         bytea,                                  -- the state, or the result
    format          integer     NOT NULL,
    checksum        bigint      NOT NULL,                   -- CRC32C over everything else
    PRIMARY KEY (owned, slot)
) WITH (fillfactor = 50, toast.autovacuum_vacuum_scale_factor = 0.05);

-- Codecs compress where that pays; the server's compression costs more than it saves.
ALTER TABLE {schema}.checkpoint ALTER config SET STORAGE EXTERNAL, ALTER content SET STORAGE EXTERNAL;

-- Damaged generations that were set aside, as evidence. Nothing reads them; delete them as you like.
CREATE TABLE {schema}.quarantine (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    set_aside_at timestamptz NOT NULL,
    job          text        NOT NULL,
    name         text        NOT NULL,
    reason       text        NOT NULL,
    evidence     {schema}.checkpoint NOT NULL
);

-- The records of journals: those of runs, and those that belong to a name.
CREATE TABLE {schema}.record (
    owned    bigint  NOT NULL REFERENCES {schema}.owned ON DELETE CASCADE,
    position bigint  NOT NULL,
    type     integer NOT NULL,
    checksum integer NOT NULL,                              -- CRC32C of position, type and payload
    payload  bytea   NOT NULL,
    PRIMARY KEY (owned, position)
);

ALTER TABLE {schema}.record ALTER payload SET STORAGE EXTERNAL;

-- For people and dashboards.
CREATE VIEW {schema}.run AS
    SELECT job, name AS run, generation, saved_at, finished, keep_until,
           attempts_count AS attempts, attempts_generation AS attempts_since_generation,
           CASE WHEN expires_at > clock_timestamp() THEN host END AS owner_host,
           CASE WHEN expires_at > clock_timestamp() THEN pid END AS owner_pid,
           CASE WHEN expires_at > clock_timestamp() THEN since END AS owned_since,
           NOT finished AND expires_at <= clock_timestamp() AS abandoned
      FROM {schema}.owned
     WHERE kind = 'run' AND generation > 0;

INSERT INTO {schema}.schema_version (version, usable_from) VALUES (1, 1);
