package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.train.defensive.TailNormals;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.schema.Column;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A mixture of normal distributions of the numbers of rows, on scales that are logarithmic far out.
 *
 * <p>A joint density has a broad component, so its ln p hardly tells rows far out from rows at the border. Normal distributions tell them apart.
 * Columns of few different numbers, and those in which one repeats much, are left out. Measured: docs/lab/outliers.md#tails.
 *
 * @param columns that it has, by their numbers in a row
 * @param scales of these columns
 * @param normals of scaled numbers
 */
public record NumberNormals(int[] columns, List<QuartileScale> scales, TailNormals normals) {
    /** The mixture for each fold, of the rows of the others; none if they have too few columns. */
    public static List<NumberNormals> of(Rows rows, List<Column> columns, Folds folds, long seed) {
        int[] some = columns(rows, columns, folds);
        return some.length < OddRowDefaults.FEWEST_COLUMNS_OF_NORMALS
                ? List.of()
                : IntStream.range(0, folds.count())
                        .mapToObj(k -> of(
                                rows,
                                folds.others(k),
                                some,
                                Purpose.TAIL_CLUSTERS.stream(seed).generator(k)))
                        .toList();
    }

    /** The columns that normal distributions can have: those of many different numbers, unless one of them or the gap repeats much. */
    static int[] columns(Rows rows, List<Column> columns, Folds folds) {
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

    static double[] numbers(Rows rows, int[] some, int column) {
        return Arrays.stream(some).mapToDouble(i -> rows.get(i, column)).toArray();
    }

    private static NumberNormals of(Rows rows, int[] some, int[] columns, RandomGenerator random) {
        List<QuartileScale> scales = IntStream.of(columns)
                .mapToObj(j -> QuartileScale.of(numbers(rows, some, j)))
                .toList();
        return new NumberNormals(
                columns,
                scales,
                TailNormals.of(
                        Arrays.stream(some)
                                .mapToObj(i -> scaled(rows.copyRow(i), columns, scales, QuartileScale::near))
                                .toArray(double[][]::new),
                        random));
    }

    private static double[] scaled(
            double[] row, int[] columns, List<QuartileScale> scales, ToDoubleBiFunction<QuartileScale, Double> of) {
        return IntStream.range(0, columns.length)
                .mapToDouble(k -> of.applyAsDouble(scales.get(k), row[columns[k]]))
                .toArray();
    }

    /**
     * ln N of the places of each row [n][d], less the logarithms of the units, so that folds compare. In nats where the scales are linear; a gap
     * counts as the median of its column.
     */
    double[] logs(double[][] rows) {
        double volume = scales.stream().mapToDouble(s -> Math.log(s.unit())).sum();
        return Arrays.stream(normals.logs(Arrays.stream(rows)
                        .map(row -> scaled(row, columns, scales, QuartileScale::of))
                        .toArray(double[][]::new)))
                .map(log -> log - volume)
                .toArray();
    }
}
