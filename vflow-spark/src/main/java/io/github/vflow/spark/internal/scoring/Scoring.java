package io.github.vflow.spark.internal.scoring;

import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.params.HandleInvalid;
import io.github.vflow.spark.internal.params.SharedParams;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Scores the rows of a partition.
 *
 * @param model for all tasks of an executor
 * @param cells of a row
 * @param added the columns behind those of a row
 * @param invalid the treatment of rows that cannot be scored
 */
public record Scoring(Broadcast<BroadcastModel> model, Cells cells, Added added, HandleInvalid invalid)
        implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new ScoredRows(model.value().model(), rows, cells, added, invalid);
    }

    /**
     * The columns that a model adds.
     *
     * @param logProb the name of ln p
     * @param alarmRate the rate of false alarms; zero for no alarms
     * @param alarmScore the name of the score that alarms compare
     * @param pValue the name of the p-value
     * @param alarm the name of the alarm
     * @param reason the name of the reason
     */
    public record Added(String logProb, double alarmRate, String alarmScore, String pValue, String alarm, String reason)
            implements Serializable {
        /** The columns that the parameters of an estimator or a model name. */
        public static Added of(Params of, SharedParams shared) {
            return new Added(
                    of.getOrDefault(shared.outputCol()),
                    (double) of.getOrDefault(shared.alarmRate()),
                    of.getOrDefault(shared.alarmScoreCol()),
                    of.getOrDefault(shared.pValueCol()),
                    of.getOrDefault(shared.alarmCol()),
                    of.getOrDefault(shared.reasonCol()));
        }

        /** Whether rows are judged. */
        public boolean hasAlarms() {
            return alarmRate > 0;
        }

        private List<StructField> fields() {
            Stream<StructField> first = Stream.of(DataTypes.createStructField(logProb, DataTypes.DoubleType, true));
            Stream<StructField> more = Stream.of(
                    DataTypes.createStructField(alarmScore, DataTypes.DoubleType, true),
                    DataTypes.createStructField(pValue, DataTypes.DoubleType, true),
                    DataTypes.createStructField(alarm, DataTypes.BooleanType, true),
                    DataTypes.createStructField(reason, DataTypes.StringType, true));
            return Stream.concat(first, hasAlarms() ? more : Stream.empty()).toList();
        }

        /**
         * The columns of a Dataset, then the added ones.
         *
         * @throws IllegalArgumentException if a name is taken
         */
        public StructType appendedTo(StructType schema) {
            StructType all = schema;
            for (StructField field : fields()) {
                if (List.of(all.fieldNames()).contains(field.name())) {
                    throw new IllegalArgumentException(
                            "VFlowModel: the Dataset must not have a column \"" + field.name()
                                    + "\" already; choose another name for the model's column, or drop the Dataset's");
                }
                all = all.add(field);
            }
            return all;
        }
    }
}
