package io.github.recovery4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Saves 1 KB again and again, through the store and through a run, and looks what that leaves behind: descriptors,
 * threads, files, their bytes and heap must stay what they were after the first thousand saves, and a late save must not allocate
 * more than an early one. Exits with 1 if something grew.
 *
 * <p>Argument: how many saves (1000000).
 */
public final class Endurance {

    /** After these, everything that is loaded or compiled late has been. */
    static final int FIRST = 1000;

    private static final int SAMPLES = 10;
    private static final byte[] STATE = Scratch.payload(1 << 10);

    private final Saver saver;
    private final Path directory;
    private final List<Usage> usages = new ArrayList<>();
    private long saved;

    private Endurance(Saver saver, Path directory) {
        this.saver = saver;
        this.directory = directory;
    }

    /** Saves, prints and judges. */
    public static void main(String[] args) throws IOException {
        int saves = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        boolean flat = true;
        for (Way way : List.of(Way.STORE, Way.CHECKPOINT)) {
            List<Usage> usages = run(way, saves);
            List<String> growth = growth(usages);
            System.out.printf("%s%n%s%n", way, Usage.HEADINGS);
            usages.forEach(System.out::println);
            growth.forEach(System.out::println);
            flat &= growth.isEmpty();
        }
        System.out.println(flat ? "Nothing grew" : "Something grew");
        System.exit(flat ? 0 : 1);
    }

    /**
     * Saves in one way.
     *
     * @param saves how many, more than {@link #FIRST}
     * @return what was in use after the first thousand, and after each tenth of the rest
     */
    static List<Usage> run(Way way, int saves) throws IOException {
        try (Scratch scratch = Scratch.create();
                Saver saver = way.open(scratch.path())) {
            Endurance endurance = new Endurance(saver, scratch.path());
            endurance.save(FIRST);
            for (int sample = 0; sample < SAMPLES; sample++) {
                endurance.save((saves - FIRST) / SAMPLES);
            }
            return endurance.usages;
        }
    }

    private void save(int times) throws IOException {
        long allocated = Usage.allocatedByThisThread();
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            saver.save(STATE);
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start) / times;
        allocated = (Usage.allocatedByThisThread() - allocated) / times;
        saved += times;
        usages.add(Usage.now(saved, directory, allocated, micros));
    }

    /** In words, what grew; allocation only counts from the second usage on, when the code is compiled. */
    static List<String> growth(List<Usage> usages) {
        Usage first = usages.get(0);
        Usage second = usages.get(1);
        Usage last = usages.get(usages.size() - 1);
        List<String> growth = last.grownSince(first);
        if (last.allocatesMoreThan(second)) {
            growth.add("allocation grew from %d to %d bytes for each save"
                    .formatted(second.allocated(), last.allocated()));
        }
        return growth;
    }
}
