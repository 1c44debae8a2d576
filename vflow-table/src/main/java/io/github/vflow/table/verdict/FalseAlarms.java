package io.github.vflow.table.verdict;

import io.github.vflow.flow.evaluation.Calibration;

/**
 * The rate of false alarms that an alarm is asked for.
 *
 * @param rate in (0, 1)
 * @param twoSided whether rows that are too likely are alarms, too
 */
record FalseAlarms(double rate, boolean twoSided) {
    FalseAlarms {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "alarm: the rate of false alarms must be in (0, 1) but is " + rate + "; 0.01 is one in a hundred");
        }
    }

    private int sides() {
        return twoSided ? 2 : 1;
    }

    /** The rate of the rows that are too unlikely. */
    double oneSided() {
        return rate / sides();
    }

    /** The smallest n for which the least p-value, sides/(n + 1), is at most the rate. */
    int rowsNeeded() {
        int n = (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.ceil(sides() / rate)) - 2);
        // division rounds, so the formula may be off by one
        while (sides() / (n + 1.0) > rate) {
            n++;
        }
        return n;
    }

    /** Throws an IllegalArgumentException if a calibration has too few rows for the rate. */
    FalseAlarms require(Calibration calibration) {
        if (calibration.size() < rowsNeeded()) {
            throw new IllegalArgumentException("alarm: a " + (twoSided ? "two-sided " : "") + "rate of false alarms of "
                    + rate + " needs at least " + rowsNeeded() + " calibration rows but there are "
                    + calibration.size() + "; calibrate with more rows, or take a rate of at least "
                    + sides() / (calibration.size() + 1.0));
        }
        return this;
    }
}
