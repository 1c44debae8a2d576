package io.github.vflow.flow;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.distribution.mixing.Choice;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws rows from a model: x = f⁻¹(T·ε), without the augmented dimensions. Compiles its program once; row i depends on
 * the seed and i alone. Not thread-safe.
 */
public final class Sampler implements AutoCloseable {
    /** The noise of each round starts here, behind the noise of all rows of the rounds before. */
    private static final long ROUND = 1L << 40;
    /** The rounds in which a tilt accepts or rejects draws come after those of a condition. */
    private static final int FIRST_OF_TILT = GapDefaults.ROUNDS_OF_A_TILT;

    private final Model model;
    private final int chunk;
    private final Executable program;
    private IntConsumer onProgress = _ -> {};
    private IntFunction<double[]> given;
    private @Nullable Predicate<double[]> condition;

    /** Compiles the program that samples a model on an engine. */
    public Sampler(Model model, Engine engine) {
        this.model = model;
        this.chunk = model.chunk();
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output(Model.X, model.sample(t, chunk));
        this.program = engine.compile(t.program());
        this.given = model.classes() > 0
                ? i -> new double[] {i % model.classes()}
                : _ -> {
                    throw new IllegalStateException("Sampler.draw: the model is conditioned on " + model.given()
                            + " columns; set their values with given(…) first");
                };
    }

    /**
     * Draws n rows of a model once, as {@link #draw(int, double, long)}.
     *
     * @throws IllegalArgumentException if n or the temperature is not positive
     * @throws ArithmeticException if a row never is finite
     */
    public static Rows draw(Model model, Engine engine, int n, double temperature, long seed) {
        try (Sampler sampler = new Sampler(model, engine)) {
            return sampler.draw(n, temperature, seed);
        }
    }

    /**
     * Sets the class of each image by its number. Without this call the classes take turns.
     *
     * @throws IllegalArgumentException if the model is not conditioned on classes
     */
    public Sampler labels(IntUnaryOperator classOf) {
        int n = model.classes();
        if (n == 0) {
            throw new IllegalArgumentException(
                    "Sampler.labels: the model is not conditioned on classes; leave labels out, or train one that is");
        }
        given = i -> {
            int k = classOf.applyAsInt(i);
            if (k < 0 || k >= n) {
                throw new IllegalArgumentException("Sampler.draw: the model knows classes 0 to " + (n - 1)
                        + " but image " + i + " is to be of class " + k);
            }
            return new double[] {k};
        };
        return this;
    }

    /**
     * Conditions all rows on the same values of the columns after the features.
     *
     * @param values [given], in the units of the data, copied
     * @throws IllegalArgumentException if the model is conditioned on another number of values, or one is not finite
     */
    public Sampler given(double... values) {
        if (values.length != model.given() || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("Sampler.given: the model is conditioned on " + model.given()
                    + " finite numbers but got " + Arrays.toString(values));
        }
        double[] copy = values.clone();
        given = _ -> copy;
        return this;
    }

    /**
     * Draws a row again while it does not meet a condition, up to {@value GapDefaults#ROUNDS_OF_A_DRAW} times in all; of a model with a tilt, which
     * rejects most draws, {@value GapDefaults#ROUNDS_OF_A_TILT} times. A row that never does stays as first drawn in float32. The discrete features
     * of a row stay, so that each label keeps its share.
     *
     * @param of a row [features], in the units of the data
     */
    public Sampler accepting(Predicate<double[]> of) {
        condition = of;
        return this;
    }

    /** Calls the listener after each chunk of a draw with the number of rows drawn so far. */
    public Sampler onProgress(IntConsumer listener) {
        onProgress = listener;
        return this;
    }

