package io.github.vflow.benchmarks.tables.method;

import io.github.vflow.table.OutlierSearch;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The search for the odd rows of a CSV file ({@link Outliers}). It scores the rows that it learns from, each by a model that did not see it. */
record OddRows() implements Detector {
    @Override
    public Learned fit(double[][] rows, long seed) {
        try {
            Outliers found = OutlierSearch.of(table(rows))
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

    private static Table table(double[][] rows) throws IOException {
        Stream<String> header = Stream.of(
                IntStream.range(0, rows[0].length).mapToObj(j -> "c" + j).collect(Collectors.joining(",")));
        Stream<String> lines = Arrays.stream(rows)
                .map(row -> Arrays.stream(row).mapToObj(OddRows::cell).collect(Collectors.joining(",")));
        Path file = Files.createTempFile("rows", ".csv");
        try {
            Files.write(file, Stream.concat(header, lines).toList());
            return Table.read(file);
        } finally {
            Files.delete(file);
        }
    }

    /** Whole numbers have no decimals, as in files. */
    private static String cell(double x) {
        return new BigDecimal(Double.toString(x)).stripTrailingZeros().toPlainString();
    }
}
