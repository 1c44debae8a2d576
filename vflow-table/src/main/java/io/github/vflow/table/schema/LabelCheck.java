package io.github.vflow.table.schema;

import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The check of a column of labels beside the numbers of its intervals, by places.
 *
 * @param column the column of labels
 * @param number the column of numbers
 * @param at the place of the label
 * @param from the place of the number
 */
record LabelCheck(Category column, Column number, LabelIntervals intervals, Place at, Place from) {
    /** A place in a record, and in a row. */
    record Place(int inRecord, int inRow) {
        private static Place of(Schema schema, List<String> modelled, String name) {
            return new Place(schema.index(name), modelled.indexOf(name));
        }
    }

    /** The checks of a schema. */
    static List<LabelCheck> of(Schema schema) {
        List<LabelCheck> checks = new ArrayList<>(0);
        for (Column c : schema.columns()) {
            if (c instanceof Category column && column.intervals().isPresent()) {
                LabelIntervals intervals = column.intervals().get();
                List<String> modelled = schema.modelled().names();
                if (modelled.contains(intervals.source())
                        && !schema.column(intervals.source()).isCategory()) {
                    checks.add(new LabelCheck(
                            column,
                            schema.column(intervals.source()),
                            intervals,
                            Place.of(schema, modelled, column.name()),
                            Place.of(schema, modelled, intervals.source())));
                }
            }
        }
        return checks;
    }

    /** The breach of a record; empty if it keeps the intervals, or a cell is missing. */
    Optional<Verdict.Reason.Breach> breach(double[] record) {
        double label = record[at.inRecord];
        double x = record[from.inRecord];
        if (Double.isNaN(label) || Double.isNaN(x) || intervals.allow(x, text(label))) {
            return Optional.empty();
        }
        return Optional.of(
                Verdict.Reason.Breach.broken(column.name(), intervals.words(), intervals.nearest(x), text(label)));
    }

    /** Gives a drawn row the label of its number, in place. */
    void round(double[] row) {
        // a model of p(y | x) draws y alone
        if (Math.max(at.inRow, from.inRow) < row.length) {
            row[at.inRow] = drawn(row[at.inRow], row[from.inRow]);
        }
    }

    /** Whether the draw of a missing number lies in the interval of the known label of a row. */
    boolean holds(double[] row, double[] draw) {
        return !Double.isNaN(row[from.inRow])
                || Double.isNaN(row[at.inRow])
                || drawn(row[at.inRow], number.drawn(draw[from.inRow])) == row[at.inRow];
    }

    private double drawn(double label, double x) {
        return Double.isNaN(label) || Double.isNaN(x)
                ? label
                : column.labels().indexOf(intervals.drawn(x, text(label)));
    }

    private String text(double label) {
        return column.labels().get((int) label);
    }
}
