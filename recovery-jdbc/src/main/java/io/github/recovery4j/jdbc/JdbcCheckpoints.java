package io.github.recovery4j.jdbc;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.CheckpointTooLargeException;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints as rows. A save is one statement: it claims the next generation in the row of the run, under the token of its
 * lease, and writes over the older of the two rows that hold generations; both or neither.
 *
 * <p>A save of which nothing was heard is repeated. If it had been done, the repetition changes nothing, as its generation is
 * not above the newest, and finds its own mark beside that generation.
 */
final class JdbcCheckpoints implements CheckpointStore {

    private static final Pattern GENERATION = Pattern.compile("generation=(\\d+)$");

    /** How many checkpoints are loaded at a time, and how large they may be for that. */
    private static final int PAGE = 100;

    private static final long SMALL = 64 << 10;

    private final Place place;
    private final Known known;
    private final long largest;

    JdbcCheckpoints(Place place, Known known, long largest) {
        this.place = place;
        this.known = known;
        this.largest = largest;
    }

    @Override
    public List<String> jobs() {
        return place.store(
                "Listing jobs",
                (session, again) -> session.query(place.command("jobs"), row -> SafeText.decode(row.getString("job"))));
    }

    @Override
    public List<RunKey> runs(String job) {
        return List.copyOf(identified(job).values());
    }

    /** The runs of a job by the numbers of their rows. */
    private Map<Long, RunKey> identified(String job) {
        Command runs = place.command("runs").with("job", SafeText.encode(job));
        Map<Long, RunKey> identified = new LinkedHashMap<>();
        place.store("Listing the runs of '" + job + "'", (session, again) -> {
            identified.clear();
            return session.query(
                    runs, row -> identified.put(row.getLong("id"), new RunKey(job, new RunId(row.getString("name")))));
        });
        return identified;
    }

    /** The unfinished runs that have no owner, in one statement. */
    List<RunKey> unowned() {
        Command unowned = place.command("unowned");
        return place.store(
                "Looking for runs without an owner",
                (session, again) -> session.query(
                        unowned,
                        row -> new RunKey(SafeText.decode(row.getString("job")), new RunId(row.getString("name")))));
    }

    /** Many small ones at a time; each that is large, damaged or of another format by itself. */
    @Override
    public void loadAll(String job, BiConsumer<RunKey, Loaded> reader) {
        Map<Long, RunKey> all = identified(job);
        List<Long> ids = List.copyOf(all.keySet());
        for (int from = 0; from < ids.size(); from += PAGE) {
            List<Long> page = ids.subList(from, Math.min(ids.size(), from + PAGE));
            Map<Long, Loaded> loaded = loadSmall(all, page);
            for (Long id : page) {
                RunKey run = Objects.requireNonNull(all.get(id));
                Loaded found = loaded.get(id);
                reader.accept(run, found == null ? load(run, Long.MAX_VALUE) : found);
            }
        }
    }

    private Loaded read(Map<Long, RunKey> runs, ResultSet row) throws SQLException {
        RunKey run = Objects.requireNonNull(runs.get(row.getLong("id")));
        return new Loaded(CheckpointRow.read(run, row), location(row), List.of());
    }

    private Map<Long, Loaded> loadSmall(Map<Long, RunKey> runs, List<Long> ids) {
        Command load = place.command("load several")
                .withArray("ids", "bigint", ids.toArray())
                .with("largest", SMALL)
                .with("format", CheckpointRow.FORMAT);
        Map<Long, Loaded> loaded = new HashMap<>();
        place.store("Loading runs", (session, again) -> {
            try {
                return session.query(load, row -> loaded.put(row.getLong("id"), read(runs, row)));
            } catch (SQLException e) {
                if (Failure.of(e) != Failure.DAMAGED) {
                    throw e;
                }
                return List.of(); // one of them, so each is loaded by itself
            }
        });
        loaded.values().removeIf(found -> found.checkpoint().isEmpty());
        return loaded;
    }

