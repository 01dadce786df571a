package io.github.recovery4j.benchmarks.peers;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.StepInfo;
import dev.dbos.transact.workflow.Workflow;
import dev.dbos.transact.workflow.WorkflowHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * DBOS Transact on PostgreSQL, a workflow for each key, a step for each save: a step's result is in the database before
 * the step returns. Durable by the settings of {@link PostgresServer}.
 *
 * <p>Steps exist only inside a workflow, which runs on a thread of the library, so every save is handed to that thread
 * and waits; that costs two changes of thread. Steps of a workflow are all kept. A store that is opened again begins new
 * workflows, as one that has ended cannot go on.
 */
final class DbosStore implements Store {

    /** What is called through the library. */
    interface Saves {
        /** Saves what the key's queue brings, until that is the end. */
        void all(int key);
    }

    /** A state to save, or null for the end, and where to say that it was. */
    private static final class Request {
        private final byte @Nullable [] state;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

        Request(byte @Nullable [] state) {
            this.state = state;
        }
    }

    private static final class SavesInSteps implements Saves {
        private final DBOS dbos;
        private final Map<Integer, SynchronousQueue<Request>> queues;

        SavesInSteps(DBOS dbos, Map<Integer, SynchronousQueue<Request>> queues) {
            this.dbos = dbos;
            this.queues = queues;
        }

        @Override
        @Workflow(name = "saves")
        public void all(int key) {
            SynchronousQueue<Request> queue = queues.get(key);
            if (queue == null) {
                return; // begun by a process that was killed
            }
            try {
                for (Request next = queue.take(); next.state != null; next = queue.take()) {
                    save(next);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void save(Request request) {
            try {
                dbos.<byte @Nullable [], RuntimeException>runStep(() -> request.state, "save");
                request.done.complete(null);
            } catch (RuntimeException e) {
                request.done.completeExceptionally(e);
            }
        }
    }

    private final PostgresServer server;
    private final DBOS dbos;
    private final Saves saves;
    private final Map<Integer, SynchronousQueue<Request>> queues = new ConcurrentHashMap<>();
    private final Map<Integer, WorkflowHandle<Void, RuntimeException>> workflows = new ConcurrentHashMap<>();

    DbosStore(Path directory) throws IOException, SQLException {
        this.server = new PostgresServer(directory);
        this.dbos = new DBOS(DBOSConfig.defaults("peers")
                .withDataSource(server.pool())
                .withAppVersion("1")
                .withExecutorId("peers"));
        this.saves = dbos.registerProxy(Saves.class, new SavesInSteps(dbos, queues));
        dbos.launch();
    }

    @Override
    public void save(int key, byte[] state) throws InterruptedException {
        SynchronousQueue<Request> queue = queues.get(key);
        if (queue == null) {
            queue = begin(key);
        }
        Request request = new Request(state);
        queue.put(request);
        request.done.join();
    }

    private SynchronousQueue<Request> begin(int key) {
        SynchronousQueue<Request> queue = new SynchronousQueue<>();
        queues.put(key, queue);
        StartWorkflowOptions options = new StartWorkflowOptions(id(key, workflows(key)));
        workflows.put(key, dbos.<RuntimeException>startWorkflow(() -> saves.all(key), options));
        return queue;
    }

    /** How many workflows a key has had. */
    private int workflows(int key) {
        int number = 0;
        while (dbos.getWorkflowStatus(id(key, number)).isPresent()) {
            number++;
        }
        return number;
    }

    private static String id(int key, int number) {
        return "run-" + key + "-" + number;
    }

    @Override
    public byte @Nullable [] load(int key) {
        List<StepInfo> steps = dbos.listWorkflowSteps(id(key, workflows(key) - 1));
        return steps.isEmpty() ? null : (byte[]) steps.get(steps.size() - 1).output();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (SynchronousQueue<Request> queue : queues.values()) {
            queue.put(new Request(null));
        }
        workflows.values().forEach(WorkflowHandle::getResult);
        dbos.close();
        server.close();
    }
}
