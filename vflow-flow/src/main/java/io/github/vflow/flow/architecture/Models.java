package io.github.vflow.flow.architecture;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.MixtureModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.FlowSpec;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.MixtureSpec;
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
    public static FlowModel of(FlowSpec spec, long seed) {
        return drawn(build(spec, new Parameters()), seed);
    }

    /** As {@link #of(Spec, long)}, of a mixture. */
    public static MixtureModel of(MixtureSpec spec, long seed) {
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
    public static FlowModel of(FlowSpec spec, float[] values) {
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
            case FlowSpec flow -> build(flow, parameters);
            case MixtureSpec mixture -> build(mixture, parameters);
        };
    }

    /** As {@link #build(Spec, Parameters)}, of one flow. */
    public static FlowModel build(FlowSpec spec, Parameters parameters) {
        return switch (spec) {
            case RowSpec rows -> new RowArchitecture(rows).model(parameters, parameters.scope());
            case ImageSpec images -> new ImageArchitecture(images).model(parameters);
        };
    }

    /** As {@link #build(Spec, Parameters)}, of a mixture. */
    public static MixtureModel build(MixtureSpec spec, Parameters parameters) {
        Scope root = parameters.scope().in(MixtureSpec.MEMBER);
        return MixtureModel.of(
                spec,
                IntStream.range(0, spec.members().size())
                        .mapToObj(k -> new RowArchitecture(spec.members().get(k)).model(parameters, root.in(k)))
                        .toList());
    }
}
