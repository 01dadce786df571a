package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has, or last had, a lease: {@code 01J8….owner}. The lock itself cannot tell, and it must not be opened to ask.
 *
 * <pre>
 * {"recovery4j":1,"job":"sync","name":"01J8…","token":3,"host":"web-1","pid":4711,
 *  "startedAt":"2026-11-21T08:59:58.120Z","since":"2026-11-21T09:00:00.123Z","released":0,"checksum":"5a0c21f7"}
 * </pre>
 *
 * @param key what is owned
 * @param holder by whom
 * @param released whether it was given back
 */
record OwnerFile(LeaseKey key, Holder holder, boolean released) {

    private static final long LARGEST = 1 << 20;

    byte[] bytes() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("job", key.job());
        fields.put("name", key.name());
        fields.put("token", holder.token());
        fields.put("host", holder.owner().host());
        fields.put("pid", holder.owner().pid());
        fields.put("startedAt", holder.owner().startedAt());
        fields.put("since", holder.since());
        fields.put("released", released ? 1 : 0);
        return SealedLine.seal(fields);
    }

    /**
     * Reads the owner file of a lease, if there is one.
     *
     * @throws DamagedException if it is damaged, or another lease's
     */
    static Optional<OwnerFile> read(Volume volume, LeaseKey key) throws IOException {
        Optional<OwnerFile> owner = read(volume, volume.owner(key));
        if (owner.isPresent() && !owner.get().key.equals(key)) {
            throw new DamagedException("it belongs to " + owner.get().key);
        }
        return owner;
    }

    /** Reads an owner file, whosever it is. */
    static Optional<OwnerFile> read(Volume volume, Path path) throws IOException {
        try (Disk.OpenFile file = volume.disk().open(path)) {
            return Optional.of(parse(SmallFile.fields(file, path, LARGEST)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The run whose owner file has this name; empty for other leases, and other files. */
    static Optional<RunKey> run(String job, String fileName) {
        return fileName.matches("[0-7][0-9A-HJKMNP-TV-Z]{25}\\.owner")
                ? Optional.of(new RunKey(job, new RunId(fileName.substring(0, 26))))
                : Optional.empty();
    }

    /** Behind the last token there would be none left for the next owner. */
    private static OwnerFile parse(Fields fields) throws DamagedException {
        long token = fields.number("token");
        if (token < 1 || token == Long.MAX_VALUE) {
            throw new DamagedException("it names a token of " + token);
        }
        Owner owner = new Owner(fields.text("host"), fields.number("pid"), fields.instant("startedAt"));
        return new OwnerFile(
                new LeaseKey(fields.text("job"), fields.text("name")),
                new Holder(owner, token, fields.instant("since")),
                fields.number("released") != 0);
    }

    /** Whether its owner may still be working: not released, and not known to be dead or dying. */
    boolean mayBeHeld() {
        Owner owner = holder.owner();
        return !released && owner.mayBeAlive() && !(owner.isOfThisMachine() && DyingProcess.is(owner.pid()));
    }
}
