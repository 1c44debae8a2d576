package io.github.vflow.table.training;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.table.defaults.TimeDefaults;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.TrainingCosts;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Measures the costs of a training by some moments of it, whose model is thrown away. Used once. */
public final class CostMeter implements Watch {
    private final LongSupplier clock;
    private final long began;
    private final double all;
    private final double most;
    private final List<Moment> steps = new ArrayList<>();
    private long begins;

    /** The end of a step, after an evaluation if there was one. */
    private record Moment(long time, boolean isEvaluated) {}

    /**
     * A meter that begins now.
     *
     * @param time of the whole training
     * @param clock in nanoseconds
     */
    public CostMeter(Duration time, LongSupplier clock) {
        this.clock = clock;
        this.began = clock.getAsLong();
        this.begins = began;
        this.all = time.toNanos() * 1e-9;
        this.most = TimeDefaults.MEASURED * all / 2;
    }

    @Override
    public Answer after(long step, Optional<Trainer.Progress> evaluated) {
        steps.add(new Moment(clock.getAsLong(), evaluated.isPresent()));
        boolean isTimeOver =
                seconds(begins, steps.getLast().time()) >= most && steps.size() >= TimeDefaults.LEAST_MEASURED;
        return isTimeOver || steps.size() >= TimeDefaults.MOST_MEASURED ? Answer.STOP : Answer.GO_ON;
    }

    /**
     * The costs of a plan, by a second training, if there is time for it: the JVM compiles in the first one.
     *
     * @throws io.github.vflow.flow.train.DivergedException if training diverges at once
     */
    public TrainingCosts measure(TrainingRows rows, TablePlan plan, Backend backend) {
        // as if members trained on all threads, so that none helps
        boolean isTaken = backend.spare().take(backend.atOnce());
        try {
            return measured(rows, plan, backend);
        } finally {
            if (isTaken) {
                backend.spare().give(backend.atOnce());
            }
        }
    }

    private TrainingCosts measured(TrainingRows rows, TablePlan plan, Backend backend) {
        MemberTraining member = training(rows, plan, backend);
        if (!isTimeOver()) {
            begins = clock.getAsLong();
            steps.clear();
            member = training(rows, plan, backend);
        }
        double step = step(plan.training().evaluation().every());
        double start = Math.max(0, seconds(begins, steps.getFirst().time()) - step);
        double fillStep = isTimeOver()
                        || plan.architecture().fill().isNone()
                        || !member.model().hasFlow()
                ? 0
                : fillStep(member.model(), backend, plan.recipe().seed());
        return new TrainingCosts(seconds(began, clock.getAsLong()), start, step, fillStep, backend.atOnce());
    }

    private boolean isTimeOver() {
        return seconds(began, steps.getLast().time()) >= all;
    }

    /** A step with its part of an evaluation: the shortest ones, since the JVM compiles in most others. */
    private double step(long every) {
        double[] plain = later(false);
        double[] evaluated = later(true);
        if (plain.length == 0) {
            return least(evaluated);
        }
        double evaluation = evaluated.length == 0 ? 0 : Math.max(0, least(evaluated) - least(plain));
        return least(plain) + evaluation / every;
    }

    /** The seconds of steps of the later half, with an evaluation or without. */
    private double[] later(boolean isEvaluated) {
        return IntStream.range(steps.size() / 2, steps.size())
                .filter(i -> steps.get(i).isEvaluated() == isEvaluated)
                .mapToDouble(i -> seconds(
                        i == 0 ? begins : steps.get(i - 1).time(), steps.get(i).time()))
                .toArray();
    }

    private static double least(double[] of) {
        return Arrays.stream(of).min().orElseThrow();
    }

    private MemberTraining training(TrainingRows rows, TablePlan plan, Backend backend) {
        MemberTraining member =
                new MemberTraining(rows, plan, TrainingCosts.first(plan), backend, this, new SharedFits());
        member.train(Optional.empty(), Optional.empty(), (_, _) -> {});
        return member;
    }

    /** The shortest of some steps of the density of missing cells. */
    private double fillStep(FlowModel model, Backend backend, long seed) {
        List<Long> ends = new ArrayList<>();
        FillTraining.run(
                model,
                backend.engine(),
                1 + TimeDefaults.FILL_MEASURED,
                seed,
                () -> ends.add(clock.getAsLong()),
                new SpareThreads(0));
        return least(IntStream.range(1, ends.size())
                .mapToDouble(i -> seconds(ends.get(i - 1), ends.get(i)))
                .toArray());
    }

    private static double seconds(long from, long to) {
        return (to - from) * 1e-9;
    }
}
