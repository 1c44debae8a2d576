package io.github.vflow.tensor.vector.mixture;

import io.github.vflow.tensor.kernel.MixtureKernels;
import io.github.vflow.tensor.kernel.operand.Columns;
import io.github.vflow.tensor.kernel.operand.ComponentRows;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.vector.lane.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Mixtures in columns, with mixtures in the lanes. The last vector overlaps the one before it, and fewer than a vector are computed
 * one by one. Methods are small and pass no vectors; they share the working memory, whose rows are one vector wide.
 */
public final class VectorMixture implements MixtureKernels {
    private static final FloatVector ONE = FloatVector.broadcast(Lanes.F, 1f);

    private static final Piece START = (m, x, _, _, _, _, _, work, c) -> ColumnMixture.start(m, x, work, c);
    private static final Piece WEIGHTS =
            (m, _, logits, _, _, _, _, work, c) -> ColumnMixture.weights(m, logits, work, c);
    private static final Piece RATES =
            (m, _, _, _, logScales, _, _, work, c) -> ColumnMixture.rates(m, logScales, work, c);

    private static final Piece[] LOG_ODDS = {
        START,
        WEIGHTS,
        RATES,
        (m, _, _, means, _, _, y, work, c) -> ColumnMixture.sums(m, means, y, false, work, c),
        (m, _, _, _, _, _, y, work, c) -> ColumnMixture.logOdds(m, y, work, c)
    };

    private static final Piece[] GRADIENT = {
        START,
        WEIGHTS,
        RATES,
        (m, _, _, means, _, _, y, work, c) -> ColumnMixture.sums(m, means, y, true, work, c),
        (m, _, _, _, _, g, _, work, c) -> ColumnMixture.coefficients(m, g, work, c),
        (m, _, _, _, _, _, y, work, c) -> ColumnMixture.slopes(m, y, work, c),
        (m, _, _, _, logScales, _, y, _, c) -> ColumnMixture.floored(m, logScales, y, c)
    };

    private static final Piece[] BRACKET = {
        WEIGHTS, RATES, (m, v, _, means, _, _, _, work, c) -> ColumnInverse.bracket(m, v, means, work, c)
    };

    /** The parts of a Newton step for roots that are not found yet. */
    private static final Piece[] STEP = {
        (m, _, _, means, _, _, y, work, c) -> ColumnMixture.sums(m, means, y, false, work, c),
        (_, _, _, _, _, _, _, work, c) -> ColumnInverse.logOdds(work, c),
        (m, v, _, _, _, _, _, work, c) -> ColumnInverse.error(m, v, work, c),
        (_, _, _, _, _, _, _, work, c) -> ColumnInverse.narrow(work, c),
        (m, v, _, _, _, _, _, work, c) -> ColumnInverse.found(m, v, work, c),
        (_, _, _, _, _, _, _, work, c) -> ColumnInverse.safe(work, c),
        (_, _, _, _, _, _, _, work, c) -> ColumnInverse.move(work, c)
    };

    private final MixtureKernels small = ScalarKernels.create().mixtures();

    /**
     * One part of the work on a vector of mixtures. Parts are called through an interface, from one call site with more targets
     * than the compiler inlines. In one method they would exceed its node budget, perhaps in the middle of a part, whose vectors
     * would then go to the heap.
     */
    @FunctionalInterface
    private interface Piece {
        void run(float[] m, int x, int logits, int means, int logScales, int g, int y, float[] work, Columns c);
    }

    private static void all(
            Piece[] pieces,
            float[] m,
            int x,
            int logits,
            int means,
            int logScales,
            int g,
            int y,
            float[] work,
            Columns c) {
        for (Piece piece : pieces) {
            piece.run(m, x, logits, means, logScales, g, y, work, c);
        }
    }

    @Override
    public void logOdds(float[] m, int x, int logits, int means, int logScales, int y, float[] work, Columns c) {
        if (c.mixtures() < Lanes.N) {
            small.logOdds(m, x, logits, means, logScales, y, work, c);
            return;
        }
        for (int i = 0; i < c.mixtures(); i += Lanes.N) {
            int at = Math.min(i, c.mixtures() - Lanes.N);
            all(LOG_ODDS, m, x + at, logits + at, means + at, logScales + at, 0, y + at, work, c);
        }
    }

    @Override
    public void logOdds(float[] m, int x, int logits, int means, int logScales, int y, int work, ComponentRows r) {
        RowMixture.logOdds(m, x, logits, means, logScales, y, work, r);
    }

    @Override
    public void gradient(
            float[] m, int x, int logits, int means, int logScales, int g, int y, float[] work, Columns c) {
        if (c.mixtures() < Lanes.N) {
            small.gradient(m, x, logits, means, logScales, g, y, work, c);
            return;
        }
        for (int i = 0; i < c.mixtures(); i += Lanes.N) {
            int at = Math.min(i, c.mixtures() - Lanes.N);
            all(GRADIENT, m, x + at, logits + at, means + at, logScales + at, g + at, y + at, work, c);
        }
    }

    @Override
    public void gradient(
            float[] m, int x, int logits, int means, int logScales, int g, int y, int work, ComponentRows r) {
        RowMixture.gradient(m, x, logits, means, logScales, g, y, work, r);
    }

    @Override
    public void inverse(float[] m, int v, int logits, int means, int logScales, int x, float[] work, Columns c) {
        if (c.mixtures() < Lanes.N) {
            small.inverse(m, v, logits, means, logScales, x, work, c);
            return;
        }
        for (int i = 0; i < c.mixtures(); i += Lanes.N) {
            int at = Math.min(i, c.mixtures() - Lanes.N);
            all(BRACKET, m, v + at, logits + at, means + at, logScales + at, 0, x + at, work, c);
            boolean found = false;
            for (int t = 0; t < STEPS && !found; t++) {
                all(STEP, m, v + at, logits + at, means + at, logScales + at, 0, x + at, work, c);
                found = ColumnInverse.areFound(work, c);
            }
            ColumnInverse.result(m, x + at, work, c);
        }
    }

    /** The lanes in which no sum may have lost components. */
    static VectorMask<Float> safe(FloatVector below, FloatVector above, FloatVector density, FloatVector steepest) {
        FloatVector scale = steepest.blend(ONE, steepest.compare(VectorOperators.LE, 1f));
        return below.compare(VectorOperators.GE, SMALLEST)
                .and(above.compare(VectorOperators.GE, SMALLEST))
                .and(density.compare(VectorOperators.GE, scale.mul(SMALLEST)))
                .and(steepest.compare(VectorOperators.LE, STEEPEST));
    }
}
