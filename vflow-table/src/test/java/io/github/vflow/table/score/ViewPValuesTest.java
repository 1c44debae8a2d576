package io.github.vflow.table.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.view.View;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each view counts by its p-value among normal rows, and the score of a row is the harmonic mean of them. */
final class ViewPValuesTest {
    private static final long SEED = 5;
    private static final int ROWS = 20_000;
    private static final ImportanceEstimate DENSITY = new ImportanceEstimate(-7, 0.5, 9);

    /** Scores with other units, and with other tails: −Exp, −(Exp of scale four) and a normal number. */
    private static List<ViewScores> normal() {
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, ROWS)
                .mapToObj(_ -> new ViewScores(
                        20 + 4 * Math.log(random.nextDouble()),
                        3 + random.nextGaussian(),
                        Math.log(random.nextDouble()),
                        2 * random.nextGaussian()))
                .toList();
    }

    @Test
    void theScoreIsTheHarmonicMeanOfThePValues() {
        ViewPValues laws = ViewPValues.ofNormal(ViewPValues.OF_CELLS, normal());
        // P(c ≤ 20 − 4·ln 50) = 1/50; P(k ≤ −ln 4) = 1/4; P(neighbours ≤ 0) = 1/2
        ViewScores row = new ViewScores(20 - 4 * Math.log(50), 3, -Math.log(4), 0);
        Score score = laws.score(row, DENSITY);
        assertEquals(Math.log(3 / (50.0 + 4 + 2)), score.value(), 0.06);
        assertEquals(View.COMBINATION, score.view());
        assertEquals(50.0 / 56 / 4 * 0.5, score.standardError(), 0.01, "the weight of the view times its slope");
        assertEquals(-7, score.logProb());
        Score column = laws.score(new ViewScores(20, 3, -12, 0), DENSITY);
        assertEquals(View.COLUMN, column.view());
        assertEquals(Math.log(3) - 12, column.value(), 0.8, "the law goes on beyond all rows");
        assertEquals(
                View.NEIGHBOURS,
                laws.score(new ViewScores(20, 3, 0, -9), DENSITY).view());
    }

    /** The derivative by numbers, above and below the lowest tenth. */
    @Test
    void theErrorIsTheDerivativeByTheCombination() {
        ViewPValues laws = ViewPValues.ofNormal(ViewPValues.OF_CELLS, normal());
        double step = 1e-4;
        for (double c : new double[] {16.1, 3.2, -40}) {
            ViewScores row = new ViewScores(c, 3, -1, 0);
            double up = laws.score(new ViewScores(c + step, 3, -1, 0), DENSITY).value();
            assertEquals(
                    (up - laws.score(row, DENSITY).value()) / step * 0.5,
                    laws.score(row, DENSITY).standardError(),
                    1e-3,
                    "combination " + c);
        }
        assertEquals(
                0,
                laws.score(new ViewScores(Double.NEGATIVE_INFINITY, 0, 0, 0), DENSITY)
                        .standardError());
    }

    /** A p-value is a rank, and it is continuous where the exponential law begins. */
    @Test
    void aPValueIsARank() {
        double[] scores = normal().stream().mapToDouble(ViewScores::neighbours).toArray();
        ViewPValue law = ViewPValue.ofNormal(scores);
        for (double s : new double[] {-2, -1, 0, 1.5}) {
            double rank = Arrays.stream(scores).filter(x -> x <= s).count() / (double) ROWS;
            assertEquals(rank, Math.exp(law.logP(s)), 0.01, "score " + s);
        }
        assertEquals(0, law.logP(99));
        double start = law.scores()[0];
        assertEquals(law.logP(start), law.logP(start - 1e-9), 1e-3);
        assertEquals(
                Math.log(law.below()) - 3, law.logP(start - 3 * law.decay()), 1e-9, "three mean excesses further down");
    }

    /** Odd rows far out make the law of normal rows mild, and hardly change that of mixed ones. */
    @Test
    void oddRowsHardlyChangeTheLawOfMixedRows() {
        double[] normal = normal().stream().mapToDouble(ViewScores::column).toArray();
        double[] mixed = normal.clone();
        Arrays.fill(mixed, 0, ROWS / 20, -1e3);
        double clean = ViewPValue.ofMixed(normal).logP(-8);
        assertEquals(-8, clean, 0.3);
        assertEquals(clean, ViewPValue.ofMixed(mixed).logP(-8), 1.8);
        assertTrue(ViewPValue.ofNormal(mixed).logP(-8) > -4, "a mean excess sees each of them");
    }

    @Test
    void fewRowsHaveALaw() {
        for (int n : new int[] {0, 1, 2, 20}) {
            double[] scores = IntStream.range(0, n).mapToDouble(i -> i).toArray();
            for (ViewPValue law : List.of(ViewPValue.ofNormal(scores), ViewPValue.ofMixed(scores))) {
                assertTrue(law.logP(-5) < law.logP(0) && law.logP(0) <= 0, n + " rows: " + law);
                assertEquals(0, law.logP(1e9), n + " rows");
            }
        }
        double[] equal = new double[50];
        assertEquals(Math.log(0.5 / 50) - 1, ViewPValue.ofNormal(equal).logP(-1), 1e-9, "one nat where nothing tells");
        assertEquals(0, ViewPValue.ofNormal(equal).logP(0), 1e-9);
        equal[7] = Double.NEGATIVE_INFINITY;
        assertEquals(Math.log(0.5 / 49) - 1, ViewPValue.ofMixed(equal).logP(-1), 1e-9, "infinite ones do not count");
    }

    @Test
    void aNumberThatFloatDoesNotHaveIsOddBeyondAllRows() {
        ViewPValues laws = ViewPValues.ofNormal(ViewPValues.OF_CELLS, normal());
        Score none = laws.score(new ViewScores(Double.NEGATIVE_INFINITY, 0, 0, 0), DENSITY);
        assertEquals(Double.NEGATIVE_INFINITY, none.value());
        double far = laws.score(new ViewScores(-1e6, 0, 0, 0), DENSITY).value();
        assertTrue(Double.isFinite(far) && far < -1e5, "weights beyond float64: " + far);
    }

    /** The sum of combination and tails beside its median: parts of it add up. */
    @Test
    void explanationsAreInNatsBesideATypicalRow() {
        ViewPValues laws = ViewPValues.ofNormal(ViewPValues.OF_CELLS, normal());
        double[] sums = normal().stream()
                .mapToDouble(s -> s.combination() + s.tails())
                .sorted()
                .toArray();
        Score score = laws.explaining(new ViewScores(10, -4, -1, -1), DENSITY);
        assertEquals(6 - sums[(ROWS - 1) / 2], score.value(), 1e-9);
        assertEquals(0.5, score.standardError());
    }

    @Test
    void aFileHasTheSameLaws() {
        for (Set<View> some : List.of(ViewPValues.OF_CELLS, Set.of(View.COMBINATION, View.COLUMN))) {
            ViewPValues laws = ViewPValues.ofNormal(some, normal());
            Views views = new Views(new Marginals(List.of()), Optional.empty(), laws);
            ViewPValues read = Views.ofJson(views.toJson()).orElseThrow().laws();
            normal().stream().limit(50).forEach(s -> assertEquals(laws.score(s, DENSITY), read.score(s, DENSITY)));
        }
        String json = new Views(
                        new Marginals(List.of()),
                        Optional.empty(),
                        ViewPValues.ofNormal(Set.of(View.COLUMN), List.of()))
                .toJson();
        assertEquals(Optional.empty(), Views.ofJson(json.replace("\"version\":2", "\"version\":1")));
        assertEquals(
                "this program reads version 2 of the views of a verdict but this is version 3; use the release that wrote it",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Views.ofJson(json.replace("\"version\":2", "\"version\":3")))
                        .getMessage());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new ViewPValue(new double[] {1, 0}, new double[] {0.1, 1}, 0.05, 2))
                .getMessage();
        assertEquals(
                "ViewPValue: scores and their probabilities must ascend, up to one, with a decay above zero, but they are [1.0, 0.0] and"
                        + " [0.1, 1.0], 0.05 below them, with the decay 2.0",
                message);
    }

    @Test
    void gapsHaveNoScoreOfCells() {
        assertEquals(
                "ViewScores: gaps have rules and no score of cells",
                assertThrows(IllegalArgumentException.class, () -> new ViewScores(1, 2, 3, 4).by(View.GAPS))
                        .getMessage());
    }

    /** Five of a hundred rows share the lowest score, and fifteen the next: a tie is as probable as it is frequent, and the law goes on below. */
    @Test
    void aScoreThatRowsShareHasTheirShare() {
        double[] scores = IntStream.range(0, 400)
                .mapToDouble(i -> Math.log(i % 20 == 0 ? 0.05 : i % 20 < 4 ? 0.2 : 1))
                .toArray();
        ViewPValue law = ViewPValue.ofNormal(scores);
        assertEquals(Math.log(0.05), law.logP(Math.log(0.05)), 1e-9);
        assertEquals(Math.log(0.2), law.logP(Math.log(0.2)), 1e-9);
        assertEquals(Math.log(0.5 / 400) - 2, law.logP(Math.log(0.05) - 2), 1e-9);
        assertEquals(0, law.logP(-0.0));
    }
}
