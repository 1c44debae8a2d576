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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Measures the costs of a training by some moments of it, whose model is thrown away. Used once. */
public final class CostMeter implements Watch {
    private final LongSupplier clock;
    private final long began;
    private final double most;
    private final List<Long> steps = new ArrayList<>();
    private long begins;

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
        this.most = TimeDefaults.MEASURED * time.toNanos() / 2;
    }

    @Override
    public Answer after(long step, Optional<Trainer.Progress> evaluated) {
        steps.add(clock.getAsLong());
        boolean isTimeOver = steps.getLast() - begins >= most && steps.size() >= TimeDefaults.LEAST_MEASURED;
        return isTimeOver || steps.size() >= TimeDefaults.MOST_MEASURED ? Answer.STOP : Answer.GO_ON;
    }

    /**
     * The costs of a plan, by a second training: the JVM compiles in the first one.
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
        training(rows, plan, backend);
        begins = clock.getAsLong();
        steps.clear();
        MemberTraining member = training(rows, plan, backend);
        // the JVM has compiled most of a step when the first half is over
        int half = (steps.size() - 1) / 2;
        double step = seconds(steps.get(half), steps.getLast()) / Math.max(1, steps.size() - 1 - half);
        double start = Math.max(0, seconds(begins, steps.getFirst()) - step);
        double fillStep = plan.architecture().fill().isNone() || !member.model().hasFlow()
                ? 0
                : fillStep(member.model(), backend, plan.recipe().seed());
        return new TrainingCosts(seconds(began, clock.getAsLong()), start, step, fillStep, backend.atOnce());
    }

    private MemberTraining training(TrainingRows rows, TablePlan plan, Backend backend) {
        MemberTraining member =
                new MemberTraining(rows, plan, TrainingCosts.first(plan), backend, this, new SharedFits());
        member.train(Optional.empty(), Optional.empty(), (_, _) -> {});
        return member;
    }

    /** The difference of a longer and a shorter training, since both compile their programs. */
    private double fillStep(FlowModel model, Backend backend, long seed) {
        long from = clock.getAsLong();
        FillTraining.run(model, backend.engine(), 1, seed);
        long between = clock.getAsLong();
        FillTraining.run(model, backend.engine(), 1 + TimeDefaults.FILL_MEASURED, seed);
        double more = seconds(between, clock.getAsLong()) - seconds(from, between);
        return Math.max(0, more) / TimeDefaults.FILL_MEASURED;
    }

    private static double seconds(long from, long to) {
        return (to - from) * 1e-9;
    }
}
