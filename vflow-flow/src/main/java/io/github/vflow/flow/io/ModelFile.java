package io.github.vflow.flow.io;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Spec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.io.SafeTensor;
import io.github.vflow.nn.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model as a safetensors file stores it: each parameter a float32 tensor of its name, the architecture as JSON in the
 * metadata. Any reader of safetensors can open it.
 *
 * @param model built from a specification
 * @param columns the names of the columns it was trained on; empty if they had none
 * @param notes where it comes from, for people
 */
public record ModelFile(Model model, List<String> columns, Map<String, String> notes) {
    private static final Header HEADER = new Header("vflow", "1");

    /**
     * With copies of the collections.
     *
     * @throws IllegalArgumentException if the number of names is not the number of features
     */
    public ModelFile {
        columns = List.copyOf(columns);
        notes = Map.copyOf(notes);
        if (!columns.isEmpty() && columns.size() != model.features()) {
            throw new IllegalArgumentException("ModelFile: expected " + model.features() + " column names but got "
                    + columns + "; name every feature or none");
        }
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @throws IllegalArgumentException if the model was put together by hand
     * @throws IOException if the file cannot be written
     */
    public void save(Path file) throws IOException {
        Spec spec = model.spec()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "ModelFile.save: the model was put together by hand; only what is built from a ModelSpec has a file"));
        SafeTensors.Builder b = HEADER.begin(spec, columns, notes);
        for (Parameter p : model.parameters().all()) {
            b.f32(p.name(), p.shape(), model.parameters().get(p));
        }
        b.build().write(file);
    }

    /**
     * Reads a file and builds its model.
     *
     * @throws FileFormatException if it is not such a file, or its parts do not fit together
     * @throws IOException if it cannot be read
     */
    public static ModelFile load(Path file) throws IOException {
        SafeTensors stored = SafeTensors.read(file);
        HEADER.check(file, stored, "vflow train");
        Model model = Model.of(Header.spec(file, stored), 0);
        try {
            fill(model, stored);
            return new ModelFile(model, Header.columns(file, stored), Header.notes(file, stored));
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(file + ": " + e.getMessage(), e);
        }
    }

    private static void fill(Model model, SafeTensors stored) {
        Map<String, SafeTensor> rest = new TreeMap<>(stored.tensors());
        for (Parameter p : model.parameters().all()) {
            float[] values = stored.tensor(p.name(), p.shape()).floats();
            requireFinite(p.name(), values);
            model.parameters().set(p, values);
            rest.remove(p.name());
        }
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("its architecture has no parameters " + rest.keySet()
                    + "; the file belongs to another architecture");
        }
    }

    private static void requireFinite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("parameter \"" + name + "\" has " + values[i] + " at index " + i
                        + "; parameters must be finite, so train again at a lower learning rate");
            }
        }
    }
}
