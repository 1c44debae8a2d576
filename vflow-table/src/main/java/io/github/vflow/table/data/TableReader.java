package io.github.vflow.table.data;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.inference.ColumnProfile;
import io.github.vflow.table.inference.ColumnValues;
import io.github.vflow.table.inference.FarNumbers;
import io.github.vflow.table.inference.MissingCells;
import io.github.vflow.table.inference.SchemaInference;
import io.github.vflow.table.inference.TableChecks;
import io.github.vflow.table.inference.Tally;
import io.github.vflow.table.inference.WrittenNumbers;
import io.github.vflow.table.inference.relation.GridSearch;
import io.github.vflow.table.inference.relation.NearSearch;
import io.github.vflow.table.inference.relation.SeasonSearch;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Relation;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads a source in two passes: the kinds of its columns, then their numbers. */
final class TableReader {
    /** Labels of a category in a summary. */
    private static final int SHOWN = 4;

    private final TableSource source;
    private final ReadOptions options;
    private final List<Finding> findings = new ArrayList<>();
    private long records;
    private int width;

    private TableReader(TableSource source, ReadOptions options) {
        this.source = source;
        this.options = options;
    }

    static Table.Reading read(TableSource source, ReadOptions options) throws IOException {
        TableReader reader = new TableReader(source, options);
        Schema schema = reader.firstPass();
        return reader.secondPass(
                schema, schema, IntStream.range(0, schema.columns().size()).toArray(), true);
    }

    /** Reads the columns of a schema, which may stand in any order among others. */
    static Table.Reading read(TableSource source, Schema schema, ReadOptions options) throws IOException {
        TableReader reader = new TableReader(source, options);
        int[] from;
        Schema written;
        try (TableSource.Cursor cursor = source.open()) {
            reader.width = cursor.columns().size();
            reader.findings.addAll(cursor.findings());
            from = places(source, schema, cursor, reader.findings);
            written = WrittenNumbers.in(source, cursor, schema, from, options);
            while (cursor.next()) {
                reader.records++;
            }
        }
        return reader.secondPass(written, schema, from, false);
    }

    /** The cell of each column of a schema, by name, or by position where the source or the schema has no names; −1 for a column not needed. */
    static int[] places(TableSource source, Schema schema, TableSource.Cursor cursor, List<Finding> findings)
            throws FileFormatException {
        List<String> names = ColumnNames.of(cursor.columns(), findings);
        Set<String> made = schema.made();
        List<String> written = schema.written().stream().map(Column::name).toList();
        List<String> parted =
                schema.parted().stream().map(Relation.Parted::column).toList();
        List<String> needed = schema.written().stream()
                .filter(c -> c.isModelled() || parted.contains(c.name()))
                .map(Column::name)
                .toList();
        boolean byName = names.containsAll(needed);
        boolean anyNames = !cursor.isNamed() || written.equals(Table.numbered(written.size()));
        if (!byName && anyNames && names.size() == written.size()) {
            return schema.names().stream().mapToInt(written::indexOf).toArray();
        }
        List<String> absent =
                needed.stream().filter(name -> !names.contains(name)).toList();
        if (!absent.isEmpty()) {
            throw new FileFormatException(source.name() + ": expected the columns "
                    + needed + " but " + absent + " are missing among " + names
                    + "; give the columns that the model was trained on");
        }
        return schema.names().stream()
                .mapToInt(name -> made.contains(name) ? -1 : names.indexOf(name))
                .toArray();
    }

