package io.github.vflow.tensor.testkit;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.reference.ReferenceEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Compares the recorded gradient of a randomly weighted sum of a result with central differences, coordinate by
 * coordinate, and by the Taylor test along a random direction. All in the reference engine, in double.
 */
public final class GradientCheck implements AutoCloseable {
    private static final int COORDINATES = 6;
    private static final int DIRECTIONS = 3;

    private final String what;
    private final Map<String, double[]> at;
    private final Map<String, double[]> gradient = new LinkedHashMap<>();
    private final SplittableRandom random;
    private final Executable loss;

    /** Prepares the check of y at the numbers given; xs are inputs of y's trace. */
    public GradientCheck(String what, Tensor y, List<Tensor> xs, Map<String, double[]> at, SplittableRandom random) {
        this.what = what;
        this.at = at;
        this.random = random;
        Trace trace = y.trace();
        Tensor sum = weighted(y);
        trace.output("loss", sum);
        Program forward = trace.program();
        List<Tensor> gradients = Gradient.of(sum, xs);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            names.add(nameOf(xs.get(i)));
            trace.output("d" + names.get(i), gradients.get(i));
        }
        Map<String, double[]> results = Runs.reference(trace.program(), at);
        names.forEach(name -> gradient.put(name, results.get("d" + name)));
        this.loss = new ReferenceEngine().compile(forward);
    }

    private Tensor weighted(Tensor y) {
        double[] w = new double[y.shape().size()];
        Arrays.setAll(w, _ -> random.nextDouble(0.5, 1.5) * (random.nextBoolean() ? 1 : -1));
        return y.times(y.trace().constant(y.shape(), w)).sum();
    }

    private static String nameOf(Tensor input) {
        Source.Input in = (Source.Input)
                input.trace().instructions().get(input.value().id()).op();
        return in.name();
    }

    private double lossAt(Map<String, double[]> point) {
        point.forEach(loss::set);
        loss.run();
        return loss.get("loss");
    }

    /** ∂loss/∂x for some coordinates of each input, or all where they are few. */
    public void agreesWithDifferences() {
        gradient.forEach((name, g) -> {
            int[] coordinates = g.length <= COORDINATES
                    ? java.util.stream.IntStream.range(0, g.length).toArray()
                    : random.ints(COORDINATES, 0, g.length).toArray();
            double[] expected = new double[coordinates.length];
            double[] actual = new double[coordinates.length];
            for (int i = 0; i < coordinates.length; i++) {
                int c = coordinates[i];
                expected[i] = slope(name, c);
                actual[i] = g[c];
            }
            Approx.assertClose(
                    what + ": ∂/∂" + name + " at " + Arrays.toString(coordinates),
                    expected,
                    actual,
                    Approx.DIFFERENCES.plus(Approx.DIFFERENCES_ROUNDING * (1 + Math.abs(lossAt(at)))));
        });
    }

    /**
     * Central differences at h and 2h, extrapolated to h = 0 (Richardson): (4·D(h) − D(2h))/3. What is left is of fourth
     * order, so a slope is told near a minimum too, where the third derivative is some thousand times larger.
     */
    private double slope(String name, int coordinate) {
        return (4 * difference(name, coordinate, Approx.STEP) - difference(name, coordinate, 2 * Approx.STEP)) / 3;
    }

    private double difference(String name, int coordinate, double h) {
        return (lossAt(moved(name, coordinate, h)) - lossAt(moved(name, coordinate, -h))) / (2 * h);
    }

    private Map<String, double[]> moved(String name, int coordinate, double by) {
        Map<String, double[]> point = new LinkedHashMap<>(at);
        double[] x = at.get(name).clone();
        x[coordinate] += by;
        point.put(name, x);
        return point;
    }

    /**
     * The error of f(x) + h·⟨∇f, d⟩ falls as h². Along some directions second- and third-order terms cancel at some h, so
     * one direction of a few is enough; along all of them a wrong gradient leaves an error of first order.
     */
    public void passesTaylorTest() {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < DIRECTIONS; i++) {
            String failure = taylor();
            if (failure.isEmpty()) {
                return;
            }
            failures.add(failure);
        }
        throw new AssertionError(what + ": the first-order model is wrong along each direction: " + failures);
    }

    private String taylor() {
        Map<String, double[]> direction = new LinkedHashMap<>();
        double slope = 0;
        for (Map.Entry<String, double[]> g : gradient.entrySet()) {
            double[] d = random.doubles(g.getValue().length, -1, 1).toArray();
            direction.put(g.getKey(), d);
            for (int i = 0; i < d.length; i++) {
                slope += d[i] * g.getValue()[i];
            }
        }
        double start = lossAt(at);
        double noise = Approx.TAYLOR_NOISE * (1 + Math.abs(start) + magnitude());
        double before = Double.NaN;
        for (double h = 4e-3; h > 9e-4; h /= 2) {
            double error = Math.abs(lossAt(along(direction, h)) - start - h * slope);
            if (error > Approx.TAYLOR_RATIO * before + noise) {
                return "error %.3g at h = %.3g but %.3g at 2h".formatted(error, h, before);
            }
            before = error;
        }
        return "";
    }

    /** Sums whose terms cancel carry the rounding of their terms. */
    private double magnitude() {
        return at.values().stream()
                .mapToDouble(x -> Arrays.stream(x).map(Math::abs).sum())
                .sum();
    }

    private Map<String, double[]> along(Map<String, double[]> direction, double h) {
        Map<String, double[]> point = new LinkedHashMap<>(at);
        direction.forEach((name, d) -> {
            double[] x = at.get(name).clone();
            Arrays.setAll(x, i -> x[i] + h * d[i]);
            point.put(name, x);
        });
        return point;
    }

    @Override
    public void close() {
        loss.close();
    }
}
