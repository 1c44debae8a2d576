package io.github.vflow.cli.report;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.cli.model.ModelCost;
import io.github.vflow.cli.model.ModelDescription;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.text.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of {@code vflow info}. */
public final class InfoResult {
    /** The note of a model file that has the schema. */
    private static final String SCHEMA = "schema";

    /** The note of a model file that has the plan of its training. */
    private static final String PLAN = "table plan";

    /** The note of a model file that says what training rows looked like. */
    private static final String BASELINE = "baseline";

    /** The note of a model file that holds the distributions of its columns. */
    private static final String VIEWS = "views";

    private static final int MOST = 40;

    private InfoResult() {}

    /**
     * The facts of a model file and its cost.
     *
     * @param path of the model file; null if the model does not exist yet
     * @param batch rows of a training batch
     * @param engine that would run the model
     */
    public static Facts of(@Nullable Path path, ModelFile file, ModelCost cost, int batch, String engine)
            throws FileFormatException {
        Spec spec = file.model().spec().orElseThrow();
        Map<String, String> notes = new TreeMap<>(file.notes());
        notes.remove(SCHEMA);
        notes.remove(PLAN);
        notes.computeIfPresent(BASELINE, (_, _) -> "of training rows, for vflow drift");
        notes.computeIfPresent(VIEWS, (_, _) -> "the distributions of the columns, for alarms");
        Map<String, String> training = new LinkedHashMap<>();
        cost.training().forEach((memory, plan) -> training.put(EnumWords.of(memory), plan));
        int parameters = file.model().parameters().size();
        int calibration = file.calibration().map(Calibration::size).orElse(0);
        int folds = file.calibration().map(Calibration::folds).orElse(0);
        List<String> by = file.calibration().stream()
                .flatMapToInt(c -> Arrays.stream(c.by()))
                .mapToObj(j -> file.columns().get(j))
                .toList();
        Optional<TableModel> model = path == null || file.columns().isEmpty()
                ? Optional.empty()
                : Optional.of(TableModel.of(file, path.toString()));
        Optional<Schema> schema = model.map(TableModel::schema);
        List<String> never = model.map(TableModel::neverNegative).orElse(List.of());
        List<Fitted.Alone> alone = file.fitted().map(Fitted::alone).orElse(List.of());
        Facts facts = new Facts()
                .put("model", path)
                .put("spec", spec)
                .put("columns", file.columns())
                .put("schema", schema.map(s -> JsonValue.parse(s.toJson())).orElse(null))
                .put("never_negative", never)
                .put(
                        "plan",
                        model.flatMap(TableModel::plan)
                                .map(p -> JsonValue.parse(p.toJson()))
                                .orElse(null))
                .put("notes", notes)
                .put("held_out_alone", alone)
                .put("calibration_rows", calibration)
                .put("calibration_folds", folds)
                .put("calibration_by", by)
                .put("parameters", parameters)
                .put("parts", cost.parameters())
                .put("batch", batch)
                .put("training_memory", training)
                .put("samples", cost.samples())
                .put("scoring_memory", cost.scoring())
                .put("engine", engine)
                .line("%s", ModelDescription.describe(path == null ? "model" : path.toString(), spec));
        for (int k = 0; k < alone.size(); k++) {
            facts.line(
                    "  alone %-5s ln p of held-out rows: flow %.3f, normal distributions %.3f, Student t %.3f",
                    alone.size() == 1 ? "" : k,
                    alone.get(k).flow(),
                    alone.get(k).normals(),
                    alone.get(k).student());
        }
        schema.ifPresent(s -> table(spec, s, never).forEach(row -> facts.line("%s", row)));
        if (schema.isEmpty() && !file.columns().isEmpty()) {
            facts.line("  columns     %s", Printable.line(String.join(", ", file.columns())));
        }
        model.flatMap(TableModel::plan)
                .ifPresent(p -> p.words().forEach((k, v) -> facts.line("  %-11s %s", k, Printable.line(v))));
        notes.forEach((k, v) -> facts.line("  %-11s %s", Printable.line(k), Printable.line(v)));
        if (calibration > 0) {
            facts.line(
                    "  calibration %s%s%s",
                    Text.count(calibration, "row"),
                    folds == 0 ? "" : ", cross-fitted in " + folds + " folds",
                    by.isEmpty() ? "" : ", each beside rows of the same " + String.join(", ", by));
        }
        facts.line("%,d parameters", parameters);
        cost.parameters().forEach((part, n) -> facts.line("  %-11s %,d", part, n));
        facts.line("memory");
        boolean isChoice = training.size() > 1;
        training.forEach((memory, plan) ->
                facts.line("  training    batch of %d%s: %s", batch, isChoice ? ", " + memory : "", plan));
        return facts.line("  scoring     a row with %s: %s", Text.count(cost.samples(), "sample"), cost.scoring())
                .line("engine        %s", engine);
    }

    /** The columns as a table. */
    private static List<String> table(Spec spec, Schema of, List<String> never) {
        Optional<Columns> columns = switch (spec) {
            case RowSpec rows -> Optional.of(rows.columns());
            case Spec.Mixture mixture ->
                Optional.of(mixture.members().getFirst().columns());
            case ImageSpec _ -> Optional.empty();
        };
        int features = columns.map(Columns::features).orElse(0);
        List<String> modelled = of.modelled().names();
        List<List<String>> cells = of.columns().stream()
                .limit(MOST)
                .map(c -> List.of(
                        "",
                        Printable.line(c.name()),
                        new Schema.Summary(c, "", 0, 0, false).kind(),
                        Stream.of(
                                        Printable.line(c.words()),
                                        columns.map(k -> atom(of, c, k)).orElse(""),
                                        modelled.indexOf(c.name()) >= features
                                                ? "given"
                                                : never.contains(c.name()) ? "never negative in samples" : "")
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining(", "))))
                .toList();
        List<String> lines = new ArrayList<>(TextTable.of(List.of("", "column", "kind", ""), cells));
        if (of.columns().size() > MOST) {
            lines.add(Text.format(
                    "  … and %,d more columns (--json has all)", of.columns().size() - MOST));
        }
        return lines;
    }

    private static String atom(Schema schema, Column c, Columns of) {
        int feature = schema.modelled().names().indexOf(c.name());
        if (c.atoms().isEmpty() || feature < 0 || feature >= of.features()) {
            return "";
        }
        OptionalDouble share = of.repeatShare(feature);
        return new Schema.Summary(c, "", 0, 0, false).use()
                + (share.isEmpty()
                        ? ""
                        : Text.format(
                                " (%s in %.1f %% of the rows)",
                                c.atoms().size() == 1 ? "it is" : "they are", 100 * share.getAsDouble()));
    }
}
