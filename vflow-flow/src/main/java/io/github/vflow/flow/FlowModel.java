package io.github.vflow.flow;

import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.discrete.Chain;
import io.github.vflow.flow.discrete.DiscretePart;
import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.distribution.Flow;
import io.github.vflow.flow.distribution.Tilt;
import io.github.vflow.flow.distribution.mixing.DefensiveMixture;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.flow.surjection.Lift;
import io.github.vflow.flow.surjection.column.Circles;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model of one flow: surjections s, a bijector f and a base p_ε.
 *
 * <pre>data x ──s₁── … ──sₙ──▶ v ──f──▶ ε ~ p_ε,   ln p(x) ≥ E[ln p_ε(f(v)) + ln |det ∂f/∂v| + Σ (term of each sᵢ)]</pre>
 *
 * <p>Discrete features d have an exact probability of their own, and the flow of the others is conditioned on them: ln p(x) = ln P(d) +
 * ln p(c | d). A model of discrete features alone has no flow.
 *
 * <p>Without surjections it is a plain flow, whose bound is ln p(x) itself. With {@link Augment} it is a VFlow (VFlow paper, Sec. 3). A
 * model of images dequantizes its pixels first.
 */
@SuppressWarnings("exports") // parts that have no contract in flow.part are for our own modules
public final class FlowModel implements Model {
    private final FlowParts parts;
    private final int features;
    private final @Nullable DiscretePart discrete;
    private final Circles circles;
    private final FlowVariant variant;
    private final Lifting lifting;
    private final @Nullable FlowVariant forMissing;

    private FlowModel(FlowParts parts, FlowVariant variant, @Nullable FlowVariant forMissing) {
        this.parts = parts;
        this.features = parts.features();
        this.discrete = parts.discrete();
        this.circles = parts.circles();
        this.variant = variant;
        this.lifting = variant.lifting();
        this.forMissing = forMissing;
    }

    static FlowModel of(ModelBuilder b, Lifting complete) {
        FlowVariant whole = FlowVariant.of(complete, b.defensive);
        return new FlowModel(FlowParts.of(b, complete.augment()), whole, b.fills ? whole.withGaps(b) : null);
    }

    private FlowModel with(UnaryOperator<FlowVariant> change) {
        return new FlowModel(parts, change.apply(variant), forMissing == null ? null : change.apply(forMissing));
    }

    /** This model as a member of a mixture with a tilt, which it adds where it draws missing cells. */
    FlowModel tilted(Tilt by) {
        return with(v -> v.withTilt(by));
    }

    /** The flow without its broad components, with the same parameters. */
    public FlowModel withoutDefensive() {
        return with(FlowVariant::withoutDefensive);
    }

    /**
     * This model for training, with the same parameters. A circular cell has one random turn, where a score sums over its turns (see {@link
     * Circles}). Labels must be known: training completes rows by draws, where a score sums over them.
     */
    public FlowModel forTraining() {
        return with(FlowVariant::forTraining);
    }

    /** As {@link #forTraining}, but the bound is ln P of the discrete features alone; empty if there are none. */
    public Optional<FlowModel> forDiscreteTraining() {
        return discrete().map(_ -> with(FlowVariant::forDiscreteTraining));
    }

    /** A plain flow of a bijector; does not draw the parameters. */
    public static FlowModel of(int features, Bijector flow, Parameters parameters) {
        return new ModelBuilder(features, Bijector.Conditional.always(flow), parameters).build();
    }

    /** A VFlow of a bijector on [x, z] and a posterior q(z|x), a flow from noise to z given x; does not draw the parameters. */
    public static FlowModel vflow(
            int features, int augment, Bijector flow, Bijector.Conditional posterior, Parameters parameters) {
        return new ModelBuilder(features, Bijector.Conditional.always(flow), parameters)
                .lift(Parts.augment(posterior, features, 1, augment))
                .build();
    }

    @Override
    public List<Component> components() {
        return List.of(new Component(this, 1));
    }

    @Override
    public Optional<Spec> spec() {
        return Optional.ofNullable(parts.spec());
    }

    /** The specification of a model of rows; empty for a model of images, or one that was built from parts. */
    public Optional<RowSpec> rows() {
        return parts.spec() instanceof RowSpec rows ? Optional.of(rows) : Optional.empty();
    }

    @Override
    public Parameters parameters() {
        return parts.parameters();
    }

    @Override
    public Standardization standardization() {
        return parts.standardization();
    }

    @Override
    public Model.Conditioning conditioning() {
        return parts.conditioning();
    }

    @Override
    public int features() {
        return features;
    }

    /** The number of dimensions that the surjections add: D_Z; zero for a plain flow. */
    public int augment() {
        return lifting.augment();
    }

    @Override
    public int noise() {
        return noiseOnLine() + (variant.isForTraining() ? circles.noise() : 0);
    }

