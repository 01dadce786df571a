package io.github.recovery4j.jackson;

import io.github.recovery4j.codec.CompressingCodec;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.testkit.StateCodecContract;
import org.junit.jupiter.api.Nested;

/** The contract on both formats, compressed and not. */
class JacksonContractTest {

    private static final StateCodec JSON = new JacksonCodec();
    private static final StateCodec SMILE =
            JacksonCodec.builder().format(JacksonFormat.SMILE).build();

    @Nested
    class Json extends StateCodecContract {
        @Override
        protected StateCodec codec() {
            return JSON;
        }
    }

    @Nested
    class Smile extends StateCodecContract {
        @Override
        protected StateCodec codec() {
            return SMILE;
        }
    }

    @Nested
    class CompressedJson extends StateCodecContract {
        @Override
        protected StateCodec codec() {
            return CompressingCodec.of(JSON, 1);
        }
    }

    @Nested
    class CompressedSmile extends StateCodecContract {
        @Override
        protected StateCodec codec() {
            return CompressingCodec.of(SMILE, 1);
        }
    }

    @Nested
    class LargeSmileCompressed extends StateCodecContract {
        @Override
        protected StateCodec codec() {
            return CompressingCodec.of(SMILE);
        }
    }
}
