package io.github.vflow.flow.train;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.RowSpec;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.TailSpec;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;

/**
 * Chooses the shares of flow, normal distribution and Student t by rows that none of them was trained on: those of the largest mean ln p
 * (Smyth and Wolpert, 1999), by expectation maximisation. A flow that learned a small table by heart gets a small share.
 */
public final class Stacking {
    private static final int STEPS = 200;

    /** Importance samples of a row; an exact flow needs none. */
    private static final int SAMPLES = 16;

    /** A component alone: the others have so little that they decide no row. */
    private static final double TRACE = 1e-35;

    private static final double ALMOST_ALL = Math.nextDown(1.0);

    /** Made-up rows of each component, which keep shares from extremes where few rows are held out. */
    private static final double[] PRIOR = {2, 0.5, 0.5};

    private static final double LEAST_STUDENT = 0.002;

    private Stacking() {}

    /**
     * The model with the best shares; its parameters are a copy.
     *
     * @param model of a specification with a tail
     */
    public static Model run(Model model, Engine engine, Rows heldOut, long seed) {
        double[][] logs = {
            scores(with(model, new TailSpec(TRACE, TRACE)), engine, heldOut, seed),
            scores(with(model, new TailSpec(ALMOST_ALL, TRACE)), engine, heldOut, seed),
            scores(with(model, new TailSpec(TRACE, ALMOST_ALL)), engine, heldOut, seed)
        };
        double[] shares = shares(logs);
        double student = Math.max(LEAST_STUDENT, shares[2]);
        return with(model, new TailSpec(shares[1] * (1 - student) / (1 - shares[2]), student));
    }

    private static Model with(Model model, TailSpec shares) {
        RowSpec spec = (RowSpec) model.spec().orElseThrow();
        Model other = spec.withTail(shares).build(new Parameters());
        other.parameters().set(model.parameters().values());
        return other;
    }

    private static double[] scores(Model model, Engine engine, Rows rows, long seed) {
        try (Evaluator e = Evaluator.ofMeans(model, engine, SAMPLES, seed, Purpose.VALIDATION_NOISE)) {
            return e.scores(rows);
        }
    }

    /** The shares with the largest likelihood of rows whose ln p under each component is known [components][n]. */
    static double[] shares(double[][] logs) {
        int n = logs[0].length;
        double[] shares = PRIOR.clone();
        for (int step = 0; step < STEPS; step++) {
            double[] counts = PRIOR.clone();
            for (int i = 0; i < n; i++) {
                add(counts, shares, logs, i);
            }
            double total = 0;
            for (double count : counts) {
                total += count;
            }
            for (int c = 0; c < counts.length; c++) {
                shares[c] = counts[c] / total;
            }
        }
        return shares;
    }

    /** Adds the part of each component in a row. */
    private static void add(double[] counts, double[] shares, double[][] logs, int row) {
        double max = Double.NEGATIVE_INFINITY;
        for (double[] component : logs) {
            max = Math.max(max, component[row]);
        }
        if (max == Double.NEGATIVE_INFINITY) {
            return;
        }
        double[] parts = new double[shares.length];
        double sum = 0;
        for (int c = 0; c < parts.length; c++) {
            parts[c] = shares[c] * Math.exp(logs[c][row] - max);
            sum += parts[c];
        }
        for (int c = 0; c < parts.length; c++) {
            counts[c] += parts[c] / sum;
        }
    }
}
