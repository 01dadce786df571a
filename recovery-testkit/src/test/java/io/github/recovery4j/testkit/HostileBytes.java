package io.github.recovery4j.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that may be found in any file, and were put there by somebody who wants a reader to fall. */
enum HostileBytes {
    NOTHING {
        @Override
        void write(Path file) throws IOException {
            Files.write(file, new byte[0]);
        }
    },
    TEN_GIGABYTES_OF_ZEROS {
        @Override
        void write(Path file) throws IOException {
            sparse(file, new byte[0], 10L << 30);
        }
    },
    A_LINE_OF_A_GIGABYTE {
        @Override
        void write(Path file) throws IOException {
            sparse(
                    file,
                    ("{\"recovery4j\":1,\"job\":\"" + "x".repeat(3 << 20)).getBytes(StandardCharsets.US_ASCII),
                    1L << 30);
        }
    },
    A_HUNDRED_THOUSAND_LEVELS {
        @Override
        void write(Path file) throws IOException {
            int levels = 100_000;
            String nested = "\"a\":{".repeat(levels) + "\"b\":1" + "}".repeat(levels);
            Files.write(file, Forgery.sealed("\"recovery4j\":1," + nested, new byte[0]));
        }
    },
    A_MILLION_DUPLICATE_NAMES {
        @Override
        void write(Path file) throws IOException {
            Files.write(file, Forgery.sealed("\"recovery4j\":1" + ",\"a\":1".repeat(1_000_000), new byte[0]));
        }
    },
    AS_MANY_DUPLICATE_NAMES_AS_A_HEADER_HOLDS {
        @Override
        void write(Path file) throws IOException {
            Files.write(file, Forgery.sealed("\"recovery4j\":1" + ",\"a\":1".repeat(150_000), new byte[0]));
        }
    },
    AS_MANY_NAMES_AS_A_HEADER_HOLDS {
        @Override
        void write(Path file) throws IOException {
            StringBuilder fields = new StringBuilder("\"recovery4j\":1");
            for (int i = 0; i < 80_000; i++) {
                fields.append(",\"").append(Integer.toString(i, 36)).append("\":1");
            }
            Files.write(file, Forgery.sealed(fields.toString(), new byte[0]));
        }
    },
    NUMBERS_OF_A_MILLION_DIGITS {
        @Override
        void write(Path file) throws IOException {
            Files.write(file, Forgery.sealed("\"recovery4j\":" + "1".repeat(1_000_000), new byte[0]));
        }
    },
    THE_LEAST_NUMBER_AS_FORMAT {
        @Override
        void write(Path file) throws IOException {
            sparse(
                    file,
                    "{\"recovery4j\":-9223372036854775808,\"checksum\":\"00000000\"}\n"
                            .getBytes(StandardCharsets.US_ASCII),
                    1 << 20);
        }
    };

    /** Puts them in the place of what the file had. */
    abstract void write(Path file) throws IOException;

    /** A file that is long and takes no room. */
    static void sparse(Path file, byte[] beginning, long length) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(0);
            open.write(beginning);
            open.setLength(length);
        }
    }
}
