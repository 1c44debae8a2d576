package io.github.vflow.table.plan;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.SplitDefaults;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The rows of a table in folds of almost equal size, at random. The model that scores the rows of a fold trains on the rows of all other folds, so no
 * row judges itself.
 *
 * @param of [n] the fold of each row; −1 for a row without a known cell
 * @param count K, the number of folds
 */
public record Folds(int[] of, int count) {
    /**
     * The training of a fold.
     *
     * @param others the rows of all other folds
     */
    public record Fold(Table others, Recipe recipe) {}

    /** Folds of the rows with a known cell: five of at most 10,000 rows, else three. */
    public static Folds of(Rows rows, long seed) {
        return of(rows, countOf(TrainingRows.usable(rows).length), seed);
    }

    /** A number of folds of the rows with a known cell. */
    public static Folds of(Rows rows, int count, long seed) {
        int[] order = TrainingRows.usable(rows);
        RandomGenerator random = Purpose.FOLDS.stream(seed).generator(0);
        int[] of = new int[rows.size()];
        Arrays.fill(of, -1);
        for (int i = order.length - 1; i >= 0; i--) {
            int j = random.nextInt(i + 1);
            int row = order[j];
            order[j] = order[i];
            of[row] = i % count;
        }
        return new Folds(of, count);
    }

    /** The number of folds of some rows. */
    static int countOf(int rows) {
        return rows <= SplitDefaults.MOST_OF_FEW_ROWS
                ? SplitDefaults.FOLDS_OF_FEW_ROWS
                : SplitDefaults.FOLDS_OF_MANY_ROWS;
    }

    /** The number of rows in all folds. */
    public int size() {
        return scored().length;
    }

    /** The rows of all folds, ascending. */
    public int[] scored() {
        return IntStream.range(0, of.length).filter(i -> of[i] >= 0).toArray();
    }

    /** The rows of a fold, ascending. */
    public int[] rows(int fold) {
        return IntStream.range(0, of.length).filter(i -> of[i] == fold).toArray();
    }

    /** These folds without some rows, which are in none. */
    public Folds without(int[] some) {
        int[] rest = of.clone();
        Arrays.stream(some).forEach(i -> rest[i] = -1);
        return new Folds(rest, count);
    }

    /** The rows of all other folds, ascending. */
    public int[] others(int fold) {
        return IntStream.range(0, of.length)
                .filter(i -> of[i] >= 0 && of[i] != fold)
                .toArray();
    }

    /** The columns that have a density in the others of each fold, ascending: categories, and numbers that differ in more than a few rows. */
    public int[] varied(Rows rows, List<Column> columns) {
        return IntStream.range(0, rows.features())
                .filter(j -> columns.get(j).isCategory()
                        || IntStream.range(0, count).allMatch(k -> varies(rows, others(k), j)))
                .toArray();
    }

    private static boolean varies(Rows rows, int[] some, int column) {
        return Arrays.stream(some)
                        .mapToDouble(i -> rows.get(i, column))
                        .filter(x -> !Double.isNaN(x))
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }
}
