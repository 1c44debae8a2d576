package io.github.vflow.spark;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.RowModel;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The rows of a partition with their scores, block by block in memory that does not grow with the partition. */
final class ScoredRows implements Iterator<Row> {
    private final TableModel model;
    private final RowCursor cursor;
    private final RecordReader reader;
    private final Scoring.Added added;
    private final HandleInvalid invalid;
    private final Optional<Alarm> alarm;
    private final boolean fills;
    private final Queue<Row> ready = new ArrayDeque<>();

    ScoredRows(TableModel model, Iterator<Row> rows, Cells cells, Scoring.Added added, HandleInvalid invalid) {
        this.model = model;
        this.cursor = new RowCursor(rows, cells, true);
        this.added = added;
        this.invalid = invalid;
        this.alarm = added.hasAlarms() ? Optional.of(model.alarm(added.alarmRate())) : Optional.empty();
        this.fills = model.takesMissingCells();
        try {
            this.reader = RecordReader.open(new RowSource(() -> cursor), model.schema(), ReadOptions.standard());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && readsBlock()) {
            // a block of which no row is left: the next one
        }
        return !ready.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the partition has no more rows");
        }
        return ready.remove();
    }

    /** Scores the next rows, and says whether there were any. */
    private boolean readsBlock() {
        List<RecordReader.Entry> entries;
        try {
            entries = reader.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Row> rows = cursor.takeRows();
        List<RecordReader.Entry> scorable =
                entries.stream().filter(this::isScorable).toList();
        double[][] cells = scorable.stream().map(RecordReader.Entry::row).toArray(double[][]::new);
        double[] scores = model.logProb(cells);
        List<Verdict> verdicts = alarm.map(a -> a.judge(cells)).orElse(List.of());
        int k = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (isScorable(entries.get(i))) {
                List<@Nullable Object> values = new ArrayList<>(List.of(scores[k]));
                if (added.hasAlarms()) {
                    values.addAll(judged(entries.get(i), verdicts.get(k)));
                }
                ready.add(appended(rows.get(i), values));
                k++;
            } else if (invalid == HandleInvalid.KEEP) {
                ready.add(appended(rows.get(i), Arrays.asList(new Object[added.hasAlarms() ? 4 : 1])));
            } else if (invalid == HandleInvalid.ERROR) {
                throw refused(entries.get(i));
            }
        }
        return !entries.isEmpty();
    }

    private boolean isScorable(RecordReader.Entry entry) {
        return entry.isScorable() && (fills || Arrays.stream(entry.row()).noneMatch(Double::isNaN));
    }

    private static IllegalArgumentException refused(RecordReader.Entry entry) {
        return new IllegalArgumentException("VFlowModel: a row cannot be scored, since "
                + (entry.isScorable() ? "cells are missing and the model needs complete rows" : entry.fault())
                + "; its cells are " + entry.cells() + "; repair it, or set handleInvalid to skip or keep");
    }

    /** The p-value, the alarm and its reason; only rows that may be alarms are explained. */
    private List<Object> judged(RecordReader.Entry entry, Verdict plain) {
        RowModel.Observed row = reader.observed(entry);
        if (!plain.isAlarm() && row.unseen().isEmpty()) {
            return List.of(plain.pValue(), false, "");
        }
        Alarm judge = alarm.orElseThrow();
        Verdict v = fills || entry.row().length == 1 ? judge.explain(row) : judge.judge(row);
        return List.of(v.pValue(), v.isAlarm(), v.isAlarm() ? v.reason() : "");
    }

    private static Row appended(Row row, List<@Nullable Object> values) {
        List<@Nullable Object> all = new ArrayList<>();
        for (int j = 0; j < row.size(); j++) {
            all.add(row.get(j));
        }
        all.addAll(values);
        return RowFactory.create(all.toArray());
    }
}
