package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.discrete.Alphabet;
import io.github.vflow.flow.discrete.Completions;
import io.github.vflow.flow.discrete.DiscretePart;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Completes the missing labels of a batch, so that training maximises the sum that a score is. A label is drawn from the model itself, given all
 * known cells of the row and its noise. By Fisher's identity
 *
 * <pre>∇ ln Σᵤ p(u, x) = E[∇ ln p(u, x)], u ~ p(u | x),</pre>
 *
 * the gradient of the completed row is an unbiased estimate of the gradient of the sum. Whether a missing number is the atom of its column counts
 * as a label.
 *
 * <p>A row with few completions is drawn from all of them. Otherwise its labels are drawn in blocks, each given the others (Gibbs sampling): all of
 * them in several sweeps when the row comes first, and one of them when it comes again, which takes a part of the time and goes on from the last
 * draws. A block of many completions chooses among the last one and some that are drawn by their frequencies, by importance weights, which leaves
 * the distribution as it is (Andrieu et al., 2010). The draws of a batch depend on the seed, its number, its rows, their last draws and the
 * parameters alone. Not
 * thread-safe.
 */
final class GapDraws implements AutoCloseable {
    private static final int MOST = GapDefaults.COMPLETIONS_OF_A_DRAW;

    private final FlowModel model;
    private final DiscretePart part;
    private final Engine engine;
    private final RandomStream stream;
    private final int width;
    private final int labels;
    private float[] kept;
    private @Nullable CompletionBounds bounds;

    private GapDraws(FlowModel model, DiscretePart part, Engine engine, long seed, int rows, float[] kept) {
        this.model = model;
        this.part = part;
        this.engine = engine;
        this.stream = Purpose.LABEL_DRAWS.stream(seed);
        this.width = model.width();
        this.labels = part.places().size();
        long size = (long) rows * labels;
        this.kept = size > GapDefaults.MOST_LABELS_KEPT
                ? new float[0]
                : kept.length == size ? kept.clone() : new float[(int) size];
    }

    /**
     * The draws for a model; empty if it has no labels, or its rows have no gaps.
     *
     * @param rows the number of rows that come again; 0 if they do not
     * @param kept the last draws, see {@link TrainingState#labels}; empty for none yet
     */
    static Optional<GapDraws> of(FlowModel model, Engine engine, long seed, int rows, float[] kept) {
        return model.discrete()
                .filter(_ -> model.takesMissing())
                .map(part -> new GapDraws(model, part, engine, seed, rows, kept));
    }

    /** A copy of the last draws. */
    float[] kept() {
        return kept.clone();
    }

    /** Goes back to earlier draws. */
    void keep(float[] earlier) {
        kept = earlier.clone();
    }

    /**
     * A row of the batch with missing labels, and its blocks, which share its cells.
     *
     * @param row in the batch
     * @param place of its first block among the last draws; negative if they are not kept
     */
    private record Gap(int row, int place, double[] cells, List<Completions> blocks, int[] chosen) {
        /** Goes on from the last draws; false if there are none. */
        boolean wasDrawn(float[] kept) {
            if (place < 0) {
                return false;
            }
            for (int i = 0; i < chosen.length; i++) {
                int last = (int) kept[place + i] - 1;
                if (last < 0 || blocks.get(i).count(last) <= last) {
                    return false;
                }
                choose(i, last);
            }
            return true;
        }

        void start(RandomGenerator random) {
            for (int i = 0; i < chosen.length; i++) {
                choose(i, drawn(blocks.get(i), random));
            }
        }

        void keep(float[] kept) {
            for (int i = 0; place >= 0 && i < chosen.length; i++) {
                kept[place + i] = chosen[i] + 1;
            }
        }

        Completions block(int round) {
            return blocks.get(round % blocks.size());
        }

        /** Writes a completion of the block of a round. */
        void choose(int round, int number) {
            block(round).fill(number, cells, 0);
            chosen[round % blocks.size()] = number;
        }

        /** The completions among which a round chooses: all, or the last one and some drawn by their frequencies. */
        int[] candidates(int round, RandomGenerator random) {
            int n = block(round).count(MOST);
            return n <= MOST
                    ? IntStream.range(0, n).toArray()
                    : IntStream.range(0, MOST)
                            .map(k -> k == 0 ? chosen[round % blocks.size()] : drawn(block(round), random))
                            .toArray();
        }
    }

