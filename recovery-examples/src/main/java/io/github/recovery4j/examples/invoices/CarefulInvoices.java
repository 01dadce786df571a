package io.github.recovery4j.examples.invoices;

import io.github.recovery4j.Recovery;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the same file as {@link CarelessInvoices}. Its state says how long the file was; what lies behind that was written
 * by an attempt that died before it could say so, and is cut off. The file is durable before the state is.
 */
final class CarefulInvoices {

    private final Path file;

    CarefulInvoices(Path file) {
        this.file = file;
    }

    /**
     * How far it is.
     *
     * @param invoices how many are written
     * @param length how many bytes of the file they are
     */
    record Progress(int invoices, long length) {}

    /** Writes the invoices, or what is left of them to write, and returns how many there are. */
    int write(Recovery recovery, List<Order> orders) {
        return recovery.run("invoices", Progress.class, () -> new Progress(0, 0), run -> {
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.setLength(run.state().length());
                out.seek(out.length());
                for (int next = run.state().invoices(); next < orders.size(); next++) {
                    run.checkpoint(
                            new Progress(next + 1, append(out, orders.get(next).invoice())));
                }
            }
            return orders.size();
        });
    }

    /** Returns how long the file is then. */
    private static long append(RandomAccessFile out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.getFD().sync();
        return out.length();
    }
}