    @Override
    public Loaded load(RunKey run, long below) {
        List<Damage> damages = new ArrayList<>();
        for (long limit = below; ; ) {
            Optional<Row> found = find(run, limit);
            if (found.isEmpty() || found.get().checkpoint() != null) {
                return new Loaded(
                        found.map(Row::checkpoint), found.map(Row::location).orElse(""), damages);
            }
            damages.add(new Damage(run, found.get().location(), found.get().reason()));
            limit = found.get().generation();
        }
    }

    private Optional<Row> find(RunKey run, long below) {
        OwnedKey key = OwnedKey.of(run);
        Command load = place.command("load", key).with("below", below).with("largest", largest);
        return place.store("Loading run " + run, (session, again) -> {
            try {
                return session.queryOne(load, row -> row(run, row));
            } catch (SQLException e) {
                if (Failure.of(e) != Failure.DAMAGED) {
                    throw e;
                }
                Command which = place.command("unreadable", key).with("below", below);
                return session.queryOne(which, row -> damaged(row, "the database cannot read it: " + e.getMessage()));
            }
        });
    }

    /**
     * A generation that was found.
     *
     * @param checkpoint null if it is damaged
     */
    private record Row(
            long generation,
            String location,
            String reason,
            @Nullable Checkpoint checkpoint) {}

    private Row row(RunKey run, ResultSet row) throws SQLException {
        String location = location(row);
        int format = row.getInt("format");
        if (format > CheckpointRow.FORMAT) {
            throw new UnsupportedFormatException(location, format, CheckpointRow.FORMAT);
        }
        long size = row.getLong("size");
        if (size > largest) {
            throw new CheckpointTooLargeException(location, size, largest);
        }
        Optional<Checkpoint> checkpoint = CheckpointRow.read(run, row);
        return checkpoint.isPresent()
                ? new Row(row.getLong("generation"), location, "", checkpoint.get())
                : damaged(row, "it is not what was saved, its checksum differs");
    }

    private Row damaged(ResultSet row, String reason) throws SQLException {
        return new Row(row.getLong("generation"), location(row), reason, null);
    }

    private String location(ResultSet row) throws SQLException {
        return "%s of %s, owned=%d generation=%d"
                .formatted(place.table("checkpoint"), place.name(), row.getLong("owned"), row.getLong("generation"));
    }

    @Override
    public void save(Checkpoint checkpoint) {
        long size = checkpoint.config().length() + CheckpointRow.length(checkpoint);
        if (size > largest) {
            throw new StoreException(
                    "%s would take %d bytes, the limit is %d; it was not saved, earlier generations are unharmed"
                            .formatted(checkpoint, size, largest),
                    null);
        }
        OwnedKey key = OwnedKey.of(checkpoint.run());
        long token = checkpoint.stamp().token();
        Optional<Holding> holding = known.of(key, token);
        long acknowledged = acknowledged(holding);
        UUID mark = UUID.randomUUID();
        Command save = CheckpointRow.bind(place.command("save", key, token), checkpoint)
                .withOther("save", mark)
                .with("known", acknowledged);
        place.store("Saving " + checkpoint, (session, again) -> {
            if (session.update(save) == 0) {
                Optional<Standing> standing = standing(session, key);
                if (standing.map(Standing::save).filter(mark::equals).isEmpty()) {
                    throw refused(checkpoint, standing, holding, acknowledged);
                }
            }
            return true;
        });
        holding.ifPresent(held -> held.acknowledge(checkpoint.generation()));
    }

    private static long acknowledged(Optional<Holding> holding) {
        return holding.map(Holding::generation).orElse(0L);
    }

