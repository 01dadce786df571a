package io.github.recovery4j.testkit.warm;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.testkit.TextCodec;
import io.github.recovery4j.warm.Outside;
import io.github.recovery4j.warm.SyncLimit;
import io.github.recovery4j.warm.WarmDefinition;
import io.github.recovery4j.warm.WarmRestart;
import java.io.IOException;
import java.nio.file.Path;

/** Mirrors one folder into another: first all of it, then each change that it makes itself, until it is killed. */
final class MirroringMain {

    private static final int KEYS = 10;
    private static final int REMOVAL = 7;

    private MirroringMain() {}

    /** Arguments: directory, and the number of the first change; -1 to make none. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Folder source = Folder.in(directory.resolve("source"));
        Folder outside = Folder.in(directory.resolve("outside"));
        int[] writes = {0};
        try (Recovery recovery = Recovery.builder()
                .directory(directory.resolve("recovery"))
                .codec(new TextCodec())
                .open()) {
            WarmRestart<String, Long> mirror = recovery.warmRestart(
                    WarmDefinition.named("folder", String.class, Long.class, counting(outside, writes))
                            .limit(SyncLimit.none()));
            System.out.println("start " + mirror.start().describe());
            mirror.refreshAll(source.all());
            mirror.complete();
            System.out.println("synced " + writes[0]);
            change(source, mirror, Long.parseLong(arguments[1]));
        }
    }

    private static Outside<String, Long> counting(Folder outside, int[] writes) {
        return new Outside<>() {
            @Override
            public void write(String key, Long value) throws Exception {
                writes[0]++;
                outside.write(key, value);
            }

            @Override
            public void delete(String key) throws Exception {
                writes[0]++;
                outside.delete(key);
            }
        };
    }

    private static void change(Folder source, WarmRestart<String, Long> mirror, long first) throws IOException {
        for (long number = first; number >= 0; number++) {
            String key = "key" + number % KEYS;
            if (number % REMOVAL == 0) {
                source.delete(key);
                mirror.remove(key);
            } else {
                source.write(key, number);
                mirror.refresh(key, number);
            }
            System.out.println("told " + number);
        }
    }
}
