package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Estimator and model without a session: their columns, their copies, and the parameters that both have. */
class VFlowModelTest {
    private static final StructType SCHEMA = new StructType()
            .add("note", DataTypes.StringType)
            .add("a", DataTypes.DoubleType)
            .add("b", DataTypes.DoubleType);
    private static final TableModel TRAINED = TableModel.fit(
            Table.of(
                    IntStream.range(0, 40)
                            .mapToObj(i -> new double[] {i * 7 % 40, Math.sin(i)})
                            .toArray(double[][]::new),
                    "a",
                    "b"),
            Recipe.standard()
                    .withArchitecture(RowSpec.of(2, 0, 1)
                            .withConditioner(List.of(3), Activation.TANH)
                            .withFill(new RowSpec.Fill(1, new MlpSpec(List.of(3), Activation.TANH), 1)))
                    .withNoise(0.0)
                    .withSteps(2)
                    .withBatch(8)
                    .withFillSteps(1)
                    .withCalibration(0.5)
                    .withThreads(1));

    private static List<String> names(StructType schema) {
        return List.of(schema.fieldNames());
    }

    @Test
    void aModelAddsItsColumns() {
        VFlowModel model = VFlowModel.of(TRAINED);
        assertSame(TRAINED, model.tableModel());
        assertEquals(List.of("note", "a", "b", "logDensity"), names(model.transformSchema(SCHEMA)));
        model.setAlarmRate(0.1).setOutputCol("s").setReasonCol("why");
        assertEquals(
                List.of("note", "a", "b", "s", "alarmScore", "pValue", "alarm", "why"),
                names(model.transformSchema(SCHEMA)));
        assertEquals(
                "VFlowModel: the Dataset must not have a column \"note\" already; choose another name for the model's column,"
                        + " or drop the Dataset's",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> model.copy(ParamMap.empty())
                                        .setOutputCol("note")
                                        .transformSchema(SCHEMA))
                        .getMessage());
        StructType less = new StructType().add("a", DataTypes.DoubleType);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> model.transformSchema(less))
                .getMessage());
        assertTrue(message.contains("\"b\""), message);
        assertEquals("VFlowModel: uid=" + model.uid() + ", " + TRAINED, model.toString());
        assertTrue(model.uid().startsWith("vflow_"), model.uid());
    }

    /** A copy has the parameters, and a change of it is no change of the other. */
    @Test
    void aCopyIsAnotherModelWithTheSameParameters() {
        VFlow estimator = new VFlow("mine").setMaxIter(7);
        assertEquals("mine", estimator.uid());
        VFlowModel model = VFlowModel.of(TRAINED).setAlarmRate(0.1).setParent(estimator);
        VFlowModel copy = model.copy(ParamMap.empty());
        assertNotSame(model, copy);
        assertEquals(model.uid(), copy.uid());
        assertSame(estimator, copy.parent());
        assertSame(TRAINED, copy.tableModel());
        assertEquals(0.1, copy.getOrDefault(copy.alarmRate()));
        copy.setAlarmRate(0.2);
        assertEquals(0.1, model.getOrDefault(model.alarmRate()));
        assertEquals(
                0.3, model.copy(new ParamMap().put(model.alarmRate().w(0.3))).getOrDefault(model.alarmRate()));
        VFlow other = estimator.copy(ParamMap.empty());
        assertNotSame(estimator, other);
        assertEquals(7, other.getOrDefault(other.maxIter()));
        assertEquals("mine", other.uid());
    }

    @Test
    void anEstimatorAddsTheColumnsOfItsModel() {
        VFlow estimator = new VFlow().setAlarmRate(0.1).setInputCols("b", "a");
        assertArrayEquals(new String[] {"b", "a"}, estimator.getOrDefault(estimator.inputCols()));
        assertEquals(
                List.of("note", "a", "b", "logDensity", "alarmScore", "pValue", "alarm", "reason"),
                names(estimator.transformSchema(SCHEMA)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new VFlow().setInputCols("b", "c").transformSchema(SCHEMA));
        assertThrows(
                IllegalArgumentException.class,
                () -> new VFlow().setOutputCol("a").transformSchema(SCHEMA));
    }

    @Test
    void theLogStopsNothing() {
        assertEquals(Watch.Answer.GO_ON, new LoggedProgress(9).after(9, Optional.empty()));
    }

    @Test
    void aCheckHasARate() {
        assertThrows(IllegalArgumentException.class, () -> VFlowCheck.hasNoAnomalies(0));
        assertThrows(IllegalArgumentException.class, () -> VFlowCheck.hasNoAnomalies(1));
        VFlowCheck.hasNoAnomalies(0.01);
    }

    /** Spark Connect makes one to ask for its class. */
    @Test
    void aModelOfNoFileCannotScore() {
        assertEquals("", new VFlowModel().uid());
        assertThrows(RuntimeException.class, () -> new VFlowModel().tableModel());
    }
}
