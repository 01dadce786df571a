package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.testkit.KillableProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command in a JVM of its own, which can be killed. */
final class AggregatorProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DONE = "; 0 to be entered";
    private static final Pattern WORK = Pattern.compile("; [1-9]\\d* to be entered$");
    private static final String BACKUP = "backup ";

    private final KillableProcess process;

    private AggregatorProcess(KillableProcess process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param home where its state, its book and its backups are
     * @param chains what it follows
     * @param options more of its command line
     */
    static AggregatorProcess follow(Home home, List<DevChain> chains, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "follow",
                "--state",
                home.state().toString(),
                "--book",
                home.book().toString()));
        chains.forEach(chain -> arguments.addAll(List.of("--chain", chain.toString())));
        arguments.addAll(List.of(options));
        return new AggregatorProcess(KillableProcess.java(Aggregator.class)
                .arguments(arguments.toArray())
                .start());
    }

    /** Waits for something it says. */
    String awaitLine(String part) throws InterruptedException {
        return process.awaitLine(line -> line.contains(part), PATIENCE);
    }

    /** Waits until it has seen, and entered, all there is on some chains, on which nothing is mined meanwhile. */
    void awaitAll(DevChain... chains) throws IOException, InterruptedException {
        List<String> places = new ArrayList<>();
        for (DevChain chain : chains) {
            places.add(chain.chain() + " " + chain.head());
        }
        process.awaitLine(line -> line.endsWith(DONE) && places.stream().allMatch(line::contains), PATIENCE);
    }

    /** Waits until it has something to enter, and tells so. */
    void awaitWork() throws InterruptedException {
        process.awaitLine(line -> WORK.matcher(line).find(), PATIENCE);
    }

    /** Waits for one more backup than there were at some time. */
    Path awaitBackup(int before) throws InterruptedException {
        int[] seen = new int[1];
        String line = process.awaitLine(said -> said.startsWith(BACKUP) && ++seen[0] > before, PATIENCE);
        return Path.of(line.substring(BACKUP.length(), line.indexOf(';')));
    }

    int backups() {
        return (int) said().filter(line -> line.startsWith(BACKUP)).count();
    }

    Stream<String> said() {
        return process.output().stream();
    }

    /** What it says to whoever looks after it. */
    List<String> complaints() {
        return process.errors();
    }

    /** Kills it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.kill();
        process.awaitExit(PATIENCE);
    }

    /** Asks it to stop, as {@code kill} does. Returns its exit code. */
    int stop() throws InterruptedException {
        process.terminate();
        return awaitExit();
    }

    int awaitExit() throws InterruptedException {
        return process.awaitExit(PATIENCE);
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }

    /**
     * Where it keeps things.
     *
     * @param state how far it is
     * @param book what counts
     * @param backups copies of the state
     */
    record Home(Path state, Path book, Path backups) {

        static Home in(Path folder) {
            return new Home(folder.resolve("state"), folder.resolve("book"), folder.resolve("backups"));
        }
    }
}
