package io.github.vflow.cli.training;

import io.github.vflow.cli.data.CheckpointNotes;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Starts training runs on toy densities and images, new ones and ones that go on from a checkpoint. */
public final class TrainingStart {
    /** The note of a checkpoint with the name of the engine, whose bits a resumed run needs. */
    public static final String ENGINE = "engine";

    private static final String FINGERPRINT = "fingerprint";
    private static final String VALIDATION = "validation";

    private TrainingStart() {}

    /** Starts a new run: builds and initialises the model. */
    public static TrainingRun anew(
            TrainingData data,
            Spec.Flow spec,
            TrainingPlan plan,
            double validation,
            ImageDataOptions images,
            EngineOptions engines) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(TrainingRun.DATA, data.name());
        notes.put(FINGERPRINT, data.fingerprint());
        notes.put(VALIDATION, Double.toString(validation));
        notes.put(ENGINE, engines.name());
        notes.putAll(images.notes(data));
        Engine engine = engines.parallel();
        FlowModel model = Models.of(spec, plan.seed());
        int rows = data instanceof ImageTrainingData
                ? plan.batchSize()
                : Trainer.initialRows(data.size(), plan.batchSize());
        Trainer.initialise(model, engine, data.batches(plan.seed()), rows, plan.seed());
        return new TrainingRun(data, model, plan, engine, TrainingState.start(model, plan), notes, new ArrayList<>());
    }

    /**
     * Continues a run from its checkpoint.
     *
     * @param file of the checkpoint, for messages
     * @param rate a smaller learning rate than the checkpoint's; empty for the same
     * @throws IllegalArgumentException if the data have changed, or the rate is larger
     */
    public static TrainingRun resumed(String name, Path file, Checkpoint c, OptionalDouble rate, EngineOptions engines)
            throws IOException {
        TrainingPlan plan = c.plan();
        if (rate.isPresent()) {
            if (rate.getAsDouble() > plan.descent().schedule().rate()) {
                throw new IllegalArgumentException("--lr with --resume must not be above the checkpoint's "
                        + plan.descent().schedule().rate() + " but is " + rate.getAsDouble()
                        + "; give a smaller one, or start anew without --resume");
            }
            plan = plan.withSchedule(plan.descent().schedule().withRate(rate.getAsDouble()));
        }
        CheckpointNotes notes = new CheckpointNotes(file, c.notes());
        double validation = notes.number(VALIDATION, 0, Math.nextDown(1.0), 0);
        TrainingData data = ImageDataOptions.restored(notes, name, validation, plan.seed());
        String wanted = c.notes().getOrDefault(FINGERPRINT, "");
        if (!data.fingerprint().equals(wanted)) {
            throw new IllegalArgumentException(file + " was trained on other data ("
                    + c.notes().get(TrainingRun.DATA) + ": " + wanted + ") than " + name + " (" + data.fingerprint()
                    + "); give the same data, or start anew without --resume");
        }
        FlowModel model = Models.of(c.spec(), plan.seed());
        Engine engine = engines.parallel(c.notes().getOrDefault(ENGINE, engines.name()));
        return new TrainingRun(data, model, plan, engine, c.state(), c.notes(), new ArrayList<>(c.history()));
    }
}
