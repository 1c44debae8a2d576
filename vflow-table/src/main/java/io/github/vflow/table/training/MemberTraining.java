package io.github.vflow.table.training;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.stacking.Stacking;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The training of one member: it initialises, trains, keeps the best, and then completes the model. Used once. */
final class MemberTraining {
    /**
     * Parameters that each member has of its own: broad components differ in number, and a mixture gains from probabilities of labels that were
     * learned apart.
     */
    private static final List<String> OWN = List.of("defensive.", "discrete.", "fill.");

    private final TrainingRows rows;
    private final Watch.Member member;
    private final Backend backend;
    private final Watch watch;
    private final SharedFits fits;
    private final Rows train;
    private final FlowModel model;
    private final RowSpec spec;
    private final TrainingPlan plan;
    private final Optional<Objective> objective;
    private final List<Trainer.Progress> history = new ArrayList<>();
    private TrainingState last;
    private Optional<Trainer.Progress> evaluated = Optional.empty();
    private long step;
    private boolean stopped;

    MemberTraining(
            TrainingRows rows, TablePlan plan, Watch.Member member, Backend backend, Watch watch, SharedFits fits) {
        this.fits = fits;
        this.rows = rows;
        this.member = member;
        this.backend = backend;
        this.watch = watch;
        this.train = rows.trainRows();
        this.spec = plan.architecture(member);
        this.model = Models.of(this.spec, member.seed());
        this.plan = plan.training().withSeed(member.seed());
        this.objective = plan.recipe().target().objective();
        this.last = TrainingState.start(model, this.plan);
    }

    /**
     * The end of the steps of a member, whose density of missing cells is not trained yet.
     *
     * @param state the last one
     * @param seconds the time of the steps of this run
     */
    record Reached(TrainingState state, Fitted.End end, double seconds) {}

    /** A complete member. */
    record Trained(FlowModel model, Fitted fitted) {}

    /**
     * Trains.
     *
     * @param from the checkpoint to go on from; empty: from the start
     * @param first the member from whose flow it starts; empty: from the data
     * @param onState sees the evaluations and the state after each, and where training stops
     * @throws DivergedException if training diverges before the first evaluation
     * @throws ArithmeticException if a held-out row has no finite bound; the message describes the row
     */
    Reached train(
            Optional<Checkpoint> from,
            Optional<FlowModel> first,
            BiConsumer<TrainingState, List<Trainer.Progress>> onState) {
        FlowModel trained = inTraining();
        Heap.requireRoom(trained, plan);
        BatchSource own = BatchSource.of(train, member.seed(), row -> rows.describe(rows.train()[row]));
        from.ifPresent(c -> history.addAll(c.history()));
        if (from.isEmpty()) {
            Trainer.initialise(trained, backend.engine(), own, withNoise(own), initRows(trained), member.seed(), fits);
            first.ifPresent(m ->
                    model.parameters().copy(m.parameters(), p -> OWN.stream().noneMatch(p.name()::startsWith)));
        }
        last = from.map(Checkpoint::state).orElseGet(() -> TrainingState.start(model, plan));
        step = last.step();
        watch.on(new Watch.Event.Started(member, plan, step, parameters()));
        Trainer trainer = trainer(trained, aloneOrBeside(trained), plan)
                .onProgress(p -> {
                    history.add(p);
                    evaluated = Optional.of(p);
                })
                .onState(state -> {
                    last = state;
                    onState.accept(state, List.copyOf(history));
                });
        objective.ifPresent(trainer::objective);
        BatchSource source = backend.batches().map(b -> b.apply(member.seed())).orElse(own);
        BatchSource batches = withNoise(source);
        long started = System.nanoTime();
        Fitted.End end = end(trainer, batches);
        double seconds = (System.nanoTime() - started) * 1e-9;
        if (end != Fitted.End.STOPPED
                && !(end == Fitted.End.STEPS && plan.steps() >= TrainingDefaults.STEPS)
                && hasDiscretePartOfItsOwn()
                && !trainDiscretePart(trained, batches)) {
            end = Fitted.End.STOPPED;
        }
        return new Reached(last, end, seconds);
    }

    private BatchSource withNoise(BatchSource source) {
        return NoisyBatches.of(source, rows.table().schema(), spec.kinds(), train, member.noise(), member.seed());
    }

    /** A trainer that evaluates by the held-out rows and tells the watch of each step. */
    private Trainer trainer(FlowModel trained, FlowModel bound, TrainingPlan steps) {
        Trainer trainer = new Trainer(bound, steps, backend.engine()).stopWhen(this::isStoppedAfterStep);
        if (rows.validates()) {
            trainer.validation(rows.heldOutRows(), row -> "; it is " + rows.describe(rows.heldOut()[row]))
                    .evaluating(aloneOrBeside(rows.hasMissing() ? model : trained));
        }
        return trainer;
    }

