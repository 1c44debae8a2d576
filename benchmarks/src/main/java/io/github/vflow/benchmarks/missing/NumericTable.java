package io.github.vflow.benchmarks.missing;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * A table of numbers, all known.
 *
 * @param name of the file, without its end
 * @param columns their names, d of them
 * @param rows [n][d]
 */
public record NumericTable(String name, List<String> columns, double[][] rows) {
    /** A column is left out if one value fills such a part of it. */
    private static final double LARGEST_SHARE = 0.9;

    /** A column is left out if the columns before it explain its variance up to such a part. */
    private static final double LEAST_VARIANCE = 1e-8;

    /** Copies the names. */
    public NumericTable {
        columns = List.copyOf(columns);
    }

    /**
     * Reads a CSV file with a header.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if a cell is not a finite number
     */
    public static NumericTable read(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
            List<String> columns = new ArrayList<>();
            List<double[]> rows = new ArrayList<>();
            for (NamedCsvRecord r : records) {
                columns = r.getHeader();
                rows.add(r.getFields().stream()
                        .mapToDouble(text -> number(file, r.getStartingLineNumber(), text))
                        .toArray());
            }
            String name = String.valueOf(file.getFileName()).replaceFirst("\\.csv$", "");
            return new NumericTable(name, columns, rows.toArray(double[][]::new));
        }
    }

    private static double number(Path file, long line, String text) {
        double x;
        try {
            x = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            x = Double.NaN;
        }
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException(file + ", line " + line + ": expected a finite number but got '" + text
                    + "'; complete the cell or leave the row out");
        }
        return x;
    }

    /** This table without the columns that have no density of their own: nearly constant, or a linear function of columns before. */
    NumericTable withDensity() {
        double[] means = Cells.means(rows);
        double[] variances = Cells.variances(rows);
        BitSet kept = new BitSet();
        for (int j = 0; j < columns.size(); j++) {
            if (largestShare(j) < LARGEST_SHARE && unexplained(kept, j, means, variances) > LEAST_VARIANCE) {
                kept.set(j);
            }
        }
        int[] from = kept.stream().toArray();
        double[][] selected = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            selected[i] = IntStream.of(from).mapToDouble(j -> row[j]).toArray();
        }
        return new NumericTable(name, IntStream.of(from).mapToObj(columns::get).toList(), selected);
    }

    private double largestShare(int column) {
        Collection<Long> counts = IntStream.range(0, rows.length)
                .mapToObj(i -> rows[i][column])
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values();
        return (double) counts.stream().mapToLong(Long::longValue).max().orElseThrow() / rows.length;
    }

    /** The part of a column's variance that is left given the kept columns. */
    private double unexplained(BitSet kept, int column, double[] means, double[] variances) {
        if (kept.isEmpty()) {
            return 1;
        }
        int[] all = IntStream.concat(kept.stream(), IntStream.of(column)).toArray();
        int k = all.length;
        DMatrixRMaj correlation = new DMatrixRMaj(k, k);
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                double sum = 0;
                for (double[] row : rows) {
                    sum += (row[all[a]] - means[all[a]]) * (row[all[b]] - means[all[b]]);
                }
                correlation.set(a, b, sum / rows.length / Math.sqrt(variances[all[a]] * variances[all[b]]));
            }
        }
        BitSet before = new BitSet();
        before.set(0, k - 1);
        return new Gaussian(new double[k], correlation).given(before).rest().get(0, 0);
    }

    /** The columns that another table of the same columns does not have, for a line of the output. */
    String without(NumericTable other) {
        return columns.stream().filter(c -> !other.columns.contains(c)).collect(Collectors.joining(", "));
    }

    /** The number of columns. */
    int width() {
        return columns.size();
    }
}
