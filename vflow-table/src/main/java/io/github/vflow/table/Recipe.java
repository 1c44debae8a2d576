package io.github.vflow.table;

import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.FillSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingKind;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.tensor.run.Engines;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * How to learn a density. Immutable; start with {@link #standard}.
 *
 * @param architecture of the model; empty: chosen by the width of the table
 * @param objective what training minimises; empty: the mean of −bound
 * @param steps the most training steps
 * @param batch rows of a step
 * @param learningRate of Adam at the start; it falls linearly to zero
 * @param heldOut the part of the rows that is not trained on but decides which parameters are kept, in (0, 1); at most 10,000 rows
 * @param calibration the part of the rows that neither trains nor chooses anything, in [0, 1), whose scores an alarm compares
 *     new rows with; zero for none; empty: a tenth of a table of at least 1,000 rows, at most 10,000 rows, and none of a smaller table.
 *     A {@link ConditionalModel} has none
 * @param patience evaluations of the held-out rows without an improvement after which training ends, where every fourth pass over the rows has
 *     one; zero for never. A large table has more evaluations, and training ends after as many passes as on a small one
 * @param samples importance samples of a score, for augmented models and rows with missing cells; an exact flow needs none for complete rows
 * @param fillSteps the most training steps of the density that integrates missing cells out, after those of the model; a table of fewer rows
 *     takes one step for each row, but at least {@value #FEWEST_FILL_STEPS}
 * @param noise standard deviations of fresh normal noise on the real and whole numbers of training rows, in standard deviations of the column. A
 *     table of at most 10,000 rows is trained with each, and the model is a mixture of the results; a larger one is trained with the first two
 *     only. The results of training with noise are the {@linkplain TableModel#smoothed smoothed} density of alarms
 * @param members how many models are trained with each noise, from seeds that follow one another; the model is a mixture of all, whose shares
 *     the held-out rows choose
 * @param shards into how many equal parts a batch is cut, which run side by side; zero leaves the choice to the {@link
 *     io.github.vflow.flow.train.Trainer}. Results depend on it
 * @param threads for training, unless {@link #hasShortSteps}; results do not depend on it
 * @param seed of everything that is random
 */
public record Recipe(
        Optional<RowSpec> architecture,
        Optional<Objective> objective,
        long steps,
        int batch,
        double learningRate,
        double heldOut,
        OptionalDouble calibration,
        int patience,
        int samples,
        long fillSteps,
        List<Double> noise,
        int members,
        int shards,
        int threads,
        long seed) {
    private static final long STEPS = 20_000;
    private static final int BATCH = 256;
    private static final double RATE = 2e-3;
    private static final double HELD_OUT = 0.1;
    private static final int PATIENCE = 20;
    private static final long FILL_STEPS = 2_000;
    private static final int FLOW_STEPS = 4;
    private static final int FEWEST_FILL_STEPS = 200;
    private static final int MOST_ROWS_TO_REPEAT = 10_000;
    private static final int NOISES_OF_MANY_ROWS = 2;
    private static final int FEW_ROWS = 1_000;
    private static final int MOST_THREADS = 8;
    private static final List<Double> NOISE = List.of(0.0, 0.15, 0.3);

    /** Checks the numbers. */
    public Recipe {
        require(steps >= 1, "steps must be at least 1", steps);
        require(batch >= 2, "batch must be at least 2", batch);
        require(learningRate > 0 && learningRate <= Float.MAX_VALUE, "learningRate must be positive", learningRate);
        require(heldOut > 0 && heldOut < 1, "heldOut must be in (0, 1)", heldOut);
        require(
                calibration.isEmpty() || (calibration.getAsDouble() >= 0 && calibration.getAsDouble() < 1),
                "calibration must be in [0, 1)",
                calibration.orElse(0));
        require(patience >= 0, "patience must not be negative", patience);
        require(samples >= 1, "samples must be at least 1", samples);
        require(fillSteps >= 1, "fillSteps must be at least 1", fillSteps);
        noise = List.copyOf(noise);
        require(
                !noise.isEmpty() && noise.stream().allMatch(h -> h >= 0 && h <= 10),
                "noise must have at least one number, each in [0, 10],",
                noise);
        require(members >= 1, "members must be at least 1", members);
        require(
                shards >= 0 && (shards == 0 || batch % shards == 0),
                "shards must divide the batch, or be 0 for a choice by the model,",
                shards + " of a batch of " + batch);
        require(threads >= 1, "threads must be at least 1", threads);
    }

    /**
     * The noises with which a table is trained: all for a table of at most 10,000 rows, the first two for a larger one, and the first for one
     * without columns that take noise.
     */
    public List<Double> noiseOf(Schema schema, int rows) {
        if (schema.columns().stream().noneMatch(NoisyBatches::takesNoise)) {
            return noise.subList(0, 1);
        }
        return rows <= MOST_ROWS_TO_REPEAT ? noise : noise.subList(0, Math.min(NOISES_OF_MANY_ROWS, noise.size()));
    }

    /**
     * Whether a table has so few rows that it is trained on one thread: its training is as short as the compilation of the kernels, and
     * threads that wait would take a processor from the JVM's compiler.
     */
    public static boolean hasShortSteps(int rows) {
        return rows < FEW_ROWS;
    }

    /** This machine, for a table of so many rows. */
    Backend backend(int rows) {
        return Backend.of(Engines.vector(hasShortSteps(rows) ? 1 : threads));
    }

    /** The training steps of the density that integrates missing cells out: what few rows can teach needs few. */
    public long fillStepsOf(int rows) {
        return Math.min(fillSteps, Math.max(FEWEST_FILL_STEPS, rows));
    }

    /**
     * The architecture without a choice of one's own: four mixture couplings, a defended tail, and for p(x) a density of missing cells.
     *
     * @param features D_X
     * @param given the number of columns that condition the density
     * @param gaps whether cells are missing
     */
    public static RowSpec usualArchitecture(int features, int given, boolean gaps) {
        return RowSpec.of(features, 0, FLOW_STEPS)
                .withCoupling(CouplingKind.MIXTURE)
                .withGiven(given)
                .withFill(FillSpec.ofTable(features, given, gaps))
                .withDefensive(DefensiveSpec.standard());
    }

    private static void require(boolean holds, String invariant, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("Recipe: " + invariant + " but is " + got);
        }
    }

    /**
     * A mixture of exact flows of mixture couplings, one for each of three noises on training rows; at most 20,000 steps of 256 rows at a rate of 0.002, a tenth of the rows held out, patience of 20
     * evaluations, a thread for each processor up to eight, seed 1.
     */
    public static Recipe standard() {
        return new Recipe(
                Optional.empty(),
                Optional.empty(),
                STEPS,
                BATCH,
                RATE,
                HELD_OUT,
                OptionalDouble.empty(),
                PATIENCE,
                Scoring.standard().samples(),
                FILL_STEPS,
                NOISE,
                1,
                0,
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                1);
    }

    /** With an architecture of one's own choice, such as a VFlow, or a flow with steps of one's own. */
    public Recipe withArchitecture(RowSpec spec) {
        return with(d -> d.architecture = Optional.of(spec));
    }

    /** With another loss. */
    public Recipe withObjective(Objective minimised) {
        return with(d -> d.objective = Optional.of(minimised));
    }

    /** With another limit of steps. */
    public Recipe withSteps(long atMost) {
        return with(d -> d.steps = atMost);
    }

    /** With other numbers of rows in a step. */
    public Recipe withBatch(int rows) {
        return with(d -> d.batch = rows);
    }

    /** With another learning rate at the start. */
    public Recipe withLearningRate(double rate) {
        return with(d -> d.learningRate = rate);
    }

    /** With another part of the rows held out. */
    public Recipe withHeldOut(double part) {
        return with(d -> d.heldOut = part);
    }

    /** With another part of the rows for calibration; zero for none. */
    public Recipe withCalibration(double part) {
        return with(d -> d.calibration = OptionalDouble.of(part));
    }

    /** With another patience; zero for never. */
    public Recipe withPatience(int evaluations) {
        return with(d -> d.patience = evaluations);
    }

    /** With another number of importance samples of a score. */
    public Recipe withSamples(int number) {
        return with(d -> d.samples = number);
    }

    /** With other training steps of the density that integrates missing cells out. */
    public Recipe withFillSteps(long number) {
        return with(d -> d.fillSteps = number);
    }

    /** With other noise on the numbers of training rows; 0 for none. */
    public Recipe withNoise(Double... deviations) {
        return with(d -> d.noise = List.of(deviations));
    }

    /** With a mixture of so many models for each noise: a better density for the time of as many trainings. */
    public Recipe withMembers(int number) {
        return with(d -> d.members = number);
    }

    /** With batches that are cut into so many equal parts; zero for a choice by the model. */
    public Recipe withShards(int equal) {
        return with(d -> d.shards = equal);
    }

    /** With another number of threads for training. */
    public Recipe withThreads(int number) {
        return with(d -> d.threads = number);
    }

    /** With another seed. */
    public Recipe withSeed(long number) {
        return with(d -> d.seed = number);
    }

    private Recipe with(Consumer<RecipeDraft> change) {
        RecipeDraft draft = new RecipeDraft(this);
        change.accept(draft);
        return draft.recipe();
    }
}
