package io.github.vflow.benchmarks.verdict;

import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.benchmarks.tables.data.Split;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.stream.IntStream;

/**
 * A table whose normal rows are split in two halves.
 *
 * @param name of the table
 * @param model trained and calibrated on rows of one half
 * @param train rows of that half
 * @param normal [m][d], the other half of the normal rows
 * @param odd [k][d], the anomalies
 */
record JudgedTable(String name, TableModel model, double[][] train, double[][] normal, double[][] odd) {
    private static final int MOST_TESTED = 50_000;

    static JudgedTable of(LabelledTable table, Recipe recipe, int rows, long seed) {
        Split split = Protocol.SEMI_SUPERVISED.split(table, seed, new Protocol.Caps(rows, MOST_TESTED));
        TableModel model = TableModel.fit(Table.of(split.train()), recipe);
        return new JudgedTable(table.name(), model, split.train(), tested(split, false), tested(split, true));
    }

    private static double[][] tested(Split split, boolean isOdd) {
        return IntStream.range(0, split.test().length)
                .filter(i -> split.anomaly()[i] == isOdd)
                .mapToObj(i -> split.test()[i])
                .toArray(double[][]::new);
    }

    /** d, the number of columns. */
    int width() {
        return train[0].length;
    }
}
