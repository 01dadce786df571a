package io.github.recovery4j.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.codec.CompressingCodec;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that changes how it stores goes on with what it stored before. */
class CodecSwitchTest {

    private static final StateCodec JSON = new JacksonCodec();
    private static final StateCodec SMILE =
            JacksonCodec.builder().format(JacksonFormat.SMILE).build();

    @TempDir
    Path directory;

    record Config(String network, Set<String> tags, Map<String, Integer> limits) {}

    record State(int turns, List<String> log) {

        static State start() {
            return new State(0, List.of());
        }

        /** Each turn makes it larger, to some hundred KiB. */
        State next() {
            Stream<String> more = IntStream.range(0, 5_000).mapToObj(i -> "turn " + turns + " line " + i);
            return new State(turns + 1, Stream.concat(log.stream(), more).toList());
        }
    }

    enum Place {
        FILES {
            @Override
            Storage open(Path directory) {
                return FileStorage.open(directory);
            }
        },
        JOURNAL {
            @Override
            Storage open(Path directory) {
                return JournalStorage.open(directory);
            }
        };

        abstract Storage open(Path directory);
    }

    private static Recovery open(StateCodec codec, Supplier<Storage> storage) {
        return Recovery.builder()
                .storage(storage)
                .codec(codec)
                .shutdownOn(ShutdownTrigger.none())
                .open();
    }

    private static Config config() {
        return new Config("mainnet", Set.of("b", "a"), Map.of("x", 1, "y", 2));
    }

    /** Does one turn in each life, and ends with the number of turns and what the first one recorded. */
    private static RecoverableJob<Config, State, String> job(int turns) {
        return RecoverableJob.named("job")
                .config(Config.class)
                .state(State.class, State::start)
                .<String>work(run -> {
                    Config first = run.step("first", Config.class, step -> run.config());
                    State next = run.state().next();
                    run.checkpoint(next);
                    if (next.turns() < turns) {
                        throw new IOException("turn " + next.turns());
                    }
                    return next.turns() + " turns, " + next.log().size() + " lines, " + first.network();
                })
                .remembering(Duration.ofDays(1), String.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_run_goes_on_under_every_codec(Place place) {
        List<StateCodec> codecs = List.of(
                JSON,
                SMILE,
                CompressingCodec.of(JSON),
                CompressingCodec.of(SMILE, 1),
                SMILE,
                CompressingCodec.of(SMILE),
                JSON);

        for (int turn = 1; turn < codecs.size(); turn++) {
            try (Recovery recovery = open(codecs.get(turn - 1), () -> place.open(directory))) {
                assertThat(recovery.run(job(codecs.size()), config()).describe())
                        .contains("turn " + turn);
            }
        }
        for (StateCodec codec : List.of(codecs.get(codecs.size() - 1), CompressingCodec.of(SMILE, 1), JSON)) {
            try (Recovery recovery = open(codec, () -> place.open(directory))) {
                assertThat(recovery.run(job(codecs.size()), config()).orElseThrow())
                        .isEqualTo("7 turns, 35000 lines, mainnet");
            }
        }
    }

    @Test
    void a_large_state_is_stored_compressed_and_a_small_one_as_text() throws IOException {
        try (Recovery recovery = open(CompressingCodec.of(JSON), () -> FileStorage.open(directory))) {
            recovery.run(job(2), config());
        }

        try (Stream<Path> files = Files.list(directory.resolve("job"))) {
            Path report = files.filter(file -> file.toString().endsWith(".tmp.json"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.size(report)).isLessThan(50_000);
            assertThat(Files.readString(report, StandardCharsets.ISO_8859_1))
                    .contains("\"config\":{\"codec\":\"jackson-json\"", "\"body\":{\"codec\":\"deflate+jackson-json\"")
                    .contains("{\"network\":\"mainnet\"");
        }
    }

    /** Stores under a name that the codecs of this library do not know. */
    private static final class HouseCodec implements StateCodec {

        @Override
        public String name() {
            return "house";
        }

        @Override
        public Encoded encode(Object value) {
            return Encoded.of(name(), 1, JSON.encode(value).toByteArray());
        }

        @Override
        public <T> T decode(Encoded encoded, Class<T> type) {
            return JSON.decode(Encoded.of(JSON.name(), 1, encoded.toByteArray()), type);
        }

        @Override
        public Map<String, String> fields(Object value) {
            return JSON.fields(value);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_run_stored_by_an_unknown_codec_is_refused_and_kept(Place place) {
        try (Recovery recovery = open(new HouseCodec(), () -> place.open(directory))) {
            recovery.run(job(2), config());
        }
        try (Recovery recovery = open(JSON, () -> place.open(directory))) {
            assertThat(recovery.run(job(2), config()))
                    .isInstanceOfSatisfying(
                            RunOutcome.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .isEqualTo(
                                            "Config was written by the codec house, not by jackson-json; it is left unchanged"));
        }
        try (Recovery recovery = open(new HouseCodec(), () -> place.open(directory))) {
            assertThat(recovery.run(job(2), config()).orElseThrow()).startsWith("2 turns");
        }
    }
}
