package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint does where a model is asked for. */
final class ModelsTest {
    private static final RowSpec SPEC = RowSpec.of(3, 1, 1);
    private static final List<String> COLUMNS = List.of("temp", "press", "load");

    @TempDir
    Path dir;

    private static float[] parameters(float shift) {
        float[] values = Models.of(SPEC, 4).parameters().values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += shift;
        }
        return values;
    }

    private Path checkpoint(float @Nullable [] ema, float @Nullable [] best) throws IOException {
        float[] last = parameters(0.01f);
        TrainingState state = new TrainingState(
                300,
                last,
                new float[last.length],
                new float[last.length],
                ema,
                best,
                best == null ? Double.NEGATIVE_INFINITY : -5.5,
                2,
                Set.of(),
                new float[0]);
        Path file = dir.resolve("run.ck");
        double decay = ema == null ? 0 : 0.9;
        TrainingPlan plan = TrainingPlan.of(1_000, 8, 0, 1)
                .withSchedule(new Schedule.Linear(1e-3, 1_000))
                .withEma(decay)
                .withEvaluation(10, 0);
        new Checkpoint(SPEC, plan, state, COLUMNS, Map.of("data", "in.csv"), List.of()).save(file);
        return file;
    }

    private Path model(float[] parameters) throws IOException {
        FlowModel model = Models.of(SPEC, 1);
        model.parameters().set(parameters);
        Path file = dir.resolve("m.safetensors");
        new ModelFile(model, COLUMNS, Map.of("data", "in.csv")).save(file);
        return file;
    }

    private void assertTakes(Path checkpoint, float[] parameters, String which) throws IOException {
        Path table = Tables.write(dir.resolve("in.csv"), 20, 3);
        Path model = model(parameters);
        for (List<Object> command : List.<List<Object>>of(
                List.of("score", "MODEL", table, "--samples", 3),
                List.of("evaluate", "MODEL", table, "--samples", 3),
                List.of("sample", "MODEL", "-n", 5),
                List.of("info", "MODEL"))) {
            Run wanted = run(command, model);
            Run got = run(command, checkpoint);
            assertEquals(wanted.code(), got.code(), got.err());
            assertEquals(
                    wanted.out()
                            .replace(model.toString(), checkpoint.toString())
                            .replace("m.safetensors", "run.ck"),
                    got.out());
            String note = checkpoint + " is a checkpoint at step 300: " + which;
            assertEquals(1, got.err().lines().filter(note::equals).count(), got.err());
        }
    }

    private static Run run(List<Object> command, Path model) {
        return Run.vflow(
                command.stream().map(w -> w.equals("MODEL") ? model : w).toArray());
    }

    @Test
    void theBestParametersAreTaken() throws IOException {
        float[] best = parameters(0.1f);
        assertTakes(checkpoint(parameters(0.02f), best), best, "its best parameters are used");
    }

    @Test
    void withoutThoseTheirMovingAverage() throws IOException {
        float[] ema = parameters(0.02f);
        assertTakes(checkpoint(ema, null), ema, "the moving average of its parameters is used");
    }

    @Test
    void withoutThatTheLast() throws IOException {
        assertTakes(checkpoint(null, null), parameters(0.01f), "its last parameters are used");
    }

    /** What training wrote at its end is what its last checkpoint is good for. */
    @ParameterizedTest
    @ValueSource(strings = {"--validation 0", "--validation 0.2"})
    void theLastCheckpointIsTheModel(String options) throws IOException {
        Path table = Tables.write(dir.resolve("in.csv"), 60, 3);
        Path out = dir.resolve("out.safetensors");
        Path checkpoint = dir.resolve("run.ck");
        String small = "--steps 30 --hidden 4 --augment 1 --flow-steps 1 --noise 0 --calibration 0 " + options;
        EditedPlan.of(dir.resolve("p.json"), table, (Object[]) small.split(" ", -1))
                .with("\"student\":0.01,\"components\":\\d+", "\"student\":0.0,\"components\":1")
                .train(table, "--out", out, "--checkpoint", checkpoint)
                .ok();
        Parameters trained = ModelFile.load(out).model().parameters();
        Parameters kept = Checkpoint.load(checkpoint).toModel().model().parameters();
        for (Parameter p : trained.all()) {
            // trained after the last checkpoint
            boolean fills = p.name().startsWith("fill.");
            assertTrue(fills || Arrays.equals(trained.get(p), kept.get(p)), p.name());
        }
        assertFalse(Arrays.equals(trained.values(), kept.values()), "the density of missing cells is trained");
        String sampled = Run.vflow("sample", checkpoint, "-n", 9).ok().out();
        List<String> ofModel =
                Run.vflow("sample", out, "-n", 9).ok().out().lines().toList();
        List<String> ofCheckpoint = sampled.lines().toList();
        assertEquals(ofCheckpoint.size(), ofModel.size());
        for (int i = 0; i < ofModel.size(); i++) {
            // only a model knows which columns are never negative, and draws such a row again
            if (!ofCheckpoint.get(i).contains(",-")) {
                assertEquals(ofCheckpoint.get(i), ofModel.get(i));
            }
        }
        assertNotEquals(Run.vflow("sample", out, "-n", 8).ok().out(), sampled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--validation 0", "--validation 0.3"})
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void theLastCheckpointIsTheModelOfOtherOptions(String options) throws IOException {
        theLastCheckpointIsTheModel(options);
    }

    @Test
    void aDamagedCheckpointIsNamed() throws IOException {
        Path checkpoint = checkpoint(null, null);
        byte[] all = Files.readAllBytes(checkpoint);
        Files.write(checkpoint, Arrays.copyOf(all, all.length - 8));
        assertTrue(Run.vflow("sample", checkpoint).failure(1).contains(checkpoint.toString()));
    }

    /** A model whose maps have no inverse: found on whichever thread, and said of the file. */
    @Test
    void parametersThatCannotBeComputedWithAreSaidOfTheFile() throws IOException {
        Path table = Tables.write(dir.resolve("in.csv"), 20, 3);
        Path zero = model(new float[parameters(0).length]);
        for (List<Object> command : List.<List<Object>>of(
                List.of("score", "MODEL", table, "--samples", 2),
                List.of("evaluate", "MODEL", table, "--samples", 2),
                List.of("sample", "MODEL", "-n", 5))) {
            String message = run(command, zero).failure(1);
            assertTrue(
                    message.startsWith("vflow: " + zero + ": a ") && message.contains(" matrix is singular"), message);
        }
    }
}
