package io.github.vflow.tensor.vector.mixture;

import io.github.vflow.tensor.kernel.MixtureKernels;
import io.github.vflow.tensor.kernel.operand.ComponentRows;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.Transposition;
import io.github.vflow.tensor.vector.lane.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Mixtures with their components in the lanes, a block of mixtures at a time. Values that exist once for each mixture are computed
 * for the whole block with mixtures in the lanes: the running sums of all mixtures are added in one tree.
 */
final class RowMixture {
    private static final int LANES = Limits.LANES;
    private static final int BLOCK = ComponentRows.BLOCK;
    private static final FloatVector NAN = FloatVector.broadcast(Lanes.F, Float.NaN);
    private static final FloatVector ONE = FloatVector.broadcast(Lanes.F, 1f);
    private static final int SIGN = 0x80000000;

    /** The values that the working memory has for each component of each mixture. */
    private enum Kept {
        /** The weight exp(logit − max). */
        WEIGHT(0),
        /** The rate ρ. */
        RATE(1),
        /** exp(−|z|), with the sign of z. */
        SIGNED(2);

        private final int place;

        Kept(int place) {
            this.place = place;
        }

        int of(int components) {
            return place * components * BLOCK;
        }
    }

    /**
     * The tables behind these, in rows of numbers. The first tables have a row of running numbers for each mixture; they become one
     * number for each mixture, in place of the first row.
     */
    private enum Table {
        /** The largest logit. */
        LARGEST(0),
        /** The largest ρ. */
        STEEPEST(BLOCK),
        /** A, or the factor of σ(z) in the gradient. */
        BELOW(2 * BLOCK),
        /** B, or the factor of σ(−z). */
        ABOVE(3 * BLOCK),
        /** C, or the factor of its parts. */
        DENSITY(4 * BLOCK),
        /** One where sums are safe, else NaN. */
        SAFE(5 * BLOCK),
        /** The log-odds g. */
        VALUE(5 * BLOCK + 1),
        /** The logarithm of the slope, ln g′. */
        SLOPE(5 * BLOCK + 2),
        /** The cotangent of ln g′ by A + B. */
        TOTAL(5 * BLOCK + 3),
        /** The factors of σ(z) and σ(−z), the former's sign changed. */
        CHANGE(5 * BLOCK + 4);

        private final int row;

        Table(int row) {
            this.row = row;
        }

        int of(int components) {
            return ComponentRows.KEPT * components * BLOCK + row * LANES;
        }
    }

    private RowMixture() {}

    static void logOdds(float[] m, int x, int logits, int means, int logScales, int y, int work, ComponentRows r) {
        int n = r.components();
        for (int i = 0; i < r.mixtures(); i += BLOCK) {
            int count = Math.min(BLOCK, r.mixtures() - i);
            int wide = i * r.row();
            sums(m, x + i, logits + wide, means + wide, logScales + wide, work, r, count);
            for (int lane = 0; lane < BLOCK; lane += Lanes.N) {
                logOdds(m, work + lane, n);
                logSlope(m, work + lane, n);
            }
            int value = work + Table.VALUE.of(n);
            int slope = work + Table.SLOPE.of(n);
            for (int k = 0; k < count; k++) {
                int to = y + (i + k) * r.yRow();
                m[to] = m[value + k];
                m[to + 1] = m[slope + k];
            }
        }
    }

    static void gradient(
            float[] m, int x, int logits, int means, int logScales, int g, int y, int work, ComponentRows r) {
        int n = r.components();
        for (int i = 0; i < r.mixtures(); i += BLOCK) {
            int count = Math.min(BLOCK, r.mixtures() - i);
            int wide = i * r.row();
            sums(m, x + i, logits + wide, means + wide, logScales + wide, work, r, count);
            for (int lane = 0; lane < BLOCK; lane += Lanes.N) {
                reciprocals(m, work + lane, n);
            }
            coefficients(m, g + 2 * i, work, n, count);
            slopes(m, x + i, means + wide, y + i * r.yRow(), work, r, count);
            floored(m, logScales + wide, y + i * r.yRow() + 2 * n, r, count);
        }
    }

