package io.github.vflow.flow.discrete;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An amount with atoms at 3 and 3.5, a label, a number, and a count with an atom at 0, under models of random parameters. */
final class AtomColumnsTest {
    private static final long SEED = Seeds.of("AtomColumnsTest");
    private static final int LABELS = 3;
    private static final double NONE = Double.NaN;
    private static final int DRAWS = 600;
    private static final double ROUNDING = 1e-6;

    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[200][];
        Arrays.setAll(rows, i -> new double[] {
            i % 10 < 3 ? 3 : i % 10 < 5 ? 3.5 : 10 + random.nextGaussian(),
            i % LABELS,
            random.nextGaussian(),
            i % 2 * random.nextInt(1, 9)
        });
        return rows;
    }

    private static RowSpec spec() {
        return RowSpec.of(4, 0, 2)
                .withKinds(List.of(
                        new ColumnSpec.Atom(List.of(3.0, 3.5), new ColumnSpec.Real()),
                        ColumnSpec.Category.of(LABELS),
                        new ColumnSpec.Real(),
                        new ColumnSpec.Atom(0, new ColumnSpec.Whole(4.5, 2.5))))
                .withFill(RowSpec.Fill.standard())
                .standardized(Rows.of(rows()));
    }

    private static List<Model> models() {
        FlowModel one = Models.of(spec(), SEED);
        Model mixture = Models.of(new Spec.Mixture(List.of(spec(), spec()), List.of(0.3, 0.7)), SEED);
        for (Model model : List.of(one, mixture)) {
            Eval.randomise(model.parameters(), 0.2, new SplittableRandom(SEED));
        }
        return List.of(one, mixture);
    }

    private static Evaluator evaluator(Model model) {
        return Evaluator.ofScores(model, SmallModels.VECTOR, 100, SEED);
    }

    private static double p(Evaluator e, double... row) {
        return Math.exp(e.score(row));
    }

    /** A row without an atom takes one sample, and one with an atom four; the listener hears of the end all the same. */
    @Test
    void progressCountsAllRows() {
        double[][] rows =
                Arrays.stream(rows()).map(row -> new double[] {row[0], row[1]}).toArray(double[][]::new);
        FlowModel model = Models.of(
                RowSpec.of(2, 0, 2)
                        .withKinds(
                                List.of(new ColumnSpec.Atom(3, new ColumnSpec.Real()), ColumnSpec.Category.of(LABELS)))
                        .standardized(Rows.of(rows)),
                SEED);
        AtomicInteger pairs = new AtomicInteger();
        try (Evaluator e = evaluator(model)) {
            e.onProgress(pairs::addAndGet).threads(2).scores(Rows.of(rows));
        }
        assertEquals(4, Evaluator.used(model, 100));
        assertEquals(4 * rows.length, pairs.get());
    }

    @Test
    void theOtherNumbersHaveTheMoments() {
        assertEquals(10, spec().columns().moments().mean().getFirst(), 0.3);
        assertEquals(1, spec().columns().moments().std().getFirst(), 0.3);
        assertEquals(0.5, spec().columns().repeatShare(0).orElseThrow(), 1e-12);
        assertTrue(spec().columns().repeatShare(1).isEmpty());
    }

    @Test
    void probabilitiesOfAtomsAndLabelsAddUp() {
        for (Model model : models()) {
            try (Evaluator e = evaluator(model)) {
                double atom = p(e, 3, NONE, NONE, NONE);
                double labels = 0;
                double both = 0;
                for (int k = 0; k < LABELS; k++) {
                    labels += p(e, NONE, k, NONE, NONE);
                    both += p(e, 3, k, NONE, NONE);
                }
                assertEquals(1, labels, ROUNDING);
                assertEquals(atom, both, ROUNDING);
                double counts = 0;
                for (int k = 0; k < LABELS; k++) {
                    counts += p(e, 3, k, NONE, 0);
                }
                assertEquals(p(e, 3, NONE, NONE, 0), counts, ROUNDING);
            }
        }
    }

    /** No number of a user says that a cell is missing, at its atom, or not at it. */
    @Test
    void theLargestNumberIsANumber() {
        for (Model model : models()) {
            try (Evaluator e = evaluator(model)) {
                for (double large : new double[] {1e38, 2e38, Float.MAX_VALUE}) {
                    for (double[] row : new double[][] {
                        {large, 1, 0.2, 2},
                        {large, 1, NONE, 2},
                        {large, NONE, NONE, NONE},
                        {10, 1, large, 2},
                        {NONE, 1, large, 2},
                        {10, NONE, 0.2, large},
                        {3, 1, NONE, large},
                        {-large, 1, NONE, 2},
                        {10, NONE, 0.2, -large}
                    }) {
                        assertEquals(0, p(e, row), Arrays.toString(row));
                    }
                }
            }
        }
    }

    /** An atom may be the number that stands for a missing one in grids of measurements. */
    @Test
    void theLargestNumberMayBeAnAtom() {
        for (double atom : new double[] {-Float.MAX_VALUE, Float.MAX_VALUE}) {
            double[][] rows = Arrays.stream(rows())
                    .map(row -> new double[] {row[0] == 3 ? atom : 0.01 * row[0], row[2]})
                    .toArray(double[][]::new);
            FlowModel model = Models.of(
                    RowSpec.of(2, 0, 2)
                            .withKinds(List.of(new ColumnSpec.Atom(atom, new ColumnSpec.Real()), new ColumnSpec.Real()))
                            .withFill(RowSpec.Fill.standard())
                            .standardized(Rows.of(rows)),
                    SEED);
            try (Evaluator e = evaluator(model);
                    Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
                assertEquals(0.3, p(e, atom, NONE), 0.01);
                assertEquals(0, p(e, -atom, NONE));
                assertEquals(0.3, share(sampler.draw(DRAWS, 1, SEED), 0, atom), 0.1);
            }
        }
    }

    /** The other whole numbers close up over the atom, so no mass falls into a hole. */
    @Test
    void theMassOfACountIsOne() {
        assertMassIsOne(List.of(4.0), new ColumnSpec.Whole(4.5, 2.5));
        assertMassIsOne(List.of(0.0, 1.0, 4.0), new ColumnSpec.Whole(4.5, 2.5));
    }

    @Test
    void theMassOfACountWithAMapIsOne() {
        MarginalMap map = new MarginalMap(List.of(0.0, 5.0, 12.0), List.of(0.9, 0.4, 0.2), -2);
        assertMassIsOne(List.of(4.0), new ColumnSpec.Marginal(map, new ColumnSpec.Whole(4.5, 2.5)));
    }

    private static void assertMassIsOne(List<Double> atoms, ColumnSpec others) {
        double[][] counts =
                Arrays.stream(rows()).map(row -> new double[] {row[1], row[3]}).toArray(double[][]::new);
        FlowModel model = Models.of(
                RowSpec.of(2, 0, 2)
                        .withKinds(List.of(ColumnSpec.Category.of(LABELS), new ColumnSpec.Atom(atoms, others)))
                        .withFill(RowSpec.Fill.standard())
                        .standardized(Rows.of(counts)),
                SEED);
        Eval.randomise(model.parameters(), 0.2, new SplittableRandom(SEED));
        try (Evaluator e = evaluator(model)) {
            double mass = 0;
            for (int k = -60; k <= 60; k++) {
                mass += p(e, NONE, k);
            }
            assertEquals(1, mass, 0.03);
        }
    }

    @Test
    void samplesHaveTheAtoms() {
        for (Model model : models()) {
            try (Evaluator e = evaluator(model);
                    Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
                for (double atom : new double[] {3, 3.5}) {
                    double p = p(e, atom, NONE, NONE, NONE);
                    double error = Approx.STANDARD_ERRORS * Math.sqrt(p * (1 - p) / DRAWS);
                    assertEquals(p, share(sampler.draw(DRAWS, 1, SEED), 0, atom), error);
                }
            }
        }
    }

    private static double share(Rows rows, int column, double number) {
        return Arrays.stream(rows.copyColumn(column)).filter(x -> x == number).count() / (double) rows.size();
    }

    /** A row that is drawn again keeps its label and its atoms, or a condition on numbers would change their shares. */
    @Test
    void rowsThatAreDrawnAgainKeepLabels() {
        for (Model model : models()) {
            try (Sampler free = new Sampler(model, SmallModels.VECTOR);
                    Sampler bound = new Sampler(model, SmallModels.VECTOR).accepting(row -> row[2] >= 0)) {
                Rows first = free.draw(DRAWS, 1, SEED);
                Rows again = bound.draw(DRAWS, 1, SEED);
                assertTrue(share(first, 1, 0) > 0.1, "labels vary");
                assertArrayEquals(first.copyColumn(1), again.copyColumn(1));
                boolean[] atoms = atoms(first);
                assertArrayEquals(atoms, atoms(again));
                long low = Arrays.stream(again.copyColumn(2)).filter(x -> x < 0).count();
                long before =
                        Arrays.stream(first.copyColumn(2)).filter(x -> x < 0).count();
                assertTrue(low < before / 4, low + " of " + before);
            }
        }
    }

    private static boolean[] atoms(Rows rows) {
        boolean[] are = new boolean[rows.size()];
        IntStream.range(0, are.length).forEach(i -> are[i] = rows.get(i, 0) == 3);
        return are;
    }
}
