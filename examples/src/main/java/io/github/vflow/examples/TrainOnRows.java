package io.github.vflow.examples;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.RowSpec;
import io.github.vflow.flow.Samples;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.CouplingKind;
import io.github.vflow.flow.train.Initialisation;
import io.github.vflow.flow.train.RowBatches;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingPlan;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Learns the density of a table, finds what does not belong, draws new rows, saves and loads. */
public final class TrainOnRows {
    private TrainOnRows() {}

    /** Runs the example. */
    public static void main(String[] args) throws IOException {
        run(System.out, 5_000);
    }

    /** Answers the log-densities of an ordinary row and of an odd one, in nats. */
    static double[] run(PrintStream out, long steps) throws IOException {
        Engine engine = Engines.vector(1);
        Rows.Split data = Rows.of(sensors(4_000)).split(0.9, 7);

        RowSpec spec =
                RowSpec.of(3, 3, 4).withCoupling(CouplingKind.AFFINE_SIGMOID).standardized(data.train());
        Model model = Model.of(spec, 42);
        RowBatches batches = new RowBatches(data.train(), 7);
        Initialisation.run(model, engine, batches, 256, 7);
        new Trainer(model, TrainingPlan.of(steps, 128, 1e-3, 7), engine)
                .validation(data.validation())
                .onProgress(p -> {
                    if (p.step() % (steps / 5) == 0) {
                        out.printf(
                                "step %5d  bound %.3f nats  validation %.3f%n",
                                p.step(), p.trainBound(), p.validationBound());
                    }
                })
                .fit(batches);

        try (Evaluator evaluator = Evaluator.ofScores(model, engine, 16, 1)) {
            // an alarm for the lowest hundredth of what is normal, by the evaluator that will judge
            double[] normal = evaluator.scores(data.validation());
            Arrays.sort(normal);
            double alarm = normal[normal.length / 100];
            double ordinary = evaluator.score(20, 41, 0.5);
            double odd = evaluator.score(20, 25, 0.5);
            out.printf("ordinary row %.2f, odd row %.2f, alarm below %.2f nats%n", ordinary, odd, alarm);

            Rows fresh = Samples.draw(model, engine, 3, 1.0, 5);
            out.println("three new rows: " + Arrays.toString(fresh.toArray()));

            Path file = Files.createTempFile("sensors", ".safetensors");
            new ModelFile(model, List.of("celsius", "humidity", "load"), Map.of()).save(file);
            ModelFile loaded = ModelFile.load(file);
            Files.delete(file);
            out.println("loaded again: columns " + loaded.columns() + ", "
                    + loaded.model().parameters().size() + " parameters");
            return new double[] {ordinary, odd};
        }
    }

    /** Temperature, a humidity that falls with it, and a load of two habits. */
    private static double[][] sensors(int n) {
        Random random = new Random(1);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double celsius = 20 + 3 * random.nextGaussian();
            double humidity = 80 - 2 * celsius + random.nextGaussian() + (random.nextBoolean() ? 1 : -1);
            double load = (random.nextBoolean() ? 0.3 : 0.7) + 0.05 * random.nextGaussian();
            rows[i] = new double[] {celsius, humidity, load};
        }
        return rows;
    }
}
