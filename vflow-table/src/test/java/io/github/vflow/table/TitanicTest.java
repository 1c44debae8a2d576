package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.verdict.Alarm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The 2,201 people on the Titanic by class, sex, age and survival (R, datasets::Titanic), of whom 109 are children: a label of 5 % keeps its
 * probability in scores, samples, gaps and alarms.
 */
final class TitanicTest {
    private static final List<String> CLASS = List.of("1st", "2nd", "3rd", "Crew");
    private static final List<String> SEX = List.of("Male", "Female");
    private static final List<String> AGE = List.of("Child", "Adult");
    private static final List<String> SURVIVED = List.of("No", "Yes");

    /** By survival, then age, then sex, then class, which changes fastest. */
    private static final int[] PEOPLE = {
        0, 0, 35, 0, 0, 0, 17, 0, 118, 154, 387, 670, 4, 13, 89, 3, 5, 11, 13, 0, 1, 13, 14, 0, 57, 14, 75, 192, 140,
        80, 76, 20
    };

    private static final int TRAIN = 1_467;
    private static final double CHILDREN = 109 / 2_201.0;

    private static List<Map<String, Object>> rows;
    private static TableModel model;

    @BeforeAll
    static void train() {
        rows = new ArrayList<>();
        for (int i = 0; i < PEOPLE.length; i++) {
            rows.addAll(Collections.nCopies(
                    PEOPLE[i], row(CLASS.get(i % 4), SEX.get(i / 4 % 2), AGE.get(i / 8 % 2), SURVIVED.get(i / 16))));
        }
        Collections.shuffle(rows, new Random(1));
        model = TableModel.fit(Table.of(rows.subList(0, TRAIN)), Recipe.standard());
    }

    private static Map<String, Object> row(String shipClass, String sex, String age, String survived) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("class", shipClass);
        row.put("sex", sex);
        row.put("age", age);
        row.put("survived", survived);
        return row;
    }

    private static double p(Map<String, ?> known) {
        return Math.exp(model.marginal(known).logProb());
    }

    @Test
    void probabilitiesSumToOne() {
        double all = 0;
        double children = 0;
        for (int i = 0; i < PEOPLE.length; i++) {
            double p = Math.exp(
                    model.logProb(row(CLASS.get(i % 4), SEX.get(i / 4 % 2), AGE.get(i / 8 % 2), SURVIVED.get(i / 16))));
            all += p;
            children += i / 8 % 2 == 0 ? p : 0;
        }
        assertEquals(1, all, 1e-6);
        assertEquals(children, p(Map.of("age", "Child")), 1e-6);
        assertEquals(1, p(Map.of("age", "Child")) + p(Map.of("age", "Adult")), 1e-6);
        assertEquals(0.0, model.marginal(Map.of()).logProb());
    }

    @Test
    void aRareLabelKeepsItsShare() {
        assertEquals(CHILDREN, p(Map.of("age", "Child")), 0.3 * CHILDREN);
        int n = 5_000;
        long drawn = Arrays.stream(model.sample(n, 3))
                .filter(r -> "Child".equals(model.schema().decode(r).get("age")))
                .count();
        assertEquals(CHILDREN, drawn / (double) n, 0.3 * CHILDREN);
        double[] gap = new double[4];
        Arrays.fill(gap, Double.NaN);
        gap[0] = model.row(rows.getFirst())[0];
        Imputation imputed = model.impute(gap, 500, 1);
        assertEquals(500, imputed.effectiveSampleSize(), 1e-6);
    }

    /** Of 32 cells and 1,467 rows, smoothed counts are hard to beat: the chain must not be worse by more than their standard error. */
    @Test
    void heldOutRowsAreAsLikelyAsBySmoothedCounts() {
        List<Map<String, Object>> fresh = rows.subList(TRAIN, rows.size());
        Map<Object, Long> counts =
                rows.subList(0, TRAIN).stream().collect(Collectors.groupingBy(r -> r, Collectors.counting()));
        double ofCounts = fresh.stream()
                .mapToDouble(r -> Math.log((counts.getOrDefault(r, 0L) + 1.0) / (TRAIN + PEOPLE.length)))
                .average()
                .orElseThrow();
        double ofModel = model.evaluate(Table.of(model.schema(), fresh)).value();
        assertTrue(ofModel > ofCounts - 0.01, ofModel + " and by smoothed counts " + ofCounts);
    }

    /** Alarms are of rare people, not of all children, who are 5 % of the rows; reasons are exact. */
    @Test
    void childrenAreNoAnomalies() {
        List<Map<String, Object>> fresh = rows.subList(TRAIN, rows.size());
        Alarm alarm = model.alarm(0.03);
        List<Map<String, Object>> alarms =
                fresh.stream().filter(r -> alarm.judge(r).isAlarm()).toList();
        long children = fresh.stream().filter(r -> "Child".equals(r.get("age"))).count();
        long alarmed = alarms.stream().filter(r -> "Child".equals(r.get("age"))).count();
        assertTrue(alarmed < 0.75 * children, alarmed + " of " + children + " children are alarms");
        assertTrue(alarms.size() < 0.06 * fresh.size(), alarms.size() + " alarms");
    }
}
