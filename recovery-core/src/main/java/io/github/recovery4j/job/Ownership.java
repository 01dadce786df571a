package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.step.StepJournal;

/**
 * A run in the hands of this process.
 *
 * @param run which
 * @param instance its label
 * @param config the configuration it was admitted with
 * @param lease the right to write
 * @param journal where its steps are recorded
 */
record Ownership(RunKey run, String instance, Encoded config, Lease lease, StepJournal journal) {}
