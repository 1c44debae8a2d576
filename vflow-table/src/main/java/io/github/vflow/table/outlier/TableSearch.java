package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.defaults.SplitDefaults;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.density.Baselines;
import io.github.vflow.table.density.ColumnMarginals;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.density.ViewScorer;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.gap.GapTree;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.view.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The search for the odd rows of a table, by models of folds that another room trains.
 *
 * @param views by which it looks
 */
public record TableSearch(Table table, Recipe recipe, Watch watch, Set<View> views) {
    /** All views. */
    public static final Set<View> ALL = Set.of(View.values());

    /** Trains a model for each fold. */
    public interface Models {
        /** The models; empty if a watch stopped the training. */
        Optional<List<TableDensity>> of(List<Folds.Fold> folds) throws IOException;
    }

    /** A search by the standard recipe and all views. */
    public static TableSearch of(Table table) {
        return new TableSearch(table, Recipe.standard(), Watch.none(), ALL);
    }

    /** The folds of the rows. */
    public Folds folds() {
        return Folds.of(table.rows(), recipe.seed());
    }

    /** The verdict on each row, and none for a row without a known cell; empty if the training of models was stopped. */
    public Optional<List<Optional<FoldVerdicts.Judged>>> run(Models models) throws IOException {
        Rows rows = table.rows();
        List<Column> columns = table.schema().modelled().columns();
        Folds folds = folds();
        if (folds.size() < SplitDefaults.FEWEST_TO_SEARCH) {
            throw new IllegalArgumentException("outliers: at least " + SplitDefaults.FEWEST_TO_SEARCH
                    + " rows with a known cell must tell what is normal but there are " + folds.size()
                    + "; give more rows");
        }
        int[] varied = folds.varied(rows, columns);
        if (varied.length == 0) {
            throw new IllegalArgumentException(
                    "outliers: a column must vary, but in each nearly all values are equal; give other columns");
        }
        Optional<GapRules> gaps = gapRules();
        Folds kept = withoutSuspects(folds, varied);
        Optional<List<TableDensity>> trained =
                views.equals(Set.of(View.GAPS)) ? Optional.of(List.of()) : models.of(training(kept, varied));
        if (trained.isEmpty()) {
            return Optional.empty();
        }
        List<FoldVerdicts.Seen> seen = seen(trained.get(), folds, varied, kept, gaps);
        return Optional.of(new FoldVerdicts(rows, folds, seen)
                .verdicts(
                        recipe.machine().threads(),
                        odd -> watch.on(new Watch.Event.ExplanationStarted(odd)),
                        some -> watch.on(new Watch.Event.Passed(some))));
    }

    /** The folds that train. A column may vary in suspects only, and then has no density without them. */
    private Folds withoutSuspects(Folds folds, int[] varied) {
        List<Column> columns = table.schema().modelled().columns();
        int[] suspects = views.contains(View.COMBINATION)
                ? Suspects.of(table.rows(), columns, folds, recipe.seed())
                : new int[0];
        Folds kept = folds.without(suspects);
        if (suspects.length == 0 || !Arrays.equals(kept.varied(table.rows(), columns), varied)) {
            return folds;
        }
        watch.on(new Watch.Event.RowsLeftOut(suspects.length, table.size(), true));
        return kept;
    }

    /** The training of a model for each fold, by the rows of the others. */
    private List<Folds.Fold> training(Folds folds, int[] varied) {
        return IntStream.range(0, folds.count())
                .mapToObj(k -> new Folds.Fold(
                        FarOut.without(table.select(folds.others(k)).select(names(varied))),
                        Planner.ofSearch(recipe, k)))
                .toList();
    }

    private List<String> names(int[] columns) {
        return Arrays.stream(columns).mapToObj(table.columns()::get).toList();
    }

    /** The rules of gaps; empty if they are not asked for, or there is none. */
    private Optional<GapRules> gapRules() {
        if (!views.contains(View.GAPS)) {
            return Optional.empty();
        }
        Rows rows = table.rows();
        GapTree tree =
                Baselines.of(table.schema().modelled(), rows, new double[0]).gaps();
        GapRules rules = GapRules.of(AlarmScorer.columns(table.schema()), tree, rows);
        if (rules.areNone() && views.size() == 1) {
            throw new IllegalArgumentException(
                    "outliers: a column must tell which cells of another one are empty, but none does; look by another view");
        }
        return rules.areNone() ? Optional.empty() : Optional.of(rules);
    }

    /** The scores by the views, by models of the folds. */
    private List<FoldVerdicts.Seen> seen(
            List<TableDensity> models, Folds folds, int[] varied, Folds trained, Optional<GapRules> gaps) {
        Set<View> ofCells = EnumSet.copyOf(views);
        ofCells.remove(View.GAPS);
        List<Column> columns = table.schema().modelled().columns();
        List<FoldVerdicts.Seen> seen = new ArrayList<>();
        if (!ofCells.isEmpty()) {
            List<Marginals> marginals = IntStream.range(0, folds.count())
                    .mapToObj(k -> ColumnMarginals.of(table.rows().select(folds.others(k)), columns))
                    .toList();
            List<OddnessScorer> scorers = IntStream.range(0, folds.count())
                    .mapToObj(k -> {
                        Marginals inJoint = marginals.get(k).select(varied);
                        // a row may have a double in another fold
                        Neighbours others = Neighbours.of(
                                        table.select(trained.others(k))
                                                .select(names(varied))
                                                .rows(),
                                        Neighbours.most(varied.length),
                                        inJoint)
                                .withoutDouble()
                                .nearest(OddRowDefaults.NEIGHBOURS);
                        return new OddnessScorer(
                                ViewScorer.of(models.get(k), inJoint, Optional.of(others)),
                                varied,
                                AlarmScorer.columns(table.schema()),
                                marginals.get(k),
                                ViewPValues.ofMixed(ofCells, List.of()),
                                false);
                    })
                    .toList();
            seen.add(FoldVerdicts.Seen.ofCells(ofCells, table.rows(), folds, scorers, trained));
        }
        gaps.ifPresent(rules -> seen.add(FoldVerdicts.Seen.ofGaps(table.rows(), folds, rules)));
        return seen;
    }
}
