package io.github.recovery4j.examples.aggregator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores the state. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Puts a backup where the state was. There must be none: move what is left of it aside.")
final class Restore implements Callable<Integer> {

    @Parameters(paramLabel = "BACKUP", description = "The folder of one backup.")
    private @Nullable Path backup;

    @Option(names = "--state", paramLabel = "DIR", description = "Where. Default: aggregator.state")
    private Path state = Path.of("aggregator.state");

    @Override
    public Integer call() throws IOException {
        if (backup != null) {
            Backups.restore(backup, state);
            System.out.println("%s is what it was at %s".formatted(state, backup.getFileName()));
        }
        return CommandLine.ExitCode.OK;
    }
}
