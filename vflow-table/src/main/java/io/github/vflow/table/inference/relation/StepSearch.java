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
 * Finds labels that stand for intervals of a number in all rows, such as age groups. Each label has at least {@value RelationDefaults#FEWEST_OF_STEP}
 * rows with the number, since fewer lie side by side by chance.
 */
public final class StepSearch {
    private final List<Column> columns;
    private final double[][] cells;

    private StepSearch(List<Column> columns, Rows rows) {
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
        StepSearch search = new StepSearch(columns, rows);
        int[] numbers = IntStream.range(0, columns.size())
                .filter(j -> schema.hasBoundsOfRows(columns.get(j)))
                .toArray();
        Schema found = schema;
        for (int j = 0; j < columns.size(); j++) {
            Column column = columns.get(j);
            for (int k = 0; k < numbers.length && column.isCategory() && !kept.contains(column.name()); k++) {
                List<double[]> ranges = search.ranges(j, numbers[k]);
                if (!ranges.isEmpty()) {
                    found = found.with(column.withSteps(columns.get(numbers[k]).name(), ranges));
                    k = numbers.length;
                }
            }
        }
        return found;
    }

    /** The least and the greatest number beside each label; none if these intervals meet. */
    private List<double[]> ranges(int labels, int numbers) {
        int kinds = columns.get(labels).labels().size();
        double[] low = new double[kinds];
        double[] high = new double[kinds];
        int[] rows = new int[kinds];
        for (int i = 0; i < cells[labels].length; i++) {
            double number = cells[numbers][i];
            if (!Double.isNaN(cells[labels][i]) && !Double.isNaN(number)) {
                int k = (int) cells[labels][i];
                low[k] = rows[k] == 0 ? number : Math.min(low[k], number);
                high[k] = rows[k] == 0 ? number : Math.max(high[k], number);
                rows[k]++;
            }
        }
        int[] order = IntStream.range(0, kinds)
                .filter(k -> rows[k] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> low[k]))
                .mapToInt(k -> k)
                .toArray();
        boolean isRule = order.length > 1
                && IntStream.of(order).allMatch(k -> rows[k] >= RelationDefaults.FEWEST_OF_STEP)
                && IntStream.range(1, order.length).allMatch(o -> high[order[o - 1]] < low[order[o]]);
        return isRule
                ? IntStream.range(0, kinds)
                        .mapToObj(k -> rows[k] > 0 ? new double[] {low[k], high[k]} : new double[0])
                        .toList()
                : List.of();
    }
}
