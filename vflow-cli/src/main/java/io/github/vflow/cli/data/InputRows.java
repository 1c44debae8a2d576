package io.github.vflow.cli.data;

import io.github.vflow.cli.format.Csv;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.cli.format.Table;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table that a model is applied to, and the model's columns of it.
 *
 * @param table the table of the file
 * @param rows the model's columns, in the model's order
 */
public record InputRows(Table table, Rows rows) {
    /**
     * Reads a table and selects the model's columns by name. Without names in the table or the model, all columns are taken in order.
     *
     * @throws FileFormatException if columns are missing
     */
    public static InputRows read(Path file, ModelFile model) throws IOException {
        Table table = Csv.read(file);
        int d = model.model().width();
        List<String> wanted = model.columns();
        if (!wanted.isEmpty() && table.columns().containsAll(wanted)) {
            return new InputRows(table, select(table, wanted));
        }
        boolean unnamed = wanted.isEmpty()
                || table.columns().equals(numbered(table.columns().size()));
        if (unnamed && table.columns().size() == d) {
            return new InputRows(table, table.rows());
        }
        throw new FileFormatException(file + ": the model needs "
                + (wanted.isEmpty() ? d + " columns" : "the columns " + Printable.line(wanted.toString()))
                + " but the file has " + Printable.line(table.columns().toString())
                + "; give a table like the one it was trained on");
    }

    private static List<String> numbered(int n) {
        return IntStream.rangeClosed(1, n).mapToObj(i -> "x" + i).toList();
    }

    private static Rows select(Table table, List<String> wanted) {
        if (wanted.equals(table.columns())) {
            return table.rows();
        }
        int[] from = wanted.stream().mapToInt(table.columns()::indexOf).toArray();
        return table.rows().selectColumns(from);
    }
}
