package io.github.vflow.table.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.view.View;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One scale for all views: the median of normal rows is zero, a sixth of them is one unit below, and the oddest view counts. */
final class ViewScalesTest {
    private static final long SEED = 5;
    private static final ImportanceEstimate DENSITY = new ImportanceEstimate(-7, 0.5, 9);

    private static List<ViewScores> normal(double spread) {
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, 2_000)
                .mapToObj(_ -> new ViewScores(
                        20 + spread * random.nextGaussian(),
                        3 + 4 * random.nextGaussian(),
                        Math.log(random.nextDouble())))
                .toList();
    }

    @Test
    void theOddestViewCounts() {
        ViewScales scales = ViewScales.of(normal(2));
        AlarmScore combination = scales.of(new ViewScores(10, 3, -0.7), DENSITY);
        assertEquals(View.COMBINATION, combination.view());
        assertEquals(-10 / (2 * 0.967), combination.value(), 0.3);
        assertEquals(0.5 / (2 * 0.967), combination.standardError(), 0.02);
        assertEquals(-7, combination.logProb());
        AlarmScore row = scales.of(new ViewScores(20, -21, -0.7), DENSITY);
        assertEquals(View.ROW, row.view());
        assertEquals(-24 / (4 * 0.967 * 1.4), row.value(), 0.3);
        AlarmScore column = scales.of(new ViewScores(20, 3, -14), DENSITY);
        assertEquals(View.COLUMN, column.view());
        // ln u has the median −ln 2, and a sixth below −ln 6: ln 3 lower, of which two are a unit
        assertEquals(-(14 - Math.log(2)) / (2 * Math.log(3)), column.value(), 0.3);
        assertEquals(0, column.standardError(), "a tail is exact");
    }

    /** Cells that fit together well are as far out as others; cells that fit badly are odder. */
    @Test
    void aCombinationThatFitsExcusesNothing() {
        ViewScales scales = ViewScales.of(normal(2));
        double usual = scales.by(View.ROW, new ViewScores(20, -5, 0));
        assertEquals(usual, scales.by(View.ROW, new ViewScores(60, -5, 0)), 0.1);
        double odd = scales.by(View.ROW, new ViewScores(14, -5, 0));
        assertEquals(usual - 6 / (2 * 0.967 * 1.4), odd, 0.3);
        assertEquals(1 / (2 * 0.967 * 1.4), scales.error(View.ROW, 1), 0.05);
        assertEquals(0, scales.error(View.COLUMN, 1));
    }

    @Test
    void aScoreHasItsPlaceOnAnotherScale() {
        ViewScales.Scale one = new ViewScales.Scale(3, 2);
        ViewScales.Scale other = new ViewScales.Scale(-10, 4);
        assertEquals(other.of(one.on(other, 7)), one.of(7), 1e-12);
    }

    /** Columns that are independent have a combination that tells nothing: its noise is no unit. */
    @Test
    void noiseIsNoUnit() {
        AlarmScore e = ViewScales.of(normal(0.01)).of(new ViewScores(19.5, 3, -0.7), DENSITY);
        assertEquals(-0.5, e.value(), 0.01);
        ViewScales of = ViewScales.of(List.of(new ViewScores(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 0)));
        assertTrue(Double.isFinite(of.of(new ViewScores(1, 1, 0), DENSITY).value()));
        assertEquals(
                Double.NEGATIVE_INFINITY,
                of.of(new ViewScores(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 0), DENSITY)
                        .value());
    }

    @Test
    void aFileHasTheSameScales() {
        Views views = new Views(new Marginals(List.of()), ViewScales.of(normal(2)));
        assertEquals(views, Views.ofJson(views.toJson()));
        String other = views.toJson().replace("\"version\":1", "\"version\":2");
        assertEquals(
                "this program reads version 1 of the views of a verdict but this is version 2; use the release that wrote it",
                assertThrows(IllegalArgumentException.class, () -> Views.ofJson(other))
                        .getMessage());
        ViewScales scales = views.scales();
        assertEquals(
                scales,
                ViewScales.read(Field.root(JsonValue.parse(scales.toJson().toString()))));
        assertEquals(
                "ViewScales: a scale must have a finite median and a unit above zero but they are 1.0 and 0.0; train again",
                assertThrows(IllegalArgumentException.class, () -> new ViewScales.Scale(1, 0))
                        .getMessage());
    }

    @Test
    void gapsHaveNoScoreOfCells() {
        ViewScales scales = ViewScales.of(normal(2));
        assertEquals(
                "ViewScales: gaps have rules and no score of cells",
                assertThrows(IllegalArgumentException.class, () -> scales.by(View.GAPS, new ViewScores(1, 2, 3)))
                        .getMessage());
    }
}
