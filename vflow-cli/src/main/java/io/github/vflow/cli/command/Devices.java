package io.github.vflow.cli.command;

import io.github.vflow.cli.conformance.EngineCheck;
import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which engines there are, on which devices, and whether they compute. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        description = {
            "List the engines and their devices, and let each compute for a second.",
            "",
            "The names are what --engine takes. What is missing for an engine is said in its line."
        },
        footer = {"", "Example:  vflow devices"},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:every engine that can run computes what it should", "1:one does not"})
public final class Devices implements Callable<Integer> {
    private static final String TORNADO = "tornado";

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        List<Map<String, Object>> all = new ArrayList<>();
        boolean passed = check(Engines.reference(), all);
        passed &= check(Engines.fastest(), all);
        List<Engine> provided = Engines.provided();
        for (Engine e : provided) {
            if (e.missing().isPresent()) {
                missing(e.name(), e.missing().orElseThrow(), all);
            }
            for (Engine device : e.missing().isPresent() ? List.<Engine>of() : e.devices()) {
                passed &= check(device, all);
            }
        }
        if (provided.stream().noneMatch(e -> e.name().equals(TORNADO))) {
            missing(TORNADO, reasonFor(TORNADO), all);
        }
        console.result(Map.of("engines", all, "passed", passed));
        return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static String reasonFor(String name) {
        try {
            return Engines.named(name, 1).description();
        } catch (IllegalArgumentException e) {
            return Failure.message(e);
        }
    }

    private void missing(String name, String why, List<Map<String, Object>> all) {
        console.say("%-12s %s", name, why);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("missing", why);
        all.add(line);
    }

    private boolean check(Engine e, List<Map<String, Object>> all) {
        EngineCheck c = EngineCheck.of(e);
        String description = e.description().substring(e.name().length() + 1);
        console.say(
                "%-12s %s%n%-12s %s: error %.1e, %.3f ms a run, first result after %.0f ms",
                e.name(), description.strip(), "", c.passes() ? "ok" : "WRONG", c.error(), c.milliseconds(), c.start());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", e.name());
        line.put("description", e.description());
        line.put("passed", c.passes());
        line.put("error", c.error());
        line.put("milliseconds", c.milliseconds());
        line.put("first_result_milliseconds", c.start());
        all.add(line);
        return c.passes();
    }
}
