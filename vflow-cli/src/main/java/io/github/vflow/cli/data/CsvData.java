package io.github.vflow.cli.data;

import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.data.CalibrationSplit;
import io.github.vflow.flow.data.ColumnException;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.RowBatches;
import io.github.vflow.flow.train.plan.SplitSizes;
import io.github.vflow.table.Column;
import io.github.vflow.table.Schema;
import io.github.vflow.table.drift.Baseline;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The table of a CSV file, split into training and validation rows.
 *
 * @param name the file as the user names it
 * @param table the whole table
 * @param train the training rows
 * @param heldOut the validation rows; null for none
 * @param order the indices of the training rows in the table, then those of the validation rows
 * @param kept the indices of the rows for calibration
 */
public record CsvData(
        String name,
        TrainingTable table,
        Rows train,
        @Nullable Rows heldOut,
        int[] order,
        int[] kept) implements TrainingData {
    /**
     * Splits a table. Rows of nothing but missing cells are left out.
     *
     * @param validation the fraction of rows that is kept for validation, at most 10,000 rows
     * @throws IllegalArgumentException if there are too few rows, or a conditional model would have missing cells
     */
    static CsvData split(String name, TrainingTable table, double validation, long seed) {
        int[] all = table.usable();
        CalibrationSplit calibration =
                CalibrationSplit.of(rows(table, all), Math.min(table.calibration(), Math.max(0, all.length - 2)), seed);
        int[] usable = of(all, calibration.rest());
        int[] kept = of(all, calibration.calibration());
        int n = usable.length;
        if (n < 2 || (n == 2 && validation > 0)) {
            throw new IllegalArgumentException(Text.format(
                    "%s: %s with a known cell: to train takes at least two, and one to validate; give some hundred rows",
                    name, Text.count(n, "row")));
        }
        Rows rows = rows(table, usable);
        requireComplete(name, table, rows);
        if (validation == 0) {
            return new CsvData(name, table, rows, null, usable, kept);
        }
        double train = 1 - (double) SplitSizes.heldOut(validation, n) / n;
        Rows.Split split = rows.split(train, seed);
        int[] order = of(usable, rows.splitOrder(train, seed));
        return new CsvData(name, table, split.train(), split.validation(), order, kept);
    }

    private static Rows rows(TrainingTable table, int[] some) {
        return some.length == table.rows().size() ? table.rows() : table.rows().select(some);
    }

    private static int[] of(int[] all, int[] places) {
        return Arrays.stream(places).map(i -> all[i]).toArray();
    }

    private static void requireComplete(String name, TrainingTable table, Rows rows) {
        if (table.given() > 0 && rows.hasMissing()) {
            List<String> gaps = IntStream.range(0, rows.features())
                    .filter(j -> rows.known(j).length < rows.size())
                    .mapToObj(table.columns()::get)
                    .toList();
            throw new IllegalArgumentException(name + ": cells are missing in the columns " + gaps
                    + " but a model of p(y | x) needs complete rows; fill them with vflow impute, drop the columns, or train"
                    + " without --given");
        }
    }

    /** The rows for calibration; empty if there are none. */
    public Optional<Rows> calibration() {
        return kept.length == 0 ? Optional.empty() : Optional.of(table.rows().select(kept));
    }

    /** The rows for training and validation. */
    public Rows others() {
        return table.rows().select(order);
    }

    @Override
    public int features() {
        return train.features() - table.given();
    }

    @Override
    public List<String> columns() {
        return table.columns();
    }

    @Override
    public int size() {
        return train.size();
    }

    /** Whether cells are missing, so that training must integrate them out. */
    public boolean hasMissing() {
        return train.hasMissing() || (heldOut != null && heldOut.hasMissing());
    }

    @Override
    public String description() {
        int usable = order.length + kept.length;
        int without = table.rows().size() - usable;
        return Text.format(
                "%s of %s, %,d of them for validation%s%s",
                Text.count(usable, "row"),
                Text.count(train.features(), "column"),
                order.length - train.size(),
                kept.length == 0 ? "" : Text.format(" and %,d for calibration", kept.length),
                without == 0 ? "" : Text.format("; %s without a known cell left out", Text.count(without, "row")));
    }

    @Override
    public Optional<Rows> validation() {
        return Optional.ofNullable(heldOut);
    }

    @Override
    public BatchSource batches(long seed) {
        return new RowBatches(train, seed, this::describe);
    }

    /** The rows that tell how a model scores rows to come: those for calibration, else those for validation; empty without either. */
    public Optional<Rows> judges() {
        return calibration().or(this::validation);
    }

    /** What the rows look like, with the scores of {@link #judges}. */
    public Baseline baseline(double[] scores) {
        return table.schema().baseline(table.rows().select(table.usable()), scores);
    }

    /** Of the numbers, and of the columns unless all are plain numbers, as in earlier versions. */
    @Override
    public String fingerprint() {
        CRC32C sum = new CRC32C();
        Rows rows = table.rows();
        byte[] bits = new byte[Double.BYTES * rows.features()];
        ByteBuffer row = ByteBuffer.wrap(bits);
        for (int i = 0; i < rows.size(); i++) {
            row.clear().asDoubleBuffer().put(rows.copyRow(i));
            sum.update(bits);
        }
        if (table.given() > 0 || !table.schema().equals(Schema.ofReals(columns()))) {
            sum.update(table.schema().toJson().getBytes(StandardCharsets.UTF_8));
        }
        return Text.format("%d x %d, crc32c %08x", rows.size(), rows.features(), sum.getValue());
    }

    private String describe(int row) {
        return described(order[row]);
    }

    @Override
    public String describeValidationRow(int row) {
        return described(order[train.size() + row]);
    }

    private String described(int row) {
        List<Column> all = table.schema().modelled().columns();
        return Text.format("row %,d of %s (the first row is 1): ", row + 1, name)
                + IntStream.range(0, all.size())
                        .mapToObj(j -> all.get(j).name() + " = " + text(all.get(j), row, j))
                        .collect(Collectors.joining(", "));
    }

    private String text(Column c, int row, int j) {
        Object value = c.decode(table.rows().get(row, j));
        return value == null
                ? "missing"
                : c instanceof Column.Category ? value.toString() : table.rows().text(row, j);
    }

    /**
     * An architecture for these columns.
     *
     * @param raw whether the numbers are not to be standardised
     * @throws IllegalArgumentException if a column is constant, or float32 cannot resolve its numbers
     */
    public RowSpec spec(RowSpec architecture, boolean raw) {
        try {
            RowSpec typed = table.schema().typed(architecture, train);
            if (raw) {
                Standardization.none().requireResolved(train);
                return typed;
            }
            return typed.standardized(train);
        } catch (ColumnException e) {
            String column = columns().get(e.column());
            throw new IllegalArgumentException(
                    Text.format("%s: column %s %s%s", name, column, e.reason(), remedy(e.column(), column)), e);
        }
    }

    /** The command's own way out. */
    private String remedy(int j, String column) {
        double[] all = table.rows().known(j);
        boolean odd = Arrays.stream(all).distinct().count() > 1
                && Arrays.stream(train.known(j)).distinct().count() == 1;
        return odd
                ? Text.format(
                        " (it differs in validation rows only: --drop %s, or --column %s=category)", column, column)
                : Text.format(" (--drop %s)", column);
    }
}
