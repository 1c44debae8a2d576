package io.github.vflow.spark;

import io.github.vflow.spark.internal.params.SharedParams;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters that {@link VFlow} and {@link VFlowModel} have in common. Rows are the columns of {@code inputCols}. If that is not set, they
 * are the numbers of the vector in {@code featuresCol}, and if there is no such column, all columns of the Dataset.
 *
 * @param <T> the estimator or the model
 */
public sealed interface DensityParams<T extends DensityParams<T>> extends Params permits VFlow, VFlowModel {
    /** The parameters, for this module. */
    SharedParams shared();

    /** The columns of a row. */
    default StringArrayParam inputCols() {
        return shared().inputCols();
    }

    /** The vector of a row. */
    default Param<String> featuresCol() {
        return shared().featuresCol();
    }

    /** The column of ln p(row), in nats. */
    default Param<String> outputCol() {
        return shared().outputCol();
    }

    /** The treatment of rows that cannot be scored: error, skip or keep. */
    default Param<String> handleInvalid() {
        return shared().handleInvalid();
    }

    /** The rate of false alarms; 0 for no alarms. */
    default DoubleParam alarmRate() {
        return shared().alarmRate();
    }

    /** The column of alarm scores. */
    default Param<String> alarmScoreCol() {
        return shared().alarmScoreCol();
    }

    /** The column of p-values. */
    default Param<String> pValueCol() {
        return shared().pValueCol();
    }

    /** The column of alarms. */
    default Param<String> alarmCol() {
        return shared().alarmCol();
    }

    /** The column of reasons. */
    default Param<String> reasonCol() {
        return shared().reasonCol();
    }

    /** Sets the columns of a row. */
    default T setInputCols(String... names) {
        return with(inputCols(), names);
    }

    /** Sets the vector of a row. */
    default T setFeaturesCol(String name) {
        return with(featuresCol(), name);
    }

    /** Sets the column of ln p(row). */
    default T setOutputCol(String name) {
        return with(outputCol(), name);
    }

    /**
     * Sets the treatment of rows that cannot be scored.
     *
     * @param word error, skip or keep
     */
    default T setHandleInvalid(String word) {
        return with(handleInvalid(), word);
    }

    /**
     * Sets the rate of false alarms. The model then also adds the alarm score, a p-value, whether the row is an alarm, and why.
     *
     * @param rate in [0, 1); 0 for no alarms
     */
    default T setAlarmRate(double rate) {
        return with(alarmRate(), rate);
    }

    /** Sets the column of alarm scores. */
    default T setAlarmScoreCol(String name) {
        return with(alarmScoreCol(), name);
    }

    /** Sets the column of p-values. */
    default T setPValueCol(String name) {
        return with(pValueCol(), name);
    }

    /** Sets the column of alarms. */
    default T setAlarmCol(String name) {
        return with(alarmCol(), name);
    }

    /** Sets the column of reasons. */
    default T setReasonCol(String name) {
        return with(reasonCol(), name);
    }

    @SuppressWarnings("unchecked") // T is the type of this
    private <V> T with(Param<V> param, V value) {
        set(param, value);
        return (T) this;
    }
}
