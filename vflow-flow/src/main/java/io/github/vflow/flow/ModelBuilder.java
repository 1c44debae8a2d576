package io.github.vflow.flow;

import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.discrete.DiscretePart;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.distribution.mixing.DefensiveMixture;
import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.surjection.column.FillMissing;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds a model from its parts; does not draw the parameters. Mutable and not thread-safe. */
public final class ModelBuilder {
    final int features;
    final Bijector.Conditional bijector;
    final Parameters parameters;
    private final List<Surjection> surjections = new ArrayList<>();

    Spec.@Nullable Flow spec;

    @Nullable
    FillMissing fill;

    @Nullable
    DefensiveMixture defensive;

    @Nullable
    Whitening whitening;

    @Nullable
    DiscretePart discrete;

    boolean fills;

    private int columnSteps;

    @Nullable
    Shape latent;

    Standardization standardization = Standardization.none();
    Base base = StandardNormal.INSTANCE;
    Model.Conditioning conditioning = Model.Conditioning.none();

    /**
     * Starts with a plain flow: no surjections, base N(0, I).
     *
     * @param features D_X
     * @param bijector f, from the last surjection's result to ε
     */
    public ModelBuilder(int features, Bijector.Conditional bijector, Parameters parameters) {
        this.features = features;
        this.bijector = Objects.requireNonNull(bijector, "Model: bijector");
        this.parameters = Objects.requireNonNull(parameters, "Model: parameters");
    }

    /** Appends a surjection: data passes the surjections in the order of these calls, then the bijector. */
    public ModelBuilder lift(Surjection surjection) {
        surjections.add(Objects.requireNonNull(surjection, "Model: surjection"));
        return this;
    }

    /**
     * Gives the model a {@linkplain Model#forMissing variant} for rows with missing cells; it replaces the first surjection, which lifts the columns,
     * if there is one.
     */
    @SuppressWarnings("exports") // for flow.architecture
    public ModelBuilder fill(FillMissing missing) {
        fill = missing;
        return fill(true);
    }

    /** As {@link #fill(FillMissing)}, of a model that has discrete features only. */
    public ModelBuilder fill(boolean missing) {
        fills = missing;
        return this;
    }

    /** Makes some features discrete: the surjections and the bijector get the others, and the codes of the discrete ones as a condition. */
    @SuppressWarnings("exports") // for flow.architecture
    public ModelBuilder discrete(DiscretePart part) {
        discrete = part;
        return this;
    }

    /** The number of continuous features. */
    int continuous() {
        return discrete == null ? features : discrete.continuous();
    }

    /** Appends the surjection of columns, which comes first; otherwise as {@link #lift}. */
    public ModelBuilder columns(Surjection surjection) {
        columnSteps = 1;
        return lift(surjection);
    }

    /** Names the whitening map that initialisation sets, which is a part of the bijector, of the broad components or of both. */
    @SuppressWarnings("exports") // for flow.architecture
    public ModelBuilder whitening(Whitening map) {
        whitening = map;
        return this;
    }

    /** Adds broad components to the density of the lifted columns. */
    @SuppressWarnings("exports") // for flow.architecture
    public ModelBuilder defensive(DefensiveMixture mixture) {
        defensive = mixture;
        return this;
    }

    /** Replaces the base N(0, I). */
    public ModelBuilder base(Base distribution) {
        base = Objects.requireNonNull(distribution, "Model: base");
        return this;
    }

    /** Sets the shape of ε without the batch axis; it is [features + augment] otherwise. */
    public ModelBuilder latent(Shape shape) {
        latent = shape;
        return this;
    }

    /** Conditions the density on the numbers that follow the features in a row. */
    public ModelBuilder conditioning(Model.Conditioning how) {
        conditioning = how;
        return this;
    }

    /** Gives each column of rows mean zero and variance one, before everything else. */
    public ModelBuilder standardized(Rows rows) {
        return standardization(Standardization.of(rows));
    }

    /** Standardises rows before the surjections. */
    @SuppressWarnings("exports") // for our own modules
    public ModelBuilder standardization(Standardization moments) {
        standardization = moments;
        return this;
    }

    /** Records the specification that a model file stores. */
    public ModelBuilder spec(Spec.Flow from) {
        spec = from;
        return this;
    }

    /** Builds the model. */
    public FlowModel build() {
        return FlowModel.of(this, new Lifting(surjections, columnSteps));
    }
}
