package io.github.recovery4j;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The facade on real files: recoveries of one directory, as processes that come one after the other or work side by
 * side. They are closed after the test; what they tell is remembered; their wall clock stands still until it is moved.
 */
final class Recoveries implements AfterEachCallback {

    private final Supplier<Path> directory;
    private final List<RecoveryEvent> events = new CopyOnWriteArrayList<>();
    private final List<Recovery> opened = new ArrayList<>();
    private final AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-11-21T09:00:00Z"));

    /** On a directory that is known when the first one is built. */
    Recoveries(Supplier<Path> directory) {
        this.directory = directory;
    }

    RecoveryBuilder builder() {
        return Recovery.builder()
                .storage(() ->
                        FileStorage.builder(directory.get()).clock(this::now).open())
                .codec(new TestCodec())
                .listener(this::hear)
                .time(this::now, System::nanoTime, Recoveries::askAgain)
                .shutdownOn(ShutdownTrigger.none());
    }

    /** What is waited for is the work of other threads and takes as long as it takes: no pause makes it come earlier. */
    private static void askAgain(Duration pause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before waiting for " + pause);
        }
        Thread.onSpinWait();
    }

    Recovery open() {
        return open(builder());
    }

    Recovery open(RecoveryBuilder builder) {
        Recovery recovery = builder.open();
        opened.add(recovery);
        return recovery;
    }

    void hear(RecoveryEvent event) {
        events.add(event);
    }

    <T extends RecoveryEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    Instant now() {
        return wall.get();
    }

    /** Moves the wall clock, forth or back. */
    void moveClock(Duration by) {
        wall.updateAndGet(now -> now.plus(by));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(Recovery::close);
    }
}
