package io.github.vflow.serve.testkit;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Model files for all tests of a service: those of a release, and small ones that are trained here. */
public final class Fixtures {
    private static final Path GOLDEN = Path.of("..", "vflow-cli", "src", "test", "resources", "golden", "0.1.0");
    private static final int ROWS = 200;

    private Fixtures() {}

    /** A flow of three real columns a, b, c, without a calibration. */
    public static Path flow() {
        return GOLDEN.resolve(Path.of("flow", "model.safetensors"));
    }

    /** Another model of the columns of {@link #flow}. */
    public static Path other() {
        return GOLDEN.resolve(Path.of("vflow", "model.safetensors"));
    }

    /** A calibrated model of labels, whole numbers, real numbers, a derived column and a constant. */
    public static Path trees() {
        return GOLDEN.resolve(Path.of("typed", "model.safetensors"));
    }

    /** A model of p(y | x). */
    public static Path given() {
        return GOLDEN.resolve(Path.of("given", "model.safetensors"));
    }

    /** Rows of {@link #trees}, with a header. */
    public static List<String> treeRows() throws IOException {
        return Files.readAllLines(GOLDEN.resolve(Path.of("typed", "rows.csv")));
    }

    /**
     * Trains a calibrated model of a key, which it ignores, and three real columns that no relation ties; its gaps have values that depend on the
     * seed.
     *
     * @param shift of all numbers, which tells models apart
     */
    public static TableModel readings(Path folder, double shift) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        List<String> lines = new ArrayList<>(List.of("key,x,y,z"));
        for (int i = 0; i < ROWS; i++) {
            double x = random.nextGaussian();
            lines.add(String.format(
                    Locale.ROOT,
                    "K%dq%d,%.4f,%.4f,%.4f",
                    i,
                    random.nextInt(100),
                    x + shift,
                    0.5 * x + random.nextGaussian() + shift,
                    random.nextGaussian() + shift));
        }
        Path table = Files.write(folder.resolve("readings.csv"), lines);
        Recipe recipe =
                Recipe.standard().withSteps(30).withFillSteps(20).withMembers(1).withCalibration(0.3);
        return TableModel.fit(Table.read(table), recipe);
    }
}
