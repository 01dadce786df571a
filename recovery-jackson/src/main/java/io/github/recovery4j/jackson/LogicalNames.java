package io.github.recovery4j.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/** Refuses types that ask for class names in the document, already when they are written. */
final class LogicalNames extends AnnotationIntrospectorPair {

    private static final long serialVersionUID = 1;

    private static final Set<JsonTypeInfo.Id> CLASS_NAMES =
            Set.of(JsonTypeInfo.Id.CLASS, JsonTypeInfo.Id.MINIMAL_CLASS);

    LogicalNames(AnnotationIntrospector introspector) {
        super(NopAnnotationIntrospector.instance, introspector);
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value info = super.findPolymorphicTypeInfo(config, annotated);
        if (info != null && CLASS_NAMES.contains(info.getIdType())) {
            throw new RefusedException(
                    "@JsonTypeInfo on %s asks for class names, which are neither stored nor read; use Id.NAME"
                            .formatted(annotated.getName()));
        }
        return info;
    }
}
