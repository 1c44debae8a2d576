package io.github.vflow.flow.train;

import io.github.vflow.flow.evaluation.Mean;
import java.util.Collections;
import java.util.List;

/**
 * The record of a training.
 *
 * @param steps the number of steps done
 * @param seconds how long they took
 * @param heldOut the bound of the held-out rows under the parameters that were kept, in nats; of an exact model ln p
 * @param end why training ended
 * @param history the progress at each evaluation
 * @param alone the components of each member; empty if held-out rows chose no shares
 */
public record Fitted(
        long steps, double seconds, Mean heldOut, End end, List<Trainer.Progress> history, List<Alone> alone) {
    /** Why training ended. */
    public enum End {
        /** All steps were done. */
        STEPS,
        /** The bound of the held-out rows stopped improving. */
        NO_BETTER,
        /** It was stopped, by a watch or an interrupt. */
        STOPPED,
        /** A loss or a parameter stopped being finite; the best parameters before that were kept. */
        DIVERGED
    }

    /**
     * The mean ln p of the held-out rows under each component of a member alone, in nats: held-out rows chose the shares by it.
     *
     * @param flow of the flow
     * @param normals of the mixture of normal distributions
     * @param student of the Student t
     */
    public record Alone(double flow, double normals, double student) {}

    public Fitted {
        history = List.copyOf(history);
        alone = List.copyOf(alone);
    }

    /** The same training without its times, which differ from run to run. */
    public Fitted withoutTimes() {
        return new Fitted(
                steps,
                0,
                heldOut,
                end,
                history.stream().map(Trainer.Progress::withoutTime).toList(),
                alone);
    }

    /**
     * The training of a mixture: steps and seconds are sums over all members; the history comes from the member with the largest share.
     *
     * @param shares of the members
     * @param heldOut the bound of the held-out rows under the mixture
     */
    public static Fitted ofMixture(List<Fitted> members, List<Double> shares, Mean heldOut) {
        Fitted largest = members.get(shares.indexOf(Collections.max(shares)));
        return new Fitted(
                members.stream().mapToLong(Fitted::steps).sum(),
                members.stream().mapToDouble(Fitted::seconds).sum(),
                heldOut,
                members.stream().anyMatch(m -> m.end == End.STOPPED) ? End.STOPPED : largest.end,
                largest.history,
                members.stream().flatMap(m -> m.alone.stream()).toList());
    }
}
