package io.github.vflow.table;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.SplitDefaults;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.density.Baselines;
import io.github.vflow.table.density.ColumnMarginals;
import io.github.vflow.table.density.ViewScorer;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.gap.GapTree;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.outlier.FarOut;
import io.github.vflow.table.outlier.FoldVerdicts;
import io.github.vflow.table.outlier.GapRules;
import io.github.vflow.table.outlier.NumberNormals;
import io.github.vflow.table.outlier.OddnessScorer;
import io.github.vflow.table.outlier.Suspects;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.training.FoldFiles;
import io.github.vflow.table.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A search for the odd rows of a table.
 *
 * <p>The rows are cut into folds at random. For each fold, a model trains on the rows of all others, with noise so that it cannot learn a few odd
 * rows by heart. It scores the rows of the fold, so no row judges itself. The views of the cells are the same as of an alarm ({@link View}). Normal
 * distributions N of the normal scores z of numbers judge combinations, too, by ln N(z) − Σⱼ ln φ(zⱼ), and the odder of both counts: N has no
 * broad component as the model has, so it tells rows far out apart ({@link NumberNormals}).
 *
 * <p>For each view, the middle of the rows tells how the scores of normal rows fall off. All views together may expect one normal row of the table,
 * or one in a thousand, at a score or below: combinations and whole rows two fifths each, single columns a fifth. A row is odd, too, if the
 * false-discovery rate there is at most 10 %, which views share alike. At most an eighth of the rows is odd by a view. A row is odd if any view
 * says so, and its own score is the lowest of all on their common scale: below zero if it is odd.
 *
 * <p>Gaps are another view. Where nearly all empty cells of a column are beside certain cells of another one, such as the years of garages where
 * there is no garage, an empty cell elsewhere is odd, and a known one there ({@link GapRules}). Its score is the logarithm of its probability.
 *
 * <p>Many odd rows are a part of the table for a model that trains on them. So where robust mixtures of normal distributions find 3 % of the rows
 * odd, the models of the folds train without these {@link Suspects}. N is fitted to these, too, since without the rows of a heavy tail it
 * would call that tail odd.
 *
 * <p>Immutable. It prints nothing: a {@link Watch} sees each step, of one training for each fold.
 */
public final class OutlierSearch {
    private final Table table;
    private final Recipe recipe;
    private final Watch watch;
    private final Optional<FoldFiles> files;
    private final Set<View> views;

    private OutlierSearch(Table table, Recipe recipe, Watch watch, Optional<FoldFiles> files, Set<View> views) {
        this.table = table;
        this.recipe = recipe;
        this.watch = watch;
        this.files = files;
        this.views = views;
    }

    /** A search in a table by the standard recipe. */
    public static OutlierSearch of(Table table) {
        return new OutlierSearch(table, Recipe.standard(), Watch.none(), Optional.empty(), EnumSet.allOf(View.class));
    }

    /** This search with the seed, the plan and the threads of a recipe, but with a noise of its own and without calibration rows. */
    public OutlierSearch withRecipe(Recipe chosen) {
        return new OutlierSearch(table, chosen, watch, files, views);
    }

    /** Tells a watch of each step. A fold counts as a {@link Watch.Member}. */
    public OutlierSearch withWatch(Watch seen) {
        return new OutlierSearch(table, recipe, seen, files, views);
    }

    /** Looks by one view only: at combinations of columns, at each column by itself, or at gaps, which trains nothing. */
    public OutlierSearch by(View view) {
        return new OutlierSearch(table, recipe, watch, files, EnumSet.of(view));
    }

    /**
     * Writes at each evaluation all that {@link #resumed} needs: beside the file, a checkpoint or a model file for each fold. They are removed at
     * the end.
     */
    public OutlierSearch withCheckpoint(Path file) {
        return with(new FoldFiles(file, true, false));
    }

    /** As {@link #withCheckpoint}, but writes only if the search is stopped. */
    public OutlierSearch withCheckpointAtStop(Path file) {
        return with(new FoldFiles(file, false, false));
    }

