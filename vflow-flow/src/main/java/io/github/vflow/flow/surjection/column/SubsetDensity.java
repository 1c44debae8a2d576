package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * r(u | k), the density of any subset u of L dimensions given the others k: autoregressive over blocks of dimensions, and in a block a mixture of
 * logistics for each dimension. The network of a block sees the values of the known dimensions and of the blocks before, and which these are:
 *
 * <pre>ln r(u | k) = Σ_blocks Σ_{j missing} ln Σ_i π_ji · logistic(u_j; μ_ji, e^{s_ji}),   (π, μ, s) = network(k, u of the blocks before, mask)</pre>
 *
 * <p>Where there is a normal distribution of all dimensions, half of the components of a dimension are of its residual. Their means and scales are in
 * units of the {@link Regression} on the known dimensions and the missing ones before, also within the block. So r starts near the conditional
 * distribution of the normal one where columns are correlated, and learns the rest.
 *
 * <p>Logistic tails are heavier than the tails of a flow with a normal base, which keeps importance weights p/r bounded.
 *
 * @param blocks in the order of their dimensions, which cover all
 * @param components of each mixture; the first half are of residuals
 * @param normal whitens the normal distribution; empty without one
 */
public record SubsetDensity(List<Block> blocks, int components, Optional<Whitening> normal) {
    private static final double LOG_SCALE_FLOOR = -7;

    /** Networks see values up to this, so that an outlier does not decide on all other cells. */
    private static final double FAR = 10;

    /** Below, eˣ − 1 loses its digits in float32. */
    private static final double LEAST_EXPONENTIAL = 1e-6;

    /**
     * Dimensions [from, to) and their network.
     *
     * @param network from the condition's row vector [b, 2L + …], which starts with the values and the mask, to parameters [b, 3·components·(to −
     *     from)]
     */
    public record Block(int from, int to, UnaryOperator<Tensor> network) {}

    /** Copies the lists, and checks that the blocks follow each other. */
    public SubsetDensity {
        blocks = List.copyOf(blocks);
        int next = 0;
        for (Block b : blocks) {
            if (b.from != next || b.to <= b.from) {
                throw new IllegalArgumentException("SubsetDensity: a block must start at dimension " + next
                        + " and not be empty but has [" + b.from + ", " + b.to + ")");
            }
            next = b.to;
        }
        if (normal.isPresent() && normal.get().whitened() != next) {
            throw new IllegalArgumentException("SubsetDensity: the normal distribution must have " + next
                    + " dimensions but has " + normal.get().whitened());
        }
    }

    /** The number of parameters of a dimension. */
    public static int parameters(int components) {
        return 3 * components;
    }

    /** L, the number of dimensions. */
    public int dimensions() {
        return blocks.getLast().to;
    }

    /** The number of noise values that a draw of one dimension takes. */
    static final int NOISE_OF_ONE = 2;

    /** The number of noise values that a draw takes: two normals for each dimension, side by side. */
    public int noise() {
        return NOISE_OF_ONE * dimensions();
    }

    /**
     * Fills the missing dimensions.
     *
     * @param v values [b, L]; in missing dimensions they have no effect, but must be finite
     * @param known 1 for a known dimension, 0 for an missing one [b, L]
     * @param mayMiss the dimensions that some rows miss; the others are not drawn
     * @param noise N(0, I) [b, {@link #noise}]
     * @return all dimensions [b, L], and ln r of the missing ones [b] in nats
     */
    public Draw draw(Tensor v, Tensor known, IntPredicate mayMiss, Tensor noise, Condition condition) {
        Optional<Regression> regression = normal.map(n -> Regression.of(n, condition, known, mayMiss));
        Tensor values = v.times(known);
        Tensor mask = known;
        Tensor logProb = nothing(known);
        Tensor logistic = logistic(noise, dimensions());
        for (Block b : blocks) {
            if (IntStream.range(b.from, b.to).noneMatch(mayMiss)) {
                continue;
            }
            Mixtures r = mixtures(b, values, mask, condition);
            int step = regression.isPresent() ? 1 : b.to - b.from;
            for (int from = b.from; from < b.to; from += step) {
                if (IntStream.range(from, from + step).noneMatch(mayMiss)) {
                    continue;
                }
                Block some = new Block(from, from + step, b.network);
                Tensor missing = known.slice(1, from, from + step).negate().plus(1);
                Mixtures of = r.slice(from - b.from, step);
                if (regression.isPresent()) {
                    Regression n = regression.get();
                    of = shifted(
                            of, n.expected(from, values, mask), n.logScale().slice(1, from, from + step));
                }
                Tensor u = of.quantile(logistic.slice(1, from, from + step));
                logProb = logProb.plus(of.logProb(u).times(missing).sum(1));
                values = with(values, some, values.slice(1, from, from + step).plus(u.times(missing)));
                mask = with(mask, some, v.trace().constant(1).broadcast(missing.shape()));
            }
        }
        return new Draw(v.times(known).plus(values.times(known.negate().plus(1))), logProb);
    }

