package io.github.vflow.table.schema;

import io.github.vflow.table.source.text.Numerals;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Intervals of a number in which a column has one label each, such as "young" from 15 to 34 and "mature" from 35 to 50. The label stays modelled, so
 * that a model answers questions about it, and the intervals are checked. Immutable.
 *
 * @param source the name of the column of numbers
 * @param intervals ascending, at least two
 */
record LabelIntervals(String source, List<Interval> intervals) {
    private static final int SHOWN = 3;

    /** The least and the greatest number that training rows have beside a label. */
    record Interval(String label, double low, double high) {
        private double distance(double number) {
            return Math.max(0, Math.max(low - number, number - high));
        }

        private String words(String source) {
            return "\"" + label + "\" where " + source + " is " + Numerals.shortest(low) + " to "
                    + Numerals.shortest(high);
        }
    }

    LabelIntervals {
        intervals = List.copyOf(intervals);
        List<Interval> all = intervals;
        boolean isAscending = IntStream.range(0, all.size())
                .allMatch(k -> all.get(k).low <= all.get(k).high && (k == 0 || all.get(k - 1).high < all.get(k).low));
        if (all.size() < 2 || !isAscending) {
            throw new IllegalArgumentException("LabelIntervals: the intervals of " + source
                    + " must be at least two, ascending and apart, but are " + all + "; leave the rule out");
        }
    }

    /** The intervals of labels, with the least and the greatest number of each; empty for a label without rows. */
    static LabelIntervals of(String source, List<String> labels, List<double[]> ranges) {
        return new LabelIntervals(
                source,
                IntStream.range(0, labels.size())
                        .filter(k -> ranges.get(k).length > 0)
                        .mapToObj(k -> new Interval(labels.get(k), ranges.get(k)[0], ranges.get(k)[1]))
                        .sorted(Comparator.comparingDouble(Interval::low))
                        .toList());
    }

    /** Whether a row may have a label beside a number. Beyond all intervals any label may be, and between two of them either one. */
    boolean allow(double number, String label) {
        int last = intervals.size() - 1;
        boolean isOutside = number < intervals.getFirst().low || number > intervals.get(last).high;
        for (int k = 0; k <= last && !isOutside; k++) {
            if (intervals.get(k).label.equals(label)) {
                boolean isAbove = k == 0 || number > intervals.get(k - 1).high;
                boolean isBelow = k == last || number < intervals.get(k + 1).low;
                return isAbove && isBelow;
            }
        }
        return true;
    }

    /** The label that a drawn row has: beyond all intervals the nearest one, otherwise its own if the row may have it. */
    String drawn(double number, String label) {
        double inside = Math.clamp(number, intervals.getFirst().low, intervals.getLast().high);
        return allow(inside, label) ? label : nearest(inside);
    }

    /** The label of the interval that is nearest to a number. */
    String nearest(double number) {
        return intervals.stream()
                .min(Comparator.comparingDouble(i -> i.distance(number)))
                .orElseThrow()
                .label;
    }

    /** The rule as the end of a sentence that begins with "column is". */
    String words() {
        int more = intervals.size() - SHOWN;
        return intervals.stream().limit(SHOWN).map(i -> i.words(source)).collect(Collectors.joining(", "))
                + (more > 0 ? ", … (" + more + " more labels)" : "");
    }

    /**
     * The check of a column of labels beside the numbers of its intervals, by places.
     *
     * @param column the column of labels
     * @param number the column of numbers
     * @param at the place of the label
     * @param from the place of the number
     */
    record Check(Category column, Column number, LabelIntervals intervals, Place at, Place from) {
        /** A place in a record, and in a row. */
        record Place(int inRecord, int inRow) {
            private static Place of(Schema schema, List<String> modelled, String name) {
                return new Place(schema.index(name), modelled.indexOf(name));
            }
        }

        /** The checks of a schema. */
        static List<Check> of(Schema schema) {
            List<Check> checks = new ArrayList<>(0);
            for (Column c : schema.columns()) {
                if (c instanceof Category column && column.intervals().isPresent()) {
                    LabelIntervals intervals = column.intervals().get();
                    List<String> modelled = schema.modelled().names();
                    if (modelled.contains(intervals.source())
                            && !schema.column(intervals.source()).isCategory()) {
                        checks.add(new Check(
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
}
