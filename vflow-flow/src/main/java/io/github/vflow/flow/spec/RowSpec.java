package io.github.vflow.flow.spec;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Moments;
import io.github.vflow.flow.spec.step.CouplingKind;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.LinearKind;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.StepKind;
import io.github.vflow.nn.layer.Activation;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The architecture of a model of rows, as a model file stores it.
 *
 * <p>p has {@code steps} steps on features + augment dimensions; each is ActNorm, then {@code linear}, then a map of
 * {@code stepKind}: a coupling, whose first half of dimensions conditions the other, or an autoregressive map, where the dimensions before
 * condition each. A step on one dimension is ActNorm, then the map of the coupling with parameters that
 * depend on the condition alone.
 *
 * @param features D_X
 * @param augment D_Z; zero is a plain flow
 * @param steps steps of p
 * @param coupling the elementwise map
 * @param conditioner the networks of all steps
 * @param linear the map before each coupling
 * @param stepKind whether the steps are couplings or autoregressive
 * @param posterior q(z|x); ignored without augmentation
 * @param order the dimensions [x, z] in the order of p: position i holds dimension order[i]; empty for as they are
 * @param moments by which rows are standardised
 * @param given the number of columns after the features on which the density is conditioned; zero for p(x)
 * @param own steps and base that a program brings along
 * @param columns what the numbers of each feature are; empty if all are real
 * @param fill how missing cells are integrated out
 * @param tail the shares of broad densities that defend the tail of p
 * @param base p_ε, unless a program brings its own
 * @param smoothing the standard deviation of the normal noise on the rows whose density this is, in standard deviations of the columns; zero for
 *     rows without noise. The model is built the same way
 */
