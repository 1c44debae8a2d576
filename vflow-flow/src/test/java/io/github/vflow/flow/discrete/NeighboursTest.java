package io.github.vflow.flow.discrete;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.io.json.ColumnSpecJson;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the outcomes of numbers in their order share. */
final class NeighboursTest {
    private static final long SEED = Seeds.of("NeighboursTest");
    private static final List<Double> NUMBERS = List.of(0.0, 5.0, 10.0, 20.0, 40.0);
    private static final double OTHER = 7;

    /** a·S by the equation, of an outcome that stays alone and two in order. */
    @Test
    void outputsAreSharedByTheirDistance() {
        Neighbours s = new Neighbours(3, 1, 2);
        Trace t = new Trace();
        t.output("y", s.shared(t.batch("x", Shape.of(2, 3))));
        double g = Math.exp(-1 / 8.0);
        try (Executable e = SmallModels.VECTOR.compile(t.program())) {
            e.set("x", new float[] {1, 10, 100, 0, 0, 1});
            e.run();
            float[] y = new float[6];
            e.get("y", y);
            double[] expected = {1, 20 + 100 * g, 200 + 10 * g, 0, g, 2};
            for (int i = 0; i < y.length; i++) {
                assertEquals(expected[i], y[i], 1e-4, "number " + i);
            }
        }
    }

    @Test
    void outputsGiveTheLogitsThatAreAskedFor() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (Neighbours s : List.of(new Neighbours(3, 1, 2), new Neighbours(50, 0, 2), new Neighbours(20, 1, 6))) {
            double[] logits = random.doubles(s.outcomes(), -9, 9).toArray();
            double[] a = s.outputs(logits);
            Trace t = new Trace();
            t.output("y", s.shared(t.batch("x", Shape.of(1, s.outcomes()))));
            double[] y = Eval.of(Eval.REFERENCE, t, Map.of("x", a)).get("y");
            assertArrayEquals(logits, y, 1e-4, s + ", seed " + SEED);
        }
    }

    @Test
    void labelsAndAtomsLearnAlone() {
        Alphabet label = Alphabet.of(0, 4, false, List.of(), 1);
        assertEquals(Optional.empty(), Neighbours.of(label));
        assertEquals(
                Optional.of(new Neighbours(6, 0, 2)),
                Neighbours.of(Alphabet.of(3, 4, true, List.of(), 1).withNeighbours(2)));
        assertEquals(
                Optional.of(new Neighbours(4, 1, 1.5)),
                Neighbours.of(label.ofListed(List.of(1.0, 2.0, 3.0)).withNeighbours(1.5)));
    }

    /** One operation serves lists of one order alone. */
    @Test
    void listsOfOtherOrdersAreRunsOfTheirOwn() {
        Alphabet alone = Alphabet.of(0, 4, false, List.of(), 1).ofListed(List.of(1.0, 2.0, 3.0));
        Alphabet shared = alone.withNeighbours(2);
        List<Run> runs = Run.of(List.of(alone, alone, shared, shared, alone.withNeighbours(1)));
        assertEquals(
                List.of(2, 2, 1), runs.stream().map(r -> r.columns().size()).toList());
    }

    /** An output that raises one number raises the numbers beside it, and those far away as little as the equation says. */
    @Test
    void aNumberThatLearnsTellsItsNeighbours() {
        double[] alone = changes(new ColumnSpec.Listed(NUMBERS, false, 0));
        double[] shared = changes(new ColumnSpec.Listed(NUMBERS, false, 1));
        for (int k = 0; k < NUMBERS.size(); k++) {
            int places = Math.abs(k - 2);
            assertEquals(places == 0 ? 1 : 0, alone[k], 1e-5, "alone, number " + k);
            double expected = Math.exp(-places * places / 2.0) + (places == 0 ? 1 : 0);
            assertEquals(expected, shared[k], 1e-5, "shared, number " + k);
        }
    }

    /** By how much the logit of each number rises, beside the others together, when the output of the third rises by one. */
    private static double[] changes(ColumnSpec.Listed list) {
        double[][] rows = new double[100][];
        Arrays.setAll(rows, i -> new double[] {NUMBERS.get(i % 5), i % 2});
        FlowModel model = Models.of(
                RowSpec.of(2, 0, 1)
                        .withKinds(List.of(list, ColumnSpec.Category.of(2)))
                        .standardized(Rows.of(rows)),
                SEED);
        double[] before = logs(model, list);
        Parameter bias = model.parameters().named(name(model));
        float[] values = model.parameters().get(bias);
        // the first outcome is of all other numbers
        values[3] += 1;
        model.parameters().set(bias, values);
        double[] after = logs(model, list);
        // the logit of the other numbers stays, so it tells the normalisation
        double norm = after[5] - before[5];
        double[] rise = new double[5];
        Arrays.setAll(rise, k -> after[k] - before[k] - norm);
        return rise;
    }

    private static String name(FlowModel model) {
        return model.parameters().all().stream()
                .map(Parameter::name)
                .filter(n -> n.endsWith("b.direct"))
                .findFirst()
                .orElseThrow();
    }

    /** The network's part of ln P of each listed number, and of another one. */
    private static double[] logs(FlowModel model, ColumnSpec.Listed list) {
        Alphabet a = model.discrete().orElseThrow().chain().columns().getFirst();
        double[] logs = new double[6];
        try (Evaluator e = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
            for (int k = 0; k < 6; k++) {
                double x = k < 5 ? list.values().get(k) : OTHER;
                double z = (OTHER - list.centre()) / list.scale();
                double ofOther = k < 5 ? 0 : list.logPeak() - Math.log1p(z * z);
                double p = Math.exp(e.score(x, 0) - ofOther) / 0.5;
                double f = a.frequencies().get((k + 1) % 6);
                // ln P is of a mixture with the frequencies
                logs[k] = Math.log((p - a.share() * f) / (1 - a.share()));
            }
        }
        return logs;
    }

    /** A file of an earlier version has no neighbours, and its numbers learn alone. */
    @Test
    void filesSayWhatIsShared() {
        ColumnSpec.Listed list = new ColumnSpec.Listed(NUMBERS, true);
        ColumnSpec.Few few = new ColumnSpec.Few(-1, 4);
        for (ColumnSpec kind : List.of(list, few)) {
            assertEquals(kind, read(ColumnSpecJson.write(kind).toString()));
        }
        ColumnSpec.Few alone = new ColumnSpec.Few(-1, 4, 0);
        assertNotEquals(few, alone);
        assertEquals(alone, read(ColumnSpecJson.write(alone).toString()));
        assertEquals(alone, read("{\"kind\":\"Few\",\"low\":-1,\"count\":4}"));
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String said = assertThrows(IllegalArgumentException.class, () -> new ColumnSpec.Few(0, 3, bad))
                    .getMessage();
            assertEquals(
                    "ColumnSpec.Few: neighbours must be a finite number of places, zero for none, but are " + bad,
                    said);
            assertThrows(IllegalArgumentException.class, () -> new ColumnSpec.Listed(NUMBERS, true, bad));
        }
    }

    private static ColumnSpec read(String json) {
        return ColumnSpecJson.read(Field.root(JsonValue.parse(json)));
    }
}
