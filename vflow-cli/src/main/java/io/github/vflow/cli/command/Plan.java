package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.option.TableTrainingOptions;
import io.github.vflow.cli.training.TableStart;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.plan.TrainingRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code plan}. */
@Command(
        name = "plan",
        abbreviateSynopsis = true,
        description = {
            "Say what vflow train would do with a table, and train nothing.",
            "",
            "Standard error says it in words: the columns, the rows that train, choose and calibrate, the members, their steps."
                    + " Standard output or --out gets the same as JSON, which vflow train --plan takes. Training by the plan gives the"
                    + " same bits as training with the same options. docs/guide/tables.md says which fields may be edited."
        },
        footer = {
            "",
            "Examples:",
            "  vflow plan sensors.csv > plan.json",
            "  vflow train sensors.csv --plan plan.json",
            "  vflow plan sensors.csv --noise 0 --steps 500 --out plan.json --parts parts.csv"
        },
        exitCodeList = {"0:the plan is written", "1:the table cannot be read or learned", "2:usage"})
public final class Plan implements Callable<Integer> {
    /** A plan does not depend on threads, but its time does. */
    private static final int THREADS = Recipe.standard().machine().threads();

    @Mixin
    private Console console;

    @Mixin
    private TableTrainingOptions recipe;

    @Parameters(paramLabel = "DATA.csv", description = "A table.")
    private Path in;

    @Option(names = "--out", paramLabel = "FILE.json", description = "Write to this file. Default: standard output.")
    private @Nullable Path out;

    @Option(
            names = "--parts",
            paramLabel = "FILE.csv",
            description =
                    "Also write which part each row of the table has: train, choose, calibrate or none. Default: none.")
    private @Nullable Path partsFile;

    @Override
    public Integer call() throws IOException {
        console.require(!console.isJson() || out != null, "--json needs --out: standard output cannot hold both");
        recipe.check();
        new OutputFiles()
                .reads("DATA.csv", in)
                .writes("--out", out)
                .writes("--parts", partsFile)
                .check();
        TableTraining training = new TableStart(console, recipe, THREADS).read(in);
        TablePlan plan = training.plan();
        plan.words().forEach((what, words) -> console.note("  %-8s %s", what, words));
        console.write(out, stream -> stream.write((plan.toJson() + "\n").getBytes(StandardCharsets.UTF_8)));
        if (partsFile != null) {
            console.write(partsFile, stream -> writeParts(training.rows(), stream));
        }
        Facts facts = new Facts().put("data", in).put("words", plan.words());
        console.report(out, facts.wrote(out));
        return 0;
    }

    private static void writeParts(TrainingRows rows, OutputStream to) throws IOException {
        String[] parts = new String[rows.table().size()];
        Arrays.fill(parts, "none");
        for (int i : rows.train()) {
            parts[i] = "train";
        }
        for (int i : rows.heldOut()) {
            parts[i] = "choose";
        }
        for (int i : rows.calibration()) {
            parts[i] = "calibrate";
        }
        StringBuilder text = new StringBuilder("row,part\n");
        for (int i = 0; i < parts.length; i++) {
            text.append(i + 1).append(',').append(parts[i]).append('\n');
        }
        to.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
