-- What recovery-jdbc says to PostgreSQL: one statement each, of one round trip and one commit. {schema} is the schema,
-- :name a parameter. Every statement that writes asks for the fencing token; none of them goes wrong when it is repeated.
--
-- Locks: whatever writes for an owner locks the owner's row in "owned" first, and no other; who takes that row over waits
-- for it, and whatever comes later finds another epoch there.

-- version
SELECT version, usable_from FROM {schema}.schema_version ORDER BY version DESC LIMIT 1

-- settings
SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')

-- acquire
WITH moment AS MATERIALIZED (
    SELECT clock_timestamp() AS now), -- one for both questions, or a lease could end between them, with nobody to tell of
before AS MATERIALIZED (
    SELECT host, pid, started_at, since, epoch, expires_at, claim FROM {schema}.owned
     WHERE key = :key AND (expires_at IS NULL OR expires_at <= (SELECT now FROM moment) OR claim = :claim)
       FOR UPDATE),
abandoned AS (
    SELECT host, pid, started_at, since, epoch FROM before WHERE expires_at IS NOT NULL AND claim <> :claim),
locked AS (
    SELECT count(*) FROM before)
INSERT INTO {schema}.owned AS o (key, kind, job, name, epoch, claim, host, pid, started_at, since, expires_at)
SELECT :key, :kind, :job, :name, nextval('{schema}.epoch'), :claim, :host, :pid, :started, clock_timestamp(),
       clock_timestamp() + make_interval(secs => :ttl)
  FROM locked
ON CONFLICT (key) DO UPDATE
   SET epoch = nextval('{schema}.epoch'), claim = excluded.claim, host = excluded.host, pid = excluded.pid,
       started_at = excluded.started_at, since = clock_timestamp(),
       expires_at = clock_timestamp() + make_interval(secs => :ttl), writer = 0
 WHERE o.expires_at IS NULL OR o.expires_at <= (SELECT now FROM moment) OR o.claim = :claim
RETURNING o.epoch AS granted, o.since AS granted_at, (SELECT host FROM abandoned), (SELECT pid FROM abandoned),
    (SELECT started_at FROM abandoned), (SELECT since FROM abandoned), (SELECT epoch FROM abandoned)

-- holder
SELECT host, pid, started_at, epoch, since, expires_at FROM {schema}.owned
 WHERE key = :key AND expires_at > clock_timestamp()

-- renew
UPDATE {schema}.owned SET expires_at = clock_timestamp() + make_interval(secs => :ttl)
 WHERE key = :key AND epoch = :epoch AND expires_at IS NOT NULL

-- release
UPDATE {schema}.owned SET expires_at = NULL
 WHERE key = :key AND epoch = :epoch AND expires_at IS NOT NULL

-- abandon
UPDATE {schema}.owned o SET expires_at = clock_timestamp()
  FROM unnest(:keys, :epochs) AS held (key, epoch)
 WHERE o.key = held.key AND o.epoch = held.epoch AND o.expires_at > clock_timestamp()

-- standing
SELECT epoch, expires_at IS NOT NULL AS held, generation, save, host, pid, started_at, since FROM {schema}.owned
 WHERE key = :key

-- save
WITH saved AS (
    UPDATE {schema}.owned
       SET generation = :generation, saves = saves + 1, save = :save, saved_at = :savedAt,
           finished = :finished, keep_until = CAST(:keepUntil AS timestamptz)
     WHERE key = :key AND epoch = :epoch AND expires_at IS NOT NULL
       AND generation < :generation AND generation >= :known
    RETURNING id, saves)
INSERT INTO {schema}.checkpoint (owned, slot, generation, epoch, saved_at, instance, kind, keep_until, positions,
       config_codec, config_version, config, content_codec, content_version, content, format, checksum)
SELECT id, saves % 2, :generation, :epoch, :savedText, :instance, :kind, :keepText, :positions,
       :configCodec, :configVersion, :config, CAST(:contentCodec AS text), CAST(:contentVersion AS integer), CAST(:content AS bytea), :format, :checksum
  FROM saved
