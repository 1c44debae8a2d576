package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.audit.model.RoundTrip;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.ImageSpec.Stage.Kind;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SmallModels of images: the bound by its parts, there and back, and in a file. */
final class ImageVFlowTest {
    private static final long SEED = Seeds.of("ImageVFlowTest");
    private static final int BATCH = 3;
    private static final double MARGIN = 0.05;
    private static final double LEVEL = 1e-3;

    @TempDir
    Path dir;

    private static final List<Stage> COLUMNS = List.of(new Stage(Kind.COLUMNS, 2));

    static Stream<ImageSpec> specs() {
        return Stream.of(
                ImageSpecs.tiny(),
                ImageSpecs.imageNet(),
                ImageSpecs.of(
                        2,
                        2,
                        ImageSpecs.STAGES,
                        CouplingSpec.Kind.MIXTURE_PAPER,
                        DequantizerKind.VARIATIONAL,
                        ImagePosteriorKind.PAPER),
                ImageSpecs.of(
                        1,
                        1,
                        ImageSpecs.FACTORED,
                        CouplingSpec.Kind.MIXTURE,
                        DequantizerKind.VARIATIONAL,
                        ImagePosteriorKind.FLOW),
                ImageSpecs.of(
                        1,
                        1,
                        ImageSpec.patches(1, 2),
                        CouplingSpec.Kind.MIXTURE,
                        DequantizerKind.VARIATIONAL,
                        ImagePosteriorKind.FLOW),
                ImageSpecs.of(
                        1,
                        0,
                        ImageSpec.jet(1, 3),
                        CouplingSpec.Kind.AFFINE,
                        DequantizerKind.UNIFORM,
                        ImagePosteriorKind.PRIOR),
                ImageSpecs.of(
                        1, 1, COLUMNS, CouplingSpec.Kind.MIXTURE, DequantizerKind.UNIFORM, ImagePosteriorKind.PRIOR),
                ImageSpecs.of(
                        1,
                        0,
                        COLUMNS,
                        CouplingSpec.Kind.MIXTURE,
                        DequantizerKind.VARIATIONAL,
                        ImagePosteriorKind.PRIOR));
    }

    private record Inputs(double[] x, double[] noise) {
        static Inputs of(FlowModel model) {
            SplittableRandom random = new SplittableRandom(SEED);
            return new Inputs(
                    ImageSpecs.pixels(model.images().orElseThrow(), BATCH, random),
                    Eval.normal(BATCH * model.noise(), 1, random));
        }
    }

    private static double[] run(FlowModel model, Trace t, Map<String, double[]> in) {
        Map<String, double[]> all = new java.util.HashMap<>(in);
        all.put(Parameters.INPUT, Eval.values(model.parameters()));
        all.keySet().retainAll(t.program().inputs().keySet());
        return Eval.of(Eval.REFERENCE, t, all).get("y");
    }

    private static Trace trace(FlowModel model) {
        Trace t = new Trace();
        model.parameters().flat(t);
        return t;
    }

    private static double[] draw(FlowModel model, boolean ofU, boolean value, double[] noise, double[] told, Shape s) {
        Trace t = trace(model);
        Tensor e = t.batch("noise", ofU ? Shape.of(BATCH, noise.length / BATCH) : Shape.of(BATCH, 4, 4, s.dim(3)));
        Tensor about = t.batch(
                "told", Shape.of(BATCH, 4, 4, model.images().orElseThrow().channels()));
        Condition condition = Condition.ofPositions(about);
        Draw d = ofU
                ? SmallModels.dequantizer(model).draw(e, about.shape(), condition)
                : SmallModels.posterior(model).draw(e, condition);
        t.output("y", value ? d.value() : d.logProb());
        return run(model, t, Map.of("noise", noise, "told", told));
    }

    private static double[] columns(double[] rows, int width, int from, int to) {
        double[] some = new double[BATCH * (to - from)];
        for (int i = 0; i < BATCH; i++) {
            System.arraycopy(rows, i * width + from, some, i * (to - from), to - from);
        }
        return some;
    }

