package io.github.vflow.flow.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training rejects a checkpoint whose state no run can reach, even if the checksum fits. */
final class DamagedCheckpointTest {
    private static final RowSpec SPEC = RowSpec.of(2, 1, 1).withConditioner(List.of(2), Activation.TANH);
    private static final TrainingPlan PLAN = TrainingPlan.of(40, 16, 0, 3)
            .withSchedule(new Schedule.WarmUp(3, new Schedule.Cosine(2e-3, 40)))
            .withClipNorm(1.5)
            .withEma(0.98)
            .withEvaluation(10, 5)
            .withRecompute(new TrainingPlan.Recompute(Memory.CHECKPOINTED, 3))
            .withShards(1);
    private static final String REMEDY =
            "; the file is damaged or the run was, so resume from an earlier checkpoint or train again";

    @TempDir
    Path dir;

    private Forgery forged() throws IOException {
        Path file = dir.resolve("c.safetensors");
        float[] p = Models.of(SPEC, 3).parameters().values();
        TrainingState state = new TrainingState(20, p, p, new float[p.length], p, p, -3.5, 1, Set.of(), new float[0]);
        new Checkpoint(SPEC, PLAN, state, List.of("a", "b"), Map.of("data", "circles"), List.of()).save(file);
        return Forgery.of(file);
    }

