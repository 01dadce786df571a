package io.github.recovery4j.examples.services;

import io.github.recovery4j.ledger.Grant;
import io.github.recovery4j.ledger.Granted;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands {@code services token …}. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Grants and revokes what others may ask the host for. Only the hashes of tokens are kept.",
        synopsisSubcommandLabel = "COMMAND")
final class TokenCommand {

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable Services services;

    private Services services() {
        return Objects.requireNonNull(services, "picocli sets it");
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    }

    @Command(
            name = "grant",
            mixinStandardHelpOptions = true,
            description = "Makes a token, and prints it. It is shown this once.")
    int grant(
            @Parameters(
                            paramLabel = "PERMISSION",
                            description =
                                    "read: list, history, verify. deploy: deploy, retire and repair too. admin: tokens too.")
                    String permission,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description = "Such as 90s, 15m, 8h, 2d. Default: until it is revoked")
                    @Nullable
                    Duration time,
            @Option(names = "--note", paramLabel = "TEXT", description = "Whom it is for.") @Nullable String note)
            throws Exception {
        Grant grant = new Grant(
                Permission.of(permission).text(),
                "",
                Optional.ofNullable(time).map(Instant.now()::plus),
                note == null ? Map.of() : Map.of("note", note));
        out().println(services().<String>with(control -> control.grant(grant)));
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = "Tells what a token permits.")
    int verify(
            @Parameters(
                            paramLabel = "TOKEN",
                            arity = "0..1",
                            description = "Read from the standard input if it is not given.")
                    @Nullable
                    String token)
            throws Exception {
        String presented = Services.tokenOrInput(token);
        Optional<Grant> grant = services().with(control -> control.permits(presented));
        out().println(grant.map(Services::words).orElse("It permits nothing."));
        return grant.isPresent() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Takes back what was granted to a token.")
    int revoke(
            @Parameters(
                            paramLabel = "TOKEN",
                            arity = "0..1",
                            description =
                                    "The token, or its fingerprint as 'list' shows it. Read from the standard input if it is not given.")
                    @Nullable
                    String token)
            throws Exception {
        String presented = Services.tokenOrInput(token);
        boolean revoked = services().<Boolean>with(control -> control.revoke(presented));
        out().println(revoked ? "It permits nothing any more." : "It permitted nothing.");
        return revoked ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Shows what is granted, with the fingerprints of the tokens, which cannot be shown themselves.")
    int list() throws Exception {
        List<Granted> grants = services().with(Control::grants);
        grants.forEach(granted -> out().println(granted.fingerprint() + "  " + Services.words(granted.grant())));
        if (grants.isEmpty()) {
            out().println("Nothing is granted.");
        }
        return CommandLine.ExitCode.OK;
    }
}
