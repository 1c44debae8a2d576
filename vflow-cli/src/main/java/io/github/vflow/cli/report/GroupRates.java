package io.github.vflow.cli.report;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.defaults.ViewDefaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The shares of alarms among the calibration rows of each label of a column, without groups.
 *
 * @param column its name
 * @param rate of false alarms
 * @param least share of a label with {@value ViewDefaults#ROWS_OF_A_SHARE} rows or more
 * @param most share of such a label
 * @param excess (χ²/f − 1)/√(2/f) of these shares with f degrees of freedom: how much they differ, in standard deviations of what chance gives
 */
public record GroupRates(String column, double rate, double least, double most, double excess) {
    /**
     * The column whose labels differ most in their shares of alarms; empty if none differs by more than chance.
     *
     * @param columns the names of the columns of a row
     */
    public static Optional<GroupRates> mostUnfair(Calibration calibration, List<String> columns) {
        int[] labelled = calibration.labels().columns();
        return IntStream.range(0, labelled.length)
                .mapToObj(k -> of(calibration, k, columns.get(labelled[k])))
                .filter(r -> r.excess > ViewDefaults.EXCESS_OF_SHARES)
                .max(Comparator.comparingDouble(GroupRates::excess));
    }

    private static GroupRates of(Calibration calibration, int k, String column) {
        double[] scores = calibration.scores();
        double[][] labels = calibration.labels().labels();
        Map<Double, int[]> counts = new TreeMap<>();
        for (int i = 0; i < scores.length; i++) {
            int[] c = counts.computeIfAbsent(labels[i][k], _ -> new int[2]);
            c[0] += calibration.pValue(scores[i]) <= ViewDefaults.RATE_OF_SHARES ? 1 : 0;
            c[1]++;
        }
        List<int[]> large = new ArrayList<>(counts.values());
        large.removeIf(c -> c[1] < ViewDefaults.ROWS_OF_A_SHARE);
        double[] shares = large.stream().mapToDouble(c -> c[0] / (double) c[1]).toArray();
        double mean = large.stream().mapToInt(c -> c[0]).sum()
                / (double) Math.max(1, large.stream().mapToInt(c -> c[1]).sum());
        double f = shares.length - 1.0;
        double chi = large.stream()
                .mapToDouble(c -> (c[0] - c[1] * mean) * (c[0] - c[1] * mean) / (c[1] * mean * (1 - mean)))
                .sum();
        return new GroupRates(
                column,
                ViewDefaults.RATE_OF_SHARES,
                Arrays.stream(shares).min().orElse(0),
                Arrays.stream(shares).max().orElse(0),
                f > 0 && mean > 0 && mean < 1 ? (chi / f - 1) / Math.sqrt(2 / f) : 0);
    }
}