    /**
     * Fills the one missing dimension of each row with several numbers. The parameters of r are computed once for a row.
     *
     * @param v values [n, L], as for {@link #draw}
     * @param known 1 for a known dimension, 0 for the missing one [n, L]
     * @param noise N(0, I) [n·S, {@link #NOISE_OF_ONE}], the noise of a row one below the other
     * @param condition of the n rows
     * @return the draws [n·S, 1], and ln r of them [n·S] in nats
     */
    Draw drawOne(Tensor v, Tensor known, Tensor noise, Condition condition) {
        int n = v.shape().dim(0);
        int b = noise.shape().dim(0);
        Tensor missing = known.negate().plus(1);
        Tensor values = v.times(known);
        List<Tensor> each = blocks.stream()
                .map(block -> theta(block, values, known, condition))
                .toList();
        Tensor all = Tensor.concat(1, each);
        Tensor theta = all.times(missing.reshape(n, dimensions(), 1).broadcast(all.shape()))
                .sum(1);
        Mixtures r = Mixtures.of(theta.reshape(n, 1, parameters(components)), components);
        if (normal.isPresent()) {
            Regression.OfOne one = Regression.ofOne(normal.get(), condition, known);
            r = shifted(r, one.expected(values, known), one.logScale());
        }
        Mixtures repeated = r.repeated(b / n);
        Tensor u = repeated.quantile(logistic(noise, 1));
        return new Draw(u, repeated.logProb(u).reshape(b));
    }

    /**
     * ln r(u | k) of rows with values in all dimensions [b], in nats.
     *
     * @param v values [b, L]
     * @param known 1 for a dimension of k, 0 for one of u [b, L]
     */
    public Tensor logProb(Tensor v, Tensor known, Condition condition) {
        Optional<Regression> regression = normal.map(n -> Regression.of(n, condition, known, _ -> true));
        Optional<Tensor> expected = regression.map(n -> n.expected(v));
        Tensor values = v.times(known);
        Tensor mask = known;
        Tensor logProb = nothing(known);
        for (Block b : blocks) {
            Tensor missing = known.slice(1, b.from, b.to).negate().plus(1);
            Tensor u = v.slice(1, b.from, b.to);
            Mixtures r = mixtures(b, values, mask, condition);
            if (expected.isPresent()) {
                Tensor logScale = regression.orElseThrow().logScale();
                r = shifted(r, expected.get().slice(1, b.from, b.to), logScale.slice(1, b.from, b.to));
            }
            logProb = logProb.plus(r.logProb(u).times(missing).sum(1));
            values = with(values, b, u);
            mask = with(mask, b, v.trace().constant(1).broadcast(missing.shape()));
        }
        return logProb;
    }

    private static Tensor nothing(Tensor known) {
        return known.trace().constant(0).broadcast(Shape.of(known.shape().dim(0)));
    }

    /** Mixtures whose first half of components are of residuals. */
    private Mixtures shifted(Mixtures r, Tensor expected, Tensor logScale) {
        Tensor scale = residualsOnly(logScale.exp());
        Tensor others = r.means
                .trace()
                .constant(
                        Shape.of(components),
                        IntStream.range(0, components)
                                .mapToDouble(i -> i < components / 2 ? 0 : 1)
                                .toArray());
        Tensor means = r.means.times(scale.plus(others)).plus(residualsOnly(expected));
        return new Mixtures(r.logits, means, r.logScales.plus(residualsOnly(logScale)));
    }

