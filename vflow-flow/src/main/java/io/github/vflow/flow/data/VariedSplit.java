package io.github.vflow.flow.data;

import java.util.HashSet;
import java.util.Set;

/** Makes sure that columns which vary in a table vary in the first part of a split, too: a constant has no density. */
final class VariedSplit {
    private VariedSplit() {}

    /**
     * Exchanges as few rows between the parts as it takes.
     *
     * @param order the numbers of the rows, the first part first; modified
     * @param first the number of rows in the first part
     */
    static void of(Rows rows, int[] order, int first) {
        Set<Integer> needed = new HashSet<>();
        for (int j = 0; j < rows.features(); j++) {
            addTwoValues(needed, rows, order, j);
        }
        int free = first - 1;
        for (int i = first; i < order.length; i++) {
            if (needed.contains(order[i])) {
                while (free >= 0 && needed.contains(order[free])) {
                    free--;
                }
                if (free < 0) {
                    return;
                }
                int row = order[free];
                order[free] = order[i];
                order[i] = row;
            }
        }
    }

    /** Adds the first two rows of an order that differ in a column. */
    private static void addTwoValues(Set<Integer> needed, Rows rows, int[] order, int column) {
        double value = Double.NaN;
        for (int row : order) {
            double x = rows.get(row, column);
            if (!Double.isNaN(x) && x != value) {
                needed.add(row);
                if (!Double.isNaN(value)) {
                    return;
                }
                value = x;
            }
        }
    }
}