    /** A, B, C and the largest rate of some mixtures. */
    private static void sums(
            float[] m, int x, int logits, int means, int logScales, int work, ComponentRows r, int count) {
        int n = r.components();
        largest(m, logits, r.row(), work + Table.LARGEST.of(n), n, count);
        largest(m, work + Table.LARGEST.of(n));
        weights(m, logits, work, r, count);
        rates(m, logScales, work, r, count);
        largest(m, work + Kept.RATE.of(n), n, work + Table.STEEPEST.of(n), n, count);
        largest(m, work + Table.STEEPEST.of(n));
        exponentials(m, x, means, work, r, count);
        sums(m, work, n, count);
        addUp(m, work, n);
        for (int lane = 0; lane < BLOCK; lane += Lanes.N) {
            safe(m, work + lane, n);
        }
    }

    private static void addUp(float[] m, int work, int n) {
        sum(m, work + Table.BELOW.of(n));
        sum(m, work + Table.ABOVE.of(n));
        sum(m, work + Table.DENSITY.of(n));
    }

    /** The sum of each row of a table, in place of its first one. */
    private static void sum(float[] m, int table) {
        if (Lanes.N == LANES) {
            Transposition.sums(m, table);
            return;
        }
        for (int i = 0; i < BLOCK; i++) {
            int row = table + i * LANES;
            for (int half = LANES / 2; half > 0; half /= 2) {
                for (int k = row; k < row + half; k++) {
                    m[k] += m[k + half];
                }
            }
            m[table + i] = m[row];
        }
    }

    /** The largest of each row of a table, in place of its first one. */
    private static void largest(float[] m, int table) {
        if (Lanes.N == LANES) {
            Transposition.largest(m, table);
            return;
        }
        for (int i = 0; i < BLOCK; i++) {
            int row = table + i * LANES;
            float max = m[row];
            for (int k = row + 1; k < row + LANES; k++) {
                max = m[k] > max ? m[k] : max;
            }
            m[table + i] = max;
        }
    }

