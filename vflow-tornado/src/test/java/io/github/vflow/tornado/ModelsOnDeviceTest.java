package io.github.vflow.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.image.Images;
import io.github.vflow.lab.conformance.Comparison;
import io.github.vflow.lab.conformance.Fixture;
import io.github.vflow.lab.conformance.Report;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.testkit.Approx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole models on the device: what another implementation computed, scores, samples, and training. */
final class ModelsOnDeviceTest {
    private static final Path FIXTURES = Path.of("../vflow-lab/src/test/resources/io/github/vflow/lab/conformance");

    /** Float32 against numbers in double, relative to the largest of a tensor. */
    private static final double FIXTURE = 2e-4;

    /** Adam makes whole steps of gradients that are hardly more than rounding. */
    private static final double FIXTURE_STEPS = 2e-3;

    /** Nats between losses of two float32 engines after training. */
    private static final double LOSS = 1e-2;

    private static final long SEED = 1;

    @ParameterizedTest
    @CsvSource({"toy_glow_L3_D2_f64.safetensors", "image_8x8x1_datainit_f64.safetensors"})
    void agreesWithAnotherImplementation(String file) throws IOException {
        Report report = Report.of(Fixture.read(FIXTURES.resolve(file)), OnDevice.engine());
        assertFalse(report.quantities().isEmpty());
        assertEquals(List.of(), report.unknown());
        for (Comparison c : report.quantities()) {
            boolean steps = c.name().startsWith("adam_") || c.name().startsWith("ema_");
            assertTrue(c.relative() <= (steps ? FIXTURE_STEPS : FIXTURE), () -> file + ": " + c);
        }
    }

    private static FlowModel toy() {
        FlowModel model = Models.of(RowSpec.of(2, 8, 2), SEED);
        Trainer.initialise(
                model, Engines.vector(1), BatchSource.of(2, ToyDensity.CHECKERBOARD.sampler(SEED)), 64, SEED);
        return model;
    }

    @Test
    void scoresAndSamplesAsTheReferenceDoes() {
        Model model = toy();
        float[] points = new float[2 * 200];
        ToyDensity.CHECKERBOARD.sampler(7).fill(0, points);
        Rows rows = Rows.of(points, 2);
        Approx.assertClose(
                "elbo",
                scores(model, Engines.reference(), 1, rows),
                scores(model, OnDevice.engine(), 1, rows),
                Approx.PROGRAMS);
        Approx.assertClose(
                "importance-weighted",
                scores(model, Engines.reference(), 16, rows),
                scores(model, OnDevice.engine(), 16, rows),
                Approx.PROGRAMS);
        Approx.assertClose(
                "samples",
                Sampler.draw(model, Engines.reference(), 100, 1, SEED).toArray(),
                Sampler.draw(model, OnDevice.engine(), 100, 1, SEED).toArray(),
                Approx.PROGRAMS);
        try (Evaluator one = Evaluator.ofScores(model, Engines.reference(), 16, SEED);
                Evaluator other = Evaluator.ofScores(model, OnDevice.engine(), 16, SEED)) {
            for (int i = 0; i < 10; i++) {
                assertEquals(one.score(rows.copyRow(i)), other.score(rows.copyRow(i)), 1e-4);
            }
        }
    }

    private static double[] scores(Model model, Engine engine, int samples, Rows rows) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, samples, SEED)) {
            return evaluator.scores(rows);
        }
    }

    @Test
    void aToyTrainsAsOnTheVectorEngine() {
        TrainingPlan plan = TrainingPlan.of(2_000, 64, 1e-3, SEED).withEvaluation(100, 0);
        List<Double> expected = losses(Engines.vector(1), plan);
        List<Double> actual = losses(OnDevice.engine(), plan);
        assertEquals(20, actual.size());
        for (int i = 0; i < 20; i++) {
            assertEquals(expected.get(i), actual.get(i), LOSS, "mean bound of steps up to " + 100 * (i + 1));
        }
    }

    private static List<Double> losses(Engine engine, TrainingPlan plan) {
        List<Double> losses = new ArrayList<>();
        new Trainer(toy(), plan, engine)
                .onProgress(p -> losses.add(p.trainBound()))
                .fit(BatchSource.of(2, ToyDensity.CHECKERBOARD.sampler(SEED)));
        return losses;
    }

    @Test
    void anImageModelTrainsAsOnTheVectorEngine() {
        TrainingPlan plan =
                TrainingPlan.of(20, 8, 1e-3, SEED).withClipNorm(1).withEma(0.9).withEvaluation(10, 0);
        List<Double> expected = new ArrayList<>();
        List<Double> actual = new ArrayList<>();
        images(Engines.vector(1), plan, expected);
        images(OnDevice.engine(), plan, actual);
        assertEquals(2, actual.size());
        for (int i = 0; i < actual.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), LOSS, "mean bound of steps up to " + 10 * (i + 1));
        }
    }

    private static void images(Engine engine, TrainingPlan plan, List<Double> losses) {
        BatchSource batches = BatchSource.of(Images.digits().rows(), SEED);
        FlowModel model = Models.of(ImageSpec.preset("digits"), SEED);
        Trainer.initialise(model, Engines.vector(1), batches, plan.batchSize(), SEED);
        new Trainer(model, plan, engine)
                .onProgress(p -> losses.add(p.trainBound()))
                .fit(batches);
    }
}
