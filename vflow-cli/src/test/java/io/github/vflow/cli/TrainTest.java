package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.fit.TablePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainTest {
    @TempDir
    Path dir;

    private Run train(Object data, Object... more) {
        return new SmallTraining(dir).train(data, more);
    }

    private Path table() throws IOException {
        return new SmallTraining(dir).table();
    }

    @Test
    void aTableBecomesAModelOfItsColumns() throws IOException {
        Path out = dir.resolve("m.safetensors");
        Run run = Run.vflow("train", table(), "--hidden", 6, "--steps", 20, "--calibration", 0, "--out", out)
                .ok();
        assertTrue(run.out().contains("mixture of 5 models: 100 steps in"), run.out());
        assertTrue(run.out().contains("validation ELBO −"), run.out());
        assertTrue(run.err().contains("model 2 of 5, noise 0.0, whitened"), run.err());
        assertTrue(run.out().contains("wrote " + out), run.out());
        assertTrue(run.err().contains("300 rows of 3 columns, 30 of them for validation"), run.err());
        ModelFile file = ModelFile.load(out);
        assertEquals(List.of("temp", "press", "load"), file.columns());
        Spec.Mixture mixture = (Spec.Mixture) file.model().spec().orElseThrow();
        RowSpec spec = mixture.members().getFirst();
        assertEquals(1040, spec.columns().moments().mean().get(1), 2);
        assertEquals(6, spec.columns().moments().std().get(1), 1);
        assertEquals(List.of(6), spec.steps().conditioner().hidden());
        TablePlan plan = TableModel.load(out).plan().orElseThrow();
        assertEquals(20, plan.training().steps());
        assertTrue(
                plan.words().get("steps").startsWith("at most 20 of 256 rows for each member, learning rate 0.003, "));
        String info = Run.vflow("info", out).ok().out();
        assertTrue(info.contains("  training    batch of 256"), info);
    }

    @Test
    void jsonIsOneObjectAndProgressGoesElsewhere() throws IOException {
        JsonNode json = train(table(), "--json", "--validation", "0").ok().json();
        assertEquals(60, json.path("steps").intValue());
        assertTrue(json.path("validation_elbo").isNull());
        assertTrue(json.path("training_elbo").doubleValue() < 0);
        assertFalse(json.path("stopped_early").booleanValue());
        assertEquals(
                dir.resolve("model.safetensors").toString(), json.path("model").stringValue());
        assertTrue(json.path("checkpoint").isNull());
    }

    @Test
    void theModelFileHasTheNameOfItsData() {
        assertEquals(Path.of("sensors.safetensors"), OutputFiles.defaultModel("/data/sensors.csv"));
        assertEquals(Path.of("moons.safetensors"), OutputFiles.defaultModel("moons"));
        assertEquals(Path.of(".hidden.safetensors"), OutputFiles.defaultModel(".hidden"));
    }

    @ParameterizedTest
    @CsvSource({
        "affine-tanh,prior,autoregressive",
        "mixture-paper,flow,coupling",
        "mixture,flow,inverse-autoregressive",
        "affine-sigmoid,gaussian,coupling",
        "spline,flow,autoregressive",
        "spline,flow,coupling"
    })
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void everyKindTrains(String coupling, String posterior, String stepKind) throws IOException {
        JsonNode json = train(
                        "moons",
                        "--coupling",
                        coupling,
                        "--step-kind",
                        stepKind,
                        "--posterior",
                        posterior,
                        "--ema",
                        "0.9",
                        "--clip",
                        "5",
                        "--json")
                .ok()
                .json();
        Trainer.Progress best =
                ModelFile.load(dir.resolve("model.safetensors")).fitted().orElseThrow().history().stream()
                        .max(Comparator.comparingDouble(Trainer.Progress::validationBound))
                        .orElseThrow();
        assertEquals(best.validationBound(), json.path("validation_elbo").doubleValue());
        assertEquals(best.step(), json.path("best_step").intValue());
    }

    @Test
    void someKindsTrain() throws IOException {
        everyKindTrains("affine-sigmoid", "gaussian", "coupling");
        everyKindTrains("spline", "flow", "autoregressive");
    }

    @Test
    void theKindOfStepsIsSaid() {
        Path out = dir.resolve("steps.safetensors");
        train("moons", "--step-kind", "autoregressive", "--coupling", "spline", "--out", out)
                .ok();
        String text = Run.vflow("info", out).ok().out();
        assertTrue(text.contains("spline of 8 autoregressive map by a network 4 → 6 → 92 (relu)"), text);
    }

    @Test
    void aSingleColumnIsAugmentedOrHasAnExactDensity() throws IOException {
        Path one = dir.resolve("one.csv");
        Files.writeString(one, "a\n1\n2\n4\n3\n2.5\n0\n");
        for (String augment : Boolean.getBoolean("vflow.nightly") ? List.of("2", "0") : List.of("0")) {
            assertTrue(train(one, "--augment", augment, "--validation", "0")
                    .ok()
                    .out()
                    .contains("last training ELBO"));
        }
    }

    @Test
    void problemsAreNamedInOneRunAndNothingIsWritten() throws IOException {
        Path bad = dir.resolve("bad.csv");
        StringBuilder rows = new StringBuilder("a,b,c\n");
        for (int i = 0; i < 20; i++) {
            rows.append(i % 7).append(i == 1 || i == 8 ? ",inf," : ",0.5,").append(i == 2 ? "3,4\n" : i * i + "\n");
        }
        Files.writeString(bad, rows.append("1,2.5,3\n"));
        Run run = train(bad, "--strict");
        String message = run.failure(1);
        assertTrue(message.contains("bad.csv: 2 problems, listed above, of the table, b (vflow schema"), message);
        assertTrue(
                run.err().contains("problem: column 2 (b) holds text in 2 of 21 rows, first \"inf\" at line 3"),
                run.err());
        assertTrue(
                run.err().contains("problem: the table has 3 columns but other numbers of cells in 1 of 21 rows"),
                run.err());
        Files.writeString(bad, "a,b\n1,7\n2,7\n");
        message = train(bad).failure(1);
        assertTrue(
                message.contains(
                        "2 rows with a known cell is too small: to train takes at least two rows, and one to validate"),
                message);
        Files.writeString(bad, "a,b\n1,7\n");
        message = train(bad).failure(1);
        assertTrue(message.contains("a table of 1 row does not say what its columns are; give more rows"), message);
        Files.writeString(bad, "a,b\n1,7\n1,7\n1,7\n");
        message = train(bad).failure(1);
        assertTrue(message.contains("no column can be modelled: column 1 (a) is \"1\" in all rows"), message);
        message = train(dir.resolve("nowhere.csv")).failure(1);
        assertTrue(message.contains("nowhere.csv"), message);
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(Set.of(bad), Set.copyOf(files.toList()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--steps,0,--steps must be at least 1 but is 0",
        "--steps,many,Invalid value for option '--steps'",
        "--batch,1,--batch must be at least 2 but is 1",
        "--lr,NaN,--lr must be positive but is NaN",
        "--ema,1,'--ema must be in [0, 1) but is 1.0'",
        "--clip,-1,--clip must not be negative but is -1.0",
        "--validation,1,'--validation must be in [0, 1) but is 1.0'",
        "--threads,0,--threads must be at least 1 but is 0",
        "--engine,abacus,no engine",
        "--coupling,cubic,'expected one of affine, affine-sigmoid, affine-tanh, mixture, mixture-paper, spline but was'",
        "--step-kind,planar,'expected one of coupling, autoregressive, inverse-autoregressive, patches, jet but was'",
        "--augment,-1,--augment must not be negative but is -1",
        "--flow-steps,0,--flow-steps must be at least 1 but is 0",
        "--hidden,0,--hidden must be at least 1 but is 0",
        "--sead,1,did you mean --seed?"
    })
    void optionsThatMakeNoSenseAreUsageErrors(String option, String value, String expected) {
        String message = Run.vflow("experiment", "moons", option, value, "--out", dir.resolve("x"))
                .failure(2);
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains("vflow experiment --help"), message);
    }

    @Test
    void whereNothingCanBeWrittenNothingIsTrained() {
        String message =
                train("moons", "--out", dir.resolve("no/model.safetensors")).failure(1);
        assertTrue(message.contains("does not exist; create it first"), message);
        message = train("moons", "--out", dir).failure(1);
        assertTrue(message.contains("it is a directory"), message);
    }

    @Test
    void aLossThatExplodesIsOneLineAndDebugHasTheTrace() {
        String[] wild = {"--lr", "1e30"};
        String message = train("moons", (Object[]) wild).failure(1);
        assertTrue(message.contains("step"), message);
        Run debug = train("moons", "--lr", "1e30", "--debug");
        assertEquals(1, debug.code());
        assertTrue(debug.err().contains("\tat io.github.vflow"), debug.err());
        assertFalse(Files.exists(dir.resolve("model.safetensors")));
    }

    @Test
    void oneBarShowsTheStepsOfAllModels() throws IOException {
        List<String> lines = train(table(), "--noise", "0,0.1")
                .ok()
                .err()
                .lines()
                .filter(l -> l.contains(" left"))
                .toList();
        assertEquals(10, lines.size(), lines.toString());
        assertTrue(lines.stream().allMatch(l -> l.matches(".* of \\S+ steps, .* left")), lines.toString());
    }
}
