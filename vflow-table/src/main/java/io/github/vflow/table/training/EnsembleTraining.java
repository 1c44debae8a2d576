package io.github.vflow.table.training;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.MixtureModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.flow.train.stacking.Stacking;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.plan.TrainingRows;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Trains the members of a mixture one after another, and mixes them. Used once. */
public final class EnsembleTraining {
    private final TrainingRows rows;
    private final TablePlan plan;
    private final Backend backend;
    private final Watch watch;
    private final SharedFits fits = new SharedFits();
    private final Optional<CheckpointFiles> files;
    private final Map<String, String> notes;
    private final SortedMap<Integer, CompletableFuture<MemberTraining.Trained>> done = new TreeMap<>();
    private final Set<Integer> saved = new HashSet<>();
    private @Nullable DivergedException diverged;

    /**
     * A training.
     *
     * @param files of its checkpoints; empty for none
     * @param notes of the checkpoints
     */
    public EnsembleTraining(
            TrainingRows rows,
            TablePlan plan,
            Backend backend,
            Watch watch,
            Optional<CheckpointFiles> files,
            Map<String, String> notes) {
        this.rows = rows;
        this.plan = plan;
        this.backend = backend;
        this.watch = watch;
        this.files = files;
        this.notes = notes;
    }

    /** A trained mixture, or a trained member if there is one only. */
    public record Trained(Model model, Fitted fitted) {}

    /**
     * Trains.
     *
     * @param from the checkpoint to go on from; empty: from the start
     */
    public Trained run(Optional<TableCheckpoint> from) {
        CustomStepAudit.require(plan.architecture(), plan.recipe().seed());
        from.ifPresent(c -> c.complete().forEach((k, m) -> done.put(k, CompletableFuture.completedFuture(m))));
        try (ExecutorService completion = Executors.newFixedThreadPool(2)) {
            for (Watch.Member member : plan.members()) {
                int first = from.map(c -> c.member()).orElse(0);
                if (member.number() < first) {
                    continue;
                }
                Optional<Checkpoint> state =
                        from.filter(_ -> member.number() == first).map(TableCheckpoint::checkpoint);
                if (!train(new MemberTraining(rows, plan, member, backend, watch, fits), member, state, completion)) {
                    break;
                }
            }
            return mixed();
        }
    }

    /** Trains a member; false if the training was stopped. */
    private boolean train(
            MemberTraining training, Watch.Member member, Optional<Checkpoint> state, ExecutorService completion) {
        MemberTraining.Reached reached;
        try {
            reached = training.train(
                    state,
                    (s, evaluations) -> save(training, member, s, evaluations, files.filter(CheckpointFiles::isKept)));
        } catch (DivergedException e) {
            diverged = e;
            return true;
        }
        boolean isStopped = reached.end() == Fitted.End.STOPPED;
        if (isStopped) {
            save(training, member, reached.state(), training.evaluations(), files.filter(f -> !f.isKept()));
        }
        CompletableFuture<MemberTraining.Trained> complete =
                CompletableFuture.supplyAsync(() -> training.complete(reached), completion);
        done.put(member.number(), complete);
        // a short training leaves a processor for the completion, a checkpoint must not name a member that is not there
        if (files.isPresent() || Planner.threads(plan.recipe(), rows.size()) > 1) {
            await(complete);
        }
        return !isStopped;
    }

    private void save(
            MemberTraining training,
            Watch.Member member,
            TrainingState state,
            List<Trainer.Progress> evaluations,
            Optional<CheckpointFiles> to) {
        if (to.isEmpty()) {
            return;
        }
        CheckpointFiles kept = to.orElseThrow();
        Map<String, String> all = TableCheckpoint.notes(plan, member, done.keySet(), notes);
        try {
            for (Map.Entry<Integer, CompletableFuture<MemberTraining.Trained>> m : done.entrySet()) {
                if (!saved.contains(m.getKey())) {
                    kept.saveMember(m.getKey(), await(m.getValue()));
                    saved.add(m.getKey());
                }
            }
            training.checkpoint(state, evaluations, all).save(kept.checkpoint());
        } catch (IOException e) {
            watch.on(new Watch.Event.CheckpointFailed(kept.checkpoint(), e));
        }
    }

    private static <T> T await(CompletableFuture<T> member) {
        try {
            return member.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private Trained mixed() {
        List<MemberTraining.Trained> members =
                done.values().stream().map(EnsembleTraining::await).toList();
        if (members.isEmpty()) {
            throw diverged == null ? new IllegalStateException("EnsembleTraining: no member trained") : diverged;
        }
        List<FlowModel> models =
                members.stream().map(MemberTraining.Trained::model).toList();
        List<Fitted> trainings =
                members.stream().map(MemberTraining.Trained::fitted).toList();
        if (trainings.stream().noneMatch(f -> f.end() == Fitted.End.STOPPED)) {
            fill(models, best(trainings));
        }
        if (members.size() == 1) {
            return new Trained(models.getFirst(), Fitted.ofMixture(trainings, List.of(1.0), bound(models.getFirst())));
        }
        MixtureModel mixture = rows.validates()
                ? Stacking.mixture(
                        models,
                        backend.engine(),
                        rows.heldOutRows(),
                        plan.recipe().seed())
                : Mixtures.of(models, Collections.nCopies(models.size(), 1.0 / models.size()));
        return new Trained(mixture, Fitted.ofMixture(trainings, mixture.shares(), bound(mixture)));
    }

    /** The number of the member with the best bound of held-out rows. */
    private static int best(List<Fitted> trainings) {
        List<Double> bounds = trainings.stream()
                .map(f -> f.history().isEmpty()
                        ? Double.NEGATIVE_INFINITY
                        : f.history().getLast().bestBound())
                .toList();
        return bounds.indexOf(Collections.max(bounds));
    }

    /**
     * Trains the densities of missing cells: one from the start, the others from it, side by side.
     *
     * @param best the member that trains from the start, since it is most of the mixture
     */
    private void fill(List<FlowModel> models, int best) {
        FlowModel first = models.get(best);
        if (!first.hasFlow() || plan.architecture().fill().isNone()) {
            return;
        }
        long steps = plan.fillSteps();
        long seed = plan.recipe().seed();
        watch.on(new Watch.Event.FillStarted(steps));
        try (ExecutorService pool =
                Executors.newFixedThreadPool(plan.recipe().machine().threads())) {
            FillTraining.run(first, backend.engine(), steps, seed);
            models.stream()
                    .filter(m -> m != first)
                    .map(m -> CompletableFuture.runAsync(
                            () -> FillTraining.runFrom(first, m, backend.engine(), steps, seed), pool))
                    .toList()
                    .forEach(EnsembleTraining::await);
        } catch (ArithmeticException e) {
            watch.on(new Watch.Event.FillFailed(e));
        }
    }

    private Mean bound(Model model) {
        return MemberTraining.bound(model, rows, backend, plan.recipe().seed());
    }
}