    private static String refused(Forgery forgery) throws IOException {
        return forgery.complaint(Checkpoint::load);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parameters", "adam.m", "adam.v", "ema", "best"})
    void numbersMustBeFinite(String part) throws IOException {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertEquals(
                    "\"" + part + "\" must be finite but is " + bad + " at index 3" + REMEDY,
                    refused(forged().number(part, 3, bad)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parameters", "adam.m", "adam.v", "ema", "best"})
    void numbersMustBeOfTheirKindAndNumber(String part) throws IOException {
        int n = Models.of(SPEC, 3).parameters().size();
        assertTrue(refused(forged().put(SafeTensors.builder().f64(part, Shape.of(n), new double[n])))
                .startsWith("tensor \"" + part + "\" must have dtype F32 but has F64; "));
        String more = refused(forged().floats(part, new float[n + 1]));
        assertTrue(more.contains("[" + (n + 1) + "]"), more);
        String square = refused(forged().floats(part, Shape.of(1, n), new float[n]));
        assertTrue(square.contains("[1, " + n + "]"), square);
    }

    @Test
    void secondMomentsAreOfSquares() throws IOException {
        assertEquals(
                "\"adam.v\" must not be negative but is -1.0E-9 at index 2" + REMEDY,
                refused(forged().number("adam.v", 2, -1e-9f)));
    }

    private static SafeTensors.Builder counts(long step, long stale) {
        return SafeTensors.builder().i64("step, stale", Shape.of(2), new long[] {step, stale});
    }

    @Test
    void countsMustBeOfThePlan() throws IOException {
        for (long step : new long[] {-1, 41, Long.MIN_VALUE}) {
            assertEquals(
                    "\"step\" must be in 0 … 40, those of the plan, but is " + step + REMEDY,
                    refused(forged().put(counts(step, 0))));
        }
        for (long stale : new long[] {-1, 1L << 31, Long.MAX_VALUE}) {
            assertEquals(
                    "\"stale\" must be in 0 … 2147483647 but is " + stale + REMEDY,
                    refused(forged().put(counts(40, stale))));
        }
        assertTrue(refused(forged().put(SafeTensors.builder().f64("step, stale", Shape.of(2), new double[2])))
                .startsWith("tensor \"step, stale\" must have dtype I64 but has F64; "));
    }

    private static SafeTensors.Builder bound(double bound) {
        return SafeTensors.builder().f64("best bound", Shape.of(), new double[] {bound});
    }

    @Test
    void theBestBoundIsThatOfTheBestParameters() throws IOException {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(
                    "\"best bound\" must be a number below infinity but is " + bad + REMEDY,
                    refused(forged().put(bound(bad))));
        }
        assertEquals(
                "\"best\" must be there if there is a best bound, -Infinity, and only then, but is there" + REMEDY,
                refused(forged().put(bound(Double.NEGATIVE_INFINITY))));
        assertEquals(
                "\"best\" must be there if there is a best bound, -3.5, and only then, but is missing" + REMEDY,
                refused(forged().without("best")));
    }

    @Test
    void thereIsAnAverageIfThePlanHasOne() throws IOException {
        assertEquals(
                "\"ema\" must be there if the plan has a decay, 0.98, and only then, but is missing" + REMEDY,
                refused(forged().without("ema")));
        assertEquals(
                "\"ema\" must be there if the plan has a decay, 0.0, and only then, but is there" + REMEDY,
                refused(forged().replace("plan", "\"emaDecay\":0.98", "\"emaDecay\":0")));
    }

    @Test
    void drawsOfLabelsAreNumbers() throws IOException {
        for (float bad : new float[] {-1, 0.5f, Float.NaN}) {
            assertEquals(
                    "\"labels\" must be whole numbers from 0 on but is " + bad + " at index 1" + REMEDY,
                    refused(forged().floats("labels", 3, bad)));
        }
    }

    @Test
    void keptNamesAreOfReversibleSteps() throws IOException {
        assertEquals(
                "\"kept\" must name reversible steps of the model but is [p.0]" + REMEDY,
                refused(forged().put("kept", "[\"p.0\"]")));
        assertEquals(
                "metadata \"kept\": cannot be read (it must be a list but is null); the file is damaged or from another version",
                refused(forged().put("kept", "null")));
        String element = refused(forged().put("kept", "[null]"));
        assertTrue(element.startsWith("metadata \"kept\": cannot be read (") && element.contains("null"), element);
        Path file = dir.resolve("images.safetensors");
        float[] p = Models.of(ImageSpecs.tiny(), 3).parameters().values();
        TrainingState state =
                new TrainingState(20, p, p, new float[p.length], p, p, -3.5, 1, Set.of("p.steps.0"), new float[0]);
        new Checkpoint(ImageSpecs.tiny(), PLAN, state, List.of(), Map.of(), List.of()).save(file);
        assertEquals(Set.of("p.steps.0"), Checkpoint.load(file).state().kept());
        assertEquals(
                "\"kept\" must name reversible steps of the model but is [p.steps, p.steps.9]" + REMEDY,
                refused(Forgery.of(file).put("kept", "[\"p.steps.9\",\"p.steps.0\",\"p.steps\"]")));
    }

    /** Quotes are written as ' here. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'segments':3|'segments':-1|metadata "plan": cannot be read (Recompute: segments must not be negative but are -1); the file is damaged or from another version
            'segments':3|'segments':null|metadata "plan": cannot be read ("execution.recompute.segments" must be a whole number of 32 bits but is null); the file is damaged or from another version
            'seed':3|'seed':3,'seed':3|metadata "plan": cannot be read (Duplicate Object property "seed"); the file is damaged or from another version
            'batchSize':16|'batchSize':2000000000|"batchSize" must be of at most 2147483647 numbers but is 4000000000; the file is damaged or the run was, so resume from an earlier checkpoint or train again
            'batchSize':16|'batchSize':0|metadata "plan": cannot be read (TrainingPlan: steps and batchSize must be at least 1 but are 40 and 0); the file is damaged or from another version
            'shards':1|'shards':3|metadata "plan": cannot be read (TrainingPlan: shards must divide the batch, or be 0 for a choice by the model, but are 3 of a batch of 16); the file is damaged or from another version
            'kind':'Cosine'|'kind':'Sine'|metadata "plan": cannot be read ("descent.schedule.then.kind" must be one of [Constant, Cosine, Exponential, Linear, WarmUp] but is "Sine"); the file is damaged or from another version
            """)
    void aPlanIsOneThatCanBeFollowed(String was, String becomes, String expected) throws IOException {
        assertEquals(expected, refused(forged().replace("plan", was.replace('\'', '"'), becomes.replace('\'', '"'))));
    }

    @Test
    void namesOfColumnsAreThoseOfAModel() throws IOException {
        assertEquals(
                "Checkpoint: column names must differ but \"a\" is there twice; rename one",
                refused(forged().put("columns", "[\"a\",\"a\"]")));
        assertEquals(
                "Checkpoint: expected 2 column names but got [a]; name every column or none",
                refused(forged().put("columns", "[\"a\"]")));
        assertEquals(
                "metadata \"columns\": cannot be read (it must be a list but is null); the file is damaged or from another version",
                refused(forged().put("columns", "null")));
    }

    @Test
    void theVersionIsComparedAndTheChecksumVerified() throws IOException {
        assertEquals(
                "this program reads version 1 of the format \"vflow-checkpoint\" but the file is version 2; use the release"
                        + " that wrote it",
                refused(forged().put("version", "2")));
        String damaged = refused(forged().put("crc32c", "0"));
        assertTrue(damaged.startsWith("the content must have the CRC-32C 0, "), damaged);
    }
}