    private int noiseOnLine() {
        return lifting.noise()
                + (discrete != null && variant.takesNoiseOfLabels()
                        ? discrete.chain().noise()
                        : 0);
    }

    /** The dimension of ε; zero without continuous features. */
    public int latent() {
        return hasFlow() ? parts.latent().size() : 0;
    }

    /** Whether there are continuous features, so that the density has a flow. */
    public boolean hasFlow() {
        return parts.continuous() > 0;
    }

    @Override
    public Optional<DiscretePart> discrete() {
        return Optional.ofNullable(discrete);
    }

    /** The number of noise values that ε takes. */
    public int baseNoise() {
        return hasFlow() ? parts.base().noise(latent()) : 0;
    }

    /** The number of noise values that a sample takes, for ε, for the broad components, and for the discrete features. */
    @Override
    public int sampleNoise() {
        return continuousNoise() + (discrete == null ? 0 : discrete.chain().noise());
    }

    int continuousNoise() {
        return baseNoise() + defensive().map(DefensiveMixture::noise).orElse(0);
    }

    /** The shape of ε for a batch, [b, …]; for images the shape after all changes of scale. */
    public Shape latentShape(int batch) {
        Shape latent = parts.latent();
        int[] dims = new int[latent.rank() + 1];
        dims[0] = batch;
        System.arraycopy(latent.dims(), 0, dims, 1, latent.rank());
        return Shape.of(dims);
    }

    @Override
    public boolean hasPositions() {
        return parts.latent().rank() > 1;
    }

    @Override
    public boolean takesMissing() {
        return variant.takesMissing();
    }

    @Override
    public Optional<FlowModel> forMissing() {
        return takesMissing()
                ? Optional.of(this)
                : Optional.ofNullable(forMissing).map(gaps -> new FlowModel(parts, gaps, null));
    }

    @Override
    public Optional<FlowModel> forMissing(Set<Integer> labels, Set<Integer> numbers) {
        return forMissing().map(m -> new FlowModel(parts, m.variant.withGaps(labels, numbers), null));
    }

    @Override
    public Optional<FlowModel> forOneMissing(int samples) {
        return forMissing().flatMap(m -> m.variant.withOneGap(samples)).map(one -> new FlowModel(parts, one, null));
    }

    /** The surjections s₁ … sₙ, from the data to the flow. */
    public List<Surjection> surjections() {
        return lifting.steps();
    }

    /** f of a model without a condition. */
    public Bijector bijector() {
        return bijector(Condition.none());
    }

    /** f for a condition, from v to ε. */
    public Bijector bijector(Condition condition) {
        return parts.bijector().given(condition);
    }

    /** The mixture of the flow with broad components; empty if the flow is alone. */
    public Optional<DefensiveMixture> defensive() {
        return Optional.ofNullable(variant.defensive());
    }

    /** The whitening map of the lifted columns; empty if neither the flow nor broad components have one. */
    public Optional<Whitening> whitening() {
        return Optional.ofNullable(parts.whitening());
    }

    /** The circular columns. */
    public Circles circles() {
        return circles;
    }

    /** The density of v for a condition. */
    public Flow flow(Condition condition) {
        return new Flow(bijector(condition), parts.base());
    }

    /**
     * Lifts rows into the space of the flow. Declares the input {@value #NOISE} if it needs noise.
     *
     * @param row standardised rows [b, inputWidth]
     */
    public Lift lift(Tensor row) {
        return lift(Inputs.cellsOf(this, row), Inputs.givenOf(this, row), Inputs.noiseOf(this, row));
    }

    private Lift lift(Cells row, Condition given, Tensor noise) {
        if (discrete == null) {
            return lifting.lift(row, noise, given, Optional.empty());
        }
        Cells d = discrete.discreteOf(row);
        Draw ofValues = discrete(discrete, d, noise, given);
        Draw drawn = discrete.logOthers(row)
                .map(others -> new Draw(ofValues.value(), ofValues.logProb().plus(others)))
                .orElse(ofValues);
        Condition codes = given.and(discrete.chain().codes(drawn.value()));
        return hasFlow()
                ? lifting.lift(discrete.continuousOf(row), noise, codes, Optional.of(drawn))
                : new Lift(List.of(), drawn.value(), drawn.value(), codes, Optional.of(drawn));
    }

    private Draw discrete(DiscretePart part, Cells cells, Tensor noise, Condition given) {
        Tensor d = cells.numbers();
        if (!variant.drawsLabels()) {
            return new Draw(d, part.chain().logProb(d, given));
        }
        Tensor known = cells.notMissing();
        Tensor normals = noise.slice(1, lifting.noise(), noiseOnLine());
        return part.chain().fill(d.times(known), known, variant.drawn(part.places()), normals, given);
    }

