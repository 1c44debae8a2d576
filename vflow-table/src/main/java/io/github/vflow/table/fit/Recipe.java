package io.github.vflow.table.fit;

import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.defaults.SplitDefaults;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How to learn a density. Immutable; start with {@link #standard}.
 *
 * @param target the density that is learned
 * @param network its architecture
 * @param budget how long training lasts at most
 * @param descent how a step moves the parameters
 * @param split the rows that do not train
 * @param stopping when training ends early
 * @param ensemble the members of the mixture
 * @param estimation the accuracy of scores that are estimates
 * @param machine the resources of this machine
 * @param seed of everything that is random
 */
public record Recipe(
        Target target,
        Network network,
        Budget budget,
        Descent descent,
        Split split,
        Stopping stopping,
        Ensemble ensemble,
        Estimation estimation,
        Machine machine,
        long seed) {
    /** A component, which a copy may have changed. */
    sealed interface Part {}

    /** Checks that the shards divide the batch. */
    public Recipe {
        require(
                machine.shards == 0 || budget.batch % machine.shards == 0,
                "shards must divide the batch, or be 0 for a choice by the model,",
                machine.shards + " of a batch of " + budget.batch);
    }

    /**
     * The density that is learned.
     *
     * @param given the columns x of p(y | x), where y are the others; empty: p(row)
     * @param objective that training minimises; empty: the mean of −bound
     * @param isStandardized whether real columns are standardised
     */
    public record Target(List<String> given, Optional<Objective> objective, boolean isStandardized) implements Part {
        /** Checks that the names differ. */
        public Target {
            given = List.copyOf(given);
            require(given.stream().distinct().count() == given.size(), "given must name each column once", given);
        }
    }

    /**
     * The architecture of the model.
     *
     * @param whole of the model; empty: the flow, with the additions of the {@link TablePlan}: a whitening map, broad components and, for p(row), a
     *     density of missing cells
     * @param flow of the features; empty: four mixture couplings
     * @param tail the share at the start of a broad density (Student t) that bounds the cost of a row far out, in [0, 1)
     */
    public record Network(Optional<RowSpec> whole, Optional<RowSpec> flow, double tail) implements Part {
        public Network {
            require(tail >= 0 && tail < 1, "tail must be in [0, 1)", tail);
        }
    }

    /**
     * The length of a training.
     *
     * @param steps the most training steps; empty: 20,000, and of more than 100 columns 20,000·(100/columns)³, since they take longer
     * @param epochs passes over the training rows instead of steps; empty: {@code steps} count
     * @param batch rows of a step
     */
    public record Budget(OptionalLong steps, OptionalLong epochs, int batch) implements Part {
        public Budget {
            require(steps.orElse(1) >= 1, "steps must be at least 1", steps.orElse(1));
            require(epochs.orElse(1) >= 1, "epochs must be at least 1", epochs);
            require(batch >= 2, "batch must be at least 2", batch);
        }
    }

    /**
     * The treatment of gradients and parameters in a step of Adam.
     *
     * @param rate the largest learning rate
     * @param decay how it falls
     * @param warmUp steps over which it rises from zero
     * @param clip the largest norm of a gradient; zero for no limit
     * @param ema decay of the moving average of the parameters that are kept, in [0, 1); zero for none
     */
    public record Descent(double rate, Schedule.Decay decay, long warmUp, double clip, double ema) implements Part {
        public Descent {
            require(rate > 0 && rate <= Float.MAX_VALUE, "learningRate must be positive", rate);
            require(warmUp >= 0, "warmUp must not be negative", warmUp);
            require(clip >= 0 && clip <= Float.MAX_VALUE, "clip must not be negative", clip);
            require(ema >= 0 && ema < 1, "ema must be in [0, 1)", ema);
        }
    }

    /**
     * The rows that do not train.
     *
     * @param heldOut the part of the rows that decides which parameters are kept, in [0, 1), at most 10,000 rows. Zero: the last parameters are kept,
     *     and the members of a mixture have equal shares
     * @param calibration the part of the rows that neither trains nor chooses anything, in [0, 1), whose scores an alarm compares new rows with.
     *     Empty: a tenth of a table of at least 1,000 rows, at most 10,000 rows, and none of a smaller table or for p(y | x). Then all rows of a
     *     table of 100 to 999 rows calibrate, scored by models of five folds
     * @param leavesOutOddRows whether the odd rows of the table are searched first and have no part in all this
     */
    public record Split(double heldOut, OptionalDouble calibration, boolean leavesOutOddRows) implements Part {
        public Split {
            require(heldOut >= 0 && heldOut < 1, "heldOut must be in [0, 1)", heldOut);
            double part = calibration.orElse(0);
            require(part >= 0 && part < 1, "calibration must be in [0, 1)", part);
        }
    }

    /**
     * The evaluations of the held-out rows, and the early end of training.
     *
     * @param patience evaluations without an improvement after which training ends; zero for never
     * @param every steps between evaluations; empty: four passes over the rows, or less on a large table, where patience still lasts as
     *     many passes. Half of patience is then enough if the best evaluation is an early one
     */
    public record Stopping(int patience, OptionalLong every) implements Part {
        public Stopping {
            require(patience >= 0, "patience must not be negative", patience);
            require(every.orElse(1) >= 1, "steps between evaluations must be at least 1", every);
        }
    }

    /**
     * The members of the mixture: one for each variant and seed.
     *
     * @param variants that train; empty: the {@link TablePlan} chooses two to five by the size of the table
     * @param members trainings of each variant, from seeds that follow one another
     * @param isTilted whether the mixture may get the marginals of the training rows, see {@link io.github.vflow.flow.Model#tilt}
     */
    public record Ensemble(Optional<List<Variant>> variants, int members, boolean isTilted) implements Part {
        /** Copies the list, and checks the numbers. */
        public Ensemble {
            variants = variants.map(List::copyOf);
            require(!variants.equals(Optional.of(List.of())), "variants must have at least one", variants);
            require(members >= 1, "members must be at least 1", members);
        }
    }

    /**
     * A way to train a member.
     *
     * @param noise the standard deviation of normal noise added to numeric training cells afresh in each batch, in standard deviations of the
     *     column. Without columns that take noise, the first variant alone trains
     * @param isWhitened whether the flow starts with a whitening map, if the architecture has one
     * @param hasMaps whether the flow sees columns through maps of their distributions, if maps explain the rows
     */
    public record Variant(double noise, boolean isWhitened, boolean hasMaps) {
        public Variant {
            require(noise >= 0 && noise <= MemberDefaults.MOST_NOISE, "noise must have numbers in [0, 10]", noise);
        }
    }

    /**
     * The accuracy of estimates.
     *
     * @param samples importance samples of a score, for augmented models and rows with missing cells; an exact flow needs none for
     *     complete rows
     * @param fillSteps the most training steps of the density of missing cells, which follow the steps of the model. With more than 100 columns it
     *     takes at most fillSteps·(100/columns)³. It takes at most as many as the table has rows, but at least 200, and no more than the model took
     *     at most
     */
    public record Estimation(int samples, long fillSteps) implements Part {
        public Estimation {
            require(samples >= 1, "samples must be at least 1", samples);
            require(fillSteps >= 1, "fillSteps must be at least 1", fillSteps);
        }
    }

    /**
     * The resources of this machine.
     *
     * @param threads for training: members and folds train side by side, and threads share large steps. Results do not depend on it
     * @param shards equal parts of a batch that run side by side; zero leaves the choice to the {@link
     *     io.github.vflow.flow.train.Trainer}. Results depend on it
     */
    public record Machine(int threads, int shards) implements Part {
        public Machine {
            require(threads >= 1, "threads must be at least 1", threads);
            require(shards >= 0, "shards must not be negative", shards);
        }
    }

    /** Whether another recipe trains the same: all but the threads and the objective are equal. */
    public boolean trainsAs(Recipe other) {
        return RecipeJson.write(this).equals(RecipeJson.write(other));
    }

    private static void require(boolean holds, String invariant, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("Recipe: " + invariant + " but is " + got);
        }
    }

    /**
     * A mixture of two to five exact flows of mixture couplings; the size of the table decides. At most 20,000 steps of 256 rows at a rate of 0.003
     * that falls linearly, gradients clipped to 5, a moving average of the parameters. A tenth of the rows held out, patience of 8 evaluations, a
     * thread for each processor up to eight, seed 1.
     */
    public static Recipe standard() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Recipe(
                new Target(List.of(), Optional.empty(), true),
                new Network(Optional.empty(), Optional.empty(), MixtureDefaults.STUDENT),
                new Budget(OptionalLong.empty(), OptionalLong.empty(), TrainingDefaults.BATCH),
                new Descent(
                        TrainingDefaults.LEARNING_RATE,
                        Schedule.Decay.LINEAR,
                        0,
                        TrainingDefaults.CLIP,
                        TrainingDefaults.EMA),
                new Split(SplitDefaults.HELD_OUT, OptionalDouble.empty(), false),
                new Stopping(TrainingDefaults.PATIENCE, OptionalLong.empty()),
                new Ensemble(Optional.empty(), MemberDefaults.SEEDS, true),
                new Estimation(Scoring.standard().samples(), TrainingDefaults.FILL_STEPS),
                new Machine(Math.min(TrainingDefaults.MOST_THREADS, processors), 0),
                1);
    }

    /** With another architecture, such as a VFlow. */
    public Recipe withArchitecture(RowSpec spec) {
        return with(new Network(Optional.of(spec), network.flow, network.tail));
    }

    /** With another flow of the features; the plan adds the rest. */
    public Recipe withFlow(RowSpec ofFeatures) {
        return with(new Network(network.whole, Optional.of(ofFeatures), network.tail));
    }

    /** With another share of the broad density at the start; zero for the flow alone. */
    public Recipe withTail(double share) {
        return with(new Network(network.whole, network.flow, share));
    }

    /** With another loss. */
    public Recipe withObjective(Objective minimised) {
        return with(new Target(target.given, Optional.of(minimised), target.isStandardized));
    }

    /** For p(other columns | these columns), which must have numbers and no missing cells. */
    public Recipe given(String... columns) {
        return with(new Target(List.of(columns), target.objective, target.isStandardized));
    }

    /** With real columns as they are, without standardisation. */
    public Recipe withoutStandardization() {
        return with(new Target(target.given, target.objective, false));
    }

    /** With another limit of steps. */
    public Recipe withSteps(long atMost) {
        return with(new Budget(OptionalLong.of(atMost), OptionalLong.empty(), budget.batch));
    }

    /** With a limit of passes over the training rows instead of steps. */
    public Recipe withEpochs(long atMost) {
        return with(new Budget(budget.steps, OptionalLong.of(atMost), budget.batch));
    }

    /** With another number of rows in a step. */
    public Recipe withBatch(int rows) {
        return with(new Budget(budget.steps, budget.epochs, rows));
    }

    /** With another learning rate at the start. */
    public Recipe withLearningRate(double start) {
        return with(new Descent(start, descent.decay, descent.warmUp, descent.clip, descent.ema));
    }

    /** With another course of the learning rate. */
    public Recipe withDecay(Schedule.Decay decay, long warmUp) {
        return with(new Descent(descent.rate, decay, warmUp, descent.clip, descent.ema));
    }

    /** With another limit of the gradient's norm; zero for none. */
    public Recipe withClip(double norm) {
        return with(new Descent(descent.rate, descent.decay, descent.warmUp, norm, descent.ema));
    }

    /** With a moving average of the parameters; zero for none. */
    public Recipe withEma(double decay) {
        return with(new Descent(descent.rate, descent.decay, descent.warmUp, descent.clip, decay));
    }

    /** With another part of the rows held out; zero for none. */
    public Recipe withHeldOut(double part) {
        return with(new Split(part, split.calibration, split.leavesOutOddRows));
    }

    /** With another part of the rows for calibration; zero for none. */
    public Recipe withCalibration(double part) {
        return with(new Split(split.heldOut, OptionalDouble.of(part), split.leavesOutOddRows));
    }

    /** For a table with odd rows among the others: searches them first, and learns from the others alone. */
    public Recipe withoutOddRows() {
        return leavingOutOddRows(true);
    }

    /** For the rows of a table as they are, or for the rows that are not odd. */
    public Recipe leavingOutOddRows(boolean areLeftOut) {
        return with(new Split(split.heldOut, split.calibration, areLeftOut));
    }

    /** With another patience; zero for never. */
    public Recipe withPatience(int evaluations) {
        return with(new Stopping(evaluations, stopping.every));
    }

    /** With an evaluation each time that this number of steps is done. */
    public Recipe withEvaluationsEvery(long steps) {
        return with(new Stopping(stopping.patience, OptionalLong.of(steps)));
    }

    /** With one member for each level of noise on the numbers of training rows; 0 for none. */
    public Recipe withNoise(Double... levels) {
        return withVariants(
                Stream.of(levels).map(h -> new Variant(h, true, false)).toList());
    }

    /** With these variants. */
    public Recipe withVariants(List<Variant> all) {
        return with(new Ensemble(Optional.of(all), ensemble.members, ensemble.isTilted));
    }

    /** With a number of trainings of each variant: a better density for as many times the time. */
    public Recipe withMembers(int number) {
        return with(new Ensemble(ensemble.variants, number, ensemble.isTilted));
    }

    /** With or without a tilt of the mixture. */
    public Recipe withTilt(boolean isTilted) {
        return with(new Ensemble(ensemble.variants, ensemble.members, isTilted));
    }

    /** With another number of importance samples of a score. */
    public Recipe withSamples(int number) {
        return with(new Estimation(number, estimation.fillSteps));
    }

    /** With other training steps of the density of missing cells. */
    public Recipe withFillSteps(long number) {
        return with(new Estimation(estimation.samples, number));
    }

    /** With another number of threads for training. */
    public Recipe withThreads(int number) {
        return with(new Machine(number, machine.shards));
    }

    /** With batches that are cut into equal parts; zero for a choice by the model. */
    public Recipe withShards(int equal) {
        return with(new Machine(machine.threads, equal));
    }

    /** With another seed. */
    public Recipe withSeed(long number) {
        return new Recipe(target, network, budget, descent, split, stopping, ensemble, estimation, machine, number);
    }

    private Recipe with(Part changed) {
        return new Recipe(
                changed instanceof Target t ? t : target,
                changed instanceof Network n ? n : network,
                changed instanceof Budget b ? b : budget,
                changed instanceof Descent d ? d : descent,
                changed instanceof Split s ? s : split,
                changed instanceof Stopping s ? s : stopping,
                changed instanceof Ensemble e ? e : ensemble,
                changed instanceof Estimation e ? e : estimation,
                changed instanceof Machine m ? m : machine,
                seed);
    }
}
