package io.github.vflow.flow;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.distribution.mixing.DefensiveMixture;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.flow.surjection.Lift;
import io.github.vflow.flow.surjection.column.FillMissing;
import io.github.vflow.flow.surjection.column.FillOne;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The surjections of a model.
 *
 * @param steps from the data to the flow
 * @param ofColumns how many of the first lift columns: 0 or 1; the others augment
 */
record Lifting(List<Surjection> steps, int ofColumns) {
    Lifting {
        steps = List.copyOf(steps);
    }

    /** With the columns lifted by a surjection that fills missing cells. */
    Lifting filling(FillMissing fill) {
        return new Lifting(
                Stream.concat(Stream.of(fill), steps.stream().skip(ofColumns)).toList(), 1);
    }

    /** For rows that know all columns but some. */
    Lifting fillingOnly(Set<Integer> columns) {
        return ofColumns == 1 && steps.getFirst() instanceof FillMissing fill ? filling(fill.only(columns)) : this;
    }

    /** As {@link #filling}, for S copies of each row with one missing cell; empty if another step or a column takes noise or adds dimensions. */
    Optional<Lifting> fillingOne(int samples) {
        return steps.size() == 1 && steps.getFirst() instanceof FillMissing fill && FillOne.isFor(fill)
                ? Optional.of(new Lifting(List.of(new FillOne(fill, samples)), 1))
                : Optional.empty();
    }

    int augment() {
        return steps.stream().mapToInt(Surjection::augment).sum();
    }

    int noise() {
        return steps.stream().mapToInt(Surjection::noise).sum();
    }

    /**
     * Lifts rows.
     *
     * @param features standardised continuous ones
     * @param noise [b, {@link #noise}]; ignored if there is none
     */
    Lift lift(Cells features, Tensor noise, Condition condition, Optional<Draw> discrete) {
        Cells v = features;
        List<Lifted> lifted = new ArrayList<>();
        int from = 0;
        for (Surjection s : steps) {
            Lifted next = v.lift(s, s.noise() == 0 ? noise : noise.slice(1, from, from + s.noise()), condition);
            from += s.noise();
            lifted.add(next);
            v = Cells.known(next.value());
        }
        Tensor columns = ofColumns == 0 ? features.numbers() : lifted.getFirst().value();
        return new Lift(lifted, v.numbers(), columns, condition, discrete);
    }

    /** ln of the density of the flow, and of the broad components if there are any, with the term of each surjection [b]. */
    Tensor bound(Tensor logFlow, Lift lift, @Nullable DefensiveMixture defensive) {
        if (defensive == null) {
            return plus(logFlow, lift.steps());
        }
        Tensor augmented = plus(logFlow, lift.steps().subList(ofColumns, steps.size()));
        return plus(
                defensive.logProb(augmented, lift.columns(), lift.condition()),
                lift.steps().subList(0, ofColumns));
    }

    private static Tensor plus(Tensor log, List<Lifted> terms) {
        Tensor sum = log;
        for (Lifted s : terms) {
            sum = sum.plus(s.added());
        }
        return sum;
    }

    /** The way back to the lifted columns. */
    Tensor toColumns(Tensor v) {
        return back(v, steps.subList(ofColumns, steps.size()));
    }

    /** The way back from the lifted columns to the data. */
    Tensor toData(Tensor columns) {
        return back(columns, steps.subList(0, ofColumns));
    }

    private static Tensor back(Tensor v, List<Surjection> some) {
        Tensor x = v;
        for (Surjection s : some.reversed()) {
            x = s.back(x);
        }
        return x;
    }
}
