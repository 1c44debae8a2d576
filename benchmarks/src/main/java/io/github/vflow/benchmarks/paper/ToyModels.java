package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trained models in a folder, which trains those that it does not have.
 *
 * @param folder of the model files
 */
record ToyModels(Path folder) {
    /**
     * The trained model of a run.
     *
     * @throws ArithmeticException if training diverges
     */
    FlowModel of(ToyRun run) throws IOException {
        Path file = folder.resolve(name(run));
        if (Files.exists(file)) {
            return (FlowModel) ModelFile.load(file).model();
        }
        FlowModel model = ToyTraining.train(run);
        Files.createDirectories(folder);
        new ModelFile(model, List.of("x1", "x2"), Map.of("training", run.toString())).save(file);
        return model;
    }

    private static String name(ToyRun run) {
        Setting s = run.setting();
        return (run.isGlow() ? "glow" : "vflow-" + run.dimensions() + "d")
                + "-%d-steps-batch-%d-rate-%s-iterations-%d-seed-%d.safetensors"
                        .formatted(run.steps(), s.batch(), s.rate(), s.iterations(), run.seed());
    }
}
