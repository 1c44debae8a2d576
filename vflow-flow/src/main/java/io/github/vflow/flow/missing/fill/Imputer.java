package io.github.vflow.flow.missing.fill;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.surjection.Lift;
import io.github.vflow.flow.surjection.column.Circles;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.execution.StagedExecutable;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.StratifiedNormals;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws values for the missing cells of a row: u_s ~ r(u | known cells), with the importance weights w_s of Eq. 5, so that the weighted draws
 * follow p(u | known cells). Each member of a mixture draws as many of them. Compiles its
 * programs once. Not thread-safe.
 *
 * <p>Missing discrete cells come from their own conditional distribution, systematically, if the {@link Evaluator} sums over their
 * completions: without missing continuous cells all draws then have the same weight. Otherwise the chain draws them. The turns of known circular
 * cells have draws of their own (see {@link Circles}).
 */
public final class Imputer implements AutoCloseable {
    private static final String BOUND = "bound";
    private static final String FILLED = "filled";

    private final Model model;
    private final int chunk;
    private final List<Model.Component> components;
    private final Engine engine;
    private final Map<Boolean, List<Executable>> programs = new HashMap<>();
    private final Evaluator evaluator;

    /**
     * Compiles the programs.
     *
     * @throws IllegalArgumentException if the model needs complete rows
     */
    public Imputer(Model model, Engine engine) {
        this.model = model.forMissing()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Imputer: the model needs complete rows; train one with RowSpec.withFill"));
        this.chunk = Math.min(GapDefaults.DRAWN_AT_ONCE, model.chunk());
        this.components = this.model.components();
        this.engine = engine;
        this.evaluator = Evaluator.ofScores(model, engine, GapDefaults.SAMPLES_OF_A_COMPLETION, 1);
    }

    /** The programs of the members. */
    private List<Executable> programs(boolean drawLabels) {
        Set<Integer> anything = IntStream.range(0, model.features()).boxed().collect(Collectors.toSet());
        return programs.computeIfAbsent(drawLabels, _ -> {
            Model of = drawLabels ? model : model.forMissing(Set.of(), anything).orElseThrow();
            return of.components().stream().map(c -> compiled(c.flow())).toList();
        });
    }

    private Executable compiled(FlowModel member) {
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor row = t.batch(Model.X, Shape.of(chunk, model.inputWidth()));
        Lift lift = member.lift(row);
        t.output(BOUND, member.bound(lift));
        t.output(FILLED, member.back(lift));
        Executable program = StagedExecutable.of(engine, t.program(), Set.of(Parameters.INPUT));
        program.set(Parameters.INPUT, model.parameters().values());
        return program;
    }

    /**
     * Draws rows in which the missing cells have values; known cells stay as they are. Whole numbers x come as x + u; the floor of x + u is x. If S
     * draws are {@value GapDefaults#FEWEST_EFFECTIVE} or more but fewer are effective, there are {@value GapDefaults#MORE_DRAWS} times as many
     * instead, and once more, up to {@value GapDefaults#MOST_DRAWS} in all.
     *
     * @param row [width] in the units of the data; NaN is a missing cell
     * @param samples S, the least number of weighted draws
     * @throws IllegalArgumentException if S is below one, or the row has another width
     */
    public Imputation impute(double[] row, int samples, long seed) {
        require(row, samples);
        double[][] rows = {row};
        List<Optional<Evaluator.Completed>> completed = List.of(evaluator.completions(row));
        Imputation drawn = drawn(rows, completed, samples, seed).getFirst();
        for (int n = samples, k = 0;
                k < 2 && !drawn.isKnown() && samples >= GapDefaults.FEWEST_EFFECTIVE && n < GapDefaults.MOST_DRAWS;
                k++) {
            n = Math.min(GapDefaults.MOST_DRAWS, n * GapDefaults.MORE_DRAWS);
            drawn = drawn(rows, completed, n, seed).getFirst();
        }
        return drawn;
    }

