package io.github.vflow.spark;

import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.params.HandleInvalid;
import io.github.vflow.spark.internal.params.SharedParams;
import io.github.vflow.spark.internal.scoring.BroadcastModel;
import io.github.vflow.spark.internal.scoring.LogProbFunction;
import io.github.vflow.spark.internal.scoring.Scoring;
import io.github.vflow.table.TableModel;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A learned density p(row) as a transformer. It adds ln p(row), in nats in the units of the columns; with an alarm rate also the p-value, whether the
 * row is an alarm, and why. Null is a missing cell, which is integrated out, and so is a label that the model does not know. The score of a row
 * equals {@link TableModel#logProb(double...)} to the bit, in batches and in streams. A saved model holds the library's {@code model.safetensors}.
 */
public final class VFlowModel extends Model<VFlowModel> implements DensityParams<VFlowModel>, MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final BroadcastModel model;
    private final SharedParams shared;

    VFlowModel(String uid, BroadcastModel model) {
        // parameters ask their parent for it
        this.uid = uid;
        this.model = model;
        this.shared = SharedParams.of(this);
    }

    /** For Spark Connect, which asks for the name of the class; it cannot score. Use {@link VFlow#fit}, {@link #load} or {@link #of}. */
    public VFlowModel() {
        this("", BroadcastModel.none());
    }

    /** A transformer of a model that was trained elsewhere, such as by {@code vflow train}. */
    public static VFlowModel of(TableModel model) {
        return new VFlowModel(Identifiable$.MODULE$.randomUID("vflow"), BroadcastModel.of(model));
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public SharedParams shared() {
        return shared;
    }

    /** The model of the library, which also samples, fills missing cells and explains. */
    public TableModel tableModel() {
        return model.model();
    }

    BroadcastModel file() {
        return model;
    }

    /**
     * The Dataset with the columns that the model adds.
     *
     * @throws IllegalArgumentException if a column of the model is missing, or a name is taken
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        Scoring.Added added = Scoring.Added.of(this, shared);
        if (added.hasAlarms()) {
            // a rate that the model has too few rows for is refused here, not on an executor
            tableModel().alarm(added.alarmRate());
        }
        Scoring scoring = new Scoring(
                broadcast(dataset.sparkSession()),
                cells(dataset.schema()),
                added,
                HandleInvalid.of(getOrDefault(handleInvalid())));
        return dataset.toDF().mapPartitions(scoring, Encoders.row(schema));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        cells(schema);
        return Scoring.Added.of(this, shared).appendedTo(schema);
    }

    private Cells cells(StructType schema) {
        return Cells.of(
                this,
                shared,
                schema,
                Cells.needed(tableModel()),
                () -> tableModel().schema().written().size());
    }

    private Broadcast<BroadcastModel> broadcast(SparkSession session) {
        return JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
    }

    /**
     * Registers a SQL function of a struct of the model's columns: {@code SELECT *, vflow_log_prob(struct(*)) FROM rows}. It is null for a row
     * that the model cannot score.
     *
     * @param name such as {@code vflow_log_prob}
     */
    public void registerFunction(SparkSession session, String name) {
        Broadcast<BroadcastModel> sent = broadcast(session);
        UDF1<Row, Double> function = row -> LogProbFunction.of(sent.value().model(), row);
        session.udf().register(name, function, DataTypes.DoubleType);
    }

    @Override
    public VFlowModel copy(ParamMap extra) {
        VFlowModel copy = copyValues(new VFlowModel(uid, model), extra);
        return copy.setParent(parent());
    }

    /** The writer of this model. A save that fails leaves an earlier model as it is, and no half of the new one. */
    @Override
    public MLWriter write() {
        return new SavedModel.Writer(this);
    }

    /** Reads a saved model. */
    public static MLReader<VFlowModel> read() {
        return new SavedModel.Reader();
    }

    /** Loads a saved model. */
    public static VFlowModel load(String path) {
        return read().load(path);
    }

    @Override
    public String toString() {
        return "VFlowModel: uid=" + uid + ", " + tableModel();
    }
}
