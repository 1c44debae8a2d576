package io.github.vflow.flow;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.flow.distribution.Density;
import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Shape;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flow p(x, z) on the data and D_Z augmented dimensions, with a posterior q(z|x) (VFlow paper, Sec. 3).
 */
public final class VFlow implements Model {
    private final @Nullable ModelSpec spec;
    private final Parameters parameters;
    private final int features;
    private final int augment;
    private final Standardization standardization;
    private final Density density;
    private final Posterior posterior;

    private VFlow(
            @Nullable ModelSpec spec,
            Parameters parameters,
            int features,
            int augment,
            Bijector flow,
            Posterior posterior) {
        this.spec = spec;
        this.parameters = parameters;
        this.features = features;
        this.augment = augment;
        this.standardization = spec == null ? Standardization.none() : spec.standardization();
        this.density = new Density(flow);
        this.posterior = posterior;
    }

    /**
     * Builds a VFlow and draws its parameters.
     *
     * @throws IllegalArgumentException if the specification has no augmented dimension
     */
    public static VFlow of(ModelSpec spec, long seed) {
        VFlow flow = of(spec, new Parameters());
        flow.parameters.initialise(seed);
        return flow;
    }

    static VFlow of(ModelSpec spec, Parameters parameters) {
        if (spec.augment() < 1) {
            throw new IllegalArgumentException(
                    "VFlow.of: augment must be at least 1 but is " + spec.augment() + "; use Flow.of");
        }
        Architecture a = new Architecture(spec);
        Bijector flow = a.flow(parameters.scope());
        Posterior posterior = a.posterior(parameters.scope());
        return new VFlow(spec, parameters, spec.features(), spec.augment(), flow, posterior);
    }

    /** A VFlow put together by hand from any flow on [x, z] and any posterior; its parameters are not drawn. */
    public static VFlow of(int features, int augment, Bijector flow, Posterior posterior, Parameters parameters) {
        return new VFlow(null, parameters, features, augment, flow, posterior);
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int augment() {
        return augment;
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

    /** The bijector on [x, z], from standardised data to ε. */
    public Bijector bijector() {
        return density.flow();
    }

    /** q(z|x). */
    public Posterior posterior() {
        return posterior;
    }

    /**
     * ln p(x, z) − ln q(z|x) with z drawn from q by the noise [b, D_Z] (Eq. 3): [b], in nats in the units of the data.
     *
     * @param x standardised rows [b, D_X]
     */
    public Tensor elbo(Tensor x, Tensor noise) {
        Draw z = posterior.draw(noise, x);
        Tensor joint = density.logProb(Tensor.concat(1, x, z.value()));
        return joint.minus(z.logProb()).plus(standardization.logDet());
    }

    @Override
    public Tensor bound(Tensor x) {
        return elbo(x, noise(x));
    }

    private Tensor noise(Tensor x) {
        return x.trace().batch(NOISE, Shape.of(x.shape().dim(0), augment));
    }

    @Override
    public Joint joint(Tensor x) {
        return new Joint(
                bijector(), Tensor.concat(1, x, posterior.draw(noise(x), x).value()));
    }

    @Override
    public Tensor sample(Trace trace, int batch) {
        Tensor xz = density.sample(trace.batch(NOISE, Shape.of(batch, features + augment)));
        return xz.slice(1, 0, features);
    }
}
