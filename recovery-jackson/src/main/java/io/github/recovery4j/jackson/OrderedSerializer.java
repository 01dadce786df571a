package io.github.recovery4j.jackson;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Hands its delegate an ordered copy of a map or set that has no order of its own. */
final class OrderedSerializer extends ValueSerializer<Object> {

    private final ValueSerializer<Object> delegate;

    private OrderedSerializer(ValueSerializer<Object> delegate) {
        this.delegate = delegate;
    }

    @SuppressWarnings("unchecked") // Jackson hands every serializer only the values that it handles
    static ValueSerializer<?> before(ValueSerializer<?> serializer) {
        return new OrderedSerializer((ValueSerializer<Object>) serializer);
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        delegate.serialize(Order.of(value, context), generator, context);
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
        delegate.serializeWithType(value, generator, context, types);
    }

    @Override
    public void resolve(SerializationContext context) {
        delegate.resolve(context);
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return before(delegate.createContextual(context, property));
    }

    @Override
    public ValueSerializer<?> withFilterId(Object filterId) {
        return before(delegate.withFilterId(filterId));
    }

    @Override
    public ValueSerializer<?> getDelegatee() {
        return delegate;
    }

    @Override
    public Class<?> handledType() {
        return delegate.handledType();
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
        return delegate.isEmpty(context, value);
    }

    @Override
    public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) {
        delegate.acceptJsonFormatVisitor(visitor, type);
    }
}
