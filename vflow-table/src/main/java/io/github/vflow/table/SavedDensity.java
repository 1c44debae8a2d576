package io.github.vflow.table;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.RowSpec;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ColumnSpec;
import io.github.vflow.flow.spec.CouplingKind;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.io.FileFormatException;
import java.util.Arrays;
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
 */
record SavedDensity(Density density, Schema schema, Optional<Fitted> fitted) {
    private static final int STEPS = 4;

    /**
     * Trains a density.
     *
     * @param table the features, then the columns that are given
     * @param features the number of features
     */
    static SavedDensity fit(Table table, int features, Recipe recipe, Watch watch) {
        table.schema().columns().subList(features, table.columns().size()).forEach(SavedDensity::requireNumber);
        RowSpec usual = RowSpec.of(features, 0, STEPS)
                .withCoupling(CouplingKind.MIXTURE)
                .withGiven(table.columns().size() - features);
        Fit.Result result = Fit.of(table, features, usual, recipe, watch);
        Scoring scoring = new Scoring(recipe.samples(), Scoring.standard().seed());
        return new SavedDensity(new Density(result.model(), scoring), table.schema(), Optional.of(result.fitted()));
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
        List<String> names = file.columns().isEmpty() ? Table.numbered(model.width()) : file.columns();
        List<ColumnSpec> specs = model.spec().orElseThrow() instanceof RowSpec rows ? rows.columns() : List.of();
        return new SavedDensity(new Density(model, file.scoring()), Schema.of(names, specs), file.fitted());
    }

    ModelFile toFile() {
        return new ModelFile(density.model(), schema.names(), Map.of(), density.scoring(), fitted);
    }

    List<String> columns() {
        return schema.names();
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
        if (!schema.isReal()) {
            Arrays.stream(rows).forEach(schema::require);
        }
        boolean fit = Arrays.stream(rows).flatMapToDouble(Arrays::stream).allMatch(x -> Float.isFinite((float) x));
        return fit && rows.length > 0
                ? density.logProb(Rows.of(rows))
                : Arrays.stream(rows).mapToDouble(density::logProb).toArray();
    }

    double[][] sample(Function<Sampler, Rows> draw) {
        double[][] rows = density.sample(draw);
        for (double[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = schema.columns().get(j).drawn(row[j]);
            }
        }
        return rows;
    }

    Mean evaluate(Table table) {
        Objects.requireNonNull(table, "evaluate: table");
        if (!table.columns().equals(columns())) {
            throw new IllegalArgumentException("evaluate: expected the columns " + columns() + " but the table has "
                    + table.columns() + "; give the columns of the model in its order");
        }
        for (Column c : schema.columns()) {
            if (!table.schema().column(c.name()).equals(c)) {
                throw new IllegalArgumentException("evaluate: expected " + c + " but the table has "
                        + table.schema().column(c.name()) + "; give the table the schema of the model");
            }
        }
        return density.mean(table.rows());
    }

    Model copyOfModel() {
        Model model = density.model();
        Model copy = model.spec().orElseThrow().build(new Parameters());
        copy.parameters().set(model.parameters().values());
        return copy;
    }
}
