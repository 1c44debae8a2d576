package io.github.vflow.flow.io;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.json.FittedJson;
import io.github.vflow.flow.io.stored.Header;
import io.github.vflow.flow.io.stored.Stored;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.file.Dtype;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.Components;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model as a safetensors file stores it: each parameter a float32 tensor of its name, the architecture as JSON in the
 * metadata. Any reader of safetensors can open it.
 *
 * @param model built from a specification
 * @param columns the names of the columns it was trained on; empty if they had none
 * @param notes where it comes from, for people
 * @param scoring how rows are scored, so that every program that loads the file gets the same numbers
 * @param fitted how it was trained; empty if unknown
 * @param calibration the scores of rows that did not train it, by this scoring; empty if there are none
 */
public record ModelFile(
        Model model,
        List<String> columns,
        Map<String, String> notes,
        Scoring scoring,
        Optional<Fitted> fitted,
        Optional<Calibration> calibration) {

    private static final Header HEADER = new Header("vflow", "vflow train");

    /**
     * With copies of the collections.
     *
     * @throws IllegalArgumentException if the number of names differs from the number of columns, two names are the same, or the calibration
     *     is of rows of another width
     */
    public ModelFile {
        columns = List.copyOf(columns);
        notes = Map.copyOf(notes);
        Stored.requireNames("ModelFile", columns, model);
        calibration.ifPresent(c -> requireWidth(c, model));
    }

    /** A file of a model with the standard scoring, whose training is not recorded. */
    public ModelFile(Model model, List<String> columns, Map<String, String> notes) {
        this(model, columns, notes, Scoring.standard(), Optional.empty(), Optional.empty());
    }

    /** The same file with other calibration scores. */
    public ModelFile withCalibration(Calibration scores) {
        return new ModelFile(model, columns, notes, scoring, fitted, Optional.of(scores));
    }

    private static void requireWidth(Calibration calibration, Model model) {
        if (calibration.columns() != model.width()) {
            throw new IllegalArgumentException("ModelFile: the calibration must be of rows of " + model.width()
                    + " numbers but is of " + calibration.columns() + "; calibrate with rows of the model");
        }
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @throws IllegalArgumentException if the model was put together by hand
     * @throws IOException if the file cannot be written
     */
    public void save(Path file) throws IOException {
        content().write(file);
    }

    /**
     * Writes the bytes of a file, as {@link #save} does, to a stream, which the caller flushes and closes.
     *
     * @throws IllegalArgumentException if the model was put together by hand
     * @throws IOException if that fails
     */
    public void write(OutputStream out) throws IOException {
        content().write(out);
    }

    private SafeTensors content() {
        Spec spec = model.spec()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "ModelFile: the model was put together by hand; only a model that is built from a specification has a file"));
        SafeTensors.Builder b = HEADER.begin(spec, columns, notes)
                .metadata(
                        Header.SCORING,
                        Components.write(scoring, FittedJson::scoring).toString());
        fitted.ifPresent(f -> b.metadata(
                Header.FITTED, Components.write(f, FittedJson::fitted).toString()));
        for (Parameter p : model.parameters().all()) {
            b.f32(p.name(), p.shape(), model.parameters().get(p));
        }
        calibration.ifPresent(c -> CalibrationTensors.write(c, b));
        return b.build().withChecksum();
    }

    /**
     * Reads a file and builds its model. The sizes that the file asks for are compared with its content before anything is made of its size.
     *
     * @throws FileFormatException if it is not such a file, is damaged, or its parts do not fit together
     * @throws IOException if it cannot be read
     */
    public static ModelFile load(Path file) throws IOException {
        return build(HEADER.open(SafeTensors.read(file)));
    }

    /**
     * Reads the bytes of a file from a stream, to its end, and builds the model; the caller closes the stream.
     *
     * @throws FileFormatException as {@link #load(Path)} does, with "the stream" as the name; also if the stream ends too soon or goes on
     * @throws IOException if it cannot be read
     */
    public static ModelFile read(InputStream in) throws IOException {
        return build(HEADER.open(SafeTensors.read(in)));
    }

    private static ModelFile build(Stored stored) throws FileFormatException {
        SafeTensors tensors = stored.content();
        try {
            Model model = Models.build(
                    stored.spec(), new Parameters((p, _) -> tensors.tensor(p.name(), p.shape(), Dtype.F32)));
            fill(model, tensors);
            return new ModelFile(
                    model,
                    stored.columns(),
                    stored.notes(),
                    stored.scoring(),
                    stored.fitted(),
                    CalibrationTensors.read(tensors));
        } catch (IllegalArgumentException e) {
            throw stored.bad(e);
        }
    }

    private static void fill(Model model, SafeTensors tensors) {
        Set<String> rest = new TreeSet<>(tensors.tensors().keySet());
        rest.removeAll(CalibrationTensors.NAMES);
        for (Parameter p : model.parameters().all()) {
            float[] values = tensors.tensor(p.name()).floats();
            requireFinite(p.name(), values);
            model.parameters().set(p, values);
            rest.remove(p.name());
        }
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("its architecture has no parameter \""
                    + Stored.shown(rest.iterator().next()) + "\", the first of " + rest.size()
                    + " tensors too many; the file belongs to another architecture");
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