    /** ln p(v, z) + ln |det ∂v/∂x| − ln r − ln q, with the map of pixels to reals in plain numbers. */
    @ParameterizedTest
    @MethodSource("specs")
    void theBoundIsTheSumOfItsParts(ImageSpec spec) {
        FlowModel model = ImageSpecs.random(spec, SEED);
        Inputs in = Inputs.of(model);
        int d = model.features();
        int dz = model.augment();
        Shape image = Shape.of(BATCH, 4, 4, spec.channels());
        double[] told = Arrays.stream(in.x).map(p -> p / 16 - 0.5).toArray();
        double[] forU = columns(in.noise, model.noise(), 0, model.noise() - dz);
        double[] forZ = columns(in.noise, model.noise(), model.noise() - dz, model.noise());
        double[] u = draw(model, true, true, forU, told, image);
        double[] expected = new double[BATCH];
        double[] logR = draw(model, true, false, forU, told, image);
        double[] v = new double[in.x.length];
        for (int i = 0; i < v.length; i++) {
            double w = MARGIN + (1 - 2 * MARGIN) * (in.x[i] + u[i]) / 16;
            v[i] = Math.log(w / (1 - w));
            expected[i / d] += Math.log((1 - 2 * MARGIN) / 16 / w / (1 - w));
        }
        double[] z = new double[0];
        double[] logQ = new double[BATCH];
        if (dz > 0) {
            Shape augmented = image.with(3, spec.augment());
            z = draw(model, false, true, forZ, v, augmented);
            logQ = draw(model, false, false, forZ, v, augmented);
        }
        double[] logP = density(model, v, z);
        for (int i = 0; i < BATCH; i++) {
            expected[i] += logP[i] - logR[i] - logQ[i];
        }
        double[] bound = SmallModels.bounds(model, in.x, in.noise, model.noise());
        Approx.assertClose("bound of " + spec + ", seed " + SEED, expected, bound, Approx.ROUND_TRIP);
    }

    private static double[] density(FlowModel model, double[] v, double[] z) {
        Trace t = trace(model);
        ImageSpec spec = model.images().orElseThrow();
        Tensor joint = t.batch("v", Shape.of(BATCH, 4, 4, spec.channels()));
        if (z.length > 0) {
            joint = Tensor.concat(3, joint, t.batch("z", Shape.of(BATCH, 4, 4, spec.augment())));
        }
        Mapped e = model.bijector().forward(joint);
        assertEquals(model.latentShape(BATCH), e.value().shape());
        t.output("y", StandardNormal.INSTANCE.logProb(e.value()).plus(e.logDet()));
        return run(model, t, Map.of("v", v, "z", z));
    }

    /** Float32, after data-dependent initialisation: pixels, ε, pixels. */
    @Test
    void exactCouplingsComeBackToThePixels() {
        for (ImageSpec spec : specs().filter(s -> s.coupling().kind() == CouplingSpec.Kind.MIXTURE)
                .toList()) {
            FlowModel model = Models.of(spec, SEED);
            SplittableRandom random = new SplittableRandom(SEED);
            Rows images = Rows.of(Eval.narrow(ImageSpecs.pixels(spec, 40, random)), model.features());
            assertComesBack(ImageSpecs.random(spec, SEED), images);
            Trainer.initialise(model, SmallModels.VECTOR, BatchSource.of(images, SEED), 32, SEED);
            assertComesBack(model, images);
        }
    }

    private static void assertComesBack(FlowModel model, Rows images) {
        RoundTrip trip = RoundTrip.of(model, SmallModels.VECTOR, images, SEED);
        String what = model.images().orElseThrow() + ", seed " + SEED + ": off by " + trip.worst() + " levels";
        assertEquals(0, trip.notFinite(), what);
        assertTrue(trip.worst() < LEVEL, what);
        assertArrayEquals(images.toFloats(), trip.rows(), (float) LEVEL, what);
    }

