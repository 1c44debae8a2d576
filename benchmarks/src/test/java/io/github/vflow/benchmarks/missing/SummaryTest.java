package io.github.vflow.benchmarks.missing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Mean;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static Score score(String method, double rate, Optional<Mean> logProb, double error) {
        return new Score("t", rate, method, "", logProb, error, error / 2, 1, 0.5);
    }

    /** Scores −1 and fills with ones. */
    private static final Method ONES = new Method() {
        @Override
        public String name() {
            return "ones";
        }

        @Override
        public Learned fit(double[][] rows, long seed) {
            return new Learned() {
                @Override
                public OptionalDouble logProb(double[] row) {
                    return OptionalDouble.of(-1);
                }

                @Override
                public double[] impute(double[] row) {
                    return Cells.filled(row, new double[] {1, 1});
                }

                @Override
                public String about() {
                    return "nothing";
                }
            };
        }
    };

    @Test
    void theBestIsBoldAndMethodsWithoutADensityHaveNoColumn() {
        String text = Summary.of(List.of(
                score("a", 0.1, Optional.of(new Mean(-3, 0.25, 9)), 0.5),
                score("b", 0.1, Optional.empty(), 0.4),
                score("c", 0.1, Optional.of(new Mean(-2, 0.125, 9)), 0.6)));
        assertTrue(text.contains("""
                | table | removed | a | c |
                |---|---|---|---|
                | t | 10 % | -3.00 ± 0.25 | **-2.00** ± 0.13 |
                """), text);
        assertTrue(text.contains("""
                | table | removed | a | b | c |
                |---|---|---|---|---|
                | t | 10 % | 0.500 | **0.400** | 0.600 |
                """), text);
        assertTrue(text.contains("| t | 10 % | 1.5 | 1.5 | 1.5 |\n"), text);
    }

    @Test
    void seedsAreAveraged() {
        String text = Summary.of(List.of(
                score("a", 0.5, Optional.of(new Mean(-3, 9, 9)), 0.5),
                score("a", 0.5, Optional.of(new Mean(-5, 9, 9)), 0.7)));
        assertTrue(text.contains("| t | 50 % | **-4.00** ± 1.00 |\n"), text);
        assertTrue(text.contains("| t | 50 % | **0.600** ± 0.100 |\n"), text);
    }

    @Test
    void anErrorOfNoCellsIsADash() {
        String text = Summary.of(List.of(score("a", 0, Optional.empty(), Double.NaN)));
        assertTrue(text.contains("| t | 0 % | – |\n"), text);
    }

    @Test
    void errorsAreThoseOfRemovedCells() {
        double gone = Double.NaN;
        Trial trial = new Trial(
                "t", 0.5, 1, new double[0][], new double[][] {{4, 9}, {9, -1}}, new double[][] {{gone, 9}, {9, gone}});
        Score s = Score.of(ONES, trial);
        assertEquals(Math.sqrt((9 + 4) / 2.0), s.rootMeanSquare());
        assertEquals(2.5, s.meanAbsolute());
        assertEquals(-1, s.logProb().orElseThrow().value());
        assertEquals("nothing", s.about());
    }
}
