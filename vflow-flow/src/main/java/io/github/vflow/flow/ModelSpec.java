package io.github.vflow.flow;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.flow.transformer.PaperLogisticMixture;
import io.github.vflow.flow.transformer.Transformer;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Activation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The architecture of a model on rows, as a model file stores it.
 *
 * <p>p has {@code steps} steps on features + augment dimensions; each is ActNorm, then {@code linear}, then a coupling
 * whose first half of dimensions conditions the other.
 *
 * @param features D_X
 * @param augment D_Z; zero is a plain flow
 * @param steps steps of p
 * @param posterior q(z|x); ignored without augmentation
 * @param posteriorSteps steps of a {@link PosteriorKind#FLOW} posterior
 * @param hidden widths of the hidden layers of every conditioner
 * @param activation between them
 * @param coupling the elementwise map
 * @param components K of a mixture coupling
 * @param linear the map before each coupling
 * @param order where the dimensions [x, z] stand in p: position i holds dimension order[i]; empty for as they are
 * @param mean of each column of the data; empty for none
 * @param std of each column of the data
 */
public record ModelSpec(
        int features,
        int augment,
        int steps,
        PosteriorKind posterior,
        int posteriorSteps,
        List<Integer> hidden,
        Activation activation,
        CouplingKind coupling,
        int components,
        LinearKind linear,
        List<Integer> order,
        List<Double> mean,
        List<Double> std)
        implements Spec {

    /** What q(z|x) is. */
    public enum PosteriorKind {
        /** N(0, I), whatever x. */
        PRIOR,
        /** One elementwise layer whose parameters are made from x. */
        GAUSSIAN,
        /** Conditional steps; a single dimension cannot be split, so it gets the elementwise layer. */
        FLOW
    }

    /** The elementwise map of the couplings. */
    public enum CouplingKind {
        /** μ + eˢ·x. */
        AFFINE,
        /** μ + eˢ·x with s bounded by a sigmoid. */
        AFFINE_SIGMOID,
        /** μ + eˢ·x with s bounded by a hyperbolic tangent. */
        AFFINE_TANH,
        /** Mixture of logistics in log-odds form. */
        MIXTURE,
        /** Mixture of logistics as published: bounded. */
        MIXTURE_PAPER
    }

    /** The linear map of each step. */
    public enum LinearKind {
        /** A free matrix. */
        DENSE,
        /** A product of triangular matrices. */
        LU,
        /** The dimensions reversed. */
        REVERSE
    }

    /** Checks what does not fit together. */
    public ModelSpec {
        hidden = List.copyOf(hidden);
        order = List.copyOf(order);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
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
        require(posteriorSteps >= 1, "posteriorSteps must be at least 1", posteriorSteps);
        require(components >= 1, "components must be at least 1", components);
        require(hidden.stream().allMatch(h -> h >= 1), "hidden widths must be at least 1", hidden);
        require(
                order.isEmpty() || isPermutation(order, features + augment),
                "order must hold each number from 0 to " + (features + augment - 1) + " once",
                order.size() + " numbers");
        require(mean.size() == std.size(), "mean and std must have the same length", mean.size());
        require(mean.isEmpty() || mean.size() == features, "mean must have one number for each feature", mean.size());
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
            throw new IllegalArgumentException("ModelSpec: " + invariant + " but got " + got);
        }
    }

    /** The flow of Glow on toy data, and with augmentation the VFlow of the paper's Section 5. */
    public static ModelSpec glow(int features, int augment, int steps) {
        return new ModelSpec(
                features,
                augment,
                steps,
                PosteriorKind.FLOW,
                1,
                List.of(50, 50),
                Activation.RELU,
                CouplingKind.AFFINE,
                8,
                LinearKind.DENSE,
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public Model build(Parameters parameters) {
        return new Architecture(this).model(parameters);
    }

    /** D_X + D_Z. */
    public int dimensions() {
        return features + augment;
    }

    /** What happens to rows before the model takes them, by the moments of the data. */
    public Standardization standardization() {
        return mean.isEmpty() ? Standardization.none() : Standardization.of(mean, std);
    }

    /** The map that {@link #coupling} names. */
    public Transformer transformer() {
        return switch (coupling) {
            case AFFINE -> new Affine(Affine.Scale.EXP);
            case AFFINE_SIGMOID -> new Affine(Affine.Scale.SIGMOID);
            case AFFINE_TANH -> new Affine(Affine.Scale.TANH);
            case MIXTURE -> new LogisticMixture(components);
            case MIXTURE_PAPER -> new PaperLogisticMixture(components);
        };
    }

    /** With another posterior. */
    public ModelSpec withPosterior(PosteriorKind kind, int posteriorSteps) {
        return new ModelSpec(
                features,
                augment,
                steps,
                kind,
                posteriorSteps,
                hidden,
                activation,
                coupling,
                components,
                linear,
                order,
                mean,
                std);
    }

    /** With other conditioners. */
    public ModelSpec withConditioner(List<Integer> hidden, Activation activation) {
        return new ModelSpec(
                features,
                augment,
                steps,
                posterior,
                posteriorSteps,
                hidden,
                activation,
                coupling,
                components,
                linear,
                order,
                mean,
                std);
    }

    /** With another coupling. */
    public ModelSpec withCoupling(CouplingKind coupling, int components) {
        return new ModelSpec(
                features,
                augment,
                steps,
                posterior,
                posteriorSteps,
                hidden,
                activation,
                coupling,
                components,
                linear,
                order,
                mean,
                std);
    }

    /** With another linear map. */
    public ModelSpec withLinear(LinearKind linear) {
        return new ModelSpec(
                features,
                augment,
                steps,
                posterior,
                posteriorSteps,
                hidden,
                activation,
                coupling,
                components,
                linear,
                order,
                mean,
                std);
    }

    /** With augmentation, and the dimensions [x, z] in another order. */
    public ModelSpec withAugment(int augment, List<Integer> order) {
        return new ModelSpec(
                features,
                augment,
                steps,
                posterior,
                posteriorSteps,
                hidden,
                activation,
                coupling,
                components,
                linear,
                order,
                mean,
                std);
    }

    /**
     * With the moments of some rows: data are then standardised first.
     *
     * @throws io.github.vflow.flow.data.ColumnException if a column is constant, or float32 cannot tell its numbers apart
     */
    public ModelSpec standardized(Rows rows) {
        Standardization moments = Standardization.of(rows);
        return withMoments(moments.mean(), moments.std());
    }

    /** With the moments of the data, which is then standardised first. */
    public ModelSpec withMoments(List<Double> mean, List<Double> std) {
        return new ModelSpec(
                features,
                augment,
                steps,
                posterior,
                posteriorSteps,
                hidden,
                activation,
                coupling,
                components,
                linear,
                order,
                mean,
                std);
    }
}
