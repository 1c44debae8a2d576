package io.github.vflow.cli;

import io.github.vflow.flow.data.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** CSV files for tests. */
final class Tables {
    private Tables() {}

    /** Two related columns and one apart, in units of their own: temp, press, load. */
    static Path write(Path file, int rows, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder("temp,press,load\n");
        for (int i = 0; i < rows; i++) {
            double t = 20 + 3 * random.nextGaussian();
            double p = 1000 + 2 * t + random.nextGaussian();
            double l = Math.exp(0.5 * random.nextGaussian());
            text.append(String.format(Locale.ROOT, "%.4f,%.3f,%.5f%n", t, p, l));
        }
        Files.writeString(file, text);
        return file;
    }

    /**
     * Numbers with the names of their columns.
     *
     * @param rows [n, columns]
     */
    record Data(List<String> columns, Rows rows) {}

    /** Reads a file of numbers under a line of names. */
    static Data read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        double[][] rows = lines.stream()
                .skip(1)
                .map(line -> Stream.of(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
        return new Data(List.of(lines.getFirst().split(",", -1)), Rows.of(rows));
    }
}
