package io.github.vflow.lab.conformance;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code conformance}. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = {
            "Compare the engines with numbers that another implementation computed.",
            "",
            "Each FILE is a toy or image fixture in safetensors: parameters, inputs, and expected outputs, gradients, inverses"
                    + " and Adam steps. Each quantity of the file is computed, compared and printed in one line. 'relative' is"
                    + " the largest error over the largest expected number of the tensor; at most T passes."
        },
        footer = {"", "Example:  vflow conformance toy_glow_L3_D2_f64.safetensors --engine both --tolerance 2e-4"},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:all quantities of all files are within the tolerance",
            "1:a quantity is not, or a file cannot be compared"
        })
public final class Conformance implements Callable<Integer> {
    private static final double DOUBLE = 1e-9;
    private static final double SINGLE = 2e-4;
    private static final double SINGLE_STEPS = 2e-3;

    @Mixin
    private Console console;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Fixtures.")
    private List<Path> files;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "The largest relative error that passes. Default: 1e-9 for reference, 2e-4 for vector and for"
                    + " fixtures in float32, there 2e-3 for the steps of Adam.")
    private @Nullable Double tolerance;

    @Option(
            names = "--engine",
            defaultValue = "both",
            paramLabel = "NAME",
            description = "reference, vector, both of them, or tornado. Default: ${DEFAULT-VALUE}.")
    private String engine;

    @Override
    public Integer call() {
        console.require(tolerance == null || tolerance >= 0, "--tolerance must not be negative but is " + tolerance);
        List<Engine> engines = (engine.equals("both") ? List.of("reference", "vector") : List.of(engine))
                .stream().map(this::named).toList();
        ConformanceResult result = ConformanceResult.of(
                files.stream().map(file -> compare(file, engines)).toList());
        console.json(result.facts());
        return result.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Engine named(String name) {
        try {
            return Engines.named(name, 1);
        } catch (IllegalArgumentException e) {
            throw console.usage("--engine: %s", Failure.message(e));
        }
    }

    private ConformanceResult compare(Path file, List<Engine> engines) {
        try {
            Fixture fixture = Fixture.read(file);
            console.say("%s: %s", file.getFileName(), fixture.description());
            Map<String, ConformanceResult> byEngine = new LinkedHashMap<>();
            for (Engine e : engines) {
                double limit = limit(fixture, e);
                ConformanceResult result =
                        ConformanceResult.of(e.name(), Report.of(fixture, e), limit, c -> limit(c, limit));
                console.say("%s", result.facts().text());
                byEngine.put(e.name(), result);
            }
            return ConformanceResult.of(file, byEngine);
        } catch (IOException | IllegalArgumentException e) {
            String message = Failure.message(e);
            console.note("vflow: %s", message.contains(file.toString()) ? message : file + ": " + message);
            return ConformanceResult.failed(file, message);
        }
    }

    private double limit(Fixture fixture, Engine e) {
        if (tolerance != null) {
            return tolerance;
        }
        return e.name().equals("reference") && !fixture.isSinglePrecision() ? DOUBLE : SINGLE;
    }

    /** Adam turns gradients that are mostly rounding errors into steps of full size, so its float32 tolerance is larger. */
    private double limit(Comparison c, double limit) {
        boolean steps = c.name().startsWith("adam_") || c.name().startsWith("ema_");
        return tolerance == null && steps && limit == SINGLE ? SINGLE_STEPS : limit;
    }
}
