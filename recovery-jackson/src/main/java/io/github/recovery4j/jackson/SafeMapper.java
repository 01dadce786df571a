package io.github.recovery4j.jackson;

import java.util.function.Consumer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.base.DecorableTSFactory.DecorableTSFBuilder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Builds mappers: our defaults, then what the user wants, then what keeps documents safe and readable. */
final class SafeMapper {

    private SafeMapper() {}

    static ObjectMapper json(JacksonLimits limits, Consumer<? super MapperBuilder<?, ?>> customizer) {
        return safe(JsonMapper.builder(factory(JsonFactory.builder(), limits)), customizer);
    }

    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M safe(
            B builder, Consumer<? super MapperBuilder<?, ?>> customizer) {
        defaults(builder);
        customizer.accept(builder);
        safety(builder);
        return builder.build();
    }

    static <F extends TokenStreamFactory, B extends DecorableTSFBuilder<F, B>> F factory(
            B builder, JacksonLimits limits) {
        StreamReadConstraints reading = StreamReadConstraints.builder()
                .maxNestingDepth(limits.maxDepth())
                .maxNumberLength(limits.maxNumberLength())
                .maxStringLength(limits.maxStringLength())
                .build();
        return builder.streamReadConstraints(reading)
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .build())
                .addDecorator((factory, generator) -> new LimitedGenerator(generator, reading))
                .build();
    }

    /** Tolerant of more fields, strict about values: a wrong number would be worse than no checkpoint. */
    private static void defaults(MapperBuilder<?, ?> builder) {
        builder.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING);
        isoTime(builder);
    }

    /** As text, with zone and offset as they were. */
    private static void isoTime(MapperBuilder<?, ?> builder) {
        builder.disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID);
    }

    private static void safety(MapperBuilder<?, ?> builder) {
        builder.deactivateDefaultTyping()
                .polymorphicTypeValidator(new ListedSubtypes())
                .annotationIntrospector(new LogicalNames(builder.annotationIntrospector()))
                .serializerFactory(builder.serializerFactory().withSerializerModifier(new StableOrder()))
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION) // LimitedGenerator does that for less
                .disable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    }
}
