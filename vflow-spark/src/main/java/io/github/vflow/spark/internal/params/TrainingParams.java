package io.github.vflow.spark.internal.params;

import io.github.vflow.table.fit.Recipe;
import java.io.Serializable;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters of the estimator alone. */
public record TrainingParams(
        StringArrayParam categoricalCols,
        IntParam maxIter,
        IntParam batchSize,
        DoubleParam stepSize,
        DoubleParam validationFraction,
        IntParam members,
        LongParam seed,
        BooleanParam leaveOutOddRows,
        IntParam maxRowsOnDriver,
        IntParam shards,
        IntParam numWorkers,
        Param<String> checkpointFile)
        implements Serializable {
    private static final int MAX_ROWS_ON_DRIVER = 1_000_000;

    /** The parameters of an estimator, with their defaults. */
    public static TrainingParams of(Params of) {
        TrainingParams p = new TrainingParams(
                new StringArrayParam(of, "categoricalCols", "columns whose values are categories, whatever their type"),
                new IntParam(
                        of,
                        "maxIter",
                        "the most training steps; unset: 20000, fewer for more than 100 columns",
                        ParamValidators.gtEq(1)),
                new IntParam(of, "batchSize", "rows of a step", ParamValidators.gtEq(2)),
                new DoubleParam(of, "stepSize", "the learning rate at the start", ParamValidators.gt(0)),
                new DoubleParam(
                        of,
                        "validationFraction",
                        "the part of the rows that chooses the parameters",
                        ParamValidators.inRange(0, 1, false, false)),
                new IntParam(of, "members", "models for each noise on training rows", ParamValidators.gtEq(1)),
                new LongParam(of, "seed", "the seed of everything that is random"),
                new BooleanParam(of, "leaveOutOddRows", "whether odd rows are searched first and left out"),
                new IntParam(
                        of,
                        "maxRowsOnDriver",
                        "the most rows on the driver; of a larger Dataset it gets a sample, and the other rows stay on the executors",
                        ParamValidators.gtEq(2)),
                new IntParam(
                        of,
                        "shards",
                        "equal parts of a batch, whose gradients may be tasks; 0 for a choice by the size of the model",
                        ParamValidators.gtEq(0)),
                new IntParam(
                        of,
                        "numWorkers",
                        "the most tasks of a step, which is then a job of Spark; 0 for steps on the driver",
                        ParamValidators.gtEq(0)),
                new Param<>(
                        of,
                        "checkpointFile",
                        "the driver's file with all that a later fit needs to go on; empty for none"));
        Recipe usual = Recipe.standard();
        of.setDefault(p.categoricalCols, new String[0]);
        of.setDefault(p.batchSize, usual.budget().batch());
        of.setDefault(p.stepSize, usual.descent().rate());
        of.setDefault(p.validationFraction, usual.split().heldOut());
        of.setDefault(p.members, usual.ensemble().members());
        of.setDefault(p.seed, usual.seed());
        of.setDefault(p.leaveOutOddRows, usual.split().leavesOutOddRows());
        of.setDefault(p.maxRowsOnDriver, MAX_ROWS_ON_DRIVER);
        of.setDefault(p.shards, usual.machine().shards());
        of.setDefault(p.numWorkers, 0);
        of.setDefault(p.checkpointFile, "");
        return p;
    }
}
