package io.github.vflow.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.flow.evaluation.Mean;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Result.Size SIZE = new Result.Size(new Protocol.Caps(10, 20), 10, 20, 5, 3);

    private static Result result(String table, long seed, String method, double auroc, Optional<Double> logProb) {
        return new Result(
                new Result.Key(table, Protocol.SEMI_SUPERVISED, seed, method),
                SIZE,
                Optional.of(new Detection(auroc, auroc / 2)),
                logProb.map(x -> new Mean(x, 0.1, 15)),
                1,
                0.5,
                "");
    }

    private static Result failed(String table, String method) {
        return new Result(
                new Result.Key(table, Protocol.SEMI_SUPERVISED, 1, method),
                SIZE,
                Optional.empty(),
                Optional.empty(),
                1,
                0,
                "failed: why");
    }

    @Test
    void meansRanksWinsAndDifferences() {
        String report = Report.of(
                List.of(
                        result("a", 1, "gaussian", 0.8, Optional.of(-3.0)),
                        result("a", 2, "gaussian", 0.9, Optional.of(-4.0)),
                        result("a", 1, "neighbours", 0.7, Optional.empty()),
                        result("a", 2, "neighbours", 0.8, Optional.empty()),
                        result("b", 1, "gaussian", 0.6, Optional.of(-5e7)),
                        result("b", 1, "neighbours", 0.9, Optional.empty()),
                        result("c", 1, "neighbours", 0.9, Optional.empty()),
                        failed("c", "gaussian")),
                "neighbours");
        assertEquals("""
                ## semi-supervised

                Means over seeds [1, 2]; Caps[train=10, test=20].

                **AUROC in percent (higher is better)**

                | table | neighbours | gaussian |
                |---|---|---|
                | a | 75.0 | **85.0** |
                | b | **90.0** | 60.0 |
                | c | **90.0** | – |
                | mean of 2 tables | 82.5 | 72.5 |
                | mean rank of 2 tables | 1.50 | 1.50 |
                | wins of 2 tables | 1 | 1 |

                Differences of neighbours over tables, with standard errors:

                - neighbours − gaussian: 10.0 ± 20.0, median 10.0; better on 1 of 2 tables, worse on 1

                """, report.substring(0, report.indexOf("**AUPRC")));
        assertTrue(report.contains("| b | **-5.0e+07** | 90.0 |\n"), report);
        assertTrue(
                report.endsWith("Failed (– above):\n\n- c, semi-supervised, seed 1, gaussian: failed: why\n"), report);
    }

    @Test
    void equalNumbersShareRanksAndWins() {
        Comparison c = new Comparison(List.of("t"), List.of("a", "b", "c"), new double[][] {{2, 2, 1}});
        assertEquals(1.5, c.meanRank(0));
        assertEquals(3, c.meanRank(2));
        assertEquals(1, c.wins(1));
        assertEquals(0, c.wins(2));
    }

    @Test
    void aTableWithoutAllSeedsHasNoNumber() {
        List<Result> results = List.of(
                result("a", 1, "x", 0.5, Optional.empty()),
                result("a", 2, "x", 0.5, Optional.empty()),
                result("a", 2, "y", 0.5, Optional.empty()));
        Comparison c = Comparison.of(results, List.of("x", "y"), r -> 1);
        assertEquals(1, c.values()[0][0]);
        assertEquals(Double.NaN, c.values()[0][1]);
        assertEquals(0, c.complete().tables().size());
    }
}
