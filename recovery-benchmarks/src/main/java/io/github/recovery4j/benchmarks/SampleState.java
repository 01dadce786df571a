package io.github.recovery4j.benchmarks;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A state as an import has it: numbers, texts, lists, maps and a digest, about 240 bytes of JSON for each item.
 *
 * @param name what is imported
 * @param lines how far
 * @param items what is in the works
 */
record SampleState(String name, long lines, List<Item> items) {

    /**
     * One part of the work.
     *
     * @param id its number
     * @param source where it comes from
     * @param score some fraction
     * @param tags some words, of which there are few
     * @param counts some numbers by name
     * @param done whether it is done
     * @param digest random, so that it can hardly be compressed
     */
    record Item(
            long id,
            String source,
            double score,
            List<String> tags,
            Map<String, Long> counts,
            boolean done,
            String digest) {}

    private static final int JSON_BYTES_OF_AN_ITEM = 240;

    /** The same one every time, of about so many bytes as JSON. */
    static SampleState ofJsonBytes(int bytes) {
        Random random = new Random(bytes);
        int items = Math.max(1, bytes / JSON_BYTES_OF_AN_ITEM);
        return new SampleState(
                "import",
                items,
                IntStream.range(0, items).mapToObj(i -> item(i, random)).toList());
    }

    private static Item item(int index, Random random) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            counts.put("count-" + i, (long) random.nextInt(1 << (7 * i + 7)));
        }
        byte[] digest = new byte[24];
        random.nextBytes(digest);
        return new Item(
                1_000_000L + index,
                "s3://bucket/part-" + random.nextInt(100_000) + ".csv",
                random.nextDouble(),
                List.of("tag" + random.nextInt(50), "region-" + random.nextInt(8)),
                counts,
                random.nextBoolean(),
                Base64.getEncoder().encodeToString(digest));
    }
}
