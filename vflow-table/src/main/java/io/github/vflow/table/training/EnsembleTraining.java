package io.github.vflow.table.training;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.flow.train.stacking.Stacking;
import io.github.vflow.flow.train.stacking.TiltFit;
import io.github.vflow.table.density.Baselines;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.gap.GapTree;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Trains the members of a mixture, side by side if the backend says so, and mixes them. The results do not depend on how many train at once. A stop
 * keeps members that are complete and the first one that is not; others that had begun train again. Used once.
 */
public final class EnsembleTraining {
    private final TrainingRows rows;
    private final TablePlan plan;
    private final Backend backend;
    private final Watch watch;
    private final SharedFits fits = new SharedFits();
    private final Optional<CheckpointFiles> files;
    private final Map<String, String> notes;
    private final SortedMap<Integer, MemberTraining.Trained> done = new ConcurrentSkipListMap<>();
    private final SortedMap<Integer, Evaluated> stopped = new ConcurrentSkipListMap<>();
    private final Map<Integer, Evaluated> waiting = new HashMap<>();
    private final Map<Integer, CompletableFuture<Optional<FlowModel>>> ends = new HashMap<>();
    private final Set<Integer> begun = ConcurrentHashMap.newKeySet();
    private final Set<Integer> saved = new HashSet<>();
    private final SortedMap<Integer, DivergedException> diverged = new ConcurrentSkipListMap<>();

