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
        double[][] seen = IntStream.range(0, columns.size())
                .filter(j ->
                        columns.get(j).hasNumbers() && columns.get(j).circle().isEmpty())
                .mapToObj(j -> column(rows, scored, j))
                .filter(column -> column.length > 0)
                .toArray(double[][]::new);
        if (seen.length < OddRowDefaults.FEWEST_COLUMNS_OF_SUSPECTS) {
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

    private static int[] odd(double[] logs, double discoveries) {
        OddScores odd = OddScores.of(logs, discoveries / OddRowDefaults.FALSE_DISCOVERIES, discoveries);
        return IntStream.range(0, logs.length).filter(i -> odd.isOdd(logs[i])).toArray();
    }

    /** The numbers of some rows on one scale, with the median in gaps; empty if a number or the gap repeats much, or few differ. */
    private static double[] column(Rows rows, int[] some, int column) {
        double[] numbers =
                Arrays.stream(some).mapToDouble(i -> rows.get(i, column)).toArray();
        Sorted known = Sorted.of(numbers);
        double most = KindDefaults.ATOM_SHARE * some.length;
        double[] distinct = Arrays.stream(known.toArray()).distinct().toArray();
        if (distinct.length <= KindDefaults.MOST_LISTED
                || some.length - known.size() >= most
                || Arrays.stream(distinct)
                        .anyMatch(x -> known.countBelow(Math.nextUp(x)) - known.countBelow(x) >= most)) {
            return new double[0];
        }
        double median = known.lower(0.5);
        double range = known.lower(0.75) - known.lower(0.25);
        double far = OddRowDefaults.FAR_RANGES * range;
        return Arrays.stream(numbers)
                .map(x -> Double.isNaN(x)
                        ? 0
                        : Math.clamp(x - median, -far, far) / range * Marginal.Window.QUARTILES_OF_NORMAL)
                .toArray();
    }
}
