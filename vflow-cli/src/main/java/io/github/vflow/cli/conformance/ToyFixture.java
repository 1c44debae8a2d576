package io.github.vflow.cli.conformance;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.io.Dtype;
import io.github.vflow.nn.io.SafeTensor;
import io.github.vflow.nn.io.SafeTensors;
import io.github.vflow.tensor.ir.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of inputs, parameters and expected numbers of a toy model, computed elsewhere. */
public final class ToyFixture {
    private static final JsonMapper JSON = new JsonMapper();

    private final SafeTensors file;
    private final Structure structure;
    private final Model model;

    private ToyFixture(SafeTensors file, Structure structure) {
        this.file = file;
        this.structure = structure;
        this.model = Model.of(structure.spec(), 0);
    }

    /**
     * Reads a fixture.
     *
     * @throws IllegalArgumentException if it is of another kind
     * @throws IOException if it cannot be read
     */
    public static ToyFixture read(Path path) throws IOException {
        SafeTensors file = SafeTensors.read(path);
        String parameters = file.tensors().containsKey("before_init.p.0.W")
                        && !file.tensors().containsKey("param.p.0.W")
                ? "before_init"
                : "param";
        return new ToyFixture(file, Structure.of(file, parameters, features(file)));
    }

    private static int features(SafeTensors file) {
        try {
            JsonNode dx =
                    JSON.readTree(file.metadata().getOrDefault("config", "{}")).path("dx");
            return dx.isInt() ? dx.intValue() : file.tensor("in.x").shape().dim(1);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("its metadata config is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A model of its architecture; its parameters are to be set from {@link #flat}. */
    Model model() {
        return model;
    }

    /** One line about the architecture. */
    public String description() {
        return structure.spec().steps() + " steps of p on " + structure.spec().features() + " + "
                + structure.spec().augment() + " dimensions, hidden "
                + structure.spec().hidden()
                + (model.augment() == 0 ? "" : ", posterior " + structure.spec().posterior());
    }

    /** Whether its numbers were computed in single precision. */
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

    /** The learning rates of the Adam steps. */
    double[] learningRates(int steps) {
        double[] rates = new double[steps];
        String listed = file.metadata().get("adam_lrs");
        JsonNode json = listed == null ? null : JSON.readTree(listed);
        for (int i = 0; i < steps; i++) {
            rates[i] = json != null && json.has(i) ? json.get(i).doubleValue() : 1e-3;
        }
        return rates;
    }

    /** All parameters of a group, in the order of our flat buffer. */
    double[] flat(String group) {
        double[] flat = new double[model.parameters().size()];
        for (Parameter p : model.parameters().all()) {
            SafeTensor t = file.tensor(group + "." + structure.nameOf(p.name()), p.shape());
            System.arraycopy(t.doubles(), 0, flat, p.offset(), p.shape().size());
        }
        return flat;
    }

    /** Hands out a flat buffer parameter by parameter, under the fixture's names. */
    void unpack(String group, double[] flat, BiConsumer<String, double[]> sink) {
        for (Parameter p : model.parameters().all()) {
            double[] part = new double[p.shape().size()];
            System.arraycopy(flat, p.offset(), part, 0, part.length);
            sink.accept(group + "." + structure.nameOf(p.name()), part);
        }
    }

    /** What our parameter is called in a group. */
    String nameOf(String group, Parameter p) {
        return group + "." + structure.nameOf(p.name());
    }

    /** The names of all tensors that hold expected numbers. */
    Iterable<String> expected() {
        return file.tensors().keySet().stream()
                .filter(n -> !n.startsWith("param.") && !n.startsWith("in.") && !n.startsWith("before_init."))
                .toList();
    }
}
