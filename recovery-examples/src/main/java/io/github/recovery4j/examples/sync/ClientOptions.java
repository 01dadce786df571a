package io.github.recovery4j.examples.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which nodes are wanted. */
final class ClientOptions {

    @Option(
            names = "--el-client",
            paramLabel = "NAME",
            required = true,
            description = "The execution client: ${COMPLETION-CANDIDATES}.")
    private @Nullable ExecutionClient el;

    @Option(
            names = "--cl-client",
            paramLabel = "NAME",
            required = true,
            description = "The consensus client: ${COMPLETION-CANDIDATES}.")
    private @Nullable ConsensusClient cl;

    @Option(
            names = "--el-image",
            paramLabel = "IMAGE",
            description = "What the execution node is made of. Default: whatever an earlier run has, or the newest.")
    private String elImage = "";

    @Option(names = "--cl-image", paramLabel = "IMAGE", description = "The same for the consensus node.")
    private String clImage = "";

    @Option(
            names = "--el-extra-args",
            paramLabel = "ARGS",
            description = "More arguments of the execution node, apart by spaces. May be given more than once.")
    private List<String> elArguments = new ArrayList<>();

    @Option(names = "--cl-extra-args", paramLabel = "ARGS", description = "The same for the consensus node.")
    private List<String> clArguments = new ArrayList<>();

    SyncConfig.Client el() {
        return new SyncConfig.Client(String.valueOf(el), elImage.strip(), words(elArguments));
    }

    SyncConfig.Client cl() {
        return new SyncConfig.Client(String.valueOf(cl), clImage.strip(), words(clArguments));
    }

    private static List<String> words(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Arrays.stream(text.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