    /** [b, m] → [b, m, components], zero for the components that are not of residuals. */
    private Tensor residualsOnly(Tensor each) {
        int half = components / 2;
        int b = each.shape().dim(0);
        int m = each.shape().dim(1);
        return each.reshape(b, m, 1).broadcast(Shape.of(b, m, half)).pad(2, 0, components - half);
    }

    private Mixtures mixtures(Block b, Tensor values, Tensor mask, Condition condition) {
        return Mixtures.of(theta(b, values, mask, condition), components);
    }

    /** The parameters of the mixtures of a block [b, m, parameters], by its network. */
    private Tensor theta(Block b, Tensor values, Tensor mask, Condition condition) {
        Tensor near = values.max(-FAR).min(FAR);
        Tensor seen = condition.and(Tensor.concat(1, near, mask)).row().orElseThrow();
        return b.network.apply(seen).reshape(seen.shape().dim(0), b.to - b.from, parameters(components));
    }

    private Tensor with(Tensor all, Block b, Tensor part) {
        List<Tensor> pieces = new ArrayList<>();
        if (b.from > 0) {
            pieces.add(all.slice(1, 0, b.from));
        }
        pieces.add(part);
        if (b.to < dimensions()) {
            pieces.add(all.slice(1, b.to, dimensions()));
        }
        return Tensor.concat(1, pieces);
    }

    /** Standard logistic numbers −ln(e^E − 1) [b, n] from exponential ones E = (ε₁² + ε₂²)/2. */
    private static Tensor logistic(Tensor noise, int n) {
        int b = noise.shape().dim(0);
        Tensor pairs = noise.reshape(b, n, 2);
        Tensor one = pairs.slice(2, 0, 1).reshape(b, n);
        Tensor other = pairs.slice(2, 1, 2).reshape(b, n);
        Tensor exponential = one.square().plus(other.square()).times(0.5);
        return exponential.max(LEAST_EXPONENTIAL).exp().minus(1).log().negate();
    }

    /** A mixture of logistics for each of m dimensions, with parameters [b, m, components]. */
    private record Mixtures(Tensor logits, Tensor means, Tensor logScales) {
        /** Mixtures from [b, m, 3·components]. */
        static Mixtures of(Tensor theta, int components) {
            return new Mixtures(
                    theta.slice(2, 0, components),
                    theta.slice(2, components, 2 * components),
                    theta.slice(2, 2 * components, 3 * components));
        }

        /** Each of n rows of one dimension several times, one below the other. */
        Mixtures repeated(int times) {
            int n = means.shape().dim(0);
            int k = means.shape().dim(2);
            UnaryOperator<Tensor> repeat =
                    t -> t.broadcast(Shape.of(n, times, k)).reshape(n * times, 1, k);
            return new Mixtures(repeat.apply(logits), repeat.apply(means), repeat.apply(logScales));
        }

        /** Mixtures of n dimensions. */
        Mixtures slice(int from, int n) {
            return n == means.shape().dim(1)
                    ? this
                    : new Mixtures(
                            logits.slice(1, from, from + n),
                            means.slice(1, from, from + n),
                            logScales.slice(1, from, from + n));
        }

        /** The log-density of each number [b, m], in nats: g′·F·(1 − F) in log space. */
        Tensor logProb(Tensor u) {
            Tensor both = u.mixtureLogOdds(logits, means, logScales, LOG_SCALE_FLOOR);
            Tensor logOdds = both.slice(2, 0, 1).reshape(u.shape());
            Tensor logSlope = both.slice(2, 1, 2).reshape(u.shape());
            return logSlope.plus(logOdds.logSigmoid()).minus(logOdds.softplus());
        }

        /** The numbers whose distribution function has some log-odds [b, m]. */
        Tensor quantile(Tensor logOdds) {
            return logOdds.mixtureInverse(logits, means, logScales, LOG_SCALE_FLOOR);
        }
    }
}
