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
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.random.StratifiedNormals;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** The programs of the members, which draw labels if some rows miss one. */
    private List<Executable> programs(double[][] rows) {
        boolean drawLabels =
                model.discrete().stream().anyMatch(part -> !Arrays.stream(rows).allMatch(part::areKnown));
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
        if (samples < 1 || row.length != model.width()) {
            throw new IllegalArgumentException("Imputer: needs at least 1 sample and a row of " + model.width()
                    + " numbers but got " + samples + " and " + row.length);
        }
        Imputation drawn = drawn(row, samples, seed);
        for (int n = samples, k = 0;
                k < 2 && !drawn.isKnown() && samples >= GapDefaults.FEWEST_EFFECTIVE && n < GapDefaults.MOST_DRAWS;
                k++) {
            n = Math.min(GapDefaults.MOST_DRAWS, n * GapDefaults.MORE_DRAWS);
            drawn = drawn(row, n, seed);
        }
        return drawn;
    }

    private Imputation drawn(double[] row, int samples, long seed) {
        Optional<Evaluator.Completed> completed = evaluator.completions(row);
        if (completed.isEmpty()) {
            return imputed(row, new Chosen(new double[][] {row}, new double[1], new int[samples]), seed);
        }
        Evaluator.Completed c = completed.get();
        Imputation known = Imputation.of(c.rows(), c.logProbs());
        int[] choice = known.choices(samples, seed);
        if (c.areWhole()) {
            double[] logWeights = new double[samples];
            Arrays.fill(logWeights, known.effectiveSampleSize() > 0 ? 0 : Double.NEGATIVE_INFINITY);
            return Imputation.of(
                    Arrays.stream(choice).mapToObj(k -> c.rows()[k].clone()).toArray(double[][]::new), logWeights);
        }
        double[] logs = Arrays.stream(known.weights()).map(Math::log).toArray();
        return imputed(row, new Chosen(c.rows(), logs, choice), seed);
    }

    /**
     * The rows that draws start from.
     *
     * @param rows whose cells may be missing
     * @param logShares ln of the share of each row among the draws
     * @param choice the number of the row of each draw
     */
    private record Chosen(double[][] rows, double[] logShares, int[] choice) {}

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

    private Imputation imputed(double[] row, Chosen chosen, long seed) {
        int samples = chosen.choice.length;
        float[] filled = new float[Math.multiplyExact(samples, model.features())];
        double[] logWeights = new double[samples];
        Turns turns = turns(row, samples, seed);
        List<Executable> members = programs(chosen.rows);
        RandomStream stream = Purpose.IMPUTATION_NOISE.stream(seed);
        for (int k = 0; k < components.size(); k++) {
            int from = (int) ((long) samples * k / components.size());
            int to = (int) ((long) samples * (k + 1) / components.size());
            float[] normals = StratifiedNormals.of(
                    stream.generator(k), to - from, components.get(k).flow().noise());
            draw(k, from, to, members.get(k), chosen, turns, normals, filled, logWeights);
            // the draws of member k are of pₖ, which has a share of the mixture
            double share = Math.log(components.get(k).share()) - Math.log(to - from);
            for (int i = from; i < to; i++) {
                logWeights[i] += share - chosen.logShares[chosen.choice[i]] + turns.logWeights[i];
            }
        }
        return Imputation.of(inUnits(filled, row), logWeights);
    }

    /**
     * Draws of one member, into a range of the rows.
     *
     * @param program of the member
     * @param normals noise of each draw
     */
    private void draw(
            int k,
            int from,
            int to,
            Executable program,
            Chosen chosen,
            Turns turns,
            float[] normals,
            float[] filled,
            double[] logWeights) {
        int d = model.features();
        int width = model.width();
        Circles circles = components.get(k).flow().circles();
        int size = components.get(k).flow().noise();
        float[] noise = new float[chunk * size];
        double[] rows = new double[chunk * width];
        float[] x = new float[chunk * model.inputWidth()];
        float[] part = new float[chunk * d];
        double[] bound = new double[chunk];
        for (int first = from; first < to; first += chunk) {
            for (int i = 0; i < chunk; i++) {
                int row = chosen.choice[Math.min(first + i, to - 1)];
                System.arraycopy(chosen.rows[row], 0, rows, i * width, width);
            }
            model.standardize(rows, x);
            for (int i = 0; i < chunk; i++) {
                circles.turn(turns.of[Math.min(first + i, to - 1)], x, i * model.inputWidth());
            }
            int n = Math.min(chunk, to - first);
            System.arraycopy(normals, (first - from) * size, noise, 0, n * size);
            program.set(Model.X, x);
            if (noise.length > 0) {
                program.set(Model.NOISE, noise);
            }
            program.run();
            program.get(FILLED, part);
            program.get(BOUND, bound);
            System.arraycopy(part, 0, filled, first * d, n * d);
            System.arraycopy(bound, 0, logWeights, first, n);
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
