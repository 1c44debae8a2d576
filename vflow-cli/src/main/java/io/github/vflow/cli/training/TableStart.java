package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.option.TableTrainingOptions;
import io.github.vflow.cli.report.table.SchemaResult;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.plan.TrainingRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The training of a table that options ask for; the commands {@code train} and {@code plan} begin alike.
 *
 * @param asked how the file is read, and how its density is learned
 */
public record TableStart(Console console, TableTrainingOptions asked, int threads) {
    /**
     * Reads the table, shows what was made of it, and plans.
     *
     * @throws IllegalArgumentException if something must be done about the table; the message begins with its name
     */
    public TableTraining read(Path file) throws IOException {
        CellFormat format = asked.table().format();
        Table rows = SchemaResult.require(
                console, file, Table.read(format.source(file), asked.table().options()));
        Recipe how = asked.recipe(threads);
        try {
            int features = TrainingRows.of(rows, how).features();
            RowSpec flow = asked.flow().of(features);
            TableTraining training = said(
                    file, TableTraining.of(rows, flow.equals(Planner.usualFlow(features)) ? how : how.withFlow(flow)));
            return asked.within().map(time -> within(training, time)).orElse(training);
        } catch (IllegalArgumentException e) {
            throw TableSession.refused(file.toString(), e);
        }
    }

    /**
     * Reads the table under the schema of a plan.
     *
     * @throws IllegalArgumentException if the plan is damaged or of another table; the message begins with its name
     */
    public TableTraining read(Path file, Path plan) throws IOException {
        CellFormat format = asked.table().format();
        TablePlan made;
        try {
            made = TablePlan.ofJson(Files.readString(plan));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    plan + ": it must be a plan of vflow plan but is not: " + e.getMessage() + "; write it again", e);
        }
        Table rows =
                Table.read(format.source(file), made.schema(), format.options()).orThrow();
        try {
            return said(file, TableTraining.of(rows, made.by(made.recipe().withThreads(threads))));
        } catch (IllegalArgumentException e) {
            throw TableSession.refused(file.toString(), e);
        }
    }

    /** The user's clock runs since the command began. */
    private TableTraining within(TableTraining training, Duration time) {
        Duration past = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
        Duration left = time.minus(past);
        TableTraining chosen = training.within(left.isPositive() ? left : Duration.ofMillis(1));
        console.note(
                "within %s s, by the costs of a few steps: %s of %,d, at most %,d steps each",
                Text.format("%.3g", time.toMillis() * 1e-3),
                Text.count(chosen.plan().members().size(), "model"),
                training.plan().members().size(),
                chosen.plan().training().steps());
        return chosen;
    }

    private TableTraining said(Path file, TableTraining training) {
        int columns = training.rows().table().columns().size();
        if (columns > MemberDefaults.MOST_COLUMNS) {
            throw new IllegalArgumentException(Text.format(
                    "at most %,d columns can train but the table has %,d, and each step of a flow mixes all with all; name the"
                            + " columns that matter with --columns, or leave others out with --drop",
                    MemberDefaults.MOST_COLUMNS, columns));
        }
        console.note("%s: %s", file, training.rows());
        return training;
    }
}
