package io.github.vflow.table;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.outlier.TableSearch;
import io.github.vflow.table.training.CheckpointFiles;
import io.github.vflow.table.training.TrainingRun;
import io.github.vflow.table.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A search for the odd rows of a table.
 *
 * <p>The rows are cut into folds at random. For each fold, a model trains on the rows of all others, with noise so that it cannot learn a few odd
 * rows by heart. It scores the rows of the fold, so no row judges itself. The views of the cells are the same as of an alarm ({@link View}).
 *
 * <p>For each view, the middle of the rows tells how the scores of normal rows fall off, and so a p-value of each row. The score of a row is the
 * harmonic mean of its p-values. A row is odd where one normal row of the table, or one in a thousand, is expected at its score or below, or where
 * the false-discovery rate is at most 10 %. At most an eighth of the rows is odd. Scores of odd rows are below zero.
 *
 * <p>Gaps are another view. Where nearly all empty cells of a column are beside certain cells of another one, such as the years of garages where
 * there is no garage, an empty cell elsewhere is odd, and a known one there ({@code GapRules}). Its score is the logarithm of its probability.
 *
 * <p>Many odd rows are a part of the table for a model that trains on them. So where robust mixtures of normal distributions find 3 % of the rows
 * odd, the models of the folds train without these {@code Suspects}.
 *
 * <p>Immutable. It prints nothing: a {@link Watch} sees each step, of one training for each fold.
 */
public final class OutlierSearch {
    private final TableSearch search;
    private final Optional<CheckpointFiles> files;

    private OutlierSearch(TableSearch search, Optional<CheckpointFiles> files) {
        this.search = search;
        this.files = files;
    }

    /** A search in a table by the standard recipe. */
    public static OutlierSearch of(Table table) {
        return new OutlierSearch(TableSearch.of(table), Optional.empty());
    }

    /** This search with the seed, the plan and the threads of a recipe, but with a noise of its own and without calibration rows. */
    public OutlierSearch withRecipe(Recipe chosen) {
        return with(new TableSearch(search.table(), chosen, search.watch(), search.views()));
    }

    /** Tells a watch of each step. A fold counts as a {@link Watch.Member}. */
    public OutlierSearch withWatch(Watch seen) {
        return with(new TableSearch(search.table(), search.recipe(), seen, search.views()));
    }

    /** Looks by one view only: at combinations of columns, at each column by itself, at the nearest rows, or at gaps, which trains nothing. */
    public OutlierSearch by(View view) {
        return with(new TableSearch(search.table(), search.recipe(), search.watch(), Set.of(view)));
    }

    private OutlierSearch with(TableSearch other) {
        return new OutlierSearch(other, files);
    }

    /**
     * Writes at each evaluation all that {@link #resumed} needs: beside the file, a checkpoint or a model file for each fold. They are removed at
     * the end.
     */
    public OutlierSearch withCheckpoint(Path file) {
        return with(new CheckpointFiles(file, true, false));
    }

    /** As {@link #withCheckpoint}, but writes only if the search is stopped. */
    public OutlierSearch withCheckpointAtStop(Path file) {
        return with(new CheckpointFiles(file, false, false));
    }

    /** Goes on from the files of an earlier search in the same table with the same recipe, and writes them again. */
    public OutlierSearch resumed(Path checkpoint) {
        return with(new CheckpointFiles(checkpoint, true, true));
    }

    private OutlierSearch with(CheckpointFiles written) {
        return new OutlierSearch(search, Optional.of(written));
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
        return TrainingRun.search(search, files).map(judged -> Outliers.of(search.table(), judged));
    }
}
