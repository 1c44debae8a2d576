package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.fit.TablePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a training keeps for calibration. */
final class CalibrationTest {
    private static final Object[] QUICK = {"--steps", 12, "--hidden", "4", "--flow-steps", 1, "--noise", 0};

    @TempDir
    Path dir;

    private Run train(Path data, Path out, Object... more) {
        Object[] args = new Object[4 + QUICK.length + more.length];
        args[0] = "train";
        args[1] = data;
        args[2] = "--out";
        args[3] = out;
        System.arraycopy(QUICK, 0, args, 4, QUICK.length);
        System.arraycopy(more, 0, args, 4 + QUICK.length, more.length);
        return Run.vflow(args);
    }

    private TablePlan plan(Path data, double calibration) throws IOException {
        Path out = dir.resolve("p.json");
        Run.vflow("plan", data, "--calibration", calibration, "--out", out).ok();
        return TablePlan.ofJson(Files.readString(out));
    }

    @Test
    void aTenthOfAThousandRowsIsKept() throws IOException {
        Path data = Tables.write(dir.resolve("t.csv"), 1_000, 3);
        Path straight = dir.resolve("straight.safetensors");
        Run run = train(data, straight).ok();
        assertTrue(
                run.err().contains("1,000 rows of 3 columns, 90 of them for validation and 100 for calibration"),
                run.err());
        assertEquals(100, ModelFile.load(straight).calibration().orElseThrow().size());
    }

    @Test
    void theShareIsObeyed() throws IOException {
        Path data = Tables.write(dir.resolve("t.csv"), 200, 3);
        Path out = dir.resolve("m.safetensors");
        train(data, out).ok();
        assertEquals(200, ModelFile.load(out).calibration().orElseThrow().size(), "all rows of a small table");
        assertTrue(Run.vflow("info", out).ok().out().contains("calibration 200 rows, cross-fitted in 5 folds"));
        assertEquals(0, plan(data, 0).parts().calibration());
        assertEquals(0, plan(data, 0).folds());
        assertEquals(50, plan(data, 0.25).parts().calibration());
        assertEquals(0, plan(data, 0.25).folds());
        String wrong = train(data, out, "--calibration", 1).failure(2);
        assertTrue(wrong.contains("--calibration must be in [0, 1) but is 1.0"), wrong);
        String given = train(data, out, "--calibration", 0.1, "--given", "load").failure(2);
        assertTrue(given.contains("--calibration is for models of p(row); leave it out with --given"), given);
    }
}