public record RowSpec(
        int features,
        int augment,
        int steps,
        CouplingSpec coupling,
        MlpSpec conditioner,
        LinearKind linear,
        StepKind stepKind,
        PosteriorSpec posterior,
        List<Integer> order,
        Moments moments,
        int given,
        OwnParts own,
        List<ColumnSpec> columns,
        FillSpec fill,
        TailSpec tail,
        BaseSpec base,
        double smoothing)
        implements FlowSpec {

    /** Checks that the parts fit together. */
    public RowSpec {
        order = List.copyOf(order);
        columns = List.copyOf(columns);
        require(features >= 1, "features must be at least 1", features);
        require(augment >= 0, "augment must not be negative", augment);
        require(given >= 0, "given must not be negative", given);
        require(
                (long) features + augment + given <= Integer.MAX_VALUE,
                "features + augment + given must be at most " + Integer.MAX_VALUE,
                (long) features + augment + given);
        require(steps >= 1, "steps must be at least 1", steps);
        require(
                columns.isEmpty() || columns.size() == features,
                "columns must be one for each feature, " + features + ",",
                columns.size());
        int dimensions = lifted(features, columns) + augment;
        require(
                order.isEmpty() || isPermutation(order, dimensions),
                "order must hold each number from 0 to " + (dimensions - 1) + " once",
                order.size() + " numbers");
        require(
                moments.areNone() || moments.mean().size() == features + given,
                "moments must have one mean for each column, features + given = " + (features + given) + ",",
                moments.mean().size());
        require(
                stepKind != StepKind.INVERSE_AUTOREGRESSIVE || coupling.kind() != CouplingKind.MIXTURE_PAPER,
                "INVERSE_AUTOREGRESSIVE steps need a map onto all numbers, so choose MIXTURE or SPLINE,",
                coupling.kind());
        require(
                own.bases().size() <= 1,
                "a model has one base distribution, so own must have at most one",
                own.bases().keySet());
        require(
                own.bases().isEmpty() || base.isNormal(),
                "a model has one base distribution, so beside one of one's own base must be Normal",
                base);
        require(
                smoothing >= 0 && smoothing < Double.POSITIVE_INFINITY,
                "smoothing must be finite and not negative",
                smoothing);
        require(
                stepKind == StepKind.COUPLING || !conditioner.layerNorm(),
                "a layer norm mixes units that see different dimensions, so networks of autoregressive steps must have none",
                stepKind);
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
                StepKind.COUPLING,
                new PosteriorSpec(PosteriorKind.FLOW, 1),
                List.of(),
                Moments.none(),
                0,
                OwnParts.none(),
                List.of(),
                FillSpec.none(),
                TailSpec.none(),
                BaseSpec.normal(),
                0);
    }

    private RowSpec with(Consumer<RowSpecDraft> change) {
        RowSpecDraft draft = new RowSpecDraft(this);
        change.accept(draft);
        return draft.spec();
    }

    /** The dimensions of the flow: those to which the features are lifted, and D_Z. */
    public int dimensions() {
        return lifted() + augment;
    }

    /** The number of dimensions to which the features are lifted; D_X if all are real. */
    public int lifted() {
        return lifted(features, columns);
    }

    private static int lifted(int features, List<ColumnSpec> columns) {
        return columns.isEmpty()
                ? features
                : columns.stream().mapToInt(ColumnSpec::dimensions).sum();
    }

    /** With features of several kinds. */
    public RowSpec withColumns(List<ColumnSpec> kinds) {
        return with(d -> d.columns = kinds);
    }

    /** With another density of missing cells. */
    public RowSpec withFill(FillSpec unknown) {
        return with(d -> d.fill = unknown);
    }

    /** With broad densities beside the flow, or with others. */
    public RowSpec withTail(TailSpec shares) {
        return with(d -> d.tail = shares);
    }

    /** As the density of rows with other noise. */
    public RowSpec withSmoothing(double deviations) {
        return with(d -> d.smoothing = deviations);
    }

    /** With another posterior. */
    public RowSpec withPosterior(PosteriorKind kind, int posteriorSteps) {
        PosteriorSpec q = new PosteriorSpec(kind, posteriorSteps);
        return with(d -> d.posterior = q);
    }

    /** With other conditioners. */
    public RowSpec withConditioner(List<Integer> hidden, Activation activation) {
        return withConditioner(new MlpSpec(hidden, activation));
    }

    /** With other conditioners. */
    public RowSpec withConditioner(MlpSpec network) {
        return with(d -> d.conditioner = network);
    }

    /** With another coupling, of 8 components if it has components. */
    public RowSpec withCoupling(CouplingKind kind) {
        return withCoupling(CouplingSpec.of(kind));
    }

    /** With another coupling. */
    public RowSpec withCoupling(CouplingSpec map) {
        return with(d -> d.coupling = map);
    }

    /** With another linear map. */
    public RowSpec withLinear(LinearKind map) {
        return with(d -> d.linear = map);
    }

    /** With steps of another kind. */
    public RowSpec withStepKind(StepKind kind) {
        return with(d -> d.stepKind = kind);
    }

    /** With augmentation, and the dimensions [x, z] in another order. */
    public RowSpec withAugment(int dimensions, List<Integer> positions) {
        return with(d -> {
            d.augment = dimensions;
            d.order = positions;
        });
    }

    /** With rows that are standardised by some moments. */
    public RowSpec withMoments(Moments ofColumns) {
        return with(d -> d.moments = ofColumns);
    }

    /**
     * With a density that is conditioned on some columns after the features: p(y | x), with y the features. Every coupling and the
     * posterior see x. Resets the moments, which have one entry for each column.
     */
    public RowSpec withGiven(int more) {
        return with(d -> {
            d.moments = Moments.none();
            d.given = more;
        });
    }

    /**
     * With one more step of one's own, before the steps of p and after those that were added before. Its parameters are {@code own.NAME.*}.
     *
     * @param name by which a model file stores the step
     */
    public RowSpec withStep(String name, StepFactory factory) {
        return withOwn(own.withStep(name, factory));
    }

    /**
     * With a base distribution of one's own instead of N(0, I). Its parameters are {@code own.NAME.*}.
     *
     * @param name by which a model file stores the base
     */
    public RowSpec withBase(String name, BaseFactory factory) {
        return withOwn(own.withBase(name, factory));
    }

    /** With another base distribution. Its parameters are {@code base.*}. */
    public RowSpec withBase(BaseSpec distribution) {
        return with(d -> d.base = distribution);
    }

    /** With these parts of one's own instead of those before. */
    public RowSpec withOwn(OwnParts parts) {
        return with(d -> d.own = parts);
    }

    /**
     * With rows whose real columns are standardised by the moments of some rows, or by what their {@link ColumnSpec} says.
     *
     * @throws io.github.vflow.flow.data.ColumnException if a column is constant, float32 cannot tell its numbers apart, or a bounded one has
     *     a number that is not between its bounds
     */
    public RowSpec standardized(Rows rows) {
        return RowStandardization.fitted(this, rows);
    }

    /** The map of rows by the moments; that of bounded and heavy-tailed columns is by their own numbers. */
    public Standardization standardization() {
        return RowStandardization.of(this);
    }
}
