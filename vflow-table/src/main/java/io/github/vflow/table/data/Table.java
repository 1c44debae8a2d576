package io.github.vflow.table.data;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.inference.relation.AtomSearch;
import io.github.vflow.table.inference.relation.IntervalSearch;
import io.github.vflow.table.inference.relation.RelationSearch;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Relation;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.ObjectSource;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.source.text.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under the columns of a schema: a finite number for each value of a modelled column, NaN for a missing cell. Immutable. */
public final class Table {
    private final Schema schema;
    private final Rows rows;

    Table(Schema schema, Rows rows) {
        this.schema = schema;
        this.rows = rows;
    }

    /**
     * A table of real columns [n][d], which are copied; NaN is a missing cell.
     *
     * @param columns their names; without any they are x1 … xd
     * @throws IllegalArgumentException if there is no row or column, rows differ in length, a number is infinite in float32, or the names are
     *     not one for each column and distinct
     */
    public static Table of(double[][] rows, String... columns) {
        Objects.requireNonNull(rows, "Table.of: rows");
        return of(Rows.withGaps(rows), List.of(columns));
    }

    /**
     * A table of real columns.
     *
     * @param columns their names; empty for x1 … xd
     * @throws IllegalArgumentException if the names are not one for each column and distinct
     */
    public static Table of(Rows rows, List<String> columns) {
        Objects.requireNonNull(rows, "Table.of: rows");
        List<String> names = columns.isEmpty() ? numbered(rows.features()) : columns;
        if (names.size() != rows.features()) {
            throw new IllegalArgumentException("Table.of: expected " + rows.features() + " column names but got "
                    + names + "; name every column or none");
        }
        return new Table(Schema.ofReals(names), rows);
    }

    /**
     * A table of rows by names.
     *
     * @param rows a value for each column of the schema
     * @throws IllegalArgumentException if there is no row, or with the number of a row whose columns or values the schema does not have
     */
    public static Table of(Schema schema, List<? extends Map<String, ?>> rows) {
        int d = schema.modelled().columns().size();
        double[] numbers = new double[Math.multiplyExact(rows.size(), d)];
        for (int i = 0; i < rows.size(); i++) {
            try {
                System.arraycopy(schema.encode(rows.get(i)), 0, numbers, i * d, d);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Table.of: row " + i + " (counted from 0): " + e.getMessage(), e);
            }
        }
        return new Table(schema, Rows.withGaps(numbers, d));
    }

