package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Estimates ln p(x) of rows by S importance samples (VFlow paper, Eq. 5). It scores one row in microseconds and without
 * allocation, and many rows on several threads. One sample gives the ELBO (Eq. 3). The score of a plain flow is exact
 * and needs no samples.
 *
 * <p>A score depends on the model, the row, S and the seed alone: a row has the same bits alone and among others, in
 * any order and on any number of threads. The score of a finite row is finite, or −∞ if float32 cannot represent the
 * density; it is never NaN.
 *
 * <p>A missing discrete cell is a sum over its values, with no error of its own, as long as all completions of a row times S are at most 4,096.
 * Otherwise it is drawn by the chain, and the estimate states its error. If no feature is known, ln p is exactly 0.
 *
 * <p>A row with an atom ({@link io.github.vflow.flow.spec.column.ColumnSpec.Atom}) has noise in the place of the number. If a model takes no other
 * noise, four points for such a row are enough, and other rows are exact.
 *
 * <p>An evaluator copies the parameters and compiles once. Only one thread at a time may use it, so make one for each
 * thread: a call throws {@link IllegalStateException} while another thread is in a call.
 */
public final class Evaluator implements AutoCloseable {
    /** The number of scores after which C2 has compiled the kernels, with the JVM's default thresholds. */
    private static final int WARM_UP = 10_000;

    private final Model model;
    private final int wanted;
    private final int samples;
    /** Whether all rows without gaps take the same number of samples. */
    private final boolean areAlike;

    private final Programs programs;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Alike alike;
    private int threads = 1;
    private IntConsumer onProgress = _ -> {};
    private @Nullable BoundProgram single;
    private @Nullable Gaps gaps;
    private @Nullable Evaluator exact;

    private Evaluator(Model model, Engine engine, int wanted, int samples, Noise noise, Alike alike) {
        this.model = model;
        this.wanted = wanted;
        this.samples = samples;
        this.areAlike = samples == 1 || !Atoms.areAllNoise(model);
        this.alike = alike;
        this.programs = new Programs(model, engine, noise, samples);
        programs.parameters(model.parameters().values());
    }

    /**
     * An evaluator for scores: all rows share S noise vectors, so that differences between rows have little noise. The vectors are a Latin hypercube.
     * A row with one missing cell takes ⌈S/3⌉ quantiles of this cell, whose error is of order S^−2, if scores of whole rows need no samples. The
     * standard errors of estimates take the vectors for independent, so they are no smaller than the true ones.
     *
     * @param samples S, at least 1; a plain flow needs one
     * @throws IllegalArgumentException if S is below one
     * @throws ArithmeticException if a parameter of the model is not finite
     */
    public static Evaluator ofScores(Model model, Engine engine, int samples, long seed) {
        return ofScores(model, engine, samples, seed, false);
    }

    private static Evaluator ofScores(Model model, Engine engine, int samples, long seed, boolean ofOneCell) {
        int s = needed(model, engine, samples);
        Noise noise = Noise.Shared.ofScores(model, seed, s, ofOneCell);
        return new Evaluator(
                model, engine, samples, s, noise, (other, some, one) -> ofScores(other, engine, some, seed, one));
    }

    /**
     * An evaluator for means over many rows: the bits of a row are the key of its noise, so that the errors of rows
     * average out.
     *
     * @param samples S, at least 1; a plain flow needs one
     * @throws IllegalArgumentException if S is below one
     * @throws ArithmeticException if a parameter of the model is not finite
     */
    public static Evaluator ofMeans(Model model, Engine engine, int samples, long seed) {
        return ofMeans(model, engine, samples, seed, Purpose.EVALUATION_NOISE);
    }

    /** As {@link #ofMeans(Model, Engine, int, long)}, with noise for another purpose. */
    @SuppressWarnings("exports") // random numbers are for our own modules
    public static Evaluator ofMeans(Model model, Engine engine, int samples, long seed, Purpose purpose) {
        int s = needed(model, engine, samples);
        return new Evaluator(
                model,
                engine,
                samples,
                s,
                new Noise.ByRow(purpose, seed, model.noise()),
                (other, some, _) -> ofMeans(other, engine, some, seed, purpose));
    }

    private static int needed(Model model, Engine engine, int samples) {
        Checks.arguments(model, engine, samples);
        return used(model, samples);
    }

