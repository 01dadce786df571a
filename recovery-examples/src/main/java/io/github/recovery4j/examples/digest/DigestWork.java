package io.github.recovery4j.examples.digest;

import io.github.recovery4j.examples.digest.DigestState.Extent;
import io.github.recovery4j.examples.digest.DigestState.Unreadable;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunStoppedException;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Digests every file of a tree, in the order of their names, from the one after the last that is done.
 *
 * <p>Every checkpoint says how far the work is and how much of the manifest counts; the manifest is durable up to there
 * before the checkpoint is saved. The last checkpoint says that the manifest is complete, then it is renamed.
 *
 * <table>
 *   <caption>What a crash leaves</caption>
 *   <tr><th>a crash after</th><th>leaves</th></tr>
 *   <tr><td>lines were appended</td><td>lines that do not count; they are cut off and made again</td></tr>
 *   <tr><td>the manifest was made durable</td><td>the same</td></tr>
 *   <tr><td>the checkpoint</td><td>lines that count; the next file is the one after them</td></tr>
 *   <tr><td>the last checkpoint</td><td>a complete part, which only has to be renamed</td></tr>
 *   <tr><td>the rename</td><td>the manifest, which the next attempt recognises</td></tr>
 * </table>
 *
 * <p>One object serves one attempt.
 */
final class DigestWork implements Work<DigestConfig, DigestState, DigestState> {

    private static final int BUFFER = 1 << 17;

    private final Predicate<Path> excluded;
    private final Duration pace;
    private final Display display;
    private volatile DigestState saved = DigestState.start();

    /**
     * Creates the work.
     *
     * @param excluded what is no part of the tree
     * @param pace how long to pause after each file
     * @param display shows how it goes
     */
    DigestWork(Predicate<Path> excluded, Duration pace, Display display) {
        this.excluded = excluded;
        this.pace = pace;
        this.display = display;
    }

    /** What is saved so far. */
    DigestState saved() {
        return saved;
    }

    @Override
    public DigestState execute(Run<DigestConfig, DigestState> run) throws IOException {
        saved = run.state();
        Path part = run.config().part(run.id());
        if (!saved.complete()) {
            display.listing();
            List<FileTree.Entry> files = FileTree.list(run.config().rootPath(), excluded, run::throwIfStopped);
            try (ManifestPart manifest = ManifestPart.open(part, saved.manifest())) {
                new Pass(run, manifest).over(files);
            } finally {
                display.close();
            }
        }
        if (Files.exists(part)) {
            ManifestPart.publish(part, run.config().outputPath());
        }
        return saved;
    }

    /** One pass over the files that are left. */
    private final class Pass {

        private final Run<DigestConfig, DigestState> run;
        private final ManifestPart manifest;
        private final MessageDigest digest;
        private final byte[] buffer = new byte[BUFFER];
        private final Cadence cadence = new Cadence(Ticker.system());
        private String last;
        private long files;
        private long bytes;
        private Unreadable unreadable;
        private long position;
        private long total;

        Pass(Run<DigestConfig, DigestState> run, ManifestPart manifest) {
            this.run = run;
            this.manifest = manifest;
            this.digest = run.config().algorithm().digest();
            this.last = saved.last();
            this.files = saved.files();
            this.bytes = saved.bytes();
            this.unreadable = saved.unreadable();
        }

        void over(List<FileTree.Entry> all) throws IOException {
            int first = behind(all, RelativeName.parse(last));
            position = size(all.subList(0, first));
            total = size(all);
            display.begin(position, total, files, files + all.size() - first);
            try {
                for (FileTree.Entry entry : all.subList(first, all.size())) {
                    run.throwIfStopped();
                    one(entry);
                    if (cadence.due()) {
                        save(false);
                    }
                }
            } catch (RunStoppedException e) {
                save(false);
                throw e;
            }
            save(true);
        }

        /** The tree may have changed since the last attempt: its files are found by name, not by number. */
        private int behind(List<FileTree.Entry> all, RelativeName name) {
            int found = Collections.binarySearch(
                    all.stream().map(FileTree.Entry::name).toList(), name);
            return found < 0 ? -found - 1 : found + 1;
        }

        private void one(FileTree.Entry entry) throws IOException {
            long before = position;
            if (entry.problem().isPresent()) {
                unreadable(entry, entry.problem().get());
            } else {
                digest(entry);
            }
            last = entry.name().encoded();
            position = before + entry.size();
            progress();
            pause();
        }

        private void digest(FileTree.Entry entry) throws IOException {
            long size;
            try (InputStream in = Files.newInputStream(entry.path(), LinkOption.NOFOLLOW_LINKS)) {
                size = feed(in);
            } catch (NoSuchFileException e) {
                display.say(entry.name() + ": gone in the meantime, left out");
                return;
            } catch (IOException e) {
                unreadable(entry, Describe.problem(e));
                return;
            }
            manifest.append(ManifestLine.of(digest.digest(), entry.name()));
            files++;
            bytes += size;
        }

        private long feed(InputStream in) throws IOException {
            digest.reset();
            long size = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                size += read;
                if (read == BUFFER) {
                    run.throwIfStopped();
                    position += read;
                    progress();
                }
            }
            return size;
        }

        private void unreadable(FileTree.Entry entry, String problem) {
            String what = entry.name() + ": " + problem;
            unreadable = unreadable.and(what);
            display.say(what);
        }

        private void progress() {
            run.progress(position, total);
            display.update(files, run.progress());
        }

        private void pause() {
            if (!pace.isZero()) {
                LockSupport.parkNanos(pace.toNanos());
            }
        }

        private void save(boolean complete) throws IOException {
            long begun = Ticker.system().nanos();
            Extent extent = manifest.sync();
            DigestState state = new DigestState(last, files, bytes, extent, unreadable, complete);
            run.checkpoint(state);
            saved = state;
            cadence.saved(begun);
        }

        private static long size(List<FileTree.Entry> entries) {
            return entries.stream().mapToLong(FileTree.Entry::size).sum();
        }
    }
}