    /**
     * As {@link #impute}, of some rows at once and never by more than S draws.
     *
     * @param rows [n][width]
     * @param seeds of the rows [n]
     * @throws IllegalArgumentException as {@link #impute}, or if there is not one seed for each row
     */
    public List<Imputation> imputeRoughly(double[][] rows, int samples, long... seeds) {
        if (seeds.length != rows.length) {
            throw new IllegalArgumentException(
                    "Imputer: needs a seed for each of " + rows.length + " rows but got " + seeds.length);
        }
        Arrays.stream(rows).forEach(row -> require(row, samples));
        return drawn(rows, Arrays.stream(rows).map(evaluator::completions).toList(), samples, seeds);
    }

    private List<Imputation> drawn(
            double[][] rows, List<Optional<Evaluator.Completed>> completed, int samples, long... seeds) {
        Imputation[] all = new Imputation[rows.length];
        Map<Boolean, SortedMap<Integer, Drawing>> open = new TreeMap<>();
        for (int i = 0; i < rows.length; i++) {
            Optional<Evaluator.Completed> whole = completed.get(i).filter(Evaluator.Completed::areWhole);
            if (whole.isPresent()) {
                all[i] = whole(whole.get(), samples, seeds[i]);
            } else {
                Drawing drawing = new Drawing(rows[i], completed.get(i), samples, seeds[i]);
                open.computeIfAbsent(drawing.missesLabel(), _ -> new TreeMap<>())
                        .put(i, drawing);
            }
        }
        open.forEach((missLabel, some) -> {
            draw(List.copyOf(some.values()), programs(missLabel));
            some.forEach((i, drawing) -> all[i] = drawing.imputation());
        });
        return List.of(all);
    }

    private void require(double[] row, int samples) {
        if (samples < 1 || row.length != model.width()) {
            throw new IllegalArgumentException("Imputer: needs at least 1 sample and a row of " + model.width()
                    + " numbers but got " + samples + " and " + row.length);
        }
    }

    /** Draws of a row that misses no number: all have the same weight. */
    private static Imputation whole(Evaluator.Completed c, int samples, long seed) {
        Imputation known = Imputation.of(c.rows(), c.logProbs());
        double[] logWeights = new double[samples];
        Arrays.fill(logWeights, known.effectiveSampleSize() > 0 ? 0 : Double.NEGATIVE_INFINITY);
        return Imputation.of(
                Arrays.stream(known.choices(samples, seed))
                        .mapToObj(k -> c.rows()[k].clone())
                        .toArray(double[][]::new),
                logWeights);
    }

    /** The draws of a row. Each starts from the row, or from one of its completions, and gets its missing numbers from a member. */
    private final class Drawing {
        private final double[] row;
        private final long seed;
        /** The rows that draws start from, whose cells may be missing, and ln of the share of each among the draws. */
        private final double[][] starts;

        private final double[] logShares;
        /** The number of the start of each draw. */
        private final int[] choice;

        private final Turns turns;
        private final float[] filled;
        private final double[] logWeights;

        Drawing(double[] row, Optional<Evaluator.Completed> completed, int samples, long seed) {
            this.row = row;
            this.seed = seed;
            Optional<Imputation> labels = completed.map(c -> Imputation.of(c.rows(), c.logProbs()));
            this.starts = completed.map(Evaluator.Completed::rows).orElseGet(() -> new double[][] {row});
            this.logShares = labels.map(
                            i -> Arrays.stream(i.weights()).map(Math::log).toArray())
                    .orElseGet(() -> new double[1]);
            this.choice = labels.map(i -> i.choices(samples, seed)).orElseGet(() -> new int[samples]);
            this.turns = turns(row, samples, seed);
            this.filled = new float[Math.multiplyExact(samples, model.features())];
            this.logWeights = new double[samples];
        }

        boolean missesLabel() {
            return model.discrete().stream()
                    .anyMatch(part -> !Arrays.stream(starts).allMatch(part::areKnown));
        }

        double[] start(int draw) {
            return starts[choice[draw]];
        }

        void weigh(int draw, double logShareOfMember) {
            logWeights[draw] += logShareOfMember - logShares[choice[draw]] + turns.logWeights[draw];
        }

        Imputation imputation() {
            return Imputation.of(inUnits(filled, row), logWeights);
        }
    }

    /**
     * The turns of the known circular cells in each draw, and minus ln of the share of the draws that have them.
     *
     * @param of the number of the turn of each draw
     */
    private record Turns(int[] of, double[] logWeights) {}

