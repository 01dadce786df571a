package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often a run was tried: {@code 01J8….attempts}, one {@link SealedLine}.
 *
 * <pre>
 * {"recovery4j":1,"job":"sync","run":"01J8…","generation":42,"count":2,"instruction":"none","checksum":"…"}
 * </pre>
 */
final class AttemptsFile {

    private static final Logger log = LoggerFactory.getLogger(AttemptsFile.class);
    private static final long LARGEST = 1 << 20;

    private AttemptsFile() {}

    static Path path(Volume volume, RunKey run) {
        return volume.directory(run.job()).resolve(run.id() + ".attempts");
    }

    static void write(Volume volume, RunKey run, Attempts attempts) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("job", run.job());
        fields.put("run", run.id());
        fields.put("generation", attempts.generation());
        fields.put("count", attempts.count());
        fields.put("instruction", attempts.instruction().name().toLowerCase(Locale.ROOT));
        volume.replace(path(volume, run), SealedLine.seal(fields));
    }

    /** A damaged record counts nothing: it guards against endless loops, not against one more attempt. */
    static Attempts read(Volume volume, RunKey run) throws IOException {
        Path path = path(volume, run);
        try (Disk.OpenFile file = volume.disk().open(path)) {
            Fields fields = SmallFile.fields(file, path, LARGEST);
            if (!fields.text("run").equals(run.id().text())
                    || !fields.text("job").equals(run.job())) {
                throw new DamagedException("it belongs to another run");
            }
            return new Attempts(fields.number("generation"), fields.number("count", 0), instruction(fields));
        } catch (NoSuchFileException e) {
            return Attempts.NONE;
        } catch (DamagedException | NotRegularException e) {
            log.warn("{} is damaged ({}); attempts are counted from zero again", path, e.getMessage());
            return Attempts.NONE;
        }
    }

    private static Attempts.Instruction instruction(Fields fields) throws DamagedException {
        String said = fields.text("instruction");
        try {
            return Attempts.Instruction.valueOf(said.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new DamagedException("it names an instruction of '" + said + "'");
        }
    }
}
