package io.github.vflow.cli.report;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.cli.model.ModelCost;
import io.github.vflow.cli.model.ModelDescription;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.MixtureSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ColumnSummary;
import io.github.vflow.table.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow info}.
 *
 * @param model its file; null if the model does not exist yet
 * @param spec the architecture
 * @param columns of the training data; empty if they had no names
 * @param schema the columns with their kinds, as the model file has them; null if the model does not exist yet
 * @param notes of the model file
 * @param calibrationRows whose scores alarms compare new rows with
 * @param parameters how many there are
 * @param parts the number of parameters of p and q, and of each of their steps
 * @param batch rows of a training batch
 * @param trainingMemory the memory of a training step, by the kind of {@code --memory}
 * @param samples importance samples of a score
 * @param scoringMemory the memory of a score
 * @param engine that would run it
 */
public record InfoResult(
        @Nullable Path model,
        Spec spec,
        List<String> columns,
        @Nullable JsonValue schema,
        Map<String, String> notes,
        int calibrationRows,
        int parameters,
        Map<String, Integer> parts,
        int batch,
        Map<String, String> trainingMemory,
        int samples,
        String scoringMemory,
        String engine)
        implements Result {
    /** The note of a model file that has the schema. */
    private static final String SCHEMA = "schema";

    /** The note of a model file that says what training rows looked like. */
    private static final String BASELINE = "baseline";

    private static final int SHOWN = 6;
    private static final int MOST = 40;

    /** The facts of a model file and its cost. */
    public static InfoResult of(@Nullable Path path, ModelFile file, ModelCost cost, int batch, String engine)
            throws FileFormatException {
        Map<String, String> notes = new TreeMap<>(file.notes());
        notes.remove(SCHEMA);
        notes.computeIfPresent(BASELINE, (_, _) -> "of training rows, for vflow drift");
        Map<String, String> training = new LinkedHashMap<>();
        cost.training().forEach((memory, plan) -> training.put(EnumWords.of(memory), plan));
        return new InfoResult(
                path,
                file.model().spec().orElseThrow(),
                file.columns(),
                path == null || file.columns().isEmpty()
                        ? null
                        : JsonValue.parse(
                                TableModel.of(file, path.toString()).schema().toJson()),
                notes,
                file.calibration().map(Calibration::size).orElse(0),
                file.model().parameters().size(),
                cost.parameters(),
                batch,
                training,
                cost.samples(),
                cost.scoring(),
                engine);
    }

    @Override
    public String text() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(ModelDescription.describe(model == null ? "model" : model.toString(), spec));
        if (schema == null && !columns.isEmpty()) {
            lines.add("  columns     " + Printable.line(String.join(", ", columns)));
        }
        if (schema != null) {
            table(Schema.ofJson(schema.toString())).forEach(lines::add);
        }
        notes.forEach((k, v) -> lines.add(Text.format("  %-11s %s", Printable.line(k), Printable.line(v))));
        if (calibrationRows > 0) {
            lines.add(Text.format("  calibration %s", Text.count(calibrationRows, "row")));
        }
        lines.add(Text.format("%,d parameters", parameters));
        parts.forEach((part, n) -> lines.add(Text.format("  %-11s %,d", part, n)));
        lines.add("memory");
        boolean isChoice = trainingMemory.size() > 1;
        trainingMemory.forEach((memory, plan) ->
                lines.add(Text.format("  training    batch of %d%s: %s", batch, isChoice ? ", " + memory : "", plan)));
        lines.add(Text.format("  scoring     a row with %d samples: %s", samples, scoringMemory));
        return lines.add("engine        " + engine).toString();
    }

    /** The columns as a table. */
    private List<String> table(Schema of) {
        int features = switch (spec) {
            case RowSpec rows -> rows.features();
            case MixtureSpec mixture -> mixture.features();
            case ImageSpec _ -> 0;
        };
        List<String> modelled = of.modelled().names();
        List<List<String>> cells = of.columns().stream()
                .limit(MOST)
                .map(c -> List.of(
                        "",
                        Printable.line(c.name()),
                        new ColumnSummary(c, "", 0, 0).kind(),
                        values(c) + (modelled.indexOf(c.name()) >= features ? "given" : "")))
                .toList();
        List<String> lines = new ArrayList<>(Text.table(List.of("", "column", "kind", ""), cells));
        if (of.columns().size() > MOST) {
            lines.add(Text.format(
                    "  … and %,d more columns (--json has all)", of.columns().size() - MOST));
        }
        return lines;
    }

    private static String values(Column c) {
        return switch (c) {
            case Column.Category k -> {
                List<String> labels = k.kind().labels();
                String first = String.join(", ", labels.subList(0, Math.min(SHOWN, labels.size())));
                yield Printable.line(labels.size() <= SHOWN ? first : first + ", … (" + labels.size() + ")");
            }
            case Column.Constant k -> Printable.line(k.value());
            case Column.Bounded k -> k.low() + " … " + k.high();
            case Column.Real _, Column.HeavyTailed _, Column.Whole _, Column.Ignored _ -> "";
        };
    }
}
