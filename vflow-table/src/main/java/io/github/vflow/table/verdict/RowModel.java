package io.github.vflow.table.verdict;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** The density of rows that an {@link Alarm} judges by. Implementations are safe for any number of threads. */
public interface RowModel {
    /** The columns of a row, in its order. */
    List<JudgedColumn> columns();

    /**
     * A row by names.
     *
     * @throws IllegalArgumentException naming the columns that are missing or unknown, or that have no such value
     */
    Observed observe(Map<String, ?> row);

    /**
     * ln p(row) in nats with its standard error.
     *
     * @param row [d]; NaN is a missing cell, which is integrated out
     */
    ImportanceEstimate estimate(double[] row);

    /** The estimate of each row [n][d], with the bits of {@link #estimate(double[])}. */
    ImportanceEstimate[] estimates(double[][] rows);

    /**
     * Weighted draws of a row's missing cells given its known ones.
     *
     * @param row [d]; NaN is a missing cell
     * @param samples the least number of draws
     */
    Imputation impute(double[] row, int samples, long seed);

    /**
     * A row that was given by names.
     *
     * @param row [d]; NaN is a missing cell, or a category that the model does not know
     * @param breaches the cells that contradict all training rows
     */
    record Observed(double[] row, List<Reason.Breach> breaches) {}

    /**
     * A column of a row.
     *
     * @param name of the column
     * @param labels of a category, whose numbers are indices into them; empty for numbers
     * @param isWhole whether its numbers are whole
     * @param dates the date of a number; empty if its numbers are no dates
     */
    record JudgedColumn(String name, List<String> labels, boolean isWhole, Optional<DoubleFunction<String>> dates) {
        /** Copies the list. */
        public JudgedColumn {
            labels = List.copyOf(labels);
        }

        /** A column whose numbers are no dates. */
        public JudgedColumn(String name, List<String> labels, boolean isWhole) {
            this(name, labels, isWhole, Optional.empty());
        }

        /** A column of real numbers. */
        public static JudgedColumn ofReals(String name) {
            return new JudgedColumn(name, List.of(), false);
        }

        /** This column with dates as its values. */
        public JudgedColumn ofDates(DoubleFunction<String> written) {
            return new JudgedColumn(name, labels, isWhole, Optional.of(written));
        }

        boolean isCategory() {
            return !labels.isEmpty();
        }

        /** The value that a number stands for: a label, a date as text, a Long or a Double. */
        Object value(double number) {
            if (dates.isPresent()) {
                return dates.get().apply(number);
            }
            if (isCategory()) {
                return labels.get((int) number);
            }
            return isWhole ? (Object) (long) number : (Object) number;
        }
    }
}
