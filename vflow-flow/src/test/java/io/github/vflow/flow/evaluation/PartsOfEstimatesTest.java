package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.CellState;
import io.github.vflow.flow.discrete.Alphabet;
import io.github.vflow.flow.discrete.Completions;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Noise, completions of rows and sums over them, as numbers. */
final class PartsOfEstimatesTest {
    private static final double ROUNDING = 1e-12;
    private static final double NONE = Double.NaN;

    /** Each component has the middle of each quarter of N(0, 1) once, and the components are not all in the same order. */
    @Test
    void pointsOfAtomsAreALatinHypercube() {
        float[] points = Atoms.points(4);
        assertEquals(4 * Atoms.POINTS, points.length);
        float[] expected = {-1.150349F, -0.318639F, 0.318639F, 1.150349F};
        Set<List<Float>> orders = new HashSet<>();
        for (int j = 0; j < 4; j++) {
            float[] component = new float[Atoms.POINTS];
            for (int s = 0; s < Atoms.POINTS; s++) {
                component[s] = points[s * 4 + j];
            }
            orders.add(List.of(component[0], component[1], component[2], component[3]));
            if (j == 0) {
                assertArrayEquals(expected, component, "the first in their order");
            }
            Arrays.sort(component);
            assertArrayEquals(expected, component);
        }
        assertTrue(orders.size() > 1);
    }

    /** Four weights w, counted four times each: (Σw)²/Σw² times four. */
    @Test
    void pointsOfAtomsCountFourTimes() {
        double[] logs = {99, 0, Math.log(3), 0, 0, 99};
        ImportanceEstimate plain = ImportanceEstimate.of(0, Math.log(3), 0, 0);
        ImportanceEstimate atoms = Atoms.estimate(logs, 1);
        assertEquals(Math.log(1.5), atoms.logProb(), ROUNDING);
        assertEquals(plain.standardError(), atoms.standardError());
        assertEquals(4 * 36 / 12.0, atoms.effectiveSampleSize(), ROUNDING);
    }

    private static Completions completions() {
        Alphabet label = Alphabet.of(0, 3, false, List.of(1, 1, 1), 1);
        Alphabet open = Alphabet.of(5, 2, true, List.of(1, 1), 1);
        Alphabet atom = Alphabet.of(0, 2, false, List.of(1, 1), 1);
        return new Completions(
                new double[] {NONE, 7.5, NONE, NONE},
                List.of(0, 2, 3),
                List.of(label, open, atom),
                List.of(List.of(), List.of(), List.of(42.0)));
    }

    /** All combinations once: three labels, the outcomes below, 5, 6 and above, and whether the number is 42. */
    @Test
    void completionsAreAllCombinations() {
        Completions c = completions();
        assertFalse(c.isTheRow());
        assertEquals(24, c.count(24));
        assertEquals(24, c.count(4_096));
        assertEquals(24, c.count(23), "one more than the most");
        assertEquals(6, c.count(5));
        Set<List<Double>> all = new HashSet<>();
        Set<Double> labels = new HashSet<>();
        Set<Double> wholes = new HashSet<>();
        Set<Double> atoms = new HashSet<>();
        for (int k = 0; k < 24; k++) {
            double[] into = new double[6];
            double logFactor = c.fill(k, into, 1);
            assertEquals(7.5, into[2]);
            double whole = into[3];
            assertEquals(whole == 4 || whole == 7 ? Math.log(2) : 0, logFactor, Arrays.toString(into));
            labels.add(into[1]);
            wholes.add(whole);
            atoms.add(into[4]);
            all.add(List.of(into[1], whole, into[4] == 42 ? 1.0 : 0.0));
            assertEquals(0, into[0]);
            assertEquals(0, into[5]);
        }
        assertEquals(24, all.size());
        assertEquals(Set.of(0.0, 1.0, 2.0), labels);
        assertEquals(Set.of(4.0, 5.0, 6.0, 7.0), wholes);
        assertEquals(Set.of(42.0, CellState.ANOTHER_NUMBER), atoms);
        assertTrue(Completions.none(new double[] {1}).isTheRow());
        assertEquals(1, Completions.none(new double[] {1}).count(10));
    }

    /** ln Σ factorₖ·wₖₛ of two terms with two samples. */
    @Test
    void sumsAreOverTerms() {
        GapSum.Terms two = new GapSum.Terms(
                new double[] {Math.log(0.1), Math.log(0.2), Math.log(0.3), Math.log(0.4)},
                new double[] {0, Math.log(2)});
        double[] sums = GapSum.sums(two, 2);
        assertEquals(Math.log(0.1 + 2 * 0.3), sums[0], ROUNDING);
        assertEquals(Math.log(0.2 + 2 * 0.4), sums[1], ROUNDING);
        GapSum.Terms one = new GapSum.Terms(new double[] {-1, -2}, new double[] {0.5});
        assertArrayEquals(new double[] {-0.5, -1.5}, GapSum.sums(one, 2));
    }