    /**
     * A lower bound of ln p(x) of each row [b], in nats in the units of the data: ln p_ε(f(v)) + ln |det ∂f/∂v| + Σ
     * (term of each surjection) + ln P of the discrete features. For a plain flow it is ln p(x), for a VFlow the one-sample ELBO (VFlow paper, Eq. 3
     * and 7), which is also the log importance weight of Eq. 5. Declares the input {@value #NOISE} if it needs noise.
     *
     * @param row standardised rows [b, inputWidth]
     */
    @Override
    public Tensor bound(Tensor row) {
        return bound(row, Inputs.noiseOf(this, row));
    }

    /** As {@link #bound(Tensor)}, with noise [b, {@link #noise}], which is ignored if there is none. */
    Tensor bound(Tensor row, Tensor noise) {
        Cells cells = Inputs.cellsOf(this, row);
        Condition given = Inputs.givenOf(this, row);
        return variant.isForTraining() && circles.noise() > 0
                ? onLine(circles.drawn(cells, noise.slice(1, noiseOnLine(), noise())), given, noise)
                : circles.bound(cells, turned -> onLine(turned, given, noise));
    }

    private Tensor onLine(Cells row, Condition given, Tensor noise) {
        Lift lift = lift(row, given, noise);
        if (row.states() == null || !hasFlow() || variant.needsDraws()) {
            return bound(lift);
        }
        // without a number the mean of the weights is one, so the draws need not be
        Tensor hasNumber = discrete == null ? row.known().maxOver(1) : discrete.hasNumber(row);
        Tensor weight = ofContinuous(lift);
        return withDiscrete(hasNumber.select(weight, weight.trace().constant(0).broadcast(weight.shape())), lift);
    }

    /**
     * The log-weight of rows that were lifted before: as {@link #bound(Tensor)}, but where all continuous cells are missing it is the log-weight of
     * the draws; the weights have the mean one.
     */
    public Tensor bound(Lift lift) {
        Tensor log = hasFlow() && !variant.isOfDiscrete()
                ? withDiscrete(ofContinuous(lift), lift)
                : lift.discrete().orElseThrow().logProb();
        return variant.tiltOfDraws().map(t -> log.plus(t.of(back(lift)))).orElse(log);
    }

    private Tensor ofContinuous(Lift lift) {
        Tensor logFlow = flow(lift.condition()).logProb(lift.value());
        return lifting.bound(logFlow, lift, variant.defensive())
                .plus(standardization().logDet(features));
    }

    private static Tensor withDiscrete(Tensor ofContinuous, Lift lift) {
        return lift.discrete().map(d -> ofContinuous.plus(d.logProb())).orElse(ofContinuous);
    }

    /** Maps points v in the space of the flow back to standardised rows [b, features]; for images to x + u, whose floor is the pixel. */
    public Tensor back(Tensor v) {
        return lifting.toData(lifting.toColumns(v));
    }

    /** The standardised rows [b, features] of lifted ones; where a cell is missing, the row has the number drawn for it. */
    public Tensor back(Lift lift) {
        if (discrete == null) {
            return back(lift.value());
        }
        return hasFlow()
                ? discrete.rows(lift.discrete().orElseThrow().value(), back(lift.value()), standardization())
                : lift.value();
    }

    @Override
    public Tensor sample(Trace trace, int batch) {
        return sample(trace.batch(NOISE, Shape.of(batch, sampleNoise())), Inputs.conditionOf(this, trace, batch));
    }

    /** As {@link #sample(Trace, int)}, with noise [b, {@link #sampleNoise}]. */
    Tensor sample(Tensor noise, Condition given) {
        if (discrete == null) {
            return sampleContinuous(noise, given);
        }
        Chain chain = discrete.chain();
        Tensor d = chain.sample(noise.slice(1, continuousNoise(), sampleNoise()), given);
        return hasFlow() ? discrete.rows(d, sampleContinuous(noise, given.and(chain.codes(d))), standardization()) : d;
    }

    private Tensor sampleContinuous(Tensor noise, Condition condition) {
        Tensor e = noise.slice(1, 0, baseNoise());
        Tensor ofBase = hasPositions() ? e.reshape(latentShape(noise.shape().dim(0))) : e;
        Tensor columns = lifting.toColumns(flow(condition).sample(ofBase));
        return lifting.toData(defensive()
                .map(d -> d.sample(columns, noise.slice(1, baseNoise(), continuousNoise()), condition))
                .orElse(columns));
    }

    @Override
    public String toString() {
        String name = augment() == 0 ? "flow" : "VFlow";
        return "%s of %d features%s%s, %,d parameters"
                .formatted(
                        name,
                        features,
                        augment() == 0 ? "" : " and " + augment() + " augmented dimensions",
                        conditioning().words(),
                        parameters().size());
    }
}
