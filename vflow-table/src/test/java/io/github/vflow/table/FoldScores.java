package io.github.vflow.table;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.density.ViewScorer;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.score.ViewScores;
import io.github.vflow.table.score.Views;
import java.util.List;
import java.util.stream.IntStream;

/** What a cross-fitted calibration must have, made of one training for each fold. */
final class FoldScores {
    private FoldScores() {}

    /** The scores of the rows of each fold by a model of the others, by the laws of all of them. */
    static double[] of(Table table, Folds folds, Recipe recipe) {
        List<ViewScores> all = IntStream.range(0, folds.count())
                .mapToObj(k -> byView(
                        TableModel.fit(table.select(folds.others(k)), recipe).density(),
                        table.rows().select(folds.rows(k))))
                .flatMap(List::stream)
                .toList();
        ViewPValues laws = ViewPValues.ofNormal(ViewPValues.OF_CELLS, all);
        return all.stream()
                .mapToDouble(s -> laws.score(s, new ImportanceEstimate(0, 0, 1)).value())
                .sorted()
                .toArray();
    }

    private static List<ViewScores> byView(TableDensity of, Rows rows) {
        Views views = of.about().views().orElseThrow();
        return ViewScorer.of(of, views.marginals(), views.neighbours()).scores(rows).stream()
                .map(ViewScorer.Scored::byView)
                .toList();
    }
}
