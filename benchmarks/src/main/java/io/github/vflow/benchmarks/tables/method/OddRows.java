package io.github.vflow.benchmarks.tables.method;

import io.github.vflow.benchmarks.tables.data.TableFile;
import io.github.vflow.table.OutlierSearch;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The search for the odd rows of a CSV file ({@link Outliers}). It scores the rows that it learns from, each by a model that did not see it. */
record OddRows() implements Detector {
    @Override
    public Learned fit(double[][] rows, long seed) {
        try {
            Outliers found = OutlierSearch.of(TableFile.read(rows))
                    .withRecipe(
                            Recipe.standard().withFillSteps(1).withSeed(seed).withThreads(1))
                    .run()
                    .orElseThrow();
            double[] scores = found.verdicts().stream()
                    .mapToDouble(v -> v.orElseThrow().score())
                    .toArray();
            return new OwnRows(rows, scores, found.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean takesUnits() {
        return true;
    }
}
