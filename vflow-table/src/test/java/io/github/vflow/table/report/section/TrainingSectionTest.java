package io.github.vflow.table.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer.Progress;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.report.chart.Lines;
import io.github.vflow.table.report.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines of a training. */
final class TrainingSectionTest {
    private static final Table TABLE = Studies.table(30);

    private static Progress progress(long step, double train, double heldOut) {
        return new Progress(step, 9_000, train, heldOut, heldOut, 1e-3, 0);
    }

    private static Optional<Section> section(List<Progress> history) {
        Fitted fitted = new Fitted(9_000, 0, Mean.of(new double[] {-2}), Fitted.End.STEPS, history, List.of());
        return TrainingSection.of(Studies.of(Untrained.of(TABLE, fitted), TABLE));
    }

    private static double[][] points(List<Progress> history, boolean train) {
        return history.stream()
                .map(p -> new double[] {p.step(), train ? p.trainBound() : p.validationBound()})
                .toArray(double[][]::new);
    }

    private static void assertChart(Section section, List<Progress> shown, double low, double high, Progress best) {
        String chart = new Lines(
                        new Scale.Linear(0, shown.getLast().step()),
                        "training step",
                        new Scale.Linear(low, high),
                        "mean log-density, nats per row",
                        List.of(
                                new Lines.Series(Lines.Style.DATA, "training rows", points(shown, true)),
                                new Lines.Series(Lines.Style.MODEL, "held-out rows", points(shown, false))),
                        Optional.of(new Lines.Mark(best.step(), best.validationBound(), "best: −2.25")),
                        760)
                .draw("")
                .toString();
        String page = section.body().toString();
        assertTrue(page.contains(chart.substring(chart.indexOf('>'))), chart + "\n\n" + page);
    }

    /** The axis has 8 % more than the lines on both sides. */
    @Test
    void theLinesAreTheHistory() {
        List<Progress> history = List.of(
                progress(1_000, -3, -3.5),
                progress(2_000, -1.75, -2.25),
                progress(3_000, -1.5, -2.5),
                progress(4_000, -1.25, -2.75));
        Section section = section(history).orElseThrow();
        assertChart(section, history, -3.5 - 0.18, -1.25 + 0.18, history.get(1));
        String texts = Studies.texts(section);
        assertTrue(texts.contains("|The parameters of step 2000 of 9000 are kept: held-out rows"), texts);
        assertTrue(texts.contains("|Higher is better.|"), texts);
        assertTrue(texts.contains(" Training rows are then 0.50 nats above held-out rows.|"), texts);
        assertTrue(section(history.subList(0, 1)).isEmpty(), "one evaluation is no line");
        assertTrue(section(history.subList(0, 2)).isPresent());
    }

    @Test
    void linesThatDoNotRiseHaveAnAxis() {
        List<Progress> history = List.of(progress(1_000, -2.25, -2.25), progress(2_000, -2.25, -2.25));
        Section section = section(history).orElseThrow();
        assertChart(section, history, -2.25 - 2.25e-6, -2.25 + 2.25e-6, history.getFirst());
        String texts = Studies.texts(section);
        assertTrue(texts.contains(" Training rows are then 0.00 nats above held-out rows.|"), texts);
        String below = Studies.texts(
                section(List.of(progress(1, -4, -3), progress(2, -3.5, -2))).orElseThrow());
        assertTrue(below.contains(" Training rows are then 1.50 nats below held-out rows.|"), below);
        String alone = Studies.texts(section(List.of(progress(1, -4, -3), progress(2, Double.NaN, -2)))
                .orElseThrow());
        assertFalse(alone.contains("Training rows are then"), alone);
    }

    /** The axis begins below the lowest tenth by half of its distance to the highest. */
    @Test
    void valuesFarBelowAreLeftOut() {
        List<Progress> history = new ArrayList<>();
        history.add(progress(100, -900, -1_000));
        for (int i = 2; i <= 20; i++) {
            history.add(progress(100L * i, -2 + 0.05 * i, -3.25 + 0.05 * i));
        }
        double usual = -3.25 + 0.05 * 4;
        double length = -1 - usual;
        double pad = 0.08 * 1.5 * length;
        Section section = section(history).orElseThrow();
        assertChart(section, history.subList(1, 20), usual - 0.5 * length - pad, -1 + pad, history.getLast());
        assertTrue(Studies.texts(section)
                .contains("|Higher is better. Values far below, of the first steps, are left out.|"));
    }

    /** The lines have the first evaluation, the last, and 298 evenly between them. */
    @Test
    void longHistoriesAreThinned() {
        List<Progress> history = new ArrayList<>();
        for (int i = 0; i < 599; i++) {
            history.add(progress(10L * i, -3 + 1e-3 * i, -2.848 + 1e-3 * i));
        }
        List<Progress> shown = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            shown.add(history.get(2 * i));
        }
        double pad = 0.08 * 0.75;
        assertChart(section(history).orElseThrow(), shown, -3 - pad, -2.25 + pad, history.getLast());
    }

    @Test
    void withoutHeldOutRowsThereIsOneLine() {
        Section section = section(List.of(progress(10, Double.NaN, Double.NaN), progress(20, Double.NaN, Double.NaN)))
                .orElseThrow();
        assertEquals("No rows were held out, so that nothing says how the model does on new rows.", section.brief());
        String page = section.body().toString();
        assertFalse(page.contains("model-line"), page);
        assertTrue(page.contains("data-line"), page);
        assertTrue(page.contains(">1.00<") || page.contains(">1.0<"), "an axis from 0 to 1");
        Section zero = section(List.of(progress(0, -1, -2), progress(0, -1, Double.NaN)))
                .orElseThrow();
        assertTrue(zero.body().toString().contains("data-line"), "a training that has not begun");
        assertEquals(
                "The parameters of step 0 of 9000 are kept: held-out rows have the highest log-density there.",
                zero.brief());
    }
}
