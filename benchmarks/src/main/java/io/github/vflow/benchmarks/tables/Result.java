package io.github.vflow.benchmarks.tables;

import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.benchmarks.tables.data.Split;
import io.github.vflow.benchmarks.tables.method.Detector;
import io.github.vflow.flow.evaluation.Mean;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a method did on a split.
 *
 * @param key what was compared
 * @param size of the split
 * @param detection empty of a method that failed
 * @param logProb the mean of ln p over the normal test rows, in nats and standard units; empty of a method without a density
 * @param fitSeconds to learn
 * @param scoreSeconds to score the test rows
 * @param about what it chose, or why it failed
 */
record Result(
        Key key,
        Size size,
        Optional<Detection> detection,
        Optional<Mean> logProb,
        double fitSeconds,
        double scoreSeconds,
        String about) {

    /**
     * What tells results from each other.
     *
     * @param table its name
     * @param protocol of the split
     * @param seed of the split and the method
     * @param method its word
     */
    record Key(String table, Protocol protocol, long seed, String method) {}

    /**
     * The size of a split.
     *
     * @param caps by which it was made
     * @param train rows
     * @param test rows
     * @param anomalies among the test rows
     * @param columns that are left
     */
    record Size(Protocol.Caps caps, int train, int test, int anomalies, int columns) {
        static Size of(Split split, Protocol.Caps caps) {
            return new Size(caps, split.train().length, split.test().length, split.anomalies(), split.columns());
        }
    }

    /** Learns and scores. A refusal of the method is a result too. */
    static Result of(Key key, Detector method, Split split, Protocol.Caps caps) {
        Size size = Size.of(split, caps);
        long start = System.nanoTime();
        try {
            boolean inUnits = method.takesUnits();
            Detector.Learned learned = method.fit(inUnits ? split.trainInUnits() : split.train(), key.seed);
            long fitted = System.nanoTime();
            double[] normality = learned.normality(inUnits ? split.testInUnits() : split.test());
            long end = System.nanoTime();
            double[] scores = Arrays.stream(normality).map(x -> -x).toArray();
            return new Result(
                    key,
                    size,
                    Optional.of(Detection.of(scores, split.anomaly())),
                    learned.isDensity()
                            ? Optional.of(Mean.of(split.ofNormal(learned.logProb(split.test()))))
                            : Optional.empty(),
                    (fitted - start) * 1e-9,
                    (end - fitted) * 1e-9,
                    learned.about());
        } catch (RuntimeException e) {
            double seconds = (System.nanoTime() - start) * 1e-9;
            String why = "failed: " + e;
            return new Result(key, size, Optional.empty(), Optional.empty(), seconds, 0, why.replaceAll("\\s+", " "));
        }
    }
}
