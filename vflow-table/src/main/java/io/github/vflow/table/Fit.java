package io.github.vflow.table;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.MixtureModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.ColumnException;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.missing.FillTraining;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Initialisation;
import io.github.vflow.flow.train.Progress;
import io.github.vflow.flow.train.RowBatches;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.EvaluationSchedule;
import io.github.vflow.flow.train.plan.SplitSizes;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.stacking.Stacking;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/** The training of the members of a mixture on a table: each one initialises, trains, and keeps the best. Prints nothing. */
final class Fit {
    private static final double CLIP = 5;

    private final Recipe recipe;
    private final Watch watch;
    private final double noise;
    private final Backend backend;
    private final Engine engine;
    private final List<Progress> history = new ArrayList<>();
    private long step;
    private Optional<Progress> evaluated = Optional.empty();
    private boolean stopped;

    private Fit(Recipe recipe, Watch watch, Backend backend, double noise) {
        this.recipe = Objects.requireNonNull(recipe, "fit: recipe");
        this.watch = Objects.requireNonNull(watch, "fit: watch");
        this.noise = noise;
        this.engine = backend.engine();
        this.backend = backend;
    }

    /**
     * A trained model.
     *
     * @param heldOut the rows that it was not trained on, but that chose its parameters
     */
    record Result(Model model, Fitted fitted, Rows heldOut) {}

    /**
     * Trains a model.
     *
     * @param table the columns of a row: the features, then those that are given; as {@link #requireComplete} checks
     * @param features the number of features
     * @param usual the architecture, if the recipe has none
     * @param backend where it runs
     */
    static Result of(Table table, int features, RowSpec usual, Recipe recipe, Watch watch, Backend backend) {
        RowSpec architecture = recipe.architecture().orElse(usual);
        requireWidth(table, features, architecture);
        Rows.Split data = split(table, recipe);
        RowSpec spec = standardized(table, architecture, data.train());
        OwnStepAudit.require(spec, recipe.seed());
        List<Result> members = new ArrayList<>();
        Optional<DivergedException> diverged = Optional.empty();
        for (Fit member : members(table, recipe, watch, backend)) {
            if (members.isEmpty() || members.getLast().fitted.end() != Fitted.End.STOPPED) {
                try {
                    members.add(member.run(table, spec, data));
                } catch (DivergedException e) {
                    diverged = Optional.of(e);
                }
            }
        }
        if (members.isEmpty()) {
            throw diverged.orElseThrow();
        }
        return members.size() == 1 ? members.getFirst() : mixture(members, data.validation(), recipe, backend.engine());
    }

    private static List<Fit> members(Table table, Recipe recipe, Watch watch, Backend backend) {
        List<Double> noise = recipe.noiseOf(table.schema(), table.size());
        return LongStream.range(0, recipe.members())
                .boxed()
                .flatMap(i -> noise.stream().map(h -> new Fit(recipe.withSeed(recipe.seed() + i), watch, backend, h)))
                .toList();
    }

    private static Result mixture(List<Result> members, Rows heldOut, Recipe recipe, Engine engine) {
        MixtureModel mixed = Stacking.mixture(
                members.stream().map(r -> (FlowModel) r.model()).toList(), engine, heldOut, recipe.seed());
        List<Fitted> trainings = members.stream().map(Result::fitted).toList();
        Mean bound = bound(mixed, heldOut, engine, recipe.seed());
        return new Result(mixed, Fitted.ofMixture(trainings, mixed.shares(), bound), heldOut);
    }

    private Result run(Table table, RowSpec architecture, Rows.Split data) {
        RowSpec spec = architecture.withNoise(noise);
        FlowModel model = Models.of(spec, recipe.seed());
        FlowModel trained = table.rows().hasMissing() ? model.forMissing().orElseThrow() : model;
        TrainingPlan plan = plan(data.train());
        Heap.requireRoom(trained, plan);
        BatchSource own = new RowBatches(data.train(), recipe.seed());
        BatchSource batches = backend.batches().map(b -> b.apply(recipe.seed())).orElse(own);
        Initialisation.run(trained, engine, own, initRows(data.train(), trained, plan), recipe.seed());
        long started = System.nanoTime();
        Fitted.End end = end(
                trainer(trained, plan, data.validation()),
                NoisyBatches.of(batches, table.schema(), data.train(), noise, recipe.seed()));
        double seconds = (System.nanoTime() - started) * 1e-9;
        FlowModel stacked =
                spec.defensive().isNone() ? model : Stacking.run(model, engine, data.validation(), recipe.seed());
        if (!spec.fill().isNone() && end != Fitted.End.STOPPED) {
            FillTraining.run(stacked, engine, recipe.fillStepsOf(table.size()), recipe.seed());
        }
        return new Result(
                stacked,
                new Fitted(step, seconds, bound(stacked, data.validation(), engine, recipe.seed()), end, history),
                data.validation());
    }

