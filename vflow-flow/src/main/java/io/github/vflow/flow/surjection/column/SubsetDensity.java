package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * r(u | k), the density of any subset u of L dimensions given the others k: autoregressive over blocks of dimensions, and in a block a mixture
 * of logistics for each dimension. The network of a block sees the values of the known dimensions, those of the blocks before, and which
 * these are:
 *
 * <pre>ln r(u | k) = Σ_blocks Σ_{j missing} ln Σ_i π_ji · logistic(u_j; μ_ji, e^{s_ji}),   (π, μ, s) = network(k, u of the blocks before, mask)</pre>
 *
 * <p>Logistic tails are heavier than those of a flow with a normal base, which keeps importance weights p/r bounded.
 *
 * <p>Networks and mixtures work on (v − centre)/scale.
 *
 * @param blocks in the order of their dimensions, which cover all
 * @param components of each mixture
 * @param centre of each dimension [L]
 * @param scale of each dimension [L], positive
 */
public record SubsetDensity(List<Block> blocks, int components, List<Double> centre, List<Double> scale) {
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
        centre = List.copyOf(centre);
        scale = List.copyOf(scale);
        int next = 0;
        for (Block b : blocks) {
            if (b.from != next || b.to <= b.from) {
                throw new IllegalArgumentException("SubsetDensity: a block must start at dimension " + next
                        + " and not be empty but has [" + b.from + ", " + b.to + ")");
            }
            next = b.to;
        }
        if (centre.size() != next || scale.size() != next) {
            throw new IllegalArgumentException("SubsetDensity: centre and scale must have one number for each of "
                    + next + " dimensions but have " + centre.size() + " and " + scale.size());
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

    /** The number of noise values that a draw takes: two normals for each dimension. */
    public int noise() {
        return 2 * dimensions();
    }

    /**
     * Fills the missing dimensions.
     *
     * @param v values [b, L]; those of missing dimensions have no effect, but must be finite
     * @param known 1 for a known dimension, 0 for an missing one [b, L]
     * @param noise N(0, I) [b, {@link #noise}]
     * @return all dimensions [b, L], and ln r of the missing ones [b] in nats
     */
    public Draw draw(Tensor v, Tensor known, Tensor noise, Condition condition) {
        Tensor values = inwards(v).times(known);
        Tensor mask = known;
        Tensor logProb = volume(known);
        Tensor logistic = logistic(noise);
        for (Block b : blocks) {
            Tensor missing = known.slice(1, b.from, b.to).negate().plus(1);
            Mixtures r = mixtures(b, values, mask, condition);
            Tensor u = r.quantile(logistic.slice(1, b.from, b.to));
            logProb = logProb.plus(r.logProb(u).times(missing).sum(1));
            values = with(values, b, values.slice(1, b.from, b.to).plus(u.times(missing)));
            mask = with(mask, b, v.trace().constant(1).broadcast(missing.shape()));
        }
        Tensor all = v.times(known).plus(outwards(values).times(known.negate().plus(1)));
        return new Draw(all, logProb);
    }

    /**
     * ln r(u | k) of rows of which all dimensions have values [b], in nats.
     *
     * @param v values [b, L]
     * @param known 1 for a dimension of k, 0 for one of u [b, L]
     */
    public Tensor logProb(Tensor v, Tensor known, Condition condition) {
        Tensor inside = inwards(v);
        Tensor values = inside.times(known);
        Tensor mask = known;
        Tensor logProb = volume(known);
        for (Block b : blocks) {
            Tensor missing = known.slice(1, b.from, b.to).negate().plus(1);
            Tensor u = inside.slice(1, b.from, b.to);
            logProb = logProb.plus(mixtures(b, values, mask, condition)
                    .logProb(u)
                    .times(missing)
                    .sum(1));
            values = with(values, b, u);
            mask = with(mask, b, v.trace().constant(1).broadcast(missing.shape()));
        }
        return logProb;
    }

    private Tensor inwards(Tensor v) {
        return v.minus(constant(v, centre)).dividedBy(constant(v, scale));
    }

    private Tensor outwards(Tensor w) {
        return w.times(constant(w, scale)).plus(constant(w, centre));
    }

    /** −ln |det ∂v/∂w| of the missing dimensions [b], in nats. */
    private Tensor volume(Tensor known) {
        List<Double> logs = scale.stream().map(Math::log).toList();
        return known.minus(1).times(constant(known, logs)).sum(1);
    }

    private static Tensor constant(Tensor like, List<Double> each) {
        return like.trace()
                .constant(
                        Shape.of(each.size()),
                        each.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private Mixtures mixtures(Block b, Tensor values, Tensor mask, Condition condition) {
        Tensor near = values.max(-FAR).min(FAR);
        Tensor seen = condition.and(Tensor.concat(1, near, mask)).row().orElseThrow();
        Tensor theta = b.network.apply(seen).reshape(seen.shape().dim(0), b.to - b.from, parameters(components));
        return new Mixtures(
                theta.slice(2, 0, components),
                theta.slice(2, components, 2 * components),
                theta.slice(2, 2 * components, 3 * components));
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

    /** Standard logistic numbers −ln(e^E − 1) from exponential ones E = (ε₁² + ε₂²)/2. */
    private Tensor logistic(Tensor noise) {
        int n = dimensions();
        Tensor exponential = noise.slice(1, 0, n)
                .square()
                .plus(noise.slice(1, n, 2 * n).square())
                .times(0.5);
        return exponential.max(LEAST_EXPONENTIAL).exp().minus(1).log().negate();
    }

    /** A mixture of logistics for each of m dimensions, with parameters [b, m, components]. */
    private record Mixtures(Tensor logits, Tensor means, Tensor logScales) {
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
