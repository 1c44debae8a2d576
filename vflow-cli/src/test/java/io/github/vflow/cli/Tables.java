package io.github.vflow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

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
}
