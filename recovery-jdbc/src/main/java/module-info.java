/** Storage in PostgreSQL, for many machines. Start at {@link io.github.recovery4j.jdbc.JdbcStorage}. */
module io.github.recovery4j.jdbc {
    requires static transitive org.jspecify;
    requires transitive io.github.recovery4j.core;
    requires transitive java.sql;
    requires org.slf4j;

    exports io.github.recovery4j.jdbc;
}
