package io.github.vflow.benchmarks.paper.images;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains models of images on one thread, all in the same way, and stores them.
 *
 * @param data the images
 * @param folder of the model files
 */
record ImageTraining(FashionMnist data, Path folder) {
    /** Epochs between evaluations on the held-out images. */
    static final int EVERY = 2;

    private static final int BATCH = 128;
    private static final double RATE = 6e-3;
    private static final int WARM_UP = 100;
    private static final double CLIP = 1;
    private static final int INITIALISED_ON = 256;

    /**
     * Trains, and writes the model with the parameters that are best on the held-out images. Divergence is a result too.
     *
     * @param onPoint called at each evaluation
     */
    ImageResult result(ImageRun run, Consumer<CurvePoint> onPoint) throws IOException {
        long start = System.nanoTime();
        FlowModel model = Models.of(run.spec(), run.seed());
        List<CurvePoint> curve = new ArrayList<>();
        String note = "";
        try {
            train(model, run, p -> {
                curve.add(p);
                onPoint.accept(p);
            });
            Files.createDirectories(folder);
            new ModelFile(model, List.of(), Map.of("training", run.toString())).save(file(run));
        } catch (ArithmeticException e) {
            note = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        int parameters = model.parameters().size();
        return new ImageResult(run, parameters, data.train().size(), curve, seconds, note);
    }

    private void train(FlowModel model, ImageRun run, Consumer<CurvePoint> onPoint) {
        Engine engine = Engines.vector(1);
        BatchSource batches = BatchSource.of(data.train().rows(), run.seed());
        Trainer.initialise(model, engine, batches, INITIALISED_ON, run.seed());
        long epoch = Math.ceilDiv(data.train().size(), BATCH);
        TrainingPlan plan = TrainingPlan.of(run.epochs() * epoch, BATCH, RATE, run.seed())
                .withSchedule(new Schedule.WarmUp(WARM_UP, new Schedule.Linear(RATE, run.epochs() * epoch)))
                .withClipNorm(CLIP)
                .withEvaluation(EVERY * epoch, 0)
                .withMemory(Memory.STORED);
        new Trainer(model, plan, engine)
                .validation(data.heldOut().rows())
                .onProgress(p -> onPoint.accept(new CurvePoint(
                        Math.toIntExact(p.step() / epoch),
                        model.bitsPerDim(p.trainBound()),
                        model.bitsPerDim(p.validationBound()))))
                .fit(batches);
    }

    /** The trained model of a run. */
    Model model(ImageRun run) throws IOException {
        return ModelFile.load(file(run)).model();
    }

    private Path file(ImageRun run) {
        return folder.resolve("%dx%d-augment-%d-blocks-%d-epochs-%d-seed-%d.safetensors"
                .formatted(run.side(), run.side(), run.augment(), run.blocks(), run.epochs(), run.seed()));
    }
}
