package io.github.vflow.table.data;

import io.github.vflow.table.inference.MissingCells;
import io.github.vflow.table.inference.Tally;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Turns records into rows of numbers under a schema, and counts the cells that it cannot turn. Mutable. */
final class RecordEncoder {
    private final List<CellEncoder> cells;
    private final Relations relations;
    private final int width;
    private final boolean complete;
    private final Tally ragged = new Tally();
    private final Tally early = new Tally();
    private final Tally incomplete = new Tally();
    private long rows;
    private String unit = "line";

    private RecordEncoder(List<CellEncoder> cells, Schema schema, int width, boolean complete) {
        this.cells = cells;
        this.relations = Relations.of(schema);
        this.width = width;
        this.complete = complete;
    }

    /**
     * An encoder of the rows of a table, whose numbers float32 has.
     *
     * @param from the cell of each column of the schema; below zero if records have none
     * @param width the number of cells of a record
     */
    static RecordEncoder ofTable(Schema schema, int[] from, int width, ReadOptions options) {
        return new RecordEncoder(cells(schema, from, options, false), schema, width, false);
    }

    /**
     * An encoder of new records, which have a density if it is zero, too.
     *
     * @param from the cell of each column of the schema; below zero if records have none
     * @param width the number of cells of a record
     * @param complete whether a row must have a number for each modelled column
     */
    static RecordEncoder ofNew(Schema schema, int[] from, int width, ReadOptions options, boolean complete) {
        return new RecordEncoder(cells(schema, from, options, true), schema, width, complete);
    }

    private static List<CellEncoder> cells(Schema schema, int[] from, ReadOptions options, boolean areNew) {
        MissingCells gaps = MissingCells.of(options);
        return IntStream.range(0, from.length)
                .mapToObj(i -> new CellEncoder(schema, i, from[i], gaps, options, areNew))
                .toList();
    }

    /**
     * The facts about an encoded record beside its numbers.
     *
     * @param fault why the record is not a row of the schema; empty if it is one
     * @param breaches the cells that contradict all training rows
     */
    record Encoded(String fault, List<Verdict.Reason.Breach> breaches) {
        private static final Encoded PLAIN = new Encoded("", List.of());
    }

    /**
     * Encodes a record.
     *
     * @param read receives the numbers of the columns of the schema as they stand; NaN for a cell that is no value of its column
     * @param into receives the numbers of the modelled columns from {@code at} on, with the numbers that relations give
     */
    Encoded encode(TableSource.Cursor cursor, double[] read, double[] into, int at) {
        Arrays.fill(read, Double.NaN);
        rows++;
        unit = cursor.unit();
        if (cursor.width() != width) {
            ragged.add(cursor.line(), Tally.count(cursor.width(), "cell"));
            return new Encoded("it has " + cursor.width() + " cells instead of " + width, List.of());
        }
        if (cursor.found() < width) {
            early.add(cursor.line(), Tally.count(cursor.found(), "cell"));
        }
        String fault = "";
        String gap = "";
        List<Verdict.Reason.Breach> breaches = new ArrayList<>(0);
        for (int i = 0; i < read.length; i++) {
            switch (cells.get(i).encode(cursor)) {
                case Cell.Known known -> read[i] = known.number();
                case Cell.Absent _ -> {}
                case Cell.Odd(Verdict.Reason.Breach why) -> breaches.add(why);
                case Cell.Invalid(String why) -> fault = fault.isEmpty() ? why : fault;
            }
        }
        double[] record = related(cursor, read, breaches);
        int used = at;
        for (int i = 0; i < record.length; i++) {
            Column column = cells.get(i).column();
            if (column.isModelled()) {
                gap = gap.isEmpty() && Double.isNaN(record[i]) ? column.name() : gap;
                into[used++] = record[i];
            }
        }
        if (complete && fault.isEmpty() && !gap.isEmpty()) {
            incomplete.add(cursor.line(), gap);
            fault = "column " + gap + " is missing, and the model needs complete rows";
        }
        return fault.isEmpty() && breaches.isEmpty() ? Encoded.PLAIN : new Encoded(fault, breaches);
    }

    /** Fills missing cells that relations give, and checks the others. */
    private double[] related(TableSource.Cursor cursor, double[] read, List<Verdict.Reason.Breach> breaches) {
        if (relations.isEmpty()) {
            return read;
        }
        List<Verdict.Reason.Breach> broken = relations.breaches(read);
        for (Verdict.Reason.Breach breach : broken) {
            cells.stream()
                    .filter(cell -> cell.column().name().equals(breach.column()))
                    .forEach(cell -> cell.addBroken(cursor));
        }
        breaches.addAll(broken);
        double[] record = read.clone();
        relations.complete(record);
        return record;
    }

    /** The number of missing cells of a column of the schema so far. */
    long missing(int column) {
        return cells.get(column).missing();
    }

    /** The number of records so far. */
    long rows() {
        return rows;
    }

    /** The counts so far, column by column. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        if (ragged.count() > 0) {
            all.add(ragged.problem(
                    rows,
                    unit,
                    "has " + Tally.count(width, "column") + " but other numbers of cells in ",
                    "complete or remove these rows" + (width == 1 ? ", or name the separator" : "")));
        }
        if (early.count() > 0) {
            all.add(early.note(
                    rows, unit, "has rows that end before the last column, whose cells there count as missing, in "));
        }
        cells.forEach(cell -> all.addAll(cell.findings(rows, unit)));
        List<Finding> gaps = cells.stream()
                .flatMap(cell -> cell.gaps(rows, unit).stream())
                .sorted(Comparator.comparingLong(Finding::count).reversed())
                .toList();
        if (gaps.size() == 1) {
            all.add(gaps.getFirst());
        } else if (gaps.size() > 1) {
            Finding most = gaps.getFirst();
            all.add(Finding.note(
                            "has missing cells in " + gaps.size() + " columns, most in column " + most.position() + " ("
                                    + most.column() + "), " + most.count() + " of " + Tally.count(rows, "row"),
                            "")
                    .at(most.count(), most.line()));
        }
        if (incomplete.count() > 0) {
            all.add(incomplete.problem(
                    rows,
                    unit,
                    "has missing cells that the model cannot integrate out in ",
                    "the model needs complete rows"));
        }
        return all;
    }
}
