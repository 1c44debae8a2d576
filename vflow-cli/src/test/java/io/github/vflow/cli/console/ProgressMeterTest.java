package io.github.vflow.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Without a terminal, progress is a line at every tenth. The time is the one of a clock that a test sets. */
final class ProgressMeterTest {
    private final SpokenConsole said = SpokenConsole.of();
    private final AtomicLong nanos = new AtomicLong(7);

    private ProgressMeter meter(long done, long all, double silent, boolean mayEndEarly) {
        return new ProgressMeter(said.console(), "training", "steps", done, all, silent, mayEndEarly, nanos::get);
    }

    private void pass(double seconds) {
        nanos.addAndGet(Math.round(seconds * 1e9));
    }

    @Test
    void aLineForEachTenthHasTheTimeThatIsLeft() {
        try (ProgressMeter meter = meter(100, 200, 0, true)) {
            pass(9.5);
            meter.at(119, "no tenth");
            assertEquals(List.of(), said.lines());
            pass(0.5);
            meter.at(120, "");
            meter.at(139);
            assertEquals(List.of("training: 120 of 200 steps, at most 40 s left"), said.lines());
            meter.at(140, "−1.5 nats");
            meter.at(160);
            assertEquals(
                    List.of(
                            "training: 140 of 200 steps, −1.5 nats, at most 15 s left",
                            "training: 160 of 200 steps, −1.5 nats, at most 7 s left"),
                    said.lines().subList(1, 3));
        }
    }

    /** The first steps wait for compilers, and most of all steps may be left out. */
    @Test
    void aBarHasATimeOnceItIsKnown() {
        try (ProgressMeter meter = meter(0, 1_000, 0, true)) {
            pass(1);
            meter.at(2, "−1.5 nats");
            assertEquals("−1.5 nats", meter.barWords(2, 1));
            assertEquals("−1.5 nats", meter.barWords(99, 2));
            assertEquals("at most 18 s left, −1.5 nats", meter.barWords(100, 2));
            meter.skipTo(50);
            assertEquals("about 38 s left", meter.barWords(50, 2));
        }
        try (ProgressMeter meter = meter(0, 1_000, 0, false)) {
            assertEquals("49 s left", meter.barWords(20, 1));
        }
    }

    @Test
    void moreStepsThanPlannedHaveNoTime() {
        try (ProgressMeter meter = meter(0, 100, 0, true)) {
            pass(1);
            meter.at(100, "−1.5 nats");
            meter.at(109);
            meter.at(110);
            assertEquals("more than planned, −1.5 nats", meter.barWords(110, 1));
        }
        assertEquals(
                List.of(
                        "training: 100 of 100 steps, −1.5 nats, at most 0 s left",
                        "training: 110 steps, −1.5 nats, more than planned"),
                said.lines());
    }

    @Test
    void longTimesAreRough() {
        try (ProgressMeter meter = meter(0, 1_000, 0, false)) {
            pass(61.2);
            meter.at(100, "");
            pass(7_200);
            meter.at(600, "");
        }
        assertEquals(
                List.of("training: 100 of 1,000 steps, 9:20 min left", "training: 600 of 1,000 steps, 1:21 h left"),
                said.lines());
    }

    @Test
    void countedStepsAddUp() {
        try (ProgressMeter meter = meter(50, 100, 0, false)) {
            pass(0.005);
            var counter = meter.counter();
            counter.accept(4);
            counter.accept(5);
            assertEquals(List.of(), said.lines());
            counter.accept(41);
            assertEquals(List.of("training: 100 of 100 steps, 0 s left"), said.lines());
        }
    }

    /** Seconds pass before work that may take no time has a line. */
    @Test
    void quickWorkHasNoLine() {
        try (ProgressMeter meter = meter(0, 10, 2, false)) {
            pass(1.9);
            meter.at(9, "");
            assertEquals(List.of(), said.lines());
            pass(0.1);
            meter.at(10, "");
            assertEquals(1, said.lines().size());
        }
    }

    /** After steps are left out, the time is an estimate for trainings that leave out as many. */
    @Test
    void stepsThatAreLeftOutMakeAnEstimate() {
        try (ProgressMeter meter = meter(0, 500, 0, true)) {
            pass(5);
            meter.at(50, "");
            meter.skipTo(100);
        }
        assertEquals(
                List.of("training: 50 of 500 steps, at most 45 s left", "training: 100 of 500 steps, about 20 s left"),
                said.lines());
    }

    @Test
    void moreWorkIsLeftThanWasPlanned() {
        try (ProgressMeter meter = meter(0, 100, 0, false)) {
            pass(1);
            meter.ofAll(200);
            meter.at(20, "");
        }
        assertEquals(List.of("training: 20 of 200 steps, 9 s left"), said.lines());
    }

    /** Five models of 300 steps that end after 180, at a constant speed: the time only falls, and is right from the second model on. */
    @Test
    void theTimeThatIsLeftOnlyFalls() {
        try (ProgressMeter meter = meter(0, 1_500, 0, true)) {
            for (int model = 0; model < 5; model++) {
                for (int step = 1; step <= 180; step++) {
                    pass(0.1);
                    meter.at(300L * model + step);
                }
                meter.skipTo(300L * (model + 1));
            }
        }
        List<Integer> left = said.lines().stream()
                .map(l -> Integer.parseInt(l.replaceAll(".* (\\d+)(:(\\d+))? (s|min) left", "$1$3")))
                .toList();
        assertEquals(10, left.size(), said.lines()::toString);
        assertEquals(left.stream().sorted(Comparator.reverseOrder()).toList(), left, said.lines()::toString);
        assertEquals(
                "training: 300 of 1,500 steps, about 1:20 min left",
                said.lines().get(1));
    }
}
