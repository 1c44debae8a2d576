package io.github.vflow.benchmarks.tables;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well scores tell anomalies from normal rows. Equal scores are one threshold.
 *
 * @param auroc the probability that an anomaly has a higher score than a normal row, ties counted half
 * @param auprc average precision, the sum over thresholds of (gain of recall)·precision
 */
record Detection(double auroc, double auprc) {
    /**
     * From scores [n], higher for anomalies; infinite ones are allowed.
     *
     * @throws IllegalArgumentException if a score is NaN, or one of the kinds is absent
     */
    static Detection of(double[] scores, boolean[] anomaly) {
        int n = scores.length;
        long anomalies = IntStream.range(0, n).filter(i -> anomaly[i]).count();
        long nan = IntStream.range(0, n).filter(i -> Double.isNaN(scores[i])).count();
        if (nan > 0 || anomalies == 0 || anomalies == n) {
            throw new IllegalArgumentException(
                    "Detection: expected a number for each row, anomalies and normal rows but got " + nan + " NaN, "
                            + anomalies + " anomalies and " + (n - anomalies) + " normal rows");
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .mapToInt(i -> i)
                .toArray();
        double below = 0;
        double precision = 0;
        long found = 0;
        int end;
        for (int start = 0; start < n; start = end) {
            end = start;
            long here = 0;
            // with -0 and 0 equal, as for the comparison of scores
            while (end < n && scores[order[end]] == scores[order[start]]) {
                here += anomaly[order[end]] ? 1 : 0;
                end++;
            }
            long normalHere = end - start - here;
            long normalAfter = n - anomalies - (start - found) - normalHere;
            found += here;
            below += here * (normalAfter + 0.5 * normalHere);
            precision += here * ((double) found / end);
        }
        return new Detection(below / anomalies / (n - anomalies), precision / anomalies);
    }
}
