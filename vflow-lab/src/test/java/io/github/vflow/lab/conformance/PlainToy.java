package io.github.vflow.lab.conformance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The toy model once more, in loops over plain arrays, one row at a time: it shares no line with the library, so a mistake
 * in layout or formula on either side shows.
 */
final class PlainToy {
    final int dx;
    final int dz;
    final int steps;
    final int[] hidden;
    final String q;
    final Map<String, double[]> params = new LinkedHashMap<>();
    final Map<String, int[]> shapes = new LinkedHashMap<>();

    /** A row on its way: ε of p, log-determinant of p, and what q made. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(double[] z, double logQ, double[] eps, double logDet, double logP, double elbo) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Moved(double[] value, double logDet) {}

    PlainToy(int dx, int dz, int steps, int[] hidden, String q, long seed) {
        this.dx = dx;
        this.dz = dz;
        this.steps = steps;
        this.hidden = hidden;
        this.q = q;
        SplittableRandom random = new SplittableRandom(seed);
        for (int k = 0; k < steps; k++) {
            declareStep("p." + k + ".", dx + dz, 0, random);
        }
        if (dz > 1) {
            declareStep(q, dz, dx, random);
        } else if (dz == 1) {
            declareNetwork(q, dx, 2, random);
        }
    }

    private void declareStep(String prefix, int d, int context, SplittableRandom random) {
        declare(prefix + "g", random, 0.2, 1, d);
        declare(prefix + "b", random, 0.3, 0, d);
        declare(prefix + "W", random, 0.5, 0, d, d);
        for (int i = 0; i < d; i++) {
            params.get(prefix + "W")[i * d + i] += 1;
        }
        declareNetwork(prefix, d / 2 + context, 2 * (d - d / 2), random);
    }

    private void declareNetwork(String prefix, int in, int out, SplittableRandom random) {
        int width = in;
        for (int i = 0; i <= hidden.length; i++) {
            int next = i < hidden.length ? hidden[i] : out;
            declare(prefix + "mlp.W." + i, random, 0.8 / Math.sqrt(width), 0, width, next);
            declare(prefix + "mlp.b." + i, random, 0.2, 0, next);
            width = next;
        }
    }

    private void declare(String name, SplittableRandom random, double spread, double centre, int... shape) {
        double[] v = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.setAll(v, _ -> (float) (centre + spread * random.nextGaussian()));
        params.put(name, v);
        shapes.put(name, shape);
    }

    Row row(double[] x, double[] noise) {
        double[] z = new double[0];
        double logQ = 0;
        if (dz > 1) {
            Moved m = step(q, noise, x);
            z = m.value;
            logQ = normal(noise) - m.logDet;
        } else if (dz == 1) {
            double[] theta = network(q, x);
            z = new double[] {theta[0] + Math.exp(theta[1]) * noise[0]};
            logQ = normal(noise) - theta[1];
        }
        double[] h = join(x, z);
        double logDet = 0;
        for (int k = 0; k < steps; k++) {
            Moved m = step("p." + k + ".", h, new double[0]);
            h = m.value;
            logDet += m.logDet;
        }
        double logP = normal(h) + logDet;
        return new Row(z, logQ, h, logDet, logP, logP - logQ);
    }

    double loss(double[][] x, double[][] noise) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum -= row(x[i], noise[i]).elbo;
        }
        return sum / x.length;
    }

    private Moved step(String prefix, double[] x, double[] context) {
        int d = x.length;
        double[] h = rotate(prefix, x);
        double[] theta = network(prefix, join(Arrays.copyOf(h, d / 2), context));
        int m = d - d / 2;
        double logDet = logAbsDet(params.get(prefix + "W"), d);
        for (double g : params.get(prefix + "g")) {
            logDet += Math.log(Math.abs(g));
        }
        for (int i = 0; i < m; i++) {
            h[d / 2 + i] = theta[i] + Math.exp(theta[m + i]) * h[d / 2 + i];
            logDet += theta[m + i];
        }
        return new Moved(h, logDet);
    }

    private double[] rotate(String prefix, double[] x) {
        int d = x.length;
        double[] h = new double[d];
        for (int i = 0; i < d; i++) {
            double scaled = params.get(prefix + "g")[i] * x[i] + params.get(prefix + "b")[i];
            for (int j = 0; j < d; j++) {
                h[j] += scaled * params.get(prefix + "W")[i * d + j];
            }
        }
        return h;
    }

    double[] inverse(double[] eps) {
        double[] h = eps.clone();
        for (int k = steps - 1; k >= 0; k--) {
            String prefix = "p." + k + ".";
            int d = h.length;
            int m = d - d / 2;
            double[] theta = network(prefix, Arrays.copyOf(h, d / 2));
            for (int i = 0; i < m; i++) {
                h[d / 2 + i] = (h[d / 2 + i] - theta[i]) * Math.exp(-theta[m + i]);
            }
            h = solve(params.get(prefix + "W"), h);
            for (int i = 0; i < d; i++) {
                h[i] = (h[i] - params.get(prefix + "b")[i]) / params.get(prefix + "g")[i];
            }
        }
        return h;
    }

    /** Sets g and b of each step from the batch, and passes on what the step then makes of it. */
    void initialise(double[][] x, double[][] noise) {
        double[][] states = new double[x.length][];
        if (dz > 1) {
            normalise(q, noise);
        }
        for (int i = 0; i < x.length; i++) {
            states[i] = join(x[i], row(x[i], noise[i]).z);
        }
        for (int k = 0; k < steps; k++) {
            String prefix = "p." + k + ".";
            normalise(prefix, states);
            Arrays.setAll(states, i -> step(prefix, states[i], new double[0]).value);
        }
    }

