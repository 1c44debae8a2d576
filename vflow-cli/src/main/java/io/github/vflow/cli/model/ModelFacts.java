package io.github.vflow.cli.model;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.table.report.Report;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The origin of a model, for its report.
 *
 * @param notes of the model file
 * @param version of the command
 */
public record ModelFacts(Map<String, String> notes, String version) {
    /**
     * A report with these facts, and the commands that make it again.
     *
     * @param words of the command that makes the report
     */
    public Report on(Report report, List<String> words) {
        Report all = report;
        if (notes.containsKey("data")) {
            all = all.fact("Trained on", notes.getOrDefault("data", ""));
        }
        if (notes.containsKey("version")) {
            all = all.fact("Trained by", notes.getOrDefault("version", ""));
        }
        all = all.fact("Report written", Instant.now().truncatedTo(ChronoUnit.SECONDS) + " by " + version);
        if (notes.containsKey("command")) {
            all = all.command(notes.getOrDefault("command", ""));
        }
        return all.command(CommandLines.of(words));
    }
}
