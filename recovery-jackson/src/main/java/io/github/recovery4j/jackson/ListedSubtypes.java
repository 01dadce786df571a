package io.github.recovery4j.jackson;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/** Lets no class be chosen by its name, except for those which the code itself lists as subtypes of the base type. */
final class ListedSubtypes extends PolymorphicTypeValidator {

    private static final long serialVersionUID = 1;

    /** Asked only for class names in the document. */
    @Override
    public Validity validateBaseType(DatabindContext context, JavaType baseType) {
        return Validity.DENIED;
    }

    /** Asked when the subtype was deduced from the fields: the name comes from the code, and is looked up there. */
    @Override
    public Validity validateSubClassName(DatabindContext context, JavaType baseType, String className) {
        AnnotatedClass base = context.introspectClassAnnotations(baseType);
        boolean listed =
                context
                        .getConfig()
                        .getSubtypeResolver()
                        .collectAndResolveSubtypesByTypeId(context.getConfig(), base)
                        .stream()
                        .anyMatch(subtype -> subtype.getType().getName().equals(className));
        return listed ? Validity.ALLOWED : Validity.DENIED;
    }

    @Override
    public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
        return Validity.DENIED;
    }
}
