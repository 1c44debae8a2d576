package io.github.vflow.cli.data;

import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Table;
import io.github.vflow.flow.data.ColumnException;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.RowBatches;
import java.nio.ByteBuffer;
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
 */
public record CsvData(
        String name, Table table, Rows train, @Nullable Rows heldOut, int[] order) implements TrainingData {
    @Override
    public int features() {
        return train.features();
    }

    @Override
    public List<String> columns() {
        return table.columns();
    }

    @Override
    public int size() {
        return train.size();
    }

    @Override
    public String description() {
        return Text.format(
                "%,d rows of %d columns, %,d of them for validation",
                table.rows().size(), features(), table.rows().size() - train.size());
    }

    @Override
    public Optional<Rows> validation() {
        return Optional.ofNullable(heldOut);
    }

    @Override
    public BatchSource batches(long seed) {
        return new RowBatches(train, seed, this::describe);
    }

    @Override
    public String fingerprint() {
        CRC32C sum = new CRC32C();
        byte[] bits = new byte[Double.BYTES * features()];
        ByteBuffer row = ByteBuffer.wrap(bits);
        for (int i = 0; i < table.rows().size(); i++) {
            row.clear().asDoubleBuffer().put(table.rows().copyRow(i));
            sum.update(bits);
        }
        return Text.format("%d x %d, crc32c %08x", table.rows().size(), features(), sum.getValue());
    }

    private String describe(int row) {
        return described(order[row]);
    }

    @Override
    public String describeValidationRow(int row) {
        return described(order[train.size() + row]);
    }

    private String described(int row) {
        return Text.format("row %,d of %s (the first row of numbers is 1): ", row + 1, name)
                + IntStream.range(0, features())
                        .mapToObj(j -> columns().get(j) + " = " + table.rows().text(row, j))
                        .collect(Collectors.joining(", "));
    }

    /**
     * The standardisation of the columns; none if the user wants raw columns.
     *
     * @throws IllegalArgumentException if a column is constant, or float32 cannot resolve its numbers
     */
    public Standardization standardization(boolean raw) {
        try {
            if (raw) {
                Standardization.none().requireResolved(train);
                return Standardization.none();
            }
            return Standardization.of(train);
        } catch (ColumnException e) {
            throw new IllegalArgumentException(
                    Text.format(
                            "%s: column %d (%s) %s",
                            name, e.column() + 1, columns().get(e.column()), e.reason()),
                    e);
        }
    }
}
