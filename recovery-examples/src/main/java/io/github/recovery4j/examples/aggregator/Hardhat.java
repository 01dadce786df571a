package io.github.recovery4j.examples.aggregator;

import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The npm package that runs a development chain, in a folder into which it is installed once.
 *
 * @param folder where it is installed
 */
record Hardhat(Path folder) {

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration INSTALLATION = Duration.ofMinutes(5);
    private static final List<String> OURS = List.of("package.json", "hardhat.config.js");
    private static final int OLDEST_NODE = 18;
    private static final ReentrantLock installing = new ReentrantLock();

    /** Why it cannot be installed here; empty if it can. */
    static Optional<String> missing() throws InterruptedException {
        try {
            String node = ask(Command.of("node", "--version")).out().lastLine();
            ask(Command.of("npm", "--version"));
            int version = Integer.parseInt(node.replaceAll("^v|\\..*$", ""));
            return version >= OLDEST_NODE
                    ? Optional.empty()
                    : Optional.of("node is %s, and has to be %d or newer".formatted(node, OLDEST_NODE));
        } catch (IOException | NumberFormatException e) {
            return Optional.of("node and npm are needed: " + e.getMessage());
        }
    }

    private static CommandResult ask(Command command) throws IOException, InterruptedException {
        return command.ask(ANSWER);
    }

    /** Installs what is not there. */
    static Hardhat installed(Path folder) throws IOException, InterruptedException {
        Path real = Files.createDirectories(folder).toRealPath();
        installing.lockInterruptibly();
        try (FileChannel file = FileChannel.open(
                        real.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock others = file.lock()) {
            install(real);
        } finally {
            installing.unlock();
        }
        return new Hardhat(real);
    }

    /** What was installed for another package.json, or not to its end, is installed again. */
    private static void install(Path folder) throws IOException, InterruptedException {
        for (String name : OURS) {
            try (InputStream in = Hardhat.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IOException("The resource " + name + " is missing");
                }
                Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path installed = folder.resolve("installed.json");
        Path wanted = folder.resolve("package.json");
        if (Files.exists(installed) && Files.mismatch(installed, wanted) < 0) {
            return;
        }
        Command npm = Command.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock")
                .in(folder);
        CommandResult result = npm.ask(INSTALLATION);
        if (!result.succeeded()) {
            throw new IOException("npm could not install what %s says: %s".formatted(wanted, result.summary()));
        }
        Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The command of a chain that ends with whoever has its standard input open, and leaves nothing in the home directory. */
    ProcessBuilder node(int chainId, int port) {
        ProcessBuilder builder = new ProcessBuilder(
                        "node",
                        folder.resolve("node_modules/hardhat/internal/cli/bootstrap.js")
                                .toString(),
                        "node",
                        "--hostname",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port))
                .directory(folder.toFile());
        builder.environment().put("CHAIN_ID", Integer.toString(chainId));
        builder.environment().put("END_WITH_STDIN", "1");
        builder.environment().put("HARDHAT_DISABLE_TELEMETRY_PROMPT", "true");
        // It colours the lines that are waited for when CI or FORCE_COLOR is set, even for a pipe.
        builder.environment().put("NO_COLOR", "1");
        for (String home : List.of("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")) {
            builder.environment().put(home, folder.resolve("home").toString());
        }
        return builder;
    }
}
