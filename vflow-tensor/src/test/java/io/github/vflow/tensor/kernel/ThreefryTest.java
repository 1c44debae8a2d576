package io.github.vflow.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Known answers of Random123 (tests/kat_vectors) for threefry4x32 with 20 rounds. */
final class ThreefryTest {
    record Answer(String counter, String key, String words) {}

    static Stream<Answer> answers() {
        return Stream.of(
                new Answer(
                        "00000000 00000000 00000000 00000000",
                        "00000000 00000000 00000000 00000000",
                        "9c6ca96a e17eae66 fc10ecd4 5256a7d8"),
                new Answer(
                        "ffffffff ffffffff ffffffff ffffffff",
                        "ffffffff ffffffff ffffffff ffffffff",
                        "2a881696 57012287 f6c7446e a16a6732"),
                new Answer(
                        "243f6a88 85a308d3 13198a2e 03707344",
                        "a4093822 299f31d0 082efa98 ec4e6c89",
                        "59cd1dbb b8879579 86b5d00c ac8b6d84"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void encryptsAsRandom123Does(Answer a) {
        int[] x = words(a.counter);
        Threefry.encrypt(words(a.key), x);
        assertArrayEquals(words(a.words), x, a.toString());
    }

    /** The key is (seed, stream) and the counter fills the first two words, low word first. */
    @ParameterizedTest
    @MethodSource("answers")
    void wordsEncryptTheCounterUnderSeedAndStream(Answer a) {
        int[] key = words(a.key);
        int[] counter = words(a.counter);
        int[] expected = {counter[0], counter[1], 0, 0};
        Threefry.encrypt(key, expected);
        int[] x = new int[4];
        Threefry.words(joined(key[0], key[1]), joined(key[2], key[3]), joined(counter[0], counter[1]), x);
        assertArrayEquals(expected, x, a.toString());
    }

    private static long joined(int low, int high) {
        return Integer.toUnsignedLong(low) | (long) high << 32;
    }

    private static int[] words(String hex) {
        return Stream.of(hex.split(" ", -1))
                .mapToInt(w -> Integer.parseUnsignedInt(w, 16))
                .toArray();
    }
}
