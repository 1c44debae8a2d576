package io.github.vflow.flow;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.bijector.ConditionalBijector;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.flow.distribution.Base;
import io.github.vflow.flow.distribution.Choice;
import io.github.vflow.flow.distribution.Defence;
import io.github.vflow.flow.distribution.Flow;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.surjection.FillUnknown;
import io.github.vflow.flow.surjection.Surjection;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A density model of rows with trainable parameters: surjections s, a bijector f and a base p_ε.
 *
 * <pre>data x ──s₁── … ──sₙ──▶ v ──f──▶ ε ~ p_ε,   ln p(x) ≥ E[ln p_ε(f(v)) + ln |det ∂f/∂v| + Σ (term of each sᵢ)]</pre>
 *
 * <p>Without surjections it is a plain flow, whose bound is ln p(x) itself. With {@link Augment} it is a VFlow (VFlow paper, Sec. 3). A
 * model of images dequantizes its pixels first. A row has its features first, then the numbers that its density is conditioned on.
 *
 * <p>A mixture p(x) = Σₖ shareₖ·pₖ(x) of such models is a model, too; its {@link #members} have the surjections, bijectors and bases.
 *
 * <p>The structure is immutable, so threads may trace one model at once. The {@linkplain #parameters values of the parameters} are not:
 * set them on one thread, while no other reads them.
 */
public final class Model {
    /** The name of the input with the rows [b, width]. */
    public static final String X = "x";
    /** The name of the input with the noise [b, noise], or for samples [b, sampleNoise]. */
    public static final String NOISE = "noise";
    /** The name of the input with the numbers that samples are conditioned on [b, given]. */
    public static final String GIVEN = "given";

    private final @Nullable Spec spec;
    private final int features;
    private final Standardization standardization;
    private final Lifting lifting;
    private final @Nullable Model filling;
    private final boolean fills;
    private final ConditionalBijector bijector;
    private final Base base;
    private final @Nullable Defence defence;
    private final Shape latent;
    private final Conditioning conditioning;
    private final Parameters parameters;
    private final int augment;
    private final int noise;
    private final @Nullable Mixture mixture;

    Model(ModelBuilder b, Lifting complete) {
        this(b, complete, b.fill == null ? null : new Model(b, complete.filling(b.fill), null));
    }

    private Model(ModelBuilder b, Lifting lifting, @Nullable Model filling) {
        this.spec = b.spec;
        this.features = b.features;
        this.standardization = b.standardization;
        this.lifting = lifting;
        this.filling = filling;
        this.fills = lifting.fills();
        this.bijector = b.bijector;
        this.base = b.base;
        this.defence = b.defence;
        this.conditioning = b.conditioning;
        this.parameters = b.parameters;
        this.augment = lifting.augment();
        this.noise = lifting.noise();
        this.latent = b.latent != null ? b.latent : Shape.of(features + augment);
        this.mixture = null;
    }

    private Model(Spec spec, Mixture mixture, @Nullable Model filling) {
        Model first = mixture.members().getFirst();
        this.spec = spec;
        this.features = first.features;
        this.standardization = first.standardization;
        this.lifting = first.lifting;
        this.filling = filling;
        this.fills = first.fills;
        this.bijector = first.bijector;
        this.base = first.base;
        this.defence = first.defence;
        this.conditioning = first.conditioning;
        this.parameters = first.parameters;
        this.augment = first.augment;
        this.noise = mixture.noise();
        this.latent = first.latent;
        this.mixture = mixture;
    }

    /** The mixture of members that have the same parameters, features, columns, standardization and condition. */
    static Model mixture(MixtureSpec spec, List<Model> members) {
        Mixture complete = new Mixture(members, spec.shares());
        return new Model(
                spec,
                complete,
                complete.filling().map(m -> new Model(spec, m, null)).orElse(null));
    }

    /** Builds the model of a specification and draws its parameters; data-dependent initialisation should follow. */
    public static Model of(Spec spec, long seed) {
        Model model = spec.build(new Parameters());
        model.parameters.initialise(seed);
        return model;
    }

    /** A plain flow of a bijector; does not draw the parameters. */
    public static Model flow(int features, Bijector flow, Parameters parameters) {
        return new ModelBuilder(features, ConditionalBijector.always(flow), parameters).build();
    }

    /** A VFlow of a bijector on [x, z] and a posterior q(z|x); does not draw the parameters. */
    public static Model vflow(int features, int augment, Bijector flow, Posterior posterior, Parameters parameters) {
        return new ModelBuilder(features, ConditionalBijector.always(flow), parameters)
                .lift(new Augment(posterior, features, 1, augment))
                .build();
    }

    /**
     * The same density for rows with missing cells, which are {@link FillUnknown#MISSING} in standardised rows: its bound is of the density of
     * the known cells, and takes noise (see {@link FillUnknown}). It shares the parameters. Empty if the model needs complete rows.
     */
    public Optional<Model> filling() {
        return fills ? Optional.of(this) : Optional.ofNullable(filling);
    }

    /** Whether the bound takes rows with missing cells. */
    public boolean fills() {
        return fills;
    }

    /**
     * Standardises rows for {@link #bound}.
     *
     * @param rows [n · width] in the units of the data; NaN is a missing cell
     * @param into [n · width], modified
     */
    public void standardize(double[] rows, float[] into) {
        standardization.forward(rows, into, width());
        if (fills) {
            FillUnknown.mark(into);
        }
    }

    /** D_X, the number of features of a row. */
    public int features() {
        return features;
    }

    /** The number of dimensions that the surjections add: D_Z, and those of categories; zero for a plain flow of real columns. */
    public int augment() {
        return augment;
    }

    /** The number of values in a row, after the features, on which the density is conditioned. */
    public int given() {
        return conditioning.width();
    }

    /** The length of a row: its features and the values that condition the density. */
    public int width() {
        return features + given();
    }

    /** The number of noise values that the bound of a row takes; zero if the bound is exact. */
    public int noise() {
        return noise;
    }

    /** The dimension of ε. */
    public int latent() {
        return latent.size();
    }

    /** The number of noise values that ε takes. */
    public int baseNoise() {
        return base.noise(latent());
    }

    /** The number of noise values that a sample takes: those of ε, and those of the broad component. */
    public int sampleNoise() {
        if (mixture != null) {
            return mixture.sampleNoise();
        }
        return baseNoise()
                + (defence == null ? 0 : Choice.NORMALS + defence.broad().noise());
    }

    /** The shape of ε for a batch, [b, …]; for images the shape after all changes of scale. */
    public Shape latentShape(int batch) {
        int[] dims = new int[latent.rank() + 1];
        dims[0] = batch;
        System.arraycopy(latent.dims(), 0, dims, 1, latent.rank());
        return Shape.of(dims);
    }

    /**
     * The number of rows that a program should process at once: fewer of long rows, so that they fit into the caches.
     */
    public int chunk() {
        return Math.clamp((1 << 15) / features, 4, hasPositions() ? 32 : 256);
    }

    /** Whether ε is an image [h, w, c] instead of a vector [d]. The bits of such a model depend on the batch size. */
    public boolean hasPositions() {
        return latent.rank() > 1;
    }

    /** The number of classes that the density is conditioned on; zero if it is not. */
    public int classes() {
        return conditioning.classes();
    }

    /** The specification of a model of images; empty for a model of rows. */
    public Optional<ImageSpec> images() {
        return spec instanceof ImageSpec images ? Optional.of(images) : Optional.empty();
    }

    /** The specification of the model; empty if it was built from parts. */
    public Optional<Spec> spec() {
        return Optional.ofNullable(spec);
    }

    /** The parameters, which training changes. */
    public Parameters parameters() {
        return parameters;
    }

    /** The map from rows of data to the standardised rows that {@link #bound} takes and {@link #sample} gives. */
    public Standardization standardization() {
        return standardization;
    }

    /** The models of which this is a mixture; itself alone if it is none. */
    public List<Model> members() {
        return mixture == null ? List.of(this) : mixture.members();
    }

    /** The share of each member, which sum to one. */
    public List<Double> shares() {
        return mixture == null ? List.of(1.0) : mixture.shares();
    }

    /**
     * The density of rows with noise, which finds anomalies better than the sharp one: the mixture of the members whose {@link
     * RowSpec#smoothing} is not zero, with shares in proportion and a copy of their parameters. This model itself if all members have noise, or
     * none has.
     */
    public Model smoothed() {
        return spec instanceof MixtureSpec mixed ? mixed.smoothed(this) : this;
    }

    private void requireOne(String part) {
        if (mixture != null) {
            throw new IllegalStateException("Model." + part + ": a mixture of "
                    + members().size() + " models has none of its own; ask each of members()");
        }
    }

    /** The surjections s₁ … sₙ, from the data to the flow. */
    public List<Surjection> surjections() {
        requireOne("surjections");
        return lifting.steps();
    }

    /** f for a condition, from v to ε. */
    public Bijector bijector(Condition condition) {
        requireOne("bijector");
        return bijector.given(condition);
    }

    /** The broad component of the density; empty if there is none. */
    public Optional<Defence> defence() {
        requireOne("defence");
        return Optional.ofNullable(defence);
    }

    /** f of a model without a condition. */
    public Bijector bijector() {
        return bijector(Condition.none());
    }

    /** The density of v for a condition. */
    public Flow flow(Condition condition) {
        requireOne("flow");
        return new Flow(bijector(condition), base);
    }

    /** The condition of standardised rows [b, width]. */
    public Condition condition(Tensor row) {
        return given() == 0 ? Condition.none() : conditioning.of(row.slice(1, features, width()));
    }

    /**
     * Lifts rows into the space of the flow. Declares the input {@value #NOISE} if it needs noise.
     *
     * @param row standardised rows [b, width]
     */
    public Lift lift(Tensor row) {
        requireOne("lift");
        return lift(row, noise(row));
    }

    private Tensor noise(Tensor row) {
        return noise == 0 ? row : row.trace().batch(NOISE, Shape.of(row.shape().dim(0), noise));
    }

    private Lift lift(Tensor row, Tensor noise) {
        Tensor x = given() == 0 ? row : row.slice(1, 0, features);
        return lifting.lift(x, noise, condition(row));
    }

    /**
     * A lower bound of ln p(x) of each row [b], in nats in the units of the data: ln p_ε(f(v)) + ln |det ∂f/∂v| + Σ
     * (term of each surjection). For a plain flow it is ln p(x), for a VFlow the one-sample ELBO (VFlow paper, Eq. 3
     * and 7), which is also the log importance weight of Eq. 5. Declares the input {@value #NOISE} if it needs noise.
     *
     * @param row standardised rows [b, width]
     */
    public Tensor bound(Tensor row) {
        return bound(row, noise(row));
    }

    /** As {@link #bound(Tensor)}, with noise [b, {@link #noise}], which is ignored if there is none. */
    Tensor bound(Tensor row, Tensor noise) {
        return mixture != null ? mixture.bound(row, noise) : bound(row, lift(row, noise));
    }

    /** As {@link #bound(Tensor)}, of rows that were lifted before. */
    public Tensor bound(Tensor row, Lift lift) {
        Tensor logFlow = flow(condition(row)).logProb(lift.value());
        return lifting.bound(logFlow, lift, defence).plus(standardization.logDet(features));
    }

    /**
     * Maps points v in the space of the flow back to standardised rows [b, features]; for images the result is x + u,
     * whose floor is the pixel.
     */
    public Tensor back(Tensor v) {
        requireOne("back");
        return lifting.toData(lifting.toColumns(v));
    }

    /**
     * Draws standardised rows [b, features] from noise: declares the input {@value #NOISE} [b, sampleNoise], and {@value #GIVEN} [b, given] if the
     * density has a condition.
     */
    public Tensor sample(Trace trace, int batch) {
        Tensor noise = trace.batch(NOISE, Shape.of(batch, sampleNoise()));
        return sample(
                noise, given() == 0 ? Condition.none() : conditioning.of(trace.batch(GIVEN, Shape.of(batch, given()))));
    }

    /** As {@link #sample(Trace, int)}, with noise [b, {@link #sampleNoise}]. */
    Tensor sample(Tensor noise, Condition condition) {
        if (mixture != null) {
            return mixture.sample(noise, condition);
        }
        Tensor e = noise.slice(1, 0, baseNoise());
        Tensor ofBase = hasPositions() ? e.reshape(latentShape(noise.shape().dim(0))) : e;
        Tensor columns = lifting.toColumns(flow(condition).sample(ofBase));
        if (defence == null) {
            return lifting.toData(columns);
        }
        int choice = baseNoise() + Choice.NORMALS;
        return lifting.toData(
                defence.sample(columns, noise.slice(1, baseNoise(), choice), noise.slice(1, choice, sampleNoise())));
    }

    /** Converts the nats of a row to bits per dimension: −nats ÷ (D_X·ln 2). Augmented dimensions are not counted. */
    public double bitsPerDim(double nats) {
        return -nats / (features * Math.log(2));
    }

    @Override
    public String toString() {
        if (mixture != null) {
            return "mixture of %d models, each a %s"
                    .formatted(members().size(), members().getFirst());
        }
        String name = augment() == 0 ? "flow" : "VFlow";
        return "%s of %d features%s%s, %,d parameters"
                .formatted(
                        name,
                        features,
                        augment() == 0 ? "" : " and " + augment() + " augmented dimensions",
                        conditioning.words(),
                        parameters.size());
    }
}
