package io.github.vflow.flow.architecture;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.Scope;
import java.util.stream.IntStream;

/** Builds the models of specifications. */
public final class Models {
    private Models() {}

    /** Builds the model of a specification and draws its parameters; data-dependent initialisation should follow. */
    public static Model of(Spec spec, long seed) {
        return drawn(build(spec, new Parameters()), seed);
    }

    /** As {@link #of(Spec, long)}, of one flow. */
    public static FlowModel of(Spec.Flow spec, long seed) {
        return drawn(build(spec, new Parameters()), seed);
    }

    /** As {@link #of(Spec, long)}, of a mixture. */
    public static Model of(Spec.Mixture spec, long seed) {
        return drawn(build(spec, new Parameters()), seed);
    }

    private static <M extends Model> M drawn(M model, long seed) {
        model.parameters().initialise(seed);
        return model;
    }

    /**
     * Builds the model of a specification.
     *
     * @param values of all parameters, copied
     * @throws IllegalArgumentException if there are more or fewer values than parameters
     */
    public static Model of(Spec spec, float[] values) {
        return with(build(spec, new Parameters()), values);
    }

    /** As {@link #of(Spec, float[])}, of one flow. */
    public static FlowModel of(Spec.Flow spec, float[] values) {
        return with(build(spec, new Parameters()), values);
    }

    private static <M extends Model> M with(M model, float[] values) {
        model.parameters().set(values);
        return model;
    }

    /**
     * Builds the model of a specification; draws no parameters.
     *
     * @param parameters empty; receives the parameters of the model
     */
    public static Model build(Spec spec, Parameters parameters) {
        return switch (spec) {
            case Spec.Flow flow -> build(flow, parameters);
            case Spec.Mixture mixture -> build(mixture, parameters);
        };
    }

    /** As {@link #build(Spec, Parameters)}, of one flow. */
    public static FlowModel build(Spec.Flow spec, Parameters parameters) {
        return switch (spec) {
            case RowSpec rows -> new RowArchitecture(rows).model(parameters, parameters.scope());
            case ImageSpec images -> new ImageArchitecture(images).model(parameters);
        };
    }

    /** As {@link #build(Spec, Parameters)}, of a mixture. */
    public static Model build(Spec.Mixture spec, Parameters parameters) {
        Scope root = parameters.scope().in(Spec.Mixture.MEMBER);
        return Model.mixture(
                spec,
                IntStream.range(0, spec.members().size())
                        .mapToObj(k -> new RowArchitecture(spec.members().get(k)).model(parameters, root.in(k)))
                        .toList());
    }

    /**
     * A VFlow with more dimensions that equals a trained flow at the start (VFlow paper, Theorem 1). Its ELBO is the flow's log-likelihood, and all
     * its parameters are free to get better from there.
     *
     * @param augment D_Z, at least 1
     * @param seed for the hidden layers of the posterior
     * @throws IllegalArgumentException if the model is not a plain flow or was put together by hand, reverses its dimensions, has
     *     steps that are not couplings, or couplings that cannot be the identity
     */
    public static FlowModel augmented(FlowModel flow, int augment, long seed) {
        return Theorem1.augment(flow, augment, seed);
    }
}
