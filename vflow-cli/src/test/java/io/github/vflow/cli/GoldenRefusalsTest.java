package io.github.vflow.cli;

import static io.github.vflow.cli.GoldenFiles.model;
import static io.github.vflow.cli.GoldenFiles.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, columns and numbers that commands about a model refuse before they work, and a service that is asked once. */
final class GoldenRefusalsTest {
    private static final int SOME_ROWS = 3;

    @TempDir
    Path dir;

    @Test
    void oneOutputCannotHoldBoth() throws IOException {
        Path rows = rows("gaps");
        for (String command : List.of("score", "impute")) {
            assertTrue(Run.vflow(command, model("gaps"), rows, "--json")
                    .failure(2)
                    .contains("--json needs --out: standard output cannot hold both"));
        }
    }

    @Test
    void whatIsReadIsNotWritten() throws IOException {
        Path copy = Files.copy(model("gaps"), dir.resolve("m.safetensors"));
        Path rows = Files.copy(rows("gaps"), dir.resolve("rows.csv"));
        for (String command : List.of("score", "impute")) {
            assertTrue(Run.vflow(command, copy, rows, "--out", rows).failure(1).contains("--out and IN.csv are both"));
            assertTrue(Run.vflow(command, copy, rows, "--out", copy).failure(1).contains("--out and MODEL are both"));
        }
        assertTrue(Run.vflow("sample", copy, "--out", copy).failure(1).contains("--out and MODEL are both"));
        Path out = dir.resolve("o");
        assertTrue(Run.vflow("sample", copy, "--out", out, "--plot", out)
                .failure(1)
                .contains("--plot and --out are both"));
        assertEquals(Files.size(model("gaps")), Files.size(copy));
    }

    @Test
    void aNewColumnMustBeNew() throws IOException {
        Path rows =
                Files.writeString(dir.resolve("rows.csv"), "a,b,c,log_prob,draw,p_value\n1,2,3,4,5,6\n0,0,0,0,0,0\n");
        String said = Run.vflow("score", model("gaps"), rows).failure(1);
        assertTrue(said.contains("log_prob"), said);
        String draws = Run.vflow("impute", model("gaps"), rows, "--draws", 2).failure(1);
        assertTrue(draws.contains("draw"), draws);
        Run.vflow("impute", model("gaps"), rows, "--samples", 5).ok();
        Files.writeString(rows, "a,b,c,p_value\n1,2,3,6\n0,0,0,0\n");
        Run.vflow("score", model("calibration"), rows).ok();
        Files.writeString(rows, "a,b,c,log_prob,alarm_score,p_value,alarm,reason\n1,2,3,4,5,6,false,\n");
        String judged =
                Run.vflow("score", model("calibration"), rows, "--alarms", 0.1).failure(1);
        assertTrue(judged.contains("there is a column log_prob already"), judged);
    }

    @Test
    void rowsWithoutAScoreAreCounted() throws IOException {
        Path rows = Files.writeString(dir.resolve("rows.csv"), "a,b,c\n1,2,3\n1,x,3\n0,0,0\n");
        Run run = Run.vflow("score", model("flow"), rows);
        assertEquals(SOME_ROWS, run.code(), run.err());
        assertTrue(run.err().contains("1 of 3 rows not scored"), run.err());
        assertTrue(run.err().contains("\n2 rows, mean log_prob "), run.err());
        assertEquals("1,x,3,", run.out().lines().skip(2).findFirst().orElseThrow());
    }

    @Test
    void aPictureHasALimit() throws IOException {
        String said = Run.vflow("sample", model("patches"), "-n", 99_000_000).failure(2);
        assertTrue(said.contains("--rows must be at most 10,000 but is 99000000"), said);
    }

    @Test
    void requestsOfAServiceAreLoggedIfAskedFor() throws Exception {
        Service service = Service.of(model("flow"), "--access-log");
        try (service) {
            assertEquals(200, service.get("/v2/health/live").statusCode());
        }
        assertTrue(service.out().contains("listening on http://"), service.out());
        assertTrue(service.out().contains("/v2/health/live"), service.out());
    }

    @Test
    void wrongSearchesAreRefused() throws IOException {
        Path table = Tables.write(dir.resolve("t.csv"), 20, 1);
        assertTrue(Run.vflow("outliers", table, "--resume").failure(2).contains("--resume needs --checkpoint FILE"));
        assertTrue(Run.vflow("outliers", table, "--json").failure(2).contains("--json needs --out"));
        assertTrue(Run.vflow("outliers", table, "--out", table).failure(1).contains("--out and DATA.csv are both"));
        Path one = dir.resolve("one");
        assertTrue(Run.vflow("outliers", table, "--out", one, "--model", one)
                .failure(1)
                .contains("--model and --out are both"));
        assertTrue(Run.vflow("outliers", table, "--out", one, "--checkpoint", one)
                .failure(1)
                .contains("--checkpoint and --out are both"));
        Path old = Files.writeString(
                dir.resolve("old.csv"),
                "a,score,p_value,outlier,found_by,reason\n1,2,1,false,,\n2,4,1,false,,\n3,1,1,false,,\n5,5,1,false,,\n");
        assertTrue(Run.vflow("outliers", old).failure(1).contains("there is a column score already"));
    }
}
