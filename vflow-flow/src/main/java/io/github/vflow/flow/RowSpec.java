package io.github.vflow.flow;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.CouplingKind;
import io.github.vflow.flow.spec.CouplingSpec;
import io.github.vflow.flow.spec.LinearKind;
import io.github.vflow.flow.spec.MlpSpec;
import io.github.vflow.flow.spec.Moments;
import io.github.vflow.flow.spec.PosteriorKind;
import io.github.vflow.flow.spec.PosteriorSpec;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Activation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The architecture of a model of rows, as a model file stores it.
 *
 * <p>p has {@code steps} steps on features + augment dimensions; each is ActNorm, then {@code linear}, then a coupling
 * whose first half of dimensions conditions the other.
 *
 * @param features D_X
 * @param augment D_Z; zero is a plain flow
 * @param steps steps of p
 * @param coupling the elementwise map
 * @param conditioner the networks of all couplings
 * @param linear the map before each coupling
 * @param posterior q(z|x); ignored without augmentation
 * @param order the dimensions [x, z] in the order of p: position i holds dimension order[i]; empty for as they are
 * @param moments by which rows are standardised
 */
public record RowSpec(
        int features,
        int augment,
        int steps,
        CouplingSpec coupling,
        MlpSpec conditioner,
        LinearKind linear,
        PosteriorSpec posterior,
        List<Integer> order,
        Moments moments)
        implements Spec {

    /** Checks that the parts fit together. */
    public RowSpec {
        order = List.copyOf(order);
        require(features >= 1, "features must be at least 1", features);
        require(augment >= 0, "augment must not be negative", augment);
        require(
                (long) features + augment <= Integer.MAX_VALUE,
                "features + augment must be at most " + Integer.MAX_VALUE,
                (long) features + augment);
        require(
                features + augment >= 2,
                "a coupling needs two dimensions; a single column needs augment ≥ 1, features + augment",
                features + augment);
        require(steps >= 1, "steps must be at least 1", steps);
        require(
                order.isEmpty() || isPermutation(order, features + augment),
                "order must hold each number from 0 to " + (features + augment - 1) + " once",
                order.size() + " numbers");
        require(
                moments.areNone() || moments.mean().size() == features,
                "moments must have one mean for each feature",
                moments.mean().size());
    }

    private static boolean isPermutation(List<Integer> order, int n) {
        return order.size() == n
                && IntStream.range(0, n)
                        .boxed()
                        .toList()
                        .equals(order.stream().sorted().toList());
    }

    private static void require(boolean holds, String invariant, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("RowSpec: " + invariant + " but got " + got);
        }
    }

    /**
     * The flow of Glow on toy data, and with augmentation the VFlow of the paper's Section 5: affine couplings, two hidden layers of 50,
     * dense linear maps, a posterior of one step.
     *
     * @param features D_X
     * @param augment D_Z; zero is a plain flow
     * @param steps steps of p
     */
    public static RowSpec of(int features, int augment, int steps) {
        return new RowSpec(
                features,
                augment,
                steps,
                CouplingSpec.of(CouplingKind.AFFINE),
                new MlpSpec(List.of(50, 50), Activation.RELU),
                LinearKind.DENSE,
                new PosteriorSpec(PosteriorKind.FLOW, 1),
                List.of(),
                Moments.none());
    }

    @Override
    public Model build(Parameters parameters) {
        return new RowArchitecture(this).model(parameters);
    }

    /** D_X + D_Z. */
    public int dimensions() {
        return features + augment;
    }

    /** With another posterior. */
    public RowSpec withPosterior(PosteriorKind kind, int posteriorSteps) {
        PosteriorSpec q = new PosteriorSpec(kind, posteriorSteps);
        return new RowSpec(features, augment, steps, coupling, conditioner, linear, q, order, moments);
    }

    /** With other conditioners. */
    public RowSpec withConditioner(List<Integer> hidden, Activation activation) {
        MlpSpec network = new MlpSpec(hidden, activation);
        return new RowSpec(features, augment, steps, coupling, network, linear, posterior, order, moments);
    }

    /** With another coupling, of 8 components if it is a mixture. */
    public RowSpec withCoupling(CouplingKind kind) {
        return withCoupling(CouplingSpec.of(kind));
    }

    /** With another coupling. */
    public RowSpec withCoupling(CouplingSpec map) {
        return new RowSpec(features, augment, steps, map, conditioner, linear, posterior, order, moments);
    }

    /** With another linear map. */
    public RowSpec withLinear(LinearKind map) {
        return new RowSpec(features, augment, steps, coupling, conditioner, map, posterior, order, moments);
    }

    /** With augmentation, and the dimensions [x, z] in another order. */
    public RowSpec withAugment(int dimensions, List<Integer> positions) {
        return new RowSpec(features, dimensions, steps, coupling, conditioner, linear, posterior, positions, moments);
    }

    /** With rows that are standardised by some moments. */
    public RowSpec withMoments(Moments ofColumns) {
        return new RowSpec(features, augment, steps, coupling, conditioner, linear, posterior, order, ofColumns);
    }

    /**
     * With rows that are standardised by the moments of some rows.
     *
     * @throws io.github.vflow.flow.data.ColumnException if a column is constant, or float32 cannot tell its numbers apart
     */
    public RowSpec standardized(Rows rows) {
        return withMoments(Moments.of(rows));
    }
}
