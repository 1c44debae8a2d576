package io.github.vflow.spark.internal.scoring;

import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.dataset.RowCursor;
import io.github.vflow.spark.internal.dataset.RowSource;
import io.github.vflow.spark.internal.params.HandleInvalid;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** The rows of a partition with their scores, block by block in memory that does not grow with the partition. */
final class ScoredRows implements Iterator<Row> {
    private final RowCursor cursor;
    private final RecordScorer scorer;
    private final RecordReader reader;
    private final Scoring.Added added;
    private final HandleInvalid invalid;
    private final Queue<Row> ready = new ArrayDeque<>();

    ScoredRows(TableModel model, Iterator<Row> rows, Cells cells, Scoring.Added added, HandleInvalid invalid) {
        RecordScorer plain = RecordScorer.of(model);
        this.cursor = new RowCursor(rows, cells, true);
        this.scorer = added.hasAlarms() ? plain.withAlarm(model.alarm(added.alarmRate())) : plain;
        this.added = added;
        this.invalid = invalid;
        try {
            this.reader = scorer.open(
                    new RowSource(() -> cursor), ReadOptions.standard().strictly());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && readsBlock()) {
            // no row of the block is left: the next one
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
        List<RecordScorer.Judged> block;
        try {
            block = scorer.score(reader.next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Iterator<Row> rows = cursor.takeRows().iterator();
        for (RecordScorer.Judged judged : block) {
            Row row = rows.next();
            if (judged.logProb().isPresent() || invalid == HandleInvalid.KEEP) {
                ready.add(appended(row, values(judged)));
            } else if (invalid == HandleInvalid.ERROR) {
                throw new IllegalArgumentException("VFlowModel: a row cannot be scored, since "
                        + judged.entry().fault() + "; its cells are "
                        + judged.entry().cells() + "; repair it, or set handleInvalid to skip or keep");
            }
        }
        return !block.isEmpty();
    }

    /** The values of the added columns: null without a score, but for the reason, which says why. */
    private List<@Nullable Object> values(RecordScorer.Judged judged) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(judged.logProb().isPresent() ? judged.logProb().getAsDouble() : null);
        if (added.hasAlarms()) {
            values.add(judged.verdict().map(Verdict::score).orElse(null));
            values.add(judged.verdict().map(Verdict::pValue).orElse(null));
            values.add(judged.verdict().map(Verdict::isAlarm).orElse(null));
            values.add(judged.verdict()
                    .map(_ -> judged.reason())
                    .orElse(judged.entry().fault()));
        }
        return values;
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
