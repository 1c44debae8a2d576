package io.github.vflow.lab.conformance;

import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Writes toy fixtures from a {@link PlainToy}, with gradients by finite differences. */
public final class PlainFixture {
    private static final int ROWS = 6;
    private static final int SAMPLES = 4;
    private static final int ADAM_STEPS = 5;
    private static final double RATE = 1e-3;
    private static final double H = 1e-5;

    private final PlainToy toy;
    private final SplittableRandom random;
    private final Map<String, double[]> values = new LinkedHashMap<>();
    private final Map<String, int[]> shapes = new LinkedHashMap<>();

    private PlainFixture(PlainToy toy, long seed) {
        this.toy = toy;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Writes a fixture.
     *
     * @param q what names of the posterior's parameters begin with
     */
    public static void write(Path file, int dx, int dz, int steps, String q, long seed) throws IOException {
        write(file, dx, dz, steps, q, seed, UnaryOperator.identity());
    }

    /** Writes a fixture after something was done to its tensors. */
    public static void write(
            Path file, int dx, int dz, int steps, String q, long seed, UnaryOperator<Map<String, double[]>> spoil)
            throws IOException {
        PlainFixture f = new PlainFixture(new PlainToy(dx, dz, steps, new int[] {7, 5}, q, seed), seed + 1);
        f.initialisation();
        f.forward();
        f.importance();
        f.adam("adam_tf", true);
        f.adam("adam_torch", false);
        SafeTensors.Builder b = SafeTensors.builder()
                .metadata(
                        "config",
                        "{\"L\": %d, \"dz\": %d, \"dx\": %d, \"hidden\": 7}"
                                .formatted(steps + (dz > 0 ? 1 : 0), dz, dx));
        spoil.apply(f.values).forEach((name, v) -> b.f64(name, Shape.of(f.shapes.get(name)), v));
        b.build().write(file);
    }

    private double[][] draw(int n, int d) {
        double[][] rows = new double[n][d];
        for (double[] r : rows) {
            Arrays.setAll(r, _ -> (float) random.nextGaussian());
        }
        return rows;
    }

    private void put(String name, double[] v, int... shape) {
        values.put(name, v.clone());
        shapes.put(name, shape);
    }

    private void put(String name, double[][] rows) {
        put(name, Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), rows.length, rows[0].length);
    }

    private void parameters(String group) {
        toy.params.forEach((name, v) -> put(group + "." + name, v, toy.shapes.get(name)));
    }

    private void initialisation() {
        double[][] x = draw(16, toy.dx);
        double[][] noise = draw(16, toy.dz);
        put("in.init_x", x);
        if (toy.dz > 0) {
            put("in.init_eps_z", noise);
        }
        parameters("before_init");
        toy.initialise(x, noise);
        parameters("after_init");
        toy.params.values().forEach(v -> Arrays.setAll(v, i -> (float) v[i]));
        parameters("param");
    }

    private double[][] x = new double[0][];
    private double[][] noise = new double[0][];

    private void forward() {
        x = draw(ROWS, toy.dx);
        noise = draw(ROWS, toy.dz);
        PlainToy.Row[] rows = new PlainToy.Row[ROWS];
        Arrays.setAll(rows, i -> toy.row(x[i], noise[i]));
        put("in.x", x);
        if (toy.dz > 0) {
            put("in.eps_z", noise);
            put("out.z", Arrays.stream(rows).map(PlainToy.Row::z).toArray(double[][]::new));
            put("out.log_q", Arrays.stream(rows).mapToDouble(PlainToy.Row::logQ).toArray(), ROWS);
        }
        double[][] eps = Arrays.stream(rows).map(PlainToy.Row::eps).toArray(double[][]::new);
        put("out.eps", eps);
        put("out.logd_p", Arrays.stream(rows).mapToDouble(PlainToy.Row::logDet).toArray(), ROWS);
        put("out.log_p", Arrays.stream(rows).mapToDouble(PlainToy.Row::logP).toArray(), ROWS);
        put("out.elbo", Arrays.stream(rows).mapToDouble(PlainToy.Row::elbo).toArray(), ROWS);
        put("out.loss", new double[] {toy.loss(x, noise)});
        put("out.inv_xz", Arrays.stream(eps).map(toy::inverse).toArray(double[][]::new));
        double[][] base = draw(3, toy.dx + toy.dz);
        put("in.sample_eps", base);
        put("out.sample_xz", Arrays.stream(base).map(toy::inverse).toArray(double[][]::new));
        gradient().forEach((name, g) -> put("grad." + name, g, toy.shapes.get(name)));
    }

    /** Five-point central differences. */
    private Map<String, double[]> gradient() {
        Map<String, double[]> all = new LinkedHashMap<>();
        toy.params.forEach((name, v) -> {
            double[] g = new double[v.length];
            for (int i = 0; i < v.length; i++) {
                double near = at(v, i, H) - at(v, i, -H);
                double far = at(v, i, 2 * H) - at(v, i, -2 * H);
                g[i] = (8 * near - far) / (12 * H);
            }
            all.put(name, g);
        });
        return all;
    }

    private double at(double[] v, int i, double by) {
        double kept = v[i];
        v[i] = kept + by;
        double loss = toy.loss(x, noise);
        v[i] = kept;
        return loss;
    }

    private void importance() {
        if (toy.dz == 0) {
            return;
        }
        double[][] draws = draw(SAMPLES * ROWS, toy.dz);
        double[] w = new double[draws.length];
        double[] mean = new double[ROWS];
        for (int i = 0; i < draws.length; i++) {
            w[i] = toy.row(x[i % ROWS], draws[i]).elbo();
            mean[i % ROWS] += Math.exp(w[i]) / SAMPLES;
        }
        put("in.iw_eps_z", draws);
        shapes.put("in.iw_eps_z", new int[] {SAMPLES, ROWS, toy.dz});
        put("out.iw_logw", w, SAMPLES, ROWS);
        put("out.iw_loglik", Arrays.stream(mean).map(Math::log).toArray(), ROWS);
    }

    private void adam(String group, boolean epsilonHat) {
        Map<String, double[]> start = new LinkedHashMap<>();
        toy.params.forEach((name, v) -> start.put(name, v.clone()));
        Map<String, double[]> m = new LinkedHashMap<>();
        Map<String, double[]> v = new LinkedHashMap<>();
        double[] losses = new double[ADAM_STEPS];
        for (int t = 1; t <= ADAM_STEPS; t++) {
            losses[t - 1] = toy.loss(x, noise);
            double c1 = 1 - Math.pow(0.9, t);
            double c2 = 1 - Math.pow(0.999, t);
            gradient().forEach((name, g) -> {
                double[] p = toy.params.get(name);
                double[] m1 = m.computeIfAbsent(name, _ -> new double[g.length]);
                double[] v1 = v.computeIfAbsent(name, _ -> new double[g.length]);
                for (int i = 0; i < g.length; i++) {
                    m1[i] = 0.9 * m1[i] + 0.1 * g[i];
                    v1[i] = 0.999 * v1[i] + 0.001 * g[i] * g[i];
                    p[i] -= epsilonHat
                            ? RATE * Math.sqrt(c2) / c1 * m1[i] / (Math.sqrt(v1[i]) + 1e-8)
                            : RATE * (m1[i] / c1) / (Math.sqrt(v1[i] / c2) + 1e-8);
                }
            });
        }
        parameters(group);
        put("out." + group + "_losses", losses, ADAM_STEPS);
        start.forEach((name, p) -> System.arraycopy(p, 0, toy.params.get(name), 0, p.length));
    }
}
