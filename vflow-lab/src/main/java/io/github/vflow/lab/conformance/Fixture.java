package io.github.vflow.lab.conformance;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.file.Dtype;
import io.github.vflow.nn.file.SafeTensor;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonValue;
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

    private static final String CONFIG = "config";

    private final SafeTensors file;
    private final FlowModel model;
    private final String description;
    private final UnaryOperator<String> names;

    private Fixture(SafeTensors file, FlowModel model, String description, UnaryOperator<String> names) {
        this.file = file;
        this.model = model;
        this.description = description;
        this.names = names;
    }

    /**
     * Reads a fixture.
     *
     * @throws IllegalArgumentException if the kind of the fixture is unknown
     * @throws IOException if the file cannot be read
     */
    public static Fixture read(Path path) throws IOException {
        SafeTensors file = SafeTensors.read(path);
        try {
            return file.tensors().containsKey("param.p.steps.0.norm.g0") ? images(file) : toy(file);
        } catch (JsonException e) {
            throw new IllegalArgumentException("its metadata config is not JSON: " + e.getMessage(), e);
        }
    }

    private static Fixture images(SafeTensors file) {
        ImageSpec s = ImageStructure.of(
                file.metadata().getOrDefault(CONFIG, "{}"), file.metadata().getOrDefault("layout", ""));
        String description = "images " + s.height() + " × " + s.width() + " × " + s.channels() + " and " + s.augment()
                + " augmented, " + s.net().filters() + " filters, " + s.net().blocks() + " blocks, "
                + s.coupling().components()
                + " components, " + s.net().heads() + " heads, " + s.layout().size() + " stages";
        return new Fixture(file, Models.of(s, 0), description, UnaryOperator.identity());
    }

    private static Fixture toy(SafeTensors file) {
        String parameters = file.tensors().containsKey("before_init.p.0.W")
                        && !file.tensors().containsKey("param.p.0.W")
                ? "before_init"
                : "param";
        ToyStructure structure = ToyStructure.of(file, parameters, features(file));
        FlowModel model = Models.of(structure.spec(), 0);
        String description = structure.spec().steps().number() + " steps of p on "
                + structure.spec().features() + " + " + structure.spec().augment() + " dimensions, hidden "
                + structure.spec().steps().conditioner().hidden()
                + (model.noise() == 0
                        ? ""
                        : ", posterior "
                                + structure.spec().augmentation().posterior().kind());
        return new Fixture(file, model, description, structure::nameOf);
    }

    private static int features(SafeTensors file) {
        JsonValue config = JsonValue.parse(file.metadata().getOrDefault(CONFIG, "{}"));
        return ImageStructure.whole(config.field("dx"))
                .orElseGet(() -> file.tensor("in.x").shape().dim(1));
    }

    /** A model of the fixture's architecture; the caller sets its parameters from {@link #flat}. */
    FlowModel model() {
        return model;
    }

    /** The architecture in one line. */
    public String description() {
        return description;
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

    /** Whether the expected numbers were computed in single precision. */
    public boolean isSinglePrecision() {
        return file.tensors().entrySet().stream()
                .anyMatch(e -> e.getKey().startsWith("out.") && e.getValue().dtype() == Dtype.F32);
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

    /** The learning rates of the Adam steps. */
    double[] learningRates(int steps) {
        List<Double> listed = listedRates();
        double[] rates = new double[steps];
        for (int i = 0; i < steps; i++) {
            rates[i] = i < listed.size() ? listed.get(i) : 1e-3;
        }
        return rates;
    }

    private List<Double> listedRates() {
        try {
            return Field.root(JsonValue.parse(file.metadata().getOrDefault("adam_lrs", "[]")))
                    .list(Field::number);
        } catch (JsonException e) {
            throw new IllegalArgumentException("its metadata adam_lrs is no list of rates: " + e.getMessage(), e);
        }
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
