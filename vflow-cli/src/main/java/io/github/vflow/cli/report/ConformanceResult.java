package io.github.vflow.cli.report;

import io.github.vflow.cli.conformance.Comparison;
import io.github.vflow.cli.conformance.Report;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow conformance}.
 *
 * @param passed whether all files passed
 * @param files one result for each fixture, in the order of the command line
 */
public record ConformanceResult(boolean passed, List<File> files) {
    /** The result of some files. */
    public static ConformanceResult of(List<File> files) {
        return new ConformanceResult(files.stream().allMatch(File::passed), List.copyOf(files));
    }

    /**
     * The result of one fixture.
     *
     * @param engines by name; null if the file cannot be compared
     * @param error why the file cannot be compared; null if it can
     */
    public record File(
            Path file,
            boolean passed,
            @Nullable Map<String, EngineResult> engines,
            @Nullable String error) {
        /** A file whose quantities were compared. */
        public static File of(Path file, Map<String, EngineResult> engines) {
            boolean passed = engines.values().stream().allMatch(EngineResult::passed);
            return new File(file, passed, engines, null);
        }

        /** A file that cannot be compared. */
        public static File failed(Path file, String error) {
            return new File(file, false, null, error);
        }
    }

    /**
     * The comparison of one engine with one fixture.
     *
     * @param passed whether there is a quantity, and all of them are within their tolerances
     * @param tolerance largest relative error that passes
     * @param quantities by name, in the order of the fixture
     * @param notCompared tensors of the fixture that no check knows
     */
    public record EngineResult(
            boolean passed, double tolerance, Map<String, Quantity> quantities, List<String> notCompared) {
        /**
         * Judges a comparison.
         *
         * @param tolerance the general one
         * @param limit the tolerance of one quantity
         */
        public static EngineResult of(Report report, double tolerance, ToDoubleFunction<Comparison> limit) {
            Map<String, Quantity> quantities = new LinkedHashMap<>();
            for (Comparison c : report.quantities()) {
                boolean within = c.relative() <= limit.applyAsDouble(c);
                quantities.put(c.name(), new Quantity(c.absolute(), c.relative(), c.tensors(), c.worst(), within));
            }
            boolean passed =
                    !quantities.isEmpty() && quantities.values().stream().allMatch(Quantity::passed);
            return new EngineResult(passed, tolerance, quantities, report.unknown());
        }

        /** The result in lines that begin with the engine's name. */
        public String text(String engine) {
            StringJoiner lines = new StringJoiner("\n");
            quantities.forEach((name, q) -> lines.add(Text.format("  %-9s  %-22s  %s", engine, name, q.text())));
            if (!notCompared.isEmpty()) {
                lines.add(Text.format("  %-9s  not compared: %s", engine, String.join(", ", notCompared)));
            }
            String verdict =
                    passed ? "all within" : quantities.isEmpty() ? "nothing to compare, tolerance" : "NOT all within";
            return lines.add(Text.format("  %-9s  %s %.1e", engine, verdict, tolerance))
                    .toString();
        }
    }

    /**
     * The errors of one quantity.
     *
     * @param absolute largest absolute error
     * @param relative largest error over the largest expected number of its tensor
     * @param tensors how many tensors the quantity has
     * @param worst the tensor with the largest relative error
     */
    public record Quantity(double absolute, double relative, int tensors, String worst, boolean passed) {
        private String text() {
            String detail = tensors == 1 ? "" : Text.format("  (worst of %d: %s)", tensors, worst);
            return Text.format(
                    "absolute %8.2e  relative %8.2e  %s%s", absolute, relative, passed ? "ok" : "OVER", detail);
        }
    }
}
