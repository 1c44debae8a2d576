package io.github.vflow.table.schema;

import java.util.List;
import java.util.stream.Stream;

/** All kinds of columns, one line or more each. Every line goes through {@link ColumnLawsTest}. */
final class ColumnTable {
    private ColumnTable() {}

    /**
     * One line of the table.
     *
     * @param column of such a kind, whose relation reads the columns "a" and "b" if it has one
     * @param values of the column, as {@link Column#decode} gives them
     * @param others no values of the column
     */
    record Row(Column column, List<Object> values, List<Object> others) {
        @Override
        public String toString() {
            return column.toString();
        }
    }

    static Stream<Row> rows() {
        Relation sum = new Relation.Linear(
                List.of(
                        new Relation.Term("a", 1, new Relation.Digits(2, Relation.Digits.MOST)),
                        new Relation.Term("b", 1, new Relation.Digits(2, Relation.Digits.MOST))),
                0,
                new Relation.Digits(2, Relation.Digits.MOST),
                false);
        Column category = Column.category("c", List.of("1", "02", "none", "other"));
        return Stream.of(
                row(Column.real("c"), List.of(-1.5, 0.0, 1e30), List.of("x", 1e300)),
                row(Column.real("c").withAtoms(List.of(0.0)), List.of(-1.5, 0.0, 1e30), List.of("x")),
                row(Column.real("c").withAtoms(List.of(-1.5, 0.0)), List.of(-1.5, 0.0, 1e30), List.of("x")),
                row(Column.bounded("c", 0, 10), List.of(0.5, 9.5), List.of(0.0, 10.0, 11.0, "x")),
                row(new Column.Circular("c", 0, 360), List.of(0.0, 359.5), List.of("x", 1e300)),
                row(Column.heavyTailed("c"), List.of(-1e30, 0.25), List.of("x")),
                row(Column.whole("c"), List.of(-3L, 0L, 16_777_216L), List.of(0.5, 16_777_217L, "x")),
                row(Column.whole("c").withAtoms(List.of(7.0)), List.of(-3L, 7L), List.of(0.5)),
                row(Column.whole("c").withAtoms(List.of(-3.0, 7.0)), List.of(-3L, 7L), List.of(0.5)),
                row(category, List.of("1", "02", "none", "other"), List.of("x", 0, 3.0)),
                row(Column.category("c", category.labels(), "other"), List.of("1", "02", "none", "other"), List.of()),
                row(Column.constant("c", "kg"), List.of("kg"), List.of("g", 5)),
                row(Column.derived(Column.real("c"), sum), List.of(-1.5, 0.0), List.of("x")),
                row(Column.ignored("c"), List.of(), List.of()));
    }

    private static Row row(Column column, List<Object> values, List<Object> others) {
        return new Row(column, values, others);
    }
}
