package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.nn.Parameter;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.table.report.Report;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of roles: each part of the rows, as the plan has them, and all that depends on it. One cell of one row of a part gets another
 * number, the model is trained again, and each result says whether it saw the row.
 */
final class RolesTest {
    /** Parts of the rows of a table. */
    private enum Part {
        TRAIN,
        CHOOSE,
        CALIBRATE;

        int row(TrainingRows rows) {
            return switch (this) {
                case TRAIN -> rows.train()[3];
                case CHOOSE -> rows.heldOut()[3];
                // a usual row, so that the median of the scores moves
                case CALIBRATE ->
                    Arrays.stream(rows.calibration())
                            .filter(i -> score(i)
                                    > Tables.pair().calibration().orElseThrow().median())
                            .findFirst()
                            .orElseThrow();
            };
        }
    }

    private static double score(int row) {
        return Tables.pair()
                .alarm(0.05)
                .judge(Tables.sensors().rows().copyRow(row))
                .score();
    }

    private static final Set<Part> ALL = EnumSet.allOf(Part.class);
    private static final Set<Part> NOT_CALIBRATED = EnumSet.of(Part.TRAIN, Part.CHOOSE);
    private static final double[] ODD = {20, 90, 1};

    private static TrainingRows parts(Table table) {
        return TableTraining.of(table, Tables.PAIR).rows();
    }

    /** A humidity that is two deviations higher than it was at this temperature. */
    private static Table with(int row) {
        double[][] rows = Tables.rows(400, 5);
        rows[row][1] += 6;
        return Table.of(rows, Tables.sensors().columns().toArray(String[]::new));
    }

    /** All results that a user meets, as texts. */
    private static Map<String, String> results(TableModel model) {
        Model mixture = model.model();
        FlowModel member = Mixtures.member(mixture, 1);
        RowSpec spec = member.rows().orElseThrow();
        Calibration calibration = model.calibration().orElseThrow();
        Map<String, String> results = new LinkedHashMap<>();
        results.put("moments", spec.columns().moments().toString());
        results.put("parameters", parameters(member, "p"));
        results.put("density of missing cells", parameters(member, "fill"));
        results.put("shares of broad components", spec.defensive().toString());
        results.put("shares of members", shares(mixture));
        results.put(
                "bounds that patience looks at",
                model.fitted().orElseThrow().history().stream()
                        .map(Trainer.Progress::validationBound)
                        .toList()
                        .toString());
        results.put(
                "mean of held-out rows", model.fitted().orElseThrow().heldOut().toString());
        results.put("scores of calibration", Arrays.toString(calibration.scores()));
        results.put("baseline", model.baseline().orElseThrow().toJson());
        results.put("log-density", String.valueOf(model.logProb(ODD)));
        results.put("samples", Arrays.deepToString(model.sample(2_000, 3)));
        results.put("samples given a value", Arrays.deepToString(model.sample(20, Map.of("c", 25.0), 3)));
        results.put("filled cells", Arrays.toString(model.fill(20, Double.NaN, 1)));
        results.put(
                "explanation",
                String.valueOf(model.alarm(0.05)
                        .explain(ODD)
                        .attribution()
                        .orElseThrow()
                        .total()));
        Table window = Table.of(Tables.rows(100, 9), model.columns().toArray(String[]::new));
        results.put("drift", model.compare(window).columns().toString());
        results.put("report", Report.of(model, window).html());
        return results;
    }

    private static String parameters(FlowModel model, String name) {
        return String.valueOf(Arrays.hashCode(model.parameters().all().stream()
                .filter(p -> p.name().split("\\.", 2)[0].equals(name))
                .mapToInt(p -> Arrays.hashCode(model.parameters().get(p)))
                .toArray()));
    }

    private static String shares(Model mixture) {
        return Arrays.toString(
                mixture.components().stream().mapToDouble(c -> c.share()).toArray());
    }

    @Test
    void eachPartOfTheRowsIsSeenByThoseWhomItIsFor() {
        Map<String, Set<Part>> expected = new TreeMap<>();
        for (String trained : new String[] {"moments", "parameters", "density of missing cells"}) {
            expected.put(trained, EnumSet.of(Part.TRAIN));
        }
        for (String chosen : new String[] {
            "shares of broad components",
            "shares of members",
            "bounds that patience looks at",
            "mean of held-out rows",
            "log-density",
            "samples",
            "samples given a value",
            "filled cells",
            "explanation"
        }) {
            expected.put(chosen, NOT_CALIBRATED);
        }
        for (String all : new String[] {"scores of calibration", "baseline", "drift", "report"}) {
            expected.put(all, ALL);
        }
        TrainingRows parts = parts(Tables.sensors());
        assertTrue(
                Stream.of("p", "fill")
                        .allMatch(n -> Mixtures.member(Tables.pair().model(), 1).parameters().all().stream()
                                .map(Parameter::name)
                                .anyMatch(p -> p.startsWith(n + "."))),
                "names of parameters");
        Map<String, String> usual = results(Tables.pair());
        Map<String, Set<Part>> seen = new TreeMap<>();
        usual.keySet().forEach(result -> seen.put(result, EnumSet.noneOf(Part.class)));
        for (Part part : Part.values()) {
            Table table = with(part.row(parts));
            assertArrayEquals(parts.train(), parts(table).train(), "the same rows train");
            assertArrayEquals(parts.heldOut(), parts(table).heldOut());
            assertArrayEquals(parts.calibration(), parts(table).calibration());
            results(TableModel.fit(table, Tables.PAIR)).forEach((result, text) -> {
                if (!text.equals(usual.get(result))) {
                    seen.get(result).add(part);
                }
            });
        }
        assertEquals(expected, seen);
    }
}
