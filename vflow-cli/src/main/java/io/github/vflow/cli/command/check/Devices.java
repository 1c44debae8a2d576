package io.github.vflow.cli.command.check;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.report.DevicesResult;
import io.github.vflow.cli.report.EngineCheck;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code devices}. */
@Command(
        name = "devices",
        description = {
            "List the engines and their devices, and test and time each.",
            "",
            "--engine takes these names. The line of an engine that cannot run names the missing part."
        },
        footer = {"", "Example:  vflow devices"},
        exitCodeList = {"0:every engine that can run computes correct numbers", "1:an engine does not", "2:usage"})
public final class Devices implements Callable<Integer> {
    private static final String TORNADO = "tornado";

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        List<DevicesResult> all = new ArrayList<>();
        check(Engines.reference(), all);
        check(Engines.fastest(), all);
        List<Engine> provided = Engines.provided();
        for (Engine e : provided) {
            if (e.missing().isPresent()) {
                add(DevicesResult.missing(e.name(), e.missing().orElseThrow()), all);
            } else {
                e.devices().forEach(device -> check(device, all));
            }
        }
        if (provided.stream().noneMatch(e -> e.name().equals(TORNADO))) {
            add(DevicesResult.missing(TORNADO, reasonFor(TORNADO)), all);
        }
        DevicesResult result = DevicesResult.of(all);
        console.json(result.facts());
        return result.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static String reasonFor(String name) {
        try {
            return Engines.named(name, 1).description();
        } catch (IllegalArgumentException e) {
            return Failure.message(e) + EngineOptions.hint(name);
        }
    }

    private void check(Engine e, List<DevicesResult> all) {
        add(DevicesResult.of(e, EngineCheck.of(e)), all);
    }

    /** Prints each line at once, because an engine can take seconds to start. */
    private void add(DevicesResult device, List<DevicesResult> all) {
        console.say("%s", device.facts().text());
        all.add(device);
    }
}
