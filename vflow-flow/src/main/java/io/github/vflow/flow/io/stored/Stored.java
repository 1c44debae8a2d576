package io.github.vflow.flow.io.stored;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.json.FittedJson;
import io.github.vflow.flow.io.json.ImageSpecJson;
import io.github.vflow.flow.io.json.MixtureSpecJson;
import io.github.vflow.flow.io.json.PlanJson;
import io.github.vflow.flow.io.json.RowSpecJson;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The content of an opened model file or checkpoint. Each message about it begins with the name of the file. */
public record Stored(SafeTensors content) {
    private static final int SHOWN = 60;

    /** The architecture. */
    public Spec spec() throws FileFormatException {
        String kind = text(Header.KIND);
        return switch (kind) {
            case Header.ROWS -> record(Header.SPEC, RowSpecJson::spec);
            case Header.MIXTURE -> record(Header.SPEC, MixtureSpecJson::spec);
            case Header.IMAGES -> record(Header.SPEC, ImageSpecJson::spec);
            default ->
                throw bad("expected a model of rows or images but it is of \"" + shown(kind)
                        + "\"; use the release that wrote it");
        };
    }

    private boolean has(String key) {
        return content.metadata().containsKey(key);
    }

    /** How rows are scored. */
    public Scoring scoring() throws FileFormatException {
        return record(Header.SCORING, FittedJson::scoring);
    }

    /** How the model was trained, if the file says. */
    public Optional<Fitted> fitted() throws FileFormatException {
        return has(Header.FITTED) ? Optional.of(record(Header.FITTED, FittedJson::fitted)) : Optional.empty();
    }

    /** The names of the columns, which can be printed; empty if they have none. */
    public List<String> columns() throws FileFormatException {
        List<String> columns = texts(Header.COLUMNS);
        for (int i = 0; i < columns.size(); i++) {
            int control = columns.get(i)
                    .chars()
                    .filter(Character::isISOControl)
                    .findFirst()
                    .orElse(-1);
            if (control >= 0) {
                throw bad("names of columns must have no control characters but name " + (i + 1) + ", \""
                        + shown(columns.get(i)) + "\", has U+%04X; ".formatted(control)
                        + "rename the column in the data and train again");
            }
        }
        return columns;
    }

    public Map<String, String> notes() throws FileFormatException {
        return json(Header.NOTES, whole -> whole.map(Field::text));
    }

    /** The evaluations of a checkpoint. */
    public List<Trainer.Progress> history() throws FileFormatException {
        return json(Header.HISTORY, whole -> whole.list(p -> p.record(FittedJson::progress)));
    }

    /** The training plan of a checkpoint. */
    public TrainingPlan plan() throws FileFormatException {
        return record(Header.PLAN, PlanJson::plan);
    }

    private <T> T record(String key, Components.Mapping<T> mapping) throws FileFormatException {
        return json(key, whole -> whole.record(mapping));
    }

    public List<String> texts(String key) throws FileFormatException {
        return json(key, whole -> whole.list(Field::text));
    }

    private <T> T json(String key, Function<Field, T> reader) throws FileFormatException {
        return Json.read(content.origin() + ": metadata \"" + key + "\"", text(key), reader);
    }

    private String text(String key) throws FileFormatException {
        String text = content.metadata().get(key);
        if (text == null) {
            throw bad("the metadata \"" + key + "\" is missing; the file is damaged, so fetch it or write it again");
        }
        return text;
    }

    /** A piece of the file that fits into a message. */
    public static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    public FileFormatException bad(String what) {
        return new FileFormatException(content.origin() + ": " + what);
    }

    /** A complaint of building from the file; lookups in its content name the file already. */
    public FileFormatException bad(RuntimeException complaint) {
        String said = String.valueOf(complaint.getMessage());
        String name = content.origin() + ": ";
        return new FileFormatException(said.startsWith(name) ? said : name + said, complaint);
    }

    /**
     * Checks names of columns.
     *
     * @param whose the class that has them, for the message
     * @throws IllegalArgumentException if there are others than the model has, or two are equal
     */
    public static void requireNames(String whose, List<String> columns, Model model) {
        if (!columns.isEmpty() && columns.size() != model.width()) {
            throw new IllegalArgumentException(whose + ": expected " + model.width() + " column names but got "
                    + shown(columns.toString()) + "; name every column or none");
        }
        Set<String> seen = new HashSet<>();
        for (String name : columns) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        whose + ": column names must differ but \"" + shown(name) + "\" is there twice; rename one");
            }
        }
    }
}
