package io.github.vflow.table.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A monitor that is saved and restored goes on with the same bits, and refuses a state that is not its own. */
final class MonitorStateTest {
    private static final Baseline BASELINE = Normals.baseline(1_000, 1);

    @Property(tries = 20)
    void goesOnWithTheSameBits(@ForAll long seed, @ForAll @IntRange(max = 400) int saved) {
        DriftMonitor whole = DriftMonitor.of(BASELINE, 10);
        DriftMonitor parts = DriftMonitor.of(Baseline.ofJson(BASELINE.toJson()), 10);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 400; i++) {
            double[] row = Normals.row(random);
            row[1] += i < 200 ? 0 : 1;
            if (i == saved) {
                parts = DriftMonitor.restore(BASELINE, parts.toJson());
            }
            Normals.add(whole, row);
            Normals.add(parts, row);
        }
        assertEquals(whole.toJson(), parts.toJson());
        assertEquals(whole.alarm(), parts.alarm());
        assertEquals(whole.report(), parts.report());
        assertTrue(whole.alarm().isPresent());
    }

    @Test
    void refusesWhatIsNotItsState() {
        DriftMonitor monitor = DriftMonitor.of(BASELINE, 10);
        Normals.add(monitor, new double[10]);
        String state = monitor.toJson();
        refuses("", "");
        refuses("{}", "the field \"format\" is missing");
        refuses(state.substring(0, state.length() / 2), "");
        refuses(state.replace("vflow drift", "other"), "it must have the format \"vflow drift\" but has another");
        refuses(
                state.replace("\"version\":1", "\"version\":2"),
                "this program reads version 1 of a state but this is version 2; use the release that wrote it");
        refuses(
                state.replaceFirst("\"baseline\":\\d+", "\"baseline\":5"),
                "it belongs to another baseline, of another model or another training");
        refuses(state.replace("\"rows\":1", "\"rows\":-1"), "it cannot have seen -1 rows");
        refuses(state.replace("\"rows\":1", "\"rows\":0"), "the state of \"x0\" cannot have the number 1");
        refuses(
                state.replaceFirst("\"products\":\\[[^,]+", "\"products\":[-1.0"),
                "the state of \"x0\" cannot have the number -1.0");
        refuses(state.replaceFirst("\"starts\":\\[", "\"starts\":[0,"), "the state of \"x0\" must have ");
        String last = "(,\\{[^{}]*})]}$";
        refuses(state.replaceFirst(last, "]}"), "it has fewer columns than the baseline, 11");
        refuses(state.replaceFirst(last, "$1$1]}"), "it has more columns than the baseline, 11");
        IllegalArgumentException rate = assertThrows(
                IllegalArgumentException.class,
                () -> DriftMonitor.restore(BASELINE, state.replace("\"rate\":10.0", "\"rate\":0.0")));
        assertTrue(String.valueOf(rate.getMessage()).startsWith("DriftMonitor: the rate must be in"));
    }

    private static void refuses(String state, String why) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> DriftMonitor.restore(BASELINE, state));
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith("DriftMonitor: the state cannot be read: " + why)
                        && message.endsWith("; start a new monitor"),
                message);
    }
}
