package io.github.vflow.table.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of a table that was read.
 *
 * @param column what it is
 * @param values its range, or its labels
 * @param distinct the number of different values; zero if the column is not modelled
 * @param missing the number of missing cells
 * @param isNeverNegative whether it has numbers of which none is negative, so that no sample is
 */
public record ColumnSummary(Column column, String values, long distinct, long missing, boolean isNeverNegative) {
    private static final int LONGEST = 24;

    /** The labels that a line about a model shows. */
    static final int MANY = 6;

    /**
     * The first labels of categories for a line of text, long ones cut, and how many there are if there are more.
     *
     * @param most labels that are shown
     */
    public static String labels(List<String> labels, int most) {
        String first = labels.stream()
                .limit(most)
                .map(label -> label.length() <= LONGEST
                        ? label
                        : label.substring(0, LONGEST - 1).strip() + "…")
                .collect(Collectors.joining(", "));
        return labels.size() <= most ? first : first + ", … (" + labels.size() + ")";
    }

    /** "real", "bounded", "circular", "heavy-tailed", "whole", "category", "constant", "derived", "date" or "ignored". */
    public String kind() {
        return column.kindWord();
    }

    /** The use that a model makes of the column. */
    public String use() {
        return column.use() + (isNeverNegative ? "; never negative" : "");
    }
}