    /** Nothing was changed, and not by an earlier try either. */
    private static SQLException refused(
            Checkpoint checkpoint, Optional<Standing> standing, Optional<Holding> holding, long acknowledged) {
        RunKey run = checkpoint.run();
        FencedException fenced = Standing.fenced(run, checkpoint.stamp().token(), standing, holding, acknowledged);
        if (fenced != null) {
            throw fenced;
        }
        long newest = standing.orElseThrow().generation();
        if (newest >= checkpoint.generation()) {
            throw new IllegalArgumentException(
                    "%s is not above the newest generation %d; nothing was saved".formatted(checkpoint, newest));
        }
        return changing(run);
    }

    /** What was in the way is not there any more. */
    private static SQLException changing(RunKey run) {
        return new SQLException("Run " + run + " changes at the same time", "40001");
    }

    private Optional<Standing> standing(Database.Session session, OwnedKey key) throws SQLException {
        return session.queryOne(place.command("standing", key), Standing::read);
    }

    @Override
    public String quarantine(Damage damage, long token) {
        Matcher matcher = GENERATION.matcher(damage.location());
        long generation = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        return owning("Setting aside " + damage, damage.run(), token, (session, again) -> {
                    try {
                        return setAside("quarantine", damage, generation, token, session);
                    } catch (SQLException e) {
                        if (Failure.of(e) != Failure.DAMAGED) {
                            throw e;
                        }
                        return setAside("quarantine unreadable", damage, generation, token, session);
                    }
                })
                .filter(id -> id > 0)
                .map(id -> "%s of %s, id=%d".formatted(place.table("quarantine"), place.name(), id))
                .orElse(damage.location());
    }

    /** With all that there is of it, or with what the database can read. */
    private Optional<Long> setAside(
            String statement, Damage damage, long generation, long token, Database.Session session)
            throws SQLException {
        Command quarantine = place.command(statement, OwnedKey.of(damage.run()), token)
                .with("generation", generation)
                .with("reason", SafeText.encode(damage.reason()));
        return session.queryOne(quarantine, row -> row.getLong("id"));
    }

    @Override
    public void remove(RunKey run, long token) {
        OwnedKey key = OwnedKey.of(run);
        Optional<Holding> holding = known.of(key, token);
        Command remove = place.command("remove", key, token);
        owning("Removing run " + run, run, token, (session, again) -> {
            boolean gone = session.update(remove) == 1
                    || (again && standing(session, key).isEmpty());
            return gone ? Optional.of(true) : Optional.empty();
        });
        holding.ifPresent(Holding::remove);
    }

    @Override
    public Attempts attempts(RunKey run) {
        Command attempts = place.command("attempts", OwnedKey.of(run));
        return place.store(
                        "Reading the attempts of run " + run,
                        (session, again) -> session.queryOne(
                                attempts,
                                row -> new Attempts(
                                        row.getLong("attempts_generation"),
                                        row.getInt("attempts_count"),
                                        Attempts.Instruction.valueOf(row.getString("attempts_said")))))
                .orElse(Attempts.NONE);
    }

    @Override
    public void record(RunKey run, Attempts attempts, long token) {
        Command record = place.command("record", OwnedKey.of(run), token)
                .with("generation", attempts.generation())
                .with("count", attempts.count())
                .with("said", attempts.instruction().name());
        owning(
                "Recording the attempts of run " + run,
                run,
                token,
                (session, again) -> session.update(record) == 1 ? Optional.of(true) : Optional.empty());
    }

    /** Does something that answers only to the owner of a run. */
    private <T> Optional<T> owning(String what, RunKey run, long token, Database.Work<Optional<T>> work) {
        OwnedKey key = OwnedKey.of(run);
        Optional<Holding> holding = known.of(key, token);
        long acknowledged = acknowledged(holding);
        return place.store(what, (session, again) -> {
            Optional<T> done = work.carryOut(session, again);
            if (done.isEmpty()) {
                FencedException fenced = Standing.fenced(run, token, standing(session, key), holding, acknowledged);
                if (fenced != null) {
                    throw fenced;
                }
                throw changing(run);
            }
            return done;
        });
    }
}
