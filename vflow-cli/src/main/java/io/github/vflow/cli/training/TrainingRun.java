package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.CsvData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.MixtureModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.Checkpoint;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.FillTraining;
import io.github.vflow.flow.spec.FlowSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Progress;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.ValidationRowException;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.flow.train.stacking.Stacking;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.table.NoisyBatches;
import io.github.vflow.table.Recipe;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.run.Engines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A training run, new or resumed.
 *
 * @param data the training data
 * @param model the initialised model
 * @param plan the training plan
 * @param engine the engine
 * @param from the state at the start
 * @param members the trainings of which this is one
 * @param notes the notes of a checkpoint about the data and the command
 * @param history the evaluations so far, to which {@link #train} adds
 */
public record TrainingRun(
        TrainingData data,
        Model model,
        TrainingPlan plan,
        Engine engine,
        TrainingState from,
        Members members,
        Map<String, String> notes,
        TrainingHistory history) {
    static final String DATA = "data";

    private static final String COMMAND = "command";
    private static final String VERSION = "version";
    /** The note of a model file that says what training rows looked like. */
    private static final String BASELINE = "baseline";

    private static final Recipe USUAL = Recipe.standard();

    /**
     * The outcome of a run.
     *
     * @param state the last state
     * @param history the evaluations of this run
     */
    public record Outcome(TrainingState state, List<Progress> history, long steps) {
        /** The time of the steps of this run, in seconds. */
        public double seconds() {
            return history.isEmpty() ? 0 : history.getLast().seconds();
        }

        public double microsPerStep() {
            return steps == 0 ? 0 : 1e6 * seconds() / steps;
        }
    }

    /** Whether a step is too short to be shared by threads. */
    static boolean hasShortSteps(TrainingData data) {
        return data instanceof CsvData && Recipe.hasShortSteps(data.size());
    }

    /** The training of the next member. */
    public TrainingRun next() {
        Members next = members.next();
        return TrainingStart.of(data, spec(), plan.withSeed(next.ownSeed()), engine, next, notes);
    }

    /** The model that takes the rows: one that integrates missing cells out, if there are any; it shares all parameters. */
    static FlowModel trained(FlowModel model, TrainingData data) {
        return data instanceof CsvData csv && csv.hasMissing()
                ? model.forMissing().orElseThrow()
                : model;
    }

    /** The model of one member. */
    private FlowModel flow() {
        return (FlowModel) model;
    }

    /** This run with the command and its version as notes, which a resumed run keeps and the model file has. */
    public TrainingRun begunBy(String command, String version) {
        Map<String, String> more = new LinkedHashMap<>(notes);
        more.put(COMMAND, command);
        more.put(VERSION, version);
        return new TrainingRun(data, model, plan, engine, from, members, more, history);
    }

    /**
     * Trains. Afterwards, and after an exception too, the model has the best parameters.
     *
     * @throws ArithmeticException if training diverged or a validation row has no finite bound; the message describes the row
     */
    public Outcome train(
            Consumer<Progress> onProgress,
            Consumer<TrainingState> onState,
            Consumer<Map<String, Double>> onDrift,
            BooleanSupplier stop) {
        List<Progress> here = new ArrayList<>();
        BatchSource source = batches();
        Trainer trainer = new Trainer(trained(flow(), data), plan, engine)
                .onProgress(p -> {
                    here.add(p);
                    history.add(p);
                    onProgress.accept(p);
                })
                .onState(onState)
                .onInverseError(onDrift)
                .stopWhen(stop);
        data.validation().ifPresent(trainer::validation);
        try {
            TrainingState end = trainer.fit(source, from);
            return new Outcome(end, List.copyOf(here), end.step() - from.step());
        } catch (ValidationRowException e) {
            ArithmeticException described =
                    new ArithmeticException(e.getMessage() + "; it is " + data.describeValidationRow(e.row()));
            described.initCause(e);
            throw described;
        }
    }

    private BatchSource batches() {
        BatchSource batches = data.batches(plan.seed());
        return data instanceof CsvData csv
                ? NoisyBatches.of(batches, csv.table().schema(), csv.train(), members.ownNoise(), plan.seed())
                : batches;
    }

    /** The number of steps that train the density of missing cells; zero if the model needs complete rows. */
    public long fillSteps() {
        return data instanceof CsvData
                        && model.given() == 0
                        && model.forMissing().isPresent()
                ? Math.min(USUAL.fillStepsOf(data.size()), plan.steps())
                : 0;
    }

    /**
     * Trains the density of missing cells on the model's own samples. That of complete rows stays as it is.
     *
     * @throws ArithmeticException if a loss is not finite; the parameters then stay as they were
     */
    public void fill() {
        FillTraining.run(flow(), engine, fillSteps(), plan.seed());
    }

    /** This run with the shares of the flow and of broad densities that explain the validation rows best; itself if it has no such rows. */
    public TrainingRun stacked() {
        if (!(spec() instanceof RowSpec rows)
                || rows.defensive().isNone()
                || data.validation().isEmpty()) {
            return this;
        }
        Rows heldOut = data.validation().orElseThrow();
        FlowModel best = Stacking.run(flow(), engine, heldOut, plan.seed());
        return with(best, history);
    }

    /** This run with the mixture of the models of all members; the validation rows, if there are any, choose the shares. */
    public TrainingRun mixed(List<ModelFile> files) {
        List<FlowModel> all = files.stream().map(f -> (FlowModel) f.model()).toList();
        if (all.size() == 1) {
            return with(all.getFirst(), history);
        }
        List<Double> equal = Collections.nCopies(all.size(), 1.0 / all.size());
        MixtureModel mixture = data.validation()
                .map(rows -> Stacking.mixture(all, engine, rows, members.seed()))
                .orElseGet(() -> Mixtures.of(all, equal));
        return with(mixture, TrainingHistory.of(files, mixture.shares()));
    }

    private TrainingRun with(Model other, TrainingHistory past) {
        return new TrainingRun(data, other, plan, engine, from, members, notes, past);
    }

    /** The mean bound of the validation rows under the model, in nats; NaN if there are none. */
    private Mean heldOut() {
        if (data.validation().isEmpty()) {
            return Mean.of(new double[0]);
        }
        try (Evaluator e = Evaluator.ofMeans(model, engine, 1, members.seed(), Purpose.VALIDATION_NOISE)) {
            return Mean.of(e.scores(data.validation().orElseThrow()));
        }
    }

    public Checkpoint checkpoint(TrainingState state) {
        Map<String, String> all = new LinkedHashMap<>(notes);
        all.put(TrainingHistory.NOTE, history.note(state.step()));
        all.putAll(members.notes());
        return new Checkpoint((FlowSpec) spec(), plan, state, data.columns(), all);
    }

    /** The model, which has the best parameters up to the last state. */
    public ModelFile modelFile(TrainingState last) {
        Fitted.End end = last.step() == plan.steps() ? Fitted.End.STEPS : Fitted.End.NO_BETTER;
        return modelFile(last, end, model.images().isPresent() ? Mean.of(new double[0]) : heldOut());
    }

    /** The model of a run that failed, which has the best parameters up to a state. */
    public ModelFile modelFile(TrainingState state, Fitted.End end) {
        long rows = data.validation().map(Rows::size).orElse(0);
        return modelFile(state, end, new Mean(rows == 0 ? Double.NaN : state.bestBound(), Double.NaN, rows));
    }

    private ModelFile modelFile(TrainingState state, Fitted.End end, Mean heldOut) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put(DATA, data.name() + ": " + data.description());
        about.put("plan", words());
        if (model instanceof MixtureModel) {
            about.put("best", Text.format("validation ELBO %s nats", Text.nats(heldOut.value())));
        } else if (state.best() != null) {
            about.put(
                    "best",
                    Text.format("step %,d, validation ELBO %s nats", bestStep(state), Text.nats(state.bestBound())));
        }
        if (data instanceof CsvData csv) {
            about.putAll(csv.table().modelNotes());
        }
        for (String key : List.of(COMMAND, VERSION)) {
            if (notes.containsKey(key)) {
                about.put(key, notes.getOrDefault(key, ""));
            }
        }
        Optional<Fitted> fitted = model.images().isPresent()
                ? Optional.empty()
                : Optional.of(history.fitted(state.step(), plan, heldOut, end));
        return new ModelFile(model, data.columns(), about, Scoring.standard(), fitted, Optional.empty());
    }

    /**
     * As {@link #modelFile}; of a table with what its rows looked like, and with the scores of the rows that were kept for calibration.
     */
    public ModelFile calibratedFile(TrainingState state) {
        ModelFile file = modelFile(state);
        if (!(data instanceof CsvData csv)) {
            return file;
        }
        double[] scores = csv.judges().map(rows -> scores(model, rows)).orElse(new double[0]);
        Map<String, String> about = new LinkedHashMap<>(file.notes());
        about.put(BASELINE, csv.baseline(scores).toJson());
        ModelFile complete =
                new ModelFile(file.model(), file.columns(), about, file.scoring(), file.fitted(), file.calibration());
        return csv.calibration()
                .map(rows -> complete.withCalibration(
                        Calibration.of(scores(Mixtures.trainedWithNoise(model), rows), csv.others())))
                .orElse(complete);
    }

    /** The scores that whoever loads the file gets. */
    private static double[] scores(Model density, Rows rows) {
        Scoring scoring = Scoring.standard();
        try (Evaluator e = Evaluator.ofScores(density, Engines.vector(1), scoring.samples(), scoring.seed())) {
            return e.threads(Runtime.getRuntime().availableProcessors()).scores(rows);
        }
    }

    /** The step of the best parameters: evaluations are at multiples of a number of steps, and at the end. */
    public long bestStep(TrainingState state) {
        long every = plan.evaluation().every();
        long last = Math.ceilDiv(state.step(), every);
        return state.stale() == 0 ? state.step() : (last - state.stale()) * every;
    }

    private String words() {
        return Text.format(
                "%,d steps of %d rows, learning rate %s %s, ema %s, clip %s, seed %d",
                plan.steps(),
                plan.batchSize(),
                plan.descent().schedule().rate(),
                words(plan.descent().schedule()),
                plan.descent().emaDecay() == 0 ? "none" : plan.descent().emaDecay(),
                plan.descent().clipNorm() == 0 ? "none" : plan.descent().clipNorm(),
                plan.seed());
    }

    private static String words(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Constant _ -> "constant";
            case Schedule.Linear _ -> "linear";
            case Schedule.Cosine _ -> "cosine";
            case Schedule.Exponential _ -> "exponential";
            case Schedule.WarmUp w -> words(w.then());
        };
    }

    private Spec spec() {
        return model.spec().orElseThrow();
    }
}
