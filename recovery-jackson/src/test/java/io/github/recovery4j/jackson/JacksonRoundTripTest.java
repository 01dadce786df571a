package io.github.recovery4j.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.codec.Encoded;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JacksonRoundTripTest {

    private static final List<ZoneId> ZONES =
            List.of(ZoneOffset.UTC, ZoneId.of("UTC"), ZoneId.of("Europe/Paris"), ZoneOffset.ofHoursMinutes(-3, -30));

    private final JacksonCodec codec = new JacksonCodec();

    record State(Numbers numbers, Words words, Times times, Groups groups) {}

    record Numbers(int i, long l, short s, byte b, double d, float f, boolean flag, BigInteger big, BigDecimal exact) {}

    record Words(String text, char letter, UUID id, TimeUnit unit, Optional<String> note) {}

    record Times(Instant instant, Duration duration, OffsetDateTime offset, ZonedDateTime zoned) {}

    record Groups(List<Integer> list, Set<String> set, Map<String, List<Long>> map, Map<TimeUnit, Integer> byUnit) {}

    @Test
    void every_random_state_survives_and_is_written_the_same_way_again() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            State state = state(random);
            Encoded encoded = codec.encode(state);
            State restored = codec.decode(encoded, State.class);
            assertThat(restored)
                    .as("seed %d, round %d: %s", seed, round, encoded.text())
                    .isEqualTo(state);
            assertThat(codec.encode(restored))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(encoded);
            assertThat(codec.fields(restored))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(codec.fields(state));
        }
    }

    private static State state(Random random) {
        return new State(numbers(random), words(random), times(random), groups(random));
    }

    private static Numbers numbers(Random random) {
        return new Numbers(
                random.nextInt(),
                random.nextLong(),
                (short) random.nextInt(),
                (byte) random.nextInt(),
                Double.longBitsToDouble(random.nextLong()),
                Float.intBitsToFloat(random.nextInt()),
                random.nextBoolean(),
                new BigInteger(random.nextInt(300), random),
                new BigDecimal(new BigInteger(random.nextInt(300), random), random.nextInt(80) - 40));
    }

    private static Words words(Random random) {
        return new Words(
                text(random),
                (char) (' ' + random.nextInt(90)),
                new UUID(random.nextLong(), random.nextLong()),
                unit(random),
                Optional.of(text(random)).filter(note -> random.nextBoolean()));
    }

    private static Times times(Random random) {
        Instant instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        return new Times(
                instant,
                Duration.ofNanos(random.nextLong()),
                instant.atOffset(ZoneOffset.ofHours(random.nextInt(24) - 12)),
                instant.atZone(ZONES.get(random.nextInt(ZONES.size()))));
    }

    private static Groups groups(Random random) {
        return new Groups(
                many(random, Random::nextInt).toList(),
                many(random, JacksonRoundTripTest::text).collect(Collectors.toSet()),
                many(random, JacksonRoundTripTest::text)
                        .distinct()
                        .collect(Collectors.toMap(Function.identity(), key -> many(random, Random::nextLong)
                                .toList())),
                new HashMap<>(Map.of(unit(random), random.nextInt())));
    }

    private static <T> Stream<T> many(Random random, Function<Random, T> one) {
        return IntStream.range(0, random.nextInt(6)).mapToObj(i -> one.apply(random));
    }

    /** Any text but lone surrogates, which UTF-8 does not have. */
    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, 0x11000)
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static TimeUnit unit(Random random) {
        return TimeUnit.values()[random.nextInt(TimeUnit.values().length)];
    }
}
