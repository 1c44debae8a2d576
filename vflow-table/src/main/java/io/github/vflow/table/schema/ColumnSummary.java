package io.github.vflow.table.schema;

/**
 * A column of a table that was read.
 *
 * @param column what it is
 * @param values its range, or its labels
 * @param distinct the number of different values; zero if the column is not modelled
 * @param missing the number of missing cells
 */
public record ColumnSummary(Column column, String values, long distinct, long missing) {
    /** "real", "bounded", "heavy-tailed", "whole", "category", "constant", "derived", "date" or "ignored". */
    public String kind() {
        return SchemaJson.kind(column);
    }

    /** The use that a model makes of the column. */
    public String use() {
        return switch (column) {
            case Column.Real _ -> "density, standardised";
            case Column.Bounded _ -> "density, by a logit";
            case Column.HeavyTailed _ -> "density, by an arcsinh";
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
