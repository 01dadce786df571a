package io.github.recovery4j.examples.aggregator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the book. */
@Command(name = "book", mixinStandardHelpOptions = true, description = "Shows the book, while nobody writes in it.")
final class ShowBook implements Callable<Integer> {

    @Option(names = "--book", paramLabel = "DIR", description = "Which. Default: aggregator.book")
    private Path directory = Path.of("aggregator.book");

    @Option(names = "--all", description = "Every payment, not only how much was paid.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("There is no book in " + directory);
        }
        try (Book book = Book.open(directory)) {
            if (all) {
                book.all().forEach(payment -> System.out.println("%s %s".formatted(payment.key(), payment.amount())));
            }
            book.totals().forEach((chain, total) -> System.out.println("%s %s".formatted(chain, total)));
        }
        return CommandLine.ExitCode.OK;
    }
}
