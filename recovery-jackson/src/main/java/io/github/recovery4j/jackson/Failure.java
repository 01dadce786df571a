package io.github.recovery4j.jackson;

import io.github.recovery4j.codec.CodecException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says what Jackson found wrong, in words of ours: its own messages quote the document. For the same reason its
 * exceptions are not passed on as causes; {@link Scrubbed} keeps their stack.
 */
final class Failure {

    private Failure() {}

    static CodecException encoding(String type, Throwable thrown) {
        return new CodecException(
                "%s cannot be encoded: %s%s".formatted(type, what(thrown), where(thrown)),
                withoutContent(root(thrown)));
    }

    static CodecException decoding(String type, Throwable thrown) {
        Throwable cause = isThrownByUserCode(thrown) ? root(thrown) : new Scrubbed(thrown);
        return new CodecException(
                "%s cannot be decoded: %s%s".formatted(type, what(thrown), where(thrown)), withoutContent(cause));
    }

    static Throwable withoutContent(Throwable thrown) {
        return thrown instanceof JacksonException ? new Scrubbed(thrown) : thrown;
    }

    /** By a constructor, or by a setter, which Jackson wraps in no more specific class. */
    private static boolean isThrownByUserCode(Throwable thrown) {
        return thrown instanceof ValueInstantiationException
                || !(thrown instanceof MismatchedInputException || thrown instanceof StreamReadException);
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root instanceof JacksonException && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String what(Throwable thrown) {
        if (thrown instanceof StackOverflowError || root(thrown) instanceof StackOverflowError) {
            return "it is nested too deeply, or contains itself";
        }
        if (thrown instanceof StreamReadException reading) {
            return whatIsRead(reading);
        }
        if (thrown instanceof ValueInstantiationException refused) {
            return "%s refused it (%s)"
                    .formatted(refused.getType().getRawClass().getSimpleName(), name(root(refused)));
        }
        if (thrown instanceof MismatchedInputException input) {
            return whatDoesNotFit(input);
        }
        return whatElse(thrown);
    }

    private static String whatIsRead(StreamReadException thrown) {
        if (thrown instanceof UnexpectedEndOfInputException) {
            return "the document ends too early";
        }
        if (thrown instanceof InputCoercionException number) {
            return "a number does not fit " + number.getTargetType().getSimpleName();
        }
        return isDuplicate(thrown) ? "a field occurs twice" : "the document is malformed";
    }

    private static String whatDoesNotFit(MismatchedInputException thrown) {
        String expected = thrown.getTargetType() == null
                ? "a value"
                : thrown.getTargetType().getSimpleName();
        if (thrown instanceof InvalidTypeIdException) {
            return "the document names no listed subtype of " + expected;
        }
        if (thrown instanceof InvalidFormatException) {
            return "the value is not a valid " + expected;
        }
        if (thrown.getOriginalMessage().startsWith("Trailing token")) {
            return "more follows after the end of the document";
        }
        return "expected %s, found something else, null or nothing".formatted(expected);
    }

    private static String whatElse(Throwable thrown) {
        if (isDuplicate(thrown)) {
            return "a field occurs twice";
        }
        if (isHalfASurrogatePair(thrown)) {
            return "a text has half a surrogate pair, which this format does not have";
        }
        if (thrown instanceof JacksonException own && isAboutTypes(own)) {
            return own.getOriginalMessage().replaceAll(", from `[^`]*`", "");
        }
        return name(root(thrown)) + " was thrown";
    }

    /** These speak of classes and limits only. */
    private static boolean isAboutTypes(JacksonException thrown) {
        return thrown instanceof InvalidDefinitionException
                || thrown instanceof StreamConstraintsException
                || thrown instanceof RefusedException;
    }

    private static boolean isHalfASurrogatePair(Throwable thrown) {
        return thrown instanceof StreamWriteException own
                && own.getOriginalMessage() != null
                && own.getOriginalMessage().contains("surrogate");
    }

    private static boolean isDuplicate(Throwable thrown) {
        return thrown instanceof JacksonException own
                && own.getOriginalMessage() != null
                && own.getOriginalMessage().startsWith("Duplicate ");
    }

    private static String name(Throwable thrown) {
        return thrown.getClass().getSimpleName();
    }

    private static String where(Throwable thrown) {
        if (!(thrown instanceof JacksonException own)) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        own.getPath().forEach(reference -> append(reference, path));
        String at = path.isEmpty() ? "" : ", at " + path;
        TokenStreamLocation in = own.getLocation();
        if (in == null) {
            return at;
        }
        if (in.getLineNr() < 1) {
            return in.getByteOffset() < 0 ? at : "%s (byte %d)".formatted(at, in.getByteOffset());
        }
        return "%s (line %d, column %d)".formatted(at, in.getLineNr(), in.getColumnNr());
    }

    /** The names of fields come from the code, the keys of a map from the document: those are left out. */
    private static void append(Reference reference, StringBuilder path) {
        if (reference.getPropertyName() == null) {
            path.append('[').append(Math.max(reference.getIndex(), 0)).append(']');
        } else if (isMap(reference.from())) {
            path.append("[key]");
        } else {
            path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
        }
    }

    private static boolean isMap(Object from) {
        return from instanceof Map || (from instanceof Class<?> type && Map.class.isAssignableFrom(type));
    }

    /** Where Jackson threw which exception, without its message. */
    private static final class Scrubbed extends RuntimeException {

        private static final long serialVersionUID = 1;

        Scrubbed(Throwable thrown) {
            super(thrown.getClass().getName() + " (its message is left out: it may quote the document)");
            setStackTrace(thrown.getStackTrace());
        }
    }
}
