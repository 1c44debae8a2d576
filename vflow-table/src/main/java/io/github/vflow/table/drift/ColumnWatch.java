package io.github.vflow.table.drift;

import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.table.drift.statistic.Bets;
import java.util.Arrays;

/**
 * The state of one column. For each bet: a Shiryaev-Roberts detector, m ← (m + 1)·b, whose expectation after t rows is at most t without drift,
 * and a CUSUM product that dates the change. Mutable.
 */
final class ColumnWatch {
    /** Keeps sums finite. */
    private static final double MOST = 1e290;

    private final Reference reference;
    private final double[][] pays;
    private final double[] detectors;
    private final double[] products;
    private final long[] starts;

    ColumnWatch(Reference reference, double delta) {
        this.reference = reference;
        this.pays = Bets.of(reference.counts(), reference.groups(), reference.isCategory(), delta);
        this.detectors = new double[pays[0].length];
        this.products = new double[pays[0].length];
        this.starts = new long[pays[0].length];
    }

    /**
     * Adds a value.
     *
     * @param row its number, counted from 1
     */
    void add(int cell, long row) {
        double[] pay = pays[cell];
        for (int i = 0; i < pay.length; i++) {
            detectors[i] = Math.min((detectors[i] + 1) * pay[i], MOST);
            if (products[i] <= 1) {
                products[i] = 1;
                starts[i] = row;
            }
            products[i] = Math.min(products[i] * pay[i], MOST);
        }
    }

    /** The mean of the detectors of all bets; zero without bets. */
    double evidence() {
        double sum = 0;
        for (double m : detectors) {
            sum += m;
        }
        return detectors.length == 0 ? 0 : sum / detectors.length;
    }

    DriftMonitor.Report.Column report(boolean drifted) {
        return new DriftMonitor.Report.Column(reference.name(), drifted, start(), evidence());
    }

    private long start() {
        int best = -1;
        for (int i = 0; i < detectors.length; i++) {
            best = best < 0 || detectors[i] > detectors[best] ? i : best;
        }
        return best < 0 ? 0 : starts[best];
    }

    void restart() {
        Arrays.fill(detectors, 0);
        Arrays.fill(products, 0);
        Arrays.fill(starts, 0);
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("detectors", BaselineJson.numbers(detectors))
                .put("products", BaselineJson.numbers(products))
                .put("starts", BaselineJson.numbers(starts))
                .build();
    }

    /**
     * Restores the state that {@link #toJson} wrote.
     *
     * @param rows the number of rows that the monitor has seen
     */
    void restore(Fields f, long rows) {
        restore(BaselineJson.doubles(f.get("detectors")), detectors);
        restore(BaselineJson.doubles(f.get("products")), products);
        restore(BaselineJson.longs(f.get("starts")), starts, rows);
    }

    private void restore(double[] from, double[] to) {
        requireLength(from.length, to.length);
        for (double x : from) {
            require(x >= 0 && x <= MOST, x);
        }
        System.arraycopy(from, 0, to, 0, to.length);
    }

    private void restore(long[] from, long[] to, long rows) {
        requireLength(from.length, to.length);
        for (long x : from) {
            require(x >= 0 && x <= rows, x);
        }
        System.arraycopy(from, 0, to, 0, to.length);
    }

    private void requireLength(int found, int expected) {
        if (found != expected) {
            throw new JsonException("the state of \"" + reference.name() + "\" must have " + expected
                    + " numbers of a kind but has " + found);
        }
    }

    private void require(boolean holds, Object found) {
        if (!holds) {
            throw new JsonException("the state of \"" + reference.name() + "\" cannot have the number " + found);
        }
    }
}
