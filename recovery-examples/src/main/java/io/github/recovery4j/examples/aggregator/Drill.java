package io.github.recovery4j.examples.aggregator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rehearses the loss of the state: two real chains are followed and backups made meanwhile; the aggregator is killed, its state
 * wiped, and while it is down a chain replaces blocks whose payments are in the book already, and of which the backup knows
 * nothing. It is restored from the backup, goes on, and in the end the book has exactly what the chains say.
 *
 * <p>Needs node and npm. The argument is where the npm package hardhat is, or is to be installed; {@code target/hardhat} by
 * default. Exits with 0 only if everything was as it should be.
 */
public final class Drill {

    private static final String[] OPTIONS = {"--every", "1", "--pace", "5", "--backups"};

    private final Hardhat hardhat;
    private final AggregatorProcess.Home home;
    private final Consumer<String> out;
    private long paid;

    Drill(Hardhat hardhat, Path home, Consumer<String> out) {
        this.hardhat = hardhat;
        this.home = AggregatorProcess.Home.in(home);
        this.out = out;
    }

    /**
     * Runs the drill.
     *
     * @param args where hardhat is, if anywhere
     * @throws IOException if something cannot be started, or a file not be read or written
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Optional<String> missing = Hardhat.missing();
        if (missing.isPresent()) {
            System.err.println("drill: " + missing.get());
            System.exit(1);
        }
        Path home = Files.createTempDirectory("drill-");
        Hardhat hardhat = Hardhat.installed(args.length > 0 ? Path.of(args[0]) : Path.of("target", "hardhat"));
        List<String> wrong = new Drill(hardhat, home, System.out::println).run();
        Folder.delete(home);
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    /** Returns what is wrong in the end. */
    List<String> run() throws IOException, InterruptedException {
        try (DevChain one = DevChain.start(hardhat, "one", 4711, 0);
                DevChain two = DevChain.start(hardhat, "two", 4712, 0)) {
            List<DevChain> chains = List.of(one, two);
            say("chains", one + ", " + two);
            Path backup = lose(one, two);
            long lost = System.nanoTime();
            Backups.restore(backup, home.state());
            try (AggregatorProcess process = AggregatorProcess.follow(home, chains)) {
                goOn(chains, 3);
                process.awaitAll(one, two);
                say(
                        "restored",
                        "caught up %.1f s after the loss: %s, %s"
                                .formatted((System.nanoTime() - lost) / 1e9, place(one), place(two)));
                process.said().filter(line -> line.contains("taken back")).forEach(line -> say("stray", line));
                process.stop();
            }
            return compare(chains);
        }
    }

    /** Returns the backup that is left. */
    private Path lose(DevChain one, DevChain two) throws IOException, InterruptedException {
        List<DevChain> chains = List.of(one, two);
        try (AggregatorProcess process = AggregatorProcess.follow(home, chains, options())) {
            goOn(chains, 10);
            Path backup = process.awaitBackup(process.backups());
            say("backup", "%s, while it is at work".formatted(backup.getFileName()));
            goOn(chains, 5);
            String snapshot = one.snapshot();
            goOn(chains, 2);
            process.awaitAll(one, two);
            say("killed", "at %s, %s; all of it is in the book".formatted(place(one), place(two)));
            process.kill();
            Folder.delete(home.state());
            say("wiped", home.state().toString());
            one.revert(snapshot);
            goOn(chains, 1);
            say("replaced", "two blocks of %s, while nobody looked".formatted(one.chain()));
            return backup;
        }
    }

    private String[] options() {
        String[] all = java.util.Arrays.copyOf(OPTIONS, OPTIONS.length + 1);
        all[OPTIONS.length] = home.backups().toString();
        return all;
    }

    private void goOn(List<DevChain> chains, int blocks) throws IOException, InterruptedException {
        for (int i = 0; i < blocks; i++) {
            for (DevChain chain : chains) {
                chain.pay(paid + 1, paid + 2);
                paid += 2;
                chain.mine(1);
            }
        }
    }

    private List<String> compare(List<DevChain> chains) throws IOException, InterruptedException {
        try (Book book = Book.open(home.book())) {
            List<String> wrong = Comparison.deviations(book, chains);
            wrong.forEach(line -> say("wrong", line));
            if (wrong.isEmpty()) {
                say(
                        "book",
                        "%s, each once, exactly those of the chains; in all %s"
                                .formatted(Describe.payments(book.all().size()), book.totals()));
            }
            return wrong;
        }
    }

    private static String place(DevChain chain) throws IOException, InterruptedException {
        return chain.chain() + " " + chain.head();
    }

    private void say(String topic, String text) {
        out.accept("%-10s %s".formatted(topic, text));
    }
}