    /** The number of samples of a row, of some that are wanted: one of an exact model, and at most four if all noise is of atoms. */
    public static int used(Model model, int wanted) {
        return model.noise() == 0 ? 1 : Atoms.areAllNoise(model) ? Math.min(wanted, Atoms.POINTS) : wanted;
    }

    /** Makes an evaluator of another model with the same kind of noise: by S, and for rows with one missing continuous cell or others. */
    interface Alike {
        Evaluator of(Model other, int samples, boolean ofOneCell);
    }

    /** The evaluator of a row without gaps: one of a single sample if the row has no atom, and the noise is of atoms alone. */
    Evaluator of(double[] row) {
        if (areAlike || Atoms.areIn(row, model.standardization())) {
            return this;
        }
        exact = exact == null ? other(model, 1, false) : exact;
        return exact;
    }

    /** Whether rows must not have gaps. */
    boolean takesWholeRows() {
        return !model.takesMissing();
    }

    /** Sets the number of threads for many rows, the caller's included. An engine with one thread fits this best. */
    public Evaluator threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Evaluator: threads must be at least 1 but is " + count);
        }
        threads = count;
        return this;
    }

    /**
     * Calls the listener with the number of pairs of a row and a sample in each finished block, on the thread that
     * finished it. A row that takes fewer samples than others counts as they do.
     */
    public Evaluator onProgress(IntConsumer listener) {
        onProgress = listener;
        return this;
    }

    /**
     * Replaces the parameters for later calls.
     *
     * @param values [n] of the same architecture, which are copied
     * @throws ArithmeticException if one is not finite
     */
    public Evaluator parameters(float[] values) {
        enter();
        try {
            programs.parameters(values);
            if (gaps != null) {
                gaps.parameters(values);
            }
            if (exact != null) {
                exact.programs.parameters(values);
            }
            return this;
        } finally {
            busy.set(false);
        }
    }

    /**
     * The estimate of ln p(x) of a row in nats.
     *
     * @param row [width], in the units of the data; NaN is a missing cell, which a model with a {@link Model#forMissing} integrates out
     * @throws IllegalArgumentException if the row has another width, a number that is infinite, or a missing cell that the model cannot integrate out
     * @throws IllegalStateException if the evaluator is closed, or another thread is in a call
     */
    public double score(double... row) {
        boolean complete = check(Objects.requireNonNull(row, "Evaluator: row"));
        enter();
        try {
            if (complete) {
                Evaluator by = of(row);
                return by.score(by.run(row), 0);
            }
            double[] weights = gaps().weights(row);
            return ImportanceEstimate.logMeanExp(weights, 0, weights.length);
        } finally {
            busy.set(false);
        }
    }

    /** As {@link #score}, with standard error and effective sample size. */
    public ImportanceEstimate estimate(double... row) {
        boolean complete = check(Objects.requireNonNull(row, "Evaluator: row"));
        enter();
        try {
            Evaluator by = of(row);
            return complete ? by.estimate(by.run(row), 0) : gaps().estimate(row);
        } finally {
            busy.set(false);
        }
    }

    /**
     * The completions of missing discrete cells over which the density of a row is a sum.
     *
     * @param rows the row with values in these cells [n][width]; others may still be missing, infinite if they are known not to be their atoms
     * @param logProbs of the completions [n], in nats
     * @param areWhole whether no cell is missing any more
     */
    public record Completed(double[][] rows, double[] logProbs, boolean areWhole) {}

    /** The completions of a row; empty if no discrete cell is missing, or the row has too many. */
    public Optional<Completed> completions(double... row) {
        check(row);
        enter();
        try {
            return gaps().completions(row);
        } finally {
            busy.set(false);
        }
    }

    private Gaps gaps() {
        Gaps g = gaps;
        if (g == null) {
            g = new Gaps(this, model, this::other);
            gaps = g;
        }
        return g;
    }

    private Evaluator other(Model of, int some, boolean ofOneCell) {
        Evaluator e = alike.of(of, some, ofOneCell);
        e.programs.parameters(programs.parameters());
        return e;
    }

    Programs programs() {
        return programs;
    }

    /** The number of log-weights of a row. */
    int samples() {
        return samples;
    }

    /** S as it was asked for. */
    int wanted() {
        return wanted;
    }

    /** The log-weights of one row, valid until the next run. */
    double[] run(double[] row) {
        BoundProgram p = single;
        if (p == null) {
            p = programs.ofOneRow();
            single = p;
        }
        for (int i = 0; i < p.size(); i++) {
            System.arraycopy(row, 0, p.rows(), i * row.length, row.length);
        }
        return p.run();
    }

    /** The estimate from the log-weights of a row, which begin at {@code from}. */
    ImportanceEstimate estimate(double[] logWeights, int from) {
        return areAlike || samples != Atoms.POINTS
                ? ImportanceEstimate.of(logWeights, from, samples)
                : Atoms.estimate(logWeights, from);
    }

    private double score(double[] logWeights, int from) {
        return samples == 1 ? logWeights[from] : ImportanceEstimate.logMeanExp(logWeights, from, samples);
    }

    /** Whether this evaluator takes the row, and not its {@link #gaps}. */
    private boolean check(double[] row) {
        return Checks.isComplete(model, row) || model.takesMissing();
    }

    /**
     * The estimates of ln p(x) of many rows.
     *
     * @throws IllegalArgumentException if the rows have another width
     */
    public ImportanceEstimate[] estimates(Rows rows) {
        ImportanceEstimate[] all = new ImportanceEstimate[rows.size()];
        each(rows, (by, row, w, from) -> all[row] = by.estimate(w, from));
        return all;
    }

    /** As {@link #estimates}, without errors: the score of each row, in nats. */
    public double[] scores(Rows rows) {
        double[] all = new double[rows.size()];
        each(rows, (by, row, w, from) -> all[row] = by.score(w, from));
        return all;
    }

    /** Receives the log-weights of a row, which begin at {@code from}, and the evaluator that computed them. */
    interface Use {
        void of(Evaluator by, int row, double[] logWeights, int from);
    }

    /** The mean score of many rows, in nats. */
    public double mean(Rows rows) {
        return Arrays.stream(scores(rows)).average().orElse(Double.NaN);
    }

    private void each(Rows rows, Use use) {
        if (rows.features() != model.width()) {
            throw new IllegalArgumentException("Evaluator: expected rows of " + model.width() + " numbers but got "
                    + rows.features() + "; the model was built for rows of " + model.width());
        }
        enter();
        try {
            if (model.takesMissing() || (areAlike && !rows.hasMissing())) {
                programs.each(
                        rows::copyRow, rows.size(), threads, (row, w, from) -> use.of(this, row, w, from), onProgress);
            } else if (!rows.hasMissing()) {
                eachWhole(rows, IntStream.range(0, rows.size()).boxed().toList(), use);
            } else {
                if (model.forMissing().isEmpty()) {
                    throw new IllegalArgumentException(
                            "Evaluator: cells are missing but the model needs complete rows; impute or drop rows, or train a"
                                    + " model with RowSpec.withFill");
                }
                Map<Boolean, List<Integer>> byMissing =
                        IntStream.range(0, rows.size()).boxed().collect(Collectors.partitioningBy(rows::hasMissing));
                eachWhole(rows, byMissing.getOrDefault(false, List.of()), use);
                gaps().each(
                                rows,
                                byMissing.getOrDefault(true, List.of()),
                                threads,
                                use,
                                () -> onProgress.accept(samples));
            }
        } finally {
            busy.set(false);
        }
    }

    private void eachWhole(Rows rows, List<Integer> some, Use use) {
        some.stream()
                .collect(Collectors.groupingBy(i -> of(rows.copyRow(i)), LinkedHashMap::new, Collectors.toList()))
                .forEach((by, own) -> by.programs.each(
                        (i, into, at) -> rows.copyRow(own.get(i), into, at),
                        own.size(),
                        threads,
                        (row, w, from) -> use.of(by, own.get(row), w, from),
                        pairs -> onProgress.accept(pairs / by.samples * samples)));
    }

    /**
     * Scores rows of zeros for about a second, until the JVM has compiled the kernels. The first requests of a service
     * are then as fast as later ones.
     */
    public void warmUp() {
        double[] zeros = new double[model.width()];
        for (int i = 0; i < WARM_UP; i++) {
            score(zeros);
        }
    }

    private void enter() {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "Evaluator: another thread is in a call; an evaluator is for one thread at a time, so make one for each");
        }
        if (programs.areClosed()) {
            busy.set(false);
            throw new IllegalStateException("Evaluator: it was closed; make a new one");
        }
    }

    /** Frees the memory of the programs. */
    @Override
    public void close() {
        programs.close();
        if (gaps != null) {
            gaps.close();
        }
        if (exact != null) {
            exact.close();
        }
    }
}
