package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.train.defensive.TrimmedNormals;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.schema.Column;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds many odd rows before a training, so that the joint densities of folds do not learn them as a part of the table.
 *
 * <p>Robust mixtures of normal distributions ({@link TrimmedNormals}) judge the numbers of each row by the rows of other folds. They see the columns
 * of many different numbers, three at least, from the median on, in units of the standard deviation by the quartiles.
 */
public final class Suspects {
    private Suspects() {}

    /**
     * The rows that may be odd; none where few are odd beyond doubt, since these change a density little.
     *
     * @param columns of the rows
     * @return ascending
     */
    public static int[] of(Rows rows, List<Column> columns, Folds folds, long seed) {
        int[] scored = folds.scored();
        double[][] seen = IntStream.of(columns(rows, columns, folds))
                .mapToObj(j -> column(numbers(rows, scored, j)))
                .toArray(double[][]::new);
        if (seen.length < OddRowDefaults.FEWEST_COLUMNS_OF_NORMALS) {
            return new int[0];
        }
        double[] logs = TrimmedNormals.logs(
                IntStream.range(0, scored.length)
                        .mapToObj(i -> Arrays.stream(seen)
                                .mapToDouble(column -> column[i])
                                .toArray())
                        .toArray(double[][]::new),
                Arrays.stream(scored).map(i -> folds.of()[i]).toArray(),
                Purpose.TRIMMED_CLUSTERS.stream(seed).generator(0));
        return odd(logs, OddRowDefaults.FALSE_DISCOVERIES_BEYOND_DOUBT).length
                        > OddRowDefaults.MANY_SUSPECTS * scored.length
                ? Arrays.stream(odd(logs, OddRowDefaults.FALSE_DISCOVERIES_OF_SUSPECTS))
                        .map(i -> scored[i])
                        .toArray()
                : new int[0];
    }

    /** The columns that normal distributions can have: those of many different numbers, unless one of them or the gap repeats much. */
    private static int[] columns(Rows rows, List<Column> columns, Folds folds) {
        int[] some = folds.scored();
        return IntStream.range(0, columns.size())
                .filter(j ->
                        columns.get(j).hasNumbers() && columns.get(j).circle().isEmpty())
                .filter(j -> differ(numbers(rows, some, j)))
                .toArray();
    }

    private static boolean differ(double[] numbers) {
        Sorted known = Sorted.of(numbers);
        double most = KindDefaults.ATOM_SHARE * numbers.length;
        double[] distinct = Arrays.stream(known.toArray()).distinct().toArray();
        return distinct.length > KindDefaults.MOST_LISTED
                && numbers.length - known.size() < most
                && Arrays.stream(distinct).allMatch(x -> known.countBelow(Math.nextUp(x)) - known.countBelow(x) < most);
    }

    private static double[] numbers(Rows rows, int[] some, int column) {
        return Arrays.stream(some).mapToDouble(i -> rows.get(i, column)).toArray();
    }

    private static int[] odd(double[] logs, double discoveries) {
        OddScores odd = OddScores.of(logs, discoveries / OddRowDefaults.FALSE_DISCOVERIES, discoveries);
        return IntStream.range(0, logs.length).filter(i -> odd.isOdd(logs[i])).toArray();
    }

    /** Numbers on one scale. */
    private static double[] column(double[] numbers) {
        QuartileScale scale = QuartileScale.of(numbers);
        return Arrays.stream(numbers).map(scale::linear).toArray();
    }
}
