package io.github.vflow.table;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.SplitDefaults;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.density.AtomLevels;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.outlier.FarOut;
import io.github.vflow.table.outlier.FoldVerdicts;
import io.github.vflow.table.outlier.MarginalTerms;
import io.github.vflow.table.outlier.OddnessScorer;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.training.FoldFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A search for the odd rows of a table.
 *
 * <p>The rows are cut into folds at random. For each fold, a model trains on the rows of all others, with noise so that it cannot learn a few odd
 * rows by heart. It scores the rows of the fold, so no row judges itself. With the distributions pⱼ of the single columns among the other rows, and
 * the places uⱼ of the fold's numbers among theirs, the score is
 *
 * <pre>  score(x) = ⅓·ln p(x) + ⅓·w·Σⱼ ln pⱼ(xⱼ) + ⅓·v·Σⱼ ln 4uⱼ(1 − uⱼ) + c   in nats.</pre>
 *
 * The weights w and v are one if columns are independent, and less where several say the same. The middle of the scores tells how the scores of
 * normal rows fall off. A row is odd if at most one normal row of the table, or one in a thousand, is expected at its score or below. It is odd, too,
 * if the false-discovery rate there is at most 10 %. At most an eighth of the rows is odd.
 *
 * <p>Immutable. It prints nothing: a {@link Watch} sees each step, of one training for each fold.
 */
public final class OutlierSearch {
    private final Table table;
    private final Recipe recipe;
    private final Watch watch;
    private final Optional<FoldFiles> files;

    private OutlierSearch(Table table, Recipe recipe, Watch watch, Optional<FoldFiles> files) {
        this.table = table;
        this.recipe = recipe;
        this.watch = watch;
        this.files = files;
    }

    /** A search in a table by the standard recipe. */
    public static OutlierSearch of(Table table) {
        return new OutlierSearch(table, Recipe.standard(), Watch.none(), Optional.empty());
    }

    /** This search with the seed, the plan and the threads of a recipe, but with a noise of its own and without calibration rows. */
    public OutlierSearch withRecipe(Recipe chosen) {
        return new OutlierSearch(table, chosen, watch, files);
    }

    /** Tells a watch of each step. A fold counts as a {@link Watch.Member}. */
    public OutlierSearch withWatch(Watch seen) {
        return new OutlierSearch(table, recipe, seen, files);
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
        return new OutlierSearch(table, recipe, watch, Optional.of(written));
    }

    /**
     * Searches.
     *
     * @return the odd rows; empty if the watch stopped the search, after the files are written with which it can go on
     * @throws IllegalArgumentException if the table has too few rows, or no column that varies in all folds
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
        List<String> names =
                Arrays.stream(varied).mapToObj(table.columns()::get).toList();
        List<Table> others = IntStream.range(0, folds.count())
                .mapToObj(k -> table.select(folds.others(k)))
                .toList();
        Optional<List<TableModel>> models = new FoldedTraining(
                        IntStream.range(0, folds.count())
                                .mapToObj(k -> new FoldedTraining.Fold(
                                        FarOut.without(others.get(k).select(names)), Planner.ofSearch(recipe, k)))
                                .toList(),
                        watch,
                        files,
                        recipe.machine().threads())
                .run();
        if (models.isEmpty()) {
            return Optional.empty();
        }
        List<OddnessScorer> scorers = new ArrayList<>();
        for (int k = 0; k < folds.count(); k++) {
            TableDensity density = models.get().get(k).density();
            scorers.add(new OddnessScorer(
                    AlarmScorer.of(density, AtomLevels.ofOddRows(density.model())),
                    AlarmScorer.columns(table.schema()),
                    MarginalTerms.of(others.get(k).rows(), columns, varied)));
        }
        int threads = Planner.threads(recipe, rows.size());
        FoldVerdicts judged = FoldVerdicts.of(rows, folds, scorers);
        Outliers found =
                new Outliers(table, judged.verdicts(threads, odd -> watch.on(new Watch.Event.ExplanationStarted(odd))));
        if (files.isPresent()) {
            files.get().delete(folds.count());
        }
        return Optional.of(found);
    }
}
