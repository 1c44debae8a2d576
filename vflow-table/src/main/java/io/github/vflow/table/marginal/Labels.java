package io.github.vflow.table.marginal;

import java.util.Arrays;

/**
 * The frequencies of labels with one made-up row for each (Laplace).
 *
 * @param shares [labels], which sum to one
 */
record Labels(double[] shares) implements Marginal {
    static Labels of(double[] known, int labels) {
        double[] counts = new double[labels];
        Arrays.fill(counts, 1);
        for (double label : known) {
            counts[(int) label]++;
        }
        double sum = known.length + labels;
        return new Labels(Arrays.stream(counts).map(c -> c / sum).toArray());
    }

    @Override
    public double logProb(double label) {
        return Math.log(shares[(int) label]);
    }

    @Override
    public double logMajorant(double label) {
        return logProb(label);
    }

    @Override
    public byte code(double label) {
        return (byte) ((int) label % (2 * Codes.MOST + 1) - Codes.MOST);
    }

    @Override
    public int[] squares(byte code) {
        int own = code + Codes.MOST;
        double share = own < shares.length ? shares[own] : 0;
        return Codes.squares(other -> other == code ? 0 : Codes.ONE, (int) Math.round(Codes.ONE * (1 - share)));
    }

    @Override
    public double value(byte code) {
        return shares.length > 2 * Codes.MOST + 1 ? Double.NaN : code + Codes.MOST;
    }

    @Override
    public double logTail(double label) {
        double own = shares[(int) label];
        double sum = 0;
        for (double share : shares) {
            sum += share <= own ? share : 0;
        }
        return Math.log(Math.min(1, sum));
    }
}
