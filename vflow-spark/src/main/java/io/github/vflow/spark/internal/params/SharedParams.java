package io.github.vflow.spark.internal.params;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters that estimator and model have in common, made once for each. */
public record SharedParams(
        StringArrayParam inputCols,
        Param<String> featuresCol,
        Param<String> outputCol,
        Param<String> handleInvalid,
        DoubleParam alarmRate,
        Param<String> alarmScoreCol,
        Param<String> pValueCol,
        Param<String> alarmCol,
        Param<String> reasonCol)
        implements Serializable {
    /** The column of vectors that Spark's learners take unless told otherwise. */
    public static final String FEATURES = "features";

    /** The parameters of an estimator or a model, with their defaults. */
    public static SharedParams of(Params of) {
        SharedParams p = new SharedParams(
                new StringArrayParam(
                        of,
                        "inputCols",
                        "columns of the rows: numbers, texts, truth values, dates; null is a missing cell"),
                new Param<>(of, "featuresCol", "vector column whose numbers are the rows, if inputCols is not set"),
                new Param<>(of, "outputCol", "column of ln p(row), in nats"),
                new Param<>(
                        of,
                        "handleInvalid",
                        "the treatment of a row that the model cannot score: error, skip (leave it out) or keep (null)",
                        ParamValidators.inArray(HandleInvalid.words())),
                new DoubleParam(
                        of,
                        "alarmRate",
                        "the part of normal rows that may be alarms, such as 0.01; 0 for no alarms",
                        ParamValidators.inRange(0, 1, true, false)),
                new Param<>(of, "alarmScoreCol", "column of the scores that alarms compare, if alarmRate is set"),
                new Param<>(of, "pValueCol", "column of p-values, if alarmRate is set"),
                new Param<>(of, "alarmCol", "column that says whether a row is an alarm, if alarmRate is set"),
                new Param<>(of, "reasonCol", "column that says why a row is an alarm, if alarmRate is set"));
        of.setDefault(p.featuresCol, FEATURES);
        of.setDefault(p.outputCol, "logDensity");
        of.setDefault(p.handleInvalid, HandleInvalid.ERROR.word());
        of.setDefault(p.alarmRate, 0.0);
        of.setDefault(p.alarmScoreCol, "alarmScore");
        of.setDefault(p.pValueCol, "pValue");
        of.setDefault(p.alarmCol, "alarm");
        of.setDefault(p.reasonCol, "reason");
        return p;
    }
}
