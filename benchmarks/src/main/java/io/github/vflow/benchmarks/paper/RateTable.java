package io.github.vflow.benchmarks.paper;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * The log-likelihood of models by the learning rate.
 *
 * @param results of all settings
 * @param settings whose batch and iterations the rows have
 */
record RateTable(List<ToyResult> results, List<Setting> settings) {
    RateTable {
        results = List.copyOf(results);
        settings = List.copyOf(settings);
    }

    /** A table in Markdown: a row for each batch and rate. The seeds of all rows are those of the grid of rates. */
    String text() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add("| batch | learning rate | Glow, 3 steps | VFlow, 10-D, 3 steps |");
        lines.add("|---|---|---|---|");
        for (Setting setting : settings) {
            for (ToyRun run : ToyGrid.OF_RATES.runsOfRates(setting)) {
                if (run.isGlow() && run.seed() == ToyGrid.OF_RATES.seeds().getFirst()) {
                    Setting s = run.setting();
                    lines.add("| %,d | %s | %s | %s |".formatted(s.batch(), s.rate(), seeds(s, true), seeds(s, false)));
                }
            }
        }
        return lines.toString();
    }

    private String seeds(Setting setting, boolean glow) {
        Predicate<ToyRun> isThis = r -> r.setting().equals(setting) && r.isGlow() == glow;
        List<ToyRun> wanted =
                ToyGrid.OF_RATES.runs(setting).stream().filter(isThis).toList();
        return Seeds.of(results.stream().filter(r -> wanted.contains(r.run())).toList())
                .text();
    }
}
