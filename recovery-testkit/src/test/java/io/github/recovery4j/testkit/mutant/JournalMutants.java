package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.journal.ForwardingJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Journals that are right within, and wrong to their callers. */
final class JournalMutants {

    private JournalMutants() {}

    /** Whoever waits for one record waits for all: a mistake in that is made there too. */
    private static class Forwarding extends ForwardingJournal {

        Forwarding(Journal under) {
            super(under);
        }

        @Override
        public void sync(long position) {
            sync();
        }
    }

    static Journal withDamageThatIsNotReported(Journal journal) {
        return new Forwarding(journal) {
            @Override
            public List<Gap> replay(long from, JournalReader reader) {
                under().replay(from, reader);
                return List.of();
            }
        };
    }

    static Journal withAppendsWhoseFailureIsIgnored(Journal journal) {
        return new Forwarding(journal) {
            @Override
            public long append(int type, Sync sync, ByteBuffer... payload) {
                long end = under().end();
                try {
                    return under().append(type, sync, payload);
                } catch (JournalException e) {
                    return end;
                }
            }
        };
    }

    static Journal withAppendsThatAreDoneTwice(Journal journal) {
        return new Forwarding(journal) {
            @Override
            public long append(int type, Sync sync, ByteBuffer... payload) {
                under().append(type, Sync.atClose(), payload);
                return under().append(type, sync, payload);
            }
        };
    }

    static Journal withoutSync(Journal journal) {
        return new Forwarding(journal) {
            @Override
            public void sync() {
                under().end();
            }
        };
    }

    static Journal withRecordsThatAreNotDurableInTime(Journal journal) {
        return new Forwarding(journal) {
            @Override
            public long append(int type, Sync sync, ByteBuffer... payload) {
                return under().append(type, sync instanceof Sync.Within ? Sync.atClose() : sync, payload);
            }
        };
    }

    static Journal withReleaseOfTooMuch(Journal journal) {
        return new Forwarding(journal) {
            @Override
            public void release(long position) {
                under().release(under().end());
            }
        };
    }

    static Journal withInterruptsThatAreLost(Journal journal) {
        return new Forwarding(journal) {
            @Override
            public long append(int type, Sync sync, ByteBuffer... payload) {
                long position = under().append(type, sync, payload);
                Thread.interrupted();
                return position;
            }
        };
    }

    /** Whoever comes while another one writes waits to be woken, and nobody wakes him. */
    static Journal withWakeUpsThatAreLost(Journal journal) {
        return new Forwarding(journal) {
            private final ReentrantLock lock = new ReentrantLock();
            private final Condition ended = lock.newCondition();
            private boolean writing;

            @Override
            public long append(int type, Sync sync, ByteBuffer... payload) {
                enter();
                try {
                    return under().append(type, sync, payload);
                } finally {
                    leave();
                }
            }

            private void enter() {
                lock.lock();
                try {
                    while (writing) {
                        ended.awaitUninterruptibly();
                    }
                    writing = true;
                } finally {
                    lock.unlock();
                }
            }

            private void leave() {
                lock.lock();
                try {
                    writing = false; // and whoever waits is not told
                } finally {
                    lock.unlock();
                }
            }
        };
    }
}
