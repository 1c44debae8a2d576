package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.data.ToyData;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model is judged neither by points that it was trained on nor by those that chose its parameters. */
final class ToyDataTest {
    private static final int BATCHES = 20;

    /** Two of float32's numbers are equal by chance now and then, where a density has one dimension. */
    private static final double CHANCE = 0.01;

    private record Point(double x, double y) {}

    private static Set<Point> trainedOn(ToyDensity toy, int batch, long seed) {
        Set<Point> points = new HashSet<>();
        float[] rows = new float[2 * batch];
        for (int i = 0; i < BATCHES; i++) {
            toy.sampler(seed).fill(i, rows);
            for (int j = 0; j < rows.length; j += 2) {
                points.add(new Point(rows[j], rows[j + 1]));
            }
        }
        return points;
    }

    private static void assertApart(Set<Point> trained, Rows test) {
        long known = IntStream.range(0, test.size())
                .filter(i -> trained.contains(new Point(test.get(i, 0), test.get(i, 1))))
                .count();
        assertTrue(
                known <= CHANCE * test.size(), () -> known + " of " + test.size() + " points are known from training");
    }

    @ParameterizedTest
    @EnumSource
    void pointsToJudgeByAreOthers(ToyDensity toy) {
        long seed = 1;
        Set<Point> trained = trainedOn(toy, 2_000, seed);
        trained.addAll(trainedOn(toy, 64, seed));
        Rows judges = new ToyData(toy, true, seed).validation().orElseThrow();
        assertEquals(2_000, judges.size());
        assertApart(trained, judges);
        Rows test = ToyData.test(toy, 10_000, seed);
        assertApart(trained, test);
        assertApart(points(judges), test);
    }

    private static Set<Point> points(Rows rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> new Point(rows.get(i, 0), rows.get(i, 1)))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 7, Long.MAX_VALUE})
    void whateverTheSeed(long seed) {
        assertApart(trainedOn(ToyDensity.MOONS, 500, seed), ToyData.test(ToyDensity.MOONS, 500, seed));
    }
}