    /** Running maxima of rows at a fixed distance. */
    private static void largest(float[] m, int x, int row, int y, int n, int count) {
        int from = x;
        int to = y;
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < LANES; p += Lanes.N) {
                FloatVector max = FloatVector.fromArray(Lanes.F, m, from + p);
                for (int k = p + LANES; k < n; k += LANES) {
                    max = VectorMath.larger(max, FloatVector.fromArray(Lanes.F, m, from + k));
                }
                max.intoArray(m, to + p);
            }
            from += row;
            to += LANES;
        }
    }

    /** exp(logit − max). */
    private static void weights(float[] m, int logits, int work, ComponentRows r, int count) {
        int n = r.components();
        int max = work + Table.LARGEST.of(n);
        int to = work + Kept.WEIGHT.of(n);
        int from = logits;
        for (int i = 0; i < count; i++) {
            FloatVector largest = FloatVector.broadcast(Lanes.F, m[max + i]);
            for (int k = 0; k < n; k += Lanes.N) {
                VectorMath.expOfNegative(
                                FloatVector.fromArray(Lanes.F, m, from + k).sub(largest))
                        .intoArray(m, to + k);
            }
            to += n;
            from += r.row();
        }
    }

    /** exp(−s). */
    private static void rates(float[] m, int logScales, int work, ComponentRows r, int count) {
        int n = r.components();
        float most = r.mostLogRate();
        int to = work + Kept.RATE.of(n);
        int from = logScales;
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < n; k += Lanes.N) {
                FloatVector s = FloatVector.fromArray(Lanes.F, m, from + k).neg();
                s = s.blend(most, s.compare(VectorOperators.GT, most));
                VectorMath.expOfNegative(s).intoArray(m, to + k);
            }
            to += n;
            from += r.row();
        }
    }

    /** Exponentials in passes of their own: long chains of operations leave the processor too little else to do. */
    private static void exponentials(float[] m, int x, int means, int work, ComponentRows r, int count) {
        int n = r.components();
        int rates = work + Kept.RATE.of(n);
        int to = work + Kept.SIGNED.of(n);
        int from = means;
        for (int i = 0; i < count; i++) {
            FloatVector here = FloatVector.broadcast(Lanes.F, m[x + i]);
            for (int k = 0; k < n; k += Lanes.N) {
                FloatVector z = here.sub(FloatVector.fromArray(Lanes.F, m, from + k))
                        .mul(FloatVector.fromArray(Lanes.F, m, rates + k));
                IntVector bits = z.reinterpretAsInts();
                FloatVector e = VectorMath.expOfNegative(bits.or(SIGN).reinterpretAsFloats());
                e.reinterpretAsInts().or(bits.and(SIGN)).reinterpretAsFloats().intoArray(m, to + k);
            }
            rates += n;
            to += n;
            from += r.row();
        }
    }

    private static void sums(float[] m, int work, int n, int count) {
        int weights = work + Kept.WEIGHT.of(n);
        int rates = work + Kept.RATE.of(n);
        int from = work + Kept.SIGNED.of(n);
        int toBelow = work + Table.BELOW.of(n);
        int toAbove = work + Table.ABOVE.of(n);
        int toDensity = work + Table.DENSITY.of(n);
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < LANES; p += Lanes.N) {
                FloatVector below = FloatVector.zero(Lanes.F);
                FloatVector above = FloatVector.zero(Lanes.F);
                FloatVector density = FloatVector.zero(Lanes.F);
                for (int k = p; k < n; k += LANES) {
                    FloatVector signed = FloatVector.fromArray(Lanes.F, m, from + k);
                    VectorMask<Float> left = signed.lt(0f);
                    FloatVector e = signed.abs();
                    FloatVector large = ONE.div(e.add(ONE));
                    FloatVector little = e.mul(large);
                    FloatVector u = FloatVector.fromArray(Lanes.F, m, weights + k);
                    below = u.fma(large.blend(little, left), below);
                    above = u.fma(little.blend(large, left), above);
                    density = u.mul(large.mul(little)).fma(FloatVector.fromArray(Lanes.F, m, rates + k), density);
                }
                below.intoArray(m, toBelow + i * LANES + p);
                above.intoArray(m, toAbove + i * LANES + p);
                density.intoArray(m, toDensity + i * LANES + p);
            }
            weights += n;
            rates += n;
            from += n;
        }
    }

    /** One where no sum may have lost components, else NaN. */
    private static void safe(float[] m, int work, int n) {
        FloatVector below = FloatVector.fromArray(Lanes.F, m, work + Table.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, m, work + Table.ABOVE.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, m, work + Table.DENSITY.of(n));
        FloatVector steepest = FloatVector.fromArray(Lanes.F, m, work + Table.STEEPEST.of(n));
        NAN.blend(ONE, VectorMixture.safe(below, above, density, steepest)).intoArray(m, work + Table.SAFE.of(n));
    }

    private static void logOdds(float[] m, int work, int n) {
        FloatVector below = FloatVector.fromArray(Lanes.F, m, work + Table.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, m, work + Table.ABOVE.of(n));
        FloatVector safe = FloatVector.fromArray(Lanes.F, m, work + Table.SAFE.of(n));
        VectorMath.log(below.div(above)).mul(safe).intoArray(m, work + Table.VALUE.of(n));
    }

    private static void logSlope(float[] m, int work, int n) {
        FloatVector below = FloatVector.fromArray(Lanes.F, m, work + Table.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, m, work + Table.ABOVE.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, m, work + Table.DENSITY.of(n));
        FloatVector safe = FloatVector.fromArray(Lanes.F, m, work + Table.SAFE.of(n));
        VectorMath.log(density.div(below).add(density.div(above))).mul(safe).intoArray(m, work + Table.SLOPE.of(n));
    }

    /** 1/A, 1/B, 1/C and 1/(A + B), or NaN. */
    private static void reciprocals(float[] m, int work, int n) {
        FloatVector below = FloatVector.fromArray(Lanes.F, m, work + Table.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, m, work + Table.ABOVE.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, m, work + Table.DENSITY.of(n));
        FloatVector safe = FloatVector.fromArray(Lanes.F, m, work + Table.SAFE.of(n));
        safe.div(below).intoArray(m, work + Table.BELOW.of(n));
        safe.div(above).intoArray(m, work + Table.ABOVE.of(n));
        safe.div(density).intoArray(m, work + Table.DENSITY.of(n));
        safe.div(below.add(above)).intoArray(m, work + Table.TOTAL.of(n));
    }

    /** Computes the factors of the gradient from the cotangents, in place. */
    private static void coefficients(float[] m, int g, int work, int n, int count) {
        int total = work + Table.TOTAL.of(n);
        int change = work + Table.CHANGE.of(n);
        int below = work + Table.BELOW.of(n);
        int above = work + Table.ABOVE.of(n);
        int density = work + Table.DENSITY.of(n);
        for (int i = 0; i < count; i++) {
            float gv = m[g + 2 * i];
            float gs = m[g + 2 * i + 1];
            float ofBelow = (gv - gs) * m[below + i];
            float ofAbove = (gv + gs) * m[above + i];
            boolean small = Math.abs(gv) + Math.abs(gs) <= MixtureKernels.LARGEST_COTANGENT;
            m[total + i] = small ? gs * m[total + i] : Float.NaN;
            m[change + i] = -(ofBelow + ofAbove);
            m[below + i] = ofBelow;
            m[above + i] = -ofAbove;
            m[density + i] = gs * m[density + i];
        }
    }

    private static void slopes(float[] m, int x, int means, int y, int work, ComponentRows r, int count) {
        int n = r.components();
        int rates = Kept.RATE.of(n);
        int exponentials = Kept.SIGNED.of(n);
        int ofBelow = work + Table.BELOW.of(n);
        int ofAbove = work + Table.ABOVE.of(n);
        int ofDensity = work + Table.DENSITY.of(n);
        int ofTotal = work + Table.TOTAL.of(n);
        int ofChange = work + Table.CHANGE.of(n);
        int at = work + Kept.WEIGHT.of(n);
        int from = means;
        int to = y;
        for (int i = 0; i < count; i++) {
            FloatVector here = FloatVector.broadcast(Lanes.F, m[x + i]);
            FloatVector total = FloatVector.broadcast(Lanes.F, m[ofTotal + i]);
            FloatVector change = FloatVector.broadcast(Lanes.F, m[ofChange + i]);
            FloatVector below = FloatVector.broadcast(Lanes.F, m[ofBelow + i]);
            FloatVector above = FloatVector.broadcast(Lanes.F, m[ofAbove + i]);
            FloatVector density = FloatVector.broadcast(Lanes.F, m[ofDensity + i]);
            for (int k = 0; k < n; k += Lanes.N) {
                FloatVector u = FloatVector.fromArray(Lanes.F, m, at + k);
                FloatVector rate = FloatVector.fromArray(Lanes.F, m, at + rates + k);
                FloatVector signed = FloatVector.fromArray(Lanes.F, m, at + exponentials + k);
                VectorMask<Float> left = signed.lt(0f);
                FloatVector e = signed.abs();
                FloatVector large = ONE.div(e.add(ONE));
                FloatVector little = e.mul(large);
                FloatVector lower = large.blend(little, left);
                FloatVector upper = little.blend(large, left);
                FloatVector bell = u.mul(large.mul(little));
                FloatVector z =
                        here.sub(FloatVector.fromArray(Lanes.F, m, from + k)).mul(rate);
                FloatVector steep = rate.mul(density);
                FloatVector part = bell.mul(steep);
                FloatVector byZ = bell.mul(steep.fma(lower.sub(upper), change));
                u.fma(lower.fma(below, upper.fma(above, total)), part).intoArray(m, to + k);
                byZ.mul(rate).intoArray(m, to + n + k);
                z.fma(byZ, part.neg()).intoArray(m, to + 2 * n + k);
            }
            at += n;
            from += r.row();
            to += r.yRow();
        }
    }

    /** No gradient y in log-scales under the floor. */
    private static void floored(float[] m, int logScales, int y, ComponentRows r, int count) {
        float least = -r.mostLogRate();
        int from = logScales;
        int to = y;
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < r.components(); k += Lanes.N) {
                FloatVector s = FloatVector.fromArray(Lanes.F, m, from + k);
                FloatVector g = FloatVector.fromArray(Lanes.F, m, to + k);
                g.blend(0f, s.compare(VectorOperators.LT, least)).intoArray(m, to + k);
            }
            from += r.row();
            to += r.yRow();
        }
    }
}
