package io.github.recovery4j.examples.digest;

import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.plan.ConfigMatcher;
import io.github.recovery4j.plan.RecoveryState;
import io.github.recovery4j.plan.Validators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Recovery4j has to know of the digest. */
final class DigestJob {

    static final String NAME = "digest";

    private static final ConfigMatcher<DigestConfig> SAME = ConfigMatcher.<DigestConfig>builder()
            .exact("root", DigestConfig::root)
            .exact("algorithm", DigestConfig::algorithm)
            .exact("output", DigestConfig::output)
            .build();

    private DigestJob() {}

    static RecoverableJob<DigestConfig, DigestState, DigestState> of(
            Work<DigestConfig, DigestState, DigestState> work) {
        return RecoverableJob.named(NAME)
                .config(DigestConfig.class)
                .state(DigestState.class, DigestState::start)
                .instance(DigestConfig::label)
                .matching(SAME)
                .validating(
                        Validators.rewindUnless("the manifest so far is what the checkpoint says", DigestJob::holds))
                .work(work);
    }

    /**
     * Whether the part of the manifest is still there. If it was cut short, an older checkpoint may still hold; if none
     * does, the run starts over. A complete one may have its final name already.
     */
    private static boolean holds(RecoveryState<DigestConfig, DigestState> saved) throws IOException {
        if (saved.state().isEmpty()) {
            return true;
        }
        DigestState state = saved.state().get();
        Path part = saved.config().part(saved.run().id());
        Path manifest =
                state.complete() && Files.notExists(part) ? saved.config().outputPath() : part;
        return ManifestPart.begins(manifest, state.manifest());
    }
}
