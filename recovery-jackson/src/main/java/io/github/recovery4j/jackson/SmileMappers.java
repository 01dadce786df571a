package io.github.recovery4j.jackson;

import java.util.function.Consumer;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileMapper;
import tools.jackson.dataformat.smile.SmileWriteFeature;

/** The only class that needs the library of the format: nobody else loads it. */
final class SmileMappers {

    private SmileMappers() {}

    /**
     * Does nothing, if the library is there.
     *
     * @throws NoClassDefFoundError if it is not
     */
    static void requireLibrary() {
        SmileFactory.builder();
    }

    static ObjectMapper create(JacksonLimits limits, Consumer<? super MapperBuilder<?, ?>> customizer) {
        SmileFactory factory =
                SafeMapper.factory(SmileFactory.builder().disable(SmileWriteFeature.ENCODE_BINARY_AS_7BIT), limits);
        return SafeMapper.safe(SmileMapper.builder(factory), customizer);
    }
}