    private Schema firstPass() throws IOException {
        try (TableSource.Cursor cursor = source.open()) {
            findings.addAll(cursor.findings());
            List<String> names = ColumnNames.of(cursor.columns(), findings);
            requireKnown(names);
            width = names.size();
            MissingCells gaps = MissingCells.of(options);
            List<ColumnProfile> profiles = IntStream.range(0, width)
                    .mapToObj(_ -> new ColumnProfile(gaps))
                    .toList();
            Tally ragged = new Tally();
            while (cursor.next()) {
                records++;
                if (cursor.found() != width) {
                    ragged.add(cursor.line(), Tally.count(cursor.found(), "cell"));
                }
                for (int j = 0; j < width && cursor.width() == width; j++) {
                    profiles.get(j).add(cursor, j);
                }
            }
            requireRows(ragged, cursor.unit());
            SchemaInference inference = new SchemaInference(options);
            boolean unnamed = width > 0 && cursor.columns().getFirst().isEmpty();
            Schema schema = inference.infer(names, profiles, unnamed, cursor.hasCommas());
            findings.removeIf(f -> f.position() > 0
                    && options.kind(f.column())
                            .filter(ReadOptions.Kind.IGNORED::equals)
                            .isPresent());
            findings.addAll(inference.findings());
            return schema;
        }
    }

    private void requireRows(Tally ragged, String unit) throws FileFormatException {
        if (records > 0 && ragged.count() == records) {
            throw new FileFormatException(source.name() + ": expected " + width + (width == 1 ? " cell" : " cells")
                    + " in each row, as in the first line, but found others in " + ragged.of(records, unit)
                    + "; remove what stands before the names, or name the separator");
        }
        if (records == 1) {
            throw new FileFormatException(
                    source.name() + ": a table of 1 row does not say what its columns are; give more rows");
        }
    }

    private void requireKnown(List<String> names) {
        Set<String> asked = new LinkedHashSet<>(options.kinds().keySet());
        asked.addAll(options.ranges().keySet());
        asked.addAll(options.seasons().keySet());
        options.only().ifPresent(asked::addAll);
        names.forEach(asked::remove);
        if (!asked.isEmpty()) {
            throw new IllegalArgumentException(
                    source.name() + ": there are no columns " + asked + "; there are " + names);
        }
    }

    /** Reads the numbers, which may be written in another notation than the schema of the table has. */
    private Table.Reading secondPass(Schema written, Schema schema, int[] from, boolean inferred) throws IOException {
        int d = schema.modelled().columns().size();
        if (records == 0 || d == 0) {
            throw new FileFormatException(source.name()
                    + (records == 0
                            ? ": there is no row; a table has a line of names and at least one row"
                            : ": no column can be modelled: " + because()));
        }
        if (records * d > Integer.MAX_VALUE - 8) {
            throw new FileFormatException(source.name() + ": a table has at most " + Integer.MAX_VALUE
                    + " numbers but this one has " + records + " rows of " + d + "; read fewer rows");
        }
        double[] numbers = new double[(int) records * d];
        long[] lines = new long[(int) records];
        RecordEncoder encoder = RecordEncoder.ofTable(written, from, width, options);
        double[] read = new double[from.length];
        int n = 0;
        try (TableSource.Cursor cursor = source.open()) {
            while (cursor.next()) {
                if (n == lines.length) {
                    throw new IOException(source.name() + ": it has grown while it was read; read it again");
                }
                encoder.encode(cursor, read, numbers, n * d);
                if (cursor.width() == width) {
                    lines[n++] = cursor.line();
                }
            }
        }
        findings.addAll(encoder.findings());
        if (n == 0) {
            throw new FileFormatException(source.name() + ": no row has the cells that it must have: " + because());
        }
        Rows rows = Rows.withGaps(n * d == numbers.length ? numbers : Arrays.copyOf(numbers, n * d), d);
        Table all = new Table(schema, rows);
        Table table = inferred
                ? heavyTailed(related(all).withAtoms(options.kinds().keySet()))
                        .withIntervals(options.kinds().keySet())
                : all;
        if (inferred) {
            findings.addAll(
                    new TableChecks(table.schema(), places(table.schema(), all.schema(), from), table.rows(), lines)
                            .findings());
        }
        return new Table.Reading(source.name(), table, summaries(table, all, encoder), ordered());
    }

