package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.train.defensive.TailNormals;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.schema.Column;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A mixture of normal distributions of the numbers of rows, each by its {@link Marginal#normalScore}, so that it depends on no unit.
 *
 * <p>A joint density has a broad component, so its ln p hardly tells rows far out from rows at the border. Normal distributions tell them apart.
 * Columns of few different numbers, and those in which one repeats much, are left out. Measured: docs/lab/outliers.md#tails.
 *
 * @param columns that it has, by their numbers in a row
 * @param marginals of these columns
 * @param normals of their normal scores
 */
public record NumberNormals(int[] columns, Marginals marginals, TailNormals normals) {
    /** The mixture for each fold, of the rows of the others; none if they have too few columns. */
    public static List<NumberNormals> of(
            Rows rows, List<Column> columns, Folds folds, List<Marginals> marginals, long seed) {
        int[] some = columns(rows, columns, folds);
        return some.length < OddRowDefaults.FEWEST_COLUMNS_OF_NORMALS
                ? List.of()
                : IntStream.range(0, folds.count())
                        .mapToObj(k -> of(
                                rows,
                                folds.others(k),
                                some,
                                marginals.get(k).select(some),
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

    private static NumberNormals of(Rows rows, int[] some, int[] columns, Marginals marginals, RandomGenerator random) {
        return new NumberNormals(
                columns,
                marginals,
                TailNormals.of(
                        Arrays.stream(some)
                                .mapToObj(i -> normalScores(rows.copyRow(i), columns, marginals))
                                .toArray(double[][]::new),
                        random));
    }

    /** A gap counts as the median of its column. */
    private static double[] normalScores(double[] row, int[] columns, Marginals marginals) {
        return IntStream.range(0, columns.length)
                .mapToDouble(k -> Double.isNaN(row[columns[k]])
                        ? 0
                        : marginals.columns().get(k).normalScore(row[columns[k]]))
                .toArray();
    }

    /** ln N(z) − Σⱼ ln φ(zⱼ) of the normal scores z of each row [n][d], in nats. */
    double[] besideIndependent(double[][] rows) {
        double[][] scores = Arrays.stream(rows)
                .map(row -> normalScores(row, columns, marginals))
                .toArray(double[][]::new);
        double[] logs = normals.logs(scores);
        double constant = 0.5 * columns.length * Math.log(2 * Math.PI);
        Arrays.setAll(
                logs,
                i -> logs[i]
                        + constant
                        + 0.5 * Arrays.stream(scores[i]).map(z -> z * z).sum());
        return logs;
    }
}
