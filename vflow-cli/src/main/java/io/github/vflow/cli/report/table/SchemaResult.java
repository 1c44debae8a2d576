package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.source.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of {@code vflow schema}.
 *
 * @param file the table
 * @param rows its number of rows
 * @param problems the number of findings that ask for something to be done
 * @param schema as a model file has it
 * @param columns one for each column of the file
 * @param findings problems first
 */
public record SchemaResult(
        Path file, int rows, int problems, JsonValue schema, List<ColumnResult> columns, List<Finding> findings)
        implements Result {
    /** The most columns and findings before a training. */
    private static final int MOST = 24;

    private static final int NAMED = 4;

    private static final String CHANGES =
            "--column NAME=KIND makes a column real, integer, category, ignore, heavy, bounded:LOW..HIGH or circular:LOW..HIGH, --drop NAME"
                    + " leaves it out, --missing TEXT"
                    + " names missing cells, --decimal point or comma names the decimal sign, --header or --no-header says"
                    + " what the first line is";

    /**
     * A column.
     *
     * @param values its range, or its labels
     * @param distinct zero if the column is not modelled
     */
    public record ColumnResult(String name, String kind, String values, long distinct, long missing, String use) {
        private List<String> cells() {
            return List.of(
                    Printable.line(name),
                    kind,
                    Printable.line(values),
                    distinct == 0 ? "" : Text.format("%,d", distinct),
                    missing == 0 ? "" : Text.format("%,d", missing),
                    use);
        }
    }

    /** The facts of a table that was read. */
    public static SchemaResult of(Path file, Table.Reading reading) {
        List<Finding> sorted = new ArrayList<>(reading.problems());
        reading.findings().stream().filter(f -> !f.isProblem()).forEach(sorted::add);
        return new SchemaResult(
                file,
                reading.table().size(),
                reading.problems().size(),
                JsonValue.parse(reading.table().schema().toJson()),
                reading.columns().stream()
                        .map(c -> new ColumnResult(
                                c.column().name(), c.kind(), c.values(), c.distinct(), c.missing(), c.use()))
                        .toList(),
                List.copyOf(sorted));
    }

    /** One line, without its severity. */
    private static String sentence(Finding f) {
        // a finding about the table may have a subject of its own
        boolean needsSubject = f.what().startsWith("has ") || f.what().startsWith("begins ");
        return Printable.line((f.position() == 0 && needsSubject ? "the table " : "") + f);
    }

    @Override
    public String text() {
        return text(Integer.MAX_VALUE) + (problems == 0 ? "" : "\nto repair: " + CHANGES);
    }

    /** The text before a training: for a wide table the first columns and findings only. */
    public String brief() {
        return text(MOST);
    }

    private String text(int most) {
        List<String> lines = new ArrayList<>();
        lines.add(Text.format("%s: %s", file, Text.count(rows, "row")));
        lines.addAll(Text.table(
                List.of("column", "kind", "values", "distinct", "missing", "use"),
                columns.stream().limit(most).map(ColumnResult::cells).toList()));
        more(lines, columns.size() - most, "column");
        findings.stream().limit(problems).forEach(f -> lines.add("problem: " + sentence(f)));
        List<String> notes = notes(most == MOST);
        notes.stream().limit(most).forEach(lines::add);
        more(lines, notes.size() - most, "note");
        return String.join("\n", lines);
    }

    /** The notes; if grouped, one for all columns with the same note. */
    private List<String> notes(boolean grouped) {
        Map<String, List<Finding>> alike = findings.stream()
                .skip(problems)
                .collect(Collectors.groupingBy(
                        f -> grouped && f.position() > 0 ? f.what() : sentence(f),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return alike.values().stream()
                .map(same -> "note: " + (same.size() == 1 ? sentence(same.getFirst()) : ofAll(same)))
                .toList();
    }

    private static String ofAll(List<Finding> same) {
        String names = same.stream().limit(NAMED).map(Finding::column).collect(Collectors.joining(", "));
        return Printable.line(Text.format(
                "each of %d columns (%s%s) %s",
                same.size(),
                names,
                same.size() > NAMED ? ", …" : "",
                same.getFirst().what()));
    }

    private void more(List<String> lines, int left, String what) {
        if (left > 0) {
            lines.add(Text.format("… and %,d more %ss: vflow schema %s shows all", left, what, file));
        }
    }

    /** The reason why training refuses the table, in one line. */
    public String refusal() {
        String what = problems == 1
                ? sentence(findings.getFirst())
                : Text.format(
                        "%d problems, listed above, of %s",
                        problems,
                        findings.stream()
                                .limit(problems)
                                .map(f -> f.position() == 0 ? "the table" : Printable.line(f.column()))
                                .distinct()
                                .collect(Collectors.joining(", ")));
        return Text.format(
                "%s: %s (vflow schema shows the table; --drop, --column, --missing, --decimal and --header change how it is read)",
                file, what);
    }
}
