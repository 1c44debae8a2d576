package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.defaults.RelationDefaults;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds labels that stand for intervals of a number in all rows, such as age groups. Each label has at least
 * {@value RelationDefaults#FEWEST_OF_INTERVAL} rows with the number, since fewer lie side by side by chance.
 */
public final class IntervalSearch {
    private final List<Column> columns;
    private final double[][] cells;

    private IntervalSearch(List<Column> columns, Rows rows) {
        this.columns = columns;
        this.cells =
                IntStream.range(0, columns.size()).mapToObj(rows::copyColumn).toArray(double[][]::new);
    }

    /**
     * A schema whose columns of labels know their intervals.
     *
     * @param kept the names of columns whose labels are not to be checked
     */
    public static Schema of(Schema schema, Rows rows, Set<String> kept) {
        List<Column> columns = schema.modelled().columns();
        IntervalSearch search = new IntervalSearch(columns, rows);
        int[] numbers = IntStream.range(0, columns.size())
                .filter(j -> schema.hasBoundsOfRows(columns.get(j)))
                .toArray();
        Schema found = schema;
        for (int j = 0; j < columns.size(); j++) {
            Column column = columns.get(j);
            for (int k = 0; k < numbers.length && column.isCategory() && !kept.contains(column.name()); k++) {
                List<double[]> ranges = search.ranges(j, numbers[k]);
                if (!ranges.isEmpty()) {
                    found = found.with(
                            column.withIntervals(columns.get(numbers[k]).name(), ranges));
                    k = numbers.length;
                }
            }
        }
        return found;
    }

    /** The least and the greatest number beside each label; none if these intervals meet. */
    private List<double[]> ranges(int labels, int numbers) {
        Ranges ranges = new Ranges(columns.get(labels).labels().size());
        for (int i = 0; i < cells[labels].length; i++) {
            if (!Double.isNaN(cells[labels][i]) && !Double.isNaN(cells[numbers][i])) {
                ranges.add((int) cells[labels][i], cells[numbers][i]);
            }
            // most pairs meet in few rows
            if (Integer.bitCount(i) == 1 && !ranges.areApart()) {
                return List.of();
            }
        }
        return ranges.areShown() && ranges.areApart() ? ranges.all() : List.of();
    }

    /** The range of the numbers beside each label. Mutable. */
    private static final class Ranges {
        private final double[] low;
        private final double[] high;
        private final int[] rows;

        Ranges(int labels) {
            low = new double[labels];
            high = new double[labels];
            rows = new int[labels];
        }

        void add(int label, double number) {
            low[label] = rows[label] == 0 ? number : Math.min(low[label], number);
            high[label] = rows[label] == 0 ? number : Math.max(high[label], number);
            rows[label]++;
        }

        private IntStream known() {
            return IntStream.range(0, rows.length).filter(k -> rows[k] > 0);
        }

        boolean areApart() {
            int[] order = known().boxed()
                    .sorted(Comparator.comparingDouble(k -> low[k]))
                    .mapToInt(k -> k)
                    .toArray();
            return IntStream.range(1, order.length).allMatch(o -> high[order[o - 1]] < low[order[o]]);
        }

        boolean areShown() {
            return known().count() > 1 && known().allMatch(k -> rows[k] >= RelationDefaults.FEWEST_OF_INTERVAL);
        }

        List<double[]> all() {
            return IntStream.range(0, rows.length)
                    .mapToObj(k -> rows[k] > 0 ? new double[] {low[k], high[k]} : new double[0])
                    .toList();
        }
    }
}