    /** Assumption A2: some parameters of q make it N(0, I), whatever the image. */
    @Test
    void aFlowOfZContainsThePrior() {
        FlowModel model = ImageSpecs.random(ImageSpecs.tiny(), SEED);
        for (Parameter p : model.parameters().all()) {
            if (p.name().startsWith("q.flow")) {
                plain(model.parameters(), p);
            }
        }
        Inputs in = Inputs.of(model);
        double[] noise = columns(in.noise, model.noise(), 16, 32);
        double[] image = Arrays.stream(in.x).map(v -> v / 8 - 1).toArray();
        Shape s = Shape.of(BATCH, 4, 4, 1);
        Approx.assertClose("z", noise, draw(model, false, true, noise, image, s), Approx.ROUND_TRIP);
        double[] logQ = Eval.of(Shape.of(BATCH, 16), noise, StandardNormal.INSTANCE::logProb);
        Approx.assertClose("ln q", logQ, draw(model, false, false, noise, image, s), Approx.ROUND_TRIP);
    }

    private static void plain(Parameters parameters, Parameter p) {
        float[] v = new float[p.shape().size()];
        String kind = p.name().substring(p.name().lastIndexOf('.') + 1);
        switch (kind) {
            case "g0", "g1" -> Arrays.fill(v, 1);
            case "W0", "W1" -> {
                for (int i = 0; i < p.shape().dim(0); i++) {
                    v[i * p.shape().dim(0) + i] = 1;
                }
            }
            case "b0", "b1" -> Arrays.fill(v, 0);
            default -> {
                if (!p.name().contains("proj_out")) {
                    return;
                }
            }
        }
        parameters.set(p, v);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void theFileHasTheSameModel(ImageSpec spec) throws IOException {
        FlowModel model = ImageSpecs.random(spec, SEED);
        Path file = dir.resolve("images.safetensors");
        new ModelFile(model, List.of(), Map.of("data", "noise")).save(file);
        Model back = ModelFile.load(file).model();
        assertEquals(spec, back.spec().orElseThrow());
        assertEquals("images", SafeTensors.read(file).metadata().get("kind"));
        Inputs in = Inputs.of(model);
        assertArrayEquals(
                SmallModels.bounds(model, in.x, in.noise, model.noise()),
                SmallModels.bounds(back, in.x, in.noise, model.noise()),
                "bit by bit");
    }

    @Test
    void aFileOfAnotherKindOrOfADamagedArchitectureIsRefused() throws IOException {
        refused("kind", "images", "sounds", "expected a model of rows or images but it is of \"sounds\"");
        refused("spec", "\"filters\":4", "\"filters\":0", "filters must be at least 1 but is 0");
        refused("spec", "\"dropout\":0.0", "\"dropout\":1.5", "dropout must be in [0, 1) but is 1.5");
        refused("spec", "\"levels\":16", "\"levels\":1", "levels must be in 2 … 65536 but is 1");
    }

    private void refused(String key, String was, String becomes, String message) throws IOException {
        Path file = dir.resolve("good.safetensors");
        new ModelFile(Models.of(ImageSpecs.tiny(), SEED), List.of(), Map.of()).save(file);
        SafeTensors old = SafeTensors.read(file);
        SafeTensors.Builder b = SafeTensors.builder();
        old.metadata().forEach((k, v) -> {
            assertTrue(!k.equals(key) || v.contains(was), v);
            b.metadata(k, k.equals(key) ? v.replace(was, becomes) : v);
        });
        old.tensors().values().forEach(t -> b.f32(t.name(), t.shape(), t.floats()));
        Path changed = dir.resolve("changed.safetensors");
        b.build().withChecksum().write(changed);
        String said = Assertions.assertThrows(FileFormatException.class, () -> ModelFile.load(changed))
                .getMessage();
        assertTrue(said.contains(message), said);
    }
}
