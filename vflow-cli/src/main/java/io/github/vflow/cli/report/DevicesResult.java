package io.github.vflow.cli.report;

import io.github.vflow.cli.conformance.EngineCheck;
import io.github.vflow.cli.console.Text;
import io.github.vflow.tensor.engine.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow devices}.
 *
 * @param engines one entry for each engine and each of its devices
 * @param passed whether every engine that can run computes correct numbers
 */
public record DevicesResult(List<Device> engines, boolean passed) {
    /** The result of some devices. */
    public static DevicesResult of(List<Device> devices) {
        return new DevicesResult(
                List.copyOf(devices), devices.stream().allMatch(d -> d.missing() != null || d.passed()));
    }

    /**
     * An engine on a device; the numbers of an engine that cannot run are NaN.
     *
     * @param name for {@code --engine}
     * @param missing what the engine needs to run; null if it runs
     * @param description engine and device, or what is missing
     * @param passed whether its numbers agree with the oracle's
     * @param error largest difference from the oracle over the largest number
     * @param milliseconds of one run
     * @param firstResultMilliseconds from compilation to the first result
     */
    public record Device(
            String name,
            @Nullable String missing,
            String description,
            boolean passed,
            double error,
            double milliseconds,
            double firstResultMilliseconds) {
        /** An engine that cannot run. */
        public static Device missing(String name, String why) {
            return new Device(name, why, why, false, Double.NaN, Double.NaN, Double.NaN);
        }

        /** An engine that ran. */
        public static Device of(Engine e, EngineCheck c) {
            return new Device(e.name(), null, e.description(), c.passes(), c.error(), c.milliseconds(), c.start());
        }

        /** One line, and a second with the numbers if it ran. */
        public String text() {
            if (missing != null) {
                return Text.format("%-12s %s", name, missing);
            }
            return Text.format(
                    "%-12s %s%n%-12s %s: error %.1e, %.3f ms a run, first result after %.0f ms",
                    name,
                    description.substring(name.length() + 1).strip(),
                    "",
                    passed ? "ok" : "WRONG",
                    error,
                    milliseconds,
                    firstResultMilliseconds);
        }
    }
}
