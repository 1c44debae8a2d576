package io.github.vflow.serve.model;

import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last hours of a model, in memory that does not grow: rows and alarms by the minute, p-values, the last alarms. Thread-safe. */
public final class Activity {
    /** The minutes that are kept. */
    public static final int MINUTES = 180;

    /** The groups of p-values. */
    public static final int GROUPS = 20;

    private static final int ALARMS = 12;

    private final long[] stamps = new long[MINUTES];
    private final long[] rows = new long[MINUTES];
    private final long[] alarms = new long[MINUTES];
    private final long[] pValues = new long[GROUPS];
    private final Deque<Seen> last = new ArrayDeque<>();
    private final Instant since = Instant.now();

    /** An alarm, whose reasons are computed when they are asked for. */
    public static final class Seen {
        private final Instant at;
        private final RecordScorer.Judged row;
        private @Nullable Verdict verdict;

        Seen(Instant at, RecordScorer.Judged row) {
            this.at = at;
            this.row = row;
        }

        /** The time of the answer. */
        public Instant at() {
            return at;
        }

        /** The verdict with the columns to blame, if the model can tell them soon. */
        public synchronized Verdict explained(Served served) {
            Verdict known = verdict;
            if (known == null) {
                known = served.blaming().explainsAlarms()
                        ? served.blaming().explain(row.entry().observed())
                        : row.verdict().orElseThrow();
                verdict = known;
            }
            return known;
        }
    }

    /**
     * The activity at a time.
     *
     * @param rows by the minute, the oldest first
     * @param alarms by the minute
     * @param pValues the number of p-values in equal groups of [0, 1]
     * @param last the last alarms, the newest first
     */
    public record View(Instant since, long[] rows, long[] alarms, long[] pValues, List<Seen> last) {}

    /** Forgets the alarms of a model that another one replaces, which could not explain them, and its p-values. */
    synchronized Activity withoutAlarms() {
        last.clear();
        Arrays.fill(pValues, 0);
        return this;
    }

    /** Adds rows that were judged now. */
    public synchronized void add(List<RecordScorer.Judged> judged) {
        int at = at(System.currentTimeMillis() / 60_000);
        for (RecordScorer.Judged row : judged) {
            if (row.logProb().isEmpty()) {
                continue;
            }
            rows[at]++;
            if (row.verdict().isPresent()) {
                Verdict v = row.verdict().get();
                pValues[(int) Math.min(GROUPS - 1, v.pValue() * GROUPS)]++;
                if (v.isAlarm()) {
                    alarms[at]++;
                    last.addFirst(new Seen(Instant.now(), row));
                    if (last.size() > ALARMS) {
                        last.removeLast();
                    }
                }
            }
        }
    }

    private int at(long minute) {
        int at = (int) (minute % MINUTES);
        if (stamps[at] != minute) {
            stamps[at] = minute;
            rows[at] = 0;
            alarms[at] = 0;
        }
        return at;
    }

    /** The activity now. */
    public synchronized View view() {
        long now = System.currentTimeMillis() / 60_000;
        long[] r = new long[MINUTES];
        long[] a = new long[MINUTES];
        for (int i = 0; i < MINUTES; i++) {
            int at = at(now - MINUTES + 1 + i);
            r[i] = rows[at];
            a[i] = alarms[at];
        }
        return new View(since, r, a, pValues.clone(), new ArrayList<>(last));
    }
}