    /** As many rows as are useful, but no more than fit into the heap or a batch has. */
    private int initRows(Rows train, Model model, TrainingPlan plan) {
        int rows = Initialisation.rows(train.size(), recipe.batch());
        while (rows > recipe.batch() && !Heap.hasRoom(model, plan.withShards(1).withBatchSize(rows))) {
            rows /= 2;
        }
        return Math.max(recipe.batch(), rows);
    }

    static void requireComplete(Table table, RowSpec spec) {
        if (spec.fill().isNone() && table.rows().hasMissing()) {
            throw new IllegalArgumentException("fit: cells are missing in the columns " + table.columnsWithGaps()
                    + " but the architecture needs complete rows; "
                    + (spec.given() == 0
                            ? "give it RowSpec.withFill(FillSpec.standard())"
                            : "a conditional model has none other, so fill the cells, or drop the rows"));
        }
    }

    private static void requireWidth(Table table, int features, RowSpec spec) {
        int given = table.columns().size() - features;
        if (features != spec.features() || given != spec.given()) {
            throw new IllegalArgumentException("fit: the architecture has " + spec.features() + " features and "
                    + spec.given() + " given columns but the table has " + features + " and " + given + ", "
                    + table.columns() + "; build the RowSpec for the columns of the table");
        }
    }

    /** The rows to train on, and those that are held out. */
    private static Rows.Split split(Table table, Recipe recipe) {
        int n = table.size();
        if (n < 2) {
            throw new IllegalArgumentException(
                    "fit: a table of " + n + " row has no density; give rows to train on and rows to hold out");
        }
        return table.rows().split(1 - (double) SplitSizes.heldOut(recipe.heldOut(), n) / n, recipe.seed());
    }

    private static RowSpec standardized(Table table, RowSpec spec, Rows train) {
        try {
            return table.schema().typed(spec, train).standardized(train);
        } catch (ColumnException e) {
            throw new IllegalArgumentException(
                    "fit: column \"" + table.columns().get(e.column()) + "\" " + e.reason(), e);
        }
    }

    private TrainingPlan plan(Rows train) {
        EvaluationSchedule evaluation =
                EvaluationSchedule.ofTable(train.size(), recipe.batch(), recipe.steps(), recipe.patience());
        return TrainingPlan.of(recipe.steps(), recipe.batch(), recipe.learningRate(), recipe.seed())
                .withSchedule(new Schedule.Linear(recipe.learningRate(), recipe.steps()))
                .withClipNorm(CLIP)
                .withShards(recipe.shards())
                .withEvaluation(evaluation.every(), evaluation.patience());
    }

    private Trainer trainer(FlowModel model, TrainingPlan plan, Rows heldOut) {
        Trainer trainer = new Trainer(model, plan, engine)
                .validation(heldOut)
                .onProgress(p -> {
                    history.add(p);
                    evaluated = Optional.of(p);
                })
                .stopWhen(this::asksToStop);
        recipe.objective().ifPresent(trainer::objective);
        return trainer;
    }

    /** Trains, and says why training ended. */
    private Fitted.End end(Trainer trainer, BatchSource batches) {
        try {
            trainer.fit(batches);
        } catch (DivergedException e) {
            if (history.isEmpty()) {
                throw e;
            }
            return Fitted.End.DIVERGED;
        }
        if (stopped || Thread.currentThread().isInterrupted()) {
            return Fitted.End.STOPPED;
        }
        return step == recipe.steps() ? Fitted.End.STEPS : Fitted.End.NO_BETTER;
    }

    private boolean asksToStop() {
        step++;
        Optional<Progress> of = evaluated;
        evaluated = Optional.empty();
        stopped = watch.after(step, of) == Watch.Answer.STOP;
        return stopped;
    }

    private static Mean bound(Model model, Rows heldOut, Engine engine, long seed) {
        try (Evaluator e = Evaluator.ofMeans(model, engine, 1, seed, Purpose.VALIDATION_NOISE)) {
            return Mean.of(e.scores(heldOut));
        }
    }
}
