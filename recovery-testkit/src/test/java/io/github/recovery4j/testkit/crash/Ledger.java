package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.step.StepContext;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What steps did to the world, kept in a file outside the process: line by line what was begun, what took effect, and
 * what was acknowledged. It is told a violation of the promise: that what was acknowledged was begun again.
 */
final class Ledger implements RecoveryListener {

    private final Path file;
    private final World world;

    Ledger(World world) {
        this.world = world;
        this.file = world.directory().resolve("ledger");
    }

    /** Takes effect once for each idempotency key, as a careful receiver does. */
    void effect(String what, StepContext step) throws Exception {
        if (lines().contains("acknowledged " + step.idempotencyKey())) {
            add("VIOLATION: " + step.idempotencyKey() + " was acknowledged and is done again");
        }
        if (!lines().contains(what + " " + step.idempotencyKey())) {
            world.effect(what, () -> add(what + " " + step.idempotencyKey()));
        }
    }

    /** Something that need not happen in every trial, so it is not counted. */
    void note(String line) {
        add(line);
    }

    void acknowledged(String key) {
        add("acknowledged " + key);
    }

    /** The acknowledgement of an undone step is its event. */
    @Override
    public void on(RecoveryEvent event) {
        if (event instanceof RecoveryEvent.StepUndone undone) {
            acknowledged(undone.run().id() + "/" + undone.step() + "/undo");
        }
    }

    private synchronized void add(String line) {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lines() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    List<String> starting(String prefix) throws IOException {
        return lines().stream().filter(line -> line.startsWith(prefix)).toList();
    }

    List<String> violations() throws IOException {
        return starting("VIOLATION");
    }
}
