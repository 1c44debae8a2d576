package io.github.vflow.examples;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Learns the density of a table, finds what does not belong, draws new rows, saves and loads. */
public final class FitATable {
    private static final String[] COLUMNS = {"celsius", "humidity", "load"};

    private FitATable() {}

    /** Runs the example; with the name of a file, only trains and writes the model of one member that {@link Service} scores with. */
    public static void main(String[] args) throws IOException {
        if (args.length == 1) {
            fit(Recipe.standard().withNoise(0.0)).save(Path.of(args[0]));
        } else {
            run(System.out, Recipe.standard());
        }
    }

    private static TableModel fit(Recipe recipe) {
        return TableModel.fit(Table.of(sensors(4_000, 7), COLUMNS), recipe);
    }

    /** Answers the p-values of an ordinary row and of an odd one. */
    static double[] run(PrintStream out, Recipe recipe) throws IOException {
        TableModel model = fit(recipe);
        out.println(model + ", held out " + model.fitted().orElseThrow().heldOut());

        Alarm alarm = model.alarm(0.01); // one ordinary row in a hundred is an alarm
        Verdict usual = alarm.judge(20, 41, 0.5);
        Verdict odd = alarm.explain(Map.of("celsius", 20, "humidity", 25, "load", 0.5));
        out.printf("ordinary row: alarm %s, p-value %.3f%n", usual.isAlarm(), usual.pValue());
        out.printf("odd row: alarm %s, p-value %.3f, %s%n", odd.isAlarm(), odd.pValue(), odd.reason());
        out.println("three new rows: " + Arrays.deepToString(model.sample(3, 5)));

        Path file = Files.createTempFile("sensors", ".safetensors");
        model.save(file);
        TableModel loaded = TableModel.load(file);
        Files.delete(file);
        out.println("loaded: columns " + loaded.columns() + ", ln p " + loaded.logProb(20, 41, 0.5) + ", as before "
                + model.logProb(20, 41, 0.5));
        return new double[] {usual.pValue(), odd.pValue()};
    }

    /** Temperature, humidity that falls with it, and a load that is often idle. */
    static double[][] sensors(int n, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[n][];
        Arrays.setAll(rows, _ -> {
            double celsius = 20 + 4 * random.nextGaussian();
            double humidity = 41 - 2 * (celsius - 20) + 2 * random.nextGaussian();
            double load = random.nextInt(3) > 0 ? 0.5 + 0.1 * random.nextGaussian() : 0.05 * random.nextGaussian();
            return new double[] {celsius, humidity, load};
        });
        return rows;
    }
}
