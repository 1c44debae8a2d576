package io.github.vflow.flow.train.stacking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.distribution.TiltSpec;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A mixture of a number and a whole number, and rows that have other shares of its values. */
final class TiltFitTest {
    private static final long SEED = Seeds.of("TiltFitTest");
    private static final Engine ENGINE = Engines.vector(1);
    private static final int ROWS = 2_000;
    private static final int DRAWS = 20_000;

    private static Model mixture() {
        RowSpec rows = RowSpec.of(2, 0, 2)
                .withKinds(List.of(new ColumnSpec.Real(), new ColumnSpec.Whole(5, 2)))
                .withFill(RowSpec.Fill.standard());
        Model model = Models.of(new Spec.Mixture(List.of(rows, rows), List.of(0.5, 0.5)), SEED);
        Eval.randomise(model.parameters(), 0.1, new SplittableRandom(SEED));
        return model;
    }

    /** Rows of the mixture, which stay in proportion to a weight of their whole numbers. */
    private static double[][] rows(long seed, boolean areWeighted) {
        SplittableRandom random = new SplittableRandom(seed);
        Rows drawn = Sampler.draw(mixture(), ENGINE, 5 * ROWS, 1, seed);
        return IntStream.range(0, drawn.size())
                .mapToObj(drawn::copyRow)
                .map(x -> new double[] {x[0], Math.floor(x[1])})
                .filter(x -> !areWeighted || random.nextDouble() < (x[1] % 2 == 0 ? 1 : 0.3))
                .limit(ROWS)
                .toArray(double[][]::new);
    }

    /** 0.1 + 0.2 is not 0.3, but one number in float32: a bin of their distance would lose zero, too. */
    @Test
    void numbersThatFloatDoesNotTellShareABin() {
        double[] numbers = IntStream.range(0, 400)
                .mapToDouble(i -> List.of(0.0, 0.3, 0.1 + 0.2, 7.0).get(i % 4))
                .toArray();
        TiltColumn column = TiltColumn.of(0, false, numbers);
        assertEquals(column.bin(0.3), column.bin(0.1 + 0.2));
        for (double x : numbers) {
            assertTrue(Arrays.stream(column.edges()).allMatch(e -> Math.abs(e - x) > 1e-3), "an edge at " + x);
            assertEquals(column.bin(x), column.bin((float) x));
        }
        assertEquals(3, Arrays.stream(column.counts()).filter(c -> c > 0).count());
    }

    /** No cell is empty. */
    private static double[] full(double[] row) {
        return new double[row.length];
    }

    /** The part of the known whole numbers that are even. */
    private static double even(Rows rows) {
        return Arrays.stream(rows.known(1)).filter(x -> Math.floor(x) % 2 == 0).count() / (double) rows.known(1).length;
    }

    @Test
    void samplesGetTheSharesOfTheRows() {
        Model mixture = mixture();
        Rows train = Rows.of(rows(SEED + 1, true));
        Rows heldOut = Rows.of(rows(SEED + 2, true));
        Model tilted = TiltFit.run(mixture, ENGINE, train, heldOut, SEED, TiltFitTest::full);
        double before = even(Sampler.draw(mixture, ENGINE, DRAWS, 1, SEED));
        double after = even(Sampler.draw(tilted, ENGINE, DRAWS, 1, SEED));
        assertTrue(even(train) - before > 0.15, "the mixture has " + before + " even numbers, the rows " + even(train));
        // made-up rows keep a tenth of the difference, and few rows meet the limit
        assertEquals(even(train), after, 0.05, "seed " + SEED);
        try (Evaluator p = Evaluator.ofMeans(mixture, ENGINE, 16, SEED);
                Evaluator q = Evaluator.ofMeans(tilted, ENGINE, 16, SEED)) {
            // ln p of rows of the weighted law, by weights 1 and 0.3
            assertTrue(q.mean(heldOut) > p.mean(heldOut) + 0.1, "seed " + SEED);
        }
    }

    /** The mean of e^t is one for draws that did not fit it. */
    @Test
    void theMassStaysOne() {
        Model mixture = mixture();
        TiltSpec tilt = TiltFit.run(
                        mixture,
                        ENGINE,
                        Rows.of(rows(SEED + 1, true)),
                        Rows.of(rows(SEED + 2, true)),
                        SEED,
                        TiltFitTest::full)
                .tilt()
                .orElseThrow();
        Rows drawn = Sampler.draw(mixture, ENGINE, DRAWS, 1, SEED + 3);
        assertEquals(
                1,
                IntStream.range(0, DRAWS)
                        .mapToDouble(i -> Math.exp(tilt.at(drawn.copyRow(i))))
                        .average()
                        .orElseThrow(),
                0.02,
                "seed " + SEED);
        assertTrue(Math.exp(tilt.greatest()) < 5.5, "one draw in five is accepted");
    }

