package io.github.recovery4j.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bytes that may be found in any file, and were put there by somebody who wants a reader to fall. */
enum HostileBytes {
    NOTHING(file -> Files.write(file, new byte[0])),
    TEN_GIGABYTES_OF_ZEROS(file -> sparse(file, new byte[0], 10L << 30)),
    A_LINE_OF_A_GIGABYTE(file -> sparse(file, ascii("{\"recovery4j\":1,\"job\":\"" + "x".repeat(3 << 20)), 1L << 30)),
    A_HUNDRED_THOUSAND_LEVELS(
            sealed(() -> "\"recovery4j\":1," + "\"a\":{".repeat(100_000) + "\"b\":1" + "}".repeat(100_000))),
    A_MILLION_DUPLICATE_NAMES(sealed(() -> "\"recovery4j\":1" + ",\"a\":1".repeat(1_000_000))),
    AS_MANY_DUPLICATE_NAMES_AS_A_HEADER_HOLDS(sealed(() -> "\"recovery4j\":1" + ",\"a\":1".repeat(150_000))),
    AS_MANY_NAMES_AS_A_HEADER_HOLDS(sealed(() -> "\"recovery4j\":1" + names(80_000))),
    NUMBERS_OF_A_MILLION_DIGITS(sealed(() -> "\"recovery4j\":" + "1".repeat(1_000_000))),
    THE_LEAST_NUMBER_AS_FORMAT(
            file -> sparse(file, ascii("{\"recovery4j\":-9223372036854775808,\"checksum\":\"00000000\"}\n"), 1 << 20));

    private final Writing writing;

    HostileBytes(Writing writing) {
        this.writing = writing;
    }

    @FunctionalInterface
    private interface Writing {
        void write(Path file) throws IOException;
    }

    /** Puts them in the place of what the file had. */
    void write(Path file) throws IOException {
        writing.write(file);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A first line of these fields, with the right checksum, and nothing else. */
    private static Writing sealed(Supplier<String> fields) {
        return file -> Files.write(file, Forgery.sealed(fields.get(), new byte[0]));
    }

    private static String names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ",\"" + Integer.toString(i, 36) + "\":1")
                .collect(Collectors.joining());
    }

    /** A file that is long and takes no room. */
    static void sparse(Path file, byte[] beginning, long length) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(0);
            open.write(beginning);
            open.setLength(length);
        }
    }
}
