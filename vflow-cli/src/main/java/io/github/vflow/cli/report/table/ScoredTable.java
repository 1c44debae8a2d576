package io.github.vflow.cli.report.table;

import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.source.text.CsvOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes the scored rows of a table, or some of them with the oddest first, and counts them. Mutable and not thread-safe. */
public final class ScoredTable {
    private final ModelTable table;
    private final Optional<Set<Long>> chosen;
    private final boolean errors;
    private final boolean judged;
    private final JudgedTally tally;
    private final List<RecordScorer.Judged> held = new ArrayList<>();
    private long rows;

    /**
     * A table.
     *
     * @param chosen the places of the rows to write, counted from 0, the oddest first; empty to write all rows as they come
     * @param errors whether standard errors are written
     * @param judged whether rows have verdicts
     */
    public ScoredTable(
            ModelTable table, Optional<Set<Long>> chosen, boolean errors, boolean judged, JudgedTally tally) {
        this.table = table;
        this.chosen = chosen;
        this.errors = errors;
        this.judged = judged;
        this.tally = tally;
    }

    /** Scores a block, and writes it if all rows are written. */
    public void write(
            List<RecordReader.Entry> block,
            Function<List<RecordReader.Entry>, List<RecordScorer.Judged>> score,
            CsvOutput csv) {
        if (chosen.isEmpty()) {
            score.apply(block).forEach(row -> write(row, csv));
            return;
        }
        List<RecordReader.Entry> some = new ArrayList<>();
        for (RecordReader.Entry entry : block) {
            if (chosen.get().contains(rows++)) {
                some.add(entry);
            }
        }
        held.addAll(score.apply(some));
    }

    /** Writes the rows that were chosen. */
    public void end(CsvOutput csv) {
        held.sort(Comparator.comparingDouble(row -> row.verdict().orElseThrow().score()));
        held.forEach(row -> write(row, csv));
    }

    private void write(RecordScorer.Judged row, CsvOutput csv) {
        List<String> cells = new ArrayList<>(table.cells(row.entry()));
        cells.add(row.logProb().isPresent() ? CsvOutput.text(row.logProb().getAsDouble()) : "");
        if (errors) {
            cells.add(JudgedTally.error(row));
        }
        if (judged) {
            cells.addAll(JudgedTally.cells(row));
        }
        csv.write(cells);
        tally.add(row);
    }
}
