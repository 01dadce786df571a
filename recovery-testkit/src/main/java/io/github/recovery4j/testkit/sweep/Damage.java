package io.github.recovery4j.testkit.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What can become of the bytes of a file. */
final class Damage {

    private static final int SECTOR = 512;
    private static final int LONGER = 100;
    private static final int BESIDE = 8;
    private static final int OF_MANY_ALIKE_ONE = 128;

    private final String what;
    private final byte[] bytes;

    private Damage(String what, byte[] bytes) {
        this.what = what;
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * All of them: every bit, every length, every tail of zeros and of noise, every sector, and some that are longer. Of
     * long rows of one byte, samples have to do.
     */
    static Stream<Damage> all(byte[] intact, SplittableRandom random) {
        List<Integer> places = places(intact, random);
        return Stream.of(
                        flipped(intact, places),
                        truncated(intact, places),
                        tails(intact, places, random),
                        sectors(intact, random),
                        longer(intact, random))
                .flatMap(kind -> kind)
                .filter(damage -> !Arrays.equals(damage.bytes, intact));
    }

    /** One of them, by chance. */
    static Damage any(byte[] intact, SplittableRandom random) {
        List<Integer> places = places(intact, random);
        List<Damage> several = Stream.of(
                        flipped(intact, 8 * anyOf(places, random) + random.nextInt(8)),
                        truncated(intact, anyOf(places, random)),
                        zeroed(intact, anyOf(places, random), intact.length),
                        noise(intact, anyOf(places, random), intact.length, random))
                .filter(damage -> !Arrays.equals(damage.bytes, intact))
                .toList();
        return several.get(random.nextInt(several.size()));
    }

    private static List<Integer> places(byte[] intact, SplittableRandom random) {
        return IntStream.range(0, intact.length)
                .filter(place -> place == 0 || isUsed(intact, place) || random.nextInt(OF_MANY_ALIKE_ONE) == 0)
                .boxed()
                .toList();
    }

    private static boolean isUsed(byte[] intact, int place) {
        return IntStream.range(Math.max(0, place - BESIDE), Math.min(intact.length, place + BESIDE))
                .anyMatch(near -> intact[near] != intact[place]);
    }

    private static int anyOf(List<Integer> places, SplittableRandom random) {
        return places.get(random.nextInt(places.size()));
    }

    private static Stream<Damage> flipped(byte[] intact, List<Integer> places) {
        return places.stream()
                .flatMap(place -> IntStream.range(0, 8).mapToObj(bit -> flipped(intact, 8 * place + bit)));
    }

    private static Damage flipped(byte[] intact, int bit) {
        byte[] bytes = intact.clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return new Damage("bit " + bit + " is flipped", bytes);
    }

    private static Stream<Damage> truncated(byte[] intact, List<Integer> places) {
        return places.stream().map(length -> truncated(intact, length));
    }

    private static Damage truncated(byte[] intact, int length) {
        return new Damage("it ends at " + length, Arrays.copyOf(intact, length));
    }

    private static Stream<Damage> tails(byte[] intact, List<Integer> places, SplittableRandom random) {
        return places.stream()
                .flatMap(from ->
                        Stream.of(zeroed(intact, from, intact.length), noise(intact, from, intact.length, random)));
    }

    private static Stream<Damage> sectors(byte[] intact, SplittableRandom random) {
        return IntStream.iterate(0, from -> from < intact.length, from -> from + SECTOR)
                .boxed()
                .flatMap(from -> Stream.of(
                        zeroed(intact, from, Math.min(intact.length, from + SECTOR)),
                        noise(intact, from, Math.min(intact.length, from + SECTOR), random)));
    }

    private static Damage zeroed(byte[] intact, int from, int to) {
        byte[] bytes = intact.clone();
        Arrays.fill(bytes, from, to, (byte) 0);
        return new Damage("it is zero from %d to %d".formatted(from, to), bytes);
    }

    private static Damage noise(byte[] intact, int from, int to, SplittableRandom random) {
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        byte[] bytes = intact.clone();
        System.arraycopy(noise, 0, bytes, from, noise.length);
        return new Damage("it is noise from %d to %d".formatted(from, to), bytes);
    }

    private static Stream<Damage> longer(byte[] intact, SplittableRandom random) {
        return IntStream.rangeClosed(1, LONGER).boxed().flatMap(more -> {
            byte[] zeros = Arrays.copyOf(intact, intact.length + more);
            return Stream.of(
                    new Damage(more + " zeros follow", zeros), noise(zeros, intact.length, zeros.length, random));
        });
    }

    @Override
    public String toString() {
        return what;
    }
}
