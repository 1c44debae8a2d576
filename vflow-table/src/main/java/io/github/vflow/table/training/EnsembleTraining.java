package io.github.vflow.table.training;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.MixtureModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.flow.train.stacking.Stacking;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
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
    private static final int FLOW_STEPS = 4;

    private final TrainingRows rows;
    private final Recipe recipe;
    private final Backend backend;
    private final Watch watch;
    private final Optional<CheckpointFiles> files;
    private final Map<String, String> notes;
    private final SortedMap<Integer, CompletableFuture<MemberTraining.Trained>> done = new TreeMap<>();
    private final Set<Integer> saved = new HashSet<>();
    private @Nullable DivergedException diverged;
    private @Nullable String fingerprint;

    /**
     * A training.
     *
     * @param files of its checkpoints; empty for none
     * @param notes of the checkpoints
     */
    public EnsembleTraining(
            TrainingRows rows,
            Recipe recipe,
            Backend backend,
            Watch watch,
            Optional<CheckpointFiles> files,
            Map<String, String> notes) {
        this.rows = rows;
        this.recipe = recipe;
        this.backend = backend;
        this.watch = watch;
        this.files = files;
        this.notes = notes;
    }

    /** The plan of the first member. */
    public static TrainingPlan plan(Recipe recipe, TrainingRows rows) {
        return MemberTraining.plan(recipe, rows, recipe.seed());
    }

    /**
     * A trained mixture, or a trained member if there is one only.
     *
     * @param architecture of all members
     */
    public record Trained(Model model, Fitted fitted, RowSpec architecture) {}

    /**
     * Trains.
     *
     * @param from the checkpoint to go on from; empty: from the start
     */
    public Trained run(Optional<TableCheckpoint> from) {
        RowSpec spec = from.map(TableCheckpoint::spec)
                .orElseGet(() -> rows.spec(architecture(), recipe.target().isStandardized()));
        Optional<RowSpec> mapped = Members.mayMap(recipe, rows, spec) ? rows.mapped(spec) : Optional.empty();
        CustomStepAudit.require(spec, recipe.seed());
        from.ifPresent(c -> c.complete().forEach((k, m) -> done.put(k, CompletableFuture.completedFuture(m))));
        try (ExecutorService completion = Executors.newFixedThreadPool(2)) {
            for (Watch.Member member : Members.of(recipe, rows, spec, mapped.isPresent())) {
                int first = from.map(c -> c.member()).orElse(0);
                if (member.number() < first) {
                    continue;
                }
                Optional<Checkpoint> state =
                        from.filter(_ -> member.number() == first).map(TableCheckpoint::checkpoint);
                RowSpec own = member.hasMaps() ? mapped.orElseThrow() : spec;
                if (!train(new MemberTraining(rows, own, recipe, member, backend, watch), member, state, completion)) {
                    break;
                }
            }
            return mixed(spec);
        }
    }

    /** Four mixture couplings, unless the recipe has an architecture. */
    private RowSpec architecture() {
        return recipe.target()
                .architecture()
                .orElseGet(() -> rows.architecture(
                        RowSpec.of(rows.features(), 0, FLOW_STEPS).withCoupling(CouplingSpec.Kind.MIXTURE),
                        DefensiveSpec.standard()));
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
        if (files.isPresent() || recipe.machine().threadsOf(rows.size()) > 1) {
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
        Map<String, String> all = TableCheckpoint.notes(
                rows.source().schema(), fingerprint(), recipe, training.architecture(), member, done.keySet(), notes);
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

    private String fingerprint() {
        if (fingerprint == null) {
            fingerprint = TableCheckpoint.fingerprint(rows.source());
        }
        return fingerprint;
    }

    private static MemberTraining.Trained await(CompletableFuture<MemberTraining.Trained> member) {
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

    private Trained mixed(RowSpec architecture) {
        List<MemberTraining.Trained> members =
                done.values().stream().map(EnsembleTraining::await).toList();
        if (members.isEmpty()) {
            throw diverged == null ? new IllegalStateException("EnsembleTraining: no member trained") : diverged;
        }
        List<FlowModel> models =
                members.stream().map(MemberTraining.Trained::model).toList();
        List<Fitted> trainings =
                members.stream().map(MemberTraining.Trained::fitted).toList();
        if (members.size() == 1) {
            return new Trained(models.getFirst(), trainings.getFirst(), architecture);
        }
        MixtureModel mixture = rows.validates()
                ? Stacking.mixture(models, backend.engine(), rows.heldOutRows(), recipe.seed())
                : Mixtures.of(models, Collections.nCopies(models.size(), 1.0 / models.size()));
        return new Trained(
                mixture,
                Fitted.ofMixture(
                        trainings, mixture.shares(), MemberTraining.bound(mixture, rows, backend, recipe.seed())),
                architecture);
    }
}