    private Turns turns(double[] row, int samples, long seed) {
        Circles circles = components.getFirst().flow().circles();
        Turns turns = new Turns(new int[samples], new double[samples]);
        if (circles.turns() == 1) {
            return turns;
        }
        float[] x = new float[row.length];
        model.standardization().forward(row, x, row.length);
        double[] shares = IntStream.range(0, circles.turns())
                .mapToDouble(k -> circles.share(k, x))
                .toArray();
        double sum = Arrays.stream(shares).sum();
        double[][] numbers = IntStream.range(0, shares.length)
                .mapToObj(k -> new double[] {k})
                .toArray(double[][]::new);
        Imputation choice =
                Imputation.of(numbers, Arrays.stream(shares).map(Math::log).toArray());
        int[] chosen = choice.choices(samples, ~seed);
        for (int i = 0; i < samples; i++) {
            turns.of[i] = chosen[i];
            turns.logWeights[i] = Math.log(sum / shares[chosen[i]]);
        }
        return turns;
    }

    /** Each member draws as many for each row, of all rows at once. */
    private void draw(List<Drawing> all, List<Executable> programs) {
        int samples = all.getFirst().choice.length;
        for (int k = 0; k < components.size(); k++) {
            int from = (int) ((long) samples * k / components.size());
            int to = (int) ((long) samples * (k + 1) / components.size());
            draw(all, k, from, to, programs.get(k));
            // the draws of member k are of pₖ, which has a share of the mixture
            double share = Math.log(components.get(k).share()) - Math.log(to - from);
            for (Drawing of : all) {
                for (int i = from; i < to; i++) {
                    of.weigh(i, share);
                }
            }
        }
    }

    /** The draws of member k, which have the numbers from … to − 1 in each row. */
    private void draw(List<Drawing> all, int k, int from, int to, Executable program) {
        int each = to - from;
        int n = all.size() * each;
        int d = model.features();
        int width = model.width();
        Circles circles = components.get(k).flow().circles();
        int size = components.get(k).flow().noise();
        List<float[]> normals = all.stream()
                .map(of -> StratifiedNormals.of(
                        Purpose.IMPUTATION_NOISE.stream(of.seed).generator(k), each, size))
                .toList();
        float[] noise = new float[chunk * size];
        double[] rows = new double[chunk * width];
        float[] x = new float[chunk * model.inputWidth()];
        float[] part = new float[chunk * d];
        double[] bound = new double[chunk];
        for (int first = 0; first < n; first += chunk) {
            for (int i = 0; i < chunk; i++) {
                int at = Math.min(first + i, n - 1);
                System.arraycopy(all.get(at / each).start(from + at % each), 0, rows, i * width, width);
                System.arraycopy(normals.get(at / each), at % each * size, noise, i * size, size);
            }
            model.standardize(rows, x);
            for (int i = 0; i < chunk; i++) {
                int at = Math.min(first + i, n - 1);
                circles.turn(all.get(at / each).turns.of[from + at % each], x, i * model.inputWidth());
            }
            program.set(Model.X, x);
            if (noise.length > 0) {
                program.set(Model.NOISE, noise);
            }
            program.run();
            program.get(FILLED, part);
            program.get(BOUND, bound);
            for (int i = 0; i < chunk && first + i < n; i++) {
                Drawing of = all.get((first + i) / each);
                int draw = from + (first + i) % each;
                System.arraycopy(part, i * d, of.filled, draw * d, d);
                of.logWeights[draw] = bound[i];
            }
        }
    }

    private double[][] inUnits(float[] filled, double[] row) {
        Rows rows = model.standardization().inverse(finite(filled), model.features());
        double[][] draws = new double[rows.size()][];
        Arrays.setAll(draws, i -> {
            double[] draw = rows.copyRow(i);
            for (int j = 0; j < draw.length; j++) {
                draw[j] = Double.isNaN(row[j]) ? draw[j] : row[j];
            }
            return draw;
        });
        return draws;
    }

    /** A draw that float32 cannot hold has no weight, so any number may stand for it. */
    private static float[] finite(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isFinite(values[i]) ? values[i] : 0;
        }
        return values;
    }

    @Override
    public void close() {
        programs.values().forEach(of -> of.forEach(Executable::close));
        evaluator.close();
    }
}