    /**
     * Draws n rows with the model's current parameters. Whole numbers and pixels x come as x + u; the floor of x + u is x. A row that float32 cannot
     * represent is drawn again, up to {@value GapDefaults#ROUNDS_OF_A_DRAW} times in all.
     *
     * @param temperature T, which scales the noise: 1 samples the model itself, less gives rows nearer to its modes
     * @throws IllegalArgumentException if n or the temperature is not positive
     * @throws ArithmeticException if a row never is finite
     */
    public Rows draw(int n, double temperature, long seed) {
        return draw(model.parameters().values(), n, temperature, seed);
    }

    /** As {@link #draw(int, double, long)}, with other parameters of the same architecture. */
    public Rows draw(float[] parameters, int n, double temperature, long seed) {
        if (!(temperature > 0) || n < 1) {
            throw new IllegalArgumentException(
                    "Sampler.draw: the number of rows must be at least 1 and the temperature above 0 but they are " + n
                            + " and " + temperature);
        }
        int d = model.features();
        float[] all = new float[Math.multiplyExact(n, d)];
        float[] noise = new float[chunk * model.sampleNoise()];
        float[] x = new float[chunk * d];
        RandomStream stream = Purpose.SAMPLES.stream(seed);
        program.set(Parameters.INPUT, parameters);
        for (int first = 0, number = 0; first < n; first += chunk, number++) {
            stream.normal(number * RandomStream.positions(noise.length), noise);
            for (int i = 0; i < noise.length; i++) {
                noise[i] *= (float) temperature;
            }
            program.set(Model.NOISE, noise);
            if (model.given() > 0) {
                int from = first;
                program.set(Model.GIVEN, conditions(k -> from + k));
            }
            program.run();
            program.get(Model.X, x);
            int rows = Math.min(chunk, n - first);
            System.arraycopy(x, 0, all, first * d, rows * d);
            onProgress.accept(first + rows);
        }
        Acceptance tilt = new Acceptance(seed);
        boolean isTilted = model.tilt().isPresent();
        if (isTilted) {
            Rounds rounds = new Rounds(FIRST_OF_TILT, FIRST_OF_TILT + GapDefaults.ROUNDS_OF_A_TILT, false);
            drawAgain(all, stream, (float) temperature, rounds, tilt);
        }
        drawAgain(
                all,
                stream,
                (float) temperature,
                new Rounds(0, isTilted ? GapDefaults.ROUNDS_OF_A_TILT : GapDefaults.ROUNDS_OF_A_DRAW, true),
                (round, row, of, from) -> isMet(of, from) && (round == 0 || tilt.accepts(round, row, of, from)));
        requireFinite(all, temperature);
        return model.standardization().inverse(all, d);
    }

    /**
     * The rounds of draws: rows as they are in the first one, new draws in the later ones.
     *
     * @param first its number
     * @param end the number after the last one
     * @param keepLabels whether the member and the discrete features of a row stay
     */
    private record Rounds(int first, int end, boolean keepLabels) {}

    /** Whether a draw may stay. */
    private interface Judge {
        boolean accepts(int round, int row, float[] x, int from);
    }

    /** Accepts draws in proportion to e^t of the model's tilt (rejection sampling; von Neumann, 1951). */
    private final class Acceptance implements Judge {
        private final RandomStream uniforms;

        Acceptance(long seed) {
            uniforms = Purpose.TILT_CHOICES.stream(seed);
        }

        @Override
        public boolean accepts(int round, int row, float[] x, int from) {
            return isFinite(x, from)
                    && model.tilt()
                            .map(t -> Math.log(uniforms.generator(round * ROUND + row)
                                            .nextDouble())
                                    < t.at(inUnits(x, from)) - t.greatest())
                            .orElse(true);
        }
    }

