package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.evaluation.Mean;
import java.util.Optional;

/**
 * How a training went.
 *
 * @param run what was trained
 * @param test empty if training diverged
 * @param trainSeconds of the training
 * @param testSeconds of the test
 * @param note why there is no test; empty if there is one
 */
record ToyResult(ToyRun run, Optional<Test> test, double trainSeconds, double testSeconds, String note) {
    /**
     * A test of a trained model on rows that it has not seen.
     *
     * @param parameters their number
     * @param logLikelihood the mean of ln p(x) by {@value ToyTraining#SAMPLES} importance samples (VFlow paper, Eq. 5), in nats; exact for
     *     Glow
     * @param elbo the mean of the bound of one sample (Eq. 3), in nats
     */
    record Test(int parameters, Mean logLikelihood, Mean elbo) {}

    double seconds() {
        return trainSeconds + testSeconds;
    }

    /** The mean of ln p(x) of the test rows, in nats; NaN if training diverged. */
    double logLikelihood() {
        return test.map(t -> t.logLikelihood().value()).orElse(Double.NaN);
    }
}
