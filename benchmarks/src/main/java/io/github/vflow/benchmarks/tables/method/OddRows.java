package io.github.vflow.benchmarks.tables.method;

import io.github.vflow.table.OutlierSearch;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The search for the odd rows of a table ({@link Outliers}). It scores the rows that it learns from, each by a model that did not see it. */
record OddRows() implements Detector {
    @Override
    public Learned fit(double[][] rows, long seed) {
        Outliers found;
        try {
            found = OutlierSearch.of(Table.of(rows))
                    .withRecipe(
                            Recipe.standard().withFillSteps(1).withSeed(seed).withThreads(1))
                    .run()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double[] scores = found.verdicts().stream()
                .mapToDouble(v -> v.orElseThrow().score())
                .toArray();
        return new Learned() {
            @Override
            public double[] normality(double[][] others) {
                if (!Arrays.deepEquals(rows, others)) {
                    throw new IllegalArgumentException(
                            "OddRows: only the rows that were searched have scores; choose the protocol transductive");
                }
                return scores.clone();
            }

            @Override
            public boolean isDensity() {
                return false;
            }

            @Override
            public String about() {
                return found.toString();
            }
        };
    }
}
