package io.github.vflow.table.score;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.table.defaults.ViewDefaults;
import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.marginal.Marginals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of a training, with which a verdict compares a row. Each cell is the code of its place in its column ({@link Marginal#code}), so
 * distances depend on no unit. Immutable and safe for any number of threads.
 */
public final class Neighbours {
    private static final int CODES = 1 << Byte.SIZE;
    /** The code of the normal score one. */
    private static final double UNIT = 16;

    /** [columns][rows]. */
    private final byte[][] codes;

    private final Marginals marginals;
    private final boolean[] hasGap;
    private final int count;
    private final boolean skipsOneDouble;

    private Neighbours(byte[][] codes, Marginals marginals, int count, boolean skipsOneDouble) {
        this.codes = codes;
        this.marginals = marginals;
        this.count = count;
        this.skipsOneDouble = skipsOneDouble;
        this.hasGap = new boolean[codes.length];
        for (int j = 0; j < codes.length; j++) {
            for (byte code : codes[j]) {
                hasGap[j] |= code == Marginal.GAP;
            }
        }
    }

    /**
     * Some of the rows, at equal distances.
     *
     * @param most the number of rows at most
     * @param marginals of their columns
     */
    public static Neighbours of(Rows rows, int most, Marginals marginals) {
        int n = Math.min(most, rows.size());
        int[] some = IntStream.range(0, n)
                .map(i -> (int) ((long) i * rows.size() / n))
                .toArray();
        byte[][] codes = new byte[marginals.columns().size()][n];
        for (int j = 0; j < codes.length; j++) {
            for (int i = 0; i < n; i++) {
                codes[j][i] = code(marginals.columns().get(j), rows.get(some[i], j));
            }
        }
        return new Neighbours(codes, marginals, ViewDefaults.NEIGHBOURS, false);
    }

    /** The rows that a model keeps at most. */
    public static int most(int columns) {
        return Math.min(ViewDefaults.ROWS_OF_NEIGHBOURS, ViewDefaults.CELLS_OF_NEIGHBOURS / columns);
    }

    private static byte code(Marginal marginal, double value) {
        return Double.isNaN(value) ? Marginal.GAP : marginal.code(value);
    }

    /** The same, for rows among them: one row at no distance does not count, which is the row itself or its double. */
    public Neighbours withoutDouble() {
        return new Neighbours(codes, marginals, count, true);
    }

    /** The same, with the mean distance to another number of nearest rows. */
    public Neighbours nearest(int number) {
        return new Neighbours(codes, marginals, number, skipsOneDouble);
    }

    /** The number of rows. */
    public int rows() {
        return codes[0].length;
    }

    /** The number of bytes in a file, before these are written as text. */
    public long bytes() {
        return (long) codes.length * rows();
    }

    /** Minus the mean distance to the nearest rows, in the unit of a normal score; a missing cell has no part. */
    public double score(double[] row) {
        int[] squares = squares(row);
        int[] nearest = nearest(squares);
        double sum = 0;
        for (int i : nearest) {
            sum += Math.sqrt(squares[i]);
        }
        return nearest.length == 0 ? 0 : -sum / nearest.length / UNIT;
    }

    /** The nearest rows, the nearest first. */
    private int[] nearest(int[] squares) {
        int most = Math.min(count + (skipsOneDouble ? 1 : 0), squares.length);
        int[] nearest = new int[most];
        int found = 0;
        for (int i = 0; i < squares.length; i++) {
            if (found < most || squares[i] < squares[nearest[most - 1]]) {
                int at = found < most ? found++ : most - 1;
                for (; at > 0 && squares[i] < squares[nearest[at - 1]]; at--) {
                    nearest[at] = nearest[at - 1];
                }
                nearest[at] = i;
            }
        }
        boolean isDouble = skipsOneDouble && most > 0 && squares[nearest[0]] == 0;
        return Arrays.copyOfRange(nearest, isDouble ? 1 : 0, isDouble ? most : Math.min(most, count));
    }

    /**
     * How a row differs from the nearest ones in a column.
     *
     * @param column its number
     * @param low the least value of the nearest rows
     * @param high the greatest; of a label, both are the value of the nearest row
     */
    public record Difference(int column, double low, double high) {}

    /** The columns in which a row differs most from the nearest ones: a few at most, with half of the squared distance. */
    public List<Difference> differences(double[] row) {
        int[] nearest = nearest(squares(row));
        double[] sums = new double[codes.length];
        for (int j = 0; j < codes.length; j++) {
            if (!Double.isNaN(row[j])) {
                Marginal marginal = marginals.columns().get(j);
                int[] squares = marginal.squares(marginal.code(row[j]));
                for (int i : nearest) {
                    sums[j] += squares[codes[j][i] & (CODES - 1)];
                }
            }
        }
        double all = Arrays.stream(sums).sum();
        List<Difference> differences = new ArrayList<>();
        double told = 0;
        for (int j : IntStream.range(0, sums.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -sums[j]))
                .limit(ViewDefaults.COLUMNS_OF_NEIGHBOURS)
                .toList()) {
            if (sums[j] > 0 && told < all / 2) {
                differences.add(difference(j, nearest));
            }
            told += sums[j];
        }
        return differences;
    }

    private Difference difference(int j, int[] nearest) {
        Marginal marginal = marginals.columns().get(j);
        double[] values = IntStream.of(nearest)
                .filter(i -> codes[j][i] != Marginal.GAP)
                .mapToDouble(i -> marginal.value(codes[j][i]))
                .toArray();
        return marginal.isOnLine()
                ? new Difference(
                        j,
                        Arrays.stream(values).min().orElse(Double.NaN),
                        Arrays.stream(values).max().orElse(Double.NaN))
                : new Difference(
                        j, values.length == 0 ? Double.NaN : values[0], values.length == 0 ? Double.NaN : values[0]);
    }

    /** The squared distance to each row. */
    private int[] squares(double[] row) {
        int[] sums = new int[rows()];
        for (int j = 0; j < codes.length; j++) {
            if (!Double.isNaN(row[j])) {
                Marginal marginal = marginals.columns().get(j);
                byte own = marginal.code(row[j]);
                if (marginal.isOnLine() && !hasGap[j]) {
                    addSquares(codes[j], own, sums);
                } else {
                    add(codes[j], marginal.squares(own), sums);
                }
            }
        }
        return sums;
    }

    private static void addSquares(byte[] codes, int own, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            int difference = codes[i] - own;
            sums[i] += difference * difference;
        }
    }

    private static void add(byte[] codes, int[] squares, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += squares[codes[i] & (CODES - 1)];
        }
    }

    /** The rows as JSON: their number, and the codes of each column in base64. */
    JsonObject toJson() {
        byte[] all = new byte[(int) bytes()];
        for (int j = 0; j < codes.length; j++) {
            System.arraycopy(codes[j], 0, all, j * rows(), rows());
        }
        return JsonObject.builder()
                .put("rows", rows())
                .put("codes", Base64.getEncoder().encodeToString(all))
                .build();
    }

    /** Reads the object of {@link #toJson}; a JSON or an IllegalArgumentException says what is wrong. */
    static Neighbours read(Field json, Marginals marginals) {
        return json.object(f -> {
            int rows = f.get("rows").whole();
            byte[] all = Base64.getDecoder().decode(f.get("codes").text());
            int columns = marginals.columns().size();
            if (rows < 1 || all.length != (long) rows * columns) {
                throw new IllegalArgumentException("Neighbours: " + rows + " rows of " + columns
                        + " columns must have a byte for each cell but have " + all.length + "; train again");
            }
            byte[][] codes = new byte[columns][];
            Arrays.setAll(codes, j -> Arrays.copyOfRange(all, j * rows, (j + 1) * rows));
            return new Neighbours(codes, marginals, ViewDefaults.NEIGHBOURS, false);
        });
    }
}
