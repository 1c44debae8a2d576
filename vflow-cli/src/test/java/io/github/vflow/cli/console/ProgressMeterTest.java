package io.github.vflow.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Without a terminal, progress is a line at every tenth. */
final class ProgressMeterTest {
    private static final int MILLIS = 5;

    private static final Pattern LEFT = Pattern.compile("(.*?)(at most )?(\\d+)([:.])(\\d+) (s|min|h) left(.*)");

    private final StringWriter err = new StringWriter();

    @CommandLine.Command(name = "probe")
    private static final class Probe {
        @CommandLine.Mixin
        private final Console console = new Console();
    }

    private Console console() {
        Probe probe = new Probe();
        new CommandLine(probe).setErr(new PrintWriter(err)).parseArgs();
        return probe.console;
    }

    private List<String> lines() {
        return err.toString().lines().toList();
    }

    /** The seconds of a line, to a minute where it has hours. */
    private static double seconds(Matcher line) {
        int a = Integer.parseInt(line.group(3));
        int b = Integer.parseInt(line.group(5));
        return switch (line.group(6)) {
            case "s" -> a + 0.1 * b;
            case "min" -> 60 * a + b;
            default -> 3_600 * a + 60 * b;
        };
    }

    private static Matcher match(String line) {
        Matcher matcher = LEFT.matcher(line);
        assertTrue(matcher.matches(), line);
        return matcher;
    }

    @Test
    void aLineForEachTenthHasTheTimeThatIsLeft() throws InterruptedException {
        long start = System.nanoTime();
        try (ProgressMeter meter = new ProgressMeter(console(), "training", 100, 200, true, 1_000_000)) {
            Thread.sleep(MILLIS);
            meter.at(119, "no tenth");
            assertEquals(List.of(), lines());
            meter.at(120, "");
            double most = (System.nanoTime() - start) * 1e-9;
            assertEquals(1, lines().size());
            Matcher line = match(lines().getFirst());
            assertEquals("training: 120 of 200 steps, ", line.group(1));
            assertEquals("at most ", line.group(2));
            assertEquals(" for all models", line.group(7));
            // 20 steps were taken, and 80 and a million are left
            double least = MILLIS * 1e-3 * 1_000_080 / 20;
            double left = seconds(line);
            assertTrue(left >= least - 60 && left <= most * 1_000_080 / 20 + 1, err::toString);
            meter.at(139, "");
            assertEquals(1, lines().size());
            meter.at(140, "−1.5 nats");
            assertTrue(lines().get(1).startsWith("training: 140 of 200 steps, −1.5 nats, at most "), err::toString);
        }
    }

    @Test
    void countedStepsAddUp() throws InterruptedException {
        try (ProgressMeter meter = new ProgressMeter(console(), "training", 50, 100)) {
            Thread.sleep(MILLIS);
            IntConsumer counter = meter.counter();
            counter.accept(4);
            counter.accept(5);
            assertEquals(List.of(), lines());
            counter.accept(41);
            Matcher line = match(lines().getFirst());
            assertEquals("training: 100 of 100 steps, 0.0 s left", lines().getFirst());
            assertEquals("", line.group(7));
        }
    }

    /** Seconds pass before work that may take no time has a line. */
    @Test
    void quickWorkHasNoLine() throws InterruptedException {
        try (ProgressMeter meter = new ProgressMeter(console(), "Samples", "drawn", 10)) {
            Thread.sleep(MILLIS);
            meter.counter().accept(10);
            assertEquals("", err.toString());
        }
    }
}
