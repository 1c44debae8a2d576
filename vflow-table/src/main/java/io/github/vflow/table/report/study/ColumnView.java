package io.github.vflow.table.report.study;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.report.measure.Difference;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.score.Scorer;
import java.util.Optional;

/**
 * A column of the data beside the same column of samples.
 *
 * @param column the column of the schema
 * @param data its numbers, NaN for a missing cell [n]
 * @param known the known numbers in order
 * @param samples its numbers in the samples [m]
 * @param drawn the same in order
 * @param scale of an axis for both
 * @param parts the number of bars of the axis
 * @param difference the largest difference of the two
 * @param date the text of a date, or of the trend of a date; empty for other columns
 */
public record ColumnView(
        Column column,
        double[] data,
        Sorted known,
        double[] samples,
        Sorted drawn,
        Scale scale,
        int parts,
        Difference difference,
        Optional<Scorer.Text> date) {

    static ColumnView of(Column column, Optional<Scorer.Text> date, double[] data, double[] samples) {
        Sorted known = Sorted.of(data);
        Sorted drawn = Sorted.of(samples);
        Axis axis = Axis.of(column, known.size() == 0 ? drawn : known, drawn)
                .written(date.map(text -> number -> text.of(new double[0], number)));
        int labels = column.labels().size();
        Difference difference = column.isCategory()
                ? Difference.ofShares(
                        known.shares(axis.scale()::position, labels),
                        known.size(),
                        drawn.shares(axis.scale()::position, labels),
                        drawn.size())
                : Difference.of(known, drawn);
        return new ColumnView(column, data, known, samples, drawn, axis.scale(), axis.parts(), difference, date);
    }

    /** The same column of the data beside other numbers. */
    public ColumnView beside(double[] others) {
        return of(column, date, data, others);
    }

    /** The name of the column. */
    public String name() {
        return column.name();
    }

    /** Whether its numbers are categories. */
    public boolean isCategory() {
        return column.isCategory();
    }

    /** The number of missing cells. */
    public int missing() {
        return data.length - known.size();
    }

    /** The shares of the data in the parts of the axis. */
    public double[] shares() {
        return known.shares(scale::position, parts);
    }

    /** The shares of the samples in the parts of the axis. */
    public double[] drawnShares() {
        return drawn.shares(scale::position, parts);
    }

    /** The value of a number as text; a trend is the date that it gives in the first place of each season. */
    public String text(double number) {
        return text(new double[0], number);
    }

    /** The value of a number in a row as text. */
    public String text(double[] row, double number) {
        if (date.isPresent() && !Double.isNaN(number)) {
            return date.get().of(row, number);
        }
        return !isCategory()
                ? Figures.shown(number)
                : Double.isNaN(number) ? "–" : column.labels().get((int) number);
    }
}
