package io.github.vflow.table.apply;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.RowModel;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Applies a model to records: reads them under its schema, scores and judges them, and says why one has no score.
 *
 * <pre>  try (RecordScorer scorer = RecordScorer.of(model).withAlarm(model.alarm(0.01));
 *           RecordReader records = scorer.open(TableSource.of(file), ReadOptions.standard())) {
 *       for (List&lt;RecordReader.Entry&gt; block = records.next(); !block.isEmpty(); block = records.next()) {
 *           for (JudgedRow row : scorer.score(block)) { … }
 *       }
 *   }</pre>
 *
 * A score is a function of the model and the row: it has the same bits alone, in any block and on any number of threads. A scorer is
 * immutable and safe for any number of threads; with an engine, it is for one call at a time.
 */
public final class RecordScorer implements AutoCloseable {
    /** A model scores a batch of this size on the thread that calls it. */
    private static final int PIECE = 1_000;

    private final TableModel model;
    private final Optional<Alarm> alarm;
    private final @Nullable Evaluator evaluator;
    private final int threads;

    private RecordScorer(TableModel model, Optional<Alarm> alarm, @Nullable Evaluator evaluator, int threads) {
        this.model = model;
        this.alarm = alarm;
        this.evaluator = evaluator;
        this.threads = threads;
    }

    /** A scorer that gives each row its log-density by {@link TableModel#logProb(double[][])}. */
    public static RecordScorer of(TableModel model) {
        return new RecordScorer(model, Optional.empty(), null, 1);
    }

    /** This scorer with verdicts, and with the attribution of each alarm if the model {@link #canExplain}. */
    public RecordScorer withAlarm(Alarm judge) {
        return new RecordScorer(model, Optional.of(judge), evaluator, threads);
    }

    /**
     * This scorer with log-densities by another engine or other importance samples. An alarm scores as before, since its calibration does.
     *
     * @param engine with one thread
     * @param count the number of threads that score and explain rows
     */
    public RecordScorer withEngine(Engine engine, int count, Scoring scoring) {
        Evaluator by = Evaluator.ofScores(model.model(), engine, scoring.samples(), scoring.seed());
        return new RecordScorer(model, alarm, by.threads(count), count);
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
    public List<JudgedRow> score(List<RecordReader.Entry> block) {
        List<RecordReader.Entry> scorable =
                block.stream().filter(RecordReader.Entry::isScorable).toList();
        double[][] rows = scorable.stream().map(RecordReader.Entry::row).toArray(double[][]::new);
        double[] scores = logProb(rows);
        List<Verdict> verdicts = alarm.map(_ -> verdicts(scorable, rows)).orElse(List.of());
        List<JudgedRow> judged = new ArrayList<>(block.size());
        int k = 0;
        for (RecordReader.Entry entry : block) {
            if (entry.isScorable()) {
                judged.add(new JudgedRow(entry, OptionalDouble.of(scores[k]), at(verdicts, k)));
                k++;
            } else {
                judged.add(new JudgedRow(entry, OptionalDouble.empty(), Optional.empty()));
            }
        }
        return judged;
    }

    private static Optional<Verdict> at(List<Verdict> verdicts, int k) {
        return verdicts.isEmpty() ? Optional.empty() : Optional.of(verdicts.get(k));
    }

    private double[] logProb(double[][] rows) {
        if (evaluator == null || rows.length == 0) {
            return model.logProb(rows);
        }
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return evaluator.scores(Rows.withGaps(flat, rows[0].length));
    }

    /** The verdicts on rows; only those that may be alarms are explained, which takes some hundred scores for each column. */
    private List<Verdict> verdicts(List<RecordReader.Entry> entries, double[][] rows) {
        List<Verdict> verdicts = new ArrayList<>(judge(rows));
        int[] odd = IntStream.range(0, rows.length)
                .filter(k ->
                        verdicts.get(k).isAlarm() || !entries.get(k).unseen().isEmpty())
                .toArray();
        List<Verdict> explained = results(IntStream.of(odd)
                .<Supplier<Verdict>>mapToObj(k -> () -> explain(entries.get(k).observed()))
                .toList());
        for (int i = 0; i < odd.length; i++) {
            verdicts.set(odd[i], explained.get(i));
        }
        return verdicts;
    }

    private <T> List<T> results(List<Supplier<T>> calls) {
        if (threads == 1) {
            return calls.stream().map(Supplier::get).toList();
        }
        List<T> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> futures =
                    calls.stream().map(call -> pool.submit(call::get)).toList();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("RecordScorer: interrupted while other threads judge rows", e);
        }
        return results;
    }

    /** Whether the model can say what a column costs: it takes missing cells, or has one column. */
    public boolean canExplain() {
        return model.takesMissingCells() || model.columns().size() == 1;
    }

    /**
     * The verdict on a row with its attribution; without one if the model cannot explain.
     *
     * @throws IllegalStateException if there is no alarm
     */
    public Verdict explain(RowModel.Observed row) {
        return canExplain() ? required().explain(row) : judge(row);
    }

    /**
     * The verdict on a row without attribution.
     *
     * @throws IllegalStateException if there is no alarm
     */
    public Verdict judge(RowModel.Observed row) {
        return required().judge(row);
    }

    /**
     * The verdicts on rows [n][d] without attribution; NaN is a missing cell.
     *
     * @throws IllegalStateException if there is no alarm
     */
    public List<Verdict> judge(double[][] rows) {
        List<Supplier<List<Verdict>>> pieces = new ArrayList<>();
        for (int from = 0; from < rows.length; from += PIECE) {
            double[][] piece = Arrays.copyOfRange(rows, from, Math.min(from + PIECE, rows.length));
            pieces.add(() -> required().judge(piece));
        }
        return results(pieces).stream().flatMap(List::stream).toList();
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
