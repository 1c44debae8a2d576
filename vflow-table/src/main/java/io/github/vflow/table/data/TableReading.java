package io.github.vflow.table.data;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.schema.ColumnSummary;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.text.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that was read, and all that its reader should know.
 *
 * @param name the source, such as a file
 * @param table whose cells are missing where they are no values; records of another width are left out
 * @param columns one for each column of the schema
 * @param findings problems and notes, those about the table first, then column by column
 */
public record TableReading(String name, Table table, List<ColumnSummary> columns, List<Finding> findings) {
    /** Copies the lists. */
    public TableReading {
        columns = List.copyOf(columns);
        findings = List.copyOf(findings);
    }

    /** The findings that ask for something to be done. */
    public List<Finding> problems() {
        return findings.stream().filter(Finding::isProblem).toList();
    }

    /**
     * The table if there is no problem.
     *
     * @throws FileFormatException with all problems
     */
    public Table orThrow() throws IOException {
        if (problems().isEmpty()) {
            return table;
        }
        throw new FileFormatException(
                name + ": " + problems().stream().map(Finding::toString).collect(Collectors.joining(". ")));
    }

    /** The columns as a table for people: a line of titles, then one line for each column. */
    public List<String> lines() {
        return TextTable.of(
                List.of("column", "kind", "values", "distinct", "missing", "use"),
                columns.stream()
                        .map(c -> List.of(
                                c.column().name(),
                                c.kind(),
                                c.values(),
                                c.distinct() == 0 ? "" : Long.toString(c.distinct()),
                                c.missing() == 0 ? "" : Long.toString(c.missing()),
                                c.use()))
                        .toList());
    }

    /** The columns, then the findings, line by line. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>(lines());
        findings.forEach(f -> all.add((f.isProblem() ? "problem: " : "note: ") + f));
        return String.join("\n", all);
    }
}
