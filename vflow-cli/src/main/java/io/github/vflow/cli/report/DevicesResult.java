package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.tensor.engine.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow devices}, for all engines, or for one on one device.
 *
 * @param passed whether every engine that can run computes correct numbers
 */
public record DevicesResult(boolean passed, Facts facts) {
    /** The result for all engines and devices. */
    public static DevicesResult of(List<DevicesResult> all) {
        boolean passed = all.stream().allMatch(DevicesResult::passed);
        List<Facts> engines = all.stream().map(DevicesResult::facts).toList();
        return new DevicesResult(passed, new Facts().put("engines", engines).put("passed", passed));
    }

    /** An engine that cannot run, because something is missing. */
    public static DevicesResult missing(String name, String why) {
        Facts facts = facts(name, why, why, false, new EngineCheck(Double.NaN, Double.NaN, Double.NaN));
        return new DevicesResult(true, facts.line("%-12s %s", name, why));
    }

    /** An engine that ran: one line about it, and one with its numbers. */
    public static DevicesResult of(Engine e, EngineCheck c) {
        String name = e.name();
        Facts facts = facts(name, null, e.description(), c.passes(), c)
                .line(
                        "%-12s %s",
                        name, e.description().substring(name.length() + 1).strip())
                .line(
                        "%-12s %s: error %.1e, %.3f ms a run, first result after %.0f ms",
                        "", c.passes() ? "ok" : "WRONG", c.error(), c.milliseconds(), c.start());
        return new DevicesResult(c.passes(), facts);
    }

    private static Facts facts(
            String name, @Nullable String missing, String description, boolean passed, EngineCheck check) {
        return new Facts()
                .put("name", name)
                .put("missing", missing)
                .put("description", description)
                .put("passed", passed)
                .put("error", check.error())
                .put("milliseconds", check.milliseconds())
                .put("first_result_milliseconds", check.start());
    }
}