    /**
     * A table of rows by names, with the schema of a file that has the texts of their values. A value is a number, a text, a truth value, a date or
     * an enum; null, NaN or no value is a missing cell.
     *
     * @throws IllegalArgumentException if something must be done about the rows; the message has all problems
     */
    public static Table of(List<? extends Map<String, ?>> rows) {
        try {
            return read(ObjectSource.ofMaps(rows), ReadOptions.standard()).orThrow();
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Reads a file (CSV or Parquet), with the schema that is inferred from its cells.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if something must be done about the file; the message has all problems
     * @throws IOException if it cannot be read
     */
    public static Table read(Path file) throws IOException {
        return read(TableSource.of(file), ReadOptions.standard()).orThrow();
    }

    /**
     * Reads a file (CSV or Parquet) as a table of such a schema, whose columns may stand in any order among others. A label that the
     * schema does not know
     * is a missing cell.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if a column is missing, or something must be done about the file
     * @throws IOException if it cannot be read
     */
    public static Table read(Path file, Schema schema) throws IOException {
        return read(TableSource.of(file), schema, ReadOptions.standard()).orThrow();
    }

    /**
     * Reads a source in two passes: first the kinds of its columns, with memory that does not grow with the rows, then their numbers.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if there is nothing to read
     * @throws IllegalArgumentException if the options name a column that is not there
     * @throws IOException if it cannot be read
     */
    public static Reading read(TableSource source, ReadOptions options) throws IOException {
        return TableReader.read(source, options);
    }

    /**
     * Reads a source as a table of such a schema; see {@link #read(Path, Schema)}.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if a column is missing, or there is nothing to read
     * @throws IOException if it cannot be read
     */
    public static Reading read(TableSource source, Schema schema, ReadOptions options) throws IOException {
        return TableReader.read(source, schema, options);
    }

    /** The names x1 … xd of columns without names. */
    public static List<String> numbered(int width) {
        return IntStream.rangeClosed(1, width).mapToObj(i -> "x" + i).toList();
    }

    /**
     * This table with another kind for the column of the same name.
     *
     * @throws IllegalArgumentException if there is no such column, or it cannot have one of the numbers
     */
    public Table with(Column column) {
        Schema changed = schema.with(column);
        int j = columns().indexOf(column.name());
        if (j < 0 || !column.isModelled()) {
            throw new IllegalArgumentException("Table.with: a column must stay modelled, or stay left out, but \""
                    + column.name() + "\" would not; read the table again with that column");
        }
        for (double number : rows.copyColumn(j)) {
            column.require(number);
        }
        return new Table(changed, rows);
    }

    /**
     * This table without the columns that others determine in all rows: {@link Column#relation} names their relations, and fills the gaps that
     * they give. A table that is read from a file, or made of rows by names alone, is without them already.
     */
    public Table withRelations() {
        return withRelations(Set.of());
    }

    /** As {@link #withRelations()}, but some columns stay modelled. */
    Table withRelations(Set<String> kept) {
        Map<String, Relation> found = RelationSearch.of(schema.modelled().columns(), rows, kept);
        return found.isEmpty()
                ? this
                : under(schema.withColumns(schema.columns().stream()
                        .map(c -> found.containsKey(c.name()) ? Column.derived(c, found.get(c.name())) : c)
                        .toList()));
    }

    /** This table whose schema knows the labels of intervals of a number, but of some columns. */
    Table withIntervals(Set<String> kept) {
        return new Table(IntervalSearch.of(schema, rows, kept), rows);
    }

    /**
     * This table with atoms: a number in at least a twentieth of the rows of a real column, or of a column of many whole numbers, has a probability
     * of its own, and so has each of few different numbers. A table that is read from a file, or made of rows by names alone, has it already.
     */
    public Table withAtoms() {
        return withAtoms(Set.of());
    }

    /** As {@link #withAtoms()}, but some columns stay as they are. */
    Table withAtoms(Set<String> kept) {
        return new Table(schema.withAtoms(AtomSearch.of(schema, rows, kept)), rows);
    }

    /**
     * This table with some derived columns as modelled ones, whose numbers their relations give.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public Table withModelled(Collection<String> names) {
        boolean isModelled =
                names.stream().map(schema::column).allMatch(c -> c.relation().isEmpty());
        Set<String> made = schema.parted().stream()
                .filter(p -> names.contains(p.column()))
                .flatMap(p -> p.parts().stream())
                .map(Column::name)
                .collect(Collectors.toSet());
        return isModelled
                ? this
                : under(schema.withColumns(schema.columns().stream()
                        .filter(c -> !made.contains(c.name()))
                        .map(c -> names.contains(c.name()) ? c.values() : c)
                        .toList()));
    }

    /** This table in which parts stand for columns, such as seasons and a trend for dates. */
    public Table with(Collection<? extends Relation.Parted> parted) {
        Schema changed = schema;
        for (Relation.Parted by : parted) {
            changed = changed.with(by);
        }
        return parted.isEmpty() ? this : under(changed);
    }

    /** The same records under a schema with the same columns of the source, but other derived ones. */
    private Table under(Schema other) {
        int d = other.modelled().columns().size();
        double[] numbers = new double[Math.multiplyExact(rows.size(), d)];
        List<String> names = schema.names();
        int[] from = other.names().stream().mapToInt(names::indexOf).toArray();
        Relations before = Relations.of(schema);
        Relations after = Relations.of(other);
        for (int i = 0; i < rows.size(); i++) {
            double[] known = before.record(rows.copyRow(i));
            double[] record = IntStream.of(from)
                    .mapToDouble(j -> j < 0 ? Double.NaN : known[j])
                    .toArray();
            after.complete(record);
            System.arraycopy(after.row(record), 0, numbers, i * d, d);
        }
        return new Table(other, Rows.withGaps(numbers, d));
    }

    /** The columns. */
    public Schema schema() {
        return schema;
    }

    /** The names of the modelled columns, in the order of the numbers in a row. */
    public List<String> columns() {
        return schema.modelled().names();
    }

    /** The names of the columns with missing cells. */
    public List<String> columnsWithGaps() {
        return IntStream.range(0, rows.features())
                .filter(j -> rows.known(j).length < rows.size())
                .mapToObj(columns()::get)
                .toList();
    }

    /** The number of rows. */
    public int size() {
        return rows.size();
    }

    /** The rows, which are immutable. */
    public Rows rows() {
        return rows;
    }

    /** The table of some rows, in the order given. */
    public Table select(int[] some) {
        return new Table(schema, rows.select(some));
    }

    /**
     * The table of some columns, in the order given.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public Table select(List<String> names) {
        int[] from = names.stream().mapToInt(schema.modelled()::index).toArray();
        return new Table(schema.select(names), rows.selectColumns(from));
    }

    @Override
    public String toString() {
        return "Table of " + size() + " rows, columns " + columns();
    }

    /**
     * A table that was read, and all that its reader should know.
     *
     * @param name the source, such as a file
     * @param table whose cells are missing where they are no values; records of another width are left out
     * @param columns one for each column of the schema
     * @param findings problems and notes, first about the table, then column by column
     */
    public record Reading(String name, Table table, List<Schema.Summary> columns, List<Finding> findings) {
        public Reading {
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

    /**
     * The rows in the order of the modelled columns of a model's schema.
     *
     * @param whose method, for messages
     * @throws IllegalArgumentException if the table has not the columns of the schema
     */
    public Rows rows(Schema of, String whose) {
        List<String> expected = of.modelled().names();
        List<String> derived = schema.columns().stream()
                .filter(c -> c.relation().isPresent() && expected.contains(c.name()))
                .map(Column::name)
                .toList();
        Table plain = withModelled(derived);
        Table table = plain.with(of.parted().stream()
                .filter(m -> plain.columns().contains(m.column()))
                .toList());
        List<String> more =
                table.columns().stream().filter(c -> !expected.contains(c)).toList();
        if (!table.columns().containsAll(expected) || !of.names().containsAll(more)) {
            throw new IllegalArgumentException(whose + ": expected the columns " + expected + " but the table has "
                    + table.columns() + "; give the columns of the model");
        }
        for (Column c : of.columns()) {
            if (table.schema.names().contains(c.name()) && !c.accepts(table.schema.column(c.name()))) {
                throw new IllegalArgumentException(whose + ": expected " + c + " but the table has "
                        + table.schema.column(c.name()) + "; give the table the schema of the model");
            }
        }
        return table.columns().equals(expected) ? table.rows : table.select(expected).rows;
    }
}
