package io.github.vflow.table.verdict;

import java.util.List;

/**
 * A column of a row that is judged.
 *
 * @param name of the column
 * @param labels of its categories, which its numbers count from 0 on; empty if it has numbers
 * @param isWhole whether its numbers are whole
 */
public record JudgedColumn(String name, List<String> labels, boolean isWhole) {
    /** Copies the list. */
    public JudgedColumn {
        labels = List.copyOf(labels);
    }

    /** A column of real numbers. */
    public static JudgedColumn ofReals(String name) {
        return new JudgedColumn(name, List.of(), false);
    }

    boolean isCategory() {
        return !labels.isEmpty();
    }

    /** The value for which a number stands: a label, a Long or a Double. */
    public Object value(double number) {
        if (isCategory()) {
            return labels.get((int) number);
        }
        return isWhole ? (Object) (long) number : (Object) number;
    }
}
