package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.testkit.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases by which nonconform 8e27ea29 tests its conformal p-values (docs/lab/checks.md). A high score is odd there and a low one here, so
 * scores change their sign.
 */
final class PublishedPValuesTest {
    private static final long SEED = Seeds.of("PublishedPValuesTest");
    private static final double[] NONE = {};

    /**
     * One case.
     *
     * @param above how many calibration scores are at least as high as each tested score
     */
    record Case(double[] tested, double[] calibration, int... above) {
        @Override
        public String toString() {
            return Arrays.toString(tested) + " beside " + Arrays.toString(calibration);
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(new double[] {5}, new double[] {1, 2, 3, 4}, 0),
                new Case(new double[] {3}, new double[] {1, 2, 4, 5}, 2),
                new Case(new double[] {1, 3, 5}, new double[] {2, 4}, 2, 1, 0),
                new Case(new double[] {3, 5}, new double[] {1, 2, 4, 6}, 2, 1),
                new Case(new double[] {-10}, new double[] {1, 2, 3, 4, 5}, 5),
                new Case(new double[] {10}, new double[] {1, 2, 3}, 0),
                new Case(new double[] {0.5}, new double[] {1, 2, 3, 4, 5}, 5),
                new Case(new double[] {3}, new double[] {3, 3, 3, 3}, 4),
                new Case(new double[] {3}, new double[] {2}, 0),
                new Case(new double[] {3, 3, 3}, new double[] {3, 3, 3, 3}, 4, 4, 4),
                new Case(new double[] {2}, new double[] {2, 2, 2}, 3),
                new Case(new double[] {1e10, -1e10}, new double[] {0, 1, -1}, 0, 3),
                new Case(new double[] {1.0000001}, new double[] {1, 1.0000002, 1.0000003}, 2),
                new Case(new double[] {1, 2, 3}, new double[] {0.5, 1.5, 2.5}, 2, 1, 0),
                new Case(new double[] {1, 2, 3}, new double[] {0, 1, 2, 3, 4}, 4, 3, 2));
    }

    private static double[] pValues(double[] tested, double[] calibration) {
        Calibration c = Calibration.of(negated(calibration), NONE, NONE);
        return Arrays.stream(negated(tested)).map(c::pValue).toArray();
    }

    private static double[] negated(double[] scores) {
        return Arrays.stream(scores).map(s -> -s).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pValuesAreThePublishedOnes(Case c) {
        double[] p = pValues(c.tested, c.calibration);
        for (int i = 0; i < p.length; i++) {
            assertEquals((1.0 + c.above[i]) / (1 + c.calibration.length), p[i], c.toString());
        }
    }

    /** The sizes of their random cases: tested scores, calibration scores. */
    @Test
    void pValuesOfRandomScoresAreInTheirRange() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int[] size :
                List.of(new int[] {10, 100}, new int[] {20, 100}, new int[] {15, 50}, new int[] {1000, 5000})) {
            double[] p = pValues(normal(size[0], random), normal(size[1], random));
            assertEquals(size[0], p.length);
            double least = 1 / (size[1] + 1.0);
            assertTrue(Arrays.stream(p).allMatch(v -> v >= least && v <= 1), "seed " + SEED + Arrays.toString(p));
        }
    }

    private static double[] normal(int n, SplittableRandom random) {
        return random.doubles(n).map(_ -> random.nextGaussian()).toArray();
    }
}
