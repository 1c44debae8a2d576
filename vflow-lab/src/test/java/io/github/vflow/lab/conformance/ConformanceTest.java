package io.github.vflow.lab.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engines compute the numbers of two other implementations: of fixtures in NumPy, and of plain loops ({@link PlainToy}). */
final class ConformanceTest {
    private static final String GLOW = "toy_glow_L3_D2_f64.safetensors";
    private static final String IMAGES = "image_8x8x1_datainit_f64.safetensors";

    /** Finite differences are less exact than the engine. */
    private static final double DIFFERENCES = 1e-6;

    private static final double SINGLE = 2e-4;

    /** Adam turns gradients that are mostly rounding errors into steps of full size. */
    private static final double SINGLE_STEPS = 2e-3;

    @TempDir
    Path dir;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(ConformanceTest.class.getResource(name)).toURI());
    }

    private static Report report(Path file, String engine) throws IOException {
        return Report.of(Fixture.read(file), Engines.named(engine, 1));
    }

    private static String names(Report report) {
        return report.quantities().stream().map(Comparison::name).sorted().collect(Collectors.joining(", "));
    }

    private static Comparison named(Report report, String name) {
        return report.quantities().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Comparison> over(Report report, double limit, double limitOfSteps) {
        return report.quantities().stream()
                .filter(c -> !(c.relative() <= (c.name().startsWith("adam_") ? limitOfSteps : limit)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"reference,1e-12", "vector,1e-5"})
    void theGlowOfAnotherImplementationIsReproduced(String engine, double limit) throws Exception {
        Report report = report(resource(GLOW), engine);
        assertEquals(
                "adam_tf.*, adam_torch.*, after_init.*, grad.*, out.adam_tf_losses, out.adam_torch_losses, out.elbo,"
                        + " out.eps, out.inv_xz, out.log_p, out.logd_p, out.loss, out.sample_xz",
                names(report));
        assertEquals(27, named(report, "grad.*").tensors());
        assertEquals(List.of(), over(report, limit, limit));
        assertEquals(List.of(), report.unknown());
    }

    @ParameterizedTest
    @CsvSource({"reference,1e-12", "vector,2e-4"})
    void theInitialisationOfImagesIsReproduced(String engine, double limit) throws Exception {
        Report report = report(resource(IMAGES), engine);
        assertEquals("init.*, out.elbo_after_init, out.elbo_init_pass", names(report));
        assertEquals(483, named(report, "init.*").tensors());
        assertEquals(List.of(), over(report, limit, limit));
        assertEquals(List.of(), report.unknown());
    }

    @ParameterizedTest
    @CsvSource({"2,0,3,q.", "5,0,1,q.", "2,8,2,q.", "2,8,2,q.0.", "2,1,2,q.", "3,1,3,q.0.", "3,4,1,q.", "1,2,2,q."})
    void everyArchitectureAgreesWithPlainLoops(int dx, int dz, int steps, String q) throws IOException {
        Path file = dir.resolve("toy.safetensors");
        PlainFixture.write(file, dx, dz, steps, q, 5);
        Report exact = report(file, "reference");
        assertEquals(dz > 0 ? 17 : 13, exact.quantities().size());
        assertEquals(List.of(), over(exact, DIFFERENCES, DIFFERENCES));
        assertEquals(List.of(), over(report(file, "vector"), SINGLE, SINGLE_STEPS));
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
        for (String engine : List.of("reference", "vector")) {
            List<Comparison> over = over(report(file, engine), SINGLE, SINGLE_STEPS);
            assertEquals(List.of(tensor), over.stream().map(Comparison::worst).toList());
        }
    }

    @Test
    void whatIsNotANumberNeverPasses() throws IOException {
        Path file = dir.resolve("nan.safetensors");
        PlainFixture.write(file, 2, 0, 1, "q.", 5, values -> {
            values.get("out.eps")[0] = Double.NaN;
            return values;
        });
        List<Comparison> over = over(report(file, "reference"), 1e9, 1e9);
        assertEquals(
                List.of("out.eps", "out.inv_xz"),
                over.stream().map(Comparison::name).toList());
    }

    @Test
    void tensorsThatNothingComputesAreNamed() throws Exception {
        Path file = dir.resolve("more.safetensors");
        SafeTensors.Builder b = SafeTensors.builder();
        SafeTensors.read(resource(GLOW)).tensors().values().forEach(t -> b.f64(t.name(), t.shape(), t.doubles()));
        b.f64("out.temperature", Shape.of(1), new double[] {3}).build().write(file);
        assertEquals(List.of("out.temperature"), report(file, "reference").unknown());
    }
}
