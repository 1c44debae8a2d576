package io.github.vflow.table.schema;

import io.github.vflow.table.source.text.Numerals;
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

    /**
     * The first labels of categories for a line of text, long ones cut, and how many there are if there are more.
     *
     * @param most labels that are shown
     */
    public static String labels(Column.Category c, int most) {
        List<String> labels = c.kind().labels();
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
        return SchemaJson.kind(column);
    }

    /** The use that a model makes of the column. */
    public String use() {
        return ofModel() + (isNeverNegative ? "; never negative" : "");
    }

    private String ofModel() {
        return switch (column) {
            case Column.Real r
            when r.atom().isPresent() ->
                "probability of " + Numerals.shortest(r.atom().getAsDouble()) + ", density of the others";
            case Column.Whole w
            when w.atom().isPresent() ->
                "probability of " + Numerals.shortest(w.atom().getAsDouble()) + ", and of the others";
            case Column.Real _ -> "density";
            case Column.Bounded _ -> "density, by a logit";
            case Column.HeavyTailed _ -> "density, by an arcsinh";
            case Column.Circular _ -> "density on a circle";
            case Column.Whole _ -> "probability of the whole number";
            case Column.Category c ->
                "probability of the category, one of " + c.kind().count();
            case Column.Constant _ -> "left out, checked";
            case Column.Derived(Column _, Moment moment) -> "density of " + moment.shown();
            case Column.Derived d -> "left out, checked: " + d.by().words();
            case Column.Ignored _ -> "left out";
        };
    }
}
