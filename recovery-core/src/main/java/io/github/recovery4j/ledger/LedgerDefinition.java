package io.github.recovery4j.ledger;

import io.github.recovery4j.durable.Keeping;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Ledger} is opened with. Immutable; equal to another with the same settings.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class LedgerDefinition<K, V> {

    private static final int RETIRED = 10_000;

    private final String kind;
    private final String tenant;
    private final String name;
    private final Class<K> keys;
    private final Class<V> values;
    private final Keeping keeping;
    private final int retired;

    private LedgerDefinition(
            String kind, String tenant, String name, Class<K> keys, Class<V> values, Keeping keeping, int retired) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of a ledger is not empty");
        }
        this.kind = kind;
        this.tenant = tenant;
        this.name = name;
        this.keys = keys;
        this.values = values;
        this.keeping = keeping;
        this.retired = retired;
    }

    /**
     * {@return the definition of a ledger}
     *
     * @param name what it is called; any text but the empty one. Ledgers with different names share nothing
     * @param keys immutable values with {@code equals} and {@code hashCode}, which the codec encodes
     * @param values what the codec encodes
     * @param <K> the keys
     * @param <V> the values
     */
    public static <K, V> LedgerDefinition<K, V> named(String name, Class<K> keys, Class<V> values) {
        return new LedgerDefinition<>("ledger", "", name, keys, values, Keeping.DEFAULT, RETIRED);
    }

    /** One that is not a user's own. */
    static <K, V> LedgerDefinition<K, V> of(String kind, String name, Class<K> keys, Class<V> values) {
        return new LedgerDefinition<>(kind, "", name, keys, values, Keeping.DEFAULT, RETIRED);
    }

    /**
     * {@return the same for one tenant; ledgers of different tenants share nothing, whatever their names}
     *
     * @param other any text but the empty one
     */
    public LedgerDefinition<K, V> tenant(String other) {
        if (other.isEmpty()) {
            throw new IllegalArgumentException("The name of a tenant is not empty");
        }
        return new LedgerDefinition<>(kind, other, name, keys, values, keeping, retired);
    }

    /**
     * {@return the same with another length of history} What is live is kept anyway. Unless said otherwise, 30 days and 64
     * MiB are kept.
     *
     * @param age how long events are kept, positive
     * @param bytes how many bytes of them at most, positive; space is given back in pieces of some MiB
     */
    public LedgerDefinition<K, V> keepHistory(Duration age, long bytes) {
        return new LedgerDefinition<>(kind, tenant, name, keys, values, new Keeping(age, bytes), retired);
    }

    /**
     * {@return the same with another memory for keys that were retired, or expired} The last 10,000 are known as such,
     * unless said otherwise; older ones are as if they had never been, but for the history.
     *
     * @param most how many, not negative
     */
    public LedgerDefinition<K, V> rememberRetired(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("A number of keys is not negative, got " + most);
        }
        return new LedgerDefinition<>(kind, tenant, name, keys, values, keeping, most);
    }

    /** {@return whose it is; empty if there are no tenants} */
    public String tenant() {
        return tenant;
    }

    /** {@return what it is called} */
    public String name() {
        return name;
    }

    String kind() {
        return kind;
    }

    Class<K> keys() {
        return keys;
    }

    Class<V> values() {
        return values;
    }

    Keeping keeping() {
        return keeping;
    }

    int retired() {
        return retired;
    }

    /** {@return whether both are the same ledger, opened in the same way} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LedgerDefinition<?, ?> it && all().equals(it.all());
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }

    private List<Object> all() {
        return List.of(kind, tenant, name, keys, values, keeping, retired);
    }

    @Override
    public String toString() {
        return "%s '%s'%s of %s by %s"
                .formatted(
                        kind,
                        name,
                        tenant.isEmpty() ? "" : " of tenant '" + tenant + "'",
                        values.getSimpleName(),
                        keys.getSimpleName());
    }
}
