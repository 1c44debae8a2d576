package io.github.vflow.benchmarks.paper.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    private static final double ROUNDING = 1e-12;

    private static ImageScores scores(int augment, long seed, double... bits) {
        List<Double> list = Arrays.stream(bits).boxed().toList();
        return new ImageScores(new ImageRun(8, augment, 2, 30, seed, 8), 64, 5, list, 1);
    }

    @Test
    void whatBothModelsFindHardIsNotInTheError() {
        PairedDifference d =
                PairedDifference.of(List.of(scores(1, 1, 1.1, 3.1, 7.1)), List.of(scores(0, 1, 1.2, 3.2, 7.2)));
        assertEquals(-0.1, d.images().value(), ROUNDING);
        assertEquals(0, d.images().standardError(), ROUNDING);
        assertEquals("−0.1000 ± 0.0000 (images)", d.text());
    }

    @Test
    void bothErrorsAreThoseOfMeans() {
        PairedDifference d = PairedDifference.of(
                List.of(scores(1, 1, 2, 4), scores(1, 2, 4, 6)), List.of(scores(0, 1, 1, 1), scores(0, 2, 1, 1)));
        // by image: (1 + 3) / 2 = 2 and (3 + 5) / 2 = 4; by seed: (1 + 3) / 2 = 2 and (3 + 5) / 2 = 4
        assertEquals(3, d.images().value(), ROUNDING);
        assertEquals(1, d.images().standardError(), ROUNDING);
        assertEquals(1, d.seeds().standardError(), ROUNDING);
        assertEquals("3.0000 ± 1.0000 (images) ± 1.0000 (2 seeds)", d.text());
    }

    @Test
    void modelsThatWereScoredDifferentlyAreRefused() {
        assertEquals(
                "PairedDifference: both models must have the same seeds, samples and images but have"
                        + " [seed 1, 64 samples of 2 images] and [seed 2, 64 samples of 2 images];"
                        + " score both in the same way",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PairedDifference.of(List.of(scores(1, 1, 2, 3)), List.of(scores(0, 2, 2, 3))))
                        .getMessage());
    }
}
