package io.github.vflow.lab.conformance;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.file.SafeTensor;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A file with inputs, parameters and expected numbers of a model that another implementation computed. */
public final class Fixture {
    /** The output, and the group, of the loss's gradient by the parameters. */
    static final String GRADIENT = "grad";

    /** The architecture of the image fixture, as its metadata say. */
    private static final ImageSpec IMAGES = new ImageSpec(
            new ImageSpec.Pixels(8, 8, 1, 17),
            1,
            0,
            List.of(
                    new Stage(Stage.Kind.COLUMNS, 2),
                    new Stage(Stage.Kind.CHANNELS, 2),
                    new Stage(Stage.Kind.SQUEEZE, 0),
                    new Stage(Stage.Kind.COLUMNS, 2),
                    new Stage(Stage.Kind.CHANNELS, 3)),
            new CouplingSpec(CouplingSpec.Kind.MIXTURE_PAPER, 4),
            new NetSpec(8, 1, 2, 0),
            new DequantizerSpec(DequantizerKind.VARIATIONAL, ConditionalSpec.of(1, 2, 6, 2)),
            new ImagePosteriorSpec(ImagePosteriorKind.PAPER, ConditionalSpec.of(2, 2, 6, 2)));

    private final SafeTensors file;
    private final FlowModel model;
    private final UnaryOperator<String> names;

    private Fixture(SafeTensors file, FlowModel model, UnaryOperator<String> names) {
        this.file = file;
        this.model = model;
        this.names = names;
    }

    /**
     * Reads a fixture.
     *
     * @throws IOException if the file cannot be read
     */
    public static Fixture read(Path path) throws IOException {
        SafeTensors file = SafeTensors.read(path);
        if (file.tensors().containsKey("param.p.steps.0.norm.g0")) {
            return new Fixture(file, Models.of(IMAGES, 0), UnaryOperator.identity());
        }
        String parameters = file.tensors().containsKey("param.p.0.W") ? "param" : "before_init";
        ToyStructure structure =
                ToyStructure.of(file, parameters, file.tensor("in.x").shape().dim(1));
        return new Fixture(file, Models.of(structure.spec(), 0), structure::nameOf);
    }

    /** A model of the fixture's architecture; the caller sets its parameters from {@link #flat}. */
    FlowModel model() {
        return model;
    }

    /** Runs a program of the model with the parameters of the group "param". Passes its outputs to a consumer, the gradient by parameter. */
    void run(Engine engine, Consumer<Trace> outputs, Consumer<Executable> inputs, BiConsumer<String, double[]> sink) {
        run(engine, flat("param"), outputs, inputs, sink);
    }

    void run(
            Engine engine,
            double[] parameters,
            Consumer<Trace> outputs,
            Consumer<Executable> inputs,
            BiConsumer<String, double[]> sink) {
        Trace t = new Trace();
        model.parameters().flat(t);
        outputs.accept(t);
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, parameters);
            inputs.accept(e);
            e.run();
            t.program().outputs().forEach((name, value) -> {
                double[] v = new double[value.shape().size()];
                e.get(name, v);
                if (name.equals(GRADIENT)) {
                    unpack(GRADIENT, v, sink);
                } else {
                    sink.accept(name, v);
                }
            });
        }
    }

    /**
     * Sets the rows of a model and its noise.
     *
     * @param noise the prefix of the noise
     */
    void set(Executable e, String x, String noise) {
        e.set(Model.X, values(x));
        if (model.noise() > 0) {
            e.set(Model.NOISE, noise(noise));
        }
    }

    boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    boolean hasGroup(String group) {
        return file.tensors().keySet().stream().anyMatch(n -> n.startsWith(group + "."));
    }

    double[] values(String name) {
        return file.tensor(name).doubles();
    }

    Shape shape(String name) {
        return file.tensor(name).shape();
    }

    /** The noise of each row: the dequantizer's, if the fixture has it, then the posterior's. */
    double[] noise(String prefix) {
        double[] u = has(prefix + "_u") ? values(prefix + "_u") : new double[0];
        double[] z = has(prefix + "_z") ? values(prefix + "_z") : new double[0];
        int rows = (u.length + z.length) / model.noise();
        double[] all = new double[u.length + z.length];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(u, i * (u.length / rows), all, i * model.noise(), u.length / rows);
            System.arraycopy(z, i * (z.length / rows), all, i * model.noise() + u.length / rows, z.length / rows);
        }
        return all;
    }

    /** All parameters of a group, in the order of the model's flat buffer. */
    double[] flat(String group) {
        double[] flat = new double[model.parameters().size()];
        for (Parameter p : model.parameters().all()) {
            SafeTensor t = file.tensor(nameOf(group, p), p.shape());
            System.arraycopy(t.doubles(), 0, flat, p.offset(), p.shape().size());
        }
        return flat;
    }

    /** Passes a flat buffer to a consumer, parameter by parameter, with the fixture's names. */
    void unpack(String group, double[] flat, BiConsumer<String, double[]> sink) {
        for (Parameter p : model.parameters().all()) {
            double[] part = new double[p.shape().size()];
            System.arraycopy(flat, p.offset(), part, 0, part.length);
            sink.accept(nameOf(group, p), part);
        }
    }

    /** The fixture's name of a model parameter in a group. */
    String nameOf(String group, Parameter p) {
        return group + "." + names.apply(p.name());
    }

    /** The names of all tensors of expected numbers. */
    Iterable<String> expected() {
        return file.tensors().keySet().stream()
                .filter(n -> !n.startsWith("param.") && !n.startsWith("in.") && !n.startsWith("before_init."))
                .toList();
    }
}