    /** Noise of a row depends on its features, the seed and the number of the sample, and on nothing else. */
    @Test
    void noiseIsKeyedByTheFeatures() {
        Noise noise = new Noise.ByRow(Purpose.EVALUATION_NOISE, 3, 5);
        float[] all = fill(noise, new double[] {9, 1, 2, 8}, 1, 4);
        assertArrayEquals(all, fill(noise, new double[] {0, 1, 2, 0}, 1, 4), "what stands around does not count");
        Set<List<Float>> samples = new HashSet<>();
        for (int s = 0; s < 4; s++) {
            samples.add(List.of(all[5 * s], all[5 * s + 1], all[5 * s + 4]));
        }
        assertEquals(4, samples.size(), "each sample has its own");
        assertFalse(Arrays.equals(all, fill(noise, new double[] {0, 1, 2.5, 0}, 1, 4)));
        assertFalse(Arrays.equals(all, fill(noise, new double[] {0, 2, 1, 0}, 1, 4)));
        assertFalse(Arrays.equals(
                all, fill(new Noise.ByRow(Purpose.EVALUATION_NOISE, 4, 5), new double[] {9, 1, 2, 8}, 1, 4)));
        float[] later = new float[12];
        noise.fill(new double[] {9, 1, 2, 8}, 1, 2, 2, 2, later, 1);
        assertArrayEquals(Arrays.copyOfRange(all, 10, 20), Arrays.copyOfRange(later, 1, 11), "the third sample on");
        assertEquals(0, later[0]);
        assertEquals(0, later[11]);
        assertTrue(RandomStream.positions(5) > 0);
    }

    @Test
    void noSamplesShareNumbers() {
        int size = 3 * RandomStream.BLOCK + 1;
        float[] all = new float[4 * size];
        new Noise.ByRow(Purpose.EVALUATION_NOISE, 3, size).fill(new double[] {1, 2}, 0, 2, 0, 4, all, 0);
        Set<Float> different = new HashSet<>();
        for (float each : all) {
            different.add(each);
        }
        assertTrue(different.size() > 0.99 * all.length, () -> different.size() + " of " + all.length);
    }

    /** A row with an atom takes four points, each of which counts four times, and other rows take one sample; new parameters hold for both. */
    @Test
    void newParametersHoldForRowsWithAndWithoutAnAtom() {
        double[][] rows = new double[60][];
        Arrays.setAll(rows, i -> new double[] {i % 3 == 0 ? 3 : 10 + i % 7, i % 2});
        RowSpec spec = RowSpec.of(2, 0, 2)
                .withKinds(List.of(new ColumnSpec.Atom(3, new ColumnSpec.Real()), ColumnSpec.Category.of(2)))
                .standardized(Rows.of(rows));
        FlowModel before = SmallModels.random(spec, 1);
        FlowModel after = SmallModels.random(spec, 2);
        try (Evaluator e = Evaluator.ofScores(before, SmallModels.VECTOR, 100, 1);
                Evaluator fresh = Evaluator.ofScores(after, SmallModels.VECTOR, 100, 1)) {
            double atom = e.score(3, 1);
            double other = e.score(11, 1);
            e.parameters(after.parameters().values());
            assertEquals(fresh.score(3, 1), e.score(3, 1));
            assertEquals(fresh.score(11, 1), e.score(11, 1));
            assertTrue(atom != e.score(3, 1) && other != e.score(11, 1), "the models differ");
            double effective = e.estimate(3, 1).effectiveSampleSize();
            assertTrue(effective > Atoms.POINTS && effective <= Atoms.POINTS * Atoms.POINTS, () -> "" + effective);
            assertEquals(1, e.estimate(11, 1).effectiveSampleSize());
        }
    }

    private static float[] fill(Noise noise, double[] row, int at, int samples) {
        float[] into = new float[samples * 5];
        noise.fill(row, at, 2, 0, samples, into, 0);
        return into;
    }

    @Test
    void aScoreHasASampleOrMore() {
        assertEquals(1, new Scoring(1, 0).samples());
        assertThrows(IllegalArgumentException.class, () -> new Scoring(0, 0));
    }

    @Test
    void sharedNoiseIsThatOfAllRows() {
        Noise.Shared shared = new Noise.Shared(new float[] {1, 2, 3, 4, 5, 6}, 2);
        float[] into = new float[6];
        shared.fill(new double[] {7}, 0, 1, 1, 2, into, 1);
        assertArrayEquals(new float[] {0, 3, 4, 5, 6, 0}, into);
    }
}
