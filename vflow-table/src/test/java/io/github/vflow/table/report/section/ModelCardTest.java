package io.github.vflow.table.report.section;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.report.study.Study;
import io.github.vflow.table.report.study.Subject;
import io.github.vflow.table.report.study.Subject.Note;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The facts of a model. */
final class ModelCardTest {
    /** Three numbers, one of them missing, and a label. */
    private static final Table TABLE = Table.of(
                    new double[][] {
                        {1.5, 0, 1}, {2.5, 1, 5}, {3.5, 1, 3}, {Double.NaN, 0, 2}, {2.25, 1, 4}, {1.75, 0, 2}
                    },
                    "size",
                    "kind",
                    "count")
            .with(Column.category("kind", List.of("old", "new")));

    private static Fitted fitted(long steps, double seconds, Fitted.End end, double... heldOut) {
        Mean mean = heldOut.length == 0 ? new Mean(Double.NaN, Double.NaN, 0) : Mean.of(heldOut);
        return new Fitted(steps, seconds, mean, end, List.of(), List.of());
    }

    private static final Study STUDY = Studies.of(Untrained.of(TABLE), TABLE);

    /** The card of a subject with the rows and the columns of {@link #STUDY}. */
    private static String card(Subject subject) {
        return Studies.texts(ModelCard.of(Studies.with(STUDY, subject)));
    }

    private static Subject subject(Fitted fitted) {
        return Subject.of(Untrained.of(TABLE, fitted), TABLE).withNames("m.safetensors", "t.csv");
    }

    @Test
    void theCardHasTheFactsInTheirOrder() {
        Subject subject = subject(fitted(1, 2.5, Fitted.End.NO_BETTER, -1, -2))
                .with(new Note.Fact("Trained on", "x.csv"))
                .with(new Note.Command("vflow train x.csv"))
                .with(new Note.Command("vflow report"))
                .with(new Note.Remark("first"))
                .with(new Note.Remark("second"))
                .with(new Note.Remark("third"));
        String card = card(subject);
        assertTrue(
                card.contains(
                        "|Model|m.safetensors|Rows of this report|t.csv: 6 rows|Training|1 step in 2.5 s; held-out rows"
                                + " stopped improving|Held-out rows|−1.50 ± 0.50 nats over 2 rows|Parameters|"),
                card);
        assertTrue(card.contains("|Trained on|x.csv|"), card);
        assertTrue(card.contains("|To make this again|vflow train x.csv|\n|vflow report|\n|"), card);
        assertTrue(card.contains("|Remarks on the table|first|second|third|Columns|"), card);
        assertTrue(card.contains("|Columns|Column|Kind|Values in these rows|Missing|The model has|size|"), card);
        assertTrue(card.contains("|1.500 … 3.500|1|"), card);
        assertTrue(card.contains("|2: old, new|"), card);
    }

    @Test
    void theCardSaysHowTheTrainingEnded() {
        assertTrue(card(subject(fitted(2, 0, Fitted.End.STEPS)))
                .contains("|Training|2 steps; all steps were done|Parameters|"));
        assertTrue(card(subject(fitted(2, Double.NaN, Fitted.End.STOPPED)))
                .contains("|Training|2 steps; it was stopped|"));
        String card = card(subject(fitted(2, 0, Fitted.End.DIVERGED, -1)));
        assertTrue(
                card.contains("|Training|2 steps; it diverged; the best parameters before were kept|Held-out rows"
                        + "|−1.00 nats over 1 row|"),
                card);
        assertFalse(
                card.contains("To make this again") || card.contains("Remarks") || card.contains("more column"), card);
        assertTrue(card.contains("|1 … 5|"), card);
        assertTrue(Studies.texts(ModelCard.of(Study.of(STUDY.subject().withRows(4))))
                .contains("|the table: 4 rows, chosen at random among those with values, of 6|"));
    }

    @Test
    void longListsAreCut() {
        Subject subject = subject(fitted(2, 0, Fitted.End.STEPS));
        for (int i = 0; i < 62; i++) {
            subject = subject.with(new Note.Remark("r" + i));
        }
        String card = card(subject);
        assertTrue(card.contains("|r58|r59|… and 2 more remarks.|"), card);
        double[][] rows = new double[12][103];
        Random random = new Random(1);
        for (double[] row : rows) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        String[] names = IntStream.range(0, 103).mapToObj(j -> "c" + j).toArray(String[]::new);
        Table wide = Table.of(rows, names);
        String all = Studies.texts(ModelCard.of(Studies.of(Untrained.of(wide), wide)));
        assertTrue(all.contains("|c99|") && !all.contains("|c100|"), all);
        assertTrue(all.endsWith("|… and 3 more columns.|"), all);
    }

    /** A column that is no part of the density says why. */
    @Test
    void aConstantHasItsValue() {
        Column one = Column.constant("one", "1");
        Schema schema = new Schema(List.of(Column.real("x"), one));
        Table table = Table.of(
                schema,
                IntStream.range(0, 9)
                        .mapToObj(i -> Map.of("x", i + 0.5, "one", 1))
                        .toList());
        String card = Studies.texts(ModelCard.of(Studies.of(Untrained.of(table), table)));
        assertTrue(card.contains("|one|constant|" + one.words() + "|"), card);
    }
}
