package io.github.vflow.table;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.plan.Objective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The components of a {@link Recipe}, of which some change. */
final class RecipeDraft {
    Optional<RowSpec> architecture;
    Optional<Objective> objective;
    long steps;
    int batch;
    double learningRate;
    double heldOut;
    OptionalDouble calibration;
    int patience;
    int samples;
    long fillSteps;
    List<Double> noise;
    int members;
    int shards;
    int threads;
    long seed;

    RecipeDraft(Recipe from) {
        architecture = from.architecture();
        objective = from.objective();
        steps = from.steps();
        batch = from.batch();
        learningRate = from.learningRate();
        heldOut = from.heldOut();
        calibration = from.calibration();
        patience = from.patience();
        samples = from.samples();
        fillSteps = from.fillSteps();
        noise = from.noise();
        members = from.members();
        shards = from.shards();
        threads = from.threads();
        seed = from.seed();
    }

    Recipe recipe() {
        return new Recipe(
                architecture,
                objective,
                steps,
                batch,
                learningRate,
                heldOut,
                calibration,
                patience,
                samples,
                fillSteps,
                noise,
                members,
                shards,
                threads,
                seed);
    }
}
