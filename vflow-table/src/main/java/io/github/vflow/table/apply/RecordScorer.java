package io.github.vflow.table.apply;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Applies a model to records: reads them under its schema, scores and judges them, and says why one has no score.
 *
 * <pre>  try (RecordScorer scorer = RecordScorer.of(model).withAlarm(model.alarm(0.01));
 *           RecordReader records = scorer.open(TableSource.of(file), ReadOptions.standard())) {
 *       for (List&lt;RecordReader.Entry&gt; block = records.next(); !block.isEmpty(); block = records.next()) {
 *           for (Judged row : scorer.score(block)) { … }
 *       }
 *   }</pre>
 *
 * A score is a function of the model and the row: it has the same bits alone, in any block and on any number of threads. A scorer is
 * immutable and safe for any number of threads; with an engine, it is for one call at a time.
 */
public final class RecordScorer implements AutoCloseable {

    private final TableModel model;
    private final Optional<Alarm> alarm;
    private final @Nullable Evaluator evaluator;
    private final int threads;
    private final boolean blames;

    private RecordScorer(
            TableModel model, Optional<Alarm> alarm, @Nullable Evaluator evaluator, int threads, boolean blames) {
        this.model = model;
        this.alarm = alarm;
        this.evaluator = evaluator;
        this.threads = threads;
        this.blames = blames;
    }

    /**
     * A record to which a model was applied.
     *
     * @param entry the record, with the reason if it has no score
     * @param estimate ln p of its row in nats, with its standard error; empty without a score
     * @param verdict of the alarm, with the alarm score; empty without an alarm or a score
     */
    public record Judged(RecordReader.Entry entry, Optional<ImportanceEstimate> estimate, Optional<Verdict> verdict) {
        /** ln p of the row in nats; empty without a score. */
        public OptionalDouble logProb() {
            return estimate.stream().mapToDouble(ImportanceEstimate::logProb).findFirst();
        }

        /** Whether the row is too odd for the rate of false alarms. */
        public boolean isAlarm() {
            return verdict.map(Verdict::isAlarm).orElse(false);
        }

        /** The most telling reason of an alarm in words; empty if the row is none. */
        public String reason() {
            return verdict.filter(Verdict::isAlarm).map(Verdict::reason).orElse("");
        }
    }

    /** A scorer that gives each row its log-density by {@link TableModel#logProb(double[][])}. */
    public static RecordScorer of(TableModel model) {
        return new RecordScorer(model, Optional.empty(), null, 1, true);
    }

    /** This scorer with verdicts, and with the column to blame first for each alarm if it {@link #explainsAlarms}. */
    public RecordScorer withAlarm(Alarm judge) {
        return new RecordScorer(model, Optional.of(judge), evaluator, threads, blames);
    }

    /** This scorer with verdicts that blame no column, in the time of a score; {@link #explain} still does. */
    public RecordScorer withoutBlame() {
        return new RecordScorer(model, alarm, evaluator, threads, false);
    }

    /** This scorer with some threads that explain rows. */
    public RecordScorer withThreads(int count) {
        return new RecordScorer(model, alarm, evaluator, count, blames);
    }

    /**
     * This scorer with log-densities by another engine or other importance samples. An alarm scores as before, since its calibration does, so
     * that each row passes the model twice.
     *
     * @param engine with one thread
     * @param count the number of threads that score and explain rows
     */
    public RecordScorer withEngine(Engine engine, int count, Scoring scoring) {
        return new RecordScorer(model, alarm, model.evaluator(engine, scoring).threads(count), count, blames);
    }

    /**
     * Opens a source under the schema of the model.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if a column of the model is missing
     * @throws IOException if the source cannot be read
     */
    public RecordReader open(TableSource source, ReadOptions options) throws IOException {
        return RecordReader.open(source, model.schema(), options, !model.takesMissingCells());
    }

    /** Scores and judges records; one with a fault has no score. */
    public List<Judged> score(List<RecordReader.Entry> block) {
        List<RecordReader.Entry> scorable =
                block.stream().filter(RecordReader.Entry::isScorable).toList();
        double[][] rows = scorable.stream().map(RecordReader.Entry::row).toArray(double[][]::new);
        Optional<List<Score>> compared = alarm.map(a -> a.scores(rows));
        ImportanceEstimate[] scores = compared.filter(_ -> evaluator == null)
                .map(all -> all.stream().map(Score::density).toArray(ImportanceEstimate[]::new))
                .orElseGet(() -> estimates(rows));
        List<Verdict> verdicts = alarm.map(a -> a.blamingAtMost(1)
                        .judge(
                                scorable.stream()
                                        .map(RecordReader.Entry::observed)
                                        .toList(),
                                compared.orElseThrow(),
                                _ -> explainsAlarms(),
                                threads))
                .orElse(List.of());
        List<Judged> judged = new ArrayList<>(block.size());
        int k = 0;
        for (RecordReader.Entry entry : block) {
            if (entry.isScorable()) {
                judged.add(new Judged(
                        entry,
                        Optional.of(scores[k]),
                        verdicts.isEmpty() ? Optional.empty() : Optional.of(verdicts.get(k))));
                k++;
            } else {
                judged.add(new Judged(entry, Optional.empty(), Optional.empty()));
            }
        }
        return judged;
    }

    private ImportanceEstimate[] estimates(double[][] rows) {
        if (evaluator == null || rows.length == 0) {
            return model.estimates(rows);
        }
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return evaluator.estimates(Rows.withGaps(flat, rows[0].length));
    }

    /** Whether the model can tell the cost of a column: it takes missing cells, or has one column. */
    public boolean canExplain() {
        return model.takesMissingCells() || model.columns().size() == 1;
    }

    /** Whether alarms among many rows have an attribution: it takes seconds for a row of more columns, which {@link #explain} does for one row. */
    public boolean explainsAlarms() {
        return blames && canExplain() && model.columns().size() <= AnswerDefaults.MOST_COLUMNS_TO_BLAME;
    }

    /**
     * The verdict on a row with its attribution; without one if the model cannot explain.
     *
     * @throws IllegalStateException if there is no alarm
     */
    public Verdict explain(Alarm.Observed row) {
        return canExplain() ? required().explain(row) : required().judge(row);
    }

    /**
     * The verdicts on rows [n][d] without attribution; a missing cell is NaN.
     *
     * @throws IllegalStateException if there is no alarm
     */
    public List<Verdict> judge(double[][] rows) {
        return required().judge(rows);
    }

    private Alarm required() {
        return alarm.orElseThrow(
                () -> new IllegalStateException("RecordScorer: a verdict needs an alarm; give one with withAlarm"));
    }

    /** Frees the memory of the engine, if there is one. */
    @Override
    public void close() {
        if (evaluator != null) {
            evaluator.close();
        }
    }
}
