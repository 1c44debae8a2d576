package io.github.vflow.flow;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.flow.distribution.Density;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Shape;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A plain generative flow: bijector plus N(0, I). Its log-likelihood is exact. */
public final class Flow implements Model {
    private final @Nullable ModelSpec spec;
    private final Parameters parameters;
    private final int features;
    private final Density density;
    private final Standardization standardization;

    private Flow(@Nullable ModelSpec spec, Parameters parameters, int features, Bijector bijector) {
        this.spec = spec;
        this.standardization = spec == null ? Standardization.none() : spec.standardization();
        this.parameters = parameters;
        this.features = features;
        this.density = new Density(bijector);
    }

    /**
     * Builds a flow and draws its parameters.
     *
     * @throws IllegalArgumentException if the specification asks for augmentation
     */
    public static Flow of(ModelSpec spec, long seed) {
        Flow flow = of(spec, new Parameters());
        flow.parameters.initialise(seed);
        return flow;
    }

    static Flow of(ModelSpec spec, Parameters parameters) {
        if (spec.augment() != 0) {
            throw new IllegalArgumentException(
                    "Flow.of: augment must be 0 but is " + spec.augment() + "; use VFlow.of");
        }
        Bijector flow = new Architecture(spec).flow(parameters.scope());
        return new Flow(spec, parameters, spec.features(), flow);
    }

    /** A flow put together by hand from any bijector; its parameters are not drawn. */
    public static Flow of(int features, Bijector bijector, Parameters parameters) {
        return new Flow(null, parameters, features, bijector);
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int augment() {
        return 0;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Optional<ModelSpec> spec() {
        return Optional.ofNullable(spec);
    }

    @Override
    public Standardization standardization() {
        return standardization;
    }

    /** The bijector, from standardised data to ε. */
    public Bijector bijector() {
        return density.flow();
    }

    /** ln p of each standardised row [b], in nats in the units of the data. */
    public Tensor logProb(Tensor x) {
        return density.logProb(x).plus(standardization.logDet());
    }

    @Override
    public Tensor bound(Tensor x) {
        return logProb(x);
    }

    @Override
    public Joint joint(Tensor x) {
        return new Joint(bijector(), x);
    }

    @Override
    public Tensor sample(Trace trace, int batch) {
        return density.sample(trace.batch(NOISE, Shape.of(batch, features)));
    }
}
