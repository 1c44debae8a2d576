package io.github.vflow.table.density;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.Views;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Model files of tables: their notes hold the schema, the baseline, the views of verdicts and the plan of the training. */
public final class TableFile {
    /** The note that holds the schema as JSON. */
    private static final String SCHEMA = "schema";

    /** The note that holds the plan of the training as JSON. */
    private static final String PLAN = "table plan";

    /** The note that holds the views of verdicts as JSON. */
    private static final String VIEWS = "views";

    private TableFile() {}

    /**
     * The density of a file.
     *
     * @param origin of the file, for messages
     * @throws FileFormatException if it is not of a table
     */
    public static TableDensity read(ModelFile file, String origin) throws FileFormatException {
        if (file.model().images().isPresent()) {
            throw new FileFormatException(
                    origin + ": expected a density of a table but it is of images; use Evaluator and Sampler");
        }
        Optional<TablePlan> plan = plan(file, origin);
        Schema schema = schema(file, origin, plan);
        Map<String, String> notes = new HashMap<>(file.notes());
        notes.keySet().removeAll(List.of(SCHEMA, Baselines.NOTE, PLAN, VIEWS));
        return new TableDensity(
                file.model(),
                file.scoring(),
                schema,
                new TableDensity.About(
                        file.fitted(),
                        views(file, origin, schema),
                        file.calibration(),
                        Baselines.of(file, origin, schema),
                        plan,
                        Map.copyOf(notes)));
    }

    private static Optional<TablePlan> plan(ModelFile file, String origin) throws FileFormatException {
        try {
            return Optional.ofNullable(file.notes().get(PLAN)).map(TablePlan::ofJson);
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(origin + ": its plan is damaged: " + e.getMessage() + "; train again", e);
        }
    }

    private static Optional<Views> views(ModelFile file, String origin, Schema schema) throws FileFormatException {
        try {
            Optional<Views> views = Optional.ofNullable(file.notes().get(VIEWS)).flatMap(Views::ofJson);
            views.ifPresent(v -> ColumnMarginals.require(
                    v.marginals(),
                    schema.modelled().columns().subList(0, file.model().features())));
            return views;
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(
                    origin + ": its views of verdicts are damaged: " + e.getMessage() + "; train again", e);
        }
    }

    /**
     * The columns of a file's model, with the columns left out; x1 … xd for a model without names. A checkpoint has them in its plan, which may
     * have them in another order.
     */
    private static Schema schema(ModelFile file, String origin, Optional<TablePlan> plan) throws FileFormatException {
        List<String> names =
                file.columns().isEmpty() ? Table.numbered(file.model().width()) : file.columns();
        List<ColumnSpec> specs = file.model().spec().orElseThrow().kinds();
        Schema stored = Schema.of(names, specs);
        String json = file.notes().get(SCHEMA);
        if (json == null) {
            return plan.map(TablePlan::schema)
                    .filter(s -> specified(s).equals(stored.columns()))
                    .orElse(stored);
        }
        Schema schema;
        try {
            schema = Schema.ofJson(json);
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(origin + ": its schema is damaged: " + e.getMessage() + "; train again", e);
        }
        if (!specified(schema).equals(stored.columns())) {
            throw new FileFormatException(origin + ": its schema must have the columns of the model, " + stored.names()
                    + ", but models " + schema.modelled().names() + "; train again");
        }
        return schema;
    }

    /** The modelled columns as a model stores them. */
    private static List<Column> specified(Schema schema) {
        return schema.modelled().columns().stream().map(Column::stored).toList();
    }

    /** The notes of a file: notes for people, the schema, the baseline, the views and the plan. */
    public static Map<String, String> notes(Schema schema, TableDensity.About about) {
        Map<String, String> notes = new HashMap<>(about.notes());
        notes.put(SCHEMA, schema.toJson());
        about.baseline().ifPresent(b -> notes.put(Baselines.NOTE, b.toJson()));
        about.plan().ifPresent(p -> notes.put(PLAN, p.toJson()));
        about.views().ifPresent(v -> notes.put(VIEWS, v.toJson()));
        return notes;
    }
}
