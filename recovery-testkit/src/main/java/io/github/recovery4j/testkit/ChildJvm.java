package io.github.recovery4j.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a JVM that runs a main class from the class path of this JVM. It starts fast rather than running
 * fast: {@code -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto}, which {@link #flags} can override. Not safe for
 * use by many threads.
 */
public final class ChildJvm {

    private static final List<String> FAST_START =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

    private final String main;
    private final List<String> flags = new ArrayList<>(FAST_START);
    private final List<String> arguments = new ArrayList<>();

    ChildJvm(Class<?> main) {
        this.main = main.getName();
    }

    /**
     * Adds flags of the JVM, behind those that were there.
     *
     * @param more such as {@code -Xmx64m}
     * @return this
     */
    public ChildJvm flags(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    /**
     * Sets a system property.
     *
     * @param name its name
     * @param value its value, as text
     * @return this
     */
    public ChildJvm property(String name, Object value) {
        return flags("-D" + name + "=" + value);
    }

    /**
     * Adds arguments of the main class.
     *
     * @param more the arguments, as text
     * @return this
     */
    public ChildJvm arguments(Object... more) {
        for (Object argument : more) {
            arguments.add(argument.toString());
        }
        return this;
    }

    /** {@return the whole command line, to be changed and started by the caller} */
    public ProcessBuilder command() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(flags);
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(main);
        words.addAll(arguments);
        return new ProcessBuilder(words);
    }

    /**
     * Starts the JVM.
     *
     * @return the process
     * @throws IOException if it cannot be started
     */
    public KillableProcess start() throws IOException {
        return KillableProcess.start(command());
    }
}
