package io.github.vflow.table;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.CalibrationSplit;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.plan.SplitSizes;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.Window;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What {@link TableModel} and {@link ConditionalModel} have in common: a density, the names of its columns, and how it was trained.
 *
 * @param density of the first columns, given the others
 * @param schema the features, then the columns that are given
 * @param fitted how it was trained; empty if its file does not say
 * @param calibration the scores, by the {@link #smoothed} density, of rows that did not train it; empty if there are none
 * @param baseline what the rows of its table looked like; empty if its file does not say
 */
record SavedDensity(
        Density density,
        Schema schema,
        Optional<Fitted> fitted,
        Optional<Calibration> calibration,
        Optional<Baseline> baseline) {
    /** The note of a file that holds the schema as JSON. */
    private static final String SCHEMA = "schema";

    /**
     * Trains a density.
     *
     * @param table the features, then the columns that are given
     * @param features the number of features
     * @param backend where it trains
     */
    static SavedDensity fit(Table table, int features, Recipe recipe, Watch watch, Backend backend) {
        table.schema()
                .modelled()
                .columns()
                .subList(features, table.columns().size())
                .forEach(SavedDensity::requireNumber);
        int given = table.columns().size() - features;
        RowSpec usual = Recipe.usualArchitecture(features, given, table.rows().hasMissing());
        Fit.requireComplete(table, recipe.architecture().orElse(usual));
        CalibrationSplit split =
                CalibrationSplit.of(table.rows(), calibrationRows(table, given, recipe), recipe.seed());
        boolean calibrates = split.calibration().length > 0;
        Table rest = calibrates ? table.select(split.rest()) : table;
        Fit.Result result = Fit.of(rest, features, usual, recipe, watch, backend);
        Scoring scoring = new Scoring(recipe.samples(), Scoring.standard().seed());
        Density density = new Density(result.model(), scoring);
        Rows judges = calibrates ? table.rows().select(split.calibration()) : result.heldOut();
        SavedDensity saved = new SavedDensity(
                density,
                table.schema(),
                Optional.of(result.fitted()),
                Optional.empty(),
                Optional.of(table.schema().baseline(table.rows(), density.logProb(judges))));
        return calibrates ? saved.with(Calibration.of(saved.compared(judges), rest.rows())) : saved;
    }

    private static int calibrationRows(Table table, int given, Recipe recipe) {
        if (given == 0) {
            return recipe.calibration().isPresent()
                    ? SplitSizes.calibration(recipe.calibration().getAsDouble(), table.size())
                    : SplitSizes.calibration(table.size());
        }
        if (recipe.calibration().orElse(0) > 0) {
            throw new IllegalArgumentException(
                    "fit: a model of p(y | x) has no alarm, so it takes no calibration rows, but"
                            + " Recipe.withCalibration is "
                            + recipe.calibration().getAsDouble() + "; leave it out");
        }
        return 0;
    }

    SavedDensity withoutTimes() {
        return new SavedDensity(density, schema, fitted.map(Fitted::withoutTimes), calibration, baseline);
    }

    /**
     * The density that alarms compare, with the schema and the calibration of this one; empty if it is this one. Its baseline and its training
     * would have scores of another density, so it has none.
     */
    Optional<SavedDensity> smoothed() {
        Model model = Mixtures.trainedWithNoise(density.model());
        return model == density.model()
                ? Optional.empty()
                : Optional.of(new SavedDensity(
                        new Density(model, density.scoring()),
                        schema,
                        Optional.empty(),
                        calibration,
                        Optional.empty()));
    }

    /** The scores that alarms compare. */
    private double[] compared(Rows rows) {
        return smoothed().orElse(this).density.logProb(rows);
    }

    private SavedDensity with(Calibration scores) {
        return new SavedDensity(density, schema, fitted, Optional.of(scores), baseline);
    }

    /** This density with the scores of the rows of a table. The ranges of columns stay, if they are known. */
    SavedDensity calibrated(Table table) {
        requireColumns("calibrated", table);
        double[] scores = compared(table.rows());
        return with(calibration.map(c -> c.with(scores)).orElseGet(() -> Calibration.of(scores, table.rows())));
    }

    private static void requireNumber(Column given) {
        if (given instanceof Column.Category) {
            throw new IllegalArgumentException("fit: the given column \"" + given.name()
                    + "\" must have numbers but has categories; give a column of 0 and 1 for each category");
        }
    }

    /**
     * The density of a file.
     *
     * @param conditional whether it must be p(y | x), else p(row)
     * @throws FileFormatException if it is another
     */
    static SavedDensity of(ModelFile file, String origin, boolean conditional) throws FileFormatException {
        Model model = file.model();
        if (model.images().isPresent()) {
            throw new FileFormatException(
                    origin + ": expected a density of a table but it is of images; use Evaluator and Sampler");
        }
        if (model.given() > 0 != conditional) {
            throw new FileFormatException(origin
                    + (conditional
                            ? ": expected p(y | x) but it is p(row); use TableModel.load"
                            : ": expected p(row) but it is p(y | x) with " + model.given()
                                    + " given columns; use ConditionalModel.load"));
        }
        Schema schema = schema(file, origin);
        return new SavedDensity(
                new Density(model, file.scoring()),
                schema,
                file.fitted(),
                file.calibration(),
                Baselines.of(file, origin, schema));
    }

    /** The columns of a file's model, with those that it leaves out. */
    static Schema schema(ModelFile file, String origin) throws FileFormatException {
        List<String> names =
                file.columns().isEmpty() ? Table.numbered(file.model().width()) : file.columns();
        List<ColumnSpec> specs = file.model().spec().orElseThrow().kinds();
        Schema stored = Schema.of(names, specs);
        return file.notes().containsKey(SCHEMA) ? complete(file, origin, stored) : stored;
    }

    /** The schema of the notes, which has the columns that the model leaves out, too. */
    private static Schema complete(ModelFile file, String origin, Schema stored) throws FileFormatException {
        Schema schema;
        try {
            schema = Schema.ofJson(file.notes().getOrDefault(SCHEMA, ""));
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(origin + ": its schema is damaged: " + e.getMessage() + "; train again", e);
        }
        if (!schema.modelled().equals(stored)) {
            throw new FileFormatException(origin + ": its schema must have the columns of the model, " + stored.names()
                    + ", but models " + schema.modelled().names() + "; train again");
        }
        return schema;
    }

    ModelFile toFile() {
        Map<String, String> notes = new HashMap<>(Map.of(SCHEMA, schema.toJson()));
        baseline.ifPresent(b -> notes.put(Baselines.NOTE, b.toJson()));
        return new ModelFile(density.model(), columns(), notes, density.scoring(), fitted, calibration);
    }

    List<String> columns() {
        return schema.modelled().names();
    }

    double logProb(double[] row) {
        schema.require(row);
        return density.logProb(row);
    }

    ImportanceEstimate estimate(double[] row) {
        schema.require(row);
        return density.estimate(row);
    }

    /** A batch holds numbers that float32 can hold. If one is beyond, each row is scored alone, which gives the same bits. */
    double[] logProb(double[][] rows) {
        return isBatch(rows)
                ? density.logProb(Rows.withGaps(flat(rows), density.model().width()))
                : Arrays.stream(rows).mapToDouble(density::logProb).toArray();
    }

    /** The estimate of each row, with the bits of {@link #estimate}. */
    ImportanceEstimate[] estimates(double[][] rows) {
        return isBatch(rows)
                ? density.estimates(Rows.withGaps(flat(rows), density.model().width()))
                : Arrays.stream(rows).map(density::estimate).toArray(ImportanceEstimate[]::new);
    }

    private boolean isBatch(double[][] rows) {
        if (!schema.isReal()) {
            Arrays.stream(rows).forEach(schema::require);
        }
        boolean fit = Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .allMatch(x -> Double.isNaN(x) || Float.isFinite((float) x));
        return fit && rows.length > 0;
    }

    private double[] flat(double[][] rows) {
        int width = density.model().width();
        for (double[] row : rows) {
            if (row.length != width) {
                throw new IllegalArgumentException("logProb: expected rows of " + width + " numbers, " + columns()
                        + ", but got one of " + row.length);
            }
        }
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    double[][] sample(Function<Sampler, Rows> draw) {
        return drawn(density.sample(draw));
    }

    Imputation impute(double[] row, int samples, long seed) {
        schema.require(row);
        Imputation imputed = density.impute(row, samples, seed);
        return imputed.with(drawn(imputed.values()));
    }

    /** A row in which all cells but some are missing. */
    double[] partial(Map<String, ?> known) {
        Schema modelled = schema.modelled();
        double[] row = new double[modelled.columns().size()];
        Arrays.fill(row, Double.NaN);
        known.forEach((name, value) -> {
            int j = modelled.index(name);
            row[j] = modelled.columns().get(j).encode(value);
        });
        return row;
    }

    /** Rounds the numbers of whole-number columns, in place. */
    private double[][] drawn(double[][] rows) {
        List<Column> columns = schema.modelled().columns();
        for (double[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = columns.get(j).drawn(row[j]);
            }
        }
        return rows;
    }

    /** This density with the baseline of a table that it was not trained on. */
    SavedDensity withBaseline(Table table) {
        requireColumns("withBaseline", table);
        Baseline taken = schema.baseline(table.rows(), density.logProb(Baselines.some(table.rows())));
        return new SavedDensity(density, schema, fitted, calibration, Optional.of(taken));
    }

    Comparison compare(Table table) {
        requireColumns("compare", table);
        Window window = new Window(requireBaseline());
        double[] scores = density.logProb(table.rows());
        for (int i = 0; i < scores.length; i++) {
            window.add(table.rows().copyRow(i), scores[i]);
        }
        return window.compare();
    }

    Baseline requireBaseline() {
        return baseline.orElseThrow(() -> new IllegalArgumentException(
                "drift: the model must have a baseline but has none, since it is smoothed or of"
                        + " an earlier version; take one with TableModel.withBaseline(table)"));
    }

    Mean evaluate(Table table) {
        requireColumns("evaluate", table);
        return density.mean(table.rows());
    }

    private void requireColumns(String whose, Table table) {
        Objects.requireNonNull(table, whose + ": table");
        if (!table.columns().equals(columns())) {
            throw new IllegalArgumentException(whose + ": expected the columns " + columns() + " but the table has "
                    + table.columns() + "; give the columns of the model in its order");
        }
        for (Column c : schema.columns()) {
            if (isComparable(c, table.schema())
                    && !table.schema().column(c.name()).equals(c)) {
                throw new IllegalArgumentException(whose + ": expected " + c + " but the table has "
                        + table.schema().column(c.name()) + "; give the table the schema of the model");
            }
        }
    }

    /** A table need not have the columns that are left out; a constant must be the same where it is there. */
    private static boolean isComparable(Column c, Schema other) {
        return c.isModelled() || (c instanceof Column.Constant && other.names().contains(c.name()));
    }

    Model copyOfModel() {
        Model model = density.model();
        return Models.of(model.spec().orElseThrow(), model.parameters().values());
    }
}
