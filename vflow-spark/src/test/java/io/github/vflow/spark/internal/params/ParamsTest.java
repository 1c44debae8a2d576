package io.github.vflow.spark.internal.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.spark.VFlow;
import io.github.vflow.table.fit.Recipe;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.param.Param;
import org.junit.jupiter.api.Test;

/** Defaults and limits of parameters. */
class ParamsTest {
    @Test
    void wordsOfInvalidRows() {
        assertEquals(List.of("error", "skip", "keep"), HandleInvalid.words());
        for (HandleInvalid each : HandleInvalid.values()) {
            assertEquals(each, HandleInvalid.of(each.word()));
        }
    }

    private static Object value(VFlow flow, String name) {
        return flow.getOrDefault(flow.getParam(name));
    }

    @Test
    void defaultsAreThoseOfTheRecipe() {
        VFlow flow = new VFlow();
        Recipe usual = Recipe.standard();
        Map<String, Object> expected = Map.ofEntries(
                Map.entry("featuresCol", "features"),
                Map.entry("outputCol", "logDensity"),
                Map.entry("handleInvalid", "error"),
                Map.entry("alarmRate", 0.0),
                Map.entry("alarmScoreCol", "alarmScore"),
                Map.entry("pValueCol", "pValue"),
                Map.entry("alarmCol", "alarm"),
                Map.entry("reasonCol", "reason"),
                Map.entry("batchSize", usual.budget().batch()),
                Map.entry("stepSize", usual.descent().rate()),
                Map.entry("validationFraction", usual.split().heldOut()),
                Map.entry("members", usual.ensemble().members()),
                Map.entry("seed", usual.seed()),
                Map.entry("leaveOutOddRows", false),
                Map.entry("maxRowsOnDriver", 1_000_000),
                Map.entry("shards", usual.machine().shards()),
                Map.entry("numWorkers", 0),
                Map.entry("checkpointFile", ""));
        expected.forEach((name, value) -> assertEquals(value, value(flow, name), name));
        for (String unset : List.of("inputCols", "maxIter")) {
            Param<Object> param = flow.getParam(unset);
            assertFalse(flow.isSet(param) || flow.hasDefault(param), unset);
        }
        assertEquals(0, ((String[]) value(flow, "categoricalCols")).length);
    }

    private static void assertLimit(String what, UnaryOperator<VFlow> allowed, UnaryOperator<VFlow> refused) {
        assertTrue(allowed.apply(new VFlow()).params().length > 0, what);
        assertThrows(IllegalArgumentException.class, () -> refused.apply(new VFlow()), what);
    }

    @Test
    void valuesHaveLimits() {
        assertLimit("maxIter", v -> v.setMaxIter(1), v -> v.setMaxIter(0));
        assertLimit("batchSize", v -> v.setBatchSize(2), v -> v.setBatchSize(1));
        assertLimit("stepSize", v -> v.setStepSize(1e-9), v -> v.setStepSize(0));
        assertLimit("validationFraction", v -> v.setValidationFraction(0.01), v -> v.setValidationFraction(0));
        assertLimit("validationFraction", v -> v.setValidationFraction(0.99), v -> v.setValidationFraction(1));
        assertLimit("members", v -> v.setMembers(1), v -> v.setMembers(0));
        assertLimit("maxRowsOnDriver", v -> v.setMaxRowsOnDriver(2), v -> v.setMaxRowsOnDriver(1));
        assertLimit("shards", v -> v.setShards(0), v -> v.setShards(-1));
        assertLimit("numWorkers", v -> v.setNumWorkers(0), v -> v.setNumWorkers(-1));
        assertLimit("alarmRate", v -> v.setAlarmRate(0), v -> v.setAlarmRate(1));
        assertLimit("alarmRate", v -> v.setAlarmRate(0.99), v -> v.setAlarmRate(-0.01));
        assertLimit("handleInvalid", v -> v.setHandleInvalid("keep"), v -> v.setHandleInvalid("drop"));
    }

    /** Each setter sets its own parameter. */
    @Test
    void settersSetTheirParameter() {
        VFlow flow = new VFlow()
                .setOutputCol("o")
                .setAlarmScoreCol("s")
                .setPValueCol("p")
                .setAlarmCol("l")
                .setReasonCol("r")
                .setFeaturesCol("f")
                .setNumWorkers(3)
                .setMaxRowsOnDriver(6)
                .setCheckpointFile("c")
                .setCategoricalCols("k");
        Map<String, Object> expected = Map.ofEntries(
                Map.entry("outputCol", "o"),
                Map.entry("alarmScoreCol", "s"),
                Map.entry("pValueCol", "p"),
                Map.entry("alarmCol", "l"),
                Map.entry("reasonCol", "r"),
                Map.entry("featuresCol", "f"),
                Map.entry("numWorkers", 3),
                Map.entry("maxRowsOnDriver", 6),
                Map.entry("checkpointFile", "c"));
        expected.forEach((name, value) -> assertEquals(value, value(flow, name), name));
        assertEquals(List.of("k"), List.of((String[]) value(flow, "categoricalCols")));
    }
}
