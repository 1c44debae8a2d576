package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.tensor.engine.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A finite row has a log-density that is finite or −∞, never NaN: {@code NaN < alarm} is false, and an alarm that is silent is none. */
final class FarOutTest {
    private static final long SEED = Seeds.of("FarOutTest");
    private static final int FEATURES = 3;
    private static final int DIRECTIONS = 4;
    private static final double[] DISTANCES = {3, 30, 300, 3e3, 1e6, 1e12, 1e20, 1e30, 1e38};

    record Case(CouplingSpec.Kind coupling, Steps.Linear linear, int augment, Engine engine) {
        @Override
        public String toString() {
            return coupling + " " + linear + " + " + augment + " on " + engine.name();
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (CouplingSpec.Kind coupling : CouplingSpec.Kind.values()) {
            for (Steps.Linear linear : Steps.Linear.values()) {
                for (int augment : new int[] {0, 2}) {
                    for (Engine engine : List.of(SmallModels.VECTOR, Eval.REFERENCE)) {
                        cases.add(new Case(coupling, linear, augment, engine));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static FlowModel model(Case c) {
        return model(c, Steps.Kind.COUPLING);
    }

    private static FlowModel model(Case c, Steps.Kind kind) {
        RowSpec spec = SmallModels.spec(FEATURES, c.coupling)
                .withLinear(c.linear)
                .withStepKind(kind)
                .withAugment(c.augment, List.of())
                .withMoments(
                        new Columns.Moments(Collections.nCopies(FEATURES, 10.0), Collections.nCopies(FEATURES, 0.1)));
        FlowModel model = Models.of(spec, SEED);
        // steep networks, so that scales overflow within reach
        Eval.randomise(model.parameters(), 1.5, new SplittableRandom(SEED));
        return model;
    }

    /** Rows at all distances, in directions along one column and along all. */
    private static Rows rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<double[]> rows = new ArrayList<>();
        for (double distance : DISTANCES) {
            for (int i = 0; i < DIRECTIONS; i++) {
                double[] row = new double[FEATURES];
                if (i == 0) {
                    row[random.nextInt(FEATURES)] = distance;
                } else {
                    Arrays.setAll(row, _ -> distance * random.nextDouble(-1, 1));
                }
                rows.add(row);
            }
        }
        return Rows.of(rows.toArray(double[][]::new));
    }

    private static void assertNumber(String what, double logProb) {
        assertTrue(logProb < Double.POSITIVE_INFINITY, what + " is " + logProb + ", seed " + SEED);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFiniteRowHasANumberOrMinusInfinity(Case c) {
        assertNumbers(c, model(c));
    }

    static Stream<Case> autoregressiveCases() {
        return cases().filter(c -> c.linear == Steps.Linear.LU && c.coupling != CouplingSpec.Kind.MIXTURE_PAPER);
    }

    @ParameterizedTest
    @MethodSource("autoregressiveCases")
    void soHasOneOfAutoregressiveSteps(Case c) {
        assertNumbers(c, model(c, Steps.Kind.AUTOREGRESSIVE));
        assertNumbers(c, model(c, Steps.Kind.INVERSE_AUTOREGRESSIVE));
    }

    private static void assertNumbers(Case c, Model model) {
        Rows rows = rows();
        double[] elbo = SmallModels.elbo(model, c.engine, rows, SEED);
        try (Evaluator scorer = Evaluator.ofScores(model, c.engine, 3, SEED)) {
            ImportanceEstimate[] estimates = scorer.estimates(rows);
            for (int i = 0; i < rows.size(); i++) {
                String row = Arrays.toString(rows.copyRow(i));
                assertNumber("ELBO of " + row, elbo[i]);
                assertNumber("estimate of " + row, estimates[i].logProb());
                assertTrue(estimates[i].standardError() >= 0, row + ": " + estimates[i]);
                assertNumber("score of " + row, scorer.score(rows.copyRow(i)));
            }
        }
        assertTrue(elbo[0] > Double.NEGATIVE_INFINITY, "near rows have densities: " + elbo[0]);
    }

    @Test
    void oneSampleWithoutANumberDoesNotSpoilTheOthers() {
        ImportanceEstimate two = ImportanceEstimate.of(new double[] {-1, -1, Double.NaN, Double.POSITIVE_INFINITY});
        assertEquals(-1 + Math.log(0.5), two.logProb(), 1e-12);
        assertEquals(2, two.effectiveSampleSize(), 1e-12);
        ImportanceEstimate none = ImportanceEstimate.of(new double[] {Double.NaN});
        assertEquals(Double.NEGATIVE_INFINITY, none.logProb());
    }

    /** A model that is broken is not a row that is far out. */
    @Test
    void parametersThatAreNotFiniteAreRefused() {
        Model model = model(cases().findFirst().orElseThrow());
        model.parameters().values()[model.parameters().named("p.0.b").offset()] = Float.NaN;
        String message =
                "parameter \"p.0.b\" has NaN at index 0; parameters must be finite, so train again at a lower learning"
                        + " rate";
        assertEquals(
                "Evaluator: " + message,
                assertThrows(
                                ArithmeticException.class,
                                () -> Evaluator.ofMeans(model, SmallModels.VECTOR, 2, SEED)
                                        .close())
                        .getMessage());
    }

    /** A singular matrix is found while rows are evaluated, on whichever thread. */
    @Test
    void failuresKeepTheirMessageAcrossThreads() {
        FlowModel model = Models.of(RowSpec.of(2, 2, 2), SEED);
        Arrays.fill(model.parameters().values(), 0);
        double[][] many = new double[2_000][2];
        for (int threads : new int[] {1, 2, 4}) {
            try (Evaluator evaluator = Evaluator.ofMeans(model, SmallModels.VECTOR, 1, SEED)) {
                ArithmeticException e = assertThrows(
                        ArithmeticException.class,
                        () -> evaluator.threads(threads).scores(Rows.of(many)));
                assertTrue(e.getMessage().contains("matrix is singular"), e.getMessage());
            }
        }
    }

    @Test
    void anEvaluatorIsForOneThreadAtATime() throws InterruptedException {
        FlowModel model = Models.of(RowSpec.of(2, 0, 2), SEED);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        Engine slow = new PausedEngine(inside, tried);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        try (Evaluator scorer = Evaluator.ofScores(model, slow, 1, SEED)) {
            Thread other = Thread.startVirtualThread(() -> {
                try {
                    scorer.score(1, 2);
                } catch (RuntimeException e) {
                    failed.set(e);
                }
            });
            inside.await();
            assertEquals(
                    "Evaluator: another thread is in a call; an evaluator is for one thread at a time, so make one for each",
                    assertThrows(IllegalStateException.class, () -> scorer.score(3, 4))
                            .getMessage());
            tried.countDown();
            other.join();
            assertEquals(null, failed.get(), "the first caller is not disturbed");
            scorer.score(3, 4);
        }
    }

    @Test
    void aClosedEvaluatorSaysSo() {
        Evaluator scorer = Evaluator.ofScores(Models.of(RowSpec.of(2, 0, 1), SEED), SmallModels.VECTOR, 1, SEED);
        scorer.close();
        assertEquals(
                "Evaluator: it was closed; make a new one",
                assertThrows(IllegalStateException.class, () -> scorer.score(1, 2))
                        .getMessage());
        assertEquals(
                "Evaluator: row",
                assertThrows(NullPointerException.class, () -> scorer.score((double[]) null))
                        .getMessage());
    }
}
