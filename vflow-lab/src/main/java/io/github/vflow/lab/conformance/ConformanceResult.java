package io.github.vflow.lab.conformance;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The result of {@code vflow conformance}, for all files, one file, or one engine on one file.
 *
 * @param passed whether all numbers are within their tolerances
 */
public record ConformanceResult(boolean passed, Facts facts) {
    /** The result for all files. */
    public static ConformanceResult of(List<ConformanceResult> files) {
        boolean passed = files.stream().allMatch(ConformanceResult::passed);
        Facts facts = new Facts().put("passed", passed).put("files", facts(files));
        return new ConformanceResult(passed, facts);
    }

    private static List<Facts> facts(List<ConformanceResult> all) {
        return all.stream().map(ConformanceResult::facts).toList();
    }

    /** The result for a file, by the names of the engines. */
    public static ConformanceResult of(Path file, Map<String, ConformanceResult> engines) {
        boolean passed = engines.values().stream().allMatch(ConformanceResult::passed);
        Map<String, Facts> byName = new LinkedHashMap<>();
        engines.forEach((name, result) -> byName.put(name, result.facts));
        Facts facts = new Facts()
                .put("file", file)
                .put("passed", passed)
                .put("engines", byName)
                .put("error", null);
        return new ConformanceResult(passed, facts);
    }

    /** The result for a file that cannot be compared. */
    public static ConformanceResult failed(Path file, String error) {
        Facts facts = new Facts()
                .put("file", file)
                .put("passed", false)
                .put("engines", null)
                .put("error", error);
        return new ConformanceResult(false, facts);
    }

    /**
     * The result for an engine on a file. Without any quantity it has not passed.
     *
     * @param engine its name, with which each line begins
     * @param tolerance the general one
     * @param limit the tolerance of one quantity
     */
    public static ConformanceResult of(
            String engine, Report report, double tolerance, ToDoubleFunction<Comparison> limit) {
        Map<String, Facts> quantities = new LinkedHashMap<>();
        Facts facts = new Facts();
        boolean within = true;
        for (Comparison c : report.quantities()) {
            boolean isWithin = c.relative() <= limit.applyAsDouble(c);
            within &= isWithin;
            quantities.put(
                    c.name(),
                    new Facts()
                            .put("absolute", c.absolute())
                            .put("relative", c.relative())
                            .put("tensors", c.tensors())
                            .put("worst", c.worst())
                            .put("passed", isWithin));
            String detail = c.tensors() == 1 ? "" : Text.format("  (worst of %d: %s)", c.tensors(), c.worst());
            facts.line(
                    "  %-9s  %-22s  absolute %8.2e  relative %8.2e  %s%s",
                    engine, c.name(), c.absolute(), c.relative(), isWithin ? "ok" : "OVER", detail);
        }
        if (!report.unknown().isEmpty()) {
            facts.line("  %-9s  not compared: %s", engine, String.join(", ", report.unknown()));
        }
        boolean isEmpty = quantities.isEmpty();
        String verdict = isEmpty ? "nothing to compare, tolerance" : within ? "all within" : "NOT all within";
        facts.line("  %-9s  %s %.1e", engine, verdict, tolerance)
                .put("passed", within && !isEmpty)
                .put("tolerance", tolerance)
                .put("quantities", quantities)
                .put("not_compared", report.unknown());
        return new ConformanceResult(within && !isEmpty, facts);
    }
}
