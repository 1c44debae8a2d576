package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.tensor.engine.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A training run on a toy density or on images, new or resumed.
 *
 * @param data the training data
 * @param model the initialised model
 * @param plan the training plan
 * @param engine the engine
 * @param from the state at the start
 * @param notes the notes of a checkpoint about the data and the command
 * @param history the evaluations so far, to which {@link #train} adds
 */
public record TrainingRun(
        TrainingData data,
        FlowModel model,
        TrainingPlan plan,
        Engine engine,
        TrainingState from,
        Map<String, String> notes,
        List<Trainer.Progress> history) {
    static final String DATA = "data";

    private static final String COMMAND = "command";
    private static final String VERSION = "version";

    /**
     * The outcome of a run.
     *
     * @param state the last state
     * @param history the evaluations of this run
     */
    public record Outcome(TrainingState state, List<Trainer.Progress> history, long steps) {
        /** The time of the steps of this run, in seconds. */
        public double seconds() {
            return history.isEmpty() ? 0 : history.getLast().seconds();
        }

        public double microsPerStep() {
            return steps == 0 ? 0 : 1e6 * seconds() / steps;
        }
    }

    /** This run with the command and its version as notes, which a resumed run keeps and the model file has. */
    public TrainingRun begunBy(String command, String version) {
        Map<String, String> more = new LinkedHashMap<>(notes);
        more.put(COMMAND, command);
        more.put(VERSION, version);
        return new TrainingRun(data, model, plan, engine, from, more, history);
    }

    /**
     * Trains. Afterwards, and after an exception too, the model has the best parameters.
     *
     * @throws ArithmeticException if training diverged or a validation row has no finite bound
     */
    public Outcome train(
            Consumer<Trainer.Progress> onProgress,
            Consumer<TrainingState> onState,
            Consumer<Map<String, Double>> onDrift,
            BooleanSupplier stop) {
        int before = history.size();
        Trainer trainer = new Trainer(model, plan, engine)
                .onProgress(p -> {
                    history.add(p);
                    onProgress.accept(p);
                })
                .onState(onState)
                .onInverseError(onDrift)
                .stopWhen(stop);
        data.validation().ifPresent(trainer::validation);
        TrainingState end = trainer.fit(data.batches(plan.seed()), from);
        return new Outcome(end, List.copyOf(history.subList(before, history.size())), end.step() - from.step());
    }

    public Checkpoint checkpoint(TrainingState state) {
        return new Checkpoint(
                (Spec.Flow) model.spec().orElseThrow(), plan, state, data.columns(), notes, List.copyOf(history));
    }

    /** The model, which has the best parameters up to the last state. */
    public ModelFile modelFile(TrainingState last) {
        Fitted.End end = last.step() == plan.steps() ? Fitted.End.STEPS : Fitted.End.NO_BETTER;
        return modelFile(
                last,
                end,
                model.images().isPresent()
                        ? Mean.of(new double[0])
                        : Trainer.heldOut(model, engine, data.validation(), plan.seed()));
    }

    /** The model of a run that failed, which has the best parameters up to a state. */
    public ModelFile modelFile(TrainingState state, Fitted.End end) {
        long rows = data.validation().map(Rows::size).orElse(0);
        return modelFile(state, end, new Mean(rows == 0 ? Double.NaN : state.bestBound(), Double.NaN, rows));
    }

    private ModelFile modelFile(TrainingState state, Fitted.End end, Mean heldOut) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put(DATA, data.name() + ": " + data.description());
        about.put("plan", PlanWords.of(plan));
        if (state.best() != null) {
            about.put(
                    "best",
                    Text.format("step %,d, validation ELBO %s nats", bestStep(state), Text.nats(state.bestBound())));
        }
        for (String key : List.of(COMMAND, VERSION)) {
            if (notes.containsKey(key)) {
                about.put(key, notes.getOrDefault(key, ""));
            }
        }
        Optional<Fitted> fitted = model.images().isPresent()
                ? Optional.empty()
                : Optional.of(new Fitted(state.step(), 0, heldOut, end, history, List.of()).withoutTimes());
        return new ModelFile(model, data.columns(), about, Scoring.standard(), fitted, Optional.empty());
    }

    /** The step of the best parameters: evaluations are at multiples of a number of steps, and at the end. */
    public long bestStep(TrainingState state) {
        long every = plan.evaluation().every();
        long last = Math.ceilDiv(state.step(), every);
        return state.stale() == 0 ? state.step() : (last - state.stale()) * every;
    }
}
