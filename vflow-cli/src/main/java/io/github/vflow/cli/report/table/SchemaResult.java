package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.text.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of {@code vflow schema}.
 *
 * @param findings of the reading, problems first
 */
public record SchemaResult(Path file, Table.Reading reading, List<Finding> findings) {
    /** The most columns and findings before a training. */
    private static final int MOST = 24;

    private static final int NAMED = 4;

    private static final String CHANGES =
            "--column NAME=KIND makes a column real, integer, category, ignore, heavy, bounded:LOW..HIGH or circular:LOW..HIGH, --drop NAME"
                    + " leaves it out, --missing TEXT"
                    + " names missing cells, --decimal point or comma names the decimal sign, --header or --no-header says"
                    + " what the first line is";

    /** The result for a table that was read. */
    public static SchemaResult of(Path file, Table.Reading reading) {
        List<Finding> sorted = new ArrayList<>(reading.problems());
        reading.findings().stream().filter(f -> !f.isProblem()).forEach(sorted::add);
        return new SchemaResult(file, reading, List.copyOf(sorted));
    }

    /** The facts: all columns and findings. */
    public Facts facts() {
        List<Facts> columns = reading.columns().stream()
                .map(c -> new Facts()
                        .put("name", c.column().name())
                        .put("kind", c.kind())
                        .put("values", c.values())
                        .put("distinct", c.distinct())
                        .put("missing", c.missing())
                        .put("use", c.use()))
                .toList();
        Facts facts = new Facts()
                .put("file", file)
                .put("rows", reading.table().size())
                .put("problems", problems())
                .put("schema", JsonValue.parse(reading.table().schema().toJson()))
                .put("columns", columns)
                .put("findings", findings)
                .lines(lines(Integer.MAX_VALUE));
        return problems() == 0 ? facts : facts.line("to repair: %s", CHANGES);
    }

    private int problems() {
        return reading.problems().size();
    }

    private static List<String> cells(Schema.Summary c) {
        return List.of(
                Printable.line(c.column().name()),
                c.kind(),
                Printable.line(c.values()),
                c.distinct() == 0 ? "" : Text.format("%,d", c.distinct()),
                c.missing() == 0 ? "" : Text.format("%,d", c.missing()),
                c.use());
    }

    /** One line, without its severity. */
    private static String sentence(Finding f) {
        // a finding about the table may have a subject of its own
        boolean needsSubject = f.what().startsWith("has ") || f.what().startsWith("begins ");
        return Printable.line((f.position() == 0 && needsSubject ? "the table " : "") + f);
    }

    /**
     * Shows a table before a training: of a wide one the first columns and findings only.
     *
     * @throws FileFormatException if something must be done about it
     */
    public static Table require(Console console, Path file, Table.Reading reading) throws FileFormatException {
        SchemaResult schema = of(file, reading);
        console.note("%s", String.join("\n", schema.lines(MOST)));
        if (schema.problems() > 0) {
            throw new FileFormatException(schema.refusal());
        }
        return reading.table();
    }

    private List<String> lines(int most) {
        List<String> lines = new ArrayList<>();
        lines.add(Text.format("%s: %s", file, Text.count(reading.table().size(), "row")));
        lines.addAll(TextTable.of(
                List.of("column", "kind", "values", "distinct", "missing", "use"),
                reading.columns().stream().limit(most).map(SchemaResult::cells).toList()));
        more(lines, reading.columns().size() - most, "column");
        findings.stream().limit(problems()).forEach(f -> lines.add("problem: " + sentence(f)));
        List<String> notes = notes(most == MOST);
        notes.stream().limit(most).forEach(lines::add);
        more(lines, notes.size() - most, "note");
        return lines;
    }

    /** The notes; if grouped, one for all columns with the same note. */
    private List<String> notes(boolean grouped) {
        Map<String, List<Finding>> alike = findings.stream()
                .skip(problems())
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
    private String refusal() {
        String what = problems() == 1
                ? sentence(findings.getFirst())
                : Text.format(
                        "%d problems, listed above, of %s",
                        problems(),
                        findings.stream()
                                .limit(problems())
                                .map(f -> f.position() == 0 ? "the table" : Printable.line(f.column()))
                                .distinct()
                                .collect(Collectors.joining(", ")));
        return Text.format(
                "%s: %s (vflow schema shows the table; --drop, --column, --missing, --decimal and --header change how it is read)",
                file, what);
    }
}
