package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.cursor.Cursor;
import io.github.recovery4j.cursor.Position;
import io.github.recovery4j.cursor.Verdict;
import io.github.recovery4j.cursor.Waypoint;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.queue.Claim;
import io.github.recovery4j.queue.Terms;
import io.github.recovery4j.queue.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** Jobs that follow something with a cursor. */
final class CursorJobs {

    private CursorJobs() {}

    /**
     * Follows a chain of five blocks, of which the last ones turn into others when the third was looked at. Each block has a step,
     * and a piece of work in a queue.
     */
    static final class Chain extends StepJobs {

        private static final int LENGTH = 5;
        private static final int TURNS_AT = 3;

        @Override
        Object run(Recovery recovery, Ledger ledger) throws Exception {
            WorkQueue<String> tasks = recovery.queue("tasks", String.class);
            String found = recovery.run(RecoverableJob.named("follow")
                            .state(Long.class, () -> 0L)
                            .work(run -> follow(run, tasks, ledger))
                            .remembering(Duration.ofHours(1), String.class))
                    .orElseThrow();
            List<String> waiting = tasks.claim(2 * LENGTH).stream()
                    .map(Claim::payload)
                    .sorted()
                    .toList();
            return found + " " + waiting + " " + ledger.violations();
        }

        private static String follow(Run<?, Long> run, WorkQueue<String> tasks, Ledger ledger) throws Exception {
            Cursor blocks = run.cursor("blocks", tasks);
            Cursor others = run.cursor("others");
            blocks.rewindTo(LENGTH, at -> Verdict.of(at.anchor().equals(anchor(at.position(), ledger))));
            TreeMap<Position, String> results = new TreeMap<>();
            for (Waypoint at : blocks.history()) {
                results.put(at.position(), look(run, at, tasks, ledger));
            }
            while (true) {
                if (results.containsKey(Position.of(TURNS_AT)) && !hasTurned(ledger)) {
                    ledger.note("turned");
                    blocks.rewindTo(LENGTH, at -> Verdict.of(at.anchor().equals(anchor(at.position(), ledger))));
                    results.tailMap(blocks.at().orElseThrow().position(), false).clear();
                }
                if (results.size() == LENGTH) {
                    break;
                }
                Position next =
                        results.isEmpty() ? Position.of(1) : results.lastKey().next();
                Waypoint here = blocks.advance(next, anchor(next, ledger));
                results.put(next, look(run, here, tasks, ledger));
            }
            return results.values() + " " + others.at().isPresent();
        }

        private static String look(Run<?, Long> run, Waypoint at, WorkQueue<String> tasks, Ledger ledger)
                throws Exception {
            String name = "look at " + at.position();
            String result = run.step(name, String.class).at(at).call(step -> {
                ledger.effect("look " + at.anchor(), step);
                return at.anchor();
            });
            tasks.submit(at.position().toString(), at.anchor(), Terms.NORMAL.at(at));
            return result;
        }

        private static boolean hasTurned(Ledger ledger) throws IOException {
            return ledger.lines().contains("turned");
        }

        private static String anchor(Position position, Ledger ledger) throws IOException {
            boolean other = hasTurned(ledger) && position.compareTo(Position.of(TURNS_AT)) >= 0;
            return (other ? "b" : "a") + position;
        }
    }
}