    /** A table with its relations and seasons, the relations between both, and those of most rows. */
    private Table related(Table all) {
        Set<String> kept = new LinkedHashSet<>(options.kinds().keySet());
        Table exactly = all.withRelations(kept);
        Set<String> seasonal = new LinkedHashSet<>(kept);
        seasonal.addAll(options.seasons().keySet());
        Table plain = exactly.with(NearSearch.ofDates(exactly.schema(), exactly.rows(), seasonal));
        List<Moment> moments = SeasonSearch.of(plain.schema(), plain.rows(), kept, options.seasons());
        options.seasons().keySet().stream()
                .filter(name -> moments.stream().noneMatch(m -> m.column().equals(name)))
                .map(name -> Finding.problem("must hold dates to have a season but does not", "leave its season out")
                        .in(plain.schema().index(name) + 1, name))
                .forEach(findings::add);
        moments.forEach(m -> kept.addAll(m.sources()));
        Table exact = moments.isEmpty() ? plain : plain.with(moments).withRelations(kept);
        Table near = exact.with(NearSearch.of(exact.schema(), exact.rows(), kept));
        return near.with(GridSearch.of(near.schema(), near.rows(), kept));
    }

    /** The table with heavy tails for each column in which a few numbers would leave the others no scale, unless its kind was chosen. */
    private Table heavyTailed(Table table) {
        Table heavy = table;
        List<Column> columns = table.schema().modelled().columns();
        for (int j = 0; j < columns.size(); j++) {
            Column c = columns.get(j);
            if (c.isContinuous()
                    && !options.kinds().containsKey(c.name())
                    && table.schema().notation(c.name()) instanceof Notation.Numbers
                    && FarNumbers.rows(table.rows(), j, c.atoms(), KindDefaults.RUINOUS).length > 0) {
                heavy = heavy.with(c.withHeavyTails());
            }
        }
        return heavy;
    }

    /** The place of each column of a schema in the source; parts have the place of their column. */
    private static int[] places(Schema schema, Schema read, int[] from) {
        Map<String, String> wholes = new HashMap<>();
        schema.parted().forEach(p -> p.parts().forEach(part -> wholes.put(part.name(), p.column())));
        return schema.names().stream()
                .mapToInt(name -> from[read.index(wholes.getOrDefault(name, name))])
                .toArray();
    }

    private String because() {
        return String.join(". ", findings.stream().map(Finding::toString).toList());
    }

    private List<Finding> ordered() {
        return findings.stream()
                .sorted((a, b) -> Integer.compare(a.position(), b.position()))
                .toList();
    }

    /** The columns of a table by the cells that were read. */
    private static List<Schema.Summary> summaries(Table table, Table read, RecordEncoder encoder) {
        List<Schema.Summary> all = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < read.schema().columns().size(); i++) {
            Column c = read.schema().columns().get(i);
            Optional<ColumnValues> values =
                    c.isModelled() ? Optional.of(ColumnValues.of(read.rows(), used++)) : Optional.empty();
            String text = c.isCategory()
                    ? Schema.Summary.labels(c.labels(), SHOWN)
                    : values.map(v -> range(c, v, table.schema().notation(c.name())))
                            .orElse(c.relation().isPresent() ? "" : c.rule());
            all.add(new Schema.Summary(
                    table.schema().column(c.name()),
                    text,
                    values.map(ColumnValues::distinct).orElse(0L),
                    encoder.missing(i),
                    values.filter(v -> isNeverNegative(table.schema(), c.name(), v))
                            .isPresent()));
        }
        return all;
    }

    private static String range(Column c, ColumnValues values, Notation notation) {
        return c.isWhole()
                ? values.wholeRange()
                : notation instanceof Notation.Numbers ? values.range() : values.range(notation);
    }

    /** Whether samples of a column have a bound at zero; a bounded column has the bounds that it was given, and dates have none. */
    private static boolean isNeverNegative(Schema schema, String name, ColumnValues values) {
        Column c = schema.column(name);
        return schema.hasBoundsOfRows(c) && values.sorted().lower(0) >= 0;
    }
}