    /**
     * Completes the labels of a batch.
     *
     * @param number of the batch
     * @param rows [b, width] in the units of the data, modified
     * @param rowAt the number of the row at a position of the batch, asked for if draws are kept
     * @param noise of the bound [b, noise]
     * @param parameters of the model, asked for if a label is missing; empty: labels are drawn by their frequencies
     */
    void complete(
            long number, double[] rows, IntUnaryOperator rowAt, float[] noise, Optional<Supplier<float[]>> parameters) {
        List<Gap> gaps = gaps(rows, rowAt);
        if (gaps.isEmpty()) {
            return;
        }
        RandomGenerator random = stream.generator(number);
        SortedMap<Integer, List<Draw>> rounds = new TreeMap<>();
        for (Gap gap : gaps) {
            int size = gap.blocks.size();
            boolean isFirst = !gap.wasDrawn(kept);
            if (isFirst) {
                gap.start(random);
            } else if (random.nextInt(GapDefaults.ONE_OF_DRAWS) > 0) {
                continue;
            }
            int from = isFirst ? 0 : random.nextInt(size);
            int to = !isFirst ? from + 1 : size == 1 ? 1 : GapDefaults.SWEEPS * size;
            for (int round = from; round < to; round++) {
                rounds.computeIfAbsent(round - from, _ -> new ArrayList<>()).add(new Draw(gap, round));
            }
        }
        parameters.ifPresent(p -> {
            CompletionBounds by = bounds();
            by.parameters(p.get());
            rounds.values().forEach(some -> draw(some, by, noise, random));
            gaps.forEach(gap -> gap.keep(kept));
        });
        gaps.forEach(gap -> System.arraycopy(gap.cells, 0, rows, gap.row * width, width));
    }

    /** The block of a row in a round. */
    private record Draw(Gap gap, int round) {}

    private List<Gap> gaps(double[] rows, IntUnaryOperator rowAt) {
        List<Gap> gaps = new ArrayList<>();
        for (int i = 0; i < rows.length / width; i++) {
            if (isAnyMissing(rows, i * width)) {
                double[] cells = new double[width];
                System.arraycopy(rows, i * width, cells, 0, width);
                List<Completions> blocks = Completions.of(part, model.standardization(), cells, true)
                        .blocks(MOST);
                int place = kept.length == 0 ? -1 : rowAt.applyAsInt(i) * labels;
                gaps.add(new Gap(i, place, cells, blocks, new int[blocks.size()]));
            }
        }
        return gaps;
    }

    private boolean isAnyMissing(double[] rows, int at) {
        for (int place : part.places()) {
            if (Double.isNaN(rows[at + place])) {
                return true;
            }
        }
        return false;
    }

    /** A completion whose cells are drawn by their frequencies. */
    private static int drawn(Completions block, RandomGenerator random) {
        int number = 0;
        int factor = 1;
        for (Alphabet a : block.alphabets()) {
            double rest = random.nextDouble();
            int k = 0;
            while (k < a.outcomes() - 1 && rest >= a.frequencies().get(k)) {
                rest -= a.frequencies().get(k++);
            }
            number += k * factor;
            factor *= a.outcomes();
        }
        return number;
    }

    /** ln of the probability that {@link #drawn} gives a completion. */
    private static double logFrequency(Completions block, int number) {
        double log = 0;
        int rest = number;
        for (Alphabet a : block.alphabets()) {
            log += Math.log(a.frequencies().get(rest % a.outcomes()));
            rest /= a.outcomes();
        }
        return log;
    }

    private static void draw(List<Draw> some, CompletionBounds by, float[] noise, RandomGenerator random) {
        int[][] candidates = new int[some.size()][];
        double[][] logs = new double[some.size()][];
        for (int g = 0; g < logs.length; g++) {
            Gap gap = some.get(g).gap;
            int round = some.get(g).round;
            Completions block = gap.block(round);
            boolean areDrawn = block.count(MOST) > MOST;
            candidates[g] = gap.candidates(round, random);
            logs[g] = new double[candidates[g].length];
            for (int k = 0; k < logs[g].length; k++) {
                logs[g][k] = areDrawn ? -logFrequency(block, candidates[g][k]) : 0;
                by.add(block, candidates[g][k], noise, gap.row, logs[g], k);
            }
        }
        by.run();
        for (int g = 0; g < logs.length; g++) {
            int chosen = chosen(logs[g], random.nextDouble());
            if (chosen >= 0) {
                some.get(g).gap.choose(some.get(g).round, candidates[g][chosen]);
            }
        }
    }

    /** An index in proportion to exp of its logarithm; −1 if all are zero. */
    private static int chosen(double[] logs, double uniform) {
        double mean = ImportanceEstimate.of(logs).logProb();
        if (mean == Double.NEGATIVE_INFINITY) {
            return -1;
        }
        double rest = uniform * logs.length;
        int last = -1;
        for (int k = 0; k < logs.length && rest >= 0; k++) {
            double weight = Math.exp(logs[k] - mean);
            rest -= weight;
            last = weight > 0 ? k : last;
        }
        return last;
    }

    private CompletionBounds bounds() {
        CompletionBounds b = bounds;
        if (b == null) {
            b = new CompletionBounds(model, engine);
            bounds = b;
        }
        return b;
    }

    @Override
    public void close() {
        if (bounds != null) {
            bounds.close();
        }
    }
}