ON CONFLICT (owned, slot) DO UPDATE
   SET generation = excluded.generation, epoch = excluded.epoch, saved_at = excluded.saved_at,
       instance = excluded.instance, kind = excluded.kind, keep_until = excluded.keep_until,
       positions = excluded.positions, config_codec = excluded.config_codec,
       config_version = excluded.config_version, config = excluded.config, content_codec = excluded.content_codec,
       content_version = excluded.content_version, content = excluded.content, format = excluded.format,
       checksum = excluded.checksum

-- load
SELECT c.owned, c.generation, c.epoch, c.saved_at, c.instance, c.kind, c.keep_until, c.positions,
       c.config_codec, c.config_version, c.content_codec, c.content_version, c.format, c.checksum,
       octet_length(c.config) + coalesce(octet_length(c.content), 0) AS size,
       CASE WHEN octet_length(c.config) + coalesce(octet_length(c.content), 0) <= :largest THEN c.config END AS config,
       CASE WHEN octet_length(c.config) + coalesce(octet_length(c.content), 0) <= :largest THEN c.content END AS content
  FROM {schema}.owned o JOIN {schema}.checkpoint c ON c.owned = o.id
 WHERE o.key = :key AND c.generation < :below
 ORDER BY c.generation DESC LIMIT 1

-- unreadable
SELECT c.owned, c.generation FROM {schema}.owned o JOIN {schema}.checkpoint c ON c.owned = o.id
 WHERE o.key = :key AND c.generation < :below
 ORDER BY c.generation DESC LIMIT 1

-- jobs
SELECT DISTINCT job FROM {schema}.owned WHERE kind = 'run' AND generation > 0

-- load several
SELECT o.id, c.owned, c.generation, c.epoch, c.saved_at, c.instance, c.kind, c.keep_until, c.positions,
       c.config_codec, c.config_version, c.config, c.content_codec, c.content_version, c.content, c.format, c.checksum
  FROM unnest(:ids) AS o (id) CROSS JOIN LATERAL (
       SELECT * FROM {schema}.checkpoint WHERE owned = o.id ORDER BY generation DESC LIMIT 1) c
 WHERE octet_length(c.config) + coalesce(octet_length(c.content), 0) <= :largest AND c.format <= :format

-- runs
SELECT id, name FROM {schema}.owned WHERE job = :job AND kind = 'run' AND generation > 0

-- unowned
SELECT job, name FROM {schema}.owned
 WHERE kind = 'run' AND NOT finished AND generation > 0 AND (expires_at IS NULL OR expires_at <= clock_timestamp())

-- quarantine
WITH mine AS (
    SELECT id, job, name FROM {schema}.owned
     WHERE key = :key AND epoch = :epoch AND expires_at IS NOT NULL FOR UPDATE),
taken AS (
    DELETE FROM {schema}.checkpoint c USING mine
     WHERE c.owned = mine.id AND c.generation = :generation RETURNING c AS evidence, mine.job, mine.name),
kept AS (
    INSERT INTO {schema}.quarantine (set_aside_at, job, name, reason, evidence)
    SELECT clock_timestamp(), job, name, :reason, evidence FROM taken RETURNING id)
SELECT (SELECT max(id) FROM kept) AS id FROM mine

-- quarantine unreadable
WITH mine AS (
    SELECT id, job, name FROM {schema}.owned
     WHERE key = :key AND epoch = :epoch AND expires_at IS NOT NULL FOR UPDATE),
taken AS (
    DELETE FROM {schema}.checkpoint c USING mine
     WHERE c.owned = mine.id AND c.generation = :generation
    RETURNING mine.job, mine.name, c.owned, c.slot, c.generation, c.epoch, c.saved_at, c.instance, c.kind, c.keep_until,
              c.positions, c.config_codec, c.config_version, c.content_codec, c.content_version, c.format, c.checksum),