    /** A state of a member that a checkpoint can hold. */
    private record Evaluated(
            MemberTraining training, Watch.Member member, TrainingState state, List<Trainer.Progress> evaluations) {}

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
        from.ifPresent(c -> done.putAll(c.complete()));
        int first = from.map(TableCheckpoint::member).orElse(0);
        List<Watch.Member> left = plan.members().stream()
                .filter(m -> m.number() >= first && !done.containsKey(m.number()))
                .toList();
        OrderedWatch order =
                new OrderedWatch(watch, left.stream().map(Watch.Member::number).toList(), this::saveWaiting);
        List<Runnable> jobs = left.stream().map(m -> job(m, from, order)).toList();
        if (backend.atOnce() == 1) {
            jobs.forEach(Runnable::run);
        } else {
            SideBySide.run(backend.atOnce(), jobs, order::stop);
        }
        if (order.isStopped() && stopped.isEmpty()) {
            // the members that had begun ended just then: the next one takes a step, so that a checkpoint has its state
            left.stream()
                    .filter(m -> !begun.contains(m.number()))
                    .findFirst()
                    .ifPresent(m -> train(m, first(m), from, order));
        }
        if (!stopped.isEmpty()) {
            save(stopped.values().iterator().next(), files);
        }
        return mixed();
    }

    /** The training of a member, which waits for the one from which it starts. Jobs begin in the order of members, so that one has begun. */
    private Runnable job(Watch.Member member, Optional<TableCheckpoint> from, OrderedWatch order) {
        CompletableFuture<Optional<FlowModel>> end = new CompletableFuture<>();
        ends.put(member.number(), end);
        return () -> {
            try {
                Optional<FlowModel> first = first(member);
                backend.spare()
                        .occupying(() -> {
                            if (!order.isStopped()) {
                                train(member, first, from, order);
                            }
                        })
                        .run();
            } finally {
                end.complete(trained(member));
            }
        };
    }

    /** The member from whose flow another one starts, at its end; empty if it diverged or there is none. */
    private Optional<FlowModel> first(Watch.Member member) {
        return member.startsFrom(plan.members())
                .flatMap(m -> Optional.ofNullable(ends.get(m.number()))
                        .map(CompletableFuture::join)
                        .orElseGet(() -> trained(m)));
    }

    private Optional<FlowModel> trained(Watch.Member member) {
        return Optional.ofNullable(done.get(member.number())).map(MemberTraining.Trained::model);
    }

    private void train(
            Watch.Member member, Optional<FlowModel> first, Optional<TableCheckpoint> from, OrderedWatch order) {
        begun.add(member.number());
        MemberTraining training = new MemberTraining(rows, plan, member, backend, order.of(member.number()), fits);
        try {
            MemberTraining.Reached reached = training.train(
                    from.filter(c -> c.member() == member.number()).map(TableCheckpoint::checkpoint),
                    first,
                    (s, evaluations) -> onState(new Evaluated(training, member, s, evaluations), order));
            if (reached.end() == Fitted.End.STOPPED) {
                order.stop();
                stopped.put(member.number(), new Evaluated(training, member, reached.state(), training.evaluations()));
            }
            done.put(member.number(), training.complete(reached));
        } catch (DivergedException e) {
            diverged.put(member.number(), e);
        } catch (RuntimeException | Error e) {
            order.stop();
            throw e;
        }
        order.over(member.number());
    }

    /** Saves a state of the first member that is not over; the last one of another member waits. */
    private void onState(Evaluated state, OrderedWatch order) {
        if (files.filter(CheckpointFiles::isKept).isEmpty()) {
            return;
        }
        synchronized (order) {
            if (order.isFirst(state.member().number())) {
                save(state, files);
            } else {
                waiting.put(state.member().number(), state);
            }
        }
    }

    private void saveWaiting(int member) {
        Evaluated state = waiting.remove(member);
        if (state != null) {
            save(state, files);
        }
    }

    private void save(Evaluated state, Optional<CheckpointFiles> to) {
        if (to.isEmpty()) {
            return;
        }
        CheckpointFiles kept = to.orElseThrow();
        SortedMap<Integer, MemberTraining.Trained> complete = new TreeMap<>(done);
        complete.keySet().removeAll(stopped.keySet());
        // the checkpoint at the end is one of the last member, so this trains again if it was complete at a stop
        complete.keySet()
                .removeAll(List.of(state.member().number(), plan.members().size() - 1));
        Map<String, String> all = TableCheckpoint.notes(plan, state.member(), complete.keySet(), notes);
        // an interrupted thread cannot write
        boolean isInterrupted = Thread.interrupted();
        try {
            for (Map.Entry<Integer, MemberTraining.Trained> m : complete.entrySet()) {
                if (!saved.contains(m.getKey())) {
                    kept.saveMember(m.getKey(), m.getValue());
                    saved.add(m.getKey());
                }
            }
            state.training().checkpoint(state.state(), state.evaluations(), all).save(kept.checkpoint());
        } catch (IOException e) {
            watch.on(new Watch.Event.CheckpointFailed(kept.checkpoint(), e));
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Trained mixed() {
        List<MemberTraining.Trained> members = List.copyOf(done.values());
        if (members.isEmpty()) {
            throw List.copyOf(diverged.values()).getLast();
        }
        List<FlowModel> models =
                members.stream().map(MemberTraining.Trained::model).toList();
        List<Fitted> trainings =
                members.stream().map(MemberTraining.Trained::fitted).toList();
        boolean isStopped = trainings.stream().anyMatch(f -> f.end() == Fitted.End.STOPPED);
        if (!isStopped) {
            fill(models, best(trainings));
        }
        if (members.size() == 1) {
            return new Trained(models.getFirst(), Fitted.ofMixture(trainings, List.of(1.0), bound(models.getFirst())));
        }
        Model mixture = rows.validates()
                ? Stacking.mixture(
                        models,
                        backend.engine(),
                        rows.heldOutRows(),
                        plan.recipe().seed())
                : Mixtures.of(models, Collections.nCopies(models.size(), 1.0 / models.size()));
        if (rows.validates() && !isStopped && plan.recipe().ensemble().isTilted()) {
            GapTree gaps = Baselines.of(rows.table().schema().modelled(), rows.trainRows(), new double[0])
                    .gaps();
            mixture = TiltFit.run(
                    mixture,
                    backend.engine(),
                    rows.trainRows(),
                    rows.heldOutRows(),
                    plan.recipe().seed(),
                    gaps::probabilities);
        }
        return new Trained(
                mixture,
                Fitted.ofMixture(
                        trainings,
                        mixture.components().stream()
                                .map(Model.Component::share)
                                .toList(),
                        bound(mixture)));
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
        try {
            SpareThreads spare = backend.spare();
            spare.occupying(() -> FillTraining.run(first, backend.engine(), steps, seed, this::onFillStep, spare))
                    .run();
            SideBySide.run(
                    plan.recipe().machine().threads(),
                    models.stream()
                            .filter(m -> m != first)
                            .map(m -> spare.occupying(() -> FillTraining.runFrom(
                                    first, m, backend.engine(), steps, seed, this::onFillStep, spare)))
                            .toList(),
                    () -> {});
        } catch (ArithmeticException e) {
            watch.on(new Watch.Event.FillFailed(e));
        }
    }

    private synchronized void onFillStep() {
        watch.on(new Watch.Event.Passed(1));
    }

    private Mean bound(Model model) {
        return MemberTraining.bound(model, rows, backend, plan.recipe().seed());
    }
}
