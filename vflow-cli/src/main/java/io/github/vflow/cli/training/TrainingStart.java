package io.github.vflow.cli.training;

import io.github.vflow.cli.data.CheckpointNotes;
import io.github.vflow.cli.data.CsvData;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.Checkpoint;
import io.github.vflow.flow.spec.FlowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.Initialisation;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Starts training runs, new ones and those that go on from a checkpoint. */
public final class TrainingStart {
    private static final String FINGERPRINT = "fingerprint";
    private static final String VALIDATION = "validation";
    private static final String ENGINE = "engine";

    private TrainingStart() {}

    /**
     * Starts a new run: builds and initialises the model.
     *
     * @param noise on the training rows of a table, one training for each
     * @param seeds how many trainings there are for each noise
     */
    public static TrainingRun anew(
            TrainingData data,
            Spec spec,
            TrainingPlan plan,
            double validation,
            ImageDataOptions images,
            EngineOptions engines,
            List<Double> noise,
            int seeds) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(TrainingRun.DATA, data.name());
        notes.put(FINGERPRINT, data.fingerprint());
        notes.put(VALIDATION, Double.toString(validation));
        notes.put(ENGINE, engines.name());
        notes.putAll(images.notes(data));
        if (data instanceof CsvData csv) {
            notes.putAll(csv.table().checkpointNotes());
        }
        Engine engine = engine(data, engines.name(), engines);
        return of(data, spec, plan, engine, new Members(noise, seeds, plan.seed(), 0), notes);
    }

    /** A training of a member: builds and initialises its model. */
    static TrainingRun of(
            TrainingData data,
            Spec spec,
            TrainingPlan plan,
            Engine engine,
            Members members,
            Map<String, String> notes) {
        FlowModel model = Models.of((FlowSpec) members.spec(spec), plan.seed());
        Initialisation.run(
                TrainingRun.trained(model, data),
                engine,
                data.batches(plan.seed()),
                initRows(data, plan.batchSize()),
                plan.seed());
        return new TrainingRun(
                data, model, plan, engine, TrainingState.start(model, plan), members, notes, new TrainingHistory());
    }

    /**
     * Continues a run from its checkpoint.
     *
     * @param rate a smaller learning rate than that of the checkpoint; empty for the same
     * @throws IllegalArgumentException if the data have changed, or the rate is larger
     */
    public static TrainingRun resumed(String name, Path checkpoint, OptionalDouble rate, EngineOptions engines)
            throws IOException {
        Checkpoint c = Checkpoint.load(checkpoint);
        TrainingPlan plan = c.plan();
        if (rate.isPresent()) {
            if (rate.getAsDouble() > plan.descent().schedule().rate()) {
                throw new IllegalArgumentException("--lr with --resume must not be above the checkpoint's "
                        + plan.descent().schedule().rate() + " but is " + rate.getAsDouble()
                        + "; give a smaller one, or start anew without --resume");
            }
            plan = plan.withSchedule(plan.descent().schedule().withRate(rate.getAsDouble()));
        }
        CheckpointNotes notes = new CheckpointNotes(checkpoint, c.notes());
        double validation = notes.number(VALIDATION, 0, Math.nextDown(1.0), 0);
        Members members = Members.of(notes, plan.seed());
        TrainingData data = ImageDataOptions.restored(notes, c.columns(), name, validation, members.seed());
        String wanted = c.notes().getOrDefault(FINGERPRINT, "");
        if (!data.fingerprint().equals(wanted)) {
            throw new IllegalArgumentException(
                    checkpoint + " was trained on other data (" + c.notes().get(TrainingRun.DATA) + ": "
                            + wanted + ") than " + name + " (" + data.fingerprint()
                            + "); give the same data, or start anew without"
                            + " --resume");
        }
        FlowModel model = Models.of(c.spec(), plan.seed());
        Engine engine = engine(data, c.notes().getOrDefault(ENGINE, engines.name()), engines);
        TrainingHistory history = TrainingHistory.of(c.notes().get(TrainingHistory.NOTE), checkpoint);
        return new TrainingRun(data, model, plan, engine, c.state(), members, c.notes(), history);
    }

    private static Engine engine(TrainingData data, String name, EngineOptions engines) {
        return TrainingRun.hasShortSteps(data) ? engines.sequential(name) : engines.parallel(name);
    }

    private static int initRows(TrainingData data, int batch) {
        return data instanceof ImageTrainingData ? batch : Initialisation.rows(data.size(), batch);
    }
}
