package sixlines;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Fits, saves, loads, scores and samples, and prints one line. The line must be the same wherever this runs. */
public final class SixLines {
    /** Fewer steps than the standard, so that it takes seconds. */
    private static final Recipe RECIPE = Recipe.standard().withSteps(200);

    private SixLines() {}

    public static void main(String[] args) throws IOException {
        System.out.println(line());
    }

    /** The score of one row, then the bits of that score, of all scores and of the samples. */
    public static String line() throws IOException {
        double[][] rows = rows();

        TableModel model = TableModel.fit(Table.of(rows, "c", "h", "l"), RECIPE);
        model.save(Path.of("m.safetensors"));
        TableModel loaded = TableModel.load(Path.of("m.safetensors"));
        double logDensity = loaded.logProb(20, 41, 0.5);
        double[] all = loaded.logProb(rows);
        double[][] fresh = loaded.sample(1_000, 7);

        if (!Arrays.equals(all, model.logProb(rows)) || !Arrays.deepEquals(fresh, model.sample(1_000, 7))) {
            throw new IllegalStateException("the loaded model has other scores or samples than the saved one");
        }
        return "ln p = %.6f nats, bits %016x %08x %08x"
                .formatted(
                        logDensity,
                        Double.doubleToLongBits(logDensity),
                        Arrays.hashCode(all),
                        Arrays.deepHashCode(fresh));
    }

    /** Celsius, humidity and light of 2,000 made-up moments. */
    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] rows = new double[2_000][];
        for (int i = 0; i < rows.length; i++) {
            double light = random.nextDouble();
            double celsius = 15 + 10 * light + random.nextGaussian();
            rows[i] = new double[] {celsius, 80 - 2 * celsius + 3 * random.nextGaussian(), light};
        }
        return rows;
    }
}
