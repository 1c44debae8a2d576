package io.github.vflow.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trainings that take no time: small models of one member, without a calibration by folds, unless they ask for more.
 *
 * @param dir of their files
 */
record SmallTraining(Path dir) {
    private static final List<String> SMALL =
            List.of("--augment", "2", "--flow-steps", "1", "--hidden", "6", "--steps", "60", "--threads", "1");

    Run train(Object data, Object... more) {
        List<Object> args = new ArrayList<>(List.of(data instanceof Path ? "train" : "experiment", data));
        args.addAll(Arrays.asList(more));
        for (int i = 0; i < SMALL.size(); i += 2) {
            if (!args.contains(SMALL.get(i))) {
                args.addAll(SMALL.subList(i, i + 2));
            }
        }
        if (data instanceof Path && !args.contains("--noise")) {
            args.addAll(List.of("--noise", 0));
        }
        if (data instanceof Path && !args.contains("--calibration")) {
            args.addAll(List.of("--calibration", 0));
        }
        if (!args.contains("--out")) {
            args.addAll(List.of("--out", dir.resolve("model.safetensors")));
        }
        return Run.vflow(args.toArray());
    }

    Path table() throws IOException {
        return Tables.write(dir.resolve("t.csv"), 300, 1);
    }
}