kept AS (
    INSERT INTO {schema}.quarantine (set_aside_at, job, name, reason, evidence)
    SELECT clock_timestamp(), job, name, :reason,
           CAST(ROW(owned, slot, generation, epoch, saved_at, instance, kind, keep_until, positions, config_codec,
                    config_version, CAST('' AS bytea), content_codec, content_version, NULL, format, checksum)
                AS {schema}.checkpoint)
      FROM taken RETURNING id)
SELECT (SELECT max(id) FROM kept) AS id FROM mine

-- remove
DELETE FROM {schema}.owned WHERE key = :key AND epoch = :epoch AND expires_at IS NOT NULL

-- attempts
SELECT attempts_generation, attempts_count, attempts_said FROM {schema}.owned WHERE key = :key

-- record
UPDATE {schema}.owned
   SET attempts_generation = :generation, attempts_count = :count, attempts_said = :said
 WHERE key = :key AND epoch = :epoch AND expires_at IS NOT NULL

-- sweep
DELETE FROM {schema}.owned o
 WHERE kind = 'run'
   AND (expires_at IS NULL OR expires_at < clock_timestamp() - make_interval(secs => :grace))
   AND CASE WHEN generation = 0 THEN since < clock_timestamp() - make_interval(secs => :grace)
            WHEN finished THEN keep_until < clock_timestamp()
            ELSE saved_at < clock_timestamp() - make_interval(secs => :age)
                 AND NOT EXISTS (SELECT FROM {schema}.record r WHERE r.owned = o.id) END
RETURNING job, name, generation

-- open journal
WITH mine AS (
    UPDATE {schema}.owned SET writer = nextval('{schema}.epoch')
     WHERE key = :key AND epoch = :epoch AND expires_at IS NOT NULL
    RETURNING id, writer)
SELECT mine.id, mine.writer FROM mine

-- end of journal
SELECT position, octet_length(payload) AS length,
       (SELECT min(position) FROM {schema}.record WHERE owned = :owned) AS start
  FROM {schema}.record WHERE owned = :owned ORDER BY position DESC LIMIT 1

-- append
WITH mine AS MATERIALIZED (
    SELECT id FROM {schema}.owned
     WHERE id = :owned AND writer = :writer AND epoch = :epoch AND expires_at IS NOT NULL FOR SHARE)
INSERT INTO {schema}.record (owned, position, type, checksum, payload)
SELECT mine.id, added.position, added.type, added.checksum, added.payload
  FROM mine, unnest(:positions, :types, :checksums, :payloads) AS added (position, type, checksum, payload)
 WHERE coalesce((SELECT max(position) FROM {schema}.record WHERE owned = :owned), -1) = :last

-- writer
SELECT writer = :writer AND epoch = :epoch AND expires_at IS NOT NULL AS mine, epoch, host, pid, started_at, since,
       expires_at IS NOT NULL AS held,
       coalesce((SELECT max(position) FROM {schema}.record WHERE owned = :owned), -1) AS last
  FROM {schema}.owned WHERE id = :owned

-- journal
SELECT id FROM {schema}.owned WHERE key = :key

-- page
SELECT position, type, checksum, payload FROM (
    SELECT position, type, checksum, payload, sum(octet_length(payload)) OVER (ORDER BY position) AS bytes,
           row_number() OVER (ORDER BY position) AS number
      FROM (SELECT position, type, checksum, payload FROM {schema}.record
             WHERE owned = :owned AND position >= :from AND position < :end
             ORDER BY position LIMIT :records) few) sized
 WHERE number = 1 OR bytes <= :bytes
 ORDER BY position

-- read record
SELECT position, type, checksum, payload FROM {schema}.record WHERE owned = :owned AND position = :position

-- release records
DELETE FROM {schema}.record
 WHERE owned = (SELECT id FROM {schema}.owned
                 WHERE id = :owned AND writer = :writer AND epoch = :epoch AND expires_at IS NOT NULL FOR SHARE)
   AND position < :position
   AND position < (SELECT max(position) FROM {schema}.record WHERE owned = :owned)