    private void normalise(String prefix, double[][] states) {
        for (int j = 0; j < states[0].length; j++) {
            double mean = 0;
            for (double[] s : states) {
                mean += s[j] / states.length;
            }
            double variance = 0;
            for (double[] s : states) {
                variance += (s[j] - mean) * (s[j] - mean) / states.length;
            }
            params.get(prefix + "g")[j] = 1 / (Math.sqrt(variance) + 1e-6);
            params.get(prefix + "b")[j] = -mean * params.get(prefix + "g")[j];
        }
    }

    private double[] network(String prefix, double[] in) {
        double[] h = in;
        for (int l = 0; l <= hidden.length; l++) {
            double[] w = params.get(prefix + "mlp.W." + l);
            double[] out = params.get(prefix + "mlp.b." + l).clone();
            for (int j = 0; j < out.length; j++) {
                for (int i = 0; i < h.length; i++) {
                    out[j] += h[i] * w[i * out.length + j];
                }
                if (l < hidden.length) {
                    out[j] = Math.max(0, out[j]);
                }
            }
            h = out;
        }
        return h;
    }

    static double normal(double[] eps) {
        double sum = 0;
        for (double e : eps) {
            sum -= 0.5 * e * e + 0.5 * Math.log(2 * Math.PI);
        }
        return sum;
    }

    static double[] join(double[] a, double[] b) {
        double[] c = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, c, a.length, b.length);
        return c;
    }

    private static double logAbsDet(double[] w, int d) {
        double[][] a = new double[d][];
        Arrays.setAll(a, i -> Arrays.copyOfRange(w, i * d, (i + 1) * d));
        double sum = 0;
        for (int k = 0; k < d; k++) {
            pivot(a, k);
            sum += Math.log(Math.abs(a[k][k]));
            eliminate(a, k);
        }
        return sum;
    }

    /** x with x·W = y. */
    private static double[] solve(double[] w, double[] y) {
        int d = y.length;
        double[][] a = new double[d][d + 1];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                a[i][j] = w[j * d + i];
            }
            a[i][d] = y[i];
        }
        for (int k = 0; k < d; k++) {
            pivot(a, k);
            eliminate(a, k);
        }
        double[] x = new double[d];
        for (int i = d - 1; i >= 0; i--) {
            x[i] = a[i][d];
            for (int j = i + 1; j < d; j++) {
                x[i] -= a[i][j] * x[j];
            }
            x[i] /= a[i][i];
        }
        return x;
    }

    private static void pivot(double[][] a, int k) {
        int best = k;
        for (int i = k + 1; i < a.length; i++) {
            best = Math.abs(a[i][k]) > Math.abs(a[best][k]) ? i : best;
        }
        double[] row = a[k];
        a[k] = a[best];
        a[best] = row;
    }

    private static void eliminate(double[][] a, int k) {
        for (int i = k + 1; i < a.length; i++) {
            double f = a[i][k] / a[k][k];
            for (int j = k; j < a[i].length; j++) {
                a[i][j] -= f * a[k][j];
            }
        }
    }
}
