package io.github.vflow.table.score;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.source.text.Decimals;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Scores rows, and draws missing cells. Implementations are safe for any number of threads. */
public interface Scorer {
    /** The columns of a row, in its order. */
    List<JudgedColumn> columns();

    /**
     * The score of a row.
     *
     * @param row [d]; NaN is a missing cell, which is integrated out
     */
    Score score(double[] row);

    /** The score of each row [n][d], with the bits of {@link #score(double[])}. */
    List<Score> scores(double[][] rows);

    /**
     * The scorer by which columns cost a row, in nats above a typical row. Its scores add up over columns, since the oddest cell alone would hide the
     * next one. They see combinations and single cells, or a cell that is usual by itself would cost more than a rare one.
     */
    default Scorer explaining() {
        return this;
    }

    /**
     * Scores of rows [n][d] that are compared with one another, by a part of the samples: they differ from {@link #scores} by an error that is about
     * the same for all of them.
     */
    default List<Score> compared(double[][] rows) {
        return scores(rows);
    }

    /** As {@link #compared}, for complete rows and by still fewer samples, which tell the columns that may be odd. */
    default List<Score> comparedRoughly(double[][] rows) {
        return compared(rows);
    }

    /** All usual numbers of a column, whose {@link Score#logProb} are logarithms of probabilities but for one constant; empty if these are not few. */
    default List<Double> numbers(int column) {
        return List.of();
    }

    /** Numbers that most rows have in a column; empty if no few numbers are so frequent. */
    default List<Double> frequent(int column) {
        return numbers(column);
    }

    /** Whether it draws missing cells. */
    default boolean imputes() {
        return true;
    }

    /** Whether it can tell the cost of a column: it draws missing cells, or has one column. */
    default boolean canExplain() {
        return imputes() || columns().size() == 1;
    }

    /**
     * Weighted draws of a row's missing cells given its known ones.
     *
     * @param row [d]; NaN is a missing cell
     * @param samples the least number of draws
     */
    Imputation impute(double[] row, int samples, long seed);

    /**
     * As {@link #impute}, of some rows at once and never by more draws, which tell the columns that may be odd.
     *
     * @param rows [n][d]
     * @param seeds of the rows [n]
     */
    default List<Imputation> imputeRoughly(double[][] rows, int samples, long... seeds) {
        return IntStream.range(0, rows.length)
                .mapToObj(i -> impute(rows[i], samples, seeds[i]))
                .toList();
    }

    /**
     * How rare a number of a column is among the rows of the model; empty if it does not know, and for labels and numbers on a circle.
     *
     * @param value known
     */
    default Optional<Marginal.Tail> tail(int column, double value) {
        return Optional.empty();
    }

    /** The columns in which a row differs most from the rows that are nearest to it; empty if it knows no rows. */
    default List<Neighbours.Difference> differences(double[] row) {
        return List.of();
    }

    /** Writes the number of a column as text. */
    interface Text {
        /**
         * The text.
         *
         * @param row whose other cells the text may need, such as the seasons of a date for its trend; cells may be missing, or all of it
         */
        String of(double[] row, double number);
    }

    /**
     * A column of a row.
     *
     * @param name of the column
     * @param labels of a category, whose numbers are indices into them; empty for numbers
     * @param isWhole whether its numbers are whole
     * @param text of a date, or a number on a circle; empty if its numbers are plain
     * @param period of numbers on a circle; zero for others
     */
    record JudgedColumn(String name, List<String> labels, boolean isWhole, Optional<Text> text, double period) {
        /** The digits of a number on a circle, beside the digits of its hundredth part. */
        private static final double PARTS = 100;

        public JudgedColumn {
            labels = List.copyOf(labels);
        }

        /** A column whose numbers are plain. */
        public JudgedColumn(String name, List<String> labels, boolean isWhole) {
            this(name, labels, isWhole, Optional.empty(), 0);
        }

        /** A column of real numbers. */
        public static JudgedColumn ofReals(String name) {
            return new JudgedColumn(name, List.of(), false);
        }

        /** A column of real numbers, which are dates if they have a text. */
        public static JudgedColumn ofReals(String name, Optional<Text> date) {
            return new JudgedColumn(name, List.of(), false, date, 0);
        }

        /**
         * This column with numbers on a circle.
         *
         * @param place the number between the ends of the circle that stands for the place of another one
         */
        public JudgedColumn onCircle(double length, DoubleUnaryOperator place) {
            Text written = (_, number) -> Decimals.text(place.applyAsDouble(number), length / PARTS);
            return new JudgedColumn(name, labels, isWhole, Optional.of(text.orElse(written)), length);
        }

        /** Whether its numbers are labels. */
        public boolean isCategory() {
            return !labels.isEmpty();
        }

        /** Whether its numbers lie on a circle. */
        public boolean isOnCircle() {
            return period > 0;
        }

        /** The distribution of a cell, on a line on which its numbers have an order. */
        public Imputation onLine(Imputation of, int column) {
            return isOnCircle() ? of.around(column, period) : of;
        }

        /** The value that a number stands for in a row: a label, a text, a Long or a Double. */
        public Object value(double[] row, double number) {
            if (text.isPresent()) {
                return text.get().of(row, number);
            }
            if (isCategory()) {
                return labels.get((int) number);
            }
            return isWhole ? (Object) (long) number : (Object) number;
        }
    }
}
