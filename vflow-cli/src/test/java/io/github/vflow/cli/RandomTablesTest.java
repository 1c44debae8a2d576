package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the table and the options: a training ends with a finite bound and a model that scores the table, or is refused in one line.
 * Twenty tables in every build, always the same; a thousand others at night.
 */
final class RandomTablesTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final int TABLES = NIGHTLY ? Integer.getInteger("vflow.tables", 1_000) : 10;
    private static final long SEED = NIGHTLY ? System.currentTimeMillis() : 1;

    @TempDir
    Path dir;

    private int refused;
    private int far;

    @Test
    void boundsAreFiniteOrTheTableIsRefused() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (long seed = SEED; seed < SEED + TABLES; seed++) {
            String what = wrong(RandomTable.of(seed));
            if (!what.isEmpty()) {
                wrong.add("seed " + seed + ": " + what);
            }
        }
        System.out.printf(
                "%stables: %d tables, %d refused, %d with rows of no density, %d wrong, seeds from %d%n",
                NIGHTLY ? "nightly " : "", TABLES, refused, far, wrong.size(), SEED);
        assertEquals(List.of(), wrong);
    }

    private String wrong(RandomTable table) throws IOException {
        Path csv = Files.writeString(dir.resolve("t.csv"), table.csv());
        Path model = dir.resolve("m.safetensors");
        List<Object> words = new ArrayList<>(List.of("train", csv, "--out", model, "--threads", 1, "--json"));
        words.addAll(table.options());
        Run train = Run.vflow(words.toArray());
        String options = " with " + table.options();
        if (train.code() != 0) {
            refused++;
            return isRefusal(train) ? "" : train.code() + ", " + train.err() + options;
        }
        JsonNode json = train.json();
        boolean judged =
                !table.options().contains("--validation") || table.options().contains(0.4);
        if (!isFinite(json.path("training_elbo")) || (judged && !isFinite(json.path("validation_elbo")))) {
            return "trained to " + json + options;
        }
        Path scored = dir.resolve("scored.csv");
        Run score = Run.vflow("score", model, csv, "--samples", 2, "--threads", 1, "--json", "--out", scored);
        if (score.code() != 0) {
            return isRefusal(score) ? "" : "score: " + score.code() + ", " + score.err() + options;
        }
        // a row that training has never seen may be so far out that float32 has no number for its density: that is −∞,
        // not NaN
        far += score.json().path("not_finite").intValue() == 0 ? 0 : 1;
        return Files.readString(scored).contains("NaN") ? "a density of NaN after " + json + options : "";
    }

    private static boolean isFinite(JsonNode number) {
        return number.isNumber() && Double.isFinite(number.doubleValue());
    }

    /** One line last, which is no internal error. */
    private static boolean isRefusal(Run run) {
        String last = run.err().strip().lines().reduce("", (_, line) -> line);
        return run.code() <= 2
                && last.startsWith("vflow: ")
                && !run.err().contains("internal error")
                && !run.err().contains("\tat ");
    }
}