    /** Whether the discrete part trains on when the flow is at its best. An objective of the caller's may tie their parameters together. */
    private boolean hasDiscretePartOfItsOwn() {
        return rows.validates()
                && objective.isEmpty()
                && model.hasFlow()
                && model.discrete().isPresent();
    }

    /**
     * Trains the probabilities of the discrete part alone, from the best parameters so far, until its own patience is over: held-out rows often stop
     * the flow long before these have learned which labels go together. Where the flow takes all usual steps, they have learned it.
     *
     * @return whether it came to its end
     */
    private boolean trainDiscretePart(FlowModel trained, BatchSource batches) {
        float[] best = last.chosen();
        double bound = last.bestBound();
        TrainingPlan steps = plan.withEvaluation(plan.evaluation().rarer(TrainingDefaults.DISCRETE_EVALUATIONS));
        try {
            trainer(trained, trained.forDiscreteTraining().orElseThrow(), steps)
                    .fit(batches, TrainingState.start(model, steps, bound));
            return !stopped && !Thread.currentThread().isInterrupted();
        } catch (ArithmeticException e) {
            // it diverged, or a held-out row lost its density: the best parameters before are those of the member
            model.parameters().set(best);
            return true;
        }
    }

    /** The model with a random turn of circular cells, whose labels are drawn where they are missing. */
    private FlowModel inTraining() {
        FlowModel trained = model.forTraining();
        return rows.hasMissing() ? trained.forMissing().orElseThrow() : trained;
    }

    /**
     * A flow after a whitening map starts at about the normal distribution, so it trains beside the Student t, which takes the rows far out. Another
     * flow starts so far below the t that its gradient would vanish, so it trains alone.
     */
    private FlowModel aloneOrBeside(FlowModel trained) {
        return spec.steps().isWhitened() ? trained : trained.withoutDefensive();
    }

    /** Trains, and says why training ended. */
    private Fitted.End end(Trainer trainer, BatchSource batches) {
        try {
            last = trainer.fit(batches, last);
        } catch (DivergedException e) {
            boolean isKept = last.best() != null;
            watch.on(new Watch.Event.Diverged(member, e, isKept));
            if (!isKept) {
                throw e;
            }
            return Fitted.End.DIVERGED;
        }
        boolean isComplete = plan.isAtEnd(last.step(), last.stale())
                && member.number() == member.size() - 1
                && !hasDiscretePartOfItsOwn();
        if ((stopped || Thread.currentThread().isInterrupted()) && !isComplete) {
            return Fitted.End.STOPPED;
        }
        return last.step() == plan.steps() ? Fitted.End.STEPS : Fitted.End.NO_BETTER;
    }

    /** Tells the watch of a step, and remembers its answer. */
    private boolean isStoppedAfterStep() {
        step++;
        Optional<Trainer.Progress> progress = evaluated;
        evaluated = Optional.empty();
        stopped = watch.after(step, progress) == Watch.Answer.STOP;
        return stopped;
    }

    /** Rows for initialisation: halved until they fit into the heap, but at least one batch. */
    private int initRows(Model trained) {
        int batch = plan.batchSize();
        int most = Trainer.initialRows(train.size(), batch);
        while (most > batch && !Heap.hasRoom(trained, plan.withShards(1).withBatchSize(most))) {
            most /= 2;
        }
        return Math.max(batch, most);
    }

    /** The model, with the parameters that training has chosen. */
    FlowModel model() {
        return model;
    }

    private int parameters() {
        return model.parameters().all().stream()
                .filter(p -> !p.isFrozen() && !p.name().startsWith("fill."))
                .mapToInt(p -> p.shape().size())
                .sum();
    }

    /** The evaluations so far. */
    List<Trainer.Progress> evaluations() {
        return List.copyOf(history);
    }

    /** The checkpoint of a state. */
    Checkpoint checkpoint(TrainingState state, List<Trainer.Progress> evaluations, Map<String, String> notes) {
        return new Checkpoint(spec, plan, state, rows.table().columns(), notes, evaluations);
    }

    /** Chooses the shares of flow and broad components. The member has no bound of the held-out rows yet. */
    Trained complete(Reached reached) {
        Optional<Stacking.Stacked> shares =
                rows.validates() && model.defensive().isPresent()
                        ? Optional.of(Stacking.run(model, backend.engine(), rows.heldOutRows(), member.seed()))
                        : Optional.empty();
        return new Trained(
                shares.map(Stacking.Stacked::model).orElse(model),
                new Fitted(
                        reached.state.step(),
                        reached.seconds,
                        Mean.of(new double[0]),
                        reached.end,
                        history,
                        shares.stream().map(Stacking.Stacked::alone).toList()));
    }

    /** The mean bound of the held-out rows under a model, in nats; NaN if there are none. */
    static Mean bound(Model model, TrainingRows rows, Backend backend, long seed) {
        Optional<Rows> heldOut = rows.validates() ? Optional.of(rows.heldOutRows()) : Optional.empty();
        return Trainer.heldOut(model, backend.engine(), heldOut, seed);
    }
}
