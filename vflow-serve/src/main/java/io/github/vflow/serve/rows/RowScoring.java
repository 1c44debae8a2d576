package io.github.vflow.serve.rows;

import io.github.vflow.serve.exchange.Deadline;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import io.github.vflow.serve.model.Served;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.source.TableSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Scores the rows of a body, and shows them to the meters of the model.
 *
 * @param served the model of the whole request
 */
public record RowScoring(Served served, Limits limits, Deadline deadline) {
    /** Rows before the first look at the time. A row may take microseconds, or, by importance samples, some ten milliseconds. */
    private static final int FIRST = 64;

    /** Nanoseconds between two looks at the time, about. */
    private static final long LOOK = 50_000_000;

    /**
     * The answer about a row.
     *
     * @param fault why it has no score; empty if it has one
     * @param judged the row; without a verdict if the model has no calibration
     */
    public record Scored(String fault, Optional<RecordScorer.Judged> judged) {
        static Scored of(RecordScorer.Judged row) {
            return new Scored(row.entry().fault(), Optional.of(row));
        }
    }

    /** Scores rows of JSON. */
    public List<Scored> score(JsonRows rows) throws IOException {
        limits.requireRows(rows.size());
        List<RecordScorer.Judged> judged = new ArrayList<>(rows.size());
        try (RecordReader records = open(rows.source())) {
            score(records, served.scorer(), judged::addAll);
        }
        List<Scored> all = new ArrayList<>(rows.size());
        int next = 0;
        for (int i = 0; i < rows.size(); i++) {
            all.add(
                    rows.fault(i).isEmpty()
                            ? Scored.of(judged.get(next++))
                            : new Scored(rows.fault(i), Optional.empty()));
        }
        served.metrics().addRefused(rows.size() - judged.size());
        return all;
    }

    /** Opens rows. */
    public RecordReader open(TableSource source) throws IOException {
        return served.scorer().open(source, served.loaded().options());
    }

    /**
     * Scores all records block by block.
     *
     * @param by the scorer, which may blame columns for alarms
     */
    public void score(RecordReader records, RecordScorer by, Consumer<List<RecordScorer.Judged>> receiver)
            throws IOException {
        int part = FIRST;
        for (List<RecordReader.Entry> block = next(records); !block.isEmpty(); block = next(records)) {
            for (int from = 0; from < block.size(); ) {
                deadline.check();
                int to = Math.min(block.size(), from + part);
                long start = System.nanoTime();
                List<RecordScorer.Judged> judged = applied(block.subList(from, to), by);
                long took = System.nanoTime() - start;
                served.metrics().add(judged, Duration.ofNanos(took));
                receiver.accept(judged);
                part = took < LOOK ? Math.min(RecordReader.BLOCK, 4 * part) : Math.max(1, part / 4);
                from = to;
            }
        }
    }

    /** The next records within the limits. */
    public List<RecordReader.Entry> next(RecordReader records) throws IOException {
        deadline.check();
        List<RecordReader.Entry> block = records.next();
        limits.requireRows(records.records());
        return block;
    }

    private static List<RecordScorer.Judged> applied(List<RecordReader.Entry> block, RecordScorer by) {
        try {
            return by.score(block);
        } catch (ArithmeticException e) {
            throw new Refusal(500, "the model cannot score: " + e.getMessage());
        }
    }
}