    /** Goes on from the files of an earlier search in the same table with the same recipe, and writes them again. */
    public OutlierSearch resumed(Path checkpoint) {
        return with(new FoldFiles(checkpoint, true, true));
    }

    OutlierSearch with(FoldFiles written) {
        return new OutlierSearch(table, recipe, watch, Optional.of(written), views);
    }

    /**
     * Searches.
     *
     * @return the odd rows; empty if the watch stopped the search, after the files are written with which it can go on
     * @throws IllegalArgumentException if the table has too few rows, or no column that varies in all folds, or if gaps alone are looked at and no
     *     column tells of them
     * @throws IOException if a file of the checkpoint is damaged or of another table, or one cannot be written
     */
    public Optional<Outliers> run() throws IOException {
        Rows rows = table.rows();
        List<Column> columns = table.schema().modelled().columns();
        Folds folds = Folds.of(rows, recipe.seed());
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
        Optional<List<TableModel>> models = views.equals(Set.of(View.GAPS))
                ? Optional.of(List.of())
                : training(kept, varied).run();
        if (models.isEmpty()) {
            return Optional.empty();
        }
        List<FoldVerdicts.Seen> seen = seen(models.get(), folds, varied, kept, gaps);
        List<Optional<FoldVerdicts.Judged>> judged = new FoldVerdicts(rows, folds, seen)
                .verdicts(
                        recipe.machine().threads(),
                        odd -> watch.on(new Watch.Event.ExplanationStarted(odd)),
                        some -> watch.on(new Watch.Event.Passed(some)));
        Outliers found = new Outliers(
                table,
                judged.stream().map(j -> j.map(FoldVerdicts.Judged::verdict)).toList(),
                judged.stream().map(j -> j.flatMap(FoldVerdicts.Judged::found)).toList());
        if (files.isPresent()) {
            files.get().delete(folds.count());
        }
        return Optional.of(found);
    }

    /** The folds that train. A column may vary in suspects only, and then has no density without them. */
    private Folds withoutSuspects(Folds folds, int[] varied) {
        List<Column> columns = table.schema().modelled().columns();
        int[] suspects = views.contains(View.COMBINATION) || views.contains(View.ROW)
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
    private FoldedTraining training(Folds folds, int[] varied) {
        List<String> names =
                Arrays.stream(varied).mapToObj(table.columns()::get).toList();
        return new FoldedTraining(
                IntStream.range(0, folds.count())
                        .mapToObj(k -> new FoldedTraining.Fold(
                                FarOut.without(table.select(folds.others(k)).select(names)),
                                Planner.ofSearch(recipe, k)))
                        .toList(),
                watch,
                files,
                recipe.machine().threads());
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
            List<TableModel> models, Folds folds, int[] varied, Folds trained, Optional<GapRules> gaps) {
        Set<View> ofCells = EnumSet.copyOf(views);
        ofCells.remove(View.GAPS);
        List<Column> columns = table.schema().modelled().columns();
        List<FoldVerdicts.Seen> seen = new ArrayList<>();
        if (!ofCells.isEmpty()) {
            List<Marginals> marginals = IntStream.range(0, folds.count())
                    .mapToObj(k -> ColumnMarginals.of(table.rows().select(folds.others(k)), columns))
                    .toList();
            List<NumberNormals> normals = ofCells.equals(Set.of(View.COLUMN))
                    ? List.of()
                    : NumberNormals.of(table.rows(), columns, folds, marginals, recipe.seed());
            List<OddnessScorer> scorers = IntStream.range(0, folds.count())
                    .mapToObj(k -> new OddnessScorer(
                            ViewScorer.of(
                                    models.get(k).density(), marginals.get(k).select(varied)),
                            varied,
                            normals.stream().skip(k).findFirst(),
                            AlarmScorer.columns(table.schema()),
                            marginals.get(k),
                            OddnessScorer.Scales.none(),
                            View.ROW))
                    .toList();
            seen.addAll(FoldVerdicts.Seen.of(ofCells, table.rows(), folds, scorers, trained));
        }
        gaps.ifPresent(rules -> seen.add(FoldVerdicts.Seen.ofGaps(table.rows(), folds, rules)));
        return seen;
    }
}
