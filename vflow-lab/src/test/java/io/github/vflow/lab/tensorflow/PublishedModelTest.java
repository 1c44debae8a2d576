package io.github.vflow.lab.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint that TensorFlow wrote becomes a model with the densities that numpy computes from the authors' equations. */
final class PublishedModelTest {
    /** Of the bounds in nats, relative: both sides compute in float64. */
    private static final double BOUND = 1e-9;

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void hasTheDensitiesOfTheAuthorsEquations(PublishedWeights weights) throws IOException {
        PublishedModel read = PublishedModel.read(SmallCheckpoint.in(dir), SmallCheckpoint.spec(), weights);
        double[] expected = fixture(weights == PublishedWeights.EMA ? "bound_ema" : "bound_raw");
        double[] got = bounds(read.model());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], got[i], BOUND * Math.abs(expected[i]), weights + ", image " + i);
        }
        assertEquals(591, read.variables());
        assertEquals(3 * 591, read.training());
        assertEquals(List.of("beta1_power", "beta2_power"), read.leftOver());
    }

    @ParameterizedTest
    @ValueSource(strings = {SmallCheckpoint.INDEX, SmallCheckpoint.DATA})
    void anyOfItsFilesNamesACheckpoint(String name) throws IOException {
        SmallCheckpoint.in(dir);
        assertEquals(
                591,
                PublishedModel.read(dir.resolve(name), SmallCheckpoint.spec(), PublishedWeights.EMA)
                        .variables());
    }

    @Test
    void isAModelFile() throws IOException {
        PublishedModel read =
                PublishedModel.read(SmallCheckpoint.in(dir), SmallCheckpoint.spec(), PublishedWeights.EMA);
        Path file = dir.resolve("small.safetensors");
        new ModelFile(read.model(), List.of(), Map.of()).save(file);
        assertArrayEquals(bounds(read.model()), bounds(ModelFile.load(file).model()));
    }

    /** With three blocks, a checkpoint of two lacks some; with one, it has some too many; three components change shapes. */
    @Test
    void namesWhatDoesNotFit() throws IOException {
        assertRefused(
                SmallCheckpoint.spec(3, 2),
                "108 are missing: MixLogisticAttnCoupling_10/block2/attn/proj1/W/ExponentialMovingAverage, "
                        + "MixLogisticAttnCoupling_10/block2/attn/proj1/b/ExponentialMovingAverage, ");
        assertRefused(
                SmallCheckpoint.spec(1, 2),
                "108 are too many: MixLogisticAttnCoupling_10/block1/attn/proj1/W, MixLogisticAttnCoupling_10/block1/attn/proj1/b, ");
        assertRefused(
                SmallCheckpoint.spec(2, 3),
                "34 are of another shape: MixLogisticAttnCoupling/proj_out/W/ExponentialMovingAverage [3, 3, 4, 8] instead of"
                        + " [3, 3, 4, 11], ");
    }

    @Test
    void takesOnlyWhatTheAuthorsProgramBuilds() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> PublishedModel.read(dir, ImageSpec.preset("vflow-imagenet32"), PublishedWeights.EMA));
        assertTrue(e.getMessage().contains("take vflow-cifar10"), e.getMessage());
    }

    private void assertRefused(ImageSpec spec, String why) throws IOException {
        Path own = Files.createTempDirectory(dir, "own");
        Path checkpoint = SmallCheckpoint.in(own);
        FileFormatException e = assertThrows(
                FileFormatException.class, () -> PublishedModel.read(checkpoint, spec, PublishedWeights.EMA));
        assertTrue(e.getMessage().startsWith(checkpoint + ": "), e.getMessage());
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    /** By the oracle, in double, with the noise of the fixture: of a row first that of u, then that of z. */
    private static double[] bounds(Model model) throws IOException {
        double[] x = fixture("x");
        int rows = x.length / model.features();
        double[] noise = new double[rows * model.noise()];
        double[] u = fixture("eps_u");
        double[] z = fixture("eps_z");
        int ofU = u.length / rows;
        int ofZ = z.length / rows;
        for (int i = 0; i < rows; i++) {
            System.arraycopy(u, i * ofU, noise, i * model.noise(), ofU);
            System.arraycopy(z, i * ofZ, noise, i * model.noise() + ofU, ofZ);
        }
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(rows, model.features()))));
        try (Executable e = Engines.reference().compile(t.program())) {
            e.set(Parameters.INPUT, model.parameters().values());
            e.set(Model.X, x);
            e.set(Model.NOISE, noise);
            e.run();
            double[] bounds = new double[rows];
            e.get("bound", bounds);
            return bounds;
        }
    }

    private static double[] fixture(String name) throws IOException {
        String json = new String(SmallCheckpoint.resource("small.json").readAllBytes(), StandardCharsets.UTF_8);
        Matcher array = Pattern.compile("\"" + name + "\": \\[([^]]*)]").matcher(json);
        assertTrue(array.find(), name);
        return Arrays.stream(array.group(1).split(", "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
