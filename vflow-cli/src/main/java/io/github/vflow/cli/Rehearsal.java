package io.github.vflow.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Runs the usual commands once, on a small table with columns of all kinds. Builds record the classes that they load, for an archive from which later
 * starts take them.
 */
public final class Rehearsal {
    private static final int ROWS = 400;

    private Rehearsal() {}

    /**
     * Trains, scores, judges and reports.
     *
     * @param args a folder for the files
     * @throws IOException if the table cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path table = Files.writeString(folder.resolve("table.csv"), table());
        String model = folder.resolve("model.safetensors").toString();
        String one = folder.resolve("out.csv").toString();
        List<List<String>> commands = List.of(
                List.of("--version"),
                List.of("train", table.toString(), "--steps", "20", "--calibration", "0.3", "--out", model),
                List.of("score", model, table.toString()),
                List.of("score", model, table.toString(), "--alarms", "0.05", "--out", one),
                List.of("info", model),
                List.of(
                        "report",
                        model,
                        "--data",
                        table.toString(),
                        "--out",
                        folder.resolve("report.html").toString()));
        for (List<String> command : commands) {
            int code = Main.execute(Writer.nullWriter(), Writer.nullWriter(), command.toArray(String[]::new));
            if (code != 0) {
                throw new IllegalStateException("exit code " + code + " of vflow " + String.join(" ", command));
            }
        }
    }

    private static String table() {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder("tag,length,weight,rings,kind,country\n");
        for (int i = 0; i < ROWS; i++) {
            double length = random.nextGaussian();
            csv.append("T%d,%.3f,%s,%d,%s,GB%n"
                    .formatted(
                            i,
                            length,
                            i % 20 == 0 ? "" : "%.3f".formatted(2 * length + random.nextGaussian()),
                            random.nextInt(200),
                            i % 30 == 0 ? "" : random.nextBoolean() ? "a" : "b"));
        }
        return csv.toString();
    }
}
