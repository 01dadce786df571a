package io.github.recovery4j.examples.services;

import io.github.recovery4j.ledger.Grant;
import io.github.recovery4j.ledger.Granted;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be done with the services of a folder. Every method throws an {@link IllegalArgumentException} for what is not
 * carried out because of what was asked for, and an {@link IOException} for what failed.
 */
interface Control extends AutoCloseable {

    /** Has a service run from now on, for some time if that is said. */
    Children.Kept deploy(String name, ServiceSpec spec, Optional<Duration> time)
            throws IOException, InterruptedException;

    /** Has a service not run any more. */
    Children.Retired retire(String name, String reason) throws IOException, InterruptedException;

    /** All that are wanted, in the order in which they were deployed. */
    List<Status> list() throws IOException, InterruptedException;

    /** What happened to a service, oldest first; to the hosts of the folder, if the name is empty. */
    List<Happened> history(String name) throws IOException, InterruptedException;

    /** Compares what is wanted with what is alive, and changes nothing. */
    Findings verify() throws IOException, InterruptedException;

    /** Compares, starts what is missing, and ends what is not wanted. */
    Findings repair() throws IOException, InterruptedException;

    /** Grants something to whoever has the token that is returned. */
    String grant(Grant grant) throws IOException, InterruptedException;

    /** What a token permits; empty if nothing. */
    Optional<Grant> permits(String token) throws IOException, InterruptedException;

    /** Takes back what was granted to a token, if anything was; its fingerprint does for one that is lost. */
    boolean revoke(String tokenOrFingerprint) throws IOException, InterruptedException;

    /** Everything that is granted. */
    List<Granted> grants() throws IOException, InterruptedException;

    @Override
    void close();

    /**
     * A service that is wanted.
     *
     * @param name its name
     * @param command its command
     * @param state what of its process
     * @param pid the number of its process, if it has one
     * @param since when that was started
     * @param until when the service ends by itself
     * @param log where it writes to
     */
    record Status(
            String name,
            List<String> command,
            State state,
            Optional<Long> pid,
            Optional<Instant> since,
            Optional<Instant> until,
            String log) {

        /** What can be told of its process. */
        enum State {
            /** It is alive. */
            UP,
            /** It has ended, or was never started. */
            DOWN,
            /** It cannot be told. */
            UNKNOWN
        }
    }

    /**
     * One thing that happened.
     *
     * @param at when
     * @param what it was
     * @param detail more about it; may be empty
     */
    record Happened(Instant at, String what, String detail) {}

    /**
     * How what is wanted and what is alive differ.
     *
     * @param clean whether they do not
     * @param differences each in words
     * @param repairs what was done about them, in words
     * @param left whether something was to be repaired and is not
     */
    record Findings(boolean clean, List<String> differences, List<String> repairs, boolean left) {}
}
