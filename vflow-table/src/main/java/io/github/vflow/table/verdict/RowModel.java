package io.github.vflow.table.verdict;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import java.util.List;
import java.util.Map;

/** What a verdict asks of a density of rows. Implementations are safe for any number of threads. */
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
     * @param samples the number of draws
     */
    Imputation impute(double[] row, int samples, long seed);

    /**
     * A row that was given by names.
     *
     * @param row [d]; NaN is a missing cell, or a category that the model does not know
     * @param unseen the categories that the model does not know
     */
    record Observed(double[] row, List<Reason.UnseenCategory> unseen) {}
}
