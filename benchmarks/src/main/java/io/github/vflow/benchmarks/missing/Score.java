package io.github.vflow.benchmarks.missing;

import io.github.vflow.flow.evaluation.Mean;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a method did in a trial. Errors are in standard deviations of the column.
 *
 * @param table the trial's
 * @param rate the trial's
 * @param method its name
 * @param about what it chose
 * @param logProb the mean over test rows of ln p(known cells), in nats; empty of a method without a density
 * @param rootMeanSquare error of the removed test cells
 * @param meanAbsolute error of the removed test cells
 * @param fitSeconds to learn
 * @param testSeconds to score and fill all test rows
 */
record Score(
        String table,
        double rate,
        String method,
        String about,
        Optional<Mean> logProb,
        double rootMeanSquare,
        double meanAbsolute,
        double fitSeconds,
        double testSeconds) {

    /** Learns, scores and fills. */
    static Score of(Method method, Trial trial) {
        long start = System.nanoTime();
        Method.Learned learned = method.fit(trial.train(), trial.seed());
        long fitted = System.nanoTime();
        int m = trial.test().length;
        double[] logProbs = new double[m];
        boolean hasDensity = true;
        double[][] full = new double[m][];
        for (int i = 0; i < m; i++) {
            OptionalDouble logProb = learned.logProb(trial.test()[i]);
            hasDensity &= logProb.isPresent();
            logProbs[i] = logProb.orElse(Double.NaN);
            full[i] = learned.impute(trial.test()[i]);
        }
        long end = System.nanoTime();
        double squares = 0;
        double absolutes = 0;
        int removed = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < full[i].length; j++) {
                if (Cells.isMissing(trial.test()[i][j])) {
                    double error = full[i][j] - trial.truth()[i][j];
                    squares += error * error;
                    absolutes += Math.abs(error);
                    removed++;
                }
            }
        }
        return new Score(
                trial.table(),
                trial.rate(),
                method.name(),
                learned.about(),
                hasDensity ? Optional.of(Mean.of(logProbs)) : Optional.empty(),
                Math.sqrt(squares / removed),
                absolutes / removed,
                (fitted - start) * 1e-9,
                (end - fitted) * 1e-9);
    }
}
