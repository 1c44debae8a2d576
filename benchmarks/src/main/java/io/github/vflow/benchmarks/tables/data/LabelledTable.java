package io.github.vflow.benchmarks.tables.data;

import io.github.vflow.benchmarks.missing.NumericTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;

/**
 * A table of numbers whose anomalies are known. No array is copied.
 *
 * @param name of the file, without its end
 * @param rows [n][d]
 * @param anomaly [n]
 * @param trained the number of first rows that its owner trains on, which are normal; 0 if the table has no split of its own
 */
public record LabelledTable(String name, double[][] rows, boolean[] anomaly, int trained) {
    private static final String LABEL = "y";

    LabelledTable(String name, double[][] rows, boolean[] anomaly) {
        this(name, rows, anomaly, 0);
    }

    /** Checks that both kinds of rows are there. */
    public LabelledTable {
        int anomalies = count(anomaly);
        if (rows.length != anomaly.length || anomalies == 0 || rows.length - anomalies < 2) {
            throw new IllegalArgumentException(name + ": expected a label for each row, an anomaly and two normal rows"
                    + " but got " + rows.length + " rows, " + anomaly.length + " labels and " + anomalies
                    + " anomalies; label anomalies 1 and other rows 0");
        }
    }

    /**
     * Some rows of one kind, by rising keys.
     *
     * @param anomalies whether these, else the normal rows
     * @param keys [n], random ones for a random sample
     */
    public double[][] some(boolean anomalies, long[] keys, int most) {
        return IntStream.range(0, rows.length)
                .filter(i -> anomaly[i] == anomalies)
                .boxed()
                .sorted(Comparator.comparingLong(i -> keys[i]))
                .limit(most)
                .map(i -> rows[i])
                .toArray(double[][]::new);
    }

    static int count(boolean[] flags) {
        return (int) IntStream.range(0, flags.length).filter(i -> flags[i]).count();
    }

    /**
     * The files of tables in a folder: {@code .npz}, and {@code .csv} whose last column is {@code y}. They are ordered by name; numbers at
     * the start of a name are compared as numbers.
     */
    public static List<Path> files(Path folder) throws IOException {
        List<Path> tables = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{npz,csv}")) {
            for (Path file : files) {
                if (file.toString().endsWith(".npz") || isLabelled(file)) {
                    tables.add(file);
                }
            }
        }
        tables.sort(Comparator.comparingInt(LabelledTable::number).thenComparing(LabelledTable::nameOf));
        return tables;
    }

    private static boolean isLabelled(Path csv) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(csv)) {
            String header = lines.readLine();
            return header != null && header.strip().matches(".*,(y|\"y\")");
        }
    }

    private static int number(Path file) {
        String digits = nameOf(file).replaceFirst("\\D.*", "");
        return digits.isEmpty() || digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /** The name of a file's table. */
    public static String nameOf(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.(npz|csv)$", "");
    }

    /**
     * Reads {@code .npz} with X [n, d] and y [n], or of OddBench with its training and test rows joined, or CSV with the label in the last
     * column, {@code y}.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a cell is not a finite number or a label is neither 0 nor 1
     */
    public static LabelledTable read(Path file) throws IOException {
        return file.toString().endsWith(".npz") ? npz(file) : csv(file);
    }

    private static LabelledTable npz(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry("train.npy") != null) {
                return FixedSplit.read(file).joined();
            }
            double[][] rows = NpyArray.of(file, zip, "X").toRows();
            requireFinite(file.toString(), rows);
            return new LabelledTable(
                    nameOf(file),
                    rows,
                    labels(file, NpyArray.of(file, zip, LABEL).values()));
        }
    }

    static void requireFinite(String name, double[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            if (!Arrays.stream(rows[i]).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(name + ": every number must be finite but row " + i
                        + " (counted from 0) is " + Arrays.toString(rows[i]) + "; leave the row out");
            }
        }
    }

    private static LabelledTable csv(Path file) throws IOException {
        NumericTable table = NumericTable.read(file);
        int d = table.columns().size() - 1;
        if (d < 1 || !table.columns().getLast().equals(LABEL)) {
            throw new IllegalArgumentException(file + ": the last of at least two columns must be y, the label, but the"
                    + " columns are " + table.columns() + "; put 1 there for anomalies and 0 for other rows");
        }
        double[][] rows =
                Arrays.stream(table.rows()).map(row -> Arrays.copyOf(row, d)).toArray(double[][]::new);
        double[] labels = Arrays.stream(table.rows()).mapToDouble(row -> row[d]).toArray();
        return new LabelledTable(nameOf(file), rows, labels(file, labels));
    }

    static boolean[] labels(Path file, double[] numbers) {
        boolean[] anomaly = new boolean[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != 0 && numbers[i] != 1) {
                throw new IllegalArgumentException(file + ": labels must be 0 or 1 but that of row " + i
                        + " (counted from 0) is " + numbers[i] + "; label anomalies 1 and other rows 0");
            }
            anomaly[i] = numbers[i] == 1;
        }
        return anomaly;
    }
}