    /** Even numbers are empty four times as often as odd ones, so fewer than half of the known numbers are even. */
    @Test
    void aKnownCellCountsForTheEmptyOnesToo() {
        double[][] train = rows(SEED + 1, true);
        double truth = even(Rows.of(train));
        SplittableRandom random = new SplittableRandom(SEED);
        UnaryOperator<double[]> empty = row -> new double[] {0, row[1] % 2 == 0 ? 0.8 : 0.2};
        for (double[] row : train) {
            row[1] = random.nextDouble() < empty.apply(row)[1] ? Double.NaN : row[1];
        }
        Rows known = Rows.withGaps(train);
        Rows heldOut = Rows.of(rows(SEED + 2, true));
        assertTrue(even(known) < truth - 0.2, even(known) + " of the known numbers are even, " + truth + " of all");
        Model tilted = TiltFit.run(mixture(), ENGINE, known, heldOut, SEED, empty);
        assertEquals(truth, even(Sampler.draw(tilted, ENGINE, DRAWS, 1, SEED)), 0.08, "seed " + SEED);
    }

    /** Held-out rows that all miss a number decide by the other one. */
    @Test
    void rowsWithGapsDecide() {
        Rows train = Rows.of(rows(SEED + 1, true));
        Rows gaps = Rows.withGaps(Arrays.stream(rows(SEED + 2, true))
                .map(row -> new double[] {Double.NaN, row[1]})
                .toArray(double[][]::new));
        TiltSpec tilt = TiltFit.run(mixture(), ENGINE, train, gaps, SEED, TiltFitTest::full)
                .tilt()
                .orElseThrow();
        assertEquals(2, tilt.columns().size());
        Rows odd = Rows.withGaps(Arrays.stream(rows(SEED + 2, false))
                .filter(row -> row[1] % 2 != 0)
                .map(row -> new double[] {Double.NaN, row[1]})
                .toArray(double[][]::new));
        assertTrue(TiltFit.run(mixture(), ENGINE, train, odd, SEED, TiltFitTest::full)
                .tilt()
                .isEmpty());
    }

    /** Half of the mixture's draws of a column are negative, and no row is. */
    @Test
    void whereNoRowIsNegativeHardlyADrawIs() {
        double[][] train = positive(rows(SEED + 1, true));
        Model tilted = TiltFit.run(
                mixture(), ENGINE, Rows.of(train), Rows.of(positive(rows(SEED + 2, true))), SEED, TiltFitTest::full);
        TiltSpec tilt = tilted.tilt().orElseThrow();
        assertEquals(0, tilt.columns().getFirst().edges().getFirst());
        assertTrue(negative(Sampler.draw(mixture(), ENGINE, DRAWS, 1, SEED)) > 0.3, "seed " + SEED);
        // a height of −3 beside about 0.7 leaves one in forty of them
        assertTrue(negative(Sampler.draw(tilted, ENGINE, DRAWS, 1, SEED)) < 0.04, "seed " + SEED);
        train[0][0] = -0.01;
        assertTrue(
                TiltColumn.of(0, false, Rows.of(train).copyColumn(0)).edges()[0] > 0,
                "one row is negative, so there is no edge at zero");
    }

    private static double[][] positive(double[][] rows) {
        return Arrays.stream(rows).filter(x -> x[0] >= 0).toArray(double[][]::new);
    }

    private static double negative(Rows rows) {
        return Arrays.stream(rows.copyColumn(0)).filter(x -> x < 0).count() / (double) rows.size();
    }

    /** Made-up rows of the draws keep a part of their shares, but for negative ones. */
    @Test
    void madeUpRowsAreNotNegative() {
        double[] numbers = IntStream.range(0, 400).mapToDouble(i -> i / 100.0).toArray();
        TiltColumn column = TiltColumn.of(0, false, numbers);
        double[] drawn = new double[column.bins()];
        Arrays.fill(drawn, 1.0 / drawn.length);
        double[] target = column.target(drawn, 6_000, 16);
        assertEquals(0, target[0]);
        assertEquals(1, Arrays.stream(target).sum(), 1e-9);
        numbers[0] = -1;
        assertTrue(TiltColumn.of(0, false, numbers).target(drawn, 6_000, 16)[0] > 0.01);
    }

    /** A file may hold "-0" beside "0", and draws are rounded to either. */
    @Test
    void zerosOfBothSignsAreOneNumber() {
        TiltColumn zeros = TiltColumn.of(0, false, new double[] {-0.0, 0.0, 0.0, -0.0, 1, 1, 1, 2, 2, 2, 2, 2});
        assertEquals(zeros.bin(0.0), zeros.bin(-0.0));
        assertEquals(4, zeros.counts()[zeros.bin(0.0)]);
        TiltSpec.OfColumn heights = zeros.with(new double[zeros.bins()]);
        assertEquals(List.of(-0.5, 0.5, 1.5, 2.5), heights.edges());
        TiltColumn whole = TiltColumn.of(0, true, new double[] {-0.0, 0, 0, 0, 1, 1, 1, 1, 3, 3, 3, 3});
        assertEquals(
                List.of(0.0, 1.0, 2.0, 3.0, 4.0),
                whole.with(new double[whole.bins()]).edges());
        assertEquals(whole.bin(0.0), whole.bin(-0.0));
    }

    /** Held-out rows of another law than the training rows tell that the tilt is wrong. */
    @Test
    void heldOutRowsDecide() {
        Model mixture = mixture();
        Rows train = Rows.of(rows(SEED + 1, true));
        Rows odd = Rows.of(
                Arrays.stream(rows(SEED + 2, false)).filter(x -> x[1] % 2 != 0).toArray(double[][]::new));
        assertSame(mixture, TiltFit.run(mixture, ENGINE, train, odd, SEED, TiltFitTest::full));
    }
}
