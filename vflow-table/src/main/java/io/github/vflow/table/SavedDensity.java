package io.github.vflow.table;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.RowSpec;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.CouplingKind;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.io.FileFormatException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@link TableModel} and {@link ConditionalModel} have in common: a density, the names of its columns, and how it was trained.
 *
 * @param density of the first columns, given the others
 * @param columns the features, then the columns that are given
 * @param fitted how it was trained; empty if its file does not say
 */
record SavedDensity(Density density, List<String> columns, Optional<Fitted> fitted) {
    private static final int STEPS = 4;

    /**
     * Trains a density.
     *
     * @param table the features, then the columns that are given
     * @param features the number of features
     */
    static SavedDensity fit(Table table, int features, Recipe recipe, Watch watch) {
        RowSpec usual = RowSpec.of(features, 0, STEPS)
                .withCoupling(CouplingKind.MIXTURE)
                .withGiven(table.columns().size() - features);
        Fit.Result result = Fit.of(table, usual, recipe, watch);
        Scoring scoring = new Scoring(recipe.samples(), Scoring.standard().seed());
        return new SavedDensity(new Density(result.model(), scoring), table.columns(), Optional.of(result.fitted()));
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
        List<String> columns = file.columns().isEmpty() ? Table.numbered(model.width()) : file.columns();
        return new SavedDensity(new Density(model, file.scoring()), columns, file.fitted());
    }

    ModelFile toFile() {
        return new ModelFile(density.model(), columns, Map.of(), density.scoring(), fitted);
    }

    double[] logProb(double[][] rows) {
        return rows.length == 0 ? new double[0] : density.logProb(Rows.of(rows));
    }

    Mean evaluate(Table table) {
        Objects.requireNonNull(table, "evaluate: table");
        if (!table.columns().equals(columns)) {
            throw new IllegalArgumentException("evaluate: expected the columns " + columns + " but the table has "
                    + table.columns() + "; give the columns of the model in its order");
        }
        return density.mean(table.rows());
    }

    double[] row(Map<String, ? extends Number> byName) {
        Objects.requireNonNull(byName, "row: byName");
        Set<String> missing = new TreeSet<>(columns);
        missing.removeAll(byName.keySet());
        Set<String> unknown = new TreeSet<>(byName.keySet());
        columns.forEach(unknown::remove);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException("row: expected the columns " + columns + " but " + missing
                    + " are missing and " + unknown + " are unknown; give each column once");
        }
        return columns.stream()
                .mapToDouble(name -> {
                    Number value = Objects.requireNonNull(byName.get(name), () -> "row: \"" + name + "\" is null");
                    return value.doubleValue();
                })
                .toArray();
    }

    Model copyOfModel() {
        Model model = density.model();
        Model copy = model.spec().orElseThrow().build(new Parameters());
        copy.parameters().set(model.parameters().values());
        return copy;
    }
}
