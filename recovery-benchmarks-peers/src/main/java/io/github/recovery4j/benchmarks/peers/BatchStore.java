package io.github.recovery4j.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The job repository of Spring Batch, a step execution for each key. A save is what a chunk-oriented step does at the end
 * of each chunk, in its transaction: the state goes into the execution context, which is updated, and so is the execution.
 *
 * <p>On PostgreSQL durable by the settings of {@link PostgresServer}. On H2 durable by {@code CHECKPOINT SYNC} after each
 * transaction: with {@code WRITE_DELAY=0} alone a commit is written but not synced, as H2's documentation on durability
 * says.
 */
final class BatchStore implements Store {

    private static final String STEP = "step";
    private static final String STATE = "state";

    /** What differs between the databases. */
    private interface Database extends AutoCloseable {
        HikariDataSource pool();

        void sync() throws SQLException;

        @Override
        void close() throws Exception;
    }

    private record Postgres(PostgresServer server) implements Database {
        @Override
        public HikariDataSource pool() {
            return server.pool();
        }

        @Override
        public void sync() {}

        @Override
        public void close() throws Exception {
            server.close();
        }
    }

    private record H2(HikariDataSource pool) implements Database {
        @Override
        public void sync() throws SQLException {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("checkpoint sync");
            }
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    private final Database database;
    private final JobRepository repository;
    private final TransactionTemplate transaction;
    private final Map<Integer, StepExecution> steps = new ConcurrentHashMap<>();

    static BatchStore onPostgres(Path directory) throws Exception {
        return new BatchStore(new Postgres(new PostgresServer(directory)), "POSTGRES", "postgresql");
    }

    static BatchStore onH2(Path directory) throws Exception {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + directory.resolve("batch") + ";WRITE_DELAY=0");
        return new BatchStore(new H2(PostgresServer.pool(source)), "H2", "h2");
    }

    private BatchStore(Database database, String type, String schema) throws Exception {
        this.database = database;
        JdbcTransactionManager transactions = new JdbcTransactionManager(database.pool());
        this.transaction = new TransactionTemplate(transactions);
        this.createSchema("org/springframework/batch/core/schema-" + schema + ".sql");
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(database.pool());
        factory.setDatabaseType(type);
        factory.setTransactionManager(transactions);
        factory.afterPropertiesSet();
        this.repository = factory.getObject();
    }

    private void createSchema(String script) throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            boolean there;
            try (var tables =
                    connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
                there = false;
                while (tables.next()) {
                    there |= tables.getString("TABLE_NAME").equalsIgnoreCase("BATCH_JOB_INSTANCE");
                }
            }
            if (!there) {
                new ResourceDatabasePopulator(new ClassPathResource(script)).populate(connection);
            }
        }
    }

    @Override
    public void save(int key, byte[] state) throws SQLException {
        StepExecution step = steps.get(key);
        if (step == null) {
            step = start(key);
            steps.put(key, step);
        }
        StepExecution running = step;
        running.getExecutionContext().put(STATE, state);
        transaction.executeWithoutResult(status -> {
            repository.updateExecutionContext(running);
            repository.update(running);
        });
        database.sync();
    }

    /** One at a time, as two that begin at once can fail each other's serializable transaction. */
    private synchronized StepExecution start(int key) {
        JobParameters none = new JobParametersBuilder().toJobParameters();
        JobInstance instance = repository.getJobInstance(job(key), none);
        if (instance == null) {
            instance = repository.createJobInstance(job(key), none);
        }
        JobExecution execution = repository.createJobExecution(instance, none, new ExecutionContext());
        return repository.createStepExecution(STEP, execution);
    }

    private static String job(int key) {
        return "job-" + key;
    }

    @Override
    public byte @Nullable [] load(int key) {
        JobInstance instance = repository.getLastJobInstance(job(key));
        StepExecution step = instance == null ? null : repository.getLastStepExecution(instance, STEP);
        return step == null ? null : (byte[]) step.getExecutionContext().get(STATE);
    }

    @Override
    public void close() throws Exception {
        database.close();
    }
}
