package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.lab.conformance.PlainFixture;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConformanceTest {
    private static final String GLOW = "toy_glow_L3_D2_f64.safetensors";

    private static final String IMAGES = "image_8x8x1_datainit_f64.safetensors";

    /** Finite differences are less exact than the engine. */
    private static final double DIFFERENCES = 1e-6;

    @TempDir
    Path dir;

    private Path glow = Path.of(GLOW);

    @BeforeEach
    void unpack() throws IOException {
        glow = unpacked(GLOW);
    }

    private Path unpacked(String name) throws IOException {
        Path file = dir.resolve(name);
        try (var in = ConformanceTest.class.getResourceAsStream(name)) {
            Files.copy(in, file);
        }
        return file;
    }

    @Test
    void theGlowOfAnotherImplementationIsReproduced() {
        JsonNode result = Run.vflow("conformance", glow, "--json").ok().json();
        JsonNode engines = result.path("files").get(0).path("engines");
        for (String engine : new String[] {"reference", "vector"}) {
            JsonNode q = engines.path(engine).path("quantities");
            assertEquals(
                    "[adam_tf.*, adam_torch.*, after_init.*, grad.*, out.adam_tf_losses, out.adam_torch_losses, out.elbo,"
                            + " out.eps, out.inv_xz, out.log_p, out.logd_p, out.loss, out.sample_xz]",
                    q.names().stream().sorted().toList().toString());
            assertEquals(27, q.path("grad.*").path("tensors").intValue());
            double limit = engine.equals("reference") ? 1e-12 : 1e-5;
            q.forEachField(e -> assertTrue(e.path("relative").doubleValue() < limit, e.toString()));
            assertTrue(engines.path(engine).path("not_compared").isEmpty());
        }
    }

    @Test
    void oneLineTellsEachQuantity() {
        String out =
                Run.vflow("conformance", glow, "--engine", "reference").ok().out();
        assertTrue(out.contains("out.inv_xz"), out);
        assertTrue(out.contains("(worst of 27: grad."), out);
        assertTrue(out.contains("all within 1.0e-09"), out);
        assertFalse(out.contains("vector"), out);
    }

    @ParameterizedTest
    @CsvSource({"2,0,3,q.", "5,0,1,q.", "2,8,2,q.", "2,8,2,q.0.", "2,1,2,q.", "3,1,3,q.0.", "3,4,1,q.", "1,2,2,q."})
    void everyArchitectureOfTheKindAgreesWithPlainLoops(int dx, int dz, int steps, String q) throws IOException {
        Path file = dir.resolve("toy.safetensors");
        PlainFixture.write(file, dx, dz, steps, q, 5);
        JsonNode result = Run.vflow("conformance", file, "--tolerance", DIFFERENCES, "--engine", "reference", "--json")
                .ok()
                .json();
        JsonNode engine = result.path("files").get(0).path("engines").path("reference");
        assertEquals(dz > 0 ? 17 : 13, engine.path("quantities").size());
        Run.vflow("conformance", file, "--engine", "vector").ok();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"out.z", "out.iw_loglik", "grad.q.mlp.W.1", "after_init.p.1.b", "adam_tf.q.W", "out.inv_xz"})
    void aWrongNumberIsFound(String tensor) throws IOException {
        Path file = dir.resolve("wrong.safetensors");
        PlainFixture.write(file, 2, 2, 2, "q.", 6, values -> {
            double[] v = values.get(tensor);
            assertTrue(v != null, () -> tensor + " of " + values.keySet());
            v[v.length - 1] += 0.01;
            return values;
        });
        Run run = Run.vflow("conformance", file, "--tolerance", "1e-4");
        assertEquals(1, run.code());
        assertTrue(run.out().contains("OVER"), run.out());
        assertTrue(run.out().contains("NOT all within 1.0e-04"), run.out());
        assertEquals(2, run.out().lines().filter(l -> l.contains("OVER")).count(), run.out());
    }

    @Test
    void whatIsNotANumberNeverPasses() throws IOException {
        Path file = dir.resolve("nan.safetensors");
        PlainFixture.write(file, 2, 0, 1, "q.", 5, values -> {
            values.get("out.eps")[0] = Double.NaN;
            return values;
        });
        assertEquals(1, Run.vflow("conformance", file, "--tolerance", "1e9").code());
    }

    @Test
    void zeroComparisonsAreAFailure() throws IOException {
        Path file = dir.resolve("empty.safetensors");
        PlainFixture.write(file, 2, 0, 1, "q.", 5, values -> {
            values.keySet().removeIf(n -> !n.startsWith("param."));
            return values;
        });
        Run run = Run.vflow("conformance", file);
        assertEquals(1, run.code());
        assertTrue(run.out().contains("nothing to compare"), run.out());
    }

    @Test
    void aFixtureInSinglePrecisionIsHeldToSinglePrecision() throws IOException {
        Path file = dir.resolve("single.safetensors");
        SafeTensors.Builder b = SafeTensors.builder();
        SafeTensors old = SafeTensors.read(glow);
        old.metadata().forEach(b::metadata);
        old.tensors().values().forEach(t -> b.f32(t.name(), t.shape(), t.floats()));
        b.build().write(file);
        assertTrue(Run.vflow("conformance", file).ok().out().contains("reference  all within 2.0e-04"));
        assertEquals(1, Run.vflow("conformance", file, "--tolerance", "1e-9").code());
    }

    @Test
    void tensorsThatNothingComputesAreNamed() throws IOException {
        Path file = dir.resolve("more.safetensors");
        SafeTensors.Builder b = SafeTensors.builder();
        SafeTensors old = SafeTensors.read(glow);
        old.metadata().forEach(b::metadata);
        old.tensors().values().forEach(t -> b.f64(t.name(), t.shape(), t.doubles()));
        b.f64("out.temperature", Shape.of(1), new double[] {3}).build().write(file);
        assertTrue(Run.vflow("conformance", file).ok().out().contains("not compared: out.temperature"));
    }

    @Test
    void theInitialisationOfImagesIsReproduced() throws IOException {
        JsonNode result =
                Run.vflow("conformance", unpacked(IMAGES), "--json").ok().json();
        JsonNode engines = result.path("files").get(0).path("engines");
        for (String engine : new String[] {"reference", "vector"}) {
            JsonNode q = engines.path(engine).path("quantities");
            assertEquals(
                    "[init.*, out.elbo_after_init, out.elbo_init_pass]",
                    q.names().stream().sorted().toList().toString());
            assertEquals(483, q.path("init.*").path("tensors").intValue());
            assertTrue(engines.path(engine).path("not_compared").isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"init.p.steps.0.norm.g0", "init.q.flow.steps.3.coupling.proj_out.b", "out.elbo_init_pass"})
    void aWrongNumberOfImagesIsFound(String tensor) throws IOException {
        Path wrong = changed(
                (name, v) -> {
                    if (name.equals(tensor)) {
                        v[v.length - 1] *= 1.01;
                        v[v.length - 1] += 0.01;
                    }
                },
                UnaryOperator.identity());
        for (String engine : new String[] {"reference", "vector"}) {
            Run run = Run.vflow("conformance", wrong, "--engine", engine);
            assertEquals(1, run.code(), run.out());
            assertEquals(1, run.out().lines().filter(l -> l.contains("OVER")).count(), run.out());
        }
    }

    @Test
    void anImageFixtureWithoutItsArchitectureIsRefused() throws IOException {
        Path unnamed = changed((_, _) -> {}, config -> config.replace("\"heads\"", "\"tails\""));
        assertTrue(Run.vflow("conformance", unnamed)
                .failure(1)
                .contains("its metadata config has no whole number \"heads\""));
        Path broken = changed((_, _) -> {}, _ -> "{");
        assertTrue(Run.vflow("conformance", broken).failure(1).contains("its metadata config is not JSON"));
    }

    @Test
    void anUnknownStageOfALayoutIsNamed() throws IOException {
        SafeTensors.Builder b = SafeTensors.builder();
        SafeTensors old = SafeTensors.read(unpacked(IMAGES));
        old.metadata().forEach(b::metadata);
        old.tensors().values().forEach(t -> b.f64(t.name(), t.shape(), t.doubles()));
        Path file = dir.resolve("stages.safetensors");
        b.metadata("layout", "[[\"cb\", 2], [\"mosaic\", 2]]").build().write(file);
        String said = Run.vflow("conformance", file).failure(1);
        assertTrue(said.contains("has the stage [\"mosaic\",2]; known are cb, ch and s2d"), said);
    }

    /** The image fixture with other numbers or another configuration. */
    private Path changed(BiConsumer<String, double[]> numbers, UnaryOperator<String> config) throws IOException {
        SafeTensors.Builder b = SafeTensors.builder();
        Path good = dir.resolve(IMAGES);
        SafeTensors old = SafeTensors.read(Files.exists(good) ? good : unpacked(IMAGES));
        old.metadata().forEach((k, v) -> b.metadata(k, k.equals("config") ? config.apply(v) : v));
        old.tensors().values().forEach(t -> {
            double[] v = t.doubles();
            numbers.accept(t.name(), v);
            b.f64(t.name(), t.shape(), v);
        });
        Path file = dir.resolve("changed.safetensors");
        b.build().write(file);
        return file;
    }

    @Test
    void anotherKindIsOneLineAndTheOtherFilesAreStillCompared() throws IOException {
        Path image = dir.resolve("image.safetensors");
        SafeTensors.builder()
                .f64("param.p.layers.0.norm.g0", Shape.of(1), new double[1])
                .f64("in.x", Shape.of(1, 1), new double[1])
                .build()
                .write(image);
        Run run = Run.vflow("conformance", image, glow);
        assertTrue(run.failure(1).contains("not a toy fixture"), run.err());
        assertTrue(run.out().contains("all within"), run.out());
    }

    @Test
    void aMissingFileAndATolerantToleranceAreRefused() {
        assertEquals(
                "vflow: nowhere: there is no such file; check the path",
                Run.vflow("conformance", "nowhere").failure(1));
        Run.vflow("conformance", glow, "--tolerance", "x").failure(2);
        assertTrue(
                Run.vflow("conformance", glow, "--tolerance", "NaN").failure(2).contains("must not be negative"));
        assertTrue(Run.vflow("conformance", glow, "--engine", "abacus")
                .failure(2)
                .contains("--engine: no engine \"abacus\""));
    }

    @Test
    void theToleranceDecidesTheExitCode() {
        assertEquals(1, Run.vflow("conformance", glow, "--tolerance", "1e-20").code());
        assertEquals(0, Run.vflow("conformance", glow, "--tolerance", "1e-4").code());
    }
}
