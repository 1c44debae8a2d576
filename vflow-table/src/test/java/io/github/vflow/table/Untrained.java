package io.github.vflow.table;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.ColumnMarginals;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.density.ViewScorer;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.score.Views;
import java.util.Optional;
import java.util.stream.IntStream;

/** Models as they are before their first step, for tests to which any model of the columns will do. */
public final class Untrained {
    private Untrained() {}

    /** The first member of the plan, with the baseline of the table, and without calibration. */
    public static TableModel of(Table table, Recipe recipe) {
        TableTraining training = TableTraining.of(table, recipe);
        TablePlan plan = training.plan();
        TableDensity density = new TableDensity(
                Models.of(plan.architecture(plan.members().getFirst()), recipe.seed()),
                new Scoring(recipe.estimation().samples(), Scoring.standard().seed()),
                training.rows().table().schema(),
                TableDensity.About.nothing());
        return new TableModel(
                        recipe.target().given().isEmpty()
                                ? viewed(density, training.rows().usableRows())
                                : density)
                .withBaseline(table);
    }

    /** The density with the laws of the views of its rows. */
    private static TableDensity viewed(TableDensity density, Rows rows) {
        Marginals marginals =
                ColumnMarginals.of(rows, density.schema().modelled().columns());
        ViewScorer scorer = ViewScorer.of(density, marginals, Optional.of(Neighbours.of(rows, 60, marginals)));
        int[] some = IntStream.range(0, Math.min(rows.size(), 60)).toArray();
        return density.with(density.about()
                .withViews(new Views(
                        scorer.marginals(),
                        scorer.neighbours(),
                        ViewPValues.ofNormal(
                                ViewPValues.OF_CELLS,
                                scorer.scores(rows.select(some)).stream()
                                        .map(ViewScorer.Scored::byView)
                                        .toList()))));
    }

    /** A model that says it had a training. */
    public static TableModel of(Table table, Fitted training) {
        TableDensity density = of(table).density();
        TableDensity.About about = density.about();
        return new TableModel(density.with(new TableDensity.About(
                Optional.of(training),
                about.views(),
                about.calibration(),
                about.baseline(),
                about.plan(),
                about.notes())));
    }

    /** A model with scores of other rows. */
    public static TableModel of(Table table, Calibration calibration) {
        TableDensity density = of(table).density();
        return new TableModel(density.with(density.about().withCalibration(calibration)));
    }

    /** A flow of the usual architecture without noise. */
    public static TableModel of(Table table) {
        return of(table, Recipe.standard().withNoise(0.0).withCalibration(0));
    }
}
