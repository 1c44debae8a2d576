package io.github.vflow.cli.command.check;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.audit.model.AuditReport;
import io.github.vflow.flow.audit.model.ModelAudit;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.source.CsvSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code audit}. */
@Command(
        name = "audit",
        description = {
            "Check a trained model against the laws of flows.",
            "",
            "For each layer: does the inverse return the input, and does the log-determinant equal the true Jacobian's (from the"
                    + " gradient, and from differences)? For the whole model: is the total mass 1, does a bounded coupling leak"
                    + " mass, and how far is float32 from double?"
        },
        footer = {"", "Example:  vflow audit model.safetensors"},
        exitCodeList = {"0:no findings", "1:findings, or the model cannot be read", "2:usage"})
public final class Audit implements Callable<Integer> {
    private static final int ROWS = 2_000;

    @Mixin
    private Console console;

    @Mixin
    private EngineOptions engine;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private Path model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA.csv",
            description = "Rows like the training data, at which the laws are checked. Default: samples of the model.")
    private @Nullable Path data;

    @Option(
            names = "--grid",
            defaultValue = "400",
            paramLabel = "N",
            description = "Points along each axis if the mass is computed by quadrature. Default: ${DEFAULT-VALUE}.")
    @Range(least = 10, most = 4_000)
    private int grid;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        ModelFile file = ModelInput.load(console, model);
        Model m = file.model();
        ModelInput.requireReal(model, m);
        Rows rows = data == null ? Sampler.draw(m, engine.parallel(), ROWS, 1, seed) : rows(data, file);
        AuditReport report =
                ModelAudit.of(String.valueOf(model.getFileName()), m, engine.sequential(), rows, grid, seed);
        console.say("%s", report.toText().stripTrailing());
        console.json(facts(report));
        return report.passed() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static Facts facts(AuditReport report) {
        List<Facts> layers = report.layers().stream()
                .map(l -> new Facts()
                        .put("layer", l.name())
                        .put("round_trip", l.laws().roundTrip())
                        .put("log_det_gradient", l.laws().logDetGradient())
                        .put("log_det_differences", l.laws().logDetDifferences())
                        .put("inverse_log_det", l.laws().inverseLogDet()))
                .toList();
        return new Facts()
                .put("model", report.model())
                .put("passed", report.passed())
                .put("mass", report.mass().total())
                .put("mass_standard_error", report.mass().standardError())
                .put("leaked_mass", report.mass().leaked())
                .put("float32_error", report.float32Error())
                .put("findings", report.findings())
                .put("layers", layers);
    }

    /** The complete rows of a table. */
    private Rows rows(Path csv, ModelFile file) throws IOException {
        CellFormat format = new CellFormat(CsvSource.Format.detect(), Optional.empty(), Optional.empty(), false);
        Rows all = Table.read(
                        format.source(csv),
                        TableModel.of(file, model.toString()).schema(),
                        format.options())
                .orThrow()
                .rows();
        int[] complete =
                IntStream.range(0, all.size()).filter(i -> !all.hasMissing(i)).toArray();
        if (complete.length == 0) {
            throw new FileFormatException(csv + ": no row is complete; give rows without missing cells");
        }
        return all.select(complete);
    }
}
