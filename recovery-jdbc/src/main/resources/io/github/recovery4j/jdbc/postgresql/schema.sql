-- Where Recovery4j keeps things, and which of the numbered scripts were applied.
CREATE SCHEMA IF NOT EXISTS {schema};

CREATE TABLE IF NOT EXISTS {schema}.schema_version (
    version     integer     PRIMARY KEY,
    usable_from integer     NOT NULL,                       -- the oldest schema version whose code can work with this one
    applied_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
