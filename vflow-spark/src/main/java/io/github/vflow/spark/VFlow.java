package io.github.vflow.spark;

import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.params.SharedParams;
import io.github.vflow.spark.internal.params.TrainingParams;
import io.github.vflow.spark.internal.scoring.BroadcastModel;
import io.github.vflow.spark.internal.scoring.Scoring;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.fit.Recipe;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Learns the density of a Dataset, with columns of any kind and missing cells, as {@link TableModel#fit} does. Rows are taken in
 * the order of their cells, so partitions have no effect. The driver trains, or each step is a job whose tasks compute the gradients of the
 * shards of a batch. The model depends on rows, parameters and the number of shards, to the bit, but not on executors, their number or
 * their failures.
 */
public final class VFlow extends Estimator<VFlowModel> implements DensityParams<VFlow>, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final SharedParams shared;
    private final TrainingParams training;

    /** An estimator with the parameters of {@link Recipe#standard}. */
    public VFlow() {
        this(Identifiable$.MODULE$.randomUID("vflow"));
    }

    /** As {@link #VFlow()}, with an identifier. */
    public VFlow(String uid) {
        // parameters ask their parent for it
        this.uid = uid;
        this.shared = SharedParams.of(this);
        this.training = TrainingParams.of(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public SharedParams shared() {
        return shared;
    }

    /** Columns whose values are categories, whatever their type. */
    public StringArrayParam categoricalCols() {
        return training.categoricalCols();
    }

    /** The most training steps. */
    public IntParam maxIter() {
        return training.maxIter();
    }

    /** Rows of a step. */
    public IntParam batchSize() {
        return training.batchSize();
    }

    /** The learning rate at the start. */
    public DoubleParam stepSize() {
        return training.stepSize();
    }

    /** The part of the rows that chooses the parameters. */
    public DoubleParam validationFraction() {
        return training.validationFraction();
    }

    /** Models for each noise on training rows; the result is a mixture of all. */
    public IntParam members() {
        return training.members();
    }

    /** The seed of everything that is random. */
    public LongParam seed() {
        return training.seed();
    }

    /** Whether odd rows are searched first and left out. */
    public BooleanParam leaveOutOddRows() {
        return training.leaveOutOddRows();
    }

    /** Maximum rows collected on the driver; larger Datasets are sampled. */
    public IntParam maxRowsOnDriver() {
        return training.maxRowsOnDriver();
    }

    /** Equal parts of a batch, whose gradients may be tasks; 0 leaves the choice to the size of the model. */
    public IntParam shards() {
        return training.shards();
    }

    /** The most tasks of a step; 0 for steps on the driver. */
    public IntParam numWorkers() {
        return training.numWorkers();
    }

    /** The driver's file from which a later fit goes on; empty for none. */
    public Param<String> checkpointFile() {
        return training.checkpointFile();
    }

    /** Sets columns whose values are categories, whatever their type, such as numbers that are codes. */
    public VFlow setCategoricalCols(String... names) {
        return with(categoricalCols(), names);
    }

    /** Sets the most training steps. */
    public VFlow setMaxIter(int steps) {
        return with(maxIter(), steps);
    }

    /** Sets the rows of a step. */
    public VFlow setBatchSize(int rows) {
        return with(batchSize(), rows);
    }

    /** Sets the learning rate at the start; it falls linearly to zero. */
    public VFlow setStepSize(double rate) {
        return with(stepSize(), rate);
    }

    /** Sets the part of the rows that is not trained on but chooses the parameters, at most 10,000 rows. */
    public VFlow setValidationFraction(double part) {
        return with(validationFraction(), part);
    }

    /** Sets how many models are trained for each noise; more give a better density in as many times the time. */
    public VFlow setMembers(int number) {
        return with(members(), number);
    }

    /** Sets the seed of everything that is random. */
    public VFlow setSeed(long number) {
        return with(seed(), number);
    }

    /** Sets whether the odd rows of a Dataset are searched first and left out; all rows must then be on the driver. */
    public VFlow setLeaveOutOddRows(boolean areLeftOut) {
        return with(leaveOutOddRows(), areLeftOut);
    }

    /**
     * Sets how many rows the driver takes. Of a Dataset with more, it takes every k-th row in the order of their cells, at most 100,000, which
     * standardise, choose parameters and calibrate alarms. The steps train on the other rows, which stay on the executors.
     */
    public VFlow setMaxRowsOnDriver(int rows) {
        return with(maxRowsOnDriver(), rows);
    }

    /** Sets into how many equal parts a batch is cut. The model depends on it, but not on the number of tasks. */
    public VFlow setShards(int equal) {
        return with(shards(), equal);
    }

    /** Sets how many tasks a step has at most, which is then a job of Spark; 0 for steps on the driver. */
    public VFlow setNumWorkers(int number) {
        return with(numWorkers(), number);
    }

    /**
     * Sets a file on the driver that gets, at each evaluation, all that a later fit of the same rows and parameters needs to go on. If it is
     * there, {@link #fit} goes on from it, with the bits of a fit that was not interrupted.
     */
    public VFlow setCheckpointFile(String file) {
        return with(checkpointFile(), file);
    }

    private <V> VFlow with(Param<V> param, V value) {
        set(param, value);
        return this;
    }

    /**
     * Learns the density of a Dataset. The model records no times, so equal trainings give equal files.
     *
     * @throws IllegalArgumentException if something must be done about the rows; the message has all problems
     */
    @Override
    public VFlowModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        TableModel trained = new Training(this).run(dataset.toDF());
        VFlowModel model = new VFlowModel(uid, BroadcastModel.of(trained.withoutTimes())).setParent(this);
        return copyValues(model, ParamMap.empty());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Cells.of(this, shared, schema, List.of(schema.fieldNames()), () -> 1);
        return Scoring.Added.of(this, shared).appendedTo(schema);
    }

    @Override
    public VFlow copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads a saved estimator. */
    public static MLReader<VFlow> read() {
        return new DefaultParamsReader<>();
    }

    /** Loads a saved estimator. */
    public static VFlow load(String path) {
        return read().load(path);
    }
}
