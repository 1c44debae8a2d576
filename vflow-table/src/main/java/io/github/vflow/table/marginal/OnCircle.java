package io.github.vflow.table.marginal;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.ViewDefaults;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Numbers on a circle, which has no ends: a number is far out where the numbers are rare.
 *
 * @param low a number
 * @param high a period above, so the same place
 * @param line of the places from low to high
 */
record OnCircle(double low, double high, Pieces line) implements Marginal {
    private static final int CODES = 2 * Codes.MOST + 1;
    private static final double HALF = 0.5;

    /** The ends of the circle count as a number each, so that all places have a density. */
    static OnCircle of(double[] known, double low, double high) {
        double[] places = DoubleStream.concat(
                        Arrays.stream(known).map(x -> place(x, low, high)), DoubleStream.of(low, high))
                .toArray();
        return new OnCircle(low, high, Pieces.of(Sorted.of(places), 0, ViewDefaults.MOST_ON_CIRCLE, low, high));
    }

    private static double place(double x, double low, double high) {
        double period = high - low;
        return x - period * Math.floor((x - low) / period);
    }

    @Override
    public double logProb(double x) {
        return line.logDensity(place(x, low, high));
    }

    @Override
    public double logMajorant(double x) {
        return logProb(x);
    }

    @Override
    public byte code(double x) {
        return (byte) (Math.floor((place(x, low, high) - low) / (high - low) * CODES) - Codes.MOST);
    }

    @Override
    public int[] squares(byte code) {
        return Codes.squares(
                other -> (int) Math.round(2 * Codes.ONE * (1 - Math.cos(2 * Math.PI * (other - code) / CODES))),
                2 * Codes.ONE);
    }

    @Override
    public double value(byte code) {
        return low + (high - low) * (code + Codes.MOST + HALF) / CODES;
    }

    @Override
    public double logTail(double x) {
        return Math.log(line.massAtMostAsDense(place(x, low, high)));
    }
}
