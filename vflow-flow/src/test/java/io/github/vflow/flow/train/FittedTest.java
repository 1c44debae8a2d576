package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.train.Fitted.End;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The record of a mixture: sums over the members, and the history of the largest. */
final class FittedTest {
    private static final Mean HELD_OUT = new Mean(-1.5, 0.1, 20);

    private static Fitted member(long steps, End end) {
        return new Fitted(
                steps,
                0.25 * steps,
                new Mean(-steps, 1, 10),
                end,
                List.of(new Trainer.Progress(steps, 100, -2, -3, -3, 1e-3, 7)),
                List.of(new Fitted.Alone(-steps, -1, -2)));
    }

    @Test
    void stepsAreAddedUpAndTheHistoryIsThatOfTheLargest() {
        Fitted small = member(10, End.NO_BETTER);
        Fitted large = member(30, End.STEPS);
        Fitted mixture = Fitted.ofMixture(List.of(small, large), List.of(0.4, 0.6), HELD_OUT);
        assertEquals(
                new Fitted(
                        40,
                        10,
                        HELD_OUT,
                        End.STEPS,
                        large.history(),
                        List.of(new Fitted.Alone(-10, -1, -2), new Fitted.Alone(-30, -1, -2))),
                mixture);
        assertEquals(
                End.NO_BETTER,
                Fitted.ofMixture(List.of(small, large), List.of(0.6, 0.4), HELD_OUT)
                        .end());
    }

    @Test
    void aMixtureIsStoppedIfAMemberIs() {
        Fitted stopped = member(10, End.STOPPED);
        assertEquals(
                End.STOPPED,
                Fitted.ofMixture(List.of(stopped, member(30, End.STEPS)), List.of(0.4, 0.6), HELD_OUT)
                        .end());
    }

    @Test
    void timesAreLeftOut() {
        Fitted without = member(10, End.STEPS).withoutTimes();
        assertEquals(0, without.seconds());
        assertEquals(0, without.history().getFirst().seconds());
        assertEquals(member(10, End.STEPS).heldOut(), without.heldOut());
    }
}