    /** Replaces the rows that may not stay. */
    private void drawAgain(float[] all, RandomStream stream, float temperature, Rounds rounds, Judge judge) {
        int d = model.features();
        int[] open = IntStream.range(0, all.length / d)
                .filter(i -> !judge.accepts(rounds.first, i, all, i * d))
                .toArray();
        float[] noise = new float[chunk * model.sampleNoise()];
        float[] own = new float[model.sampleNoise()];
        float[] x = new float[chunk * d];
        FirstNoise before = new FirstNoise(stream, own.length);
        for (int round = rounds.first + 1; round < rounds.end && open.length > 0; round++) {
            List<Integer> left = new ArrayList<>();
            for (int from = 0; from < open.length; from += chunk) {
                int n = Math.min(chunk, open.length - from);
                int[] rows = Arrays.copyOfRange(open, from, from + n);
                for (int k = 0; k < n; k++) {
                    stream.normal(round * ROUND + rows[k] * RandomStream.positions(own.length), own);
                    if (rounds.keepLabels) {
                        before.keepLabels(rows[k], own);
                    }
                    for (int i = 0; i < own.length; i++) {
                        noise[k * own.length + i] = own[i] * temperature;
                    }
                }
                program.set(Model.NOISE, noise);
                if (model.given() > 0) {
                    program.set(Model.GIVEN, conditions(k -> rows[Math.min(k, n - 1)]));
                }
                program.run();
                program.get(Model.X, x);
                for (int k = 0; k < n; k++) {
                    boolean isMet = judge.accepts(round, rows[k], x, k * d);
                    if (isMet || !isFinite(all, rows[k] * d)) {
                        System.arraycopy(x, k * d, all, rows[k] * d, d);
                    }
                    if (!isMet) {
                        left.add(rows[k]);
                    }
                }
            }
            open = left.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** The noise of the first draws. */
    private final class FirstNoise {
        private final RandomStream stream;
        private final float[] noise;
        private final int size;
        private int number = -1;

        FirstNoise(RandomStream stream, int size) {
            this.stream = stream;
            this.noise = new float[chunk * size];
            this.size = size;
        }

        /** Gives a row that is drawn again the noise by which its member and its discrete features were drawn. */
        void keepLabels(int row, float[] own) {
            if (model.discrete().isEmpty()) {
                return;
            }
            if (row / chunk != number) {
                number = row / chunk;
                stream.normal(number * RandomStream.positions(noise.length), noise);
            }
            int from = model instanceof MixtureModel ? Choice.NORMALS : 0;
            int to = from
                    + model.components().stream()
                            .mapToInt(c -> c.flow().continuousNoise())
                            .min()
                            .orElse(0);
            int first = row % chunk * size;
            System.arraycopy(noise, first, own, 0, from);
            System.arraycopy(noise, first + to, own, to, size - to);
        }
    }

    private boolean isMet(float[] x, int from) {
        if (condition == null || !isFinite(x, from)) {
            return isFinite(x, from);
        }
        return condition.test(inUnits(x, from));
    }

    private double[] inUnits(float[] x, int from) {
        float[] row = Arrays.copyOfRange(x, from, from + model.features());
        return model.standardization().inverse(row, row.length).copyRow(0);
    }

    private boolean isFinite(float[] x, int from) {
        for (int i = from; i < from + model.features(); i++) {
            if (!Float.isFinite(x[i])) {
                return false;
            }
        }
        return true;
    }

    private void requireFinite(float[] rows, double temperature) {
        for (int i = 0; i < rows.length; i++) {
            if (!Float.isFinite(rows[i])) {
                throw new ArithmeticException("Sampler.draw: every number must be finite in float32 but row "
                        + i / model.features() + ", column " + i % model.features() + " is " + rows[i]
                        + " (both counted from 0) at temperature " + temperature
                        + "; lower the temperature, or train again at a lower learning rate");
            }
        }
    }

    /** The standardised values [chunk, given] on which the rows of some numbers are conditioned. */
    private float[] conditions(IntUnaryOperator row) {
        int width = model.given();
        float[] all = new float[chunk * width];
        for (int i = 0; i < chunk; i++) {
            double[] each = given.apply(row.applyAsInt(i));
            for (int j = 0; j < width; j++) {
                all[i * width + j] = model.standardization().forward(model.features() + j, each[j]);
            }
        }
        return all;
    }

    @Override
    public void close() {
        program.close();
    }
}
